import { isRecord, listOf } from '../../../kernel/values.ts'
import {
  change,
  Cli,
  CliFault,
  command,
  list,
  one,
  option,
  recordOf,
  table,
  type Command,
  type Row,
} from '../command.ts'

type Fields = Readonly<Record<string, unknown>>
const records = (value: unknown): readonly Fields[] => listOf(value).filter(isRecord)

const rulesets = (cli: Cli) => records(cli.config('firewall', 'ruleset'))

/** The rule sets that an option names, or all of them. Throws what esxcli says of a wrong one. */
function wantedRulesets(cli: Cli): readonly Fields[] {
  const id = cli.text('rulesetid')
  if (id === undefined) return rulesets(cli)
  const found = rulesets(cli).filter(({ key }) => key === id)
  if (found.length === 0) throw new CliFault(`Invalid ruleset id: ${id}`)
  return found
}

/** HostFirewallRulesetIpList as a list of texts: addresses, then networks. */
function allowedOf(ruleset: Fields): { readonly allIp: boolean; readonly addresses: readonly string[] } {
  const hosts = recordOf(ruleset['allowedHosts'])
  const networks = records(hosts['ipNetwork']).map(({ network, prefixLength }) => `${network}/${prefixLength}`)
  return { allIp: hosts['allIp'] === true, addresses: [...listOf(hosts['ipAddress']).map(String), ...networks] }
}

/** The same the other way round, as UpdateRuleset takes it. */
function ipList(allIp: boolean, addresses: readonly string[]) {
  const networks = addresses.filter((text) => text.includes('/')).map((text) => text.split('/'))
  return {
    _typeName: 'HostFirewallRulesetRulesetSpec',
    allowedHosts: {
      _typeName: 'HostFirewallRulesetIpList',
      ipAddress: addresses.filter((text) => !text.includes('/')),
      ipNetwork: networks.map(([network = '', prefix = '']) => ({
        _typeName: 'HostFirewallRulesetIpNetwork',
        network,
        prefixLength: Number(prefix),
      })),
      allIp,
    },
  }
}

async function setAllowed(cli: Cli, allIp: boolean, addresses: readonly string[]): Promise<void> {
  await cli.api('firewallSystem', 'UpdateRuleset', { id: cli.text('rulesetid'), spec: ipList(allIp, addresses) })
}

const rulesetId = (required = true) => option('-r', 'ruleset-id', 'The label of the rule set.', { required })
const enabledOption = (required: boolean) => option('-e', 'enabled', 'true or false.', { type: 'boolean', required })
const ipAddress = option('-i', 'ip-address', 'An IP address, or a network with its prefix.', { required: true })

/** A host whose firewall module somebody turned off lets everything in and out. */
const firewallEnabled = (cli: Cli) => cli.state.firewallEnabled ?? true

async function setFirewall(cli: Cli): Promise<void> {
  const passes = cli.flag('defaultaction')
  const enabled = cli.flag('enabled')
  if (passes !== undefined) {
    const defaultPolicy = { _typeName: 'HostFirewallDefaultPolicy', incomingBlocked: !passes, outgoingBlocked: !passes }
    await cli.api('firewallSystem', 'UpdateDefaultPolicy', { defaultPolicy })
  }
  if (enabled === undefined || enabled === firewallEnabled(cli)) return
  cli.setState({ firewallEnabled: enabled })
  cli.report(
    `esx.audit.net.firewall.${enabled ? 'enabled' : 'disabled'}`,
    `Firewall has been ${enabled ? 'enabled' : 'disabled'}.`,
  )
}

async function setRuleset(cli: Cli): Promise<void> {
  const [ruleset] = wantedRulesets(cli)
  const id = cli.text('rulesetid')
  const [enabled, allowedAll] = [cli.flag('enabled'), cli.flag('allowedall')]
  if (enabled !== undefined) await cli.api('firewallSystem', enabled ? 'EnableRuleset' : 'DisableRuleset', { id })
  if (allowedAll !== undefined && ruleset !== undefined) await setAllowed(cli, allowedAll, allowedOf(ruleset).addresses)
}

async function changeAllowed(
  cli: Cli,
  alter: (held: readonly string[], address: string) => readonly string[],
): Promise<void> {
  const [ruleset] = wantedRulesets(cli)
  const { allIp, addresses } = allowedOf(ruleset ?? {})
  // The list of a rule set that is open to all is not kept: esxcli refuses to change it.
  if (allIp) throw new CliFault('Firewall allowed IP list cannot be changed: all IPs are allowed for this ruleset.')
  await setAllowed(cli, false, alter(addresses, cli.text('ipaddress') ?? ''))
}

