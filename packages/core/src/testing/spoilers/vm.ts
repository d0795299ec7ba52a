import { first, setOption, type Spoiler } from '../draft.ts'

const DEVICES = 'config.hardware.device'

/** Sets a key of the first VM's extraConfig. */
export const vmKey =
  (key: string, value: string | undefined): Spoiler =>
  (draft) =>
    setOption(first(draft, 'VirtualMachine'), 'config.extraConfig', key, value)

/** Sets what was read of the first VM at a path. */
export const vmValue =
  (path: string, value: unknown): Spoiler =>
  (draft) => {
    first(draft, 'VirtualMachine').values[path] = value
  }

/** Adds a device to the first VM. */
export const vmDevice =
  (device: Record<string, unknown>): Spoiler =>
  (draft) => {
    const vm = first(draft, 'VirtualMachine')
    vm.values[DEVICES] = [...(vm.values[DEVICES] as unknown[]), { key: 9000, ...device }]
  }

/** Changes the device of a class of the first VM. */
export const vmDeviceOf =
  (type: string, change: (device: Record<string, unknown>) => Record<string, unknown>): Spoiler =>
  (draft) => {
    const vm = first(draft, 'VirtualMachine')
    vm.values[DEVICES] = (vm.values[DEVICES] as Record<string, unknown>[]).map((device) =>
      device['_typeName'] === type ? change(device) : device,
    )
  }

/** Changes the connection of the CD/DVD drive. */
export const disc = (connection: Record<string, unknown>): Spoiler =>
  vmDeviceOf('VirtualCdrom', (device) => ({
    ...device,
    connectable: { ...(device['connectable'] as object), ...connection },
  }))

const open = (key: string) => vmKey(key, 'FALSE')

