import { isA } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { hostOfVm } from '../../behaviour/host-reach.ts'
import { demand, methodsOf, sessionOf, startTask, type Call } from '../../kernel/call.ts'
import { invalidArgument, notFound } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import {
  changeConfig,
  changeOfNewVm,
  commitChange,
  demandAll,
  facingOf,
  specNeeds,
  type Change,
} from './change-config.ts'
import { needVmFolder } from './create.ts'
import { isNic, plugIn } from './devices/nic-backing.ts'
import { FileDesk } from './files/file-desk.ts'
import { homeOf } from './files/datastore-files.ts'
import { fileOf, folderOf } from './files/datastore-path.ts'
import { flatBacking } from './files/layout.ts'
import { checkName } from './names.ts'
import { newVm, planVmx } from './new-vm.ts'
import { computeOf, hostForPool, poolOfVm } from './placement.ts'
import { checkHost, powerOn } from './power.ts'
import { guestOff } from './guest-info.ts'
import { checkMoveTypes, notMoved } from './relocate.ts'
import { needServer, notAllowed, refuseFields } from './refuse.ts'
import { newBiosUuid, newDiskUuid, newInstanceUuid, newMac } from './serial.ts'
import { showConfig, showFiles } from './show-config.ts'
import { configOf, postVm, reachableHost, type Config, type ConfigSpec, type Device } from './vm-record.ts'

type CloneSpec = DataTypes['VirtualMachineCloneSpec']

/** The right on the source, by what it is and what is made of it (vSphere Security, "Required privileges"). */
function sourceRight(isTemplate: boolean, makesTemplate: boolean): string {
  if (isTemplate)
    return makesTemplate ? 'VirtualMachine.Provisioning.CloneTemplate' : 'VirtualMachine.Provisioning.DeployTemplate'
  return makesTemplate ? 'VirtualMachine.Provisioning.CreateTemplateFromVM' : 'VirtualMachine.Provisioning.Clone'
}

interface Target {
  readonly folder: ManagedObject
  readonly pool: ManagedObject
  readonly host: ManagedObject
  readonly datastore: ManagedObject
}

function targetOf(call: Call, folder: ManagedObject, { location }: CloneSpec): Target {
  const { world, self: vm } = call
  const config = configOf(vm)
  const datastore =
    location.datastore === undefined ? homeOf(world, config, hostOfVm(world, vm)) : world.find(location.datastore)
  const named = location.pool === undefined ? undefined : world.find(location.pool)
  if (named === undefined && config.template && location.host === undefined)
    throw invalidArgument('spec.location.pool', 'is needed to clone a template')
  const pool = named ?? poolOfVm(world, vm)
  if (pool === undefined || datastore === undefined) throw invalidArgument('spec.location')
  const own = hostOfVm(world, vm)
  const host = hostForPool(world, pool, location.host, datastore)
  const isNear = own !== undefined && location.host === undefined && computeOf(world, own) === computeOf(world, host)
  return { folder, pool, datastore, host: isNear ? own : host }
}

function demandClone(call: Call, spec: CloneSpec, { folder, pool, datastore, host }: Target): void {
  const { world, self: vm } = call
  const session = sessionOf(call)
  const config = configOf(vm)
  demand(world, session, vm, sourceRight(config.template, spec.template))
  demand(world, session, folder, 'VirtualMachine.Inventory.CreateFromExisting')
  if (!spec.template) demand(world, session, pool, 'Resource.AssignVMToPool')
  demand(world, session, datastore, 'Datastore.AllocateSpace')
  const { deviceChange } = spec.location
  const changes: ConfigSpec = {
    _typeName: 'VirtualMachineConfigSpec',
    ...spec.config,
    ...(deviceChange !== undefined && { deviceChange }),
  }
  demandAll(call, vm, specNeeds(call, config, changes, host, true))
  if (spec.powerOn) demand(world, session, vm, 'VirtualMachine.Interact.PowerOn')
}

/** The configuration that is copied: as it is, or as a snapshot has frozen it. */
function sourceConfig(call: Call, snapshot: MoRef | undefined): Config {
  if (snapshot === undefined) return configOf(call.self)
  const object = call.world.find(snapshot)
  const config = object?.get('config')
  const vm = object?.get('vm') as MoRef | undefined
  if (!isA(config, 'VirtualMachineConfigInfo') || vm?.value !== call.self.ref.value)
    throw notFound(`snapshot ${snapshot.value}`)
  return config
}

/** A device of the clone: disks in files of its own, adapters with addresses of their own. */
function copied(device: Device, vmx: string, isLinked: boolean, files: FileDesk, change: Change): Device {
  const { world } = change.call
  if (isNic(device)) {
    const address =
      device.addressType?.toLowerCase() === 'manual'
        ? {}
        : { addressType: world.isHost ? 'generated' : 'assigned', macAddress: newMac(world.store) }
    return unplugged({ ...device, ...address })
  }
  const backing = isA(device, 'VirtualDisk') ? flatBacking(device) : undefined
  if (!isA(device, 'VirtualDisk') || backing === undefined) return device
  const home = files.locate(vmx)
  const name = fileOf(files.locate(backing.fileName).path).replace(/(-\d{6})?\.vmdk$/, '')
  const base = name.startsWith(stemOf(change))
    ? name.replace(stemOf(change), fileOf(home.path).replace(/\.vmx$/, ''))
    : name
  const place = freePlace({ datastore: home.datastore, folder: folderOf(home.path), base }, files)
  files.create(place, isLinked || backing.thinProvisioned === true ? 0 : Number(device.capacityInKB) * 1024)
  const { parent: _chain, ...whole } = backing
  const uuid = newDiskUuid(world.store)
  return {
    ...device,
    backing: {
      ...whole,
      fileName: files.nameOf(place),
      datastore: home.datastore.ref as MoRef<'Datastore'>,
      uuid,
      contentId: uuid.replaceAll('-', '').toLowerCase(),
      ...(isLinked && { parent: backing }),
    },
  }
}

