import type { DataTypes } from '@sakimori/vim25/types'
import { invalidArgument, notFound, vimFault } from '../../kernel/fault.ts'
import { checkRange } from './fields.ts'
import { hostFault, type HostEdit, type NetworkInfo } from './host-edit.ts'
import { bridged, keyOf } from './host-settle.ts'
import { vmsOn } from './network-objects.ts'
import { checkPolicy } from './standard-policy.ts'

type PortGroup = DataTypes['HostPortGroup']
type PortGroupSpec = DataTypes['HostPortGroupSpec']

const longestName = 80

function findGroup(network: NetworkInfo, name: string): PortGroup {
  const found = network.portgroup?.find(({ spec }) => spec.name === name)
  if (found === undefined) throw notFound(`port group ${name}`)
  return found
}

/** Throws AlreadyExists, NotFound (the switch), InvalidArgument. */
export function addGroup(edit: HostEdit, spec: PortGroupSpec): void {
  const { network } = edit
  checkSpec(network, spec, undefined)
  const made: PortGroup = {
    _typeName: 'HostPortGroup',
    key: keyOf('PortGroup', spec.name),
    vswitch: keyOf('VirtualSwitch', spec.vswitchName),
    // Worked out when the change is complete.
    computedPolicy: spec.policy,
    spec,
  }
  edit.network = { ...network, portgroup: [...(network.portgroup ?? []), made] }
}

/**
 * Replaces the specification: a policy that is not given is inherited from the switch. A port group that VMs are on keeps
 * its name: their adapters know it by that.
 */
export function updateGroup(edit: HostEdit, name: string, spec: PortGroupSpec): void {
  const { network } = edit
  const current = findGroup(network, name)
  checkSpec(network, spec, name)
  const isRenamed = spec.name !== name
  if (isRenamed && vmsOn(edit.world, edit.host, name).length > 0) {
    throw hostFault(`The port group ${name} cannot be renamed while virtual machines are connected to it`)
  }
  const key = keyOf('PortGroup', spec.name)
  const vnic = (network.vnic ?? []).map((held) =>
    isRenamed && held.portgroup === name
      ? { ...held, portgroup: spec.name, spec: { ...held.spec, portgroup: spec.name } }
      : held,
  )
  edit.network = {
    ...network,
    portgroup: (network.portgroup ?? []).map((held) => (held === current ? { ...held, key, spec } : held)),
    ...(isRenamed && { vnic }),
  }
}

/** Throws NotFound, ResourceInUse. */
export function removeGroup(edit: HostEdit, name: string): void {
  const current = findGroup(edit.network, name)
  checkGroupFree(edit, name, 'PortGroup', name)
  edit.network = { ...edit.network, portgroup: (edit.network.portgroup ?? []).filter((held) => held !== current) }
}

/** Throws ResourceInUse when an adapter of the host or of a VM on it is on the port group. */
export function checkGroupFree({ world, host, network }: HostEdit, group: string, type: string, name: string): void {
  const vnic = network.vnic?.find(({ portgroup }) => portgroup === group)?.device
  const vm = vmsOn(world, host, group)[0]
  const user = vnic ?? (vm === undefined ? undefined : world.nameOf(vm))
  if (user !== undefined)
    throw vimFault('ResourceInUse', { type, name }, `The resource ${name} is in use: ${user} is on port group ${group}`)
}

function checkSpec(network: NetworkInfo, spec: PortGroupSpec, own: string | undefined): void {
  const { name, vlanId, vswitchName, policy } = spec
  if (name === '' || name.length > longestName)
    throw invalidArgument('portgrp.name', `must have 1 to ${longestName} characters`)
  checkRange('portgrp.vlanId', vlanId, 0, 4095)
  const owner = network.vswitch?.find((held) => held.name === vswitchName)
  if (owner === undefined) throw notFound(`virtual switch ${vswitchName}`)
  if (name !== own && network.portgroup?.some((held) => held.spec.name === name)) {
    throw vimFault('AlreadyExists', { name }, `The port group ${name} exists`)
  }
  checkPolicy('portgrp.policy', policy, bridged(owner.spec))
}
