import type { DataTypes } from '@sakimori/vim25/types'
import { adminRole, role as makeRole } from '../access/roles.ts'
import { allPrivileges } from '../access/privileges.ts'
import type { Principal } from '../access/access.ts'
import { demand, methodsOf, sessionOf, type Call } from '../kernel/call.ts'
import { invalidArgument, notFound, vimFault } from '../kernel/fault.ts'
import type { ManagedObject } from '../kernel/store.ts'

type Permission = DataTypes['Permission']
type Role = DataTypes['AuthorizationRole']

function knownRole(call: Call, roleId: number): Role {
  const found = call.world.access.role(roleId)
  if (found === undefined) throw notFound(`role ${roleId}`)
  return found
}

function checkName(call: Call, name: string, own?: number): void {
  if (name.trim() === '') throw vimFault('InvalidName', { name }, 'A role needs a name')
  const other = call.world.access.roles.find((held) => held.name.toLowerCase() === name.toLowerCase())
  if (other !== undefined && other.roleId !== own) throw vimFault('AlreadyExists', { name }, `The role ${name} exists`)
}

function checkPrivileges(ids: readonly string[]): void {
  const known = new Set(allPrivileges())
  for (const id of ids) if (!known.has(id)) throw invalidArgument('privIds', `has no privilege ${id}`)
}

/** System roles cannot be changed or removed. */
function checkChangeable({ system, roleId }: Role): void {
  if (system) throw invalidArgument('roleId', `is a system role: ${roleId}`)
}

const everySystem = ['System.Anonymous', 'System.View', 'System.Read']

function entityOf(call: Call, ref: { readonly type: string; readonly value: string }): ManagedObject {
  const found = call.world.find(ref)
  if (found === undefined) throw notFound(ref.value)
  return found
}

/** Somebody must be left who can give permissions: the last administrator of the root stays (vSphere API). */
function checkAdministratorLeft(call: Call, change: () => void, undo: () => void): void {
  change()
  const { access, rootFolder } = call.world
  const isLeft = access.permissionsOn(rootFolder).some(({ roleId, propagate }) => roleId === adminRole && propagate)
  if (isLeft) return
  undo()
  throw vimFault('AuthMinimumAdminPermission', {}, 'At least one administrator must remain on the root folder')
}

/** The three ways to set permissions check the same. */
function checkPermissions(call: Call, permissions: readonly Permission[]): void {
  for (const { principal, roleId, group } of permissions) {
    if (principal.trim() === '') throw invalidArgument('permission.principal', 'is empty')
    knownRole(call, roleId)
    if (!group && call.world.isHost && call.world.parts.accounts.find(principal) === undefined) {
      throw vimFault('UserNotFound', { principal, unresolved: false }, `The user ${principal} was not found`)
    }
  }
}

function post(
  call: Call,
  type: string,
  entity: ManagedObject,
  { principal, group, roleId, propagate }: Permission,
): void {
  const { world } = call
  const held = world.access.role(roleId)
  world.events.post(type, sessionOf(call).name, entity, {
    entity: { _typeName: 'ManagedEntityEventArgument', name: world.nameOf(entity), entity: entity.ref },
    principal,
    group,
    role: { _typeName: 'RoleEventArgument', name: held?.name ?? '', roleId },
    propagate,
  })
}

function postRole(call: Call, type: string, { name, roleId, privilege }: Role): void {
  call.world.events.post(type, sessionOf(call).name, undefined, {
    role: { _typeName: 'RoleEventArgument', name, roleId },
    privilegeList: privilege ?? [],
  })
}

/** What a principal who is no session has: of his name and, if he is an account, his groups. */
function principalOf(call: Call, name: string): Principal {
  const account = call.world.parts.accounts.find(name)
  return { name, groups: account?.groups ?? [] }
}

function setPermissions(call: Call, ref: Permission['entity'] & object, permissions: readonly Permission[]): void {
  const entity = entityOf(call, ref)
  checkPermissions(call, permissions)
  const { access } = call.world
  const before = access.permissionsOn(entity.ref)
  const undo = () => {
    access.revokeAll(entity.ref)
    access.grant(entity.ref, before)
  }
  checkAdministratorLeft(call, () => access.grant(entity.ref, permissions), undo)
  for (const permission of permissions) {
    const isNew = !before.some((held) => held.principal.toLowerCase() === permission.principal.toLowerCase())
    post(call, isNew ? 'PermissionAddedEvent' : 'PermissionUpdatedEvent', entity, permission)
  }
  call.world.store.touch(entity, 'permission')
}

