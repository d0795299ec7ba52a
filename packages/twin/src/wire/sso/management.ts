import type { SsoGroup } from '../../estate/estate.ts'
import type { Account } from '../../session/accounts.ts'
import { audit, principals, wanted, writes, type SsoCall, type SsoMethods } from './call.ts'
import { findAccount, findGroup, groupText, isBuiltIn, isSame, same, type Principal } from './directory.ts'
import { at, textAt } from '../../xml/element.ts'
import { SsoFault, type Content } from './envelope.ts'
import { passwordComplaint } from './policies.ts'
import { principalOf } from './saml.ts'

const unknown = (principal: string) =>
  new SsoFault('SsoFaultInvalidPrincipalFault', `The principal ${principal} was not found`, { principal })
const exists = (principal: string) =>
  new SsoFault('SsoAdminFaultDuplicatePrincipalFault', `The principal ${principal} exists`, { principal })

const own = (call: SsoCall, name: string): Principal => ({ name, domain: call.settings.domain })

function accountOf(call: SsoCall, id: Principal): Account {
  const found = findAccount(call, id)
  if (found === undefined) throw unknown(id.name)
  return found
}

function groupOf(call: SsoCall, name: string): Principal & SsoGroup {
  const found = findGroup(call, own(call, name))
  if (found === undefined) throw unknown(name)
  return found
}

/** The administrator of the installation can neither be deleted nor disabled. */
function spareAdministrator(account: Account): void {
  if (/^administrator@/i.test(account.name)) {
    throw new SsoFault('SsoAdminFaultNativeAccountFault', `${account.name} belongs to the installation`)
  }
}

function checkPassword(call: SsoCall, password: string): void {
  const complaint = passwordComplaint(call.settings.sso, password)
  if (complaint === undefined) return
  throw new SsoFault('SsoAdminFaultPasswordPolicyViolationFault', `The password breaks the policy: ${complaint}`)
}

function details(call: SsoCall) {
  const given = at(call.arguments, 'userDetails')
  const names = [textAt(given, 'firstName'), textAt(given, 'lastName')].filter((part) => part !== '')
  if (textAt(given, 'emailAddress') !== '') {
    throw new SsoFault('NotSupported', 'The twin keeps no mail addresses of users')
  }
  return { description: textAt(given, 'description'), ...(names.length > 0 && { fullName: names.join(' ') }) }
}

