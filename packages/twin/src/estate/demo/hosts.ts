import type { MoRef } from '@sakimori/vim25/types'
import type { EstateObject } from '../estate.ts'
import { uplinkPortKey } from '../build/distributed-switch.ts'
import { hardenedOptions, hardenedServices } from '../build/hardened.ts'
import type { HostSettings } from '../build/host-config.ts'
import type { HostWiring, ProxySpec, VnicSpec } from '../build/host-network.ts'
import { host, hostRef, type CertificateMaker } from '../build/host.ts'
import { vmkMac } from '../build/identity.ts'
import { clusters, type ClusterKey } from './clusters.ts'
import { company, managedFrom, type SiteKey } from './company.ts'
import { datastores, type DatastoreName } from './datastores.ts'
import { demoCommandLine } from './host-command-line.ts'
import { hostMistakes } from './host-mistakes.ts'
import { hostKeys, hostRows, type HostKey, type HostRow } from './host-rows.ts'
import { legacySides, modernSide, standardNetworks, switches, type StandardSide } from './networks.ts'
import { positionOn, uplinkNics, UPLINKS, type Board } from './switchboard.ts'

const storesOf: Readonly<Record<ClusterKey, readonly DatastoreName[]>> = {
  prod: ['TKY-SAN01', 'TKY-SAN02', 'TKY-NFS01'],
  vdi: ['TKY-VDI01', 'TKY-NFS01'],
  legacy: ['TKY-OLD01'],
  dr: ['OSA-SAN01', 'OSA-NFS01'],
}

const targetsOf: Readonly<Record<ClusterKey, readonly string[]>> = {
  prod: ['10.10.30.10', '10.10.31.10'],
  vdi: ['10.10.30.10', '10.10.31.10'],
  legacy: ['10.10.33.10'],
  dr: ['10.20.60.10'],
}

/** NSX was prepared in 2023; p05 came later, and the legacy hosts have no distributed switch. */
const withoutNsx: ReadonlySet<HostKey> = new Set(['p05', 'l01', 'l02', 'l03'])

/** The host part of the addresses of a host: 11 for host-101. */
const addressOf = ({ number }: HostRow) => number - 90

/** A distributed switch as seen from a host. */
function proxyOf(site: SiteKey, key: HostKey, { dvs }: Board): ProxySpec {
  const position = positionOn(site, key)
  return {
    uuid: dvs.uuid,
    name: dvs.name,
    nics: uplinkNics[site],
    uplinks: UPLINKS.map((name, uplink) => [uplinkPortKey(UPLINKS.length, position, uplink), name] as const),
    uplinkPortgroup: dvs.uplinkPortgroup,
    nsx: !withoutNsx.has(key),
  }
}

/** Plugs a VMkernel adapter of a host into a distributed port group. */
function plugVmk(board: Board, row: HostRow, index: number, portgroup: string): Exclude<VnicSpec['on'], string> {
  const own = hostRef(row.number)
  const socket = board.plug(portgroup, {
    host: own,
    connectee: own,
    nic: `vmk${index}`,
    mac: vmkMac(row.number, index),
  })
  return { switchUuid: board.dvs.uuid, portgroup: socket.portgroup.value, port: socket.port }
}

const nics = (count: number, down?: string) =>
  Array.from({ length: count }, (_, index) => `vmnic${index}`).map((device) => ({ device, down: device === down }))

/** The newer hosts of the main site. */
function modernWiring(key: HostKey, row: HostRow, board: Board): HostWiring {
  const last = addressOf(row)
  return {
    // The transceiver of this one died in spring.
    pnics: nics(6, key === 'p04' ? 'vmnic3' : undefined),
    ...modernSide,
    proxies: [proxyOf('tokyo', key, board)],
    vnics: [
      { device: 'vmk0', ip: `10.10.10.${last}`, on: 'Management Network', services: ['management'] },
      { device: 'vmk1', ip: `10.10.20.${last}`, on: 'vMotion', services: ['vmotion'], mtu: 9000 },
      { device: 'vmk2', ip: `10.10.30.${last}`, on: 'iSCSI-A', mtu: 9000 },
      { device: 'vmk3', ip: `10.10.31.${last}`, on: 'iSCSI-B', mtu: 9000 },
      { device: 'vmk4', ip: `10.10.32.${last}`, on: plugVmk(board, row, 4, 'NFS'), mtu: 9000 },
    ],
    gateway: '10.10.10.254',
    dns: ['10.10.110.3', '10.10.110.4'],
  }
}

