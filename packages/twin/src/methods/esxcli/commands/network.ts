import { isRecord, listOf } from '../../../kernel/values.ts'
import {
  change,
  Cli,
  CliFault,
  command,
  list,
  option,
  recordOf,
  records,
  table,
  type Command,
  type Fields,
  type Row,
} from '../command.ts'

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

/** Adapters, connections and standard switches of a host, and the VMs that run on it. */
export const networkCommands: readonly Command[] = [
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
