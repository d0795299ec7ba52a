import type { MoRef } from '@sakimori/vim25'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ManagedObject, ObjectStore } from '../kernel/store.ts'
import { Access, type Principal } from './access.ts'
import { initialRoles, role } from './roles.ts'

/** root ─ dc ─ (vm folder ─ folder ─ vm), (host folder ─ cluster ─ (host, root pool ─ pool: vm)). */
const root = { type: 'Folder', value: 'root' }
const dc = { type: 'Datacenter', value: 'dc' }
const vmFolder = { type: 'Folder', value: 'vm-folder' }
const folder = { type: 'Folder', value: 'folder' }
const vm = { type: 'VirtualMachine', value: 'vm' }
const hostFolder = { type: 'Folder', value: 'host-folder' }
const cluster = { type: 'ClusterComputeResource', value: 'cluster' }
const host = { type: 'HostSystem', value: 'host' }
const rootPool = { type: 'ResourcePool', value: 'root-pool' }
const pool = { type: 'ResourcePool', value: 'pool' }
const entities = [root, dc, vmFolder, folder, vm, hostFolder, cluster, host, rootPool, pool]

const powerOn = role(11, 'PowerOn', 'PowerOn', ['VirtualMachine.Interact.PowerOn'], false)
const snapshots = role(12, 'TakeSnapshots', 'TakeSnapshots', ['VirtualMachine.State.CreateSnapshot'], false)
const readOnly = -2
const noAccess = -5

function access(): Access {
  const store = new ObjectStore()
  const add = (ref: MoRef, properties: Record<string, unknown>) => store.add(new ManagedObject(ref, properties))
  add(root, {})
  add(dc, { parent: root })
  add(vmFolder, { parent: dc })
  add(folder, { parent: vmFolder })
  add(vm, { parent: folder, resourcePool: pool })
  add(hostFolder, { parent: dc })
  add(cluster, { parent: hostFolder })
  add(host, { parent: cluster })
  add(rootPool, { parent: cluster })
  add(pool, { parent: rootPool })
  const made = new Access(store)
  for (const one of [...initialRoles('vcenter'), powerOn, snapshots]) made.setRole(one)
  return made
}

const user: Principal = { name: 'CORP\\alice', groups: ['CORP\\Group A', 'CORP\\Group B'] }
const grant = (to: Access, at: MoRef, principal: string, roleId: number, propagate = true) =>
  to.grant(at, [{ _typeName: 'Permission', principal, group: principal.includes('Group'), roleId, propagate }])
const may = (by: Access, at: MoRef) => ({
  powerOn: by.has(user, at, 'VirtualMachine.Interact.PowerOn'),
  snapshot: by.has(user, at, 'VirtualMachine.State.CreateSnapshot'),
})

// The examples of vSphere Security, "Multiple Permission Settings".
describe('the examples of the documentation', () => {
  test('example 1: two groups on one object have the privileges of both', () => {
    const held = access()
    grant(held, folder, 'CORP\\Group A', powerOn.roleId)
    grant(held, folder, 'CORP\\Group B', snapshots.roleId)
    expect(may(held, vm)).toEqual({ powerOn: true, snapshot: true })
  })

  test('example 2: the permission on the child overrides that on the parent, of another group too', () => {
    const held = access()
    grant(held, folder, 'CORP\\Group A', powerOn.roleId)
    grant(held, vm, 'CORP\\Group B', snapshots.roleId)
    expect(may(held, vm)).toEqual({ powerOn: false, snapshot: true })
    expect(may(held, folder)).toEqual({ powerOn: true, snapshot: false })
  })

  test('example 3: the user’s own permission overrides those of his groups on the same object', () => {
    const held = access()
    grant(held, folder, 'CORP\\Group A', powerOn.roleId)
    grant(held, folder, 'corp\\ALICE', noAccess)
    expect(may(held, vm)).toEqual({ powerOn: false, snapshot: false })
  })
})

