import type { DataTypes } from '@sakimori/vim25/types'

const GB = 2 ** 30

/** The disk in the box that a host boots from, and how it hangs on its adapter. */
export interface BootDisk {
  readonly scsiLun: readonly DataTypes['ScsiLun'][]
  readonly scsiTopology: DataTypes['HostScsiTopology']
}

/** The boot disk of a host by its number, on the adapter with that key. */
export function bootDisk(number: number, adapter: string): BootDisk {
  const serial = String(number).padStart(12, '0')
  const canonicalName = `naa.600508b1001c${serial.padStart(20, '0')}`
  const devicePath = `/vmfs/devices/disks/${canonicalName}`
  const key = `key-vim.host.ScsiDisk-0200000000${canonicalName.slice(4)}4c4f47494341`
  const disk: DataTypes['HostScsiDisk'] = {
    _typeName: 'HostScsiDisk',
    deviceName: devicePath,
    deviceType: 'disk',
    key,
    uuid: key.slice('key-vim.host.ScsiDisk-'.length),
    canonicalName,
    displayName: `Local HPE Disk (${canonicalName})`,
    lunType: 'disk',
    vendor: 'HPE     ',
    model: 'LOGICAL VOLUME  ',
    revision: '5.61',
    scsiLevel: 6,
    serialNumber: 'unavailable',
    alternateName: [
      {
        _typeName: 'ScsiLunDurableName',
        namespace: 'SERIALNUM',
        namespaceId: 4,
        data: Array.from(Buffer.from(serial)),
      },
    ],
    queueDepth: 1024,
    operationalState: ['ok'],
    capabilities: { _typeName: 'ScsiLunCapabilities', updateDisplayNameSupported: true },
    vStorageSupport: 'vStorageUnsupported',
    protocolEndpoint: false,
    capacity: { _typeName: 'HostDiskDimensionsLba', blockSize: 512, block: (480 * GB) / 512 },
    devicePath,
    ssd: true,
    localDisk: true,
    emulatedDIXDIFEnabled: false,
    scsiDiskType: 'native512',
  }
  const target: DataTypes['HostScsiTopologyTarget'] = {
    _typeName: 'HostScsiTopologyTarget',
    key: 'key-vim.host.ScsiTopology.Target-vmhba0:0:0',
    target: 0,
    lun: [{ _typeName: 'HostScsiTopologyLun', key: 'key-vim.host.ScsiTopology.Lun-vmhba0:0:0', lun: 0, scsiLun: key }],
  }
  return {
    scsiLun: [disk],
    scsiTopology: {
      _typeName: 'HostScsiTopology',
      adapter: [
        {
          _typeName: 'HostScsiTopologyInterface',
          key: 'key-vim.host.ScsiTopology.Interface-vmhba0',
          adapter,
          target: [target],
        },
      ],
    },
  }
}
