import { vimFault, VimFault } from '../../../kernel/fault.ts'

/** `InvalidDeviceSpec` and those that derive from it. */
type DeviceFault =
  | 'InvalidDeviceSpec'
  | 'InvalidDeviceBacking'
  | 'InvalidDeviceOperation'
  | 'InvalidController'
  | 'MissingController'
  | 'DeviceNotFound'
  | 'DeviceUnsupportedForVmPlatform'
  | 'DeviceUnsupportedForVmVersion'
  | 'DisallowedDiskModeChange'

/** A fault of the device at an index of the change; `field` is what is wrong with it. */
export function deviceFault(
  type: DeviceFault,
  index: number,
  field: string,
  more: Readonly<Record<string, unknown>> = {},
): VimFault {
  const property = `virtualDeviceSpec.device.${field}`
  return new VimFault(
    { _typeName: type, property, deviceIndex: index, ...more },
    messages[type]?.(index) ?? plain(index),
  )
}

export const invalidDevice = (index: number, field: string): VimFault => deviceFault('InvalidDeviceSpec', index, field)

const plain = (index: number) => `Invalid configuration for device '${index}'.`

const messages: Partial<Record<DeviceFault, (index: number) => string>> = {
  InvalidDeviceBacking: (index) => `Incompatible device backing specified for device '${index}'.`,
  InvalidDeviceOperation: (index) => `Invalid operation for device '${index}'.`,
  MissingController: (index) => `The device '${index}' is referring to a nonexisting controller.`,
  DeviceUnsupportedForVmPlatform: (index) =>
    `The device '${index}' is not supported on this virtual machine's platform.`,
}

/** A VM that is encrypted, or is to be, without a key provider that has the key. */
export function keyMissing(): VimFault {
  return vimFault('EncryptionKeyRequired', {}, 'No key provider is configured: a key is required for the operation.')
}
