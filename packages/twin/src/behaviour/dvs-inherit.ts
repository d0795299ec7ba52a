import { isEqual } from '../kernel/values.ts'
import type { ManagedObject } from '../kernel/store.ts'
import type { World } from '../kernel/world.ts'
import {
  portgroupConfig,
  portgroupsOf,
  portIndex,
  setPorts,
  switchConfig,
  withStatus,
  type DvPort,
} from './dvs-ports.ts'
import { refreshSetting, type PortSetting } from './network-policy.ts'

/** Brings what port groups and ports inherit up to date, after the settings of a switch or of one port group changed. */
export function bringDown(world: World, dvs: ManagedObject): void {
  const top = switchConfig(dvs).defaultPortConfig
  const groups = new Map<string, PortSetting>()
  for (const group of portgroupsOf(world, dvs)) {
    const config = portgroupConfig(group)
    const own = config.defaultPortConfig
    const setting = own === undefined ? undefined : refreshSetting(own, top)
    if (setting === undefined) continue
    groups.set(config.key, setting)
    if (!isEqual(setting, own)) world.store.set(group, 'config', { ...config, defaultPortConfig: setting })
  }
  const { all } = portIndex(dvs)
  const refreshed = refresher()
  const ports = all.map((port) => refreshed(port, groups.get(port.portgroupKey ?? '') ?? top))
  if (ports.some((port, index) => port !== all[index])) setPorts(world, dvs, ports)
}

/** Thousands of ports share a few settings: each is worked out once. */
function refresher(): (port: DvPort, above: PortSetting) => DvPort {
  const known = new Map<PortSetting, Map<PortSetting, PortSetting>>()
  return (port, above) => {
    const own = port.config.setting
    if (own === undefined) return port
    let below = known.get(above)
    if (below === undefined) known.set(above, (below = new Map()))
    let setting = below.get(own)
    if (setting === undefined) {
      const fresh = refreshSetting(own, above)
      below.set(own, (setting = isEqual(fresh, own) ? own : fresh))
    }
    return setting === own ? port : withStatus({ ...port, config: { ...port.config, setting } })
  }
}
