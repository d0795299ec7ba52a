import { typeInfo } from '@sakimori/vim25'
import { guests, type Guest } from '../../../estate/build/guests.ts'

/** Names of guests that no estate has, as vSphere shows them. */
const others: Readonly<Record<string, string>> = {
  otherGuest: 'Other (32-bit)',
  otherGuest64: 'Other (64-bit)',
  otherLinuxGuest: 'Other Linux (32-bit)',
  otherLinux64Guest: 'Other Linux (64-bit)',
  other26xLinux64Guest: 'Other 2.6.x Linux (64-bit)',
  other4xLinux64Guest: 'Other 4.x Linux (64-bit)',
  other5xLinux64Guest: 'Other 5.x or later Linux (64-bit)',
  ubuntuGuest: 'Ubuntu Linux (32-bit)',
  rhel5_64Guest: 'Red Hat Enterprise Linux 5 (64-bit)',
  centos7_64Guest: 'CentOS 7 (64-bit)',
  centos8_64Guest: 'CentOS 8 (64-bit)',
  centos9_64Guest: 'CentOS 9 (64-bit)',
  debian10_64Guest: 'Debian GNU/Linux 10 (64-bit)',
  debian11_64Guest: 'Debian GNU/Linux 11 (64-bit)',
  debian12_64Guest: 'Debian GNU/Linux 12 (64-bit)',
  sles12_64Guest: 'SUSE Linux Enterprise 12 (64-bit)',
  sles15_64Guest: 'SUSE Linux Enterprise 15 (64-bit)',
  oracleLinux8_64Guest: 'Oracle Linux 8 (64-bit)',
  rockylinux_64Guest: 'Rocky Linux (64-bit)',
  almalinux_64Guest: 'AlmaLinux (64-bit)',
  freebsd13_64Guest: 'FreeBSD 13 (64-bit)',
  windows8_64Guest: 'Microsoft Windows 8.x (64-bit)',
  windows11_64Guest: 'Microsoft Windows 11 (64-bit)',
  windows2022srvNext_64Guest: 'Microsoft Windows Server 2025 (64-bit)',
  vmkernel7Guest: 'VMware ESXi 7.x',
  vmkernel8Guest: 'VMware ESXi 8.0 or later',
}

const known: readonly Guest[] = Object.values(guests)

/** The ids that the API has: VirtualMachineGuestOsIdentifier. */
export function guestIds(): readonly string[] {
  const info = typeInfo('VirtualMachineGuestOsIdentifier')
  return info?.kind === 'enum' ? info.values : []
}

export const isGuestId = (id: string): boolean => guestIds().includes(id)

/** What vSphere calls a guest; made from the id for those that are in no table here. */
export const guestNameOf = (id: string): string =>
  known.find((guest) => guest.id === id)?.fullName ?? others[id] ?? madeName(id)

function madeName(id: string): string {
  const is64 = id.includes('64')
  const stem = id.replace(/_?64/, '').replace(/Guest$/, '')
  return `${stem.charAt(0).toUpperCase()}${stem.slice(1)} (${is64 ? '64' : '32'}-bit)`
}

const families: readonly (readonly [pattern: RegExp, family: string])[] = [
  [/^win/, 'windowsGuest'],
  [/^darwin/, 'darwinGuestFamily'],
  [/^solaris/, 'solarisGuest'],
  [/^netware|^nw/, 'netwareGuest'],
  [/^(dos|other(Guest|64)|os2|freebsd|vmkernel|eComStation|unixWare|openServer|crx)/, 'otherGuestFamily'],
]

export const guestFamilyOf = (id: string): string => families.find(([pattern]) => pattern.test(id))?.[1] ?? 'linuxGuest'

/** A guest as an estate describes it, for a VM that is made. */
export function guestOf(id: string): Guest {
  const found = known.find((guest) => guest.id === id)
  const family = guestFamilyOf(id)
  if (found !== undefined) return { ...found, tools: 'guestToolsTypeUnknown' }
  return {
    id,
    fullName: guestNameOf(id),
    family: family === 'windowsGuest' || family === 'linuxGuest' ? family : 'otherGuestFamily',
    tools: 'guestToolsTypeUnknown',
    rootPath: family === 'windowsGuest' ? 'C:\\' : '/',
  }
}
