import type { MoRef } from '@sakimori/vim25/types'
import { vmCapability } from '../../estate/releases/capability.ts'
import { hardwareVersions } from '../../estate/releases/hardware-versions.ts'
import { esxProducts, isFrom } from '../../estate/releases/release.ts'
import { fixedDevices } from '../../estate/build/fixed-devices.ts'
import { vmConfig } from '../../estate/build/vm-config.ts'
import { invalidArgument } from '../../kernel/fault.ts'
import { ManagedObject } from '../../kernel/store.ts'
import type { World } from '../../kernel/world.ts'
import { guestOf, isGuestId } from './config/guest-os.ts'
import { DeviceList } from './devices/device-list.ts'
import { folderOf } from './files/datastore-path.ts'
import type { FileDesk, Place } from './files/file-desk.ts'
import { silentGuest } from './guest-info.ts'
import { notAllowed } from './refuse.ts'
import { newBiosUuid, newInstanceUuid } from './serial.ts'
import { hardwareNumber, releaseAt, type Config, type ConfigSpec, type Device, type Runtime } from './vm-record.ts'

/** What a VM gets when its spec does not say (vSphere API, VirtualMachineConfigSpec). */
const defaults = { guestId: 'otherGuest', cpus: 1, memoryMB: 32, firmware: 'bios' } as const

/** The controllers and devices that every VM has, without any that somebody added. */
function bareDevices(): readonly Device[] {
  const all = fixedDevices({ ide: [], pci: [], sio: [], scsi: [], ahci: [] }, 'noSharing')
  return new DeviceList(all.filter(({ _typeName }) => _typeName !== 'ParaVirtualSCSIController')).devices
}

/** A configuration for a VM that is to be made, before its spec is applied to it. */
export function bareConfig(world: World, host: ManagedObject, spec: ConfigSpec, vmx: string): Config {
  const release = releaseAt(world, host)
  const known = hardwareVersions(release)
  const version = spec.version ?? known.at(-1) ?? 'vmx-13'
  if (!known.includes(version)) throw notAllowed(`the host does not run hardware version ${version}`)
  const { guestId = defaults.guestId, name = '' } = spec
  if (!isGuestId(guestId)) throw invalidArgument('configSpec.guestId', 'is no guest operating system')
  const made = vmConfig(
    name,
    {
      guest: guestOf(guestId),
      uuid: newBiosUuid(world.store),
      instanceUuid: newInstanceUuid(world.store),
      cpus: defaults.cpus,
      memoryMB: defaults.memoryMB,
      directory: folderOf(vmx),
      firmware: defaults.firmware,
      hardware: hardwareNumber(version),
      disks: [],
      nics: [],
      toolsVersion: 0,
    },
    'poweredOff',
    release,
  )
  const folder = `${folderOf(vmx)}/`
  return {
    ...made,
    ...(isFrom(release, '6.7') && { createDate: world.now().toISOString() }),
    extraConfig: [],
    files: {
      _typeName: 'VirtualMachineFileInfo',
      vmPathName: vmx,
      snapshotDirectory: folder,
      suspendDirectory: folder,
      logDirectory: folder,
    },
    hardware: { ...made.hardware, device: bareDevices() },
  }
}

/** A VM that is off, with what does not follow from its configuration. */
export function newVm(
  world: World,
  ref: MoRef<'VirtualMachine'>,
  where: {
    readonly name: string
    readonly parent: MoRef
    readonly pool: MoRef | undefined
    readonly host: ManagedObject
  },
): ManagedObject {
  const { name, parent, pool, host } = where
  const release = releaseAt(world, host)
  const runtime: Runtime = {
    _typeName: 'VirtualMachineRuntimeInfo',
    host: host.ref as MoRef<'HostSystem'>,
    connectionState: 'connected',
    powerState: 'poweredOff',
    ...(isFrom(release, '7.0') && { vmFailoverInProgress: false }),
    faultToleranceState: 'notConfigured',
    toolsInstallerMounted: false,
    numMksConnections: 0,
    recordReplayState: 'inactive',
    onlineStandby: false,
    consolidationNeeded: false,
    cleanPowerOff: true,
    paused: false,
    snapshotInBackground: false,
    quiescedForkParent: false,
  }
  return new ManagedObject(ref, {
    name,
    parent,
    ...(pool !== undefined && { resourcePool: pool }),
    runtime,
    guest: silentGuest,
    capability: vmCapability(esxProducts[release].apiVersion),
  })
}

/**
 * Where the .vmx of a new VM goes: the path that is asked for, or a folder of the VM's name on the datastore that is named;
 * a second one of the name is 'name_1'. Throws FileAlreadyExists, InvalidDatastorePath.
 */
export function planVmx(files: FileDesk, asked: string, name: string): string {
  const place = files.locate(asked)
  const safe = name.replaceAll(/[/\\:*?"<>|]/g, '_')
  const isFile = place.path.endsWith('.vmx')
  const made: Place = isFile ? place : { ...place, path: `${freeFolder(files, place, safe)}/${safe}.vmx` }
  files.create(made, 0)
  return files.nameOf(made)
}

function freeFolder(files: FileDesk, { datastore, path }: Place, name: string): string {
  if (path !== '') return path
  for (let number = 0; ; number += 1) {
    const folder = number === 0 ? name : `${name}_${number}`
    if (!files.hasFolder({ datastore, path: folder })) return folder
  }
}
