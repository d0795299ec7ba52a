import type { ManagedObject } from './store.ts'
import type { World } from './world.ts'
import type { Session } from '../session/sessions.ts'

export interface ComputedFrom {
  readonly object: ManagedObject
  readonly world: World
  readonly session: Session | undefined
}

/** A property that nobody stores: it follows from others. */
export interface Computed {
  readonly of: (from: ComputedFrom) => unknown
  /** Whether it changes only when its own object does, or when anything may have. */
  readonly follows: 'own' | 'world'
}

export type ComputedTable = Readonly<Record<string, Readonly<Record<string, Computed>>>>

/** Follows from the object itself. */
export const fromOwn = (of: Computed['of']): Computed => ({ of, follows: 'own' })
/** Follows from other objects, too. */
export const fromWorld = (of: Computed['of']): Computed => ({ of, follows: 'world' })

/** What is computed of which type: the world is given it, so that the kernel knows none of the tables. */
export interface Computations {
  /** How a property of a type (or of a base of it) is computed; undefined when it is stored. */
  readonly property: (type: string, name: string) => Computed | undefined
  /** The names of all properties of a type that are computed. */
  readonly names: (type: string) => readonly string[]
}
