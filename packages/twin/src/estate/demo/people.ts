import type { DataTypes } from '@sakimori/vim25/types'
import { permission } from '../defaults.ts'
import type { EstateUser } from '../estate.ts'
import { clusters } from './clusters.ts'
import { company, osaka, rootFolder, tokyo } from './company.ts'
import { folderRef } from './folders.ts'

const ADMIN = -1
const READ_ONLY = -2
const NO_ACCESS = -5
const OPERATOR = 1001
const HELP_DESK = 1002
const DEVELOPER = 1003
const MONITOR = 1004

const { password } = company
const administrators = 'VSPHERE.LOCAL\\Administrators'
const auditors = 'VSPHERE.LOCAL\\Auditors'
const operators = 'CORP\\仮想基盤-運用'
const helpDesk = 'CORP\\ヘルプデスク'
const developers = 'CORP\\開発リーダー'

/** Who can log in. All passwords are the same: it is a demo. */
export const users: readonly EstateUser[] = [
  { name: 'administrator@vsphere.local', password, groups: [administrators], fullName: 'Administrator' },
  { name: 'auditor@vsphere.local', password, groups: [auditors], fullName: '監査 (読み取り専用)' },
  { name: 'CORP\\k.tanaka', password, groups: [operators], fullName: '田中 健一' },
  { name: 'CORP\\m.suzuki', password, groups: [operators], fullName: '鈴木 美咲' },
  { name: 'CORP\\helpdesk01', password, groups: [helpDesk], fullName: 'ヘルプデスク 01' },
  { name: 'CORP\\helpdesk02', password, groups: [helpDesk], fullName: 'ヘルプデスク 02' },
  { name: 'CORP\\y.kobayashi', password, groups: [developers], fullName: '小林 裕子' },
  { name: 'CORP\\svc-backup', password, fullName: 'バックアップ サービス' },
  { name: 'CORP\\svc-zabbix', password, fullName: '監視サービス' },
  // Left the company in 2021.
  { name: 'CORP\\t.sato', password, fullName: '佐藤 隆 (退職)' },
]

const power = ['PowerOn', 'PowerOff', 'Suspend', 'Reset'].map((action) => `VirtualMachine.Interact.${action}`)
const media = ['ConsoleInteract', 'DeviceConnection', 'SetCDMedia', 'AnswerQuestion'].map(
  (action) => `VirtualMachine.Interact.${action}`,
)
const everyone = ['System.Anonymous', 'System.View', 'System.Read']

const role = (roleId: number, name: string, privilege: readonly string[]): DataTypes['AuthorizationRole'] => ({
  _typeName: 'AuthorizationRole',
  roleId,
  system: false,
  name,
  info: { _typeName: 'Description', label: name, summary: name },
  privilege: [...everyone, ...privilege],
})

/** The company’s own roles. */
export const roles: readonly DataTypes['AuthorizationRole'][] = [
  role(OPERATOR, '仮想基盤オペレータ', [
    ...power,
    ...media,
    'Datastore.AllocateSpace',
    'Datastore.Browse',
    'Host.Config.Maintenance',
    'Network.Assign',
    'Resource.AssignVMToPool',
    'Resource.ColdMigrate',
    'Resource.HotMigrate',
    'VirtualMachine.Config.AddExistingDisk',
    'VirtualMachine.Config.AddNewDisk',
    'VirtualMachine.Config.AddRemoveDevice',
    'VirtualMachine.Config.CPUCount',
    'VirtualMachine.Config.EditDevice',
    'VirtualMachine.Config.Memory',
    'VirtualMachine.Config.Settings',
    'VirtualMachine.Inventory.CreateFromExisting',
    'VirtualMachine.Provisioning.DeployTemplate',
    'VirtualMachine.State.CreateSnapshot',
    'VirtualMachine.State.RemoveSnapshot',
    'VirtualMachine.State.RevertToSnapshot',
  ]),
  // Meant for restarting VMs; over the years it grew.
  role(HELP_DESK, 'ヘルプデスク', [
    ...power,
    ...media,
    'Datastore.Browse',
    'Datastore.FileManagement',
    'VirtualMachine.Config.AdvancedConfig',
    'VirtualMachine.Config.EditDevice',
    'VirtualMachine.GuestOperations.Execute',
    'VirtualMachine.GuestOperations.Modify',
    'VirtualMachine.GuestOperations.Query',
    'VirtualMachine.Provisioning.GetVmFiles',
    'VirtualMachine.State.CreateSnapshot',
  ]),
  role(DEVELOPER, '開発者', [
    ...power,
    ...media,
    'Datastore.AllocateSpace',
    'Network.Assign',
    'Resource.AssignVMToPool',
    'VirtualMachine.Config.AddNewDisk',
    'VirtualMachine.Config.EditDevice',
    'VirtualMachine.Inventory.CreateFromExisting',
  ]),
  role(MONITOR, '監視', ['Host.Cim.CimInteraction', 'Global.Licenses']),
]

/** Who may do what where. */
export const permissions: readonly DataTypes['Permission'][] = [
  permission(rootFolder, administrators, 'group', ADMIN),
  permission(rootFolder, auditors, 'group', READ_ONLY),
  permission(rootFolder, 'CORP\\svc-zabbix', 'user', MONITOR),
  // The backup software asked for an administrator, and got one.
  permission(rootFolder, 'CORP\\svc-backup', 'user', ADMIN),
  permission(tokyo.ref, operators, 'group', OPERATOR),
  permission(osaka.ref, operators, 'group', OPERATOR),
  // Everything at the main site, vCenter Server and the domain controllers included.
  permission(tokyo.ref, helpDesk, 'group', HELP_DESK),
  permission(folderRef('development'), developers, 'group', DEVELOPER),
  permission(clusters.prod.place.ref, developers, 'group', DEVELOPER),
  permission(tokyo.networkFolder, developers, 'group', DEVELOPER),
  permission(folderRef('dmz'), developers, 'group', NO_ACCESS),
  permission(clusters.legacy.place.ref, 'CORP\\t.sato', 'user', ADMIN),
]
