import { isRecord, mapFact, readRaw, unknown, type Fact, type Subject } from '../model/index.ts'
import { isVcenter, repairSetting, type Row } from './builders.ts'
import type { ChangeKind, Disruption } from './change.ts'
import type { Expectations, Observation, Repair } from './control.ts'

/** A value of the server itself that is read over another interface than vim25, and the field of it that counts. */
interface ServerValue {
  readonly kind: ChangeKind
  /** The snapshot's path. */
  readonly path: string
  /** Steps into the value, with dots; none when the value itself is meant. */
  readonly inner: string | undefined
  /** What the server means when the field is not there; without it nobody knows. */
  readonly absence?: Absence | undefined
  /** Whether an answer is of the kind that the server documents; any is where this is not given. */
  readonly isWhole?: ((value: unknown) => boolean) | undefined
}

/** What a field that is not there means, in an answer that has the field `beside` it: without that it is no answer. */
interface Absence {
  readonly means: number
  readonly beside: string
}

type ServerRow = Row & {
  readonly expect: Expectations
  readonly disruption?: Disruption
  readonly repair?: Repair
}

/** The name of a field in a change: `sso:lockoutPolicy#maxFailedAttempts`. */
export const serverField = (path: string, inner: string | undefined): string =>
  inner === undefined ? path : `${path}#${inner}`

function readInner(subject: Subject, { path, inner, absence, isWhole }: ServerValue): Fact<unknown> {
  const raw = readRaw(subject, path)
  if (!raw.known) return raw
  const value = (inner?.split('.') ?? []).reduce<unknown>(
    (at, name) => (isRecord(at) ? at[name] : undefined),
    raw.value,
  )
  if (isWhole?.(value) === false) return unknown('fault', raw.from, 'not the documented answer')
  if (value !== undefined) return mapFact(raw, () => value)
  const isAnswer = absence !== undefined && isRecord(raw.value) && raw.value[absence.beside] !== undefined
  return isAnswer ? mapFact(raw, () => absence.means) : unknown('fault', raw.from, `no ${inner ?? 'value'}`)
}

function serverValue(wanted: ServerValue, { disruption = 'none', repair, ...row }: ServerRow): Observation {
  const { kind, path, inner } = wanted
  const observe = (subject: Subject) => readInner(subject, wanted)
  return {
    ...row,
    kind: 'observation',
    subject: 'ServiceInstance',
    applies: isVcenter,
    reads: [{ type: 'ServiceInstance', path }],
    observe,
    repair: repair ?? repairSetting(kind, serverField(path, inner), disruption, observe),
  }
}

/** A setting that REST shows: a path of `/api` ('appliance/access/ssh'), or a field of what it answers. */
export const applianceSetting = (
  path: string,
  row: ServerRow & { readonly field?: string; readonly isWhole?: ServerValue['isWhole'] },
): Observation => {
  const { field, isWhole, ...rest } = row
  return serverValue({ kind: 'applianceSetting', path: `rest:/api/${path}`, inner: field, isWhole }, rest)
}

/** A number of one of the two policies of single sign-on. They hold for its own users, not for those of a directory. */
export const ssoPolicy = (
  policy: 'passwordPolicy' | 'lockoutPolicy',
  field: string,
  row: ServerRow & { readonly absence?: Absence },
): Observation => {
  const { absence, ...rest } = row
  return serverValue({ kind: 'ssoPolicy', path: `sso:${policy}`, inner: field, absence }, rest)
}
