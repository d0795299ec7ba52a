import type { DataTypes } from '@sakimori/vim25/types'
import { portgroupByKey, portIndex, setPorts, switchConfig, switchOf, withStatus } from '../../behaviour/dvs-ports.ts'
import { demand, methodsOf, sessionOf, startTask, type Call } from '../../kernel/call.ts'
import { invalidArgument, notFound, vimFault } from '../../kernel/fault.ts'
import { checkEntityName, demandDestroy, dvsTask, parentRef, postGroup, setConfig } from './dvs-common.ts'
import { checkFolder, createSwitch, destroySwitch } from './dvs-create.ts'
import { demandHosts, demandReconfigure, postReconfigured, reconfigureSwitch } from './dvs-reconfigure.ts'
import {
  checkNewGroup,
  checkNotEmpty,
  createGroup,
  demandReconfigure as demandGroup,
  destroyGroup,
  reconfigureGroup,
} from './dv-portgroup.ts'
import { reconfigurePorts, selectPorts, usedVlans } from './dv-ports.ts'
import { checkRange, items, nextVersion } from './fields.ts'

type HealthCheck = DataTypes['DVSHealthCheckConfig']
type PortgroupRef = NonNullable<ReturnType<typeof groupRef>>

const groupRef = (call: Call, key: string) => {
  const group = portgroupByKey(call.world, call.self, key)
  if (group === undefined) throw notFound(`port group ${key}`)
  return group.ref as { readonly type: 'DistributedVirtualPortgroup'; readonly value: string }
}

/** Distributed switches. */
export const dvsMethods = methodsOf('DistributedVirtualSwitch', {
  ReconfigureDvs_Task(call, { spec }) {
    demandReconfigure(call, call.self, spec)
    return startTask(call, dvsTask(call, 'reconfigure'), () => reconfigureSwitch(call, call.self, spec))
  },
  UpdateDVSHealthCheckConfig_Task: (call, { healthCheckConfig }) =>
    startTask(call, dvsTask(call, 'updateHealthCheckConfig'), () => updateHealthCheck(call, items(healthCheckConfig))),
  EnableNetworkResourceManagement: (call, { enable }) =>
    changeConfig(call, (config) => ({ ...config, networkResourceManagementEnabled: enable })),
  AddDVPortgroup_Task: (call, args) =>
    startTask(call, dvsTask(call, 'addPortgroups'), () => {
      const spec = items(args.spec)
      checkNotEmpty('spec', spec)
      const names = spec.map(({ name }) => name)
      if (new Set(names).size < names.length) throw invalidArgument('spec.name', 'is given twice')
      for (const one of spec) checkNewGroup(call.world, call.self, one)
      for (const one of spec) createGroup(call, call.self, one)
    }),
  CreateDVPortgroup_Task: (call, { spec }) =>
    startTask(call, dvsTask(call, 'addPortgroup'), () => {
      checkNewGroup(call.world, call.self, spec)
      return createGroup(call, call.self, spec)
    }),
  ReconfigureDVPort_Task: (call, { port }) =>
    startTask(call, dvsTask(call, 'reconfigurePort'), () => reconfigurePorts(call, call.self, items(port))),
  FetchDVPorts: ({ world, self }, { criteria }) => selectPorts(world, self, criteria),
  FetchDVPortKeys: ({ world, self }, { criteria }) => selectPorts(world, self, criteria).map(({ key }) => key),
  QueryUsedVlanIdInDvs: ({ world, self }) => usedVlans(world, self),
  RefreshDVPortState: (call, { portKeys }) => refreshStates(call, portKeys),
  LookupDvPortGroup: (call, { portgroupKey }): PortgroupRef => groupRef(call, portgroupKey),
  Rename_Task(call, { newName }) {
    demand(call.world, sessionOf(call), call.self, 'DVSwitch.Modify')
    return startTask(call, dvsTask(call, 'rename'), () => {
      const { configVersion } = switchConfig(call.self)
      reconfigureSwitch(call, call.self, { _typeName: 'VMwareDVSConfigSpec', configVersion, name: newName })
    })
  },
  Destroy_Task(call) {
    demandDestroy(call, 'DVSwitch.Delete')
    return startTask(call, dvsTask(call, 'destroy'), () => destroySwitch(call, call.self))
  },
})

