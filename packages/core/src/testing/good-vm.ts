import type { Release } from '../model/index.ts'
import { goodDevices } from './good-devices.ts'

/** Hardware versions that came with each release. */
const hardware: Readonly<Record<Release, string>> = {
  '6.5': 'vmx-13',
  '6.7': 'vmx-14',
  '7.0': 'vmx-19',
  '8.0': 'vmx-21',
  '9.0': 'vmx-22',
  '9.1': 'vmx-22',
}

/** Keys of extraConfig that are set although the newer releases do not need them: explicit is good under every baseline. */
const options: Readonly<Record<string, string>> = {
  'isolation.tools.copy.disable': 'TRUE',
  'isolation.tools.paste.disable': 'TRUE',
  'isolation.tools.dnd.disable': 'TRUE',
  'isolation.tools.setGUIOptions.enable': 'FALSE',
  'isolation.tools.diskShrink.disable': 'TRUE',
  'isolation.tools.diskWiper.disable': 'TRUE',
  'isolation.tools.hgfsServerSet.disable': 'TRUE',
  'isolation.device.connectable.disable': 'TRUE',
  'isolation.device.edit.disable': 'TRUE',
  'isolation.bios.bbs.disable': 'TRUE',
  'isolation.ghi.host.shellAction.disable': 'TRUE',
  'isolation.tools.dispTopoRequest.disable': 'TRUE',
  'isolation.tools.getCreds.disable': 'TRUE',
  'isolation.tools.ghi.autologon.disable': 'TRUE',
  'isolation.tools.ghi.launchmenu.change': 'TRUE',
  'isolation.tools.ghi.protocolhandler.info.disable': 'TRUE',
  'isolation.tools.ghi.trayicon.disable': 'TRUE',
  'isolation.tools.guestDnDVersionSet.disable': 'TRUE',
  'isolation.tools.memSchedFakeSampleStats.disable': 'TRUE',
  'isolation.tools.trashFolderState.disable': 'TRUE',
  'isolation.tools.unity.disable': 'TRUE',
  'isolation.tools.unity.push.update.disable': 'TRUE',
  'isolation.tools.unity.taskbar.disable': 'TRUE',
  'isolation.tools.unity.windowContents.disable': 'TRUE',
  'isolation.tools.unityActive.disable': 'TRUE',
  'isolation.tools.unityInterlockOperation.disable': 'TRUE',
  'isolation.tools.vmxDnDVersionGet.disable': 'TRUE',
  // Guides and servers differ in the case of this key.
  'tools.setinfo.sizelimit': '1048576',
  'tools.guestlib.enableHostInfo': 'FALSE',
  'RemoteDisplay.vnc.enabled': 'FALSE',
  'mks.enable3d': 'FALSE',
  'bios.bootDeviceClasses': 'allow:hd',
  'log.keepOld': '10',
  'log.rotateSize': '2048000',
  nvram: 'vm.nvram',
}

const allocation = {
  _typeName: 'ResourceAllocationInfo',
  reservation: 0,
  limit: -1,
  shares: { _typeName: 'SharesInfo', shares: 4000, level: 'normal' },
}

/** What a well-kept VM answers: a Windows guest first, a Linux guest second. */
export function goodVmValues(release: Release, index: number): Record<string, unknown> {
  const uuid = `50${index}00000-0000-4000-8000-000000000000`
  return {
    'runtime.powerState': 'poweredOn',
    'runtime.connectionState': 'connected',
    'config.instanceUuid': uuid,
    'config.uuid': uuid.replace(/^50/, '42'),
    'config.version': hardware[release],
    'config.template': false,
    'config.guestId': index === 0 ? 'windows9Server64Guest' : 'rhel7_64Guest',
    'config.managedBy': undefined,
    'config.extraConfig': Object.entries(options).map(([key, value]) => ({ _typeName: 'OptionValue', key, value })),
    'config.hardware.device': goodDevices(index),
    'config.maxMksConnections': 1,
    'config.flags.enableLogging': true,
    'config.cpuAllocation': allocation,
    'config.memoryAllocation': allocation,
    'summary.config.memorySizeMB': 8192,
    // 13.0.5
    'guest.toolsVersion': '13317',
    'guest.toolsInstallType': index === 0 ? 'guestToolsTypeMSI' : 'guestToolsTypeOpenVMTools',
    'guest.guestFamily': index === 0 ? 'windowsGuest' : 'linuxGuest',
    'guest.toolsVersionStatus2': index === 0 ? 'guestToolsCurrent' : 'guestToolsUnmanaged',
    'config.guestAutoLockEnabled': true,
    'config.firmware': 'efi',
    'config.bootOptions': { _typeName: 'VirtualMachineBootOptions', efiSecureBootEnabled: true },
    'config.keyId': undefined,
    'config.migrateEncryption': 'required',
    // The property came with 7.0.
    'config.ftEncryptionMode': release === '6.5' || release === '6.7' ? undefined : 'ftEncryptionRequired',
  }
}
