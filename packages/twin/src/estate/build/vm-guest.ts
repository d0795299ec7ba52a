import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { maybe } from '../releases/maybe.ts'
import { vmMac } from './identity.ts'
import { currentTools, fileName, type Power, type VmSettings } from './vm-config.ts'

const GB = 2 ** 30

/** What VMware Tools report of a running guest. */
export function guestInfo(name: string, domain: string, settings: VmSettings, power: Power): DataTypes['GuestInfo'] {
  const { guest, nics, disks } = settings
  const running = power === 'poweredOn'
  const version = settings.toolsVersion ?? currentTools
  const state = {
    toolsStatus: running ? ('toolsOk' as const) : ('toolsNotRunning' as const),
    toolsVersionStatus: 'guestToolsCurrent',
    toolsVersionStatus2: version < 12_000 ? 'guestToolsSupportedOld' : 'guestToolsCurrent',
    toolsRunningStatus: running ? 'guestToolsRunning' : 'guestToolsNotRunning',
    toolsVersion: String(version),
    toolsInstallType: guest.tools,
  }
  if (!running) return { _typeName: 'GuestInfo', ...state, guestState: 'notRunning', hostName: hostName(name, domain) }
  return {
    _typeName: 'GuestInfo',
    ...state,
    guestId: guest.id,
    guestFamily: guest.family,
    guestFullName: guest.fullName,
    hostName: hostName(name, domain),
    ...maybe('ipAddress', nics[0]?.ip),
    ...maybe(
      'net',
      nics.map((nic, index) => ({
        _typeName: 'GuestNicInfo' as const,
        network: nic.plug.name,
        ...maybe('ipAddress', nic.ip === undefined ? undefined : [nic.ip]),
        macAddress: vmMac(nic.number),
        connected: nic.connected ?? true,
        deviceConfigId: 4000 + index,
      })),
    ),
    ...maybe(
      'disk',
      disks.map(({ gb }, index) => ({
        _typeName: 'GuestDiskInfo' as const,
        diskPath: index === 0 ? guest.rootPath : `${guest.rootPath}${index + 1}`,
        capacity: gb * GB,
        freeSpace: Math.round(gb * 0.4) * GB,
      })),
    ),
    guestState: 'running',
    appHeartbeatStatus: 'appStatusGray',
    guestKernelCrashed: false,
    appState: 'none',
    guestOperationsReady: true,
    interactiveGuestOperationsReady: false,
    guestStateChangeSupported: true,
  }
}

/** The name that the guest gives itself: ASCII only, whatever the VM is called. */
function hostName(name: string, domain: string): string {
  const ascii = name.replaceAll(/[^A-Za-z0-9-]+/g, '').replaceAll(/^-+|-+$/g, '')
  return `${ascii === '' ? 'guest' : ascii.toLowerCase()}.${domain}`
}

/** The files of a VM. */
export function fileLayout(name: string, settings: VmSettings): DataTypes['VirtualMachineFileLayoutEx'] {
  const { directory, disks } = settings
  const file = (
    key: number,
    path: string,
    type: string,
    size: number,
  ): DataTypes['VirtualMachineFileLayoutExFileInfo'] => ({
    _typeName: 'VirtualMachineFileLayoutExFileInfo',
    key,
    name: path,
    type,
    size,
    uniqueSize: size,
    accessible: true,
  })
  return {
    _typeName: 'VirtualMachineFileLayoutEx',
    file: [
      file(0, `${directory}/${fileName(name)}.vmx`, 'config', 3120),
      file(1, `${directory}/${fileName(name)}.nvram`, 'nvram', 270_840),
      file(2, `${directory}/vmware.log`, 'log', 262_144),
      ...disks.flatMap((disk, index) => [
        file(3 + index * 2, disk.file, 'diskDescriptor', 512),
        file(4 + index * 2, disk.file.replace(/\.vmdk$/, '-flat.vmdk'), 'diskExtent', disk.gb * GB),
      ]),
    ],
    disk: disks.map((_, index) => ({
      _typeName: 'VirtualMachineFileLayoutExDiskLayout',
      key: 2000 + index,
      chain: [{ _typeName: 'VirtualMachineFileLayoutExDiskUnit', fileKey: [3 + index * 2, 4 + index * 2] }],
    })),
    timestamp: '2026-11-20T00:00:00Z',
  }
}

/** What a VM takes up on its datastores. */
export function storageUse(settings: VmSettings): DataTypes['VirtualMachineStorageInfo'] {
  const used = new Map<string, { readonly datastore: MoRef<'Datastore'>; bytes: number }>()
  for (const { datastore, gb } of settings.disks) {
    const entry = used.get(datastore.value) ?? { datastore, bytes: 0 }
    entry.bytes += gb * GB
    used.set(datastore.value, entry)
  }
  return {
    _typeName: 'VirtualMachineStorageInfo',
    perDatastoreUsage: [...used.values()].map(({ datastore, bytes }) => ({
      _typeName: 'VirtualMachineUsageOnDatastore',
      datastore,
      committed: bytes,
      uncommitted: 0,
      unshared: bytes,
    })),
    timestamp: '2026-11-20T00:00:00Z',
  }
}