const ruleRow = (ruleset: Fields) => (rule: Fields) => ({
  Ruleset: String(ruleset['key']),
  Direction: rule['direction'] === 'inbound' ? 'Inbound' : 'Outbound',
  Protocol: String(rule['protocol']).toUpperCase(),
  'Port Type': rule['portType'] === 'src' ? 'Src' : 'Dst',
  'Port Begin': Number(rule['port']),
  'Port End': Number(rule['endPort'] ?? rule['port']),
})

const vnics = (cli: Cli) => records(cli.config('network', 'vnic'))
const specOf = (vnic: Fields) => recordOf(vnic['spec'])
const ipOf = (vnic: Fields) => recordOf(specOf(vnic)['ip'])

/** The TCP ports on which a host listens while a service runs: its own, and what always runs. */
const listeners: readonly (readonly [port: number, world: string, service?: string])[] = [
  [443, 'envoy'],
  [80, 'envoy'],
  [902, 'busybox'],
  [22, 'sshd', 'TSM-SSH'],
  [427, 'slpd', 'slpd'],
  [5989, 'sfcbd', 'sfcbd-watchdog'],
  [8000, 'vmkernel'],
]

function connections(cli: Cli): readonly Row[] {
  const kind = cli.text('type') ?? 'all'
  if (!['ip', 'tcp', 'udp', 'all'].includes(kind)) throw new CliFault("Invalid data constraint for parameter 'type'.")
  const running = new Set(
    records(cli.config('service', 'service'))
      .filter(({ running }) => running === true)
      .map(({ key }) => key),
  )
  const row = (proto: string, port: number, world: string, state: string, id: number): Row => ({
    Proto: proto,
    'Recv Q': 0,
    'Send Q': 0,
    'Local Address': `0.0.0.0:${port}`,
    'Foreign Address': '0.0.0.0:0',
    State: state,
    'World ID': id,
    'CC Algo': proto === 'tcp' ? 'newreno' : '',
    'World Name': world,
  })
  const tcp = listeners
    .filter(([, , service]) => service === undefined || running.has(service))
    .map(([port, world], index) => row('tcp', port, world, 'LISTEN', 525_276 + index))
  const udp = running.has('ntpd') ? [row('udp', 123, 'ntpd', '', 530_726)] : []
  return [...(kind === 'udp' || kind === 'ip' ? [] : tcp), ...(kind === 'tcp' || kind === 'ip' ? [] : udp)]
}

const standardSwitches = (cli: Cli) => records(cli.config('network', 'vswitch'))
const bridgeOf = (vswitch: Fields) => recordOf(recordOf(vswitch['spec'])['bridge'])
const cdpOf = (vswitch: Fields) =>
  String(recordOf(bridgeOf(vswitch)['linkDiscoveryProtocolConfig'])['operation'] ?? 'none')
const cdpWords: Readonly<Record<string, string>> = {
  none: 'down',
  listen: 'listen',
  advertise: 'advertise',
  both: 'both',
}

async function setStandardSwitch(cli: Cli): Promise<void> {
  const name = cli.text('vswitchname')
  const found = standardSwitches(cli).find((one) => one['name'] === name)
  if (found === undefined) throw new CliFault(`No such vSwitch: ${name}`)
  const status = cli.text('cdpstatus')
  const operation = Object.keys(cdpWords).find((key) => cdpWords[key] === status)
  if (operation === undefined) throw new CliFault("Invalid data constraint for parameter 'cdp-status'.")
  const spec = recordOf(found['spec'])
  const bridge = bridgeOf(found)
  if (bridge['_typeName'] === undefined) throw new CliFault(`The vSwitch ${name} has no uplinks`)
  const linkDiscoveryProtocolConfig = { _typeName: 'LinkDiscoveryProtocolConfig', protocol: 'cdp', operation }
  await cli.api('networkSystem', 'UpdateVirtualSwitch', {
    vswitchName: name,
    spec: { ...spec, bridge: { ...bridge, linkDiscoveryProtocolConfig } },
  })
}

const portgroupsOf = (cli: Cli, vswitch: Fields) =>
  records(cli.config('network', 'portgroup'))
    .filter((group) => recordOf(group['spec'])['vswitchName'] === vswitch['name'])
    .map((group) => String(recordOf(group['spec'])['name']))

