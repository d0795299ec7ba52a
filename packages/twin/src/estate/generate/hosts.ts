import type { MoRef } from '@sakimori/vim25/types'
import type { EstateObject } from '../estate.ts'
import type { DatastoreSpec } from '../build/datastores.ts'
import { uplinkPortKey } from '../build/distributed-switch.ts'
import { hardenedOptions, hardenedServices } from '../build/hardened.ts'
import { hardwareModels, type HardwareModel } from '../build/hardware-models.ts'
import type { HostSettings } from '../build/host-config.ts'
import type { HostWiring } from '../build/host-network.ts'
import { host, type CertificateMaker } from '../build/host.ts'
import { asInstalled, rejecting } from '../build/standard-switch.ts'
import { isFrom, unpatchedEsx } from '../releases/release.ts'
import { pick, roll } from './dice.ts'
import type { DatacenterLayout, HostLayout } from './layout.ts'

export const UPLINKS = ['Uplink 1', 'Uplink 2'] as const
const LOG_HOST = 'ssl://syslog.sakimori.example:1514'
const MANAGED_FROM = ['10.0.0.0/16']

/** What goes wrong on some hosts, and how often. */
const slips: readonly (readonly [chance: number, slip: (settings: HostSettings) => HostSettings])[] = [
  [0.08, withService('TSM-SSH', { running: true, policy: 'on' })],
  [0.04, withService('TSM', { running: true, policy: 'off' })],
  [0.06, (settings) => ({ ...settings, lockdownMode: 'lockdownDisabled' })],
  [0.05, withOption('Mem.ShareForceSalting', 0)],
  [0.05, withOption('Syslog.global.logHost', '')],
  [0.04, withOption('UserVars.ESXiShellInteractiveTimeOut', 0)],
  [0.04, withOption('UserVars.SuppressShellWarning', 1)],
  [0.03, withOption('Security.AccountLockFailures', 0)],
  [0.03, withOption('Config.HostAgent.plugins.solo.enableMob', true)],
  [0.03, (settings) => ({ ...settings, firewall: { ...settings.firewall, incomingBlocked: false } })],
  [
    0.05,
    (settings) => ({
      ...settings,
      firewall: { rulesets: { sshServer: { allowed: 'anyone' } }, everywhere: MANAGED_FROM },
    }),
  ],
  [0.02, ({ ntpServers: _servers, ...settings }) => settings],
]

function withService(key: string, state: { running: boolean; policy: 'on' | 'off' }) {
  return (settings: HostSettings): HostSettings => ({ ...settings, services: { ...settings.services, [key]: state } })
}

function withOption(key: string, value: string | number | boolean) {
  return (settings: HostSettings): HostSettings => ({ ...settings, options: { ...settings.options, [key]: value } })
}

function settingsOf({ index, cluster }: HostLayout, seed: number): HostSettings {
  const kept: HostSettings = {
    options: hardenedOptions(cluster.release, LOG_HOST),
    services: hardenedServices,
    firewall: { everywhere: MANAGED_FROM },
    lockdownMode: 'lockdownNormal',
    ntpServers: ['ntp1.sakimori.example', 'ntp2.sakimori.example'],
  }
  return slips.reduce(
    (settings, [chance, slip], at) => (roll(seed, 100 + at, index) < chance ? slip(settings) : settings),
    kept,
  )
}

const current: readonly [HardwareModel, ...HardwareModel[]] = [
  hardwareModels.gen10,
  hardwareModels.ha8000v,
  hardwareModels.gen11,
]

const ipOf = (network: number, index: number) => `10.${network}.${Math.floor(index / 250)}.${(index % 250) + 1}`

/** The port of a host’s storage adapter on its distributed switch: after those of the uplinks. */
export const storagePort = ({ hosts }: DatacenterLayout, at: number): string => String(UPLINKS.length * hosts + at)

function wiringOf({ index, cluster: { datacenter } }: HostLayout, seed: number, uplinkPortgroup: MoRef): HostWiring {
  const security = roll(seed, 12, index) < 0.05 ? asInstalled : rejecting
  const at = index - datacenter.firstHost
  return {
    pnics: ['vmnic0', 'vmnic1', 'vmnic2', 'vmnic3'].map((device) => ({ device })),
    switches: [{ name: 'vSwitch0', nics: ['vmnic0', 'vmnic1'], security }],
    portgroups: [
      { name: 'Management Network', vlanId: 10, switchName: 'vSwitch0' },
      { name: 'vMotion', vlanId: 20, switchName: 'vSwitch0' },
    ],
    proxies: [
      {
        uuid: datacenter.switchUuid,
        name: `DSwitch-${datacenter.name}`,
        nics: ['vmnic2', 'vmnic3'],
        uplinks: UPLINKS.map((name, uplink) => [uplinkPortKey(UPLINKS.length, at, uplink), name] as const),
        uplinkPortgroup,
      },
    ],
    vnics: [
      { device: 'vmk0', ip: ipOf(10, index), on: 'Management Network', services: ['management'], mask: '255.255.0.0' },
      { device: 'vmk1', ip: ipOf(20, index), on: 'vMotion', services: ['vmotion'], mask: '255.255.0.0', mtu: 9000 },
      {
        device: 'vmk2',
        ip: ipOf(30, index),
        on: {
          switchUuid: datacenter.switchUuid,
          portgroup: datacenter.storagePortgroup.value,
          port: storagePort(datacenter, at),
        },
        mask: '255.255.0.0',
        mtu: 9000,
      },
    ],
    gateway: '10.10.0.254',
    dns: ['10.0.0.53', '10.0.1.53'],
  }
}

const expired = { validTo: '2026-01-31T15:00:00Z' }

/** A host of a generated estate. */
export function generatedHost(
  place: HostLayout,
  seed: number,
  parent: MoRef,
  uplinkPortgroup: MoRef,
  datastores: readonly DatastoreSpec[],
  certificate?: CertificateMaker,
): EstateObject {
  const { index, ref, cluster } = place
  const { datacenter, release } = cluster
  return host(
    {
      name: `esx${String(index + 1).padStart(4, '0')}.sakimori.example`,
      number: Number(ref.value.slice('host-'.length)),
      release,
      parent,
      model: isFrom(release, '7.0') ? pick(current, roll(seed, 2, index)) : hardwareModels.gen9,
      wiring: wiringOf(place, seed, uplinkPortgroup),
      settings: settingsOf(place, seed),
      datastores,
      networks: [
        datacenter.managementNetwork,
        datacenter.storagePortgroup,
        ...datacenter.vmPortgroups.map((one) => one.ref),
      ],
      inMaintenanceMode: roll(seed, 3, index) < 0.01,
      ...(roll(seed, 9, index) < 0.1 ? { product: unpatchedEsx[release] } : {}),
      ...(roll(seed, 13, index) < 0.03 ? { certificate: expired } : {}),
    },
    certificate,
  )
}
