/** A guest operating system as vSphere names it, and what VMware Tools report of it. */
export interface Guest {
  readonly id: string
  readonly fullName: string
  readonly family: 'windowsGuest' | 'linuxGuest' | 'otherGuestFamily'
  readonly tools: 'guestToolsTypeMSI' | 'guestToolsTypeOpenVMTools' | 'guestToolsTypeUnknown'
  readonly rootPath: string
}

const windows = (id: string, fullName: string): Guest => ({
  id,
  fullName,
  family: 'windowsGuest',
  tools: 'guestToolsTypeMSI',
  rootPath: 'C:\\',
})

const linux = (id: string, fullName: string): Guest => ({
  id,
  fullName,
  family: 'linuxGuest',
  tools: 'guestToolsTypeOpenVMTools',
  rootPath: '/',
})

/** Guests by the ids of VirtualMachineGuestOsIdentifier. Server 2019 has an id of its own only from 7.0 on. */
export const guests = {
  win2008: windows('windows7Server64Guest', 'Microsoft Windows Server 2008 R2 (64-bit)'),
  win2012: windows('windows8Server64Guest', 'Microsoft Windows Server 2012 (64-bit)'),
  win2016: windows('windows9Server64Guest', 'Microsoft Windows Server 2016 or later (64-bit)'),
  win2019: windows('windows2019srv_64Guest', 'Microsoft Windows Server 2019 (64-bit)'),
  win2022: windows('windows2019srvNext_64Guest', 'Microsoft Windows Server 2022 (64-bit)'),
  win7: windows('windows7_64Guest', 'Microsoft Windows 7 (64-bit)'),
  win10: windows('windows9_64Guest', 'Microsoft Windows 10 (64-bit)'),
  winXp: windows('winXPProGuest', 'Microsoft Windows XP Professional (32-bit)'),
  rhel6: linux('rhel6_64Guest', 'Red Hat Enterprise Linux 6 (64-bit)'),
  rhel7: linux('rhel7_64Guest', 'Red Hat Enterprise Linux 7 (64-bit)'),
  rhel8: linux('rhel8_64Guest', 'Red Hat Enterprise Linux 8 (64-bit)'),
  rhel9: linux('rhel9_64Guest', 'Red Hat Enterprise Linux 9 (64-bit)'),
  ubuntu: linux('ubuntu64Guest', 'Ubuntu Linux (64-bit)'),
  photon: linux('vmwarePhoton64Guest', 'VMware Photon OS (64-bit)'),
  otherLinux: linux('other3xLinux64Guest', 'Other 3.x or later Linux (64-bit)'),
} as const satisfies Readonly<Record<string, Guest>>
