import { releases, type Release } from '@sakimori/core/model'
import type { DataTypes } from '@sakimori/vim25/types'
import { compareApi } from '@sakimori/vim25'
import { maybe } from './maybe.ts'
import { isFrom, type Product } from './release.ts'

type Span = `${number}` | `${number}-${number}`
/** `in tcp 443`; `from` where the rule names the source port. */
type RuleText = `${'in' | 'out'} ${'tcp' | 'udp'} ${Span}${'' | ' from'}`

/** A rule set, in the order: key, label, rules. */
type RulesetRow = readonly [
  key: string,
  label: string,
  rules: readonly RuleText[],
  more?: {
    /** Whether an installation leaves it open. */
    readonly enabled?: true
    readonly required?: true
    readonly service?: string
    readonly since?: Release
    readonly until?: Release
    /** From 8.0 U2 on the system switches it, or (`all`) sets its addresses as well. */
    readonly owned?: 'switch' | 'all'
  },
]

const both = (...spans: readonly `${'tcp' | 'udp'} ${Span}`[]): readonly RuleText[] =>
  spans.flatMap((span) => [`in ${span}` as const, `out ${span}` as const])

const directory: readonly RuleText[] = [
  'out udp 88',
  'out tcp 88',
  'out udp 123',
  'out udp 137',
  'out tcp 139',
  'out tcp 389',
  'out udp 389',
  'out tcp 445',
  'out udp 464',
  'out tcp 464',
  'out tcp 3268',
  'out tcp 7476',
  'in tcp 2020',
]

const cim = { service: 'sfcbd-watchdog', until: '8.0', owned: 'switch' } as const
const slp = both('udp 427', 'tcp 427')
const clustering = both('udp 12345', 'udp 23451', 'udp 12321')

/**
 * The rule sets of the ESX firewall: keys, labels and ports as `esxcli network firewall ruleset` shows them on ESXi 6.5
 * to 8.0, and in the host that vcsim recorded. Which are open, and which the system owns, on 8.0: the list of ESXi 8.0 U2b
 * that vmware/dod-compliance-and-automation publishes with the known issues of its STIG (ESXI-80-000239). A few rule sets
 * of that list whose ports we have from nowhere are left out (settingsd, proxy, dpd, vltd, esxioComm …).
 */
