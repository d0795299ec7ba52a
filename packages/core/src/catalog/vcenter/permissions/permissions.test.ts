import { describe, expect, test } from 'vitest'
import { asking } from '../../../testing/asking.ts'
import { add, first, setOption, type Spoiler } from '../../../testing/draft.ts'
import { samplePermission, sampleRole } from '../../../testing/good-rights.ts'
import { permissionRows } from './rows.ts'

const { firstVerdict, firstNote } = asking(permissionRows)
const ROLES = 'AuthorizationManager.roleList'
const PERMISSIONS = 'AuthorizationManager.RetrieveAllPermissions()'
const root = { type: 'Folder', value: 'group-d1' }
const site = { type: 'Datacenter', value: 'datacenter-2' }

const addTo =
  (path: string, entry: unknown): Spoiler =>
  (draft) => {
    const { values } = first(draft, 'ServiceInstance')
    values[path] = [...(values[path] as unknown[]), entry]
  }

/** A permission of a role with one privilege. */
const held =
  (privilege: string, more: Readonly<Record<string, unknown>> = {}, principal = 'CORP\\someone'): Spoiler =>
  (draft) => {
    addTo(ROLES, sampleRole(1099, '特別', [privilege]))(draft)
    addTo(PERMISSIONS, samplePermission(principal, 1099, more))(draft)
  }

describe('who may hold rights over everything', () => {
  const administrators = 'vcenter.administrators-from-sso'

  test('a role that may hand out rights is an administrator’s, whatever it is called', () => {
    expect(firstVerdict('8.0', administrators, [held('Authorization.ModifyPermissions')])).toBe('fail')
    expect(firstVerdict('8.0', administrators, [held('VirtualMachine.Interact.PowerOn')])).toBe('pass')
  })

  test.each(['VSPHERE.LOCAL\\Ops', 'ops@vsphere.local', 'vsphere.local\\ops'])(
    '%s is of single sign-on',
    (principal) => {
      const spoiler = held('Authorization.ModifyRoles', {}, principal)
      expect(firstVerdict('8.0', administrators, [spoiler])).toBe('pass')
    },
  )

  test('the domain of the first administrator is that of single sign-on, and a name that begins alike is not', () => {
    const own: Spoiler = (draft) =>
      setOption(
        first(draft, 'ServiceInstance'),
        'OptionManager.setting',
        'config.vpxd.sso.default.admin',
        'admin@sso.corp',
      )
    expect(firstVerdict('8.0', administrators, [own, held('Authorization.ModifyRoles', {}, 'SSO.CORP\\Ops')])).toBe(
      'pass',
    )
    expect(firstVerdict('8.0', administrators, [own, held('Authorization.ModifyRoles', {}, 'CORP\\Ops')])).toBe('fail')
    const alike = held('Authorization.ModifyRoles', {}, 'VSPHERE.LOCAL.EVIL\\Ops')
    expect(firstVerdict('8.0', administrators, [alike])).toBe('fail')
  })

  test('what holds on a part of the inventory is the business of narrower rules', () => {
    const onVm = held('Authorization.ModifyPermissions', { entity: { type: 'VirtualMachine', value: 'vm-100' } })
    expect(firstVerdict('8.0', administrators, [onVm])).toBe('pass')
  })

  test('the note names the principal, the role and the place', () => {
    const spoiler = held('Host.Config.Settings', { entity: root })
    expect(firstNote('8.0', 'vcenter.root-rights-approved', [spoiler])).toBe('1 permission(s): CORP\\someone (特別) /')
  })

  test('a principal that the policy approves may, however it is written', () => {
    for (const name of ['CORP\\someone', 'someone@corp', 'corp\\SOMEONE'])
      expect(
        firstVerdict('8.0', 'vcenter.root-rights-approved', [held('Host.Config.Settings')], {
          policy: { approvedPrincipals: [name] },
        }),
      ).toBe('pass')
  })

  test('looking on is no change', () => {
    expect(firstVerdict('8.0', 'vcenter.root-rights-approved', [held('System.Read')])).toBe('pass')
  })
})