describe('inheritance', () => {
  test('a VM has the rights of its folder and of its resource pool, added', () => {
    const held = access()
    grant(held, folder, 'CORP\\Group A', powerOn.roleId)
    grant(held, pool, 'CORP\\Group B', snapshots.roleId)
    expect(may(held, vm)).toEqual({ powerOn: true, snapshot: true })
  })

  test('what does not propagate holds on the object alone', () => {
    const held = access()
    grant(held, root, 'CORP\\Group A', powerOn.roleId, false)
    expect([may(held, root).powerOn, may(held, dc).powerOn, may(held, vm).powerOn]).toEqual([true, false, false])
  })

  test('a datacenter and its four folders are one, a cluster and its root pool too', () => {
    const held = access()
    grant(held, vmFolder, 'CORP\\Group A', powerOn.roleId)
    expect(held.permissionsOn(dc)).toMatchObject([{ entity: dc, principal: 'CORP\\Group A' }])
    expect(may(held, host).powerOn).toBe(true)
    grant(held, rootPool, 'CORP\\Group A', snapshots.roleId)
    expect(held.permissionsOn(cluster)).toHaveLength(1)
  })

  test('no access on the way down takes away what came from above', () => {
    const held = access()
    grant(held, root, user.name, readOnly)
    grant(held, folder, user.name, noAccess)
    const read = (at: MoRef) => held.has(user, at, 'System.Read')
    // The pool is the other parent of the VM: what comes down from there stays.
    expect([read(dc), read(folder), read(vm), read(host)]).toEqual([true, false, true, true])
    grant(held, pool, user.name, noAccess)
    expect(read(vm)).toBe(false)
  })
})

test('who has a right below an object may see it, and no more', () => {
  const held = access()
  grant(held, vm, user.name, readOnly)
  const seen = entities.filter((entity) => held.has(user, entity, 'System.View')).map(({ value }) => value)
  expect(seen).toEqual(['root', 'dc', 'vm-folder', 'folder', 'vm', 'host-folder', 'cluster', 'root-pool', 'pool'])
  expect(entities.filter((entity) => held.has(user, entity, 'System.Read'))).toEqual([vm])
  grant(held, folder, user.name, noAccess)
  expect(held.has(user, folder, 'System.View')).toBe(true)
})

describe('laws', () => {
  const someGrant = fc.record({
    at: fc.constantFrom(...entities),
    principal: fc.constantFrom(user.name, ...user.groups, 'CORP\\bob'),
    roleId: fc.constantFrom(-1, readOnly, noAccess, powerOn.roleId, snapshots.roleId),
    propagate: fc.boolean(),
  })
  const effective = (held: Access) => entities.map((entity) => [...held.privilegesOn(user, entity)].toSorted())

  test('the order in which permissions are given does not matter, and taking one away undoes giving it', () => {
    fc.assert(
      fc.property(fc.array(someGrant, { maxLength: 6 }), someGrant, (grants, last) => {
        const unique = new Map(grants.map((one) => [`${access().canonical(one.at).value} ${one.principal}`, one]))
        const [forward, backward] = [access(), access()]
        for (const one of unique.values()) grant(forward, one.at, one.principal, one.roleId, one.propagate)
        for (const one of [...unique.values()].toReversed())
          grant(backward, one.at, one.principal, one.roleId, one.propagate)
        expect(effective(forward)).toEqual(effective(backward))
        const before = effective(forward)
        const isNew = !forward.permissionsOn(last.at).some(({ principal }) => principal === last.principal)
        grant(forward, last.at, last.principal, last.roleId, last.propagate)
        if (isNew) {
          forward.revoke(last.at, last.principal, last.principal.includes('Group'))
          expect(effective(forward)).toEqual(before)
        }
      }),
    )
  })

  test('nobody has a right that no permission of his, or of his groups, holds', () => {
    fc.assert(
      fc.property(fc.array(someGrant, { maxLength: 6 }), (grants) => {
        const held = access()
        for (const one of grants) grant(held, one.at, one.principal, one.roleId, one.propagate)
        const own = new Set(
          held.permissions
            .filter(({ principal }) => principal !== 'CORP\\bob')
            .flatMap(({ roleId }) => held.role(roleId)?.privilege ?? []),
        )
        for (const privileges of effective(held)) for (const one of privileges) expect(own.has(one)).toBe(true)
      }),
    )
  })
})