export const dvPortgroupMethods = methodsOf('DistributedVirtualPortgroup', {
  ReconfigureDVPortgroup_Task(call, { spec }) {
    demandGroup(call, spec)
    return startTask(call, 'dvs.DistributedVirtualPortgroup.reconfigure', () => reconfigureGroup(call, call.self, spec))
  },
  Rename_Task(call, { newName }) {
    demand(call.world, sessionOf(call), call.self, 'DVPortgroup.Modify')
    return startTask(call, 'dvs.DistributedVirtualPortgroup.rename', () => renameGroup(call, newName))
  },
  Destroy_Task(call) {
    demandDestroy(call, 'DVPortgroup.Delete')
    return startTask(call, 'dvs.DistributedVirtualPortgroup.destroy', () => destroyGroup(call, call.self))
  },
})

/** A Network stands for port groups: it goes by itself with the last, and before that it is in use. */
export const networkEntityMethods = methodsOf('Network', {
  DestroyNetwork({ world, self }) {
    if (self.ref.type !== 'Network')
      throw vimFault('NotSupported', {}, `A ${self.ref.type} is destroyed with Destroy_Task`)
    const users = world.store.referrers('network', self.ref)
    const name = world.nameOf(self)
    if (users.length > 0) throw vimFault('ResourceInUse', { type: 'Network', name }, `The resource '${name}' is in use`)
    world.store.remove(self)
  },
})

export const networkFolderMethods = methodsOf('Folder', {
  CreateDVS_Task(call, { spec }) {
    checkFolder(call)
    demandHosts(call, spec.configSpec)
    return startTask(call, 'Folder.createDistributedVirtualSwitch', () => createSwitch(call, spec))
  },
})

function changeConfig(call: Call, change: Parameters<typeof setConfig>[2]): void {
  const { world, self } = call
  const before = switchConfig(self)
  setConfig(world, self, (config) => ({ ...change(config), configVersion: nextVersion(config.configVersion) }))
  postReconfigured(call, self, { _typeName: 'VMwareDVSConfigSpec', configVersion: before.configVersion }, before)
}

const checkTypes = ['VMwareDVSVlanMtuHealthCheckConfig', 'VMwareDVSTeamingHealthCheckConfig']

/** Each kind of check is set by its own entry; what is not named stays. Intervals are minutes. */
function updateHealthCheck(call: Call, wanted: readonly HealthCheck[]): void {
  checkNotEmpty('healthCheckConfig', wanted)
  for (const { _typeName, interval } of wanted) {
    if (!checkTypes.includes(_typeName)) throw vimFault('NotSupported', {}, `The switch has no ${_typeName}`)
    checkRange('healthCheckConfig.interval', interval, 0, 2 ** 31 - 1)
  }
  changeConfig(call, ({ healthCheckConfig = [], ...config }) => {
    const merged = wanted.map((one) => ({
      ...healthCheckConfig.find((held) => held._typeName === one._typeName),
      ...one,
    }))
    const others = healthCheckConfig.filter((held) => !wanted.some((one) => one._typeName === held._typeName))
    return { ...config, healthCheckConfig: [...others, ...merged] }
  })
}

/** Asks the hosts again: what they say of a port follows from its settings. */
function refreshStates({ world, self }: Call, keys: readonly string[] | undefined): void {
  const { all, byKey } = portIndex(self)
  for (const key of keys ?? []) if (!byKey.has(key)) throw notFound(`port ${key}`)
  setPorts(
    world,
    self,
    all.map((port) => (keys === undefined || keys.includes(port.key) ? withStatus(port) : port)),
  )
}

function renameGroup(call: Call, newName: string): void {
  const { world, self } = call
  const dvs = switchOf(world, self)
  const name = checkEntityName(world, newName, parentRef(self), self)
  const oldName = world.nameOf(self)
  world.store.set(self, 'name', name)
  world.store.update<DataTypes['DVPortgroupConfigInfo']>(self, 'config', (config) => ({
    ...config,
    name,
    configVersion: nextVersion(config.configVersion),
  }))
  if (dvs !== undefined) postGroup(call, 'DVPortgroupRenamedEvent', self, dvs, { oldName, newName: name })
}
