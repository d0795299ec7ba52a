import { changeOf, wanted, type ChangeKind, type Disruption, type Observation, type Row } from '../../control/index.ts'
import { isRecord, known, mapFact, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'

/** A property of a VM that the server always fills; one that is not there has not been read. */
export function readFilled(subject: Subject, path: string): Fact<unknown> {
  const fact = readRaw(subject, path)
  return fact.known && fact.value === undefined ? unknown('notCollected', fact.from, 'the server gave no value') : fact
}

/** Guest ids of Windows begin with `win`: `winNetStandardGuest`, `windows2019srv_64Guest`. */
const isWindows = (guestId: unknown) => typeof guestId === 'string' && guestId.startsWith('win')

/** What a row of a typed VM property adds to its texts. */
export interface SettingRow extends Row {
  readonly expect: Observation['expect']
  readonly disruption: Disruption
  /** Asked of Windows guests alone. */
  readonly onlyWindows?: boolean
  /** An encrypted VM behaves as if this were set, whatever the property says. */
  readonly whenEncrypted?: string
}

/** A typed property of a VM, written back by a reconfiguration of one field. */
export function vmSetting(path: string, kind: ChangeKind, field: string, row: SettingRow): Observation {
  const { disruption, onlyWindows = false, whenEncrypted, ...rest } = row
  const observe = (subject: Subject): Fact<unknown> => {
    if (whenEncrypted === undefined) return readFilled(subject, path)
    const keyId = readRaw(subject, 'config.keyId')
    if (!keyId.known) return keyId
    if (keyId.value === undefined) return readFilled(subject, path)
    const isKey = isRecord(keyId.value) && typeof keyId.value['keyId'] === 'string'
    return isKey ? known(whenEncrypted, keyId.from) : unknown('fault', keyId.from, 'not the id of a key')
  }
  return {
    ...rest,
    kind: 'observation',
    subject: 'VirtualMachine',
    reads: [
      path,
      ...(onlyWindows ? ['config.guestId'] : []),
      ...(whenEncrypted === undefined ? [] : ['config.keyId']),
    ].map((one) => ({ type: 'VirtualMachine', path: one })),
    ...(onlyWindows
      ? { applies: (subject: Subject) => mapFact(readFilled(subject, 'config.guestId'), isWindows) }
      : {}),
    observe,
    repair: {
      kind: 'change',
      disruption,
      changes: (subject, _inventory, expected) => {
        const now = readFilled(subject, path)
        const to = expected && wanted(expected)
        return now.known && to && 'to' in to ? [changeOf(subject, kind, field, now.value, to.to)] : []
      },
    },
  }
}
