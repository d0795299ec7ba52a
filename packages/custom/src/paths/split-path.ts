/** One step of a property path: into a field (a call is a field with parentheses), or to the item of a list that has a key. */
export type Step = { readonly field: string } | { readonly key: string }

const token = /(?:^|\.)([A-Za-z_]\w*(?:\(\))?)|\["([^"\\\]]+)"\]/y

/** Splits `config.network.vswitch["vSwitch0"].mtu` into its steps; `undefined` when it is not a path. */
export function splitPath(path: string): readonly Step[] | undefined {
  const steps: Step[] = []
  token.lastIndex = 0
  while (token.lastIndex < path.length) {
    const found = token.exec(path)
    if (!found) return undefined
    const [, field, key] = found
    if (field !== undefined) steps.push({ field })
    else if (key !== undefined) steps.push({ key })
  }
  return steps.length > 0 ? steps : undefined
}

/** The names by which items of a list are told apart, the commonest first. */
const KEYS = ['key', 'name', 'device'] as const

/**
 * Walks from a value that was read to what a path means: a field of a list is that field of each item that has it.
 * @returns `undefined` where a step is unset or no item has the key
 */
export function walkValue(value: unknown, steps: readonly Step[]): unknown {
  let at = value
  for (const step of steps) {
    if (at === undefined || at === null) return undefined
    if ('key' in step) at = Array.isArray(at) ? at.find((item) => hasKey(item, step.key)) : undefined
    else if (Array.isArray(at)) at = at.flatMap((item) => field(item, step.field) ?? [])
    else at = field(at, step.field)
  }
  return at ?? undefined
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}

const hasKey = (item: unknown, key: string): boolean =>
  KEYS.some((name) => {
    const own = field(item, name)
    return typeof own === 'string' || typeof own === 'number' ? String(own) === key : false
  })
