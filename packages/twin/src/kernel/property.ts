import { describePath, isSubtype, typeInfo } from '@sakimori/vim25'
import { releaseIndex } from '@sakimori/vim25/wire'
import { noPermission } from '../access/access.ts'
import type { Session } from '../session/sessions.ts'
import { notAuthenticated } from './call.ts'
import { VimFault, vimFault } from './fault.ts'
import type { ManagedObject } from './store.ts'
import { declaredProperty, parsePath, sinceOf, walk, type Step, type Typed } from './values.ts'
import type { World } from './world.ts'

/** The answer to a path: a value (maybe unset), or the fault that stands in missingSet. */
export type PropertyAnswer = Typed | VimFault

/** A path that was looked at once: how to get there on objects of one type. */
interface PathPlan {
  readonly steps: readonly Step[]
  readonly head: string
  readonly type: string
  readonly array: boolean
  readonly privilege: string
}

const plans = new Map<string, PathPlan>()
const mostPlans = 10_000

/**
 * How a path is read on objects of a type. Throws InvalidProperty, for the whole call, when the release has no such
 * property (facts/vcsim.md §4 "bad property path").
 */
export function planPath(world: World, type: string, path: string): PathPlan {
  const key = `${world.release}/${type}/${path}`
  const known = plans.get(key)
  if (known !== undefined) return known
  const steps = parsePath(path)
  const head = steps?.[0]?.name ?? ''
  const declared = declaredProperty(type, head)
  if (steps === undefined || declared === undefined) throw invalidProperty(path)
  const since = sinceOf(type, steps)
  if (since === undefined || since > world.release) throw invalidProperty(path)
  const plan = { steps, head, ...declared, privilege: world.readPrivilege(type, head) }
  if (plans.size < mostPlans) plans.set(key, plan)
  return plan
}

/** Reads one path of an object with the rights of a session. Throws InvalidProperty. */
export function readPath(
  world: World,
  object: ManagedObject,
  path: string,
  session: Session | undefined,
): PropertyAnswer {
  const plan = planPath(world, object.ref.type, path)
  const refused = refusal(world, object, plan.privilege, session)
  if (refused !== undefined) return refused
  const value = world.read(object, plan.head, session)
  if (value instanceof VimFault) return value
  const withheld = object.withheld.get(path)
  if (withheld !== undefined) return withheld
  if (plan.steps.length === 1 && plan.steps[0]?.key === undefined) return { value, type: plan.type, array: plan.array }
  const found = walk({ value, type: plan.type, array: plan.array }, plan.steps)
  if (found === undefined) throw invalidProperty(path)
  return found
}

function refusal(
  world: World,
  object: ManagedObject,
  privilege: string,
  session: Session | undefined,
): VimFault | undefined {
  if (privilege === 'System.Anonymous') return undefined
  if (session === undefined) return notAuthenticated(object.ref, privilege)
  if (object.sessionKey !== undefined) return undefined
  const isServer = object.owner === undefined && !isSubtype(object.ref.type, 'ManagedEntity')
  if (isServer && (privilege === 'System.View' || privilege === 'System.Read')) return undefined
  const entity = world.entityOf(object)
  return world.access.has(session, entity, privilege) ? undefined : (noPermission(entity, privilege) as VimFault)
}

/** The names of all properties that an object of this release may show. */
export function propertyNames(world: World, object: ManagedObject): string[] {
  const names: string[] = []
  const stored = new Set([...object.names, ...world.parts.computations.names(object.ref.type)])
  for (const name of stored) {
    const info = describePath(object.ref.type, name)
    if (info !== undefined && releaseIndex(info.since) <= world.release) names.push(name)
  }
  return names.toSorted()
}

function invalidProperty(path: string): VimFault {
  return vimFault('InvalidProperty', { name: path }, `The property path ${path} is not valid`)
}

/** Whether the session may see that the object exists. */
export function isVisible(world: World, object: ManagedObject, session: Session | undefined): boolean {
  if (session === undefined || object.sessionKey !== undefined)
    return object.sessionKey === session?.key || session === undefined
  if (!isSubtype(object.ref.type, 'ManagedEntity')) return true
  return world.access.has(session, object.ref, 'System.View')
}

/** Whether a name is a managed type of the tables. */
export function isManagedName(type: string): boolean {
  return typeInfo(type)?.kind === 'managed'
}
