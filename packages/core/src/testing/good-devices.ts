/** The UUID of the distributed switch of the good estate. */
export const DVS_UUID = '50 1a 2b 3c 4d 5e 6f 70-81 92 a3 b4 c5 d6 e7 f8'

/** The key of the distributed port group that its VMs are on. */
export const APP_PORTGROUP = 'dvportgroup-201'

/** The devices of a well-kept VM: an adapter on the distributed switch and an empty CD/DVD drive. */
export function goodDevices(index: number): unknown[] {
  return [
    { _typeName: 'VirtualIDEController', key: 200, deviceInfo: described('IDE 0') },
    { _typeName: 'VirtualKeyboard', key: 600, deviceInfo: described('キーボード') },
    {
      _typeName: 'VirtualCdrom',
      key: 3000,
      deviceInfo: described('CD/DVD ドライブ 1'),
      backing: { _typeName: 'VirtualCdromRemotePassthroughBackingInfo', deviceName: '', exclusive: false },
      connectable: connectable(false),
    },
    {
      _typeName: 'VirtualVmxnet3',
      key: 4000,
      deviceInfo: described('ネットワーク アダプタ 1'),
      backing: {
        _typeName: 'VirtualEthernetCardDistributedVirtualPortBackingInfo',
        port: {
          _typeName: 'DistributedVirtualSwitchPortConnection',
          switchUuid: DVS_UUID,
          portgroupKey: APP_PORTGROUP,
          portKey: String(index),
        },
      },
      connectable: { ...connectable(true), startConnected: true },
    },
    {
      _typeName: 'VirtualDisk',
      key: 2000,
      deviceInfo: described('ハード ディスク 1'),
      backing: { _typeName: 'VirtualDiskFlatVer2BackingInfo', fileName: '[ds] vm/vm.vmdk', diskMode: 'persistent' },
    },
  ]
}

const described = (label: string) => ({ _typeName: 'Description', label, summary: label })

const connectable = (connected: boolean) => ({
  _typeName: 'VirtualDeviceConnectInfo',
  startConnected: false,
  allowGuestControl: false,
  connected,
})
