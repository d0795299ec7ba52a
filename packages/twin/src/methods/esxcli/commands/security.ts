import { changeRuntime, runtimeOf } from '../../../behaviour/host-runtime.ts'
import { hostStateOf } from '../../../behaviour/host-state.ts'
import type { CommandLineState } from '../../../estate/estate.ts'
import { isRecord } from '../../../kernel/values.ts'
import {
  change,
  CliFault,
  command,
  list,
  one,
  option,
  recordOf,
  table,
  type Cli,
  type Command,
  type Row,
} from '../command.ts'

type StateEncryption = NonNullable<CommandLineState['stateEncryption']>

const noEncryption: StateEncryption = {
  _typeName: 'HostRuntimeInfoStateEncryptionInfo',
  protectionMode: 'none',
  requireSecureBoot: false,
  requireExecInstalledOnly: false,
}

/** From 7.0 U3 the API shows it (HostRuntimeInfo.stateEncryption); before, the command line alone. */
const encryptionOf = (cli: Cli): StateEncryption =>
  runtimeOf(cli.host).stateEncryption ?? cli.state.stateEncryption ?? noEncryption

function setEncryption(cli: Cli): void {
  const old = encryptionOf(cli)
  const mode = cli.text('mode')?.toLowerCase() ?? old.protectionMode
  if (!['none', 'tpm'].includes(mode)) throw new CliFault("Invalid data constraint for parameter 'mode'.")
  if (mode === 'none' && old.protectionMode === 'tpm')
    throw new CliFault('Unable to change the encryption mode: it cannot be turned off.')
  if (mode === 'tpm' && !hasTpm(cli)) throw new CliFault('Unable to set the encryption mode: a TPM is not available.')
  const next: StateEncryption = {
    ...old,
    protectionMode: mode,
    requireSecureBoot: cli.flag('requiresecureboot') ?? old.requireSecureBoot === true,
    requireExecInstalledOnly: cli.flag('requireexecinstalledonly') ?? old.requireExecInstalledOnly === true,
  }
  if (mode === 'none' && (next.requireSecureBoot === true || next.requireExecInstalledOnly === true)) {
    throw new CliFault('Unable to require it while the configuration is not sealed by a TPM: set the mode first.')
  }
  if (runtimeOf(cli.host).stateEncryption === undefined) cli.setState({ stateEncryption: next })
  else changeRuntime(cli.world, cli.host, { stateEncryption: next })
}

const hasTpm = (cli: Cli) => recordOf(cli.host.get('capability'))['tpmSupported'] === true

/** Switches that only the command line has: path, field of the state, and its value after an installation. */
const switches = [
  ['system.security.fips140.ssh', 'sshFips', true, 'FIPS mode of ssh', '6.7'],
  ['system.security.fips140.rhttpproxy', 'proxyFips', true, 'FIPS mode of rhttpproxy', '6.7'],
] as const

const fipsCommands = switches.flatMap(([path, field, initial, help, since]) => [
  command(
    `${path} get`,
    `Get the ${help}.`,
    one('Fips140Settings', 'Enabled'),
    (cli) => ({ Enabled: cli.state[field] ?? initial }),
    {
      since,
    },
  ),
  change(
    `${path} set`,
    `Set the ${help}.`,
    'Host.Config.Settings',
    [option('-e', 'enable', 'true or false.', { type: 'boolean', required: true })],
    (cli) => cli.setState({ [field]: cli.flag('enable') === true }),
    since,
  ),
])

/** TLS profiles of a host: what each stands for ("Managing vSphere TLS Configuration" in vSphere Security 8.0 U3). */
const tlsProfiles: Readonly<Record<string, Row>> = {
  COMPATIBLE: tlsProfile('COMPATIBLE', 'ECDHE+AESGCM:ECDHE+AES', 'tls1.2,tls1.3'),
  NIST_2024: tlsProfile('NIST_2024', 'ECDHE+AESGCM', 'tls1.2,tls1.3'),
  NIST_2024_TLS_13_ONLY: tlsProfile('NIST_2024_TLS_13_ONLY', '', 'tls1.3'),
}

function tlsProfile(name: string, ciphers: string, versions: string): Row {
  return {
    Profile: name,
    'Cipher List': ciphers,
    'Cipher Suite': 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384',
    Groups: 'prime256v1:secp384r1:secp521r1',
    'Protocol Versions': versions,
  }
}

/** What is set holds after the next start of the host: both are told apart. */
function tlsServer(cli: Cli): Row {
  const { tlsProfile: configured = 'COMPATIBLE', bootTlsProfile: booted = 'COMPATIBLE' } = cli.state
  const name = cli.flag('showcurrentbootprofile') === true ? booted : configured
  const { Profile: _name, ...parameters } = tlsProfiles[name] ?? {}
  return {
    Profile: name,
    ...(cli.flag('showprofiledefaults') === true && parameters),
    'Reboot Required': configured !== booted,
  }
}

