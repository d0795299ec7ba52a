import { isRecord } from '../kernel/values.ts'
import { sharedMemoryOf } from '../behaviour/page-sharing.ts'
import { fromOwn, fromWorld, type ComputedFrom, type ComputedTable } from './computed.ts'

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
    resourceConfig: fromOwn(({ object }) => object.get('resourceConfig')),
  },
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
    storage: stored['storage'] ?? {
      _typeName: 'VirtualMachineStorageSummary',
      committed: 0,
      uncommitted: 0,
      unshared: 0,
      timestamp: world.now().toISOString(),
    },
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
      uptimeSeconds: isOn ? 86_400 : 0,
      ...recordOf(stored['quickStats']),
      sharedMemory: shared,
    },
    overallStatus: 'green',
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
