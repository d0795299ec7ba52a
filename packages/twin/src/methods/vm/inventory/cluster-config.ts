import type { DataTypes } from '@sakimori/vim25/types'
import { invalidArgument, vimFault } from '../../../kernel/fault.ts'
import { isRecord } from '../../../kernel/values.ts'
import type { World } from '../../../kernel/world.ts'
import { checkEnum, refuseFields } from '../refuse.ts'
import { serial } from '../serial.ts'

type Config = DataTypes['ClusterConfigInfoEx']
type Spec = DataTypes['ClusterConfigSpecEx']
type Rule = DataTypes['ClusterRuleInfo']
type Group = DataTypes['ClusterGroupInfo']

const refused = [
  'systemVMsConfig',
  'dpmHostConfigSpec',
  'vsanHostConfigSpec',
  'infraUpdateHaConfig',
  'proactiveDrsConfig',
  'cryptoConfig',
  'vsanCoreConfigSpec',
  'spbmEnabled',
  'desiredSoftwareSpec',
  'enableConfigManager',
  'hostSeedSpec',
  'softwareSpecId',
  'networkBootMode',
]

/** What of a cluster is not simulated. Throws NotSupported with its name. */
export function refuseClusterFields(spec: Spec): void {
  refuseFields('spec', spec, refused)
  // govc sends it without saying anything in it.
  if (spec.vsanConfig?.enabled === true) refuseFields('spec', spec, ['vsanConfig'])
  if (spec.inHciWorkflow === true) refuseFields('spec', spec, ['inHciWorkflow'])
}

/** An entry of a list that a client changes: added, changed or removed by what identifies it. */
interface Update<T> {
  readonly operation: string
  readonly info?: T | undefined
  readonly removeKey?: unknown
}

interface ListRules<T> {
  readonly path: string
  readonly keyOf: (item: T) => unknown
  readonly added: (item: T, list: readonly T[]) => T
  readonly check: (item: T, list: readonly T[]) => void
}

/** Applies ArrayUpdateSpecs: what is edited is merged into what is there. Throws InvalidArgument. */
function updated<T extends object>(list: readonly T[], specs: readonly Update<T>[], rules: ListRules<T>): readonly T[] {
  return specs.reduce((held, spec) => updatedBy(held, spec, rules), list)
}

function updatedBy<T extends object>(
  list: readonly T[],
  { operation, info, removeKey }: Update<T>,
  { path, keyOf, added, check }: ListRules<T>,
): readonly T[] {
  const key = operation === 'remove' ? keyFrom(removeKey) : info === undefined ? undefined : keyFrom(keyOf(info))
  const index = list.findIndex((item) => keyFrom(keyOf(item)) === key)
  if (operation === 'remove') {
    if (index < 0) throw invalidArgument(`${path}.removeKey`, 'names nothing that is there')
    return list.filter((_, at) => at !== index)
  }
  if (info === undefined) throw invalidArgument(`${path}.info`, 'is needed')
  if (operation === 'add') {
    const made = added(info, list)
    check(made, list)
    return [...list, made]
  }
  if (index < 0) throw invalidArgument(`${path}.info`, 'names nothing that is there')
  const others = list.filter((_, at) => at !== index)
  const made = { ...list[index], ...info }
  check(made, others)
  return list.map((item, at) => (at === index ? made : item))
}

/** Keys are numbers in a box, names, or references. */
function keyFrom(key: unknown): string {
  if (!isRecord(key)) return String(key)
  return String('_value' in key ? key['_value'] : key['value'])
}

/** An override for one VM; what it leaves out is as the cluster has it. */
const overrides = <T extends { readonly key: { readonly value: string } }>(
  path: string,
  otherwise: Partial<T>,
): ListRules<T> => ({
  path,
  keyOf: ({ key }) => key,
  added: (item) => ({ ...otherwise, ...item }),
  check(item, list) {
    if (list.some(({ key }) => key.value === item.key.value))
      throw invalidArgument(`${path}.info.key`, 'has an override already')
  },
})

function named<T extends { readonly name?: string }>(item: T, list: readonly T[], path: string): void {
  const { name = '' } = item
  if (name.trim() === '') throw vimFault('InvalidName', { name }, 'A name is needed')
  if (list.some((other) => other.name === name)) throw invalidArgument(`${path}.info.name`, `is taken: ${name}`)
}

const groupRules: ListRules<Group> = {
  path: 'spec.groupSpec',
  keyOf: ({ name }) => name,
  added: (item) => ({ ...item, userCreated: item.userCreated ?? true }),
  check: (item, list) => named(item, list, 'spec.groupSpec'),
}

function ruleRules(world: World, groups: readonly Group[]): ListRules<Rule> {
  return {
    path: 'spec.rulesSpec',
    keyOf: ({ key }) => key,
    added: (item, list) => ({
      ...item,
      key: Math.max(0, ...list.map(({ key = 0 }) => key)) + 1,
      enabled: item.enabled ?? false,
      status: 'green',
      inCompliance: true,
      userCreated: item.userCreated ?? true,
      ruleUuid: `52${String(serial(world.store, 'rule')).padStart(6, '0')}-0000-4000-8000-000000000000`,
    }),
    check(item, list) {
      named(item, list, 'spec.rulesSpec')
      checkRule(item, groups)
    },
  }
}

