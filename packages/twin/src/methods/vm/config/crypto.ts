import { isA } from '@sakimori/vim25'
import { keyMissing } from '../devices/device-fault.ts'
import { invalidArgument } from '../../../kernel/fault.ts'
import { notAllowed } from '../refuse.ts'
import type { Config, ConfigSpec, Device } from '../vm-record.ts'

type Crypto = NonNullable<ConfigSpec['crypto']>

/** The right that each way of encrypting asks for (vSphere Security, "Cryptographic operations privileges"). */
const privileges: Readonly<Record<string, string>> = {
  CryptoSpecEncrypt: 'Cryptographer.Encrypt',
  CryptoSpecDecrypt: 'Cryptographer.Decrypt',
  CryptoSpecDeepRecrypt: 'Cryptographer.Recrypt',
  CryptoSpecShallowRecrypt: 'Cryptographer.Recrypt',
  CryptoSpecRegister: 'Cryptographer.RegisterVM',
}

export const cryptoPrivilege = ({ _typeName }: Crypto, isCreating: boolean): string | undefined =>
  isCreating && _typeName === 'CryptoSpecEncrypt' ? 'Cryptographer.EncryptNew' : privileges[_typeName]

/**
 * Encrypts or decrypts. The twin has no key provider, so what needs a key is refused as a server without one does; an
 * encrypted VM can be decrypted. Throws EncryptionKeyRequired, InvalidArgument, NotSupported.
 */
export function applyCrypto(config: Config, crypto: Crypto): Config {
  if (crypto._typeName === 'CryptoSpecNoOp' || crypto._typeName === 'CryptoSpec') return config
  if (crypto._typeName !== 'CryptoSpecDecrypt') throw keyMissing()
  const { keyId, ...rest } = config
  if (keyId === undefined) throw invalidArgument('configSpec.crypto', 'the virtual machine is not encrypted')
  const devices = config.hardware.device ?? []
  if (devices.some((device) => isA(device, 'VirtualTPM')))
    throw notAllowed('a virtual machine with a virtual TPM must stay encrypted')
  return { ...rest, hardware: { ...config.hardware, device: devices.map(decrypted) } }
}

function decrypted(device: Device): Device {
  if (!isA(device.backing, 'VirtualDiskFlatVer2BackingInfo')) return device
  const { keyId: _key, ...backing } = device.backing
  return { ...device, backing }
}
