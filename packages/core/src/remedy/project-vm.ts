import type { ChangeKind } from '../control/index.ts'
import { isKeyed, isRecord } from '../model/index.ts'
import { mapEntries, put, type Projection } from './projection.ts'

const EXTRA = 'config.extraConfig'

/** What the changes of a VM make of what was read. */
export const vmProjections = {
  // Keys of a VMX file have no case.
  vmOption: ({ field, to }, values) => {
    const list: readonly unknown[] = Array.isArray(values[EXTRA]) ? values[EXTRA] : []
    const isIt = (entry: unknown) => isKeyed(entry) && entry.key.toLowerCase() === field.toLowerCase()
    if (to === undefined)
      return put(
        values,
        EXTRA,
        list.filter((entry) => !isIt(entry)),
      )
    if (!list.some(isIt)) return put(values, EXTRA, [...list, { _typeName: 'OptionValue', key: field, value: to }])
    return mapEntries(values, EXTRA, isIt, (entry) => ({ ...entry, value: to }))
  },
  vmConsoleConnections: ({ field, to }, values) => put(values, `config.${field}`, to),
  vmSetting: ({ field, to }, values) => put(values, `config.${field}`, to),
  deviceConnection: ({ part, field, to }, values) =>
    mapEntries(
      values,
      'config.hardware.device',
      (device) => String(device['key']) === part,
      (device) => ({
        ...device,
        connectable: { ...(isRecord(device['connectable']) ? device['connectable'] : {}), [field]: to },
      }),
    ),
} as const satisfies Partial<Record<ChangeKind, Projection>>
