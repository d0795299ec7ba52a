import { isA } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import type { ManagedObject } from '../../kernel/store.ts'
import { guestFamilyOf, guestNameOf } from './config/guest-os.ts'
import { configOf } from './vm-record.ts'

type GuestInfo = DataTypes['GuestInfo']

export function toolsRun(vm: ManagedObject): boolean {
  const guest = vm.get('guest')
  return isA(guest, 'GuestInfo') && guest.toolsRunningStatus === 'guestToolsRunning'
}

/** A VM without an operating system, or without VMware Tools in it. */
export const silentGuest: GuestInfo = {
  _typeName: 'GuestInfo',
  toolsStatus: 'toolsNotInstalled',
  toolsVersionStatus: 'guestToolsNotInstalled',
  toolsVersionStatus2: 'guestToolsNotInstalled',
  toolsRunningStatus: 'guestToolsNotRunning',
  toolsVersion: '0',
  guestState: 'notRunning',
}

const isInstalled = (guest: GuestInfo) => guest.toolsStatus !== 'toolsNotInstalled'

/** The guest of a VM that is off: what is known without it. */
export function guestOff(vm: ManagedObject): GuestInfo {
  const guest = vm.get('guest')
  if (!isA(guest, 'GuestInfo')) return silentGuest
  const { toolsVersion, toolsInstallType, toolsVersionStatus, toolsVersionStatus2, hostName } = guest
  return {
    _typeName: 'GuestInfo',
    toolsStatus: isInstalled(guest) ? 'toolsNotRunning' : 'toolsNotInstalled',
    ...(toolsVersionStatus !== undefined && { toolsVersionStatus }),
    ...(toolsVersionStatus2 !== undefined && { toolsVersionStatus2 }),
    toolsRunningStatus: 'guestToolsNotRunning',
    ...(toolsVersion !== undefined && { toolsVersion }),
    ...(toolsInstallType !== undefined && { toolsInstallType }),
    ...(hostName !== undefined && { hostName }),
    guestState: 'notRunning',
  }
}

/** The guest of a VM that has started: as it was when it last ran, or with what its configuration tells. */
export function guestOn(vm: ManagedObject, last: GuestInfo | undefined): GuestInfo {
  if (last !== undefined) return last
  const guest = vm.get('guest')
  const before = isA(guest, 'GuestInfo') ? guest : silentGuest
  if (!isInstalled(before)) return before
  const { guestId } = configOf(vm)
  return {
    ...before,
    toolsStatus: 'toolsOk',
    toolsRunningStatus: 'guestToolsRunning',
    guestId,
    guestFamily: guestFamilyOf(guestId),
    guestFullName: guestNameOf(guestId),
    guestState: 'running',
    guestKernelCrashed: false,
    guestOperationsReady: true,
    interactiveGuestOperationsReady: false,
    guestStateChangeSupported: true,
    appHeartbeatStatus: 'appStatusGray',
    appState: 'none',
  }
}
