import type { MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { vimFault } from '../kernel/fault.ts'
import { allPrivileges } from './privileges.ts'
import { isRef, type ManagedObject, type ObjectStore } from '../kernel/store.ts'

type Entity = NonNullable<DataTypes['Permission']['entity']>
/** A permission with the object that it is on. */
export type Permission = DataTypes['Permission'] & { readonly entity: Entity }
type Role = DataTypes['AuthorizationRole']

/** Who asks: a user and the groups that he is in. Names are compared without regard to case, as vCenter Server does. */
export interface Principal {
  readonly name: string
  readonly groups: readonly string[]
}

/** Permissions on one object that are kept elsewhere and only shown here: those on a host's root folder are in its state. */
export interface KeptPermissions {
  readonly entity: MoRef
  /** The same array until something changes. */
  readonly read: () => readonly Permission[]
  readonly write: (permissions: readonly Permission[]) => void
}

const fold = (name: string) => name.toLowerCase()
const keyOf = (ref: MoRef) => `${ref.type}:${ref.value}`
const none: ReadonlySet<string> = new Set()
const viewOnly: ReadonlySet<string> = new Set(['System.Anonymous', 'System.View'])

/**
 * Roles and permissions, and what follows from them. The rules (facts/exposure.md §5.1; vSphere Security, "Hierarchical
 * inheritance of permissions" and "Multiple permission settings"):
 *
 * - the permission nearest to the object holds, whoever's it is among those that apply to the user;
 * - on one object a permission of the user himself holds over those of his groups; the groups' are added;
 * - an object with two parents (a VM has its folder, and its resource pool) has the rights of both, added;
 * - what is above an object on which the user has a right, he may see.
 */
export class Access {
  readonly #store: Pick<ObjectStore, 'get' | 'structure'>
  readonly #parents: (object: ManagedObject) => readonly MoRef[]
  readonly #operators = new Set<string>()
  readonly #permissions = new Map<string, readonly Permission[]>()
  readonly #kept: KeptPermissions | undefined
  readonly #roles = new Map<number, Role>()
  readonly #privileges = new Map<number, ReadonlySet<string>>()
  /** Effective rights by user, then by object; and what comes down from a level. Forgotten at every change. */
  readonly #effective = new Map<string, Map<string, ReadonlySet<string>>>()
  readonly #fromAbove = new Map<string, Map<string, ReadonlySet<string>>>()
  readonly #ways = new Map<string, Map<string, ReadonlySet<string>>>()
  readonly #everything: ReadonlySet<string> = new Set(allPrivileges())
  #cachedAt = -1
  #cachedFor: readonly Permission[] | undefined

  /** `parents`: where rights come down from; by default the object's own parents. */
  constructor(
    store: Pick<ObjectStore, 'get' | 'structure'>,
    parents: (object: ManagedObject) => readonly MoRef[] = parentsOf,
    kept?: KeptPermissions,
  ) {
    this.#store = store
    this.#parents = parents
    this.#kept = kept
  }

  /** Lets a user do everything, without a permission that shows. */
  addOperator(name: string): void {
    this.#operators.add(fold(name))
  }

  isOperator(name: string): boolean {
    return this.#operators.has(fold(name))
  }

  get roles(): readonly Role[] {
    return [...this.#roles.values()]
  }

  role(roleId: number): Role | undefined {
    return this.#roles.get(roleId)
  }

  setRole(role: Role): void {
    this.#roles.set(role.roleId, role)
    this.#privileges.set(role.roleId, new Set(role.privilege ?? []))
    this.#forget()
  }

  removeRole(roleId: number): void {
    this.#roles.delete(roleId)
    this.#privileges.delete(roleId)
    this.#forget()
  }

  get permissions(): readonly Permission[] {
    return [...(this.#kept?.read() ?? []), ...[...this.#permissions.values()].flat()]
  }

  /** The permissions set on the object itself. */
  permissionsOn(entity: MoRef): readonly Permission[] {
    return this.#held(this.canonical(entity))
  }

  /** Replaces what is set on an object for the principals that are named; others stay. */
  grant(entity: MoRef, permissions: readonly Omit<DataTypes['Permission'], 'entity'>[]): void {
    const at = this.canonical(entity)
    const list = [...this.#held(at)]
    for (const permission of permissions) {
      const index = list.findIndex((held) => isSame(held, permission))
      const made: Permission = { ...permission, _typeName: 'Permission', entity: at as Entity }
      if (index < 0) list.push(made)
      else list[index] = made
    }
    this.#put(at, list)
  }

  /** Takes a permission away; false when there was none. */
  revoke(entity: MoRef, principal: string, group: boolean): boolean {
    const at = this.canonical(entity)
    const list = this.#held(at)
    const kept = list.filter((held) => !isSame(held, { principal, group }))
    this.#put(at, kept)
    return kept.length < list.length
  }

  revokeAll(entity: MoRef): void {
    this.#put(this.canonical(entity), [])
  }

  /** What the principal may do on an object. */
  privilegesOn(principal: Principal, entity: MoRef): ReadonlySet<string> {
    if (this.#store.structure !== this.#cachedAt || this.#kept?.read() !== this.#cachedFor) this.#forget()
    if (this.#operators.has(fold(principal.name))) return this.#everything
    return memo(this.#effective, fold(principal.name), keyOf(entity), () => this.#find(principal, entity))
  }

  has(principal: Principal, entity: MoRef, privilege: string): boolean {
    return this.privilegesOn(principal, entity).has(privilege)
  }

  /** Whether the principal has a right anywhere: without one he cannot log in. */
  knows(principal: Principal): boolean {
    if (this.#operators.has(fold(principal.name))) return true
    const groups = new Set(principal.groups.map(fold))
    return this.permissions.some(
      (held) =>
        (this.#privileges.get(held.roleId)?.has('System.View') ?? false) &&
        (held.group ? groups.has(fold(held.principal)) : fold(held.principal) === fold(principal.name)),
    )
  }

  /** Throws NoPermission, naming the object and the privilege. */
  demand(principal: Principal, entity: MoRef, privilege: string): void {
    if (!this.has(principal, entity, privilege)) throw noPermission(entity, privilege)
  }

  /**
   * The member of a complex entity that holds the permissions of the others: a datacenter for its four folders, a compute
   * resource for its root pool, and a standalone host's for the host.
   */
  canonical(entity: MoRef): MoRef {
    const object = this.#store.get(entity)
    const parent = object?.get('parent')
    if (!isRef(parent)) return object?.ref ?? entity
    const isPart =
      (entity.type === 'Folder' && parent.type === 'Datacenter') ||
      (entity.type === 'ResourcePool' && /^(Cluster)?ComputeResource$/.test(parent.type)) ||
      (entity.type === 'HostSystem' && parent.type === 'ComputeResource')
    return isPart ? parent : (object?.ref ?? entity)
  }

  #find(principal: Principal, entity: MoRef): ReadonlySet<string> {
    const at = this.canonical(entity)
    const found = this.#on(principal, at, false) ?? this.#above(principal, at, 0)
    return found.size === 0 && this.#waysDown(principal).has(keyOf(at)) ? viewOnly : found
  }

  #above(principal: Principal, at: MoRef, depth: number): ReadonlySet<string> {
    const object = this.#store.get(at)
    const parents = object === undefined ? [] : this.#parents(object)
    return union(
      parents.map((parent) =>
        memo(this.#fromAbove, fold(principal.name), keyOf(parent), () => this.#inherited(principal, parent, depth)),
      ),
    )
  }

  /** From the parent upwards, the first level with a propagating permission for this principal decides. */
  #inherited(principal: Principal, from: MoRef, depth: number): ReadonlySet<string> {
    // A hostile snapshot may have parents in a circle.
    if (depth > 64) return none
    const at = this.canonical(from)
    return this.#on(principal, at, true) ?? this.#above(principal, at, depth + 1)
  }

  /**
   * The objects above those on which the principal has a right: he may see them, or he would never find his own (with no
   * role on the root folder clients still find the datacenter: terraform-provider-vsphere #854).
   */
  #waysDown(principal: Principal): ReadonlySet<string> {
    return memo(this.#ways, fold(principal.name), '', () => {
      const groups = new Set(principal.groups.map(fold))
      const way = new Set<string>()
      const climb = (ref: MoRef) => {
        const object = this.#store.get(this.canonical(ref))
        for (const parent of object === undefined ? [] : this.#parents(object)) {
          const at = this.canonical(parent)
          if (way.has(keyOf(at))) continue
          way.add(keyOf(at))
          climb(at)
        }
      }
      for (const held of this.permissions) {
        const own = held.group ? groups.has(fold(held.principal)) : fold(held.principal) === fold(principal.name)
        if (own && this.#privileges.get(held.roleId)?.has('System.View') === true) climb(held.entity)
      }
      return way
    })
  }

  #forget(): void {
    this.#effective.clear()
    this.#fromAbove.clear()
    this.#ways.clear()
    this.#cachedAt = this.#store.structure
    this.#cachedFor = this.#kept?.read()
  }

  #isKept(entity: MoRef): boolean {
    return this.#kept !== undefined && keyOf(this.#kept.entity) === keyOf(entity)
  }

  #held(entity: MoRef): readonly Permission[] {
    return (this.#isKept(entity) ? this.#kept?.read() : this.#permissions.get(keyOf(entity))) ?? []
  }

  #put(entity: MoRef, list: readonly Permission[]): void {
    if (this.#isKept(entity)) this.#kept?.write(list)
    else this.#permissions.set(keyOf(entity), list)
    this.#forget()
  }

  #on(principal: Principal, entity: MoRef, inherited: boolean): ReadonlySet<string> | undefined {
    const list = this.#held(entity).filter((held) => held.propagate || !inherited)
    const user = list.find((held) => !held.group && fold(held.principal) === fold(principal.name))
    if (user !== undefined) return this.#privileges.get(user.roleId) ?? none
    const groups = new Set(principal.groups.map(fold))
    const applying = list.filter((held) => held.group && groups.has(fold(held.principal)))
    return applying.length === 0 ? undefined : union(applying.map((held) => this.#privileges.get(held.roleId) ?? none))
  }
}

export function noPermission(entity: MoRef, privilege: string): Error {
  return vimFault(
    'NoPermission',
    { object: entity as MoRef<'ManagedObject'>, privilegeId: privilege },
    `Permission to perform this operation was denied. ${privilege} is required on ${entity.type} ${entity.value}`,
  )
}

/** Where rights come down from: the folder, the vApp, and for a VM its resource pool besides. */
function parentsOf(object: ManagedObject): MoRef[] {
  const names =
    object.ref.type === 'VirtualMachine' ? ['parent', 'parentVApp', 'resourcePool'] : ['parent', 'parentVApp']
  return names.map((name) => object.get(name)).filter(isRef)
}

function isSame(held: Permission, asked: { readonly principal: string; readonly group: boolean }): boolean {
  return held.group === asked.group && fold(held.principal) === fold(asked.principal)
}

function memo<T>(caches: Map<string, Map<string, T>>, user: string, key: string, make: () => T): T {
  let cache = caches.get(user)
  if (cache === undefined) caches.set(user, (cache = new Map()))
  let found = cache.get(key)
  if (found === undefined) cache.set(key, (found = make()))
  return found
}

/** Most objects get the same rights from both sides: then it is the same set. */
function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const [first = none] = sets
  if (sets.every((set) => set === first)) return first
  const all = new Set<string>()
  for (const set of sets) for (const item of set) all.add(item)
  return all
}