/** Settings of the SSH server by the key that esxcli gives them; defaults of ESXi 8.0. */
const sshDefaults: Readonly<Record<string, string>> = {
  allowstreamlocalforwarding: 'no',
  allowtcpforwarding: 'no',
  banner: '/etc/issue',
  challengeresponseauthentication: 'no',
  ciphers: 'aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr',
  clientalivecountmax: '3',
  clientaliveinterval: '200',
  gatewayports: 'no',
  hostbasedauthentication: 'no',
  hostkeyalgorithms: '',
  ignorerhosts: 'yes',
  kexalgorithms: '',
  macs: '',
  passwordauthentication: 'no',
  permituserenvironment: 'no',
  permittunnel: 'no',
  usepam: 'yes',
}

function setSsh(cli: Cli): void {
  const keyword = cli.text('keyword') ?? ''
  const value = cli.text('value')
  if (!Object.hasOwn(sshDefaults, keyword)) throw new CliFault(`Invalid keyword ${keyword}.`)
  if (cli.flag('reset') !== true && value === undefined) throw new CliFault('Missing required parameter -v|--value')
  const { [keyword]: _old, ...others } = cli.state.sshServer ?? {}
  cli.setState({
    sshServer: cli.flag('reset') === true || value === undefined ? others : { ...others, [keyword]: value },
  })
}

const rootKeys = (cli: Cli) => cli.state.rootKeys ?? []
const rootOption = option('-u', 'user', 'The user; root.', { required: true })
const keyOption = option('-k', 'key', 'The public key.', { required: true })

function onlyRoot(cli: Cli): void {
  if (cli.text('user') !== 'root') throw new CliFault('The twin keeps SSH keys of root only.')
}

const modules = async (cli: Cli): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  ((await cli.api('kernelModuleSystem', 'QueryModules', {})) as readonly unknown[]).filter(isRecord)

/** The package that a module came with, for what esxcli says of its signature. */
async function moduleInfo(cli: Cli): Promise<Row> {
  const name = cli.text('module')
  const found = (await modules(cli)).find((one_) => one_['name'] === name)
  if (found === undefined) throw new CliFault(`Unknown module ${name}`)
  const owner = (hostStateOf(cli.host).packages ?? []).find((one_) => one_.name.replaceAll('-', '_') === name)
  const isSigned = owner?.acceptanceLevel !== 'community'
  return {
    Module: String(name),
    'Module File': String(found['filename']),
    License: isSigned ? 'VMware' : 'GPLv2',
    Version: String(found['version']),
    'Signed Status': isSigned ? 'VMware Signed' : 'Unsigned',
    'Signature Issuer': isSigned ? 'VMware, Inc.' : '',
    'Signature Digest': '',
    'Signature FingerPrint': '',
    'Containing VIB': owner?.name ?? 'esx-base',
    'VIB Acceptance Level': (owner?.acceptanceLevel ?? 'vmware_accepted').replace('vmware_', ''),
  }
}

async function moduleList(cli: Cli): Promise<readonly Row[]> {
  const isWanted = (value: unknown, name: string) => cli.flag(name) === undefined || value === cli.flag(name)
  return (await modules(cli))
    .filter(({ enabled, loaded }) => isWanted(enabled, 'enabled') && isWanted(loaded, 'loaded'))
    .map(({ name, loaded, enabled }) => ({
      Name: String(name),
      'Is Loaded': loaded === true,
      'Is Enabled': enabled === true,
    }))
}