export const vmSpoilers: Readonly<Record<string, Spoiler>> = {
  'esx.page-sharing-between-vms': (draft) => {
    for (const [index, vm] of draft.objects.filter(({ ref }) => ref.type === 'VirtualMachine').entries()) {
      vm.values['runtime.host'] = { type: 'HostSystem', value: 'host-10' }
      setOption(vm, 'config.extraConfig', 'sched.mem.pshare.salt', index < 2 ? 'shared' : undefined)
    }
  },
  'vm.console-copy': open('isolation.tools.copy.disable'),
  'vm.console-paste': vmKey('isolation.tools.paste.disable', '0'),
  'vm.console-drag-and-drop': open('isolation.tools.dnd.disable'),
  'vm.console-gui-options': vmKey('isolation.tools.setGUIOptions.enable', undefined),
  'vm.console-connections': vmValue('config.maxMksConnections', 40),
  'vm.console-auto-lock': vmValue('config.guestAutoLockEnabled', false),
  // 12.3.5
  'vm.tools-patched': vmValue('guest.toolsVersion', '12389'),
  'vm.vnc': vmKey('RemoteDisplay.vnc.enabled', 'TRUE'),
  'vm.3d-acceleration': vmKey('mks.enable3d', 'true'),
  'vm.host-info': vmKey('tools.guestlib.enableHostInfo', 'TRUE'),
  'vm.guest-info-size': vmKey('tools.setInfo.sizeLimit', '0'),
  'vm.vix-messages': open('isolation.tools.vixMessage.disable'),
  'vm.vmsafe-agent': vmKey('vmsafe.enable', 'TRUE'),
  'vm.boot-device-classes': vmKey('bios.bootDeviceClasses', undefined),
  'vm.shared-folders': open('isolation.tools.hgfsServerSet.disable'),
  'vm.disk-shrink': open('isolation.tools.diskShrink.disable'),
  'vm.disk-wiper': open('isolation.tools.diskWiper.disable'),
  'vm.device-connection-by-guest': open('isolation.device.connectable.disable'),
  'vm.device-edit-by-guest': open('isolation.device.edit.disable'),
  'vm.page-sharing-salt': vmKey('sched.mem.pshare.salt', 'shared'),
  'vm.hosted-autologon': open('isolation.tools.ghi.autologon.disable'),
  'vm.hosted-launch-menu': open('isolation.tools.ghi.launchmenu.change'),
  'vm.hosted-protocol-handler': open('isolation.tools.ghi.protocolhandler.info.disable'),
  'vm.hosted-shell-action': open('isolation.ghi.host.shellAction.disable'),
  'vm.hosted-tray-icon': open('isolation.tools.ghi.trayicon.disable'),
  'vm.hosted-unity': open('isolation.tools.unity.disable'),
  'vm.hosted-unity-interlock': open('isolation.tools.unityInterlockOperation.disable'),
  'vm.hosted-unity-push-update': open('isolation.tools.unity.push.update.disable'),
  'vm.hosted-unity-taskbar': open('isolation.tools.unity.taskbar.disable'),
  'vm.hosted-unity-active': open('isolation.tools.unityActive.disable'),
  'vm.hosted-unity-window-contents': open('isolation.tools.unity.windowContents.disable'),
  'vm.hosted-drag-version-get': open('isolation.tools.vmxDnDVersionGet.disable'),
  'vm.hosted-drag-version-set': open('isolation.tools.guestDnDVersionSet.disable'),
  'vm.hosted-fake-memory-samples': open('isolation.tools.memSchedFakeSampleStats.disable'),
  'vm.hosted-bios-boot-specification': open('isolation.bios.bbs.disable'),
  'vm.hosted-get-credentials': open('isolation.tools.getCreds.disable'),
  'vm.hosted-display-topology': open('isolation.tools.dispTopoRequest.disable'),
  'vm.hosted-trash-folder': open('isolation.tools.trashFolderState.disable'),
  'vm.sound-card': vmDevice({ _typeName: 'VirtualHdAudioCard' }),
  'vm.pci-passthrough': vmDevice({
    _typeName: 'VirtualPCIPassthrough',
    backing: { _typeName: 'VirtualPCIPassthroughDeviceBackingInfo' },
  }),
  'vm.persistent-disks': vmDeviceOf('VirtualDisk', (disk) => ({
    ...disk,
    backing: { ...(disk['backing'] as object), diskMode: 'independent_nonpersistent' },
  })),
  'vm.network-filter': vmKey('ethernet0.filter1.name', 'dv-sniffer'),
  'vm.hardware-version': vmValue('config.version', 'vmx-10'),
  'vm.vmotion-encryption': vmValue('config.migrateEncryption', 'disabled'),
  'vm.ft-encryption': vmValue('config.ftEncryptionMode', 'ftEncryptionDisabled'),
  'vm.secure-boot': vmValue('config.bootOptions', { _typeName: 'VirtualMachineBootOptions' }),
  'vm.tools-auto-install': open('isolation.tools.autoInstall.disable'),
  'vm.vga-only': vmKey('svga.vgaOnly', 'FALSE'),
  'vm.ahci-controller-in-use': vmDevice({ _typeName: 'VirtualAHCIController', device: [] }),
  'vm.resource-allocation': vmValue('config.memoryAllocation', {
    _typeName: 'ResourceAllocationInfo',
    limit: 1024,
    shares: { _typeName: 'SharesInfo', level: 'normal' },
  }),
  'vm.log-enabled': vmValue('config.flags.enableLogging', false),
  'vm.log-files-kept': vmKey('log.keepOld', '1'),
  'vm.log-size-limited': vmKey('log.rotateSize', '0'),
  'vm.tools-current': vmValue('guest.toolsVersionStatus2', 'guestToolsSupportedOld'),
  'vm.supported-release': (draft) => {
    for (const { ref, values } of draft.objects)
      if (ref.type === 'HostSystem')
        values['config.product'] = { _typeName: 'AboutInfo', version: '6.0.0', build: '9239799' }
  },
  'vm.floppy': vmDevice({
    _typeName: 'VirtualFloppy',
    connectable: { connected: false, startConnected: false, allowGuestControl: false },
  }),
  'vm.cdrom-disconnected': disc({ startConnected: true }),
  'vm.parallel-port': vmDevice({ _typeName: 'VirtualParallelPort' }),
  'vm.serial-port': vmDevice({ _typeName: 'VirtualSerialPort' }),
  'vm.serial-port-encrypted': vmDevice({
    _typeName: 'VirtualSerialPort',
    backing: {
      _typeName: 'VirtualSerialPortURIBackingInfo',
      serviceURI: 'telnet://192.0.2.9:2001',
      direction: 'server',
    },
  }),
  'vm.usb-device': vmDevice({
    _typeName: 'VirtualUSB',
    connected: true,
    backing: { _typeName: 'VirtualUSBUSBBackingInfo' },
  }),
  'vm.usb-controller': vmDevice({ _typeName: 'VirtualUSBXHCIController' }),
  'vm.device-guest-control': (draft) => {
    vmKey('isolation.device.connectable.disable', 'FALSE')(draft)
    disc({ allowGuestControl: true })(draft)
  },
}
