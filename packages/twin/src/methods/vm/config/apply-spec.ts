import { isEqual } from '../../../kernel/values.ts'
import { notHonoured } from '../refuse.ts'
import { invalidPowerState, type Config, type ConfigSpec } from '../vm-record.ts'
import { applyCrypto } from './crypto.ts'
import { mergeOptions, withFieldsInOptions } from './extra-config.ts'
import type { ConfigFacing, SpecField } from './spec-row.ts'
import { specRows } from './spec-rows.ts'

/** Fields that are looked at elsewhere: by `changeConfig`, by the methods that take a spec, and by those that make a VM. */
const elsewhere: readonly SpecField[] = ['changeVersion', 'name', 'deviceChange', 'extraConfig', 'crypto', 'vmProfile']

const fieldsOf = (spec: ConfigSpec): SpecField[] =>
  (Object.keys(spec) as (keyof ConfigSpec)[]).filter(
    (field): field is SpecField => field !== '_typeName' && spec[field] !== undefined,
  )

/**
 * A configuration with everything of a spec but its devices. Throws InvalidPowerState for what cannot change while the VM
 * runs, InvalidArgument for values that are none, and NotSupported by name for fields that the twin does not honour.
 */
export function applySpec(config: Config, spec: ConfigSpec, facing: ConfigFacing): Config {
  const asked = fieldsOf(spec)
  refuseOthers(config, spec, asked)
  let result = config
  for (const row of specRows) {
    if (!asked.includes(row.field)) continue
    const after = row.apply(result, spec, facing)
    if (row.off === true && facing.power !== 'poweredOff' && !isEqual(after, result))
      throw invalidPowerState(facing.power, 'poweredOff')
    result = after
  }
  result = withFieldsInOptions(result, spec)
  if (spec.crypto !== undefined) result = applyCrypto(result, spec.crypto)
  return spec.extraConfig === undefined ? result : mergeOptions(result, spec.extraConfig, facing.release)
}

function refuseOthers(config: Config, spec: ConfigSpec, asked: readonly SpecField[]): void {
  const known = new Set<SpecField>([...elsewhere, ...specRows.map(({ field }) => field)])
  const other = asked.find((field) => !known.has(field) && !isHeld(config, field, spec[field]))
  if (other !== undefined) throw notHonoured(`configSpec.${other}`)
  const profiles = spec.vmProfile ?? []
  const isNone = profiles.every(
    ({ _typeName }) =>
      _typeName === 'VirtualMachineDefaultProfileSpec' || _typeName === 'VirtualMachineEmptyProfileSpec',
  )
  if (!isNone) throw notHonoured('configSpec.vmProfile')
}

/** Whether a field says what holds already: clients read a configuration and send most of it back. */
function isHeld(config: Config, field: string, value: unknown): boolean {
  const held = (config as unknown as Readonly<Record<string, unknown>>)[field]
  const inHardware = (config.hardware as unknown as Readonly<Record<string, unknown>>)[field]
  return isEqual(held ?? inHardware ?? false, value)
}
