import type { Release } from '@sakimori/core/model'
import { invalidArgument } from '../../../kernel/fault.ts'
import { notHonoured } from '../refuse.ts'
import type { Config, ConfigSpec } from '../vm-record.ts'
import { defaultConsoles } from './boot.ts'

type Options = NonNullable<Config['extraConfig']>

/** Keys that are set by a field of their own: in `extraConfig` vCenter Server does not take them. */
const typed: Readonly<Record<string, string>> = {
  displayname: 'name',
  annotation: 'annotation',
  guestos: 'guestId',
  memsize: 'memoryMB',
  numvcpus: 'numCPUs',
  'cpuid.corespersocket': 'numCoresPerSocket',
  firmware: 'firmware',
  'uefi.secureboot.enabled': 'bootOptions.efiSecureBootEnabled',
  'uuid.bios': 'uuid',
  'vc.uuid': 'instanceUuid',
  'virtualhw.version': 'version',
  'migrate.encryptionmode': 'migrateEncryption',
  'ftcpt.ftencryptionmode': 'ftEncryptionMode',
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/**
 * Merges options by key, whose case does not matter: an empty value takes the key away. Two keys also show in a field of
 * their own (facts/controls.md, trap 1). Throws InvalidArgument for an option that is no string, NotSupported for a key
 * that a field sets.
 */
export function mergeOptions(config: Config, asked: NonNullable<ConfigSpec['extraConfig']>, release: Release): Config {
  let options: Options = config.extraConfig ?? []
  let result = config
  for (const { key, value = '' } of asked) {
    if (key.trim() === '') throw invalidArgument('configSpec.extraConfig.key', 'is empty')
    if (typeof value !== 'string') throw invalidArgument(`configSpec.extraConfig["${key}"].value`, 'must be a string')
    const field = typed[key.toLowerCase()]
    if (field !== undefined) throw notHonoured(`configSpec.extraConfig["${key}"], which is set by ${field}`)
    const others = options.filter((option) => !same(option.key, key))
    const name = options.find((option) => same(option.key, key))?.key ?? key
    options = value === '' ? others : replaced(options, { _typeName: 'OptionValue', key: name, value })
    result = mirrored(result, key, value, release)
  }
  return { ...result, extraConfig: options }
}

function replaced(options: Options, option: Options[number]): Options {
  const index = options.findIndex(({ key }) => key === option.key)
  return index < 0 ? [...options, option] : options.map((held, at) => (at === index ? option : held))
}

function mirrored(config: Config, key: string, value: string, release: Release): Config {
  if (same(key, 'RemoteDisplay.maxConnections')) {
    const number = Number(value)
    const isNumber = value !== '' && Number.isInteger(number)
    return { ...config, maxMksConnections: isNumber ? number : defaultConsoles(release) }
  }
  if (same(key, 'tools.guest.desktop.autolock'))
    return { ...config, guestAutoLockEnabled: value === '' || same(value, 'TRUE') }
  return config
}

/** After the fields were set: an option that says the same says it still. */
export function withFieldsInOptions(config: Config, spec: ConfigSpec): Config {
  const pairs: [string, string][] = [
    ...(spec.maxMksConnections === undefined
      ? []
      : [['RemoteDisplay.maxConnections', String(spec.maxMksConnections)] satisfies [string, string]]),
    ...(spec.guestAutoLockEnabled === undefined
      ? []
      : [['tools.guest.desktop.autolock', spec.guestAutoLockEnabled ? 'TRUE' : 'FALSE'] satisfies [string, string]]),
  ]
  let options = config.extraConfig ?? []
  for (const [key, value] of pairs) {
    options = options.map((option) => (same(option.key, key) ? { ...option, value } : option))
  }
  return pairs.length === 0 ? config : { ...config, extraConfig: options }
}