const asCluster: DataTypes['ClusterDasVmSettings'] = {
  _typeName: 'ClusterDasVmSettings',
  restartPriority: 'clusterRestartPriority',
  isolationResponse: 'clusterIsolationResponse',
}

/** A rule between VMs needs two of them; one between groups needs the groups. */
function checkRule(rule: Rule, groups: readonly Group[]): void {
  if (
    (rule._typeName === 'ClusterAffinityRuleSpec' || rule._typeName === 'ClusterAntiAffinityRuleSpec') &&
    rule.vm.length < 2
  ) {
    throw invalidArgument('spec.rulesSpec.info.vm', 'needs two virtual machines')
  }
  const names =
    rule._typeName === 'ClusterVmHostRuleInfo'
      ? [rule.vmGroupName, rule.affineHostGroupName, rule.antiAffineHostGroupName]
      : rule._typeName === 'ClusterDependencyRuleInfo'
        ? [rule.vmGroup, rule.dependsOnVmGroup]
        : []
  const missing = names.find((name) => name !== undefined && !groups.some((group) => group.name === name))
  if (missing !== undefined) throw invalidArgument('spec.rulesSpec.info', `names no group of the cluster: ${missing}`)
}

/** A cluster's configuration after a spec: what the spec leaves out stays. Throws InvalidArgument, NotSupported. */
export function changeCluster(world: World, config: Config, spec: Spec, versions: readonly string[]): Config {
  checkDefaults(spec, versions)
  const { dasVmConfigSpec = [], drsVmConfigSpec = [], vmOrchestrationSpec = [], groupSpec = [], rulesSpec = [] } = spec
  const group = updated(config.group ?? [], groupSpec, groupRules)
  const rule = updated(config.rule ?? [], rulesSpec, ruleRules(world, group))
  checkRulesStand(rule, group)
  const das = updated(
    config.dasVmConfig ?? [],
    dasVmConfigSpec,
    overrides<DataTypes['ClusterDasVmConfigInfo']>('spec.dasVmConfigSpec', { dasSettings: asCluster }),
  )
  const drs = updated(
    config.drsVmConfig ?? [],
    drsVmConfigSpec,
    overrides<DataTypes['ClusterDrsVmConfigInfo']>('spec.drsVmConfigSpec', {
      enabled: true,
      behavior: config.drsConfig.defaultVmBehavior ?? 'fullyAutomated',
    }),
  )
  const start = updated(config.vmOrchestration ?? [], vmOrchestrationSpec, {
    path: 'spec.vmOrchestrationSpec',
    keyOf: ({ vm }) => vm,
    added: (item) => item,
    check: () => undefined,
  })
  const { dasVmConfig: _das, drsVmConfig: _drs, vmOrchestration: _start, rule: _rule, group: _group, ...rest } = config
  return {
    ...rest,
    ...list('dasVmConfig', das),
    ...list('drsVmConfig', drs),
    ...list('vmOrchestration', start),
    ...list('rule', rule),
    ...list('group', group),
    dasConfig: { ...config.dasConfig, ...spec.dasConfig },
    drsConfig: { ...config.drsConfig, ...spec.drsConfig },
    ...(spec.dpmConfig !== undefined && { dpmConfigInfo: { ...config.dpmConfigInfo, ...spec.dpmConfig } }),
    ...(spec.orchestration !== undefined && { orchestration: spec.orchestration }),
    ...(spec.vmSwapPlacement !== undefined && { vmSwapPlacement: spec.vmSwapPlacement }),
    ...(spec.defaultHardwareVersionKey !== undefined && { defaultHardwareVersionKey: spec.defaultHardwareVersionKey }),
    ...(spec.maximumHardwareVersionKey !== undefined && { maximumHardwareVersionKey: spec.maximumHardwareVersionKey }),
  }
}

/** A list that is empty is no list. */
const list = <K extends string, T>(name: K, items: readonly T[]): { readonly [P in K]?: readonly T[] } =>
  (items.length === 0 ? {} : { [name]: items }) as { readonly [P in K]?: readonly T[] }

/** A group that a rule names stays. */
function checkRulesStand(rules: readonly Rule[], groups: readonly Group[]): void {
  for (const rule of rules) {
    if (rule._typeName === 'ClusterVmHostRuleInfo' || rule._typeName === 'ClusterDependencyRuleInfo')
      checkRule(rule, groups)
  }
}

function checkDefaults(
  { vmSwapPlacement, defaultHardwareVersionKey, maximumHardwareVersionKey, drsConfig, dasConfig }: Spec,
  versions: readonly string[],
): void {
  checkEnum('VirtualMachineConfigInfoSwapPlacementType', vmSwapPlacement, 'spec.vmSwapPlacement')
  for (const [field, version] of Object.entries({ defaultHardwareVersionKey, maximumHardwareVersionKey })) {
    if (version !== undefined && version !== '' && !versions.includes(version))
      throw invalidArgument(`spec.${field}`, 'is no hardware version of the hosts')
  }
  const rate = drsConfig?.vmotionRate
  if (rate !== undefined && (rate < 1 || rate > 5))
    throw invalidArgument('spec.drsConfig.vmotionRate', 'must be between 1 and 5')
  if (dasConfig?.failoverLevel !== undefined && dasConfig.failoverLevel < 0)
    throw invalidArgument('spec.dasConfig.failoverLevel')
}