describe('rights over a whole site', () => {
  const reach = 'vcenter.guest-reach-narrow'
  const privilege = 'VirtualMachine.GuestOperations.Execute'

  test.each([
    ['the root', root, 'fail'],
    ['a datacenter', site, 'fail'],
    ['its folder of VMs', { type: 'Folder', value: 'group-v3' }, 'fail'],
    ['a cluster', { type: 'ClusterComputeResource', value: 'domain-c8' }, 'pass'],
    ['a VM', { type: 'VirtualMachine', value: 'vm-100' }, 'pass'],
  ])('on %s', (_place, entity, verdict) => {
    expect(firstVerdict('8.0', reach, [held(privilege, { entity })])).toBe(verdict)
  })

  test('a folder of datacenters is a site or more, a folder of VMs in one is a part', () => {
    const country: Spoiler = (draft) => {
      add(draft, 'Folder', 'group-d9', { name: '日本', parent: root })
      add(draft, 'Folder', 'group-v9', { name: '開発', parent: { type: 'Folder', value: 'group-v3' } })
    }
    const on = (value: string) => [country, held(privilege, { entity: { type: 'Folder', value } })]
    expect(firstVerdict('8.0', reach, on('group-d9'))).toBe('fail')
    expect(firstVerdict('8.0', reach, on('group-v9'))).toBe('pass')
  })

  test('a permission that does not go down reaches no VM', () => {
    expect(firstVerdict('8.0', reach, [held(privilege, { entity: site, propagate: false })])).toBe('pass')
  })

  test('a folder that nobody could see makes the answer unknown', () => {
    const hidden = held('System.Read', { entity: { type: 'Folder', value: 'group-v77' } })
    expect(firstVerdict('8.0', reach, [hidden])).toBe('unknown')
  })

  test('folders that lie in a circle end the search', () => {
    const circle: Spoiler = (draft) => {
      add(draft, 'Folder', 'group-1', { name: 'a', parent: { type: 'Folder', value: 'group-2' } })
      add(draft, 'Folder', 'group-2', { name: 'b', parent: { type: 'Folder', value: 'group-1' } })
    }
    expect(
      firstVerdict('8.0', reach, [circle, held(privilege, { entity: { type: 'Folder', value: 'group-1' } })]),
    ).toBe('fail')
  })
})

describe('persons, services and keys', () => {
  test('a group may hold what a person may not, and a known service account may', () => {
    const id = 'vcenter.permissions-to-groups'
    const spoiler = held('VirtualMachine.Interact.PowerOn', { group: false })
    expect(firstVerdict('8.0', id, [held('VirtualMachine.Interact.PowerOn')])).toBe('pass')
    expect(firstVerdict('8.0', id, [spoiler])).toBe('fail')
    expect(firstVerdict('8.0', id, [spoiler], { policy: { serviceAccounts: ['CORP\\someone'] } })).toBe('pass')
  })

  test('an administrator group of a domain is one in any domain but that of single sign-on', () => {
    const id = 'vcenter.administrators-not-of-systems'
    const admin = (principal: string) => addTo(PERMISSIONS, samplePermission(principal, -1, { entity: site }))
    for (const name of ['CORP\\Domain Admins', 'BUILTIN\\Administrators', 'root'])
      expect(firstVerdict('8.0', id, [admin(name)]), name).toBe('fail')
    expect(firstVerdict('8.0', id, [admin('VSPHERE.LOCAL\\Administrators')])).toBe('pass')
  })

  test('a role that the policy names may hold cryptographic privileges', () => {
    const id = 'vcenter.crypto-roles'
    const spoiler = addTo(ROLES, sampleRole(1099, 'KeyKeeper', ['Cryptographer.ManageKeys']))
    expect(firstVerdict('8.0', id, [spoiler])).toBe('fail')
    expect(firstVerdict('8.0', id, [spoiler], { policy: { cryptoRoles: ['KeyKeeper', 'NoTrustedAdmin'] } })).toBe(
      'pass',
    )
  })
})

describe('what cannot be understood is unknown', () => {
  test.each([
    ['a permission with a role that is not in the list', PERMISSIONS, samplePermission('CORP\\x', 4711)],
    ['a permission without an object', PERMISSIONS, samplePermission('CORP\\x', -1, { entity: undefined })],
    ['a role without an id', ROLES, { _typeName: 'AuthorizationRole', name: 'x' }],
    ['a role whose privileges are no list', ROLES, { roleId: 5, name: 'x', privilege: 'all' }],
  ])('%s', (_what, path, entry) => {
    for (const { id } of permissionRows) {
      const needsPermissions = id !== 'vcenter.crypto-roles'
      if (path === PERMISSIONS && !needsPermissions) continue
      expect(firstVerdict('8.0', id, [addTo(path, entry)]), id).toBe('unknown')
    }
  })

  test('an empty list of roles: every server has some', () => {
    const none: Spoiler = (draft) => {
      first(draft, 'ServiceInstance').values[ROLES] = []
    }
    expect(firstVerdict('8.0', 'vcenter.crypto-roles', [none])).toBe('unknown')
  })

  test('a lone host has no permissions of this kind', () => {
    const lone: Spoiler = (draft) => {
      draft.estate = { ...draft.estate, kind: 'esx' }
    }
    for (const { id } of permissionRows) expect(firstVerdict('8.0', id, [lone]), id).toBe('notApplicable')
  })
})
