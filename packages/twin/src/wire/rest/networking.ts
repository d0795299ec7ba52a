import { isIP } from 'node:net'
import type { InboundRule } from '../../estate/estate.ts'
import { listOf, name, oneOf, optional, struct, text, whole } from './decode.ts'
import { invalid, missing } from './rest-error.ts'
import { change, part, shows, takes, type RestRow } from './row.ts'

const receiver = struct({ hostname: name, port: whole(1, 65_535), protocol: oneOf('TLS', 'UDP', 'TCP') })
const rule = struct({
  address: text,
  prefix: whole(0, 128),
  policy: oneOf('IGNORE', 'ACCEPT', 'REJECT', 'RETURN'),
  interface_name: optional(text),
})

/** A rule for one address or net; the prefix must fit the address's kind. */
function checkedRule(value: unknown, at: string): InboundRule {
  const { address, prefix, policy, interface_name: interfaceName } = rule(value, at)
  const kind = isIP(address)
  if (kind === 0) throw invalid(`${at}.address`, `${address} is no IP address`)
  if (kind === 4 && prefix > 32) throw invalid(`${at}.prefix`, 'must be from 0 to 32')
  return { address, prefix, policy, ...(interfaceName !== undefined && { interfaceName }) }
}

const shownRule = ({ address, prefix, policy, interfaceName = '' }: InboundRule) => ({
  address,
  prefix,
  policy,
  interface_name: interfaceName,
})

const protocols = ['http', 'https', 'ftp'] as const
const noProxy = { enabled: false, server: '', port: 0 }

/** Time, logs, the firewall and the proxies of the appliance. */
export const networkingRows: readonly RestRow[] = [
  shows('/appliance/ntp', '6.7', ({ settings }) => settings.appliance.ntpServers),
  takes('PUT', '/appliance/ntp', '6.7', struct({ servers: listOf(name) }), (call, { servers }) =>
    change(call, { ntpServers: servers }),
  ),
  shows('/appliance/timesync', '6.7', ({ settings }) => settings.appliance.timeSyncMode),
  takes('PUT', '/appliance/timesync', '6.7', struct({ mode: oneOf('DISABLED', 'NTP', 'HOST') }), (call, { mode }) =>
    change(call, { timeSyncMode: mode }),
  ),
  shows('/appliance/logging/forwarding', '6.7', ({ settings }) => settings.appliance.syslogServers),
  takes(
    'PUT',
    '/appliance/logging/forwarding',
    '6.7',
    // Three receivers are the most that the appliance forwards to (vCenter Server Configuration, "Forward Log Files").
    struct({ cfg_list: listOf(receiver, 3) }),
    (call, { cfg_list: syslogServers }) => change(call, { syslogServers }),
  ),
  shows('/appliance/networking/firewall/inbound', '6.7.1', ({ settings }) =>
    settings.appliance.firewallInbound.map(shownRule),
  ),
  takes(
    'PUT',
    '/appliance/networking/firewall/inbound',
    '6.7.1',
    struct({ rules: listOf(checkedRule) }),
    (call, { rules }) => change(call, { firewallInbound: rules }),
  ),
  shows(
    '/appliance/networking/proxy',
    '6.7',
    ({ settings }) => new Map(protocols.map((key) => [key, shownProxy(settings.appliance.proxies?.[key])])),
  ),
  shows('/appliance/networking/proxy/{protocol}', '6.7', (call) => {
    const protocol = protocols.find((candidate) => candidate === part(call, 'protocol'))
    if (protocol === undefined) throw missing(`the proxy for ${part(call, 'protocol')}`)
    return shownProxy(call.settings.appliance.proxies?.[protocol])
  }),
  shows(
    '/appliance/networking/noproxy',
    '6.7',
    ({ settings }) => settings.appliance.noProxy ?? ['localhost', '127.0.0.1'],
  ),
]

function shownProxy(
  held: {
    readonly enabled: boolean
    readonly server: string
    readonly port: number
    readonly userName?: string
  } = noProxy,
) {
  const { enabled, server, port, userName } = held
  return { enabled, server, port, ...(userName !== undefined && { username: userName }) }
}