/** The legacy hosts: standard switches only; on l03 vMotion has no adapter of its own. */
function legacyWiring(side: StandardSide, row: HostRow): HostWiring {
  const last = addressOf(row)
  const ownVmotion = side.portgroups.find(({ name }) => name === 'vMotion')
  const management = ownVmotion ? ['management'] : ['management', 'vmotion']
  const network = ownVmotion?.vlanId === 10 ? '10.10.10.1' : '10.10.20.1'
  return {
    pnics: nics(7),
    ...side,
    proxies: [],
    vnics: [
      { device: 'vmk0', ip: `10.10.10.${last}`, on: 'Management Network', services: management },
      ...(ownVmotion ? [{ device: 'vmk1', ip: `${network}${last}`, on: 'vMotion', services: ['vmotion'] }] : []),
      { device: 'vmk2', ip: `10.10.33.${last}`, on: 'iSCSI', mtu: 9000 },
    ],
    gateway: '10.10.10.254',
    dns: ['10.10.110.3', '10.10.110.4'],
  }
}

/** The hosts of the recovery site: everything on the distributed switch. */
function osakaWiring(key: HostKey, row: HostRow, board: Board): HostWiring {
  const last = addressOf(row)
  return {
    pnics: nics(2).map((nic) => ({ ...nic, speedMb: 25_000 })),
    switches: [],
    portgroups: [],
    proxies: [proxyOf('osaka', key, board)],
    vnics: [
      { device: 'vmk0', ip: `10.20.40.${last}`, on: plugVmk(board, row, 0, 'OSA-管理'), services: ['management'] },
      {
        device: 'vmk1',
        ip: `10.20.50.${last}`,
        on: plugVmk(board, row, 1, 'OSA-vMotion'),
        services: ['vmotion'],
        mtu: 9000,
      },
      { device: 'vmk2', ip: `10.20.60.${last}`, on: plugVmk(board, row, 2, 'OSA-iSCSI'), mtu: 9000 },
    ],
    gateway: '10.20.40.254',
    // Somebody mended a name that did not resolve with a server out on the Internet.
    dns: key === 'd04' ? ['8.8.8.8'] : ['10.20.140.3', '10.10.110.3'],
  }
}

type Boards = Readonly<Record<SiteKey, Board>>

function wiringOf(key: HostKey, row: HostRow, boards: Boards): HostWiring {
  if (key === 'l01' || key === 'l02' || key === 'l03') return legacyWiring(legacySides[key], row)
  return row.cluster === 'dr' ? osakaWiring(key, row, boards.osaka) : modernWiring(key, row, boards.tokyo)
}

/** How the company keeps a host, with what went wrong on this one. */
function settingsOf(key: HostKey, { release, cluster }: HostRow): HostSettings {
  const { options, services, firewall, lockdownMode, ntpServers, domain } = hostMistakes[key] ?? {}
  return {
    options: { ...hardenedOptions(release, company.logHost), ...options },
    services: { ...hardenedServices, ...services },
    firewall: firewall ?? { everywhere: managedFrom },
    lockdownMode: lockdownMode ?? 'lockdownNormal',
    ntpServers: ntpServers ?? [`ntp1.${company.domain}`, `ntp2.${company.domain}`],
    ...(domain === undefined ? {} : { domain }),
    iscsiTargets: targetsOf[cluster],
    iscsiChap: cluster !== 'legacy',
  }
}

/** The networks that a host shows: standard port groups of VMs, and all port groups of its distributed switch. */
function networksOf(
  key: HostKey,
  { portgroups, proxies, vnics }: HostWiring,
  site: SiteKey,
  { dvs }: Board,
): readonly MoRef[] {
  // A port group with a VMkernel adapter is no network to a VM, except on l03, where one got in.
  const taken = new Set(key === 'l03' ? [] : vnics.map(({ on }) => on))
  const standard = portgroups
    .filter(({ name }) => !taken.has(name))
    .flatMap(({ name }) => entry(standardNetworks, name) ?? [])
  const distributed =
    proxies.length > 0 ? [...switches[site].portgroups.map(({ ref }) => ref), dvs.uplinkPortgroup] : []
  return [...standard, ...distributed]
}

const entry = (table: Readonly<Record<string, MoRef>>, name: string): MoRef | undefined => table[name]

/** The hosts, plugged into the boards. */
export function demoHosts(boards: Boards, makeCertificate?: CertificateMaker): readonly EstateObject[] {
  return hostKeys.map((key) => {
    const row: HostRow = hostRows[key]
    const { site, place } = clusters[row.cluster]
    const { lockdownExceptions, acceptanceLevel, packages, staged, certificate, accounts, secureBoot, more } =
      hostMistakes[key] ?? {}
    const wiring = wiringOf(key, row, boards)
    return host(
      {
        ...row,
        name: `${row.name}.${company.domain}`,
        parent: place.ref,
        wiring,
        settings: settingsOf(key, row),
        datastores: [...storesOf[row.cluster], ...(key === 'l03' ? (['datastore1'] as const) : [])].map(
          (name) => datastores[name],
        ),
        networks: networksOf(key, wiring, site, boards[site]),
        ...defined({ lockdownExceptions, acceptanceLevel, packages, staged, certificate, accounts, secureBoot }),
        more: { commandLine: demoCommandLine(key), ...more },
      },
      makeCertificate,
    )
  })
}

/** Only what is there. */
function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
