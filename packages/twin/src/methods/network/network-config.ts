import type { DataTypes } from '@sakimori/vim25/types'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import { refuseOthers } from './fields.ts'
import type { HostEdit } from './host-edit.ts'
import { updateDns, updateRoutes } from './ip-config.ts'
import { updateLinkSpeed } from './pnic.ts'
import { addGroup, removeGroup, updateGroup } from './portgroup.ts'
import { addVnic, removeVnic, updateVnic } from './vnic.ts'
import { addSwitch, removeSwitch, updateSwitch } from './vswitch.ts'

type NetworkConfig = DataTypes['HostNetworkConfig']
type Operation = 'add' | 'edit' | 'remove'

const honoured = ['vswitch', 'portgroup', 'pnic', 'vnic', 'dnsConfig', 'ipRouteConfig']

/** What each list does, and in which order: switches come before what stands on them, and go after it. */
interface Step {
  readonly rank: number
  readonly run: (edit: HostEdit) => string | undefined
}

/**
 * Applies several changes as one: all, or none. Only the mode 'modify' is implemented, as on a host ("replace" is
 * NotSupported). Returns the devices of the VMkernel adapters that were added.
 */
export function applyConfig(
  edit: HostEdit,
  config: NetworkConfig,
  changeMode: string,
): DataTypes['HostNetworkConfigResult'] {
  if (changeMode !== 'modify') {
    if (changeMode !== 'replace') throw invalidArgument('changeMode', 'is neither modify nor replace')
    throw vimFault('NotSupported', {}, 'Only the change mode modify is supported')
  }
  refuseOthers(config, 'config', honoured)
  const steps = [...switchSteps(config), ...groupSteps(config), ...vnicSteps(config), ...pnicSteps(config)]
  const added = steps.toSorted((a, b) => a.rank - b.rank).flatMap(({ run }) => run(edit) ?? [])
  if (config.dnsConfig !== undefined) updateDns(edit, config.dnsConfig)
  if (config.ipRouteConfig !== undefined) updateRoutes(edit, config.ipRouteConfig)
  return { _typeName: 'HostNetworkConfigResult', ...(added.length > 0 && { vnicDevice: added }) }
}

function operationOf(path: string, operation: string | undefined): Operation | 'ignore' {
  if (operation === 'add' || operation === 'edit' || operation === 'remove' || operation === 'ignore') return operation
  throw invalidArgument(`${path}.changeOperation`, 'is none of add, edit, remove, ignore')
}

function specOf<T>(path: string, spec: T | undefined): T {
  if (spec === undefined) throw invalidArgument(`${path}.spec`, 'is required')
  return spec
}

const step = (rank: number, run: (edit: HostEdit) => string | void): Step => ({
  rank,
  run: (edit) => run(edit) ?? undefined,
})

function switchSteps({ vswitch = [] }: NetworkConfig): Step[] {
  const path = 'config.vswitch'
  return vswitch.flatMap(({ changeOperation, name, spec }) => {
    switch (operationOf(path, changeOperation)) {
      case 'add':
        return [step(4, (edit) => addSwitch(edit, name, spec))]
      case 'edit':
        return [step(4, (edit) => updateSwitch(edit, name, specOf(path, spec)))]
      case 'remove':
        return [step(3, (edit) => removeSwitch(edit, name))]
      case 'ignore':
        return []
    }
  })
}

function groupSteps({ portgroup = [] }: NetworkConfig): Step[] {
  const path = 'config.portgroup'
  return portgroup.flatMap(({ changeOperation, spec }) => {
    const wanted = specOf(path, spec)
    switch (operationOf(path, changeOperation)) {
      case 'add':
        return [step(5, (edit) => addGroup(edit, wanted))]
      case 'edit':
        return [step(5, (edit) => updateGroup(edit, wanted.name, wanted))]
      case 'remove':
        return [step(2, (edit) => removeGroup(edit, wanted.name))]
      case 'ignore':
        return []
    }
  })
}

function vnicSteps({ vnic = [] }: NetworkConfig): Step[] {
  const path = 'config.vnic'
  return vnic.flatMap(({ changeOperation, device, portgroup, spec }) => {
    const known = () => specOf(`${path}.device`, device)
    switch (operationOf(path, changeOperation)) {
      case 'add':
        return [step(6, (edit) => addVnic(edit, portgroup, specOf(path, spec)))]
      case 'edit':
        return [step(6, (edit) => updateVnic(edit, known(), specOf(path, spec)))]
      case 'remove':
        return [step(1, (edit) => removeVnic(edit, known()))]
      case 'ignore':
        return []
    }
  })
}

function pnicSteps({ pnic = [] }: NetworkConfig): Step[] {
  return pnic.map(({ device, spec }) =>
    step(7, (edit) => {
      const current = edit.network.pnic?.find((held) => held.device === device)?.spec
      refuseOthers(spec, 'config.pnic.spec', ['linkSpeed'], current)
      updateLinkSpeed(edit, device, spec.linkSpeed)
    }),
  )
}