const rows: readonly RulesetRow[] = [
  ['CIMHttpServer', 'CIM Server', ['in tcp 5988'], { ...cim, enabled: true }],
  ['CIMHttpsServer', 'CIM Secure Server', ['in tcp 5989'], { ...cim, enabled: true, until: '7.0' }],
  ['CIMHttpsServer', 'CIM Secure Server', ['in tcp 5989'], { ...cim, since: '8.0' }],
  ['CIMSLP', 'CIM SLP', slp, { enabled: true, until: '7.0' }],
  ['CIMSLP', 'CIM SLP', slp, { since: '8.0', until: '8.0', owned: 'switch' }],
  ['DHCPv6', 'DHCPv6', ['out tcp 547', 'in tcp 546', 'out udp 547', 'in udp 546'], { enabled: true, owned: 'switch' }],
  ['DVFilter', 'DVFilter', ['in tcp 2222']],
  [
    'DVSSync',
    'DVSSync',
    ['out udp 8302', 'in udp 8301', 'out udp 8301', 'in udp 8302'],
    { enabled: true, owned: 'switch' },
  ],
  ['HBR', 'HBR', ['out tcp 31031', 'out tcp 44046'], { enabled: true, owned: 'switch' }],
  ['NFC', 'NFC', both('tcp 902'), { enabled: true, owned: 'switch' }],
  ['WOL', 'WOL', ['out udp 9'], { enabled: true }],
  ['activeDirectoryAll', 'Active Directory All', directory, { service: 'lwsmd', owned: 'switch' }],
  ['cmmds', 'Virtual SAN Clustering Service', clustering, { until: '7.0' }],
  ['cmmds', 'Virtual SAN Clustering Service', clustering, { since: '8.0', enabled: true, owned: 'switch' }],
  ['dhcp', 'DHCP Client', ['in udp 68', 'out udp 68 from'], { enabled: true, owned: 'switch' }],
  ['dns', 'DNS Client', ['in udp 53', 'out udp 53', 'out tcp 53'], { enabled: true }],
  ['dynamicruleset', 'Dynamic Ruleset', ['in udp 7999', 'out udp 7999'], { since: '7.0', until: '7.0', enabled: true }],
  ['esxupdate', 'esxupdate', ['out tcp 443'], { owned: 'switch' }],
  ['etcdClientComm', 'etcd client', both('tcp 2379'), { since: '7.0', enabled: true, owned: 'switch' }],
  ['etcdPeerComm', 'etcd peer', both('tcp 2380'), { since: '7.0', enabled: true, owned: 'switch' }],
  ['faultTolerance', 'Fault Tolerance', ['out tcp 80', 'in tcp 8300', 'out tcp 8300'], { enabled: true }],
  ['ftpClient', 'FTP Client', ['out tcp 21', 'in tcp 20 from']],
  ['gdbserver', 'gdbserver', ['in tcp 1000-9999', 'in tcp 50000-50999']],
  ['gstored', 'gstored', ['out tcp 443'], { since: '7.0', owned: 'switch' }],
  ['httpClient', 'httpClient', ['out tcp 80', 'out tcp 443']],
  ['iSCSI', 'Software iSCSI Client', ['out tcp 3260'], { owned: 'switch' }],
  ['iofiltervp', 'iofiltervp', ['in tcp 9080'], { enabled: true, owned: 'switch' }],
  ['ipfam', 'NSX Distributed Logical Router Service', both('udp 6999')],
  ['iwarp-pm', 'iWARP Port Mapper', both('udp 3935'), { since: '7.0' }],
  ['nfs41Client', 'nfs41Client', ['out tcp 0-65535'], { owned: 'all' }],
  ['nfsClient', 'NFS Client', ['out tcp 0-65535'], { owned: 'all' }],
  ['ntpClient', 'NTP Client', ['out udp 123'], { service: 'ntpd', owned: 'switch' }],
  ['nvmemdns', 'NVMe mDNS', both('udp 5353'), { since: '8.0', owned: 'switch' }],
  ['nvmetcp', 'NVMe over TCP', ['out tcp 8009', 'out tcp 4420'], { since: '7.0', owned: 'switch' }],
  ['ptpd', 'PTP', both('udp 319-320'), { since: '7.0', service: 'ptpd', owned: 'switch' }],
  ['pvrdma', 'pvrdma', both('tcp 28250-28761')],
  ['rabbitmqproxy', 'rabbitmqproxy', ['out tcp 5671'], { enabled: true, until: '7.0' }],
  ['rdt', 'Virtual SAN Transport', both('tcp 2233'), { until: '7.0' }],
  ['rdt', 'Virtual SAN Transport', both('tcp 2233'), { since: '8.0', enabled: true, owned: 'switch' }],
  ['remoteSerialPort', 'VM serial port connected over network', ['out tcp 0-65535', 'in tcp 23', 'in tcp 1024-65535']],
  ['snmp', 'SNMP Server', ['in udp 161'], { enabled: true, service: 'snmpd', until: '7.0' }],
  ['snmp', 'SNMP Server', ['in udp 161'], { service: 'snmpd', since: '8.0', owned: 'switch' }],
  ['sshClient', 'SSH Client', ['out tcp 22']],
  ['sshServer', 'SSH Server', ['in tcp 22'], { enabled: true, required: true }],
  ['syslog', 'syslog', ['out udp 514', 'out tcp 514', 'out tcp 1514']],
  ['trusted-infrastructure-kmxa', 'Trusted Infrastructure (kmxa)', ['out tcp 443'], { since: '7.0', owned: 'all' }],
  ['trusted-infrastructure-kmxd', 'Trusted Infrastructure (kmxd)', ['out tcp 5696'], { since: '7.0', owned: 'all' }],
  ['updateManager', 'vCenter Update Manager', ['out tcp 80', 'out tcp 9000-9100'], { enabled: true }],
  ['vMotion', 'vMotion', both('tcp 8000'), { enabled: true, owned: 'switch' }],
  ['vSPC', 'VM serial port connected to vSPC', ['out tcp 0-65535']],
  ['vSphereClient', 'vSphere Web Client', ['in tcp 902', 'in tcp 443'], { enabled: true, required: true }],
  ['vdfs', 'vdfs', both('tcp 1564'), { since: '7.0', owned: 'switch' }],
  ['vic-engine', 'VIC Engine', ['out tcp 2377'], { since: '6.7' }],
  ['vpxHeartbeats', 'VMware vCenter Agent', ['out udp 902'], { enabled: true, service: 'vpxa', owned: 'switch' }],
  ['vsanEncryption', 'vsanEncryption', ['out tcp 0-65535'], { owned: 'all' }],
  ['vsanhealth-unicasttest', 'vsanhealth-unicasttest', both('tcp 5201'), { since: '6.7', owned: 'switch' }],
  ['vsanvp', 'vsanvp', both('tcp 8080'), { until: '7.0' }],
  ['vvold', 'vvold', ['out tcp 0-65535'], { until: '7.0' }],
  ['webAccess', 'vSphere Web Access', ['in tcp 80'], { enabled: true }],
]

