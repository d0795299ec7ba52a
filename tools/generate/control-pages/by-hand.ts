import type { Read } from '@sakimori/core/control'

/** Commands that show a value without Sakimori. HOST, VM and the like stand for what the reader puts there. */
export interface ByHand {
  readonly govc?: string
  readonly powercli?: string
  readonly shell?: string
}

/** What was captured from the read: the key of an option, the words of an esxcli command. */
type Command = (captured: string) => string

interface Way {
  readonly read: RegExp
  readonly govc?: Command
  readonly powercli?: Command
  readonly shell?: Command
}

const quoted = (key: string) => (/^[\w.-]+$/.test(key) ? key : `'${key}'`)

/** Where PowerCLI has no cmdlet of its own, a view has every property that the API has; its names ignore case. */
const view = (getter: string, path: string) => `(${getter} | Get-View).${path}`

const words = (command: string) => command.split(' ').filter((word) => !word.startsWith('--'))
const options = (command: string) =>
  command
    .split(' ')
    .filter((word) => word.startsWith('--'))
    .map((word) => /^--([\w-]+)(?:=(.*))?$/.exec(word) ?? [])

/** `system ssh key list --user=root` as PowerCLI calls it: an argument may not have a hyphen there. */
const invocation = (command: string) => {
  const args = options(command).map(
    ([, name = '', value]) => `${name.replaceAll('-', '')} = ${value === undefined ? '$true' : `'${value}'`}`,
  )
  return `(Get-EsxCli -V2 -VMHost HOST).${words(command).join('.')}.Invoke(${args.length > 0 ? `@{ ${args.join('; ')} }` : ''})`
}

const session = `SESSION=$(curl -s -u USER -X POST https://VCENTER/api/session | tr -d '"')`

/** `{library}` stands for what the reader puts there, as `HOST` does. */
const inCapitals = (path: string) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())

/** The managers of a host, by the name of the property that holds them. */
const managerProperty = (manager: string) => (manager === 'HostImageConfigManager' ? 'ImageConfigManager' : manager)

