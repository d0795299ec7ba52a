import { hostRowsOf, wireType } from '../../../behaviour/option-defs.ts'
import type { OptionRow, Plain } from '../../../estate/releases/option-row.ts'
import { isRecord, listOf, unboxed } from '../../../kernel/values.ts'
import { change, CliFault, command, list, one, option, table, type Cli, type Command, type Row } from '../command.ts'

/** Options of the API that are no settings of the kernel or of its user worlds: `system settings advanced` lacks them. */
const elsewhere = /^(?:Config|VMkernel|Syslog|ScratchConfig|Vpx|DCUI)\./
const kernelPrefix = 'VMkernel.Boot.'

interface Held {
  readonly key: string
  readonly value: Plain
  /** On the wire of the API: 'long', 'string', … */
  readonly type: string
  readonly row: OptionRow | undefined
}

/** The options of the host with what is known of each. */
function held(cli: Cli): readonly Held[] {
  const rows = new Map(hostRowsOf(cli.host).map((row) => [row.key, row]))
  return listOf(cli.config('option'))
    .filter(isRecord)
    .map(({ key, value }) => ({
      key: String(key),
      value: plain(unboxed(value)),
      type: wireType(value),
      row: rows.get(String(key)),
    }))
}

const plain = (value: unknown): Plain =>
  typeof value === 'boolean' || typeof value === 'number'
    ? value
    : typeof value === 'bigint'
      ? Number(value)
      : String(value ?? '')

const pathOf = (key: string) => `/${key.replaceAll('.', '/')}`
const isNumber = ({ value }: Held) => typeof value !== 'string'

const advancedFields = [
  'Path',
  'Type',
  'Int Value',
  'Default Int Value',
  'Min Value',
  'Max Value',
  'String Value',
  'Default String Value',
  'Valid Characters',
  'Description',
  'Host Specific',
  'Impact',
]

function advancedRow(option_: Held): Row {
  const { key, value, row } = option_
  const common = { Path: pathOf(key), Description: row?.label ?? '', 'Host Specific': false, Impact: 'none' }
  if (!isNumber(option_)) {
    return {
      ...common,
      Type: 'string',
      'String Value': String(value),
      'Default String Value': String(row?.default ?? ''),
      'Valid Characters': '*',
    }
  }
  return {
    ...common,
    Type: 'integer',
    'Int Value': Number(value),
    'Default Int Value': Number(row?.default ?? 0),
    'Min Value': row?.min ?? 0,
    'Max Value': row?.max ?? 1,
  }
}

const advanced = (cli: Cli) => held(cli).filter(({ key }) => !elsewhere.test(key))

function advancedList(cli: Cli): readonly Row[] {
  const wanted = cli.text('option') ?? cli.text('tree')
  const found = advanced(cli).filter(({ key }) => {
    const path = pathOf(key)
    return cli.text('option') !== undefined ? path === wanted : path.startsWith(wanted ?? '/')
  })
  if (wanted !== undefined && found.length === 0) throw new CliFault('Unable to find option')
  const changed = ({ value, row }: Held) => row !== undefined && row.default !== value
  return (cli.flag('delta') === true ? found.filter(changed) : found).map(advancedRow)
}

async function write(cli: Cli, { key, type }: Held, value: Plain): Promise<void> {
  const boxed =
    type === 'boolean' ? Boolean(value) : type === 'string' ? String(value) : { _typeName: type, _value: Number(value) }
  await cli.api('advancedOption', 'UpdateOptions', { changedValue: [{ _typeName: 'OptionValue', key, value: boxed }] })
}

async function advancedSet(cli: Cli): Promise<void> {
  const found = advanced(cli).find(({ key }) => pathOf(key) === cli.text('option'))
  if (found === undefined) throw new CliFault('Unable to find option')
  const [int, text] = [cli.number('intvalue'), cli.text('stringvalue')]
  if (cli.flag('default') === true) {
    if (found.row === undefined) throw new CliFault('Unable to find the default of the option')
    return await write(cli, found, found.row.default)
  }
  const value = isNumber(found) ? int : text
  if (value === undefined)
    throw new CliFault(`${found.key} wants ${isNumber(found) ? 'an integer' : 'a string'} value.`)
  await write(cli, found, value)
}

