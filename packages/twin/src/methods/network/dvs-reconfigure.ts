import type { DataTypes } from '@sakimori/vim25/types'
import { bringDown } from '../../behaviour/dvs-inherit.ts'
import { portIndex, switchConfig, type SwitchConfig } from '../../behaviour/dvs-ports.ts'
import { mergeSetting } from '../../behaviour/network-policy.ts'
import { demand, sessionOf, type Call } from '../../kernel/call.ts'
import { invalidArgument, notFound, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { changesOf } from './changes.ts'
import { checkEntityName, parentRef, postSwitch, setConfig } from './dvs-common.ts'
import { membersOf, planMember } from './dvs-members.ts'
import {
  checkDiscovery,
  checkIpv4,
  checkMtu,
  checkOneOf,
  checkRange,
  checkVersion,
  given,
  nextVersion,
  refuseOthers,
} from './fields.ts'
import { syncProxy } from './proxy-switch.ts'
import { applyPvlans } from './pvlan.ts'
import { checkSetting } from './setting-checks.ts'
import { checkUplinks, renameUplinks } from './uplinks.ts'
import { applyVspan } from './vspan.ts'

export type SwitchSpec = DataTypes['DVSConfigSpec']
type VmwareSpec = DataTypes['VMwareDVSConfigSpec']

const honoured = [
  'configVersion',
  'name',
  'maxPorts',
  'uplinkPortPolicy',
  'defaultPortConfig',
  'host',
  'description',
  'policy',
  'contact',
  'switchIpAddress',
  'defaultProxySwitchMaxNumPorts',
  'networkResourceControlVersion',
  'pvlanConfigSpec',
  'vspanConfigSpec',
  'maxMtu',
  'linkDiscoveryProtocolConfig',
  'ipfixConfig',
  'lacpApiVersion',
  'multicastFilteringMode',
]

const isSet = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0)

/**
 * The rights that a reconfiguration asks for, by what is in it (vSphere API, ReconfigureDvs_Task; its text names `policy`
 * for DVSwitch.HostOp where `host` is meant). Throws NoPermission.
 */
export function demandReconfigure(call: Call, dvs: ManagedObject, spec: SwitchSpec): void {
  const { world } = call
  const session = sessionOf(call)
  const { vspanConfigSpec } = spec as VmwareSpec
  const special = ['configVersion', 'policy', 'defaultPortConfig', 'host', 'vspanConfigSpec', '_typeName']
  const isOther = Object.entries(spec).some(([name, value]) => !special.includes(name) && isSet(value))
  const isNothing = ![spec.policy, spec.defaultPortConfig, spec.host, vspanConfigSpec].some(isSet)
  if (isSet(spec.policy)) demand(world, session, dvs, 'DVSwitch.PolicyOp')
  if (isSet(spec.defaultPortConfig)) demand(world, session, dvs, 'DVSwitch.PortSetting')
  if (isSet(vspanConfigSpec)) demand(world, session, dvs, 'DVSwitch.Vspan')
  if (isSet(spec.host)) demand(world, session, dvs, 'DVSwitch.HostOp')
  demandHosts(call, spec)
  if (isOther || isNothing) demand(world, session, dvs, 'DVSwitch.Modify')
}

export function demandHosts({ world, ...call }: Call, { host = [] }: SwitchSpec): void {
  for (const { host: ref } of host) {
    const found = world.find(ref)
    if (found === undefined) throw notFound(`host ${ref.value}`)
    demand(world, sessionOf({ world, ...call }), found, 'Host.Config.Network')
  }
}

/** Reconfigures a switch as one: everything is checked before anything changes. */
export function reconfigureSwitch(call: Call, dvs: ManagedObject, spec: SwitchSpec): void {
  const before = switchConfig(dvs)
  checkVersion('spec.configVersion', spec.configVersion, before.configVersion)
  const name = call.world.nameOf(dvs)
  applySpec(call, dvs, spec)
  setConfig(call.world, dvs, (config) => ({ ...config, configVersion: nextVersion(before.configVersion) }))
  const newName = call.world.nameOf(dvs)
  if (newName !== name) postSwitch(call, 'DvsRenamedEvent', dvs, { oldName: name, newName })
  postReconfigured(call, dvs, spec, before)
}

export function postReconfigured(call: Call, dvs: ManagedObject, configSpec: SwitchSpec, before: SwitchConfig): void {
  postSwitch(call, 'DvsReconfiguredEvent', dvs, { configSpec, configChanges: changesOf(before, switchConfig(dvs)) })
}

