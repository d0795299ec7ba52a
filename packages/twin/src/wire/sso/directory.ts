import type { SsoGroup } from '../../estate/estate.ts'
import type { ServerSettings } from '../../kernel/settings.ts'
import type { World } from '../../kernel/world.ts'
import type { Account } from '../../session/accounts.ts'
import { principals, reads, wanted, wantedNumber, type SsoCall, type SsoMethod, type SsoMethods } from './call.ts'
import type { Content } from './envelope.ts'
import { principalOf } from './saml.ts'

export interface Principal {
  readonly name: string
  readonly domain: string
}

/** The groups that every installation has (vSphere Authentication 8.0, "Groups in the vCenter Single Sign-On Domain"). */
const builtIn: readonly SsoGroup[] = [
  { name: 'Users', description: 'Users of the domain' },
  { name: 'SolutionUsers', description: 'Solution users' },
  { name: 'CAAdmins', description: 'Administrators of VMCA' },
  { name: 'DCAdmins', description: 'Administrators of domain controllers' },
  { name: 'SystemConfiguration.BashShellAdministrators', description: 'May use the Bash shell of the appliance' },
  { name: 'ActAsUsers', description: 'May get Act-As tokens' },
  { name: 'ExternalIDPUsers', description: 'Users of an external identity provider' },
  { name: 'Administrators', description: 'Administrators of single sign-on' },
  { name: 'LicenseService.Administrators', description: 'May manage licenses' },
  { name: 'SystemConfiguration.Administrators', description: 'May change the configuration of the appliance' },
  { name: 'TrustedAdmins', description: 'Administrators of vSphere Trust Authority' },
  { name: 'AutoUpdate', description: 'Used by vCenter Cloud Gateway' },
  { name: 'SyncUsers', description: 'Used by vCenter Cloud Gateway' },
  { name: 'vSphereClientSolutionUsers', description: 'Used by the vSphere Client' },
  { name: 'ReadOnlyUsers', description: 'May read in single sign-on' },
  { name: 'RegistryAdministrators', description: 'May manage the container registry' },
  { name: 'NsxAdministrators', description: 'Administrators of NSX' },
]

export const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
export const isSame = (a: Principal, b: Principal) => same(a.name, b.name) && same(a.domain, b.domain)

/** How accounts and permissions write a group: 'VSPHERE.LOCAL\\Administrators'. */
export const groupText = ({ name, domain }: Principal) => `${domain.toUpperCase()}\\${name}`

const isOwn = (settings: ServerSettings, { domain }: Principal) => domain === '' || same(domain, settings.domain)

/** The groups of SSO's own domain: built in, made by somebody, or named by a user who is in it. */
function groupsOf(world: World, settings: ServerSettings): readonly (Principal & SsoGroup)[] {
  const named = world.parts.accounts.all
    .flatMap(({ groups }) => groups.map((group) => principalOf(group, settings.domain)))
    .filter((group) => isOwn(settings, group))
  const found = new Map<string, SsoGroup>()
  for (const group of [...named, ...builtIn, ...(settings.sso.groups ?? [])]) {
    const { name } = group
    const { domain: _domain, ...kept } = { domain: '', ...group }
    found.set(name.toLowerCase(), { ...found.get(name.toLowerCase()), ...kept })
  }
  return [...found.values()].map((group) => ({ ...group, domain: settings.domain }))
}

export function isBuiltIn(name: string): boolean {
  return builtIn.some((group) => same(group.name, name))
}

export const findGroup = (call: SsoCall, wanted_: Principal) =>
  groupsOf(call.world, call.settings).find((group) =>
    isSame(group, { ...wanted_, domain: wanted_.domain || call.settings.domain }),
  )

/** The accounts of a domain; all of SSO's own when it is ''. */
function accountsOf({ world, settings }: SsoCall, domain: string): readonly Account[] {
  return world.parts.accounts.all.filter(({ name }) => {
    const own = principalOf(name, settings.domain).domain
    return same(own, domain || settings.domain) || same(own, domainOf(settings, domain))
  })
}

/** The alias of a directory, or the directory of an alias: accounts are named by either. */
function domainOf({ sso }: ServerSettings, domain: string): string {
  const source = sso.identitySources?.find(({ name, alias = '' }) => same(name, domain) || same(alias, domain))
  if (source === undefined) return domain
  return same(source.name, domain) ? (source.alias ?? source.name) : source.name
}

export function findAccount(call: SsoCall, { name, domain }: Principal): Account | undefined {
  return accountsOf(call, domain).find((account) => same(principalOf(account.name, call.settings.domain).name, name))
}

/** AdminPersonUser. */
function person(call: SsoCall, account: Account): Content {
  const { disabled = false, description = '', fullName, name } = account
  const [first = '', ...rest] = fullName === name ? [''] : fullName.split(' ')
  return {
    id: { ...principalOf(name, call.settings.domain) },
    details: {
      description,
      ...(first !== '' && { firstName: first }),
      ...(rest.length > 0 && { lastName: rest.join(' ') }),
    },
    disabled,
    locked: call.world.parts.accounts.isLocked(name),
  }
}

/** AdminUser. */
const user = (call: SsoCall, { name, description = '' }: Pick<Account, 'name' | 'description'>): Content => ({
  id: { ...principalOf(name, call.settings.domain) },
  kind: 'person',
  description,
})

