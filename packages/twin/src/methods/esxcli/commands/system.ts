import { localAccounts } from '../../../behaviour/host-accounts.ts'
import { hostPermissions } from '../../../behaviour/host-permissions.ts'
import { hostStateOf } from '../../../behaviour/host-state.ts'
import { runtimeOf } from '../../../behaviour/host-runtime.ts'
import { snmpConfiguration } from '../../../behaviour/snmp.ts'
import { isRecord, listOf } from '../../../kernel/values.ts'
import { change, CliFault, command, list, one, option, recordOf, table, type Cli, type Command } from '../command.ts'

/** Acceptance levels as esxcli writes them. */
const levels: Readonly<Record<string, string>> = {
  vmware_certified: 'VMwareCertified',
  vmware_accepted: 'VMwareAccepted',
  partner: 'PartnerSupported',
  community: 'CommunitySupported',
}
const levelOf = (word: string | undefined) => levels[word ?? ''] ?? ''

/** Of the loaded image, or of the one that the next start loads: nothing while there is none. */
function packages(cli: Cli) {
  const { packages: loaded = [], stagedImage } = hostStateOf(cli.host)
  return cli.flag('rebootingimage') === true ? (stagedImage?.packages ?? []) : loaded
}

const rebootingImage = option('', 'rebooting-image', 'Show the image that becomes active after a restart.', {
  type: 'boolean',
  flag: true,
})
const vibId = ({
  vendor,
  type,
  name,
  version,
}: {
  readonly vendor: string
  readonly type: string
  readonly name: string
  readonly version: string
}) => `${vendor}_${type}_${name}_${version}`

const vibFields = [
  'ID',
  'Name',
  'Version',
  'Type',
  'Vendor',
  'Acceptance Level',
  'Summary',
  'Description',
  'Creation Date',
  'Install Date',
  'Maintenance Mode Required',
  'Live Install Allowed',
  'Live Remove Allowed',
  'Stateless Ready',
  'Overlay',
  'Status',
]

function vibs(cli: Cli) {
  const name = cli.text('vibname')
  const found = packages(cli).filter((one_) => name === undefined || one_.name === name)
  if (name !== undefined && found.length === 0)
    throw new CliFault(`[NoMatchError] No VIB matching VIB search specification '${name}'.`)
  return found.map((one_) => ({
    ID: vibId(one_),
    Name: one_.name,
    Version: one_.version,
    Type: one_.type,
    Vendor: one_.vendor,
    'Acceptance Level': levelOf(one_.acceptanceLevel),
    Summary: one_.summary,
    Description: one_.description,
    'Creation Date': dateOf(one_.creationDate),
    'Install Date': dateOf(one_.creationDate),
    'Maintenance Mode Required': one_.maintenanceModeRequired ?? true,
    'Live Install Allowed': one_.capability.liveInstallAllowed ?? false,
    'Live Remove Allowed': one_.capability.liveRemoveAllowed ?? false,
    'Stateless Ready': one_.capability.statelessReady ?? false,
    Overlay: one_.capability.overlay ?? false,
    Status: '',
  }))
}

const dateOf = (time: unknown) => (typeof time === 'string' ? time.slice(0, 10) : '')

const accountId = option('-i', 'id', 'The user.', { required: true })
const accountFields = [
  option('-d', 'description', 'The description of the user.'),
  option('-p', 'password', 'The password.'),
  option('-c', 'password-confirmation', 'The password again.'),
]
const shellOption = option('-s', 'shell-access', 'Whether the user may use the shell.', { type: 'boolean' })

/** HostPosixAccountSpec of what was given. */
function accountSpec(cli: Cli) {
  const [password, again, description] = [
    cli.text('password'),
    cli.text('passwordconfirmation'),
    cli.text('description'),
  ]
  if (password !== again) throw new CliFault('The passwords do not match.')
  const shellAccess = cli.flag('shellaccess')
  if (shellAccess !== undefined && !isFrom8(cli)) throw new CliFault("Invalid parameter 'shell-access'.")
  return {
    _typeName: shellAccess === undefined ? 'HostAccountSpec' : 'HostPosixAccountSpec',
    id: cli.text('id') ?? '',
    ...(password !== undefined && { password }),
    ...(description !== undefined && { description }),
    ...(shellAccess !== undefined && { shellAccess }),
  }
}

/** Shell access can be taken from single accounts since ESXi 8.0. */
const isFrom8 = (cli: Cli) => Number(cli.release.split('.')[0]) >= 8

/** The roles that esxcli knows, by id. */
const roles = [
  ['Admin', -1],
  ['ReadOnly', -2],
  ['NoAccess', -5],
] as const

const about = (cli: Cli) => recordOf(cli.config('product'))
const dns = (cli: Cli) => recordOf(cli.config('network', 'dnsConfig'))