export const authorizationManagerMethods = methodsOf('AuthorizationManager', {
  AddAuthorizationRole(call, { name, privIds = [] }) {
    checkName(call, name)
    checkPrivileges(privIds)
    const roleId = Math.max(1000, ...call.world.access.roles.map((held) => held.roleId)) + 1
    const made = makeRole(roleId, name, name, [...everySystem, ...privIds], false)
    call.world.access.setRole(made)
    postRole(call, 'RoleAddedEvent', made)
    return roleId
  },
  UpdateAuthorizationRole(call, { roleId, newName, privIds = [] }) {
    const held = knownRole(call, roleId)
    checkChangeable(held)
    checkName(call, newName, roleId)
    checkPrivileges(privIds)
    const made = makeRole(
      roleId,
      newName,
      newName === held.name ? (held.info.label ?? newName) : newName,
      [...everySystem, ...privIds],
      false,
    )
    call.world.access.setRole(made)
    postRole(call, 'RoleUpdatedEvent', made)
    return undefined
  },
  RemoveAuthorizationRole(call, { roleId, failIfUsed }) {
    const held = knownRole(call, roleId)
    checkChangeable(held)
    const using = call.world.access.permissions.filter((permission) => permission.roleId === roleId)
    if (failIfUsed && using.length > 0) throw vimFault('RemoveFailed', {}, `The role ${held.name} is used`)
    for (const { entity, principal, group } of using) call.world.access.revoke(entity, principal, group)
    call.world.access.removeRole(roleId)
    postRole(call, 'RoleRemovedEvent', held)
    return undefined
  },
  RetrieveRolePermissions(call, { roleId }) {
    knownRole(call, roleId)
    return call.world.access.permissions.filter((permission) => permission.roleId === roleId)
  },
  RetrieveAllPermissions: (call) =>
    call.world.access.permissions.filter(({ entity }) => call.world.access.has(sessionOf(call), entity, 'System.View')),
  RetrieveEntityPermissions(call, { entity, inherited }) {
    const at = entityOf(call, entity)
    const chain = inherited ? call.world.lineage(at) : [at]
    const seen = new Set<string>()
    return chain.flatMap(({ ref }, depth) =>
      call.world.access.permissionsOn(ref).filter((held) => {
        // The members of a complex entity hold the same permissions: they are told once.
        const key = `${held.entity.value}|${held.principal}|${held.group}`
        if (seen.has(key) || (depth > 0 && !held.propagate)) return false
        seen.add(key)
        return true
      }),
    )
  },
  SetEntityPermissions(call, { entity, permission = [] }) {
    setPermissions(call, entity as never, permission)
    return undefined
  },
  ResetEntityPermissions(call, { entity, permission = [] }) {
    const at = entityOf(call, entity)
    checkPermissions(call, permission)
    const { access } = call.world
    const before = access.permissionsOn(at.ref)
    const put = (list: readonly Permission[]) => {
      access.revokeAll(at.ref)
      access.grant(at.ref, list)
    }
    checkAdministratorLeft(
      call,
      () => put(permission),
      () => put(before),
    )
    for (const held of permission) post(call, 'PermissionAddedEvent', at, held)
    call.world.store.touch(at, 'permission')
    return undefined
  },
  RemoveEntityPermission(call, { entity, user, isGroup }) {
    const at = entityOf(call, entity)
    const { access } = call.world
    const held = access
      .permissionsOn(at.ref)
      .find(({ principal, group }) => group === isGroup && principal.toLowerCase() === user.toLowerCase())
    if (held === undefined) throw notFound(`a permission of ${user} on ${call.world.nameOf(at)}`)
    checkAdministratorLeft(
      call,
      () => access.revoke(at.ref, user, isGroup),
      () => access.grant(at.ref, [held]),
    )
    post(call, 'PermissionRemovedEvent', at, held)
    call.world.store.touch(at, 'permission')
    return undefined
  },
  MergePermissions(call, { srcRoleId, dstRoleId }) {
    knownRole(call, srcRoleId)
    knownRole(call, dstRoleId)
    for (const held of call.world.access.permissions.filter(({ roleId }) => roleId === srcRoleId)) {
      call.world.access.grant(held.entity, [{ ...held, roleId: dstRoleId }])
    }
    return undefined
  },
  HasPrivilegeOnEntity(call, { entity, sessionId, privId = [] }) {
    const session = sessionById(call, sessionId)
    const own = call.world.access.privilegesOn(session, entity)
    return privId.map((id) => own.has(id))
  },
  HasPrivilegeOnEntities(call, { entity: entities, sessionId, privId = [] }) {
    const session = sessionById(call, sessionId)
    return entities.map((entity) => entityPrivilege(call, session, entity, privId))
  },
  HasUserPrivilegeOnEntities(call, { entities, userName, privId = [] }) {
    askForOthers(call, userName)
    return entities.map((entity) =>
      entityPrivilege(call, principalOf(call, userName), entity as DataTypes['EntityPrivilege']['entity'], privId),
    )
  },
  FetchUserPrivilegeOnEntities(call, { entities, userName }) {
    askForOthers(call, userName)
    const principal = principalOf(call, userName)
    return entities.map((entity) => ({
      _typeName: 'UserPrivilegeResult',
      entity,
      privileges: [...call.world.access.privilegesOn(principal, entity)].toSorted(),
    }))
  },
})

/** Others' rights are for those who may see sessions; one's own are for everybody. */
function askForOthers(call: Call, userName: string): void {
  const session = sessionOf(call)
  if (session.name.toLowerCase() !== userName.toLowerCase()) {
    demand(call.world, session, call.self, 'Authorization.ModifyPermissions')
  }
}

function sessionById(call: Call, key: string): Principal {
  const found = call.world.parts.sessions.all.find((session) => session.key === key)
  if (found === undefined) throw invalidArgument('sessionId', 'is no session')
  return found
}

function entityPrivilege(
  call: Call,
  principal: Principal,
  entity: DataTypes['EntityPrivilege']['entity'],
  privIds: readonly string[],
): DataTypes['EntityPrivilege'] {
  const own = call.world.access.privilegesOn(principal, entity)
  const privAvailability = privIds.map((privId) => ({
    _typeName: 'PrivilegeAvailability' as const,
    privId,
    isGranted: own.has(privId),
  }))
  return { _typeName: 'EntityPrivilege', entity, privAvailability }
}
