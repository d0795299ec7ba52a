import { canAskFor } from './asked-fault.ts'

/** What can be made to go wrong, and with which call. */
export type FaultAction =
  /** The reply comes later by so many milliseconds. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** The connection ends without a reply. */
  | { readonly kind: 'drop' }
  /** The reply is cut in the middle, and the connection with it. */
  | { readonly kind: 'truncate' }
  /** The session is over, as if it had been idle for too long. */
  | { readonly kind: 'expire' }
  /** The method answers this fault and does nothing. */
  | { readonly kind: 'fault'; readonly type: string }
  /** A host does not respond: its name or reference. */
  | { readonly kind: 'unresponsive'; readonly host: string }
  /** Right before the call, somebody else changes what it is about to change, or where it only reads, a bit of everything. */
  | { readonly kind: 'meddle' }

export interface FaultRule {
  /** The method, `*` for every one; a `*` at the end stands for the rest of a name. */
  readonly method: string
  /** Only the n-th such call, counting from 1; undefined: each. */
  readonly nth?: number | undefined
  readonly action: FaultAction
}

/** The rules of one session or one server, and how often each has been looked at. */
export class FaultPlan {
  readonly #rules: { readonly rule: FaultRule; seen: number }[] = []

  constructor(rules: readonly FaultRule[] = []) {
    for (const rule of rules) this.add(rule)
  }

  add(rule: FaultRule): void {
    this.#rules.push({ rule, seen: 0 })
  }

  clear(): void {
    this.#rules.length = 0
  }

  get rules(): readonly FaultRule[] {
    return this.#rules.map(({ rule }) => rule)
  }

  /** What happens to the next call of a method. Counts it. */
  next(method: string): readonly FaultAction[] {
    const actions: FaultAction[] = []
    for (const entry of this.#rules) {
      if (!matches(entry.rule.method, method)) continue
      entry.seen += 1
      if (entry.rule.nth === undefined || entry.rule.nth === entry.seen) actions.push(entry.rule.action)
    }
    return actions
  }
}

function matches(pattern: string, method: string): boolean {
  return pattern.endsWith('*') ? method.startsWith(pattern.slice(0, -1)) : pattern === method
}

/** The longest that a reply can be made to wait, in milliseconds. */
export const longestMs = 600_000

/** The sign between a user name and the faults that are wanted: 'auditor@vsphere.local!drop=RetrievePropertiesEx:2'. */
const sentinel = '!'

const forms: Readonly<Record<string, (value: string) => FaultRule | undefined>> = {
  latency: (value) => {
    const [ms = '', method = '*'] = value.split('@')
    return /^\d{1,6}$/.test(ms) && Number(ms) <= longestMs && isTarget(method)
      ? { method, action: { kind: 'latency', ms: Number(ms) } }
      : undefined
  },
  drop: (value) => rule(value, { kind: 'drop' }),
  truncate: (value) => rule(value, { kind: 'truncate' }),
  expire: (value) => rule(/^\d+$/.test(value) ? `*:${value}` : value, { kind: 'expire' }),
  meddle: (value) => rule(value, { kind: 'meddle' }),
  fault: (value) => {
    const [type = '', target = '*'] = value.split('@')
    return canAskFor(type) ? rule(target, { kind: 'fault', type }) : undefined
  },
  unresponsive: (host) => (host === '' ? undefined : { method: '*', nth: 1, action: { kind: 'unresponsive', host } }),
}

const isTarget = (method: string): boolean => /^(\w+\*?|\*)$/.test(method)

function rule(target: string, action: FaultAction): FaultRule | undefined {
  const [method = '', count] = target.split(':')
  if (!isTarget(method) || (count !== undefined && !/^[1-9]\d*$/.test(count))) return undefined
  return { method, nth: count === undefined ? undefined : Number(count), action }
}

/**
 * Splits the user name that somebody typed from the faults that he asked for. Several are separated by commas:
 * `latency=200`, `latency=200@Login`, `drop=Method[:n]`, `truncate=Method[:n]`, `expire=n`, `fault=Type@Method[:n]`,
 * `unresponsive=esx01`, `meddle=Method[:n]`. Undefined when one of them cannot be read.
 */
export function readSentinel(
  userName: string,
): { readonly name: string; readonly rules: readonly FaultRule[] } | undefined {
  const at = userName.indexOf(sentinel)
  if (at < 0) return { name: userName, rules: [] }
  const rules: FaultRule[] = []
  for (const part of userName.slice(at + 1).split(',')) {
    const [form = '', value = ''] = part.split(/=(.*)/s)
    const made = Object.hasOwn(forms, form) ? forms[form]?.(value) : undefined
    if (made === undefined) return undefined
    rules.push(made)
  }
  return { name: userName.slice(0, at), rules }
}
