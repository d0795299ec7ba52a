import type { Release } from '@sakimori/core/model'
import { suggest } from '@sakimori/core/text'
import {
  allFields,
  apiVersions,
  compareApi,
  describeMethod,
  isManagedType,
  lineage,
  typeInfo,
  type FieldInfo,
} from '@sakimori/vim25'
import { fieldNames, fieldOf, kindOf, kindOfField, type Kind } from '../kinds.ts'
import { calls, tooMuch } from './collected.ts'
import { splitPath, type Step } from './split-path.ts'

/** A property path that exists, and how it is read. */
export interface RealPath {
  readonly path: string
  /** What the collector asks for: the path up to its first list. */
  readonly ask: string
  /** What is left to walk in the value of `ask`: fields of each item of a list, or the item that has a key. */
  readonly steps: readonly Step[]
  readonly kind: Kind
  /** The first API id that knows every step. */
  readonly since: string
}

/** Why a path cannot be read, in words for its author. */
export interface PathMistake {
  readonly mistake: string
  /** A step of it is the name of nothing. */
  readonly unknownName?: boolean
}

const wrong = (mistake: string): PathMistake => ({ mistake })

/** The path of a property or of a call of a managed type, if the type has it and reading it does no harm. */
export function realPath(type: string, path: string): RealPath | PathMistake {
  if (!isManagedType(type)) return wrong(`there is no managed object type ${type}`)
  const steps = splitPath(path)
  if (!steps)
    return wrong(
      `${path} is no property path; write it as config.hardware.numCPU or config.network.vswitch["vSwitch0"].mtu`,
    )
  const own = calls[type] ?? []
  const call = own.find(
    (known) => path === known.path || path.startsWith(`${known.path}.`) || path.startsWith(`${known.path}[`),
  )
  if (call) return walkCall(path, call, steps)
  if (type === 'ServiceInstance')
    return wrong(`of vCenter Server itself these can be read: ${own.map((known) => known.path).join(', ')}`)
  const [head, ...rest] = steps
  if (head === undefined || !('field' in head)) return wrong(`${path} does not begin with a property`)
  const field = propertyOf(type, head.field)
  if (!field) return { mistake: unknownName(head.field, type, propertyNames(type)), unknownName: true }
  const found = walk(
    path,
    { ask: head.field, kind: kindOfField(field), since: field.since, secret: field.secret },
    rest,
  )
  if ('mistake' in found) return found
  const heavy = tooMuch[type]?.find((one) => one === found.ask)
  if (heavy !== undefined)
    return wrong(`${heavy} as a whole loads the server; name the properties below it that the control needs`)
  return found
}

/** The path of a field below a data object, for the parts of a host: `spec.policy.security.allowPromiscuous`. */
export function realPartPath(part: string, path: string): RealPath | PathMistake {
  const steps = splitPath(path)
  if (!steps) return wrong(`${path} is no property path`)
  return walk(path, { ask: '', kind: { of: 'data', name: part }, since: 0, secret: false, inValue: true }, steps)
}

interface Walked {
  readonly ask: string
  readonly kind: Kind
  readonly since: number
  readonly secret: boolean
  /** Whether a list was met: from there on the value is walked, not the server. */
  readonly inValue?: boolean
}

function walk(path: string, start: Walked, steps: readonly Step[]): RealPath | PathMistake {
  let { ask, kind, since, secret, inValue = false } = start
  const walked: Step[] = []
  let lists = false
  for (const step of steps) {
    if (kind.of === 'list') {
      inValue = true
      kind = kind.item
      if ('field' in step) lists = true
    } else if ('key' in step) return wrong(`${path}: only an item of a list is chosen by ["…"]`)
    if ('key' in step) {
      walked.push(step)
      continue
    }
    if (kind.of !== 'data')
      return wrong(
        `${path}: nothing is below ${ask}, which is ${kind.of === 'dyn' ? 'of no fixed type' : `a ${kind.of}`}`,
      )
    const field = fieldOf(kind.name, step.field)
    if (!field) return { mistake: unknownName(step.field, kind.name, fieldNames(kind.name)), unknownName: true }
    since = Math.max(since, field.since)
    secret ||= field.secret
    // A server refuses a path through a field that only a derived type has: what holds it is asked for instead.
    inValue ||= !allFields(kind.name).includes(field)
    if (inValue) walked.push(step)
    else ask = `${ask}.${step.field}`
    kind = kindOfField(field)
  }
  if (secret) return wrong(`${path} is a secret, which Sakimori does not read`)
  if (lists && kind.of !== 'list') kind = { of: 'list', item: kind }
  return { path, ask, steps: walked, kind, since: apiVersions[since] ?? '' }
}

function walkCall(path: string, call: (typeof calls)[string][number], steps: readonly Step[]): RealPath | PathMistake {
  const below = steps.slice(splitPath(call.path)?.length ?? 0)
  const [type, member] = call.of
  const since = describeMethod(type, member)?.since ?? propertyOf(type, member)?.since ?? 0
  return walk(path, { ask: call.path, kind: kindOf(call.gives), since, secret: false, inValue: true }, below)
}

function propertyOf(type: string, name: string): FieldInfo | undefined {
  for (const at of lineage(type)) {
    const info = typeInfo(at)
    const found = info?.kind === 'managed' ? info.properties.find((one) => one.name === name) : undefined
    if (found) return found
  }
  return undefined
}

function propertyNames(type: string): readonly string[] {
  return lineage(type).flatMap((at) => {
    const info = typeInfo(at)
    return info?.kind === 'managed' ? info.properties.map(({ name }) => name) : []
  })
}

/** Says that a name is not there, with the nearest one that is. */
export function unknownName(name: string, type: string, names: readonly string[]): string {
  const near = suggest(name, names)
  return `${type} has no ${name}${near ? `; did you mean ${near}?` : ''}`
}

/** Whether some server of a release line knows what came with an API id; '8.0' stands for all its updates. */
export const isKnownIn = (release: Release, since: string): boolean => compareApi(since, `${release}.99`) <= 0