function createUser(call: SsoCall): Content {
  const name = wanted(call, 'userName')
  if (!/^[^\s@\\/"'<>]+$/.test(name))
    throw new SsoFault('InvalidArgument', `${name} is no user name`, { invalidProperty: 'userName' })
  if (findAccount(call, own(call, name)) !== undefined || findGroup(call, own(call, name)) !== undefined)
    throw exists(name)
  const password = at(call.arguments, 'password')?.text ?? ''
  checkPassword(call, password)
  const full = `${name}@${call.settings.domain}`
  // Whoever is made is a member of Users.
  const groups = [groupText(own(call, 'Users'))]
  call.world.parts.accounts.set({ name: full, password, groups, fullName: full, ...details(call) })
  audit(call, 'PrincipalManagement', `Created the user ${full}`)
  return undefined
}

function deletePrincipal(call: SsoCall): Content {
  const name = wanted(call, 'principalName')
  const account = findAccount(call, own(call, name))
  if (account !== undefined) {
    spareAdministrator(account)
    call.world.parts.accounts.remove(account.name)
  } else {
    const group = groupOf(call, name)
    if (isBuiltIn(group.name))
      throw new SsoFault('SsoAdminFaultNativeAccountFault', `${name} belongs to the installation`)
    for (const { name: member, groups } of call.world.parts.accounts.all)
      setGroups(call, member, groups, [group], false)
    writeGroups(
      call,
      (call.settings.sso.groups ?? []).filter((held) => !same(held.name, name)),
    )
  }
  audit(call, 'PrincipalManagement', `Deleted the principal ${name}`)
  return undefined
}

/** Puts an account into groups, or takes it out of them. */
function setGroups(
  call: SsoCall,
  name: string,
  held: readonly string[],
  groups: readonly Principal[],
  add: boolean,
): boolean {
  const others = held.filter((text) => !groups.some((group) => isSame(group, principalOf(text, call.settings.domain))))
  const next = add ? [...others, ...groups.map(groupText)] : others
  if (next.length === held.length && !add) return false
  call.world.parts.accounts.update(name, { groups: next })
  return next.length !== held.length
}

function writeGroups(call: SsoCall, groups: readonly SsoGroup[]): void {
  call.settings.sso = { ...call.settings.sso, groups }
}

/** Replaces a group of the settings, or notes what is new of one that is built in. */
function writeGroup(call: SsoCall, { domain: _domain, ...group }: Principal & SsoGroup): void {
  const others = (call.settings.sso.groups ?? []).filter(({ name }) => !same(name, group.name))
  writeGroups(call, [...others, group])
}

function addUsers(call: SsoCall, parameter: string): readonly boolean[] {
  const group = groupOf(call, wanted(call, 'groupName'))
  const users = principals(call, parameter).map((id) => accountOf(call, id))
  const done = users.map(({ name, groups }) => setGroups(call, name, groups, [group], true))
  audit(call, 'PrincipalManagement', `Added ${users.map(({ name }) => name).join(', ')} to the group ${group.name}`)
  return done
}

/** A group of the own domain is written by its name alone. */
const memberText = (call: SsoCall, id: Principal) =>
  same(id.domain, call.settings.domain) ? id.name : `${id.domain}\\${id.name}`

function addGroups(call: SsoCall, parameter: string): readonly boolean[] {
  const group = groupOf(call, wanted(call, 'groupName'))
  const ids = principals(call, parameter)
  for (const id of ids) if (same(id.domain, call.settings.domain)) groupOf(call, id.name)
  const old = group.groups ?? []
  const texts = ids.map((id) => memberText(call, id))
  writeGroup(call, { ...group, groups: [...new Set([...old, ...texts])] })
  audit(call, 'PrincipalManagement', `Added ${texts.join(', ')} to the group ${group.name}`)
  return texts.map((text) => !old.some((held) => same(held, text)))
}

function removeMembers(call: SsoCall, parameter: string): readonly boolean[] {
  const group = groupOf(call, wanted(call, 'groupName'))
  const done = principals(call, parameter).map((id) => {
    const account = findAccount(call, id)
    if (account !== undefined) return setGroups(call, account.name, account.groups, [group], false)
    const current = groupOf(call, group.name)
    const kept = (current.groups ?? []).filter((held) => !same(held, memberText(call, id)))
    const wasThere = kept.length !== (current.groups ?? []).length
    if (wasThere) writeGroup(call, { ...current, groups: kept })
    return wasThere
  })
  audit(call, 'PrincipalManagement', `Removed members from the group ${group.name}`)
  return done
}

function change(call: SsoCall, account: Account, fields: Partial<Omit<Account, 'name'>>, said: string): boolean {
  call.world.parts.accounts.update(account.name, fields)
  audit(call, 'PrincipalManagement', `${said} ${account.name}`)
  return true
}

const byUserId = (call: SsoCall): Account => accountOf(call, principals(call, 'userId')[0] ?? { name: '', domain: '' })

/** Users and groups of SSO's own domain. Solution users need certificates: the twin has no methods for them. */
export const managementMethods: SsoMethods = {
  SsoAdminPrincipalManagementService: {
    CreateLocalPersonUser: writes(createUser),
    DeleteLocalPrincipal: writes(deletePrincipal),
    CreateLocalGroup: writes((call) => {
      const name = wanted(call, 'groupName')
      if (findGroup(call, own(call, name)) !== undefined || findAccount(call, own(call, name)) !== undefined)
        throw exists(name)
      writeGroup(call, { ...own(call, name), description: textAt(call.arguments, 'groupDetails', 'description') })
      audit(call, 'PrincipalManagement', `Created the group ${name}`)
      return undefined
    }),
    UpdateLocalGroupDetails: writes((call) => {
      const group = groupOf(call, wanted(call, 'groupName'))
      writeGroup(call, { ...group, description: textAt(call.arguments, 'groupDetails', 'description') })
      return undefined
    }),
    UpdateLocalPersonUserDetails: writes((call) => {
      change(call, accountOf(call, own(call, wanted(call, 'userName'))), details(call), 'Changed the user')
      return undefined
    }),
    ResetLocalPersonUserPassword: writes((call) => {
      const account = accountOf(call, own(call, wanted(call, 'userName')))
      const password = at(call.arguments, 'newPassword')?.text ?? ''
      checkPassword(call, password)
      change(call, account, { password }, 'Reset the password of')
      call.world.parts.accounts.unlock(account.name)
      return undefined
    }),
    AddUserToLocalGroup: writes((call) => addUsers(call, 'userId')[0]),
    AddUsersToLocalGroup: writes((call) => addUsers(call, 'userIds')),
    AddGroupToLocalGroup: writes((call) => addGroups(call, 'groupId')[0]),
    AddGroupsToLocalGroup: writes((call) => addGroups(call, 'groupIds')),
    RemoveFromLocalGroup: writes((call) => removeMembers(call, 'principalId')[0]),
    RemovePrincipalsFromLocalGroup: writes((call) => removeMembers(call, 'principalsIds')),
    DisableUserAccount: writes((call) => {
      const account = byUserId(call)
      spareAdministrator(account)
      return account.disabled === true ? false : change(call, account, { disabled: true }, 'Disabled the user')
    }),
    EnableUserAccount: writes((call) => {
      const account = byUserId(call)
      return account.disabled === true && change(call, account, { disabled: false }, 'Enabled the user')
    }),
    UnlockUserAccount: writes((call) => {
      const { name } = byUserId(call)
      const wasLocked = call.world.parts.accounts.isLocked(name)
      call.world.parts.accounts.unlock(name)
      if (wasLocked) audit(call, 'PrincipalManagement', `Unlocked the user ${name}`)
      return wasLocked
    }),
  },
}