const stemOf = ({ call }: Change): string => fileOf(configOf(call.self).files?.vmPathName ?? '').replace(/\.vmx$/, '')

function freePlace(
  { datastore, folder, base }: { readonly datastore: ManagedObject; readonly folder: string; readonly base: string },
  files: FileDesk,
) {
  for (let number = 0; ; number += 1) {
    const place = { datastore, path: `${folder}/${base}${number === 0 ? '' : `_${number}`}.vmdk` }
    if (!files.exists(place)) return place
  }
}

/** The clone is not plugged into the port of its source. */
function unplugged(device: Device): Device {
  if (!isA(device.backing, 'VirtualEthernetCardDistributedVirtualPortBackingInfo')) return device
  const { portKey: _key, connectionCookie: _cookie, ...port } = device.backing.port
  return { ...device, backing: { ...device.backing, port } }
}

function clone(call: Call, name: string, spec: CloneSpec, folder: ManagedObject): MoRef<'VirtualMachine'> {
  const { world, self: source } = call
  const { pool, host, datastore } = targetOf(call, folder, spec)
  const made = checkName(world, folder, name)
  const ref = world.store.newRef('VirtualMachine', 'vm-')
  const files = new FileDesk(world, host)
  const frozen = sourceConfig(call, spec.snapshot)
  const vmx = planVmx(files, `[${world.nameOf(datastore)}]`, name)
  const change = changeOfNewVm(call, ref, host, files)
  const isLinked = spec.location.diskMoveType === 'createNewChildDiskBacking'
  if (isLinked && spec.snapshot === undefined) throw invalidArgument('spec.snapshot', 'is needed for a linked clone')
  const config = planClone(frozen, spec, { vmx, name: made, isLinked }, change)
  checkHost(world, host, config)
  commitChange(change)
  const vm = world.store.add(
    newVm(world, ref, { name: made, parent: folder.ref, pool: spec.template ? undefined : pool.ref, host }),
  )
  world.store.set(vm, 'guest', guestOff(source))
  showConfig(world, vm, config)
  showFiles(world, vm, configOf(vm))
  postCloned(call, vm)
  if (spec.powerOn && !spec.template) powerOn(call, vm)
  return ref
}

interface Naming {
  readonly vmx: string
  readonly name: string
  readonly isLinked: boolean
}

function planClone(frozen: Config, spec: CloneSpec, { vmx, name, isLinked }: Naming, change: Change): Config {
  const { store } = change.call.world
  const folder = vmx.slice(0, vmx.lastIndexOf('/') + 1)
  const { keyId: _key, ...plain } = frozen
  const device = (frozen.hardware.device ?? []).map((one) => copied(one, vmx, isLinked, change.files, change))
  const bare: Config = {
    ...plain,
    name,
    template: spec.template,
    uuid: newBiosUuid(store),
    instanceUuid: newInstanceUuid(store),
    files: {
      ...frozen.files,
      vmPathName: vmx,
      snapshotDirectory: folder,
      suspendDirectory: folder,
      logDirectory: folder,
    },
    hardware: { ...frozen.hardware, device },
  }
  const { deviceChange } = spec.location
  const moved = changeConfig(
    bare,
    { _typeName: 'VirtualMachineConfigSpec', ...(deviceChange !== undefined && { deviceChange }) },
    change,
  )
  const { name: _name, ...asked } = spec.config ?? { _typeName: 'VirtualMachineConfigSpec' as const }
  return plugged(changeConfig(moved, asked, change), change)
}

/** Adapters that were copied and not changed get their ports last, when all others have theirs. */
function plugged(config: Config, change: Change): Config {
  const facing = facingOf(config, change)
  const needs = (one: Device) =>
    isA(one.backing, 'VirtualEthernetCardDistributedVirtualPortBackingInfo') && one.backing.port.portKey === undefined
  const device = (config.hardware.device ?? []).map((one, index) =>
    isNic(one) && needs(one) ? plugIn(one, undefined, index, facing) : one,
  )
  return { ...config, hardware: { ...config.hardware, device } }
}

function postCloned(call: Call, vm: ManagedObject): void {
  const { world, self: source } = call
  const argument = { _typeName: 'VmEventArgument', name: world.nameOf(source), vm: source.ref }
  if (configOf(source).template) postVm(call, 'VmDeployedEvent', vm, { srcTemplate: argument })
  else postVm(call, 'VmClonedEvent', vm, { sourceVm: argument })
}

export const cloneMethods = methodsOf('VirtualMachine', {
  CloneVM_Task(call, { folder: ref, name, spec }) {
    needServer(call.world, 'clone virtual machines')
    const { world, self: vm } = call
    const folder = world.find(ref)
    if (folder === undefined) throw invalidArgument('folder')
    refuseFields('spec', spec, ['customization', 'memory', 'tpmProvisionPolicy'])
    refuseFields(
      'spec.location',
      spec.location,
      notMoved.filter((field) => field !== 'transform'),
    )
    checkMoveTypes(spec.location, 'createNewChildDiskBacking')
    refuseFields('spec.location', spec.location, ['disk'])
    needVmFolder(call, folder)
    reachableHost(world, vm)
    if (configOf(vm).keyId !== undefined)
      throw notAllowed('an encrypted virtual machine cannot be cloned without a key provider')
    demandClone(call, spec, targetOf(call, folder, spec))
    return startTask(call, 'VirtualMachine.clone', () => clone(call, name, spec, folder))
  },
})
