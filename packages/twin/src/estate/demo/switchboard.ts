import type { DataTypes, MoRef, RefTo } from '@sakimori/vim25/types'
import {
  distributedPortgroup,
  distributedSwitch,
  type DvPortgroupSpec,
  type SwitchPlace,
} from '../build/distributed-switch.ts'
import { hostRef } from '../build/host.ts'
import { pnicMac } from '../build/identity.ts'
import { portMaker, uplinkPorts, type PortSpec } from '../build/ports.ts'
import type { EstateObject } from '../estate.ts'
import { siteOf, type SiteKey } from './company.ts'
import { hostRows, type HostKey } from './host-rows.ts'
import { switches } from './networks.ts'

export const UPLINKS = ['Uplink 1', 'Uplink 2'] as const
/** Ports of VMs and hosts come after those of the uplinks. */
const FIRST_PORT = 100

/** Which hosts are on the switch of a site, and by which of their adapters. */
const members: Readonly<Record<SiteKey, readonly HostKey[]>> = {
  tokyo: ['p01', 'p02', 'p03', 'p04', 'p05', 'v01', 'v02'],
  osaka: ['d01', 'd02', 'd03', 'd04'],
}
export const uplinkNics: Readonly<Record<SiteKey, readonly [string, string]>> = {
  tokyo: ['vmnic2', 'vmnic3'],
  osaka: ['vmnic0', 'vmnic1'],
}

/** A distributed switch while things are being plugged into it. */
export interface Board {
  readonly dvs: SwitchPlace
  readonly portgroups: readonly DvPortgroupSpec[]
  /** Plugs an adapter into a port group; gives the port group and the key of the port. */
  readonly plug: (portgroup: string, adapter: Omit<PortSpec, 'key' | 'portgroup' | 'settings'>) => Socket
  /** The switch, its port groups, and the ports as they are plugged then. */
  readonly objects: () => readonly EstateObject[]
}

export interface Socket {
  readonly portgroup: RefTo<'DistributedVirtualPortgroup'>
  readonly port: string
}

/** The switch of a site with nothing but its uplinks in it. */
export function openBoard(site: SiteKey): Board {
  const { number, uuid, name, portgroups, more } = switches[site]
  const hosts = members[site]
  const nics = uplinkNics[site]
  const parent: MoRef = siteOf[site].networkFolder
  const dvs = distributedSwitch({
    number,
    uuid,
    name,
    parent,
    release: '8.0',
    uplinks: UPLINKS,
    hosts: hosts.map((key) => ({ ref: hostRef(hostRows[key].number), nics })),
    ...more,
  })
  const ports: PortSpec[] = hosts.flatMap((key, index) => {
    const own = hostRows[key].number
    const cards = nics.map((device) => ({ device, mac: pnicMac(own, Number(device.slice('vmnic'.length))) }))
    return uplinkPorts(dvs, hostRef(own), index, cards)
  })
  const byName = new Map(portgroups.map((spec) => [spec.name, spec]))
  let next = FIRST_PORT
  return {
    dvs,
    portgroups,
    plug: (wanted, adapter) => {
      const spec = byName.get(wanted)
      if (!spec) throw new RangeError(`${name} has no port group ${wanted}`)
      const port = String(next++)
      ports.push({ ...adapter, key: port, portgroup: spec.ref, settings: spec.settings ?? {} })
      return { portgroup: spec.ref, port }
    },
    objects: () => {
      const made: readonly DataTypes['DistributedVirtualPort'][] = ports.map(portMaker(dvs))
      return [...dvs.objects({ ports: made }), ...portgroups.map((spec) => distributedPortgroup(dvs, parent, spec))]
    },
  }
}

/** The place of a host among those of its switch; -1 for one that is on none. */
export const positionOn = (site: SiteKey, key: HostKey): number => members[site].indexOf(key)
