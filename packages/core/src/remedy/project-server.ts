import type { Change, ChangeKind } from '../control/index.ts'
import { isRecord } from '../model/index.ts'
import { put, type Projection, type Values } from './projection.ts'

/** What the changes of the appliance and of single sign-on make of what was read. */
export const serverProjections = {
  applianceSetting: (change, values) => projectField(change, values),
  ssoPolicy: (change, values) => projectField(change, values),
} as const satisfies Partial<Record<ChangeKind, Projection>>

/** `sso:passwordPolicy#passwordFormat.minNumericCount`: a path, and steps into its value. */
function projectField({ field, to }: Change, values: Values): Values {
  const [path = '', inner] = field.split('#')
  return put(values, path, inner === undefined ? to : withInner(values[path], inner.split('.'), to))
}

function withInner(value: unknown, [name, ...rest]: readonly string[], to: Change['to']): unknown {
  if (name === undefined) return to
  const { [name]: held, ...others } = isRecord(value) ? value : {}
  const made = withInner(held, rest, to)
  return made === undefined ? others : { ...others, [name]: made }
}
