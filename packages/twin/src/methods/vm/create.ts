import { isA } from '@sakimori/vim25'
import type { MoRef } from '@sakimori/vim25/types'
import { demand, methodsOf, sessionOf, startTask, type Call } from '../../kernel/call.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { isRecord } from '../../kernel/values.ts'
import { changeConfig, changeOfNewVm, commitChange, demandAll, specNeeds } from './change-config.ts'
import { FileDesk } from './files/file-desk.ts'
import { datastoreStateOf, setDatastoreState } from './files/datastore-files.ts'
import { invalidDatastorePath, locate } from './files/datastore-path.ts'
import { checkName } from './names.ts'
import { bareConfig, newVm, planVmx } from './new-vm.ts'
import { computeOf, hostForPool, ownerOf, realPlace, rootPoolOf } from './placement.ts'
import { checkHost } from './power.ts'
import { notAllowed } from './refuse.ts'
import { showConfig, showFiles } from './show-config.ts'
import { configOf, postVm, type Config, type ConfigSpec } from './vm-record.ts'

/** A folder that takes VMs. Throws NotSupported. */
export function needVmFolder(call: Call, folder: ManagedObject): void {
  const types = call.world.read(folder, 'childType')
  if (!Array.isArray(types) || !types.includes('VirtualMachine'))
    throw notAllowed('the folder takes no virtual machines')
}

const bareSpec = { _typeName: 'VirtualMachineConfigSpec' } as const

/** What a spec for a new VM asks for besides what `createVm` itself does. */
function createNeeds(call: Call, spec: ConfigSpec, host: ManagedObject): void {
  demandAll(call, call.self, specNeeds(call, { hardware: {} } as unknown as Config, spec, host, true))
  const { datastore } = locate(call.world, host, spec.files?.vmPathName ?? '')
  demand(call.world, sessionOf(call), datastore, 'Datastore.AllocateSpace')
}

/** Makes a VM as a spec says. Throws what its name, its place and its devices may be wrong for. */
function create(call: Call, spec: ConfigSpec, asked: ManagedObject, host: ManagedObject): MoRef<'VirtualMachine'> {
  const { world } = call
  const { folder, pool } = realPlace(world, call.self, asked, host)
  const name = checkName(world, folder, spec.name ?? '')
  const ref = world.store.newRef('VirtualMachine', 'vm-')
  const files = new FileDesk(world, host)
  const vmx = planVmx(files, spec.files?.vmPathName ?? '', spec.name ?? '')
  const { files: where, name: _name, version: _version, guestId: _guest, ...rest } = spec
  const { vmPathName: _path, ...directories } = where ?? { _typeName: 'VirtualMachineFileInfo' as const }
  const bare = bareConfig(world, host, { ...spec, name }, vmx)
  checkHost(world, host, bare)
  const change = changeOfNewVm(call, ref, host, files)
  const config = changeConfig(bare, { ...bareSpec, ...rest, files: directories, ...resources(bare, spec) }, change)
  commitChange(change)
  const vm = world.store.add(newVm(world, ref, { name, parent: folder.ref, pool: pool.ref, host }))
  showConfig(world, vm, config)
  showFiles(world, vm, configOf(vm))
  postVm(call, 'VmBeingCreatedEvent', vm, { configSpec: spec })
  postVm(call, 'VmCreatedEvent', vm)
  return ref
}

/** Sizes are set even where the spec leaves them out: shares follow from them. */
const resources = ({ hardware }: Config, spec: ConfigSpec) => ({
  numCPUs: spec.numCPUs ?? hardware.numCPU,
  memoryMB: spec.memoryMB ?? hardware.memoryMB,
})

/** The folder and the pool of a VM are of one datacenter, which the types do not say. */
function poolFor(call: Call, ref: MoRef | undefined, host: MoRef | undefined): ManagedObject {
  const { world } = call
  const named = ref === undefined ? undefined : world.find(ref)
  if (named !== undefined) return named
  const object = host === undefined ? undefined : world.find(host)
  const owner = computeOf(world, object)
  const pool = owner === undefined ? undefined : rootPoolOf(world, owner)
  if (pool === undefined) throw invalidArgument('pool', 'is needed')
  return pool
}