const kernelName = ({ key }: Held) => key.slice(kernelPrefix.length)
const kernel = (cli: Cli) => held(cli).filter(({ key }) => key.startsWith(kernelPrefix))
const shown = (value: Plain) => (typeof value === 'boolean' ? String(value).toUpperCase() : String(value))

function kernelRow(option_: Held): Row {
  const { value, row } = option_
  const type = typeof value === 'boolean' ? 'Bool' : typeof value === 'number' ? 'uint32' : 'String'
  // Boot options are read at the start: the twin's hosts have started with what is configured.
  return {
    Name: kernelName(option_),
    Type: type,
    Configured: shown(value),
    Runtime: shown(value),
    Default: shown(row?.default ?? value),
    Description: row?.label ?? '',
  }
}

async function kernelSet(cli: Cli): Promise<void> {
  const found = kernel(cli).find((one_) => kernelName(one_) === cli.text('setting'))
  if (found === undefined) throw new CliFault(`Invalid Key: ${cli.text('setting')}`)
  const text = cli.text('value') ?? ''
  const value =
    typeof found.value === 'boolean'
      ? /^(?:true|1)$/i.test(text)
      : typeof found.value === 'number'
        ? Number(text)
        : text
  await write(cli, found, value)
}

/** Syslog.global.* as `system syslog config` calls them. */
const syslog: readonly (readonly [column: string, key: string])[] = [
  ['Allow Vsan Backing', 'Syslog.global.vsanBacking'],
  ['Check Certificate Revocation', 'Syslog.global.certificate.checkCRL'],
  ['Default Network Retry Timeout', 'Syslog.global.retryTimeout'],
  ['Enforce SSL Certificates', 'Syslog.global.certificate.checkSSLCerts'],
  ['Local Log Output', 'Syslog.global.logDir'],
  ['Local Logging Default Rotations', 'Syslog.global.defaultRotate'],
  ['Local Logging Default Rotation Size', 'Syslog.global.defaultSize'],
  ['Log To Unique Subdirectory', 'Syslog.global.logDirUnique'],
  ['Remote Host', 'Syslog.global.logHost'],
  ['Strict X509Compliance', 'Syslog.global.certificate.strictX509Compliance'],
]

function syslogConfig(cli: Cli): Row {
  const options = new Map(held(cli).map(({ key, value }) => [key, value]))
  const directory = String(options.get('Syslog.global.logDir') ?? '')
  const scratch = String(options.get('ScratchConfig.CurrentScratchLocation') ?? '')
  const output = directory.replace(/^\[\]\s*\/scratch/, scratch)
  return {
    ...Object.fromEntries(syslog.flatMap(([column, key]) => (options.has(key) ? [[column, options.get(key)]] : []))),
    'Local Log Output': output,
    'Local Log Output Is Configured': directory !== '',
    // What lies in memory is gone after a restart.
    'Local Log Output Is Persistent': /^(?:\/vmfs\/volumes\/|\[[^\]]+\])/.test(output),
    'Remote Host': String(options.get('Syslog.global.logHost') ?? '') || '<none>',
  }
}

/** The options of `system syslog config set` that the twin honours. */
const syslogOptions: readonly (readonly [display: string, key: string, type: 'string' | 'boolean' | 'long'])[] = [
  ['loghost', 'Syslog.global.logHost', 'string'],
  ['logdir', 'Syslog.global.logDir', 'string'],
  ['logdir-unique', 'Syslog.global.logDirUnique', 'boolean'],
  ['check-ssl-certs', 'Syslog.global.certificate.checkSSLCerts', 'boolean'],
  ['crl-check', 'Syslog.global.certificate.checkCRL', 'boolean'],
  ['x509-strict', 'Syslog.global.certificate.strictX509Compliance', 'boolean'],
  ['default-rotate', 'Syslog.global.defaultRotate', 'long'],
  ['default-size', 'Syslog.global.defaultSize', 'long'],
]

async function setSyslog(cli: Cli): Promise<void> {
  for (const [display, key, type] of syslogOptions) {
    const name = display.replaceAll('-', '')
    const value = type === 'string' ? cli.text(name) : type === 'boolean' ? cli.flag(name) : cli.number(name)
    if (value === undefined) continue
    const found = held(cli).find((one_) => one_.key === key)
    if (found === undefined) throw new CliFault(`This release has no option ${display}.`)
    await write(cli, found, value)
  }
}

