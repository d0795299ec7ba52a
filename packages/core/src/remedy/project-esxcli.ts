import type { ChangeKind } from '../control/index.ts'
import { mapEntries, type Projection } from './projection.ts'

const SSH_SERVER = 'esxcli:system ssh server config list'

const same = (one: unknown, other: string | undefined) => String(one).toLowerCase() === other?.toLowerCase()

/** What the set commands of esxcli make of what their get and list commands answered: texts, as esxcli writes them. */
export const esxcliProjections = {
  esxcliSwitch: ({ part, field, to }, values) =>
    mapEntries(
      values,
      `esxcli:${part} get`,
      () => true,
      (row) =>
        Object.fromEntries(
          Object.entries(row).map(([column, held]) => [column, same(column, field) ? String(to) : held]),
        ),
    ),
  sshServerSetting: ({ field, to }, values) =>
    mapEntries(
      values,
      SSH_SERVER,
      (row) => same(row['Key'], field),
      (row) => ({ ...row, Value: String(to) }),
    ),
} as const satisfies Partial<Record<ChangeKind, Projection>>
