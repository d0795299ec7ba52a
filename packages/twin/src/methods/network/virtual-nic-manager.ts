import type { DataTypes } from '@sakimori/vim25/types'
import { knownConfigOf } from '../../behaviour/host-config.ts'
import { methodsOf } from '../../kernel/call.ts'
import { invalidArgument } from '../../kernel/fault.ts'
import { checkIpv4, checkMask } from './fields.ts'
import { editHost, hostFault, reachedHost, type HostEdit } from './host-edit.ts'
import { carriersOf, trafficKey } from './management.ts'
import { findVnic, select, updateVnic } from './vnic.ts'

type VirtualNic = DataTypes['HostVirtualNic']

/** Adapters on these stacks carry the traffic of the stack alone. */
const closedStacks = ['vmotion', 'vSphereProvisioning']

function checkType({ nics }: HostEdit, nicType: string): void {
  if (nics.netConfig?.some((held) => held.nicType === nicType) !== true) {
    throw invalidArgument('nicType', `is no kind of traffic of the host: ${nicType}`)
  }
}

function knownVnic(edit: HostEdit, device: string): VirtualNic {
  const found = edit.network.vnic?.find((held) => held.device === device)
  if (found === undefined) throw invalidArgument('device', `is no VMkernel adapter of the host: ${device}`)
  return found
}

function turnOn(edit: HostEdit, nicType: string, vnic: VirtualNic): void {
  const { netStackInstanceKey: stack = '' } = vnic.spec
  if (closedStacks.includes(stack) && stack !== nicType)
    throw hostFault(`${vnic.device} is on the TCP/IP stack ${stack}, which does not carry ${nicType}`)
  edit.nics = select(edit, nicType, vnic)
}

function turnOff(edit: HostEdit, nicType: string, vnic: VirtualNic): void {
  const carriers = carriersOf(edit.network, edit.nics, nicType)
  if (nicType === 'management' && carriers.length === 1 && carriers[0] === vnic) {
    throw hostFault(`${vnic.device} is the only adapter that the host is managed through`)
  }
  const off = trafficKey(nicType, vnic.key)
  const netConfig = (edit.nics.netConfig ?? []).map(({ selectedVnic = [], ...held }) => {
    const kept = held.nicType === nicType ? selectedVnic.filter((key) => key !== off) : selectedVnic
    return { ...held, ...(kept.length > 0 && { selectedVnic: kept }) }
  })
  edit.nics = { ...edit.nics, netConfig }
}

/** Which VMkernel adapter carries which traffic. Keys are '<nicType>.key-vim.host.VirtualNic-vmkN'. */
export const virtualNicManagerMethods = methodsOf('HostVirtualNicManager', {
  QueryNetConfig(call, { nicType }) {
    const config = knownConfigOf(reachedHost(call))
    const found = config.virtualNicManagerInfo?.netConfig?.find((held) => held.nicType === nicType)
    if (found === undefined) throw invalidArgument('nicType', `is no kind of traffic of the host: ${nicType}`)
    return found
  },
  SelectVnicForNicType(call, { nicType, device }) {
    editHost(call, 'host.VirtualNicManager.selectVnic', (edit) => {
      checkType(edit, nicType)
      turnOn(edit, nicType, knownVnic(edit, device))
    })
  },
  DeselectVnicForNicType(call, { nicType, device }) {
    editHost(call, 'host.VirtualNicManager.deselectVnic', (edit) => {
      checkType(edit, nicType)
      turnOff(edit, nicType, knownVnic(edit, device))
    })
  },
})

/** The older way to say it for vMotion alone; there it has one adapter. */
export const vmotionSystemMethods = methodsOf('HostVMotionSystem', {
  SelectVnic(call, { device }) {
    editHost(call, 'host.VMotionSystem.selectVnic', (edit) => {
      const vnic = knownVnic(edit, device)
      for (const other of carriersOf(edit.network, edit.nics, 'vmotion')) turnOff(edit, 'vmotion', other)
      turnOn(edit, 'vmotion', vnic)
    })
  },
  DeselectVnic(call) {
    editHost(call, 'host.VMotionSystem.deselectVnic', (edit) => {
      for (const vnic of carriersOf(edit.network, edit.nics, 'vmotion')) turnOff(edit, 'vmotion', vnic)
    })
  },
  UpdateIpConfig(call, { ipConfig }) {
    editHost(call, 'host.VMotionSystem.updateIpConfig', (edit) => {
      const carrier = carriersOf(edit.network, edit.nics, 'vmotion')[0]
      if (carrier === undefined) throw hostFault('No VMkernel adapter is selected for vMotion')
      if (!ipConfig.dhcp) {
        checkIpv4('ipConfig.ipAddress', ipConfig.ipAddress)
        checkMask('ipConfig.subnetMask', ipConfig.subnetMask)
      }
      updateVnic(edit, findVnic(edit, carrier.device).device, { _typeName: 'HostVirtualNicSpec', ip: ipConfig })
    })
  },
})
