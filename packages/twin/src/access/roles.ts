import type { DataTypes } from '@sakimori/vim25/types'
import { allPrivileges } from './privileges.ts'

type Role = DataTypes['AuthorizationRole']

export const adminRole = -1
export const readOnlyRole = -2

const everyone = ['System.Anonymous']
const view = [...everyone, 'System.View']
const read = [...view, 'System.Read']

const withoutCrypto = (privileges: readonly string[]) =>
  privileges.filter(
    (id) =>
      !id.startsWith('Cryptographer.') &&
      !['Global.Diagnostics', 'Host.Inventory.AddHostToCluster', 'Host.Inventory.AddStandaloneHost'].includes(id) &&
      !id.startsWith('Host.Local.ManageUserGroups'),
  )

/** The roles that cannot be changed (facts/exposure.md §5.1). */
const system: readonly (readonly [id: number, name: string, label: string, privileges: () => readonly string[]])[] = [
  [adminRole, 'Admin', 'Administrator', () => allPrivileges()],
  [readOnlyRole, 'ReadOnly', 'Read-only', () => read],
  [-3, 'View', 'View', () => view],
  [-4, 'Anonymous', 'Anonymous', () => everyone],
  [-5, 'NoAccess', 'No access', () => []],
  [-6, 'NoCryptoAdmin', 'No cryptography administrator', () => withoutCrypto(allPrivileges())],
]

const powerUser = [
  'Datastore.Browse',
  'Global.CancelTask',
  'ScheduledTask.Create',
  'ScheduledTask.Delete',
  'ScheduledTask.Edit',
  'ScheduledTask.Run',
  'VirtualMachine.Config.AddExistingDisk',
  'VirtualMachine.Config.AddNewDisk',
  'VirtualMachine.Config.AddRemoveDevice',
  'VirtualMachine.Config.AdvancedConfig',
  'VirtualMachine.Config.CPUCount',
  'VirtualMachine.Config.EditDevice',
  'VirtualMachine.Config.Memory',
  'VirtualMachine.Config.Rename',
  'VirtualMachine.Config.Settings',
  'VirtualMachine.Interact.AnswerQuestion',
  'VirtualMachine.Interact.ConsoleInteract',
  'VirtualMachine.Interact.DeviceConnection',
  'VirtualMachine.Interact.PowerOff',
  'VirtualMachine.Interact.PowerOn',
  'VirtualMachine.Interact.Reset',
  'VirtualMachine.Interact.SetCDMedia',
  'VirtualMachine.Interact.SetFloppyMedia',
  'VirtualMachine.Interact.Suspend',
  'VirtualMachine.State.CreateSnapshot',
  'VirtualMachine.State.RemoveSnapshot',
  'VirtualMachine.State.RenameSnapshot',
  'VirtualMachine.State.RevertToSnapshot',
]

/** The sample roles that a vCenter Server is installed with; like any other they can be changed. */
const samples: readonly (readonly [id: number, name: string, label: string, privileges: readonly string[]])[] = [
  [
    1,
    'VirtualMachineUser',
    'Virtual machine user (sample)',
    ['Global.CancelTask', ...powerUser.filter((id) => /Interact|ScheduledTask/.test(id))],
  ],
  [2, 'VirtualMachinePowerUser', 'Virtual machine power user (sample)', powerUser],
  [
    3,
    'ResourcePoolAdministrator',
    'Resource pool administrator (sample)',
    ['Resource.AssignVMToPool', 'Resource.CreatePool', 'Resource.DeletePool', 'Resource.EditPool', ...powerUser],
  ],
  [6, 'DatastoreConsumer', 'Datastore consumer (sample)', ['Datastore.AllocateSpace']],
  [7, 'NetworkConsumer', 'Network consumer (sample)', ['Network.Assign']],
]

/** The roles of a fresh server; a host has the system roles only. */
export function initialRoles(kind: 'vcenter' | 'esx'): Role[] {
  const own = system.map(([roleId, name, label, privileges]) => role(roleId, name, label, privileges(), true))
  if (kind === 'esx') return own
  return [
    ...own,
    ...samples.map(([roleId, name, label, privileges]) => role(roleId, name, label, [...read, ...privileges], false)),
  ]
}

export function role(
  roleId: number,
  name: string,
  label: string,
  privileges: readonly string[],
  isSystem: boolean,
): Role {
  return {
    _typeName: 'AuthorizationRole',
    roleId,
    system: isSystem,
    name,
    info: { _typeName: 'Description', label, summary: label },
    privilege: [...new Set(privileges)].toSorted(),
  }
}
