import { listOf } from '../../../kernel/values.ts'
import {
  change,
  Cli,
  CliFault,
  command,
  one,
  option,
  recordOf,
  records,
  table,
  type Command,
  type Fields,
} from '../command.ts'

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

/** The firewall of a host. Rule sets and the default policy are those of the API; whether it is on at all, only esxcli shows. */
export const firewallCommands: readonly Command[] = [
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
]