/** Who may use a rule set, and whether it is open at all. */
export interface RulesetSetting {
  readonly enabled?: boolean
  /** Networks as `10.1.0.0/16`, or single addresses. */
  readonly allowed?: readonly string[] | 'anyone'
}

/** Lays settings over the rule sets of a host; `everywhere` restricts all that can be and name no addresses themselves. */
export interface FirewallSettings {
  readonly rulesets?: Readonly<Record<string, RulesetSetting>>
  /** Rule sets that other settings of the host have opened: a clock needs ntpClient, a log host syslog. */
  readonly opened?: readonly string[]
  readonly everywhere?: readonly string[]
}

/** Rule sets that no release lets anyone restrict (facts: controls.md, trap 29). */
const neverRestrictable = new Set(['nfsClient', 'nfs41Client', 'vsanEncryption'])

/** The firewall rule sets that a build has. */
export function hostRulesets(
  release: Release,
  { apiVersion }: Pick<Product, 'apiVersion'>,
  { rulesets = {}, opened = [], everywhere }: FirewallSettings = {},
): readonly DataTypes['HostFirewallRuleset'][] {
  const tells = compareApi(apiVersion, '8.0.2.0') >= 0
  return rows
    .filter((row) => exists(row, release))
    .map(([key, label, rules, more = {}]) => {
      const { owned, service, enabled = false, required = false } = more
      const setting = rulesets[key]
      const free = !neverRestrictable.has(key) && !(tells && owned === 'all')
      return {
        _typeName: 'HostFirewallRuleset',
        key,
        label,
        required,
        rule: rulesOf(rules),
        ...maybe('service', service),
        enabled: setting?.enabled ?? (enabled || opened.includes(key)),
        allowedHosts: ipList(setting?.allowed ?? (free ? everywhere : undefined) ?? 'anyone'),
        ...(tells ? { userControllable: owned === undefined, ipListUserConfigurable: owned !== 'all' } : {}),
      }
    })
}

const exists = ([, , , { since = '6.5', until = '9.1' } = {}]: RulesetRow, release: Release): boolean =>
  isFrom(release, since) && releases.indexOf(release) <= releases.indexOf(until)

const parsed = new Map<readonly RuleText[], readonly DataTypes['HostFirewallRule'][]>()

function rulesOf(texts: readonly RuleText[]): readonly DataTypes['HostFirewallRule'][] {
  const ready = parsed.get(texts)
  if (ready) return ready
  const rules = texts.map((text): DataTypes['HostFirewallRule'] => {
    const [way, protocol = '', span = '', from] = text.split(' ')
    const [port = '', endPort] = span.split('-')
    return {
      _typeName: 'HostFirewallRule',
      port: Number(port),
      ...maybe('endPort', endPort === undefined ? undefined : Number(endPort)),
      direction: way === 'in' ? 'inbound' : 'outbound',
      portType: from === undefined ? 'dst' : 'src',
      protocol,
    }
  })
  parsed.set(texts, rules)
  return rules
}

const anyone: DataTypes['HostFirewallRulesetIpList'] = { _typeName: 'HostFirewallRulesetIpList', allIp: true }

function ipList(allowed: readonly string[] | 'anyone'): DataTypes['HostFirewallRulesetIpList'] {
  if (allowed === 'anyone') return anyone
  const networks = allowed
    .filter((entry) => entry.includes('/'))
    .map((entry) => {
      const [network = '', length] = entry.split('/')
      return { _typeName: 'HostFirewallRulesetIpNetwork' as const, network, prefixLength: Number(length) }
    })
  return {
    _typeName: 'HostFirewallRulesetIpList',
    ...maybe(
      'ipAddress',
      allowed.filter((entry) => !entry.includes('/')),
    ),
    ...maybe('ipNetwork', networks),
    allIp: false,
  }
}
