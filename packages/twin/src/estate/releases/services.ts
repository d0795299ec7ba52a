import { releases, type Release } from '@sakimori/core/model'
import type { DataTypes } from '@sakimori/vim25/types'
import { maybe } from './maybe.ts'
import { valueAt, type ByRelease } from './release.ts'

/** How a service stands on a host: what it does now, and what it does when the host starts. */
export interface ServiceSetting {
  readonly running: boolean
  readonly policy: 'on' | 'off' | 'automatic'
}

interface ServiceRow {
  readonly key: string
  readonly label: string
  readonly states: ByRelease<ServiceSetting>
  /** The last release that has it. */
  readonly until?: Release
  readonly required?: boolean
  /** Firewall rule sets that belong to it. */
  readonly rulesets?: readonly string[]
  readonly sourcePackage?: string
}

const on: ServiceSetting = { running: true, policy: 'on' }
const off: ServiceSetting = { running: false, policy: 'off' }
/** Starts with the host, yet does not run: it has nothing to do before somebody configures it. */
const idle: ServiceSetting = { running: false, policy: 'on' }

/**
 * The services of a host with their state after an installation: Security Configuration Guides 6.5 to 9.1, and the
 * service list of ESXi hosts. slpd and the CIM server are gone from 9.0.
 */
const services: readonly ServiceRow[] = [
  { key: 'DCUI', label: 'Direct Console UI', states: { '6.5': on } },
  { key: 'TSM', label: 'ESXi Shell', states: { '6.5': off } },
  { key: 'TSM-SSH', label: 'SSH', states: { '6.5': off }, rulesets: ['sshServer'] },
  { key: 'attestd', label: 'attestd', states: { '7.0': off } },
  { key: 'dpd', label: 'dpd', states: { '7.0': off } },
  { key: 'entropyd', label: 'ESXi entropy daemon', states: { '8.0': on } },
  { key: 'gstored', label: 'gstored', states: { '7.0': on } },
  { key: 'kmxd', label: 'kmxd', states: { '7.0': off } },
  { key: 'lbtd', label: 'Load-Based Teaming Daemon', states: { '6.5': on } },
  { key: 'lwsmd', label: 'Active Directory Service', states: { '6.5': off }, rulesets: ['activeDirectoryAll'] },
  { key: 'ntpd', label: 'NTP Daemon', states: { '6.5': off }, rulesets: ['ntpClient'] },
  { key: 'pcscd', label: 'PC/SC Smart Card Daemon', states: { '6.5': off } },
  { key: 'ptpd', label: 'PTP Daemon', states: { '7.0': off }, rulesets: ['ptpd'] },
  {
    key: 'sfcbd-watchdog',
    label: 'CIM Server',
    states: { '6.5': on, '7.0': idle },
    until: '8.0',
    rulesets: ['CIMHttpServer', 'CIMHttpsServer'],
  },
  { key: 'slpd', label: 'slpd', states: { '6.5': on, '7.0': off }, until: '8.0', rulesets: ['CIMSLP'] },
  { key: 'snmpd', label: 'SNMP Server', states: { '6.5': idle }, rulesets: ['snmp'] },
  { key: 'vdtc', label: 'vDTC Service', states: { '7.0': on } },
  { key: 'vltd', label: 'vltd', states: { '7.0': off } },
  { key: 'vmsyslogd', label: 'Syslog Server', states: { '6.5': on }, required: true, rulesets: ['syslog'] },
  { key: 'vpxa', label: 'VMware vCenter Agent', states: { '6.5': on }, rulesets: ['vpxHeartbeats'] },
  { key: 'xorg', label: 'X.Org Server', states: { '6.5': idle }, sourcePackage: 'esx-xserver' },
]

const packages: Readonly<Record<string, string>> = {
  'esx-base': 'Base of the hypervisor',
  'esx-xserver': 'X server for 3D graphics of VMs',
}

/** The services that a release has, as an installation leaves them; `settings` by key are laid over it. */
export function hostServices(
  release: Release,
  settings: Readonly<Record<string, Partial<ServiceSetting>>> = {},
): readonly DataTypes['HostService'][] {
  return services.flatMap((row): DataTypes['HostService'][] => {
    const state = valueAt(row.states, release)
    if (!state || isGone(row, release)) return []
    const { running, policy } = { ...state, ...settings[row.key] }
    const sourcePackageName = row.sourcePackage ?? 'esx-base'
    return [
      {
        _typeName: 'HostService',
        key: row.key,
        label: row.label,
        required: row.required ?? false,
        uninstallable: false,
        running,
        ...maybe('ruleset', row.rulesets),
        policy,
        sourcePackage: {
          _typeName: 'HostServiceSourcePackage',
          sourcePackageName,
          description: packages[sourcePackageName] ?? sourcePackageName,
        },
      },
    ]
  })
}

const isGone = ({ until = '9.1' }: ServiceRow, release: Release) => releases.indexOf(release) > releases.indexOf(until)
