import { readVcenterOption, type Policy } from '../../../control/index.ts'
import {
  asMoRef,
  isRecord,
  known,
  mapFact,
  readRaw,
  unknown,
  type Fact,
  type Inventory,
  type MoRef,
  type Subject,
} from '../../../model/index.ts'

export const ROLES = 'AuthorizationManager.roleList'
export const PERMISSIONS = 'AuthorizationManager.RetrieveAllPermissions()'

/** A role: what it is called and what it allows. Decide by privileges, never by names: anyone can name a role. */
export interface Role {
  readonly id: number
  readonly name: string
  readonly label: string
  readonly privileges: ReadonlySet<string>
}

/** One permission with its role. */
export interface Grant {
  /** As vCenter Server writes it: `CORP\\svc-backup`. */
  readonly principal: string
  readonly group: boolean
  readonly entity: MoRef
  /** Whether it holds for everything below as well. */
  readonly propagate: boolean
  readonly role: Role
}

/** The roles of a server; a list that cannot be understood is a fault, because any role could hide in it. */
export function readRoles(vcenter: Subject): Fact<readonly Role[]> {
  const fact = readRaw(vcenter, ROLES)
  if (!fact.known) return fact
  const roles = Array.isArray(fact.value) ? fact.value.map(roleOf) : []
  return roles.length > 0 && roles.every((role) => role !== undefined)
    ? known(roles, fact.from)
    : unknown('fault', fact.from, 'not a list of roles')
}

function roleOf(entry: unknown): Role | undefined {
  if (!isRecord(entry) || typeof entry['roleId'] !== 'number' || typeof entry['name'] !== 'string') return undefined
  const { roleId: id, name, info, privilege = [] } = entry
  if (!Array.isArray(privilege)) return undefined
  const label = isRecord(info) && typeof info['label'] === 'string' ? info['label'] : name
  return { id, name, label, privileges: new Set(privilege.map(String)) }
}

/** Every permission on an object of the inventory. Global permissions are not among them: no interface of vim25 tells them. */
export function readGrants(vcenter: Subject): Fact<readonly Grant[]> {
  const roles = readRoles(vcenter)
  if (!roles.known) return roles
  const fact = readRaw(vcenter, PERMISSIONS)
  if (!fact.known) return fact
  if (!Array.isArray(fact.value)) return unknown('fault', fact.from, 'not a list of permissions')
  const byId = new Map(roles.value.map((role) => [role.id, role]))
  const grants = fact.value.map((entry) => grantOf(entry, byId))
  return grants.every((grant) => grant !== undefined)
    ? known(grants, fact.from)
    : unknown('fault', fact.from, 'a permission without a principal, an object or a known role')
}

function grantOf(entry: unknown, roles: ReadonlyMap<number, Role>): Grant | undefined {
  if (!isRecord(entry)) return undefined
  const { principal, roleId, group, propagate } = entry
  const entity = asMoRef(entry['entity'])
  const role = typeof roleId === 'number' ? roles.get(roleId) : undefined
  return typeof principal === 'string' && entity && role
    ? { principal, group: group === true, entity, propagate: propagate !== false, role }
    : undefined
}

/** Who may hand out rights has them all in the end. */
export const isAdministrator = ({ id, privileges }: Role): boolean =>
  id === -1 || privileges.has('Authorization.ModifyPermissions') || privileges.has('Authorization.ModifyRoles')

/** Whether a role allows more than looking on. */
export const isMoreThanReading = ({ privileges }: Role): boolean =>
  [...privileges].some((privilege) => !privilege.startsWith('System.'))

/** The domain of a principal and its name in it, in lower case: `CORP\\a` and `a@corp` alike. */
export function partsOf(principal: string): { readonly domain: string; readonly account: string } {
  const folded = principal.toLowerCase()
  const slash = folded.indexOf('\\')
  if (slash >= 0) return { domain: folded.slice(0, slash), account: folded.slice(slash + 1) }
  const at = folded.lastIndexOf('@')
  return at < 0 ? { domain: '', account: folded } : { domain: folded.slice(at + 1), account: folded.slice(0, at) }
}

const SSO_ADMIN = 'config.vpxd.sso.default.admin'

/** The domains of vCenter Single Sign-On itself: what the policy names, and that of the first administrator. */
export const readSsoDomains = (vcenter: Subject, { ssoDomains }: Policy): Fact<ReadonlySet<string>> =>
  mapFact(readVcenterOption(vcenter, SSO_ADMIN), (admin) => {
    const own = typeof admin === 'string' ? partsOf(admin).domain : ''
    return new Set([...ssoDomains.map((name) => name.toLowerCase()), ...(own === '' ? [] : [own])])
  })

/** Whether a list of the policy names a principal, however either is written. */
export function isNamed(principal: string, names: readonly string[]): boolean {
  const { domain, account } = partsOf(principal)
  return names.some((name) => {
    const other = partsOf(name)
    return other.account === account && other.domain === domain
  })
}

/** How much of the inventory a permission on an object covers. */
export type Reach = 'root' | 'site' | 'part'

/** The root; a whole datacenter, one of its four folders, or a folder of datacenters; or less than that. */
export function reachOf(entity: MoRef, inventory: Inventory): Reach | undefined {
  if (entity.type === 'Datacenter') return 'site'
  if (entity.type !== 'Folder') return 'part'
  const folder = inventory.object(entity)
  if (!folder) return undefined
  const above = asMoRef(folder.values['parent'])
  if (!above) return 'root'
  return above.type === 'Datacenter' || !isInDatacenter(above, inventory) ? 'site' : 'part'
}

function isInDatacenter(ref: MoRef, inventory: Inventory): boolean {
  const seen = new Set<string>()
  for (
    let at: MoRef | undefined = ref;
    at && !seen.has(at.value);
    at = asMoRef(inventory.object(at)?.values['parent'])
  ) {
    if (at.type === 'Datacenter') return true
    seen.add(at.value)
  }
  return false
}
