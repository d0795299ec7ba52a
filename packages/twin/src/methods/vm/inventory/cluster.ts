import { cluster as buildCluster } from '../../../estate/build/places.ts'
import { hardwareVersions } from '../../../estate/releases/hardware-versions.ts'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { methodsOf, sessionOf, startTask, type Call } from '../../../kernel/call.ts'
import { isEqual } from '../../../kernel/values.ts'
import { releaseOf } from '@sakimori/core/model'
import { changeCluster, refuseClusterFields } from './cluster-config.ts'
import { clusterConfigOf, setClusterConfig } from './cluster-members.ts'
import { notAllowed, refuseFields } from '../refuse.ts'

type Config = DataTypes['ClusterConfigInfoEx']
type Spec = DataTypes['ClusterConfigSpecEx']

/** A cluster on which nothing is set: what a spec is merged into when it does not modify but replaces. */
function plainConfig(call: Call): Config {
  const release = releaseOf(call.world.parts.about.version) ?? '8.0'
  const [plain] = buildCluster({ number: 0, name: '', parent: call.self.ref, release, ha: false }).objects
  const config = plain?.properties['configurationEx'] as Config
  return { ...config, drsConfig: { ...config.drsConfig, enabled: false } }
}

function change(call: Call, spec: Spec, modify: boolean): MoRef<'Task'> {
  const { world, self } = call
  refuseClusterFields(spec)
  return startTask(call, 'ComputeResource.reconfigureEx', () => {
    const before = clusterConfigOf(self)
    if (before === undefined) throw notAllowed('it has no cluster configuration')
    const versions = hardwareVersions(releaseOf(world.parts.about.version) ?? '8.0')
    const after = changeCluster(world, modify ? before : plainConfig(call), spec, versions)
    setClusterConfig(world, self, after)
    postSwitches(call, before, after)
    world.events.post('ClusterReconfiguredEvent', sessionOf(call).name, self, { configChanges: changes(before, after) })
  })
}

/** HA and DRS that were turned on or off are events of their own. */
function postSwitches(call: Call, before: Config, after: Config): void {
  const post = (type: string, fields = {}) => call.world.events.post(type, sessionOf(call).name, call.self, fields)
  const behavior = String(after.drsConfig.defaultVmBehavior ?? 'fullyAutomated')
  if (before.drsConfig.enabled !== after.drsConfig.enabled) {
    if (after.drsConfig.enabled === true) post('DrsEnabledEvent', { behavior })
    else post('DrsDisabledEvent')
  }
  if (before.dasConfig.enabled !== after.dasConfig.enabled)
    post(after.dasConfig.enabled === true ? 'DasEnabledEvent' : 'DasDisabledEvent')
}

function changes(before: Config, after: Config): DataTypes['ChangesInfoEventArgument'] {
  const fields = Object.keys({ ...before, ...after }) as (keyof Config)[]
  const changed = fields.filter((field) => !isEqual(before[field], after[field]))
  const modified = changed.map(
    (field) => `configurationEx.${field}: ${JSON.stringify(before[field])} -> ${JSON.stringify(after[field])}; `,
  )
  return { _typeName: 'ChangesInfoEventArgument', modified: modified.join(''), added: '', deleted: '' }
}

export const clusterMethods = methodsOf('ClusterComputeResource', {
  ReconfigureComputeResource_Task(call, { spec, modify }) {
    // A spec of the base type says nothing of HA and DRS.
    const { _typeName: _base, ...fields } = spec
    return change(call, { ...fields, _typeName: 'ClusterConfigSpecEx' }, modify)
  },
  ReconfigureCluster_Task(call, { spec, modify }) {
    return change(call, { ...spec, _typeName: 'ClusterConfigSpecEx' }, modify)
  },
})

/** Of a host outside of clusters: only where its VMs swap, and which hardware they get. */
export const computeResourceMethods = methodsOf('ComputeResource', {
  ReconfigureComputeResource_Task(call, { spec }) {
    const { world, self } = call
    refuseFields(
      'spec',
      spec,
      Object.keys(spec).filter(
        (field) => !['_typeName', 'vmSwapPlacement', 'defaultHardwareVersionKey'].includes(field),
      ),
    )
    return startTask(call, 'ComputeResource.reconfigureEx', () => {
      const held = (self.get('configurationEx') ?? {
        _typeName: 'ComputeResourceConfigInfo',
        vmSwapPlacement: 'vmDirectory',
      }) as DataTypes['ComputeResourceConfigInfo']
      const { vmSwapPlacement = held.vmSwapPlacement, defaultHardwareVersionKey = held.defaultHardwareVersionKey } =
        spec
      world.store.set(self, 'configurationEx', {
        ...held,
        vmSwapPlacement,
        ...(defaultHardwareVersionKey !== undefined && { defaultHardwareVersionKey }),
      })
    })
  },
})