/** What protects the host itself: sealing, FIPS, TLS, SSH and kernel modules. */
export const securityCommands: readonly Command[] = [
  command(
    'system.settings.encryption get',
    'Get the encryption settings.',
    one('EncryptionSettings', 'Mode', 'Require Executables Only From Installed VIBs', 'Require Secure Boot'),
    (cli) => {
      const { protectionMode, requireExecInstalledOnly, requireSecureBoot } = encryptionOf(cli)
      return {
        Mode: protectionMode === 'tpm' ? 'TPM' : 'NONE',
        'Require Executables Only From Installed VIBs': requireExecInstalledOnly,
        'Require Secure Boot': requireSecureBoot,
      }
    },
    { since: '7.0.2.0' },
  ),
  change(
    'system.settings.encryption set',
    'Set the encryption mode and policy.',
    'Host.Config.Settings',
    [
      option('-m', 'mode', 'NONE or TPM.'),
      option('-s', 'require-secure-boot', 'true or false.', { type: 'boolean' }),
      option('-e', 'require-exec-installed-only', 'true or false.', { type: 'boolean' }),
    ],
    setEncryption,
    '7.0.2.0',
  ),
  ...fipsCommands,
  command(
    'system.security.keypersistence get',
    'Get the status of key persistence.',
    one('KeyPersistence', 'Enabled'),
    (cli) => ({ Enabled: cli.state.keyPersistence ?? false }),
    { since: '7.0.3.0' },
  ),
  change(
    'system.security.keypersistence enable',
    'Enable key persistence.',
    'Host.Config.Settings',
    [],
    (cli) => {
      if (encryptionOf(cli).protectionMode !== 'tpm') throw new CliFault('Key persistence needs a TPM.')
      cli.setState({ keyPersistence: true })
    },
    '7.0.3.0',
  ),
  change(
    'system.security.keypersistence disable',
    'Disable key persistence.',
    'Host.Config.Settings',
    [option('', 'remove-all-stored-keys', 'Confirms that the keys are lost.', { type: 'boolean', required: true })],
    (cli) => {
      if (cli.flag('removeallstoredkeys') !== true)
        throw new CliFault('Stored keys must be removed: set remove-all-stored-keys.')
      cli.setState({ keyPersistence: false })
    },
    '7.0.3.0',
  ),
  command(
    'system.tls.server get',
    'Get the TLS configuration of the server side.',
    one('TlsServer', 'Profile', 'Cipher List', 'Cipher Suite', 'Groups', 'Protocol Versions', 'Reboot Required'),
    tlsServer,
    {
      since: '8.0.3.0',
      parameters: [
        option('-d', 'show-profile-defaults', 'Show what the profile stands for.', { type: 'boolean', flag: true }),
        option('-c', 'show-current-boot-profile', 'Show the profile that the host started with.', {
          type: 'boolean',
          flag: true,
        }),
      ],
    },
  ),
  change(
    'system.tls.server set',
    'Set the TLS profile of the server side.',
    'Host.Config.Settings',
    [option('-p', 'profile', `One of ${Object.keys(tlsProfiles).join(', ')}.`, { required: true })],
    (cli) => {
      const wanted = cli.text('profile') ?? ''
      if (!Object.hasOwn(tlsProfiles, wanted)) throw new CliFault("Invalid data constraint for parameter 'profile'.")
      cli.setState({ tlsProfile: wanted })
    },
    '8.0.3.0',
  ),
  command(
    'system.ssh.server.config list',
    'List the configuration of the SSH server.',
    table('SSHConfig', 'Key', 'Value'),
    (cli) =>
      Object.entries({ ...sshDefaults, ...cli.state.sshServer }).flatMap(([Key, Value]) =>
        Value === '' ? [] : [{ Key, Value }],
      ),
    { since: '8.0.0.0' },
  ),
  change(
    'system.ssh.server.config set',
    'Set or reset a keyword of the SSH server.',
    'Host.Config.Settings',
    [
      option('-k', 'keyword', 'The keyword.', { required: true }),
      option('-v', 'value', 'Its value.'),
      option('-r', 'reset', 'Reset it to its default.', { type: 'boolean', flag: true }),
    ],
    setSsh,
    '8.0.0.0',
  ),
  command(
    'system.ssh.key list',
    'List the authorized keys of a user.',
    list('SSHKey', 'Key', 'User'),
    (cli) => {
      if (cli.text('user') !== undefined) onlyRoot(cli)
      return rootKeys(cli).map((Key) => ({ Key, User: 'root' }))
    },
    { since: '7.0.2.0', parameters: [option('-u', 'user', 'Only keys of this user.')] },
  ),
  change(
    'system.ssh.key add',
    'Add an authorized key of a user.',
    'Host.Config.Settings',
    [keyOption, rootOption],
    (cli) => {
      onlyRoot(cli)
      cli.setState({ rootKeys: [...new Set([...rootKeys(cli), cli.text('key') ?? ''])] })
    },
    '7.0.2.0',
  ),
  change(
    'system.ssh.key remove',
    'Remove an authorized key of a user.',
    'Host.Config.Settings',
    [keyOption, rootOption],
    (cli) => {
      onlyRoot(cli)
      if (!rootKeys(cli).includes(cli.text('key') ?? '')) throw new CliFault('There is no such key.')
      cli.setState({ rootKeys: rootKeys(cli).filter((key) => key !== cli.text('key')) })
    },
    '7.0.2.0',
  ),
  command(
    'system.module list',
    'List the VMkernel modules that the system knows about.',
    table('Module', 'Name', 'Is Loaded', 'Is Enabled'),
    moduleList,
    {
      privilege: 'Host.Config.Settings',
      parameters: [
        option('-e', 'enabled', 'Only modules that are enabled, or are not.', { type: 'boolean' }),
        option('-l', 'loaded', 'Only modules that are loaded, or are not.', { type: 'boolean' }),
      ],
    },
  ),
  command(
    'system.module get',
    'Show information for a given VMkernel module.',
    one(
      'ModuleInfo',
      'Module',
      'Module File',
      'License',
      'Version',
      'Signed Status',
      'Signature Issuer',
      'Signature Digest',
      'Signature FingerPrint',
      'Containing VIB',
      'VIB Acceptance Level',
    ),
    moduleInfo,
    {
      privilege: 'Host.Config.Settings',
      parameters: [option('-m', 'module', 'The name of the module.', { required: true })],
    },
  ),
]