/** What a specification says, besides its version: used for new switches, too. */
export function applySpec(call: Call, dvs: ManagedObject, spec: SwitchSpec): void {
  const { world } = call
  const before = switchConfig(dvs)
  refuseOthers(spec, 'spec', honoured, before)
  const name = spec.name === undefined ? undefined : checkEntityName(world, spec.name, parentRef(dvs), dvs)
  const names = checkUplinks(dvs, spec.uplinkPortPolicy)
  checkFields(dvs, spec as VmwareSpec)
  let config = simpleFields(spec as VmwareSpec, before)
  const { pvlanConfigSpec = [], vspanConfigSpec = [] } = spec as VmwareSpec
  if (pvlanConfigSpec.length > 0) config = applyPvlans(world, dvs, config, pvlanConfigSpec)
  if (vspanConfigSpec.length > 0) config = applyVspan(dvs, config, vspanConfigSpec)
  const withNames =
    names === undefined
      ? config
      : { ...config, uplinkPortPolicy: { _typeName: 'DVSNameArrayUplinkPortPolicy' as const, uplinkPortName: names } }
  checkSetting(world, withNames, 'spec.defaultPortConfig', spec.defaultPortConfig)
  checkHosts(spec)
  const members = (spec.host ?? []).map((member) => planMember(call, dvs, member))

  const defaultPortConfig = mergeSetting(config.defaultPortConfig, spec.defaultPortConfig)
  world.store.set(dvs, 'config', { ...config, defaultPortConfig, ...(name !== undefined && { name }) })
  if (name !== undefined) world.store.set(dvs, 'name', name)
  if (names !== undefined) renameUplinks(world, dvs, names)
  for (const change of members) change()
  bringDown(world, dvs)
  for (const host of membersOf(world, switchConfig(dvs))) syncProxy(world, dvs, host)
}

function checkHosts({ host = [] }: SwitchSpec): void {
  const values = host.map((member) => member.host.value)
  if (new Set(values).size < values.length) throw invalidArgument('spec.host', 'names a host twice')
}

function checkFields(dvs: ManagedObject, spec: VmwareSpec): void {
  checkMtu('spec.maxMtu', spec.maxMtu)
  checkRange('spec.maxPorts', spec.maxPorts, portIndex(dvs).all.length, 2 ** 31 - 1)
  checkRange('spec.defaultProxySwitchMaxNumPorts', spec.defaultProxySwitchMaxNumPorts, 1, 4096)
  checkDiscovery('spec.linkDiscoveryProtocolConfig', spec.linkDiscoveryProtocolConfig)
  checkOneOf('spec.multicastFilteringMode', spec.multicastFilteringMode, ['legacyFiltering', 'snooping'])
  checkIpfix(spec.ipfixConfig)
  if (spec.switchIpAddress !== undefined && spec.switchIpAddress !== '')
    checkIpv4('spec.switchIpAddress', spec.switchIpAddress)
  // Both go one way only: "the conversion cannot be undone" (vSphere Networking, enhanced LACP and Network I/O Control 3).
  checkUpgrade('spec.lacpApiVersion', spec.lacpApiVersion, switchConfig(dvs).lacpApiVersion, [
    'singleLag',
    'multipleLag',
  ])
  checkUpgrade(
    'spec.networkResourceControlVersion',
    spec.networkResourceControlVersion,
    switchConfig(dvs).networkResourceControlVersion,
    ['version2', 'version3'],
  )
}

function checkUpgrade(
  path: string,
  wanted: string | undefined,
  current: string | undefined,
  order: readonly string[],
): void {
  checkOneOf(path, wanted, order)
  if (wanted !== undefined && order.indexOf(wanted) < order.indexOf(current ?? ''))
    throw invalidArgument(path, 'cannot go back')
}

const ipfixRanges = [
  ['collectorPort', 0, 65_535],
  ['activeFlowTimeout', 60, 3600],
  ['idleFlowTimeout', 10, 600],
  ['samplingRate', 0, 16_384],
] as const

/** Ranges of the vSphere API, VMwareIpfixConfig. Throws InvalidIpfixConfig. */
function checkIpfix(ipfix: VmwareSpec['ipfixConfig']): void {
  if (ipfix === undefined) return
  for (const [name, least, most] of ipfixRanges) {
    const value = ipfix[name]
    if (value !== undefined && (value < least || value > most)) {
      throw vimFault('InvalidIpfixConfig', { property: name }, `${name} is not between ${least} and ${most}`)
    }
  }
}

const plain = [
  'maxPorts',
  'description',
  'contact',
  'switchIpAddress',
  'defaultProxySwitchMaxNumPorts',
  'networkResourceControlVersion',
  'maxMtu',
  'linkDiscoveryProtocolConfig',
  'ipfixConfig',
  'lacpApiVersion',
  'multicastFilteringMode',
] as const satisfies readonly (keyof VmwareSpec & keyof SwitchConfig)[]

function simpleFields(spec: VmwareSpec, before: SwitchConfig): SwitchConfig {
  const policy = spec.policy === undefined ? before.policy : { ...before.policy, ...spec.policy }
  return { ...before, ...given(spec, plain), ...(policy !== undefined && { policy }) }
}
