import { expect, test } from 'vitest'
import { allPrivileges } from '../../access/privileges.ts'
import { demoEstate } from './demo.ts'

// What the audit finds in it is held against the answer key over the wire: test/twin/demo.test.ts.
const estate = demoEstate()

test('custom roles hold privileges that exist', () => {
  const known = new Set(allPrivileges())
  expect(estate.roles.flatMap(({ privilege = [] }) => privilege).filter((id) => !known.has(id))).toEqual([])
})

test('permissions are for users and groups that exist, and roles as well', () => {
  const principals = new Set(estate.users.flatMap(({ name, groups = [] }) => [name, ...groups]))
  expect(estate.permissions.filter(({ principal }) => !principals.has(principal))).toEqual([])
  const roles = new Set(estate.roles.map(({ roleId }) => roleId))
  expect(estate.permissions.filter(({ roleId }) => roleId > 0 && !roles.has(roleId))).toEqual([])
})