/** The first row that fits a read is taken, so the special ones come first. */
const ways: readonly Way[] = [
  {
    read: /^HostSystem config\.option\["(.+)"\]$/,
    govc: (key) => `host.option.ls -host HOST ${quoted(key)}`,
    powercli: (key) => `Get-VMHost HOST | Get-AdvancedSetting -Name ${quoted(key)}`,
  },
  {
    read: /^ServiceInstance OptionManager\.setting\["(.+)"\]$/,
    govc: (key) => `option.ls ${quoted(key)}`,
    powercli: (key) => `Get-AdvancedSetting -Entity $global:DefaultVIServer -Name ${quoted(key)}`,
  },
  {
    read: /^VirtualMachine config\.extraConfig\["(.+)"\]$/,
    govc: (key) => `vm.info -e VM | grep -iF ${quoted(key)}`,
    powercli: (key) => `Get-VM VM | Get-AdvancedSetting -Name ${quoted(key)}`,
  },
  {
    read: /^HostSystem config\.service\.service\["(.+)"\]$/,
    govc: () => 'host.service.ls -host HOST',
    powercli: (key) => `Get-VMHost HOST | Get-VMHostService | Where-Object Key -eq '${key}'`,
  },
  {
    read: /^HostSystem config\.service\.service$/,
    govc: () => 'host.service.ls -host HOST',
    powercli: () => 'Get-VMHost HOST | Get-VMHostService',
  },
  {
    read: /^HostSystem esxcli:(.+)$/,
    // govc wants a value after each option.
    govc: (command) => `host.esxcli -host HOST ${command.replaceAll(/(--[\w-]+)(?=\s|$)/g, '$1=true')}`,
    powercli: invocation,
  },
  {
    read: /^ServiceInstance rest:(\/.+)$/,
    shell: (path) => `${session}\ncurl -s -H "vmware-api-session-id: $SESSION" https://VCENTER${inCapitals(path)}`,
  },
  {
    read: /^ServiceInstance sso:passwordPolicy$/,
    govc: () => 'sso.lpp.info',
    powercli: () => 'Get-SsoPasswordPolicy',
  },
  { read: /^ServiceInstance sso:lockoutPolicy$/, powercli: () => 'Get-SsoLockoutPolicy' },
  {
    read: /^ServiceInstance sso:identitySources$/,
    govc: () => 'sso.idp.ls',
    powercli: () => 'Get-IdentitySource',
  },
  { read: /^ServiceInstance sso:authnPolicy$/, powercli: () => 'Get-SsoAuthenticationPolicy' },
  {
    read: /^ServiceInstance sso:kerberosAccounts$/,
    powercli: () => "Get-SsoPersonUser -Domain vsphere.local | Where-Object Name -match '^(K/M|krbtgt)'",
  },
  {
    read: /^ServiceInstance sso:members\/(.+)$/,
    govc: (group) => `sso.group.ls ${quoted(group)}`,
    powercli: (group) => `Get-SsoGroup -Domain vsphere.local -Name ${quoted(group)} | Get-SsoPersonUser`,
  },
  {
    read: /^HostSystem tls:443$/,
    shell: () => 'openssl s_client -connect HOST:443 </dev/null',
  },
  {
    read: /^ServiceInstance tls:443$/,
    shell: () => 'openssl s_client -connect VCENTER:443 </dev/null',
  },
  {
    read: /^HostSystem config\.certificate/,
    govc: () => 'host.cert.info -host HOST',
    shell: () => 'openssl s_client -connect HOST:443 </dev/null | openssl x509 -noout -text',
  },
  {
    read: /^HostSystem config\.network\.portgroup$/,
    govc: () => 'host.portgroup.info -host HOST',
    powercli: () =>
      'Get-VMHost HOST | Get-VirtualPortGroup -Standard | Select-Object Name, VLanId, @{ n = "Security"; e = { $_ | Get-SecurityPolicy } }',
  },
  {
    read: /^HostSystem config\.network\.vswitch$/,
    govc: () => 'host.vswitch.info -host HOST',
    powercli: () => 'Get-VMHost HOST | Get-VirtualSwitch -Standard | Get-SecurityPolicy',
  },
  {
    read: /^HostSystem config\.network\.vnic$/,
    govc: () => 'host.vnic.info -host HOST',
    powercli: () => 'Get-VMHost HOST | Get-VMHostNetworkAdapter -VMKernel',
  },
  {
    read: /^HostSystem config\.network\.pnic$/,
    govc: () => 'host.esxcli -host HOST network nic list',
    powercli: () => 'Get-VMHost HOST | Get-VMHostNetworkAdapter -Physical',
  },
  {
    read: /^HostSystem config\.firewall\.ruleset$/,
    govc: () => 'host.esxcli -host HOST network firewall ruleset allowedip list',
    powercli: () => 'Get-VMHost HOST | Get-VMHostFirewallException -Enabled:$true',
  },
  {
    read: /^HostSystem config\.firewall\.defaultPolicy$/,
    govc: () => 'host.esxcli -host HOST network firewall get',
    powercli: () => 'Get-VMHost HOST | Get-VMHostFirewallDefaultPolicy',
  },
  {
    read: /^HostSystem config\.authenticationManagerInfo$/,
    govc: () => 'object.collect -json HOST config.authenticationManagerInfo',
    powercli: () => 'Get-VMHost HOST | Get-VMHostAuthentication',
  },
  {
    read: /^HostSystem config\.dateTimeInfo$/,
    govc: () => 'host.date.info -host HOST',
    powercli: () => 'Get-VMHost HOST | Get-VMHostNtpServer',
  },
  {
    read: /^HostSystem (\w+\.\w+\(\))$/,
    powercli: (call) => {
      const [manager = '', method = ''] = call.split('.')
      return `(Get-View (Get-VMHost HOST | Get-View).ConfigManager.${managerProperty(manager)}).${method}`
    },
  },
  {
    read: /^VirtualMachine config\.hardware\.device$/,
    govc: () => 'device.ls -vm VM',
    powercli: () => '(Get-VM VM | Get-View).Config.Hardware.Device | Select-Object Key, Connectable, DeviceInfo',
  },
  {
    read: /^VmwareDistributedVirtualSwitch FetchDVPorts\(\)$/,
    powercli: () => '(Get-VDSwitch SWITCH | Get-View).FetchDVPorts($null)',
  },
  {
    read: /^ServiceInstance ExtensionManager\.extensionList$/,
    govc: () => 'extension.info',
    powercli: () => '(Get-View ExtensionManager).ExtensionList | Select-Object Key, Version',
  },
  {
    read: /^ServiceInstance AuthorizationManager\.roleList$/,
    govc: () => 'role.ls',
    powercli: () => 'Get-VIRole',
  },
  {
    read: /^ServiceInstance AuthorizationManager\.RetrieveAllPermissions\(\)$/,
    govc: () => 'permissions.ls',
    powercli: () => 'Get-VIPermission',
  },
  {
    read: /^ServiceInstance SessionManager\.sessionList$/,
    govc: () => 'session.ls',
    powercli: () => '(Get-View SessionManager).SessionList | Select-Object UserName, UserAgent, IpAddress, LoginTime',
  },
  {
    read: /^ServiceInstance EventManager\.QueryEvents\(\)#administratorLogins$/,
    govc: () => 'events -type UserLoginSessionEvent -n 1000 | grep -i administrator@',
    powercli: () =>
      'Get-VIEvent -MaxSamples 100000 | Where-Object { $_ -is [VMware.Vim.UserLoginSessionEvent] -and $_.UserName -like "*administrator*" }',
  },
  {
    read: /^ServiceInstance AlarmManager\.GetAlarm\(\)$/,
    powercli: () => 'Get-AlarmDefinition | Select-Object Name, Enabled, Entity',
  },
  {
    read: /^ServiceInstance content\.about$/,
    govc: () => 'about',
    powercli: () => '$global:DefaultVIServer.ExtensionData.Content.About',
  },
  {
    read: /^HostSystem ([\w.]+)$/,
    govc: (path) => `object.collect -json HOST ${path}`,
    powercli: (path) => view('Get-VMHost HOST', path),
  },
  {
    read: /^VirtualMachine ([\w.]+)$/,
    govc: (path) => `object.collect -json VM ${path}`,
    powercli: (path) => view('Get-VM VM', path),
  },
  {
    read: /^ClusterComputeResource ([\w.]+)$/,
    govc: (path) => `object.collect -json CLUSTER ${path}`,
    powercli: (path) => view('Get-Cluster CLUSTER', path),
  },
  {
    read: /^DistributedVirtualPortgroup ([\w.]+)$/,
    govc: (path) => `object.collect -json PORTGROUP ${path}`,
    powercli: (path) => view('Get-VDPortgroup PORTGROUP', path),
  },
  {
    read: /^VmwareDistributedVirtualSwitch ([\w.]+)$/,
    govc: (path) => `object.collect -json SWITCH ${path}`,
    powercli: (path) => view('Get-VDSwitch SWITCH', path),
  },
  {
    read: /^Datastore ([\w.]+)$/,
    govc: (path) => `object.collect -json DATASTORE ${path}`,
    powercli: (path) => view('Get-Datastore DATASTORE', path),
  },
]

/** Reads that only say which object it is, or whether the question makes sense. */
const incidental = /^\w+ (name|uuid|runtime\.(host|powerState)|config\.(managedBy|guestId|instanceUuid|product))$/

/** The reads that a person would look at, without the incidental ones unless there is nothing else. */
export function worthSeeing(reads: readonly Read[]): readonly Read[] {
  const main = reads.filter(({ type, path }) => !incidental.test(`${type} ${path}`))
  return main.length > 0 ? main : reads
}

/** How to see by hand what a control reads; nothing where no generic command shows it. */
export function byHand({ type, path }: Read): ByHand {
  for (const { read, govc, powercli, shell } of ways) {
    const found = read.exec(`${type} ${path}`)
    if (!found) continue
    const captured = found[1] ?? ''
    return {
      ...(govc ? { govc: `govc ${govc(captured)}` } : {}),
      ...(powercli ? { powercli: powercli(captured) } : {}),
      ...(shell ? { shell: shell(captured) } : {}),
    }
  }
  return {}
}