const group = ({ name, domain, description = '' }: Principal & SsoGroup): Content => ({
  id: { name, domain },
  details: { description },
})

/** As many as were asked for, of those whose name holds a text. */
function found<T extends { readonly name: string }>(call: SsoCall, all: readonly T[], text: string): readonly T[] {
  const limit = wantedNumber(call, 'limit')
  return all.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase())).slice(0, Math.max(limit, 0))
}

/** Those who are in a group, directly. */
function members(call: SsoCall): readonly Account[] {
  const [id = { name: '', domain: '' }] = principals(call, 'groupId')
  const own = { ...id, domain: id.domain || call.settings.domain }
  return call.world.parts.accounts.all.filter(({ groups }) =>
    groups.some((text) => isSame(principalOf(text, call.settings.domain), own)),
  )
}

/** The accounts of SSO's own Kerberos, with which nobody logs in (Security Configuration Guide 9.0, "disable-accounts"). */
function kerberosAccounts({ world, settings }: SsoCall): readonly KerberosAccount[] {
  if (!world.speaks('8.0.0.0')) return []
  const { domain } = settings
  const disabled = settings.sso.kerberosAccountsDisabled === true
  return ['K/M', `krbtgt/${domain.toUpperCase()}`].map((name) => ({ name, domain, disabled }))
}

interface KerberosAccount extends Principal {
  readonly disabled: boolean
}

const kerberosPerson = ({ name, domain, disabled }: KerberosAccount): Content => ({
  id: { name, domain },
  details: { description: '' },
  disabled,
  locked: false,
})

/** Those of whom no more than the name is known. */
function namedMembers(call: SsoCall): readonly Pick<Account, 'name' | 'description'>[] {
  const [id = { name: '', domain: '' }] = principals(call, 'groupId')
  return (findGroup(call, id)?.users ?? []).map((name) => ({ name }))
}

const one = (call: SsoCall) => {
  const [id = { name: '', domain: '' }] = principals(call, 'userId')
  return findAccount(call, id)
}

const criteria = (call: SsoCall) => ({
  text: wanted(call, 'criteria', 'searchString'),
  domain: wanted(call, 'criteria', 'domain'),
})

const persons = (pick: (call: SsoCall) => readonly Account[], textOf: (call: SsoCall) => string): SsoMethod =>
  reads((call) => found(call, pick(call), textOf(call)).map((account) => person(call, account)))

const searchText = (call: SsoCall) => wanted(call, 'searchString')

/** Who there is, and who is in which group. */
export const directoryMethods: SsoMethods = {
  SsoAdminPrincipalDiscoveryService: {
    FindUser: reads((call) => {
      const account = one(call)
      return account === undefined ? undefined : user(call, account)
    }),
    FindPersonUser: reads((call) => {
      const account = one(call)
      return account === undefined ? undefined : person(call, account)
    }),
    FindPersonUsers: reads((call) => {
      const { text, domain } = criteria(call)
      const own = isOwn(call.settings, { name: '', domain }) ? kerberosAccounts(call) : []
      const all = found(call, [...accountsOf(call, domain), ...own], text)
      return all.map((account) => ('groups' in account ? person(call, account) : kerberosPerson(account)))
    }),
    FindUsers: reads((call) => {
      const { text, domain } = criteria(call)
      return found(call, accountsOf(call, domain), text).map((account) => user(call, account))
    }),
    // Solution users log in with certificates; the twin has none.
    FindSolutionUser: reads(() => undefined),
    FindSolutionUsers: reads(() => []),
    FindDisabledPersonUsers: persons(
      (call) => accountsOf(call, '').filter(({ disabled }) => disabled === true),
      (call) => wanted(call, 'searchStr'),
    ),
    FindLockedUsers: persons(
      (call) => accountsOf(call, '').filter(({ name }) => call.world.parts.accounts.isLocked(name)),
      (call) => wanted(call, 'searchStr'),
    ),
    FindGroup: reads((call) => {
      const [id = { name: '', domain: '' }] = principals(call, 'groupId')
      const held = findGroup(call, id)
      return held === undefined ? undefined : group(held)
    }),
    FindGroups: reads((call) => {
      const { text, domain } = criteria(call)
      const all = isOwn(call.settings, { name: '', domain }) ? groupsOf(call.world, call.settings) : []
      return found(call, all, text).map(group)
    }),
    FindUsersInGroup: reads((call) =>
      found(call, [...members(call), ...namedMembers(call)], searchText(call)).map((one_) => user(call, one_)),
    ),
    FindPersonUsersInGroup: persons(members, searchText),
    FindGroupsInGroup: reads((call) => {
      const [id = { name: '', domain: '' }] = principals(call, 'groupId')
      const names = findGroup(call, id)?.groups ?? []
      const all = names.map((text) => principalOf(text, call.settings.domain))
      return found(call, all, searchText(call)).map((held) => group(findGroup(call, held) ?? held))
    }),
  },
  SsoGroupcheckGroupCheckService: {
    FindAllParentGroups: reads((call) =>
      (one(call)?.groups ?? []).map((text) => ({ ...principalOf(text, call.settings.domain) })),
    ),
  },
}
