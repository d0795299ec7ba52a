import { isA } from '@sakimori/vim25'
import { isFrom } from '../../../estate/releases/release.ts'
import type { Release } from '@sakimori/core/model'
import { invalidArgument } from '../../../kernel/fault.ts'
import { checkEnum, notHonoured } from '../refuse.ts'
import { hardwareNumber, invalidPowerState, type Config, type ConfigSpec } from '../vm-record.ts'
import { merged, type SpecRow } from './spec-row.ts'

const settings = 'VirtualMachine.Config.Settings'

type BootOptions = NonNullable<Config['bootOptions']>
type Order = NonNullable<BootOptions['bootOrder']>

/** Secure boot came with hardware version 13 (vSphere Security, "Enable or disable UEFI secure boot for a virtual machine"). */
const secureBootFrom = 13

export const bootOptions: SpecRow = {
  field: 'bootOptions',
  privilege: settings,
  apply(config, { bootOptions: asked, firmware: wanted }, { power }) {
    if (asked === undefined) return config
    checkEnum(
      'VirtualMachineBootOptionsNetworkBootProtocolType',
      asked.networkBootProtocol,
      'configSpec.bootOptions.networkBootProtocol',
    )
    for (const field of ['bootDelay', 'bootRetryDelay'] as const) {
      if (Number(asked[field] ?? 0) < 0) throw invalidArgument(`configSpec.bootOptions.${field}`)
    }
    const { bootOrder, ...rest } = merged<BootOptions>(config.bootOptions, asked, 'configSpec.bootOptions')
    const order = orderOf(config, bootOrder)
    const after: BootOptions = { ...rest, ...(order !== undefined && { bootOrder: order }) }
    const isSecure = after.efiSecureBootEnabled === true
    if (isSecure !== (config.bootOptions?.efiSecureBootEnabled === true) && power !== 'poweredOff')
      throw invalidPowerState(power, 'poweredOff')
    if (isSecure && ((wanted ?? config.firmware) !== 'efi' || hardwareNumber(config.version) < secureBootFrom)) {
      throw invalidArgument(
        'configSpec.bootOptions.efiSecureBootEnabled',
        `needs EFI firmware and hardware version ${secureBootFrom}`,
      )
    }
    return { ...config, bootOptions: after }
  },
}

/** A device that is none of the bootable kinds means: no order. Throws InvalidArgument for a device that is not there. */
function orderOf(config: Config, order: Order | undefined): Order | undefined {
  const devices = config.hardware.device ?? []
  if (order === undefined || order.some(({ _typeName }) => _typeName === 'VirtualMachineBootOptionsBootableDevice'))
    return undefined
  for (const entry of order) {
    const key = 'deviceKey' in entry ? entry.deviceKey : undefined
    if (
      key !== undefined &&
      !devices.some(
        (device) => device.key === key && (isA(device, 'VirtualDisk') || isA(device, 'VirtualEthernetCard')),
      )
    ) {
      throw invalidArgument('configSpec.bootOptions.bootOrder', `names no disk or network adapter: ${key}`)
    }
  }
  return order
}

/** What BIOS firmware has not, goes with EFI. */
export const firmware: SpecRow = {
  field: 'firmware',
  privilege: settings,
  off: true,
  apply(config, { firmware: wanted = '', bootOptions: asked }) {
    if (wanted !== 'bios' && wanted !== 'efi') throw invalidArgument('configSpec.firmware', 'must be bios or efi')
    const isSecure = config.bootOptions?.efiSecureBootEnabled === true
    if (wanted === 'efi' || !isSecure || asked?.efiSecureBootEnabled === true) return { ...config, firmware: wanted }
    return {
      ...config,
      firmware: wanted,
      bootOptions: { ...config.bootOptions, _typeName: 'VirtualMachineBootOptions', efiSecureBootEnabled: false },
    }
  },
}

/** How many consoles a VM lets in when nobody says: facts/controls.md, trap 1. */
export const defaultConsoles = (release: Release): number => (isFrom(release, '8.0') ? -1 : 40)

export const consoleLimit: SpecRow = {
  field: 'maxMksConnections',
  privilege: 'VirtualMachine.Config.MksControl',
  apply(config, { maxMksConnections = -1 }) {
    if (!Number.isInteger(maxMksConnections) || maxMksConnections < -1 || maxMksConnections > 40) {
      throw invalidArgument('configSpec.maxMksConnections', 'must be between 0 and 40, or -1')
    }
    return { ...config, maxMksConnections }
  },
}

export const nestedHv: SpecRow = {
  field: 'nestedHVEnabled',
  privilege: settings,
  off: true,
  apply(config: Config, { nestedHVEnabled = false }: ConfigSpec) {
    if (nestedHVEnabled && hardwareNumber(config.version) < 9)
      throw notHonoured('configSpec.nestedHVEnabled below hardware version 9')
    return { ...config, nestedHVEnabled }
  },
}