const filterKey = 'Syslog.global.logFiltersEnable'
const filters = (cli: Cli) => held(cli).find(({ key }) => key === filterKey)?.value === true

/** Advanced settings, boot options and logging: other spellings of the host's options. */
export const settingsCommands: readonly Command[] = [
  command(
    'system.settings.advanced list',
    'List the advanced options available from the VMkernel.',
    list('SettingsAdvancedOption', ...advancedFields),
    advancedList,
    {
      parameters: [
        option('-o', 'option', 'Only the option of this path.'),
        option('-t', 'tree', 'Only options below this path.'),
        option('-d', 'delta', 'Only options that differ from their default.', { type: 'boolean', flag: true }),
      ],
    },
  ),
  change(
    'system.settings.advanced set',
    'Set the value of an advanced option.',
    'Host.Config.AdvancedConfig',
    [
      option('-o', 'option', 'The path of the option.', { required: true }),
      option('-i', 'int-value', 'The value of an integer option.', { type: 'long' }),
      option('-s', 'string-value', 'The value of a string option.'),
      option('-d', 'default', 'Reset the option to its default.', { type: 'boolean', flag: true }),
    ],
    advancedSet,
  ),
  command(
    'system.settings.kernel list',
    'List VMkernel kernel settings.',
    table('KernelSettingsOption', 'Name', 'Type', 'Configured', 'Runtime', 'Default', 'Description'),
    (cli) => {
      const wanted = cli.text('option')
      const found = kernel(cli).filter((one_) => wanted === undefined || kernelName(one_) === wanted)
      if (found.length === 0) throw new CliFault(`Invalid Key: ${wanted}`)
      return found.map(kernelRow)
    },
    { parameters: [option('-o', 'option', 'Only this setting.')] },
  ),
  change(
    'system.settings.kernel set',
    'Set a VMkernel setting.',
    'Host.Config.AdvancedConfig',
    [
      option('-s', 'setting', 'The name of the setting.', { required: true }),
      option('-v', 'value', 'The value.', { required: true }),
    ],
    kernelSet,
  ),
  command(
    'system.syslog.config get',
    'Show the current global configuration values.',
    one(
      'SyslogConfig',
      ...syslog.map(([column]) => column),
      'Local Log Output Is Configured',
      'Local Log Output Is Persistent',
    ),
    syslogConfig,
  ),
  change(
    'system.syslog.config set',
    'Set global configuration options.',
    'Host.Config.AdvancedConfig',
    syslogOptions.map(([display, , type]) => option('', display, `The option ${display}.`, { type })),
    setSyslog,
  ),
  // Options take effect when they are set: there is nothing left to load.
  change(
    'system.syslog reload',
    'Reload the log daemon to apply any new configuration options.',
    'Host.Config.AdvancedConfig',
    [],
    () => undefined,
  ),
  command(
    'system.syslog.config.logfilter get',
    'Show the current log filtering configuration values.',
    one('SyslogLogfilterConfig', 'Log Filtering Enabled'),
    (cli) => ({ 'Log Filtering Enabled': filters(cli) }),
    { since: '7.0.0.0' },
  ),
  change(
    'system.syslog.config.logfilter set',
    'Allow or restrict log filtering.',
    'Host.Config.AdvancedConfig',
    [option('', 'log-filtering-enabled', 'true or false.', { type: 'boolean', required: true })],
    async (cli) => {
      const found = held(cli).find(({ key }) => key === filterKey)
      if (found !== undefined) await write(cli, found, cli.flag('logfilteringenabled') === true)
    },
    '7.0.0.0',
  ),
  command(
    'system.auditrecords get',
    'Show the current audit record configuration.',
    one(
      'AuditRecords',
      'Audit Record Remote Transmission Active',
      'Audit Record Storage Active',
      'Audit Record Storage Capacity',
      'Audit Record Storage Directory',
    ),
    (cli) => {
      const options = new Map(held(cli).map(({ key, value }) => [key, value]))
      const part = (name: string) => options.get(`Syslog.global.auditRecord.${name}`)
      return {
        'Audit Record Remote Transmission Active': part('remoteEnable') === true,
        'Audit Record Storage Active': part('storageEnable') === true,
        'Audit Record Storage Capacity': Number(part('storageCapacity') ?? 0),
        'Audit Record Storage Directory': String(part('storageDirectory') ?? ''),
      }
    },
    { since: '7.0.0.0' },
  ),
]
