import type { Inventory, ObjectRef } from '../edit.ts'
import { toElements, typed, type Fields, type Value } from '../value.ts'
import { optionValues } from './host.ts'
import type { Connectable, VmSettings } from './settings.ts'

const description = (label: string): Fields => ({ $type: 'Description', label, summary: label })

/** A removable device: its type, key, controller, backing, and where it is plugged in. */
const removable = (
  type: string,
  key: number,
  label: string,
  controllerKey: number,
  backing: Fields,
  state: Connectable,
): Fields => ({
  $type: type,
  key,
  deviceInfo: description(label),
  backing,
  connectable: { ...state, status: 'untried' },
  controllerKey,
  unitNumber: 0,
})

const remote = (type: string): Fields => ({ $type: type, deviceName: '', useAutoDetect: false })

/** The devices that the settings ask for; keys and controllers as vSphere numbers them. */
const extraDevices = ({ cdrom, floppy, serial, parallel, usb }: VmSettings): Fields[] => {
  const devices: Fields[] = []
  if (cdrom !== undefined) {
    devices.push(
      removable('VirtualCdrom', 3000, 'CD/DVD drive 1', 200, remote('VirtualCdromRemotePassthroughBackingInfo'), cdrom),
    )
  }
  if (floppy !== undefined) {
    devices.push(
      removable('VirtualFloppy', 8000, 'Floppy drive 1', 400, remote('VirtualFloppyRemoteDeviceBackingInfo'), floppy),
    )
  }
  if (serial !== undefined) {
    const backing = { $type: 'VirtualSerialPortURIBackingInfo', serviceURI: 'telnet://:4000', direction: 'server' }
    devices.push({ ...removable('VirtualSerialPort', 9000, 'Serial port 1', 400, backing, serial), yieldOnPoll: true })
  }
  if (parallel !== undefined) {
    const backing = { $type: 'VirtualParallelPortDeviceBackingInfo', deviceName: '/dev/parport0', useAutoDetect: false }
    devices.push(removable('VirtualParallelPort', 10000, 'Parallel port 1', 400, backing, parallel))
  }
  if (usb) {
    devices.push({
      $type: 'VirtualUSBController',
      key: 7000,
      deviceInfo: description('USB controller'),
      controllerKey: 100,
      unitNumber: 22,
      busNumber: 0,
      autoConnectDevices: false,
      ehciEnabled: true,
    })
  }
  return devices
}

const networkBacking = (switchUuid: string, portgroupKey: string): Fields => ({
  $type: 'VirtualEthernetCardDistributedVirtualPortBackingInfo',
  port: { switchUuid, portgroupKey },
})

/** Turns a VM that vcsim made into one that looks like a real one. */
export const applyVm = (
  inventory: Inventory,
  vm: ObjectRef,
  name: string,
  settings: VmSettings,
  network: { readonly switchUuid: string; readonly portgroup: ObjectRef },
): void => {
  const set = (path: string, value: Value | undefined): void => inventory.setProperty(vm, path, value)
  set('name', typed('xsd:string', name))
  set('config.name', name)
  set('summary.config.name', name)
  set('config.extraConfig', optionValues(new Map(), settings.extraConfig))
  set('config.firmware', settings.firmware)
  set('config.bootOptions', { efiSecureBootEnabled: settings.secureBoot })
  set('config.flags', { enableLogging: settings.logging })
  set('config.migrateEncryption', settings.migrateEncryption)
  set('config.ftEncryptionMode', settings.ftEncryption)
  set('config.version', 'vmx-21')
  set('network', {
    $type: 'ArrayOfManagedObjectReference',
    ManagedObjectReference: { $ref: network.portgroup.type, $text: network.portgroup.id },
  })
  inventory.update(vm, 'config.hardware', (hardware) => {
    const kept = hardware.children.filter((device) => device.xsi !== 'VirtualCdrom')
    for (const device of kept) {
      const backing = device.children.find((child) => child.name === 'backing')
      if (backing === undefined) continue
      const made = { VirtualE1000: networkBacking(network.switchUuid, network.portgroup.id) }[device.xsi ?? '']
      if (made !== undefined)
        device.children = device.children.flatMap((child) =>
          child === backing ? toElements('backing', made) : [child],
        )
      const mode = backing.children.find((child) => child.name === 'diskMode')
      if (mode !== undefined) mode.text = settings.diskMode
    }
    hardware.children = [...kept, ...extraDevices(settings).flatMap((device) => toElements('device', device))]
  })
  fillEnums(set)
}

/** vcsim writes these enums empty, which pyVmomi refuses to read. */
const fillEnums = (set: (path: string, value: string) => void): void => {
  for (const path of ['runtime', 'summary.runtime']) {
    set(`${path}.faultToleranceState`, 'notConfigured')
    set(`${path}.recordReplayState`, 'inactive')
  }
  set('guest.guestState', 'notRunning')
}
