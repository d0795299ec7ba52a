import type { ManagedObject, ObjectStore } from '../kernel/store.ts'
import { grantAdminsGroup } from './active-directory.ts'
import { changeConfig, knownConfigOf } from './host-config.ts'
import type { OptionValue } from './option-defs.ts'
import { followPowerOption } from './power-policy.ts'

type Effect = (store: ObjectStore, host: ManagedObject) => void

const adminsGroup = 'Config.HostAgent.plugins.hostsvc.esxAdminsGroup'

/** Options whose change shows in another place at once; what follows later reads the option when it does. */
const effects: Readonly<Record<string, Effect>> = {
  'Power.CpuPolicy': followPowerOption,
  // The permission of a group that was named before stays (facts/exposure.md §5.3).
  [adminsGroup]: grantAdminsGroup,
  [`${adminsGroup}AutoAdd`]: grantAdminsGroup,
}

/** Sets options of a host that were checked before (see `optionRefusal`), with what follows from them at once. */
export function setHostOptions(store: ObjectStore, host: ManagedObject, changes: readonly OptionValue[]): void {
  changeConfig(store, host, { option: mergeOptions(knownConfigOf(host).option ?? [], changes) })
  for (const { key } of changes) effects[key]?.(store, host)
}

/** A list of options with some replaced or added; the last one of a key holds. */
export function mergeOptions(held: readonly OptionValue[], changes: readonly OptionValue[]): readonly OptionValue[] {
  return [...new Map([...held, ...changes].map((option) => [option.key, option])).values()]
}