/** Brings a VM whose files are on a datastore into the inventory. Throws AlreadyExists, FileNotFound, InvalidDatastorePath. */
function register(
  call: Call,
  args: { readonly path: string; readonly name?: string | undefined; readonly asTemplate: boolean },
  wanted: ManagedObject,
  host: ManagedObject,
): MoRef<'VirtualMachine'> {
  const { world } = call
  const { folder, pool } = realPlace(world, call.self, wanted, host)
  const { path, name: asked, asTemplate } = args
  const { datastore, path: file } = locate(world, host, path)
  if (!file.endsWith('.vmx') && !file.endsWith('.vmtx')) throw invalidDatastorePath(path)
  const { machines } = datastoreStateOf(datastore)
  const kept = machines.find((machine) => machine.path === file)
  const config = kept?.properties['config']
  if (kept === undefined || !isA(config, 'VirtualMachineConfigInfo')) throw missing(call, datastore, path)
  const name = checkName(world, folder, asked ?? config.name)
  const ref = world.store.newRef('VirtualMachine', 'vm-')
  const vm = newVm(world, ref, { name, parent: folder.ref, pool: asTemplate ? undefined : pool.ref, host })
  vm.state = kept.state
  world.store.add(vm)
  if (isRecord(kept.properties['guest'])) world.store.set(vm, 'guest', kept.properties['guest'])
  setDatastoreState(datastore, { machines: machines.filter((machine) => machine !== kept) })
  showConfig(world, vm, { ...config, name, template: asTemplate })
  showFiles(world, vm, configOf(vm))
  postVm(call, 'VmRegisteredEvent', vm)
  return ref
}

/** Why a VM cannot be registered: it is already, or its files are not there. */
function missing(call: Call, datastore: ManagedObject, path: string) {
  const has = call.world.store.referrers('datastore', datastore.ref).find((vm) => {
    const config = vm.get('config')
    return isA(config, 'VirtualMachineConfigInfo') && config.files?.vmPathName === path
  })
  if (has === undefined) return vimFault('NotFound', {}, `The object or item referred to could not be found: ${path}`)
  return vimFault('AlreadyExists', { name: path }, `The specified key, name, or identifier '${path}' already exists.`)
}

export const createMethods = methodsOf('Folder', {
  CreateVM_Task(call, { config: spec, pool: poolRef, host: hostRef }) {
    const { world } = call
    needVmFolder(call, call.self)
    const pool = poolFor(call, poolRef, hostRef)
    const host = hostForPool(world, pool, hostRef, datastoreOf(call, pool, spec))
    createNeeds(call, spec, host)
    return startTask(call, 'Folder.createVm', () => create(call, spec, pool, host))
  },
  RegisterVM_Task(call, { path, name, asTemplate, pool: poolRef, host: hostRef }) {
    needVmFolder(call, call.self)
    if (asTemplate && poolRef !== undefined) throw invalidArgument('pool', 'is not for templates')
    if (asTemplate ? hostRef === undefined : poolRef === undefined)
      throw invalidArgument(asTemplate ? 'host' : 'pool', 'is needed')
    const pool = poolFor(call, poolRef, hostRef)
    const host = hostForPool(call.world, pool, hostRef)
    return startTask(call, 'Folder.registerVm', () => register(call, { path, name, asTemplate }, pool, host))
  },
})

/** The datastore of the new VM's files, of those that any host of the pool's owner mounts. */
function datastoreOf(call: Call, pool: ManagedObject, spec: ConfigSpec): ManagedObject | undefined {
  const path = spec.files?.vmPathName
  if (path === undefined) throw invalidArgument('config.files.vmPathName', 'is needed')
  const name = /^\[([^\]]+)\]/.exec(path)?.[1]
  const owner = ownerOf(call.world, pool)
  const found = [...call.world.ofType('Datastore')].filter((candidate) => call.world.nameOf(candidate) === name)
  if (found.length === 0 || owner === undefined) throw invalidDatastorePath(path)
  const mounted = found.find((candidate) =>
    call.world.store.referrers('datastore', candidate.ref).some((user) => call.world.parentOf(user) === owner),
  )
  return mounted ?? found[0]
}
