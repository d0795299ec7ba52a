import { isRecord } from '../kernel/values.ts'
import { canAskFor } from './asked-fault.ts'
import { longestMs, type FaultAction, type FaultRule } from './fault-plan.ts'

/** Why something is no fault rule. */
export interface NotARule {
  readonly error: string
}

type Fields = Readonly<Record<string, unknown>>

/** The fields of each action besides its kind, and what is wrong with them. */
const actions: Readonly<
  Record<FaultAction['kind'], { readonly field?: string; readonly wrong: (value: unknown) => string | undefined }>
> = {
  latency: {
    field: 'ms',
    wrong: (ms) => (isWhole(ms, 0, longestMs) ? undefined : `ms must be a whole number from 0 to ${longestMs}`),
  },
  drop: { wrong: () => undefined },
  truncate: { wrong: () => undefined },
  expire: { wrong: () => undefined },
  meddle: { wrong: () => undefined },
  fault: {
    field: 'type',
    wrong: (type) =>
      typeof type === 'string' && canAskFor(type)
        ? undefined
        : 'type must be a fault of the API whose fields can be filled in',
  },
  unresponsive: {
    field: 'host',
    wrong: (host) =>
      typeof host === 'string' && host !== '' ? undefined : 'host must be the name or the id of a host',
  },
}

const isWhole = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most

/** Reads a rule as JSON writes it: `{ "method": "RetrievePropertiesEx", "nth": 2, "action": { "kind": "drop" } }`. */
export function readFaultRule(value: unknown): FaultRule | NotARule {
  if (!isRecord(value)) return { error: 'a fault rule is an object with method and action' }
  const { method = '*', nth, action, ...more } = value
  const [surplus] = Object.keys(more)
  if (surplus !== undefined) return { error: `a fault rule has no ${surplus}` }
  if (typeof method !== 'string' || !/^(\w+\*?|\*)$/.test(method))
    return { error: 'method must be a name, with * at its end for all that begin so' }
  if (nth !== undefined && !isWhole(nth, 1, 1_000_000)) return { error: 'nth must be a whole number from 1' }
  const read = readAction(action)
  if ('error' in read) return read
  return { method, ...(nth !== undefined && { nth: Number(nth) }), action: read }
}

function readAction(value: unknown): FaultAction | NotARule {
  const { kind, ...more }: Fields = isRecord(value) ? value : {}
  if (typeof kind !== 'string' || !isKind(kind))
    return { error: `action.kind must be one of ${Object.keys(actions).join(', ')}` }
  const { field, wrong } = actions[kind]
  const surplus = Object.keys(more).find((name) => name !== field)
  if (surplus !== undefined) return { error: `an action of the kind ${kind} has no ${surplus}` }
  const error = wrong(field === undefined ? undefined : more[field])
  // What was checked is what it is declared as.
  return error === undefined ? ({ kind, ...more } as FaultAction) : { error }
}

const isKind = (kind: string): kind is FaultAction['kind'] => Object.hasOwn(actions, kind)
