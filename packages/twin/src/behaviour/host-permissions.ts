import type { MoRef } from '@sakimori/vim25'
import type { KeptPermissions, Permission } from '../access/access.ts'
import type { LocalAccount } from '../estate/estate.ts'
import type { ManagedObject, ObjectStore } from '../kernel/store.ts'
import { lockdownAdmits, lockdownModeOf } from './host-login.ts'
import { changeHostState, hostStateOf } from './host-state.ts'

/** A permission on a host's root folder, without the reference that only a door or a lone host knows. */
export type HostPermission = Omit<Permission, 'entity'>

const fold = (name: string) => name.toLowerCase()

export const isPermissionOf =
  (principal: string, group: boolean) => (held: Pick<HostPermission, 'principal' | 'group'>) =>
    held.group === group && fold(held.principal) === fold(principal)

/** All permissions on a host's root folder: the roles of its accounts, and those of domain users and groups. */
export function storedHostPermissions(host: ManagedObject): readonly HostPermission[] {
  const { accounts = [], permissions = [] } = hostStateOf(host)
  return [...accounts.flatMap(permissionOfAccount), ...permissions]
}

function permissionOfAccount({ name, roleId }: LocalAccount): HostPermission[] {
  if (roleId === undefined) return []
  return [{ _typeName: 'Permission', principal: name, group: false, roleId, propagate: true }]
}

/**
 * Those that hold now. Lockdown mode takes away all but those of exception users, dcui and vpxuser; they come back when it
 * ends (vSphere API, HostAccessManager.ChangeLockdownMode).
 */
export function hostPermissions(host: ManagedObject): readonly HostPermission[] {
  return storedHostPermissions(host).filter(({ principal }) => lockdownAdmits(host, principal))
}

/** Replaces the permissions that hold now; those that lockdown mode took away stay as they are. */
export function setHostPermissions(store: ObjectStore, host: ManagedObject, wanted: readonly HostPermission[]): void {
  const hidden = storedHostPermissions(host).filter(({ principal }) => !lockdownAdmits(host, principal))
  const all = [...hidden, ...wanted]
  const { accounts } = hostStateOf(host)
  const isRole = (held: HostPermission) =>
    held.propagate && accounts?.some(({ name }) => isPermissionOf(name, false)(held)) === true
  changeHostState(store, host, {
    ...(accounts !== undefined && { accounts: accounts.map((account) => withRole(account, all)) }),
    permissions: all.filter((held) => !isRole(held)),
  })
}

/** The account with the role that a list of permissions gives it. */
function withRole(account: LocalAccount, permissions: readonly HostPermission[]): LocalAccount {
  const { roleId: before, ...rest } = account
  const own = isPermissionOf(account.name, false)
  const roleId = permissions.find((held) => held.propagate && own(held))?.roleId
  if (roleId === before) return account
  return roleId === undefined ? rest : { ...rest, roleId }
}

/** The same for the authorization manager of a host itself, whose rights follow the host's state and lockdown mode. */
export function keptHostPermissions(store: ObjectStore, host: ManagedObject, rootFolder: MoRef): KeptPermissions {
  const entity = rootFolder as Permission['entity']
  let shown: { readonly state: unknown; readonly mode: string; readonly list: readonly Permission[] } | undefined
  return {
    entity,
    read() {
      const mode = lockdownModeOf(host)
      if (shown?.state !== host.state || shown?.mode !== mode) {
        shown = { state: host.state, mode, list: hostPermissions(host).map((held) => ({ ...held, entity })) }
      }
      return shown.list
    },
    write: (list) => setHostPermissions(store, host, list),
  }
}