function coredump(cli: Cli) {
  const partition = recordOf(cli.config('activeDiagnosticPartition'))
  const id = recordOf(partition['id'])
  const name = id['diskName'] === undefined ? '' : `${id['diskName']}:${id['partition']}`
  return { Active: name, Configured: name }
}

/** The dump file that the host makes for itself at its start, unless its boot option says not to. */
function dumpFile(cli: Cli): string {
  const options = listOf(cli.config('option')).map(recordOf)
  const made = options.find(({ key }) => key === 'VMkernel.Boot.autoCreateDumpFile')?.['value']
  const { uuid = '' } = recordOf(recordOf(cli.host.get('hardware'))['systemInfo'])
  return made === true ? `/vmfs/volumes/local/vmkdump/${String(uuid).toUpperCase()}.dumpfile` : ''
}

/** The host's own accounts, permissions, software and facts about it. */
export const systemCommands: readonly Command[] = [
  command(
    'system.account list',
    'List local user accounts.',
    table('User', 'User ID', 'Description', 'Shell access'),
    (cli) =>
      localAccounts(cli.host).map(({ name, fullName = '', shellAccess = true }) => ({
        'User ID': name,
        Description: fullName,
        ...(isFrom8(cli) && { 'Shell access': shellAccess }),
      })),
  ),
  change(
    'system.account add',
    'Create a new local user account.',
    'Host.Local.ManageUserGroups',
    [accountId, ...accountFields, shellOption],
    (cli) => cli.api('accountManager', 'CreateUser', { user: accountSpec(cli) }),
  ),
  change(
    'system.account set',
    'Modify an existing local user account.',
    'Host.Local.ManageUserGroups',
    [accountId, ...accountFields, shellOption],
    (cli) => cli.api('accountManager', 'UpdateUser', { user: accountSpec(cli) }),
  ),
  change(
    'system.account remove',
    'Remove an existing local user account.',
    'Host.Local.ManageUserGroups',
    [accountId],
    (cli) => cli.api('accountManager', 'RemoveUser', { userName: cli.text('id') ?? '' }),
  ),
  command(
    'system.permission list',
    'List permissions defined on the host.',
    table('Permission', 'Principal', 'Is Group', 'Role', 'Role Description'),
    (cli) =>
      hostPermissions(cli.host).map(({ principal: name, group, roleId }) => ({
        Principal: name,
        'Is Group': group,
        Role: roles.find(([, id]) => id === roleId)?.[0] ?? String(roleId),
        'Role Description': '',
      })),
  ),
  command(
    'software.vib list',
    'Lists the installed VIB packages.',
    table('SummaryExt', 'Name', 'Version', 'Vendor', 'Acceptance Level', 'Install Date', 'Platforms'),
    (cli) => vibs(cli).map((vib) => ({ ...vib, Platforms: ['host'] })),
    { parameters: [rebootingImage] },
  ),
  command(
    'software.vib get',
    'Displays detailed information about one or more installed VIBs.',
    list('VIBExt', ...vibFields),
    vibs,
    {
      parameters: [option('-n', 'vibname', 'The name of a VIB.'), rebootingImage],
    },
  ),
  command(
    'software.profile get',
    'Display the installed image profile.',
    one(
      'ImageProfile',
      'Name',
      'Vendor',
      'Acceptance Level',
      'Creation Time',
      'Modification Time',
      'Stateless Ready',
      'Description',
      'VIBs',
    ),
    (cli) => ({
      Name: `ESXi-${about(cli)['version']}-${about(cli)['build']}-standard`,
      Vendor: 'VMware, Inc.',
      'Acceptance Level': levelOf(hostStateOf(cli.host).acceptanceLevel),
      'Creation Time': '2024-06-01T00:00:00',
      'Modification Time': '2024-06-01T00:00:00',
      'Stateless Ready': true,
      Description: '',
      VIBs: packages(cli).map(({ name, version }) => `${name} ${version}`),
    }),
  ),
  command('software.acceptance get', 'Gets the host acceptance level.', { kind: 'string' }, (cli) =>
    levelOf(hostStateOf(cli.host).acceptanceLevel),
  ),
  change(
    'software.acceptance set',
    'Sets the host acceptance level.',
    'Host.Config.Image',
    [option('', 'level', `One of ${Object.values(levels).join(', ')}.`, { required: true })],
    async (cli) => {
      const newAcceptanceLevel = Object.keys(levels).find((key) => levels[key] === cli.text('level'))
      if (newAcceptanceLevel === undefined) throw new CliFault("Invalid data constraint for parameter 'level'.")
      await cli.api('imageConfigManager', 'UpdateHostImageAcceptanceLevel', { newAcceptanceLevel })
    },
  ),
  command(
    'system.version get',
    'Display the product name, version and build information.',
    one('SystemVersion', 'Product', 'Version', 'Build', 'Update', 'Patch'),
    (cli) => {
      const { name, version, build } = about(cli)
      return {
        Product: String(name ?? 'VMware ESXi'),
        Version: String(version),
        Build: `Releasebuild-${build}`,
        Update: String(version).split('.')[2] ?? '0',
        Patch: '0',
      }
    },
  ),
  command(
    'system.hostname get',
    'Get the host, domain or fully qualified name of the host.',
    one('FullyQualifiedHostName', 'Domain Name', 'Fully Qualified Domain Name', 'Host Name'),
    (cli) => {
      const { hostName = '', domainName = '' } = dns(cli)
      return {
        'Domain Name': String(domainName),
        'Fully Qualified Domain Name': domainName === '' ? String(hostName) : `${hostName}.${domainName}`,
        'Host Name': String(hostName),
      }
    },
  ),
  command('system.maintenanceMode get', 'Get the maintenance mode state of the system.', { kind: 'string' }, (cli) =>
    runtimeOf(cli.host).inMaintenanceMode ? 'Enabled' : 'Disabled',
  ),
  command('system.time get', 'Display the current system time.', { kind: 'string' }, (cli) =>
    cli.world
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z'),
  ),
  command('hardware.clock get', 'Display the current hardware clock time.', { kind: 'string' }, (cli) =>
    cli.world
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z'),
  ),
  command(
    'system.stats.uptime get',
    'Display the number of microseconds the system has been running.',
    { kind: 'long' },
    (cli) => {
      const booted = Date.parse(runtimeOf(cli.host).bootTime ?? '')
      return Math.max(0, cli.world.now().getTime() - (Number.isNaN(booted) ? 0 : booted)) * 1000
    },
  ),
  command(
    'hardware.trustedboot get',
    'Show the status of trusted boot.',
    one('TrustedBoot', 'Drtm Enabled', 'Tpm Present'),
    (cli) => {
      const { txtEnabled, tpmSupported } = recordOf(cli.host.get('capability'))
      return { 'Drtm Enabled': txtEnabled === true, 'Tpm Present': tpmSupported === true }
    },
  ),
  command(
    'hardware.platform get',
    'Get information about the platform.',
    one(
      'PlatformGet',
      'UUID',
      'Product Name',
      'Vendor Name',
      'Serial Number',
      'Enclosure Serial Number',
      'BIOS Asset Tag',
      'IPMI Supported',
    ),
    (cli) => {
      const {
        uuid = '',
        model = '',
        vendor = '',
        serialNumber = '',
      } = recordOf(recordOf(cli.host.get('hardware'))['systemInfo'])
      return {
        UUID: String(uuid),
        'Product Name': String(model),
        'Vendor Name': String(vendor),
        'Serial Number': String(serialNumber),
        'Enclosure Serial Number': String(serialNumber),
        'BIOS Asset Tag': 'unknown',
        'IPMI Supported': true,
      }
    },
  ),
  command(
    'system.coredump.partition get',
    'Get one or more dump partitions.',
    one('CoredumpPartition', 'Active', 'Configured'),
    coredump,
  ),
  command('system.coredump.file get', 'Get the dump file.', one('CoredumpFile', 'Active', 'Configured'), (cli) => ({
    Active: dumpFile(cli),
    Configured: dumpFile(cli),
  })),
  command(
    'system.coredump.network get',
    'Get the currently configured dump server.',
    one('CoredumpNetwork', 'Enabled', 'Host VNic', 'Is Using IPv6', 'Network Server IP', 'Network Server Port'),
    () => ({
      Enabled: false,
      'Host VNic': '',
      'Is Using IPv6': false,
      'Network Server IP': '',
      'Network Server Port': 0,
    }),
  ),
  command(
    'system.ntp get',
    'Display the NTP configuration.',
    one('NtpGet', 'Enabled', 'Loglevel', 'PID', 'Runtime Seconds', 'Servers'),
    (cli) => {
      const running =
        listOf(cli.config('service', 'service'))
          .filter(isRecord)
          .find(({ key }) => key === 'ntpd')?.['running'] === true
      return {
        Enabled: running,
        Loglevel: 'warning',
        PID: running ? '2100042' : '',
        'Runtime Seconds': '',
        Servers: listOf(recordOf(cli.config('dateTimeInfo', 'ntpConfig'))['server']).map(String),
      }
    },
    { since: '7.0.0.0' },
  ),
  command(
    'system.snmp get',
    'Get the SNMP configuration.',
    one('SnmpAgent', 'Enable', 'Port', 'Communities', 'Targets', 'Loglevel'),
    (cli) => {
      const { enabled, port, readOnlyCommunities = [], trapTargets = [] } = snmpConfiguration(cli.host)
      return {
        Enable: enabled === true,
        Port: port,
        Communities: readOnlyCommunities,
        Targets: trapTargets.map((target) => `${target.hostName}@${target.port} ${target.community}`),
        Loglevel: 'info',
      }
    },
    // HostSnmpSystem.configuration asks for it.
    { privilege: 'Global.Settings' },
  ),
]
