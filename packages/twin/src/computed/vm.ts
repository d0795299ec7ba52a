import type { ManagedObject } from '../kernel/store.ts'
import { isRecord, listOf } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import { sharedMemoryOf } from '../behaviour/page-sharing.ts'
import { fromOwn, fromWorld, type ComputedFrom, type ComputedTable } from '../kernel/computed.ts'

type Fields = Readonly<Record<string, unknown>>
const recordOf = (value: unknown): Fields => (isRecord(value) ? value : {})

/** What a VM shows of itself in short. */
export const vmProperties: ComputedTable = {
  VirtualMachine: {
    name: fromOwn(({ object }) => object.get('name') ?? recordOf(object.get('config'))['name']),
    summary: fromWorld(vmSummary),
    guestHeartbeatStatus: fromOwn(({ object }) =>
      recordOf(object.get('runtime'))['powerState'] === 'poweredOn' ? 'green' : 'gray',
    ),
    rootSnapshot: fromOwn(({ object }) => {
      const roots = recordOf(object.get('snapshot'))['rootSnapshotList']
      return Array.isArray(roots) ? roots.filter(isRecord).map((root) => root['snapshot']) : []
    }),
    resourceConfig: fromOwn(({ object }) => resourceConfig(object)),
  },
}

/** What a VM is given of its pool: the same as its configuration says. */
function resourceConfig(vm: ManagedObject): unknown {
  const stored = vm.get('resourceConfig')
  const { cpuAllocation, memoryAllocation, changeVersion, modified } = recordOf(vm.get('config'))
  if (cpuAllocation === undefined || memoryAllocation === undefined) return stored
  return {
    _typeName: 'ResourceConfigSpec',
    entity: vm.ref,
    ...defined({ changeVersion, lastModified: modified }),
    ...recordOf(stored),
    cpuAllocation,
    memoryAllocation,
  }
}

/** The sum over all datastores; what the estate says where it does not know the single ones. */
function storageSummary(vm: ManagedObject, stored: unknown, world: World): unknown {
  const storage = recordOf(vm.get('storage'))
  const used = listOf(storage['perDatastoreUsage']).map(recordOf)
  if (used.length === 0 && stored !== undefined) return stored
  const sum = (field: string) => used.reduce((total, entry) => total + (Number(entry[field]) || 0), 0)
  return {
    _typeName: 'VirtualMachineStorageSummary',
    committed: sum('committed'),
    uncommitted: sum('uncommitted'),
    unshared: sum('unshared'),
    timestamp: storage['timestamp'] ?? world.now().toISOString(),
  }
}

/** Seconds since the VM was started; the estate's own figure where it gives one. */
function uptime(runtime: Fields, world: World): number {
  const started = Date.parse(String(runtime['bootTime']))
  return Number.isFinite(started) ? Math.max(0, Math.round((world.now().getTime() - started) / 1000)) : 86_400
}

function vmSummary({ object, world }: ComputedFrom): unknown {
  const stored = recordOf(object.get('summary'))
  const config = recordOf(object.get('config'))
  const runtime = object.get('runtime') ?? stored['runtime']
  const isOn = recordOf(runtime)['powerState'] === 'poweredOn'
  const memory = Number(recordOf(config['hardware'])['memoryMB'] ?? recordOf(stored['config'])['memorySizeMB']) || 0
  const shared = sharedMemoryOf(object, world)
  return {
    _typeName: 'VirtualMachineSummary',
    vm: object.ref,
    runtime,
    guest: guestSummary(recordOf(object.get('guest')), config),
    config: configSummary(config, recordOf(stored['config']), world.nameOf(object)),
    storage: storageSummary(object, stored['storage'], world),
    quickStats: {
      _typeName: 'VirtualMachineQuickStats',
      overallCpuUsage: isOn ? 48 : 0,
      overallCpuDemand: isOn ? 48 : 0,
      guestMemoryUsage: isOn ? Math.round(memory * 0.2) : 0,
      hostMemoryUsage: isOn ? memory : 0,
      guestHeartbeatStatus: isOn ? 'green' : 'gray',
      distributedCpuEntitlement: 0,
      distributedMemoryEntitlement: 0,
      staticCpuEntitlement: 0,
      staticMemoryEntitlement: 0,
      privateMemory: isOn ? memory - shared : 0,
      swappedMemory: 0,
      balloonedMemory: 0,
      consumedOverheadMemory: isOn ? 60 : 0,
      ftLogBandwidth: -1,
      ftSecondaryLatency: -1,
      ftLatencyStatus: 'gray',
      uptimeSeconds: isOn ? uptime(recordOf(runtime), world) : 0,
      ...recordOf(stored['quickStats']),
      sharedMemory: shared,
    },
    overallStatus: 'green',
    customValue: listOf(object.get('customValue')),
  }
}

function guestSummary(guest: Fields, config: Fields): Fields {
  return {
    _typeName: 'VirtualMachineGuestSummary',
    guestId: guest['guestId'] ?? config['guestId'],
    guestFullName: guest['guestFullName'] ?? config['guestFullName'],
    toolsStatus: guest['toolsStatus'],
    toolsVersionStatus: guest['toolsVersionStatus'],
    toolsVersionStatus2: guest['toolsVersionStatus2'],
    toolsRunningStatus: guest['toolsRunningStatus'],
    hostName: guest['hostName'],
    ipAddress: guest['ipAddress'],
  }
}

function configSummary(config: Fields, stored: Fields, name: string): Fields {
  const hardware = recordOf(config['hardware'])
  const devices = Array.isArray(hardware['device']) ? hardware['device'].filter(isRecord) : []
  return {
    _typeName: 'VirtualMachineConfigSummary',
    numEthernetCards: devices.filter((device) => 'macAddress' in device).length,
    numVirtualDisks: devices.filter((device) => device['_typeName'] === 'VirtualDisk').length,
    ...stored,
    name,
    ...defined({
      template: config['template'] ?? stored['template'] ?? false,
      vmPathName: recordOf(config['files'])['vmPathName'] ?? stored['vmPathName'] ?? '',
      memorySizeMB: hardware['memoryMB'],
      numCpu: hardware['numCPU'],
      uuid: config['uuid'],
      instanceUuid: config['instanceUuid'],
      guestId: config['guestId'],
      guestFullName: config['guestFullName'],
      annotation: config['annotation'],
      managedBy: config['managedBy'],
    }),
  }
}

/** Only what is known: the rest stays as it was stored. */
function defined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