/** The firewall, adapters, connections and standard switches of a host. */
export const networkCommands: readonly Command[] = [
  command(
    'network.firewall get',
    'Get the firewall status.',
    one('Firewall', 'Default Action', 'Enabled', 'Loaded'),
    (cli) => ({
      'Default Action':
        recordOf(cli.config('firewall', 'defaultPolicy'))['incomingBlocked'] === false ? 'PASS' : 'DROP',
      Enabled: firewallEnabled(cli),
      Loaded: true,
    }),
  ),
  change(
    'network.firewall set',
    'Set firewall enabled status and default action.',
    'Host.Config.NetService',
    [
      option('-d', 'default-action', 'true lets through what no rule set takes, false drops it.', { type: 'boolean' }),
      enabledOption(false),
    ],
    setFirewall,
  ),
  change(
    'network.firewall load',
    'Load the firewall module and its rule sets.',
    'Host.Config.NetService',
    [],
    () => undefined,
  ),
  change('network.firewall refresh', 'Load the rule sets anew.', 'Host.Config.NetService', [], () => undefined),
  command(
    'network.firewall.ruleset list',
    'List the rule sets in the firewall.',
    table('FirewallRuleset', 'Name', 'Enabled'),
    (cli) => wantedRulesets(cli).map(({ key, enabled }) => ({ Name: String(key), Enabled: enabled === true })),
    { parameters: [rulesetId(false)] },
  ),
  change(
    'network.firewall.ruleset set',
    'Set firewall rule set status and whether all addresses are allowed.',
    'Host.Config.NetService',
    [rulesetId(), enabledOption(false), option('-a', 'allowed-all', 'true or false.', { type: 'boolean' })],
    setRuleset,
  ),
  command(
    'network.firewall.ruleset.allowedip list',
    'List allowed IP addresses for rule sets.',
    table('FirewallRulesetAllowedip', 'Ruleset', 'Allowed IP Addresses'),
    (cli) =>
      wantedRulesets(cli).map((ruleset) => {
        const { allIp, addresses } = allowedOf(ruleset)
        return { Ruleset: String(ruleset['key']), 'Allowed IP Addresses': allIp ? ['All'] : addresses }
      }),
    { parameters: [rulesetId(false)] },
  ),
  change(
    'network.firewall.ruleset.allowedip add',
    'Add an allowed IP address or network to a rule set.',
    'Host.Config.NetService',
    [ipAddress, rulesetId()],
    (cli) => changeAllowed(cli, (held, address) => [...new Set([...held, address])]),
  ),
  change(
    'network.firewall.ruleset.allowedip remove',
    'Remove an IP address or network from a rule set.',
    'Host.Config.NetService',
    [ipAddress, rulesetId()],
    (cli) =>
      changeAllowed(cli, (held, address) => {
        if (!held.includes(address)) throw new CliFault(`IP address ${address} is not in the list.`)
        return held.filter((one_) => one_ !== address)
      }),
  ),
  command(
    'network.firewall.ruleset.rule list',
    'List the rules of each rule set in the firewall.',
    table('FirewallRule', 'Ruleset', 'Direction', 'Protocol', 'Port Type', 'Port Begin', 'Port End'),
    (cli) => wantedRulesets(cli).flatMap((ruleset) => records(ruleset['rule']).map(ruleRow(ruleset))),
    { parameters: [rulesetId(false)] },
  ),
  command(
    'network.ip.connection list',
    'List active TCP/IP connections.',
    table(
      'IpConnection',
      'Proto',
      'Recv Q',
      'Send Q',
      'Local Address',
      'Foreign Address',
      'State',
      'World ID',
      'CC Algo',
      'World Name',
    ),
    connections,
    { parameters: [option('-t', 'type', 'Connection type: ip, tcp, udp, all.')] },
  ),
  command(
    'network.ip.interface list',
    'List the VMkernel network interfaces.',
    list(
      'NetworkInterface',
      'Name',
      'MAC Address',
      'Enabled',
      'Portset',
      'Portgroup',
      'Netstack Instance',
      'MTU',
      'TSO MSS',
    ),
    (cli) =>
      vnics(cli).map((vnic) => ({
        Name: String(vnic['device']),
        'MAC Address': String(specOf(vnic)['mac'] ?? ''),
        Enabled: true,
        Portset: '',
        Portgroup: String(vnic['portgroup'] ?? 'N/A'),
        'Netstack Instance': String(specOf(vnic)['netStackInstanceKey'] ?? 'defaultTcpipStack'),
        MTU: Number(specOf(vnic)['mtu'] ?? 1500),
        'TSO MSS': 65_535,
      })),
  ),
  command(
    'network.ip.interface.ipv4 get',
    'List IPv4 addresses assigned to VMkernel network interfaces.',
    table(
      'IPv4Interface',
      'Name',
      'IPv4 Address',
      'IPv4 Netmask',
      'IPv4 Broadcast',
      'Address Type',
      'Gateway',
      'DHCP DNS',
    ),
    (cli) =>
      vnics(cli).map((vnic) => ({
        Name: String(vnic['device']),
        'IPv4 Address': String(ipOf(vnic)['ipAddress'] ?? '0.0.0.0'),
        'IPv4 Netmask': String(ipOf(vnic)['subnetMask'] ?? '0.0.0.0'),
        'IPv4 Broadcast': '',
        'Address Type': ipOf(vnic)['dhcp'] === true ? 'DHCP' : 'STATIC',
        Gateway: '0.0.0.0',
        'DHCP DNS': false,
      })),
  ),
  command(
    'network.vswitch.standard list',
    'List the virtual switches of the host.',
    list('VirtualSwitch', 'Name', 'Num Ports', 'MTU', 'CDP Status', 'Uplinks', 'Portgroups'),
    (cli) =>
      standardSwitches(cli).map((vswitch) => ({
        Name: String(vswitch['name']),
        'Num Ports': Number(vswitch['numPorts'] ?? 0),
        MTU: Number(vswitch['mtu'] ?? 1500),
        'CDP Status': cdpWords[cdpOf(vswitch)],
        Uplinks: listOf(bridgeOf(vswitch)['nicDevice']).map(String),
        Portgroups: portgroupsOf(cli, vswitch),
      })),
  ),
  change(
    'network.vswitch.standard set',
    'Set the CDP status of a virtual switch.',
    'Host.Config.Network',
    [
      option('-c', 'cdp-status', 'One of down, listen, advertise, both.', { required: true }),
      option('-v', 'vswitch-name', 'The name of the virtual switch.', { required: true }),
    ],
    setStandardSwitch,
  ),
  command(
    'network.vm list',
    'List networking information for the VMs that have active ports.',
    table('VM', 'World ID', 'Name', 'Num Ports', 'Networks'),
    (cli) =>
      runningVms(cli).map(({ object, worldId }) => {
        const networks = listOf(cli.world.read(object, 'network')).flatMap((ref) => nameOfRef(cli, ref))
        return { 'World ID': worldId, Name: cli.world.nameOf(object), 'Num Ports': networks.length, Networks: networks }
      }),
  ),
  command(
    'vm.process list',
    'List the virtual machines that run on the host.',
    list('VirtualMachine', 'World ID', 'Process ID', 'VMX Cartel ID', 'UUID', 'Display Name', 'Config File'),
    (cli) =>
      runningVms(cli).map(({ object, worldId }) => {
        const config = recordOf(object.get('config'))
        return {
          'World ID': worldId,
          'Process ID': 0,
          'VMX Cartel ID': worldId + 1,
          UUID: spacedUuid(String(config['uuid'] ?? '')),
          'Display Name': cli.world.nameOf(object),
          'Config File': String(recordOf(config['files'])['vmPathName'] ?? ''),
        }
      }),
  ),
]

/** The VMs that run on the host, with the world that each of them is. */
function runningVms(cli: Cli) {
  return cli.world.store
    .referrers('runtime.host', cli.host.ref)
    .filter((vm) => recordOf(vm.get('runtime'))['powerState'] === 'poweredOn')
    .map((object, index) => ({ object, worldId: 2_100_000 + index * 4 }))
}

function nameOfRef(cli: Cli, ref: unknown): readonly string[] {
  const object = isRecord(ref) ? cli.world.find({ type: String(ref['type']), value: String(ref['value']) }) : undefined
  return object === undefined ? [] : [cli.world.nameOf(object)]
}

/** '564d2d12-…' as esxcli writes it: bytes with spaces, a hyphen in the middle. */
function spacedUuid(uuid: string): string {
  const bytes = uuid.replaceAll('-', '').match(/../g) ?? []
  return `${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`
}
