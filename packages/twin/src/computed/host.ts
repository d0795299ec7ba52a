import { thumbprintOf } from '../behaviour/host-certificates.ts'
import { hostStateOf } from '../behaviour/host-state.ts'
import { isRecord, listOf } from '../kernel/values.ts'
import { fromOwn, fromWorld, type ComputedFrom, type ComputedTable } from '../kernel/computed.ts'
import { configManagerOf } from './host-managers.ts'

/** What a HostSystem shows of itself in short, and who runs on it. */
export const hostProperties: ComputedTable = {
  HostSystem: {
    vm: fromWorld(({ object, world }) => world.store.referrers('runtime.host', object.ref).map(({ ref }) => ref)),
    configManager: fromOwn(({ object, world }) => configManagerOf(object, world)),
    summary: fromWorld(hostSummary),
    systemResources: fromOwn(({ object }) => object.get('systemResources')),
  },
}

function hostSummary({ object, world }: ComputedFrom): unknown {
  const stored = recordOf(object.get('summary'))
  const config = recordOf(object.get('config'))
  const hardware = object.get('hardware')
  return {
    _typeName: 'HostListSummary',
    host: object.ref,
    ...(isRecord(hardware) ? { hardware: hardwareSummary(hardware, config) } : { hardware: stored['hardware'] }),
    runtime: object.get('runtime') ?? stored['runtime'],
    config: configSummary({ object, world, session: undefined }, recordOf(stored['config']), config),
    quickStats: {
      _typeName: 'HostListSummaryQuickStats',
      overallCpuUsage: 0,
      overallMemoryUsage: 0,
      uptime: 86_400,
      ...recordOf(stored['quickStats']),
    },
    overallStatus: 'green',
    rebootRequired: stored['rebootRequired'] ?? false,
    customValue: [],
    managementServerIp: stored['managementServerIp'],
    maxEVCModeKey: stored['maxEVCModeKey'],
    currentEVCModeKey: stored['currentEVCModeKey'],
    gateway: stored['gateway'],
    tpmAttestation: stored['tpmAttestation'],
  }
}

function configSummary({ object, world }: ComputedFrom, stored: Fields, config: Fields): Fields {
  const { certificate } = config
  const own = Array.isArray(certificate) ? thumbprintOf(certificate.map(Number)) : undefined
  const thumbprint = hostStateOf(object).recordedThumbprint ?? own ?? ''
  const { sslThumbprint: _hydrated, ...rest } = stored
  return {
    _typeName: 'HostConfigSummary',
    name: world.nameOf(object),
    port: 443,
    product: config['product'],
    vmotionEnabled: true,
    faultToleranceEnabled: false,
    ...rest,
    ...trafficEnabled(config),
    ...(config['product'] !== undefined && { product: config['product'] }),
    ...(thumbprint !== '' && { sslThumbprint: thumbprint }),
  }
}

/** Whether any VMkernel adapter carries vMotion or fault tolerance; nothing where the estate does not tell. */
function trafficEnabled(config: Fields): Fields {
  const kinds = listOf(recordOf(config['virtualNicManagerInfo'])['netConfig']).filter(isRecord)
  const has = (nicType: string) =>
    kinds.some((kind) => kind['nicType'] === nicType && listOf(kind['selectedVnic']).length > 0)
  if (kinds.length === 0) return {}
  return { vmotionEnabled: has('vmotion'), faultToleranceEnabled: has('faultToleranceLogging') }
}

function hardwareSummary(hardware: Fields, config: Fields): Fields {
  const system = recordOf(hardware['systemInfo'])
  const cpu = recordOf(hardware['cpuInfo'])
  const packages = Array.isArray(hardware['cpuPkg']) ? hardware['cpuPkg'] : []
  const network = recordOf(config['network'])
  return {
    _typeName: 'HostHardwareSummary',
    vendor: system['vendor'] ?? '',
    model: system['model'] ?? '',
    uuid: system['uuid'] ?? '',
    memorySize: hardware['memorySize'] ?? 0,
    cpuModel: recordOf(packages[0])['description'] ?? '',
    cpuMhz: Math.round((Number(cpu['hz']) || 0) / 1e6),
    numCpuPkgs: cpu['numCpuPackages'] ?? packages.length,
    numCpuCores: cpu['numCpuCores'] ?? 0,
    numCpuThreads: cpu['numCpuThreads'] ?? 0,
    numNics: Array.isArray(network['pnic']) ? network['pnic'].length : 0,
    numHBAs: 1,
  }
}

type Fields = Readonly<Record<string, unknown>>
const recordOf = (value: unknown): Fields => (isRecord(value) ? value : {})
