import { typeInfo, typeNames } from '@sakimori/vim25'

/**
 * Privileges that methods check inside, and so are in no table: VM configuration by what is changed, moves, assignments
 * (vSphere Security Guide, "Required Privileges for Common Tasks" and "Defined Privileges"; facts/exposure.md §5.2).
 */
const checkedInside = [
  'Cryptographer.Access',
  'Cryptographer.AddDisk',
  'Cryptographer.Clone',
  'Cryptographer.Decrypt',
  'Cryptographer.Encrypt',
  'Cryptographer.EncryptNew',
  'Cryptographer.Migrate',
  'Cryptographer.Recrypt',
  'DVPortgroup.Delete',
  'DVPortgroup.Modify',
  'DVPortgroup.PolicyOp',
  'DVPortgroup.ScopeOp',
  'DVSwitch.HostOp',
  'DVSwitch.Move',
  'DVSwitch.PolicyOp',
  'DVSwitch.PortSetting',
  'DVSwitch.Vspan',
  'Datacenter.Delete',
  'Datacenter.Move',
  'Datacenter.Rename',
  'Datastore.Browse',
  'Datastore.Move',
  'Folder.Move',
  'Folder.Rename',
  'Global.CancelTask',
  'Global.CapacityPlanning',
  'Global.DisableMethods',
  'Global.EnableMethods',
  'Global.GlobalTag',
  'Global.Health',
  'Global.Proxy',
  'Global.ScriptAction',
  'Global.SystemTag',
  'Host.Inventory.DeleteCluster',
  'Host.Inventory.MoveCluster',
  'Host.Inventory.RemoveHostFromCluster',
  'Host.Inventory.RenameCluster',
  'Host.Local.CreateVM',
  'Host.Local.DeleteVM',
  'Host.Local.InstallAgent',
  'Host.Local.ReconfigVM',
  'Network.Assign',
  'Network.Config',
  'Network.Move',
  'Resource.ApplyRecommendation',
  'Resource.AssignVAppToPool',
  'Resource.DeletePool',
  'Resource.HotMigrate',
  'Resource.MovePool',
  'Resource.RenamePool',
  'VApp.ApplicationConfig',
  'VApp.AssignResourcePool',
  'VApp.AssignVApp',
  'VApp.AssignVM',
  'VApp.Delete',
  'VApp.InstanceConfig',
  'VApp.ManagedByConfig',
  'VApp.Move',
  'VApp.Rename',
  'VApp.ResourceConfig',
  'VirtualMachine.Config.AddNewDisk',
  'VirtualMachine.Config.AddRemoveDevice',
  'VirtualMachine.Config.AdvancedConfig',
  'VirtualMachine.Config.Annotation',
  'VirtualMachine.Config.CPUCount',
  'VirtualMachine.Config.ChangeTracking',
  'VirtualMachine.Config.DiskExtend',
  'VirtualMachine.Config.DiskLease',
  'VirtualMachine.Config.EditDevice',
  'VirtualMachine.Config.HostUSBDevice',
  'VirtualMachine.Config.ManagedBy',
  'VirtualMachine.Config.Memory',
  'VirtualMachine.Config.MksControl',
  'VirtualMachine.Config.RawDevice',
  'VirtualMachine.Config.Rename',
  'VirtualMachine.Config.Resource',
  'VirtualMachine.Config.SwapPlacement',
  'VirtualMachine.Config.ToggleForkParent',
  'VirtualMachine.Config.Unlock',
  'VirtualMachine.Interact.Backup',
  'VirtualMachine.Interact.DeviceConnection',
  'VirtualMachine.Interact.Pause',
  'VirtualMachine.Interact.SESparseMaintenance',
  'VirtualMachine.Interact.SetCDMedia',
  'VirtualMachine.Interact.SetFloppyMedia',
  'VirtualMachine.Inventory.CreateFromExisting',
  'VirtualMachine.Inventory.Delete',
  'VirtualMachine.Inventory.Move',
  'VirtualMachine.Provisioning.CloneTemplate',
  'VirtualMachine.Provisioning.CreateTemplateFromVM',
  'VirtualMachine.Provisioning.DeployTemplate',
  'VirtualMachine.Provisioning.DiskRandomAccess',
  'VirtualMachine.Provisioning.FileRandomAccess',
  'VirtualMachine.Provisioning.GetVmFiles',
  'VirtualMachine.Provisioning.PutVmFiles',
]

let all: readonly string[] | undefined

/** Every privilege that the twin knows: those the tables name for methods and properties, and those checked inside. */
export function allPrivileges(): readonly string[] {
  if (all !== undefined) return all
  const found = new Set(checkedInside)
  for (const name of typeNames('managed')) {
    const info = typeInfo(name)
    if (info?.kind !== 'managed') continue
    for (const { privilege } of info.properties) found.add(privilege)
    for (const method of info.methods) {
      found.add(method.privilege)
      for (const { privilege } of method.params) found.add(privilege)
    }
  }
  found.delete('')
  return (all = [...found].toSorted())
}

/** 'VirtualMachine.Config.Settings' → its name and its group, as AuthorizationPrivilege has them. */
export function splitPrivilege(id: string): { readonly name: string; readonly group: string } {
  const dot = id.lastIndexOf('.')
  return { name: id.slice(dot + 1), group: id.slice(0, dot) }
}
