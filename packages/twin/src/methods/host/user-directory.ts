import type { DataTypes } from '@sakimori/vim25/types'
import { isOfDomain, joinedDomain } from '../../behaviour/active-directory.ts'
import { localAccounts } from '../../behaviour/host-accounts.ts'
import { storedHostPermissions } from '../../behaviour/host-permissions.ts'
import { needHost } from '../../behaviour/host-reach.ts'
import { hostOf } from '../../computed/host-managers.ts'
import { noPermission } from '../../access/access.ts'
import { methodsOf, sessionOf, type Call } from '../../kernel/call.ts'
import { notFound, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'

type UserSearchResult = DataTypes['UserSearchResult']

interface Search {
  readonly domain?: string
  readonly searchStr: string
  readonly belongsToGroup?: string
  readonly belongsToUser?: string
  readonly exactMatch: boolean
  readonly findUsers: boolean
  readonly findGroups: boolean
}

/** The POSIX ids of the accounts that every host has. */
const posixIds: Readonly<Record<string, number>> = { root: 0, dcui: 100, vpxuser: 500 }
const firstPosixId = 1000

/** The accounts of a host itself; it has no groups of its own. */
function hostUsers(host: ManagedObject): DataTypes['PosixUserSearchResult'][] {
  return localAccounts(host).map(({ name, fullName, shellAccess, posixId }, index) => ({
    _typeName: 'PosixUserSearchResult',
    principal: name,
    ...(fullName !== undefined && { fullName }),
    group: false,
    id: posixId ?? posixIds[name] ?? firstPosixId + index,
    ...(shellAccess !== undefined && { shellAccess }),
  }))
}

/** Users and groups of the domain that the host is known to have to do with; the twin has no directory. */
function domainPrincipals(host: ManagedObject, domain: string): UserSearchResult[] {
  return storedHostPermissions(host)
    .filter(({ principal }) => isOfDomain(principal, domain))
    .map(({ principal, group }) => ({ _typeName: 'UserSearchResult', principal, group }))
}

function onHost(
  host: ManagedObject,
  { domain = '', belongsToGroup, belongsToUser }: Search,
): readonly UserSearchResult[] {
  if (belongsToGroup !== undefined || belongsToUser !== undefined) {
    throw vimFault('NotSupported', {}, 'Hosts do not search by membership')
  }
  if (domain === '') return hostUsers(host)
  const joined = joinedDomain(host)
  if (joined === undefined || !isOfDomain(`${domain}\\`, joined)) throw notFound(`the domain ${domain}`)
  return domainPrincipals(host, joined)
}

/** 'CORP\\backup' and 'backup@corp' are of the domain 'corp'; what has none is local. */
function domainOf(principal: string): string {
  const [, before, behind] = /^(?:([^\\]+)\\.*|[^@]*@(.*))$/s.exec(principal) ?? []
  return before ?? behind ?? ''
}

function onServer({ world }: Call, { domain, belongsToGroup, belongsToUser }: Search): UserSearchResult[] {
  const accounts = world.parts.accounts.all
  const groups = [...new Set(accounts.flatMap((account) => account.groups))]
  const same = (name: string) => (other: string) => name.toLowerCase() === other.toLowerCase()
  if (belongsToGroup !== undefined && !groups.some(same(belongsToGroup))) throw notFound(`the group ${belongsToGroup}`)
  const user = belongsToUser === undefined ? undefined : accounts.find(({ name }) => same(belongsToUser)(name))
  if (belongsToUser !== undefined && user === undefined) throw notFound(`the user ${belongsToUser}`)
  const isThere = (name: string) => domain === undefined || domain === '' || same(domain)(domainOf(name))
  const users: UserSearchResult[] = accounts
    .filter(
      (account) => user === undefined && (belongsToGroup === undefined || account.groups.some(same(belongsToGroup))),
    )
    .map(({ name, fullName }) => ({ _typeName: 'UserSearchResult', principal: name, fullName, group: false }))
  const found: UserSearchResult[] = groups
    .filter((name) => belongsToGroup === undefined && (user === undefined || user.groups.some(same(name))))
    .map((name) => ({ _typeName: 'UserSearchResult', principal: name, group: true }))
  return [...users, ...found].filter(({ principal }) => isThere(principal))
}

/** Who may set permissions anywhere may look up for whom (vSphere API, UserDirectory.RetrieveUserGroups). */
function checkPrivilege(call: Call): void {
  const session = sessionOf(call)
  const { access, rootFolder } = call.world
  const privilege = 'Authorization.ModifyPermissions'
  const places = [rootFolder, ...access.permissions.map(({ entity }) => entity)]
  if (!places.some((place) => access.has(session, place, privilege))) throw noPermission(rootFolder, privilege)
}

function isWanted(
  { searchStr, exactMatch, findUsers, findGroups }: Search,
  { principal, fullName, group }: UserSearchResult,
): boolean {
  if (!(group ? findGroups : findUsers)) return false
  const wanted = searchStr.toLowerCase()
  const names = [principal, principal.replace(/^.*\\|@.*$/g, ''), fullName ?? ''].map((name) => name.toLowerCase())
  return names.some((name) => (exactMatch ? name === wanted : name.includes(wanted)))
}

export const userDirectoryMethods = methodsOf('UserDirectory', {
  RetrieveUserGroups(call, search) {
    checkPrivilege(call)
    const host = hostOf(call.world, call.self)
    needHost(call.world, host)
    const all = host === undefined ? onServer(call, search) : onHost(host, search)
    return all.filter((found) => isWanted(search, found))
  },
})
