import type { ServerSettings } from '../../kernel/settings.ts'
import type { World } from '../../kernel/world.ts'
import type { Caller } from '../../kernel/call.ts'
import type { Account } from '../../session/accounts.ts'
import type { Session } from '../../session/sessions.ts'
import type { SsoCall, SsoMethod, SsoMethods } from './call.ts'
import { directoryMethods, isSame } from './directory.ts'
import { findElement, textAt, type Element } from '../../xml/element.ts'
import { Reference, SsoFault, type Content } from './envelope.ts'
import { managementMethods } from './management.ts'
import { policyMethods } from './policies.ts'
import { accountOf, principalOf } from './saml.ts'
import { sourceMethods } from './sources.ts'

const services = [
  ['sessionManager', 'SsoSessionManager', 'ssoSessionManager'],
  ['configurationManagementService', 'SsoAdminConfigurationManagementService'],
  ['smtpManagementService', 'SsoAdminSmtpManagementService'],
  ['principalDiscoveryService', 'SsoAdminPrincipalDiscoveryService'],
  ['principalManagementService', 'SsoAdminPrincipalManagementService'],
  ['roleManagementService', 'SsoAdminRoleManagementService'],
  ['passwordPolicyService', 'SsoAdminPasswordPolicyService'],
  ['lockoutPolicyService', 'SsoAdminLockoutPolicyService'],
  ['domainManagementService', 'SsoAdminDomainManagementService'],
  ['identitySourceManagementService', 'SsoAdminIdentitySourceManagementService'],
  ['systemManagementService', 'SsoAdminSystemManagementService'],
  ['computerManagementService', 'SsoAdminComputerManagementService'],
  ['ssoHealthManagementService', 'SsoHealthManagementService'],
  ['deploymentInformationService', 'SsoAdminDeploymentInformationService'],
  ['replicationService', 'SsoAdminReplicationService'],
] as const

const content = Object.fromEntries(services.map(([field, type, value = field]) => [field, new Reference(type, value)]))
const groupcheck = {
  sessionManager: new Reference('SsoSessionManager', 'ssoSessionManager'),
  groupCheckService: new Reference('SsoGroupcheckGroupCheckService', 'groupCheckService'),
}

/** Asked before anybody logs in. */
const anonymous: Readonly<Record<string, Content>> = {
  SsoAdminServiceInstance: content,
  SsoGroupcheckServiceInstance: groupcheck,
}

const tables: readonly SsoMethods[] = [policyMethods, directoryMethods, managementMethods, sourceMethods]

function methodOf(type: string, name: string): SsoMethod | undefined {
  for (const table of tables) {
    const methods = Object.hasOwn(table, type) ? table[type] : undefined
    if (methods !== undefined && Object.hasOwn(methods, name)) return methods[name]
  }
  return undefined
}

/** What a call of the administration service came with. */
interface AdminRequest {
  readonly world: World
  readonly settings: ServerSettings
  readonly envelope: Element
  readonly method: string
  readonly call: Element
  readonly session: Session | undefined
  readonly from: Caller
}

/** Answers one call. Throws SsoFault. */
export function answerAdmin({ world, settings, envelope, method, call, session, from }: AdminRequest): Content {
  const self = call.children.find(({ name }) => name === '_this')
  const type = self?.attributes.get('type') ?? ''
  if (Object.hasOwn(anonymous, method)) return anonymous[method]
  const assertion = findElement(envelope, 'Assertion')
  const bearer = assertion === undefined ? undefined : accountOf(settings, assertion, world.now().getTime())
  if (type === 'SsoSessionManager') return manageSession({ world, settings, method, session, bearer, from })
  const found = methodOf(type, method)
  if (found === undefined) {
    throw new SsoFault('MethodNotFound', `The twin does not simulate ${type}.${method}`, {
      receiver: new Reference(type, self?.text.trim() ?? ''),
      method,
    })
  }
  const user = bearer ?? (session === undefined ? undefined : world.parts.accounts.find(session.name))
  if (user === undefined) throw new SsoFault('SsoFaultNotAuthenticated', 'The session is not authenticated')
  if (found.administrators && !isAdministrator(settings, user)) {
    throw new SsoFault('SsoFaultNoPermission', `${user.name} is no administrator of single sign-on`)
  }
  refuseNoted(settings, `${type}.${method}`, call)
  const wanted: SsoCall = { world, settings, user, session, from, arguments: call }
  return found.answer(wanted)
}

/** Where a snapshot keeps what a read answers, and the write after which it is seen. */
const notedReads: Readonly<Record<string, string>> = {
  'SsoAdminPasswordPolicyService.GetLocalPasswordPolicy': 'sso:passwordPolicy',
  'SsoAdminLockoutPolicyService.GetLockoutPolicy': 'sso:lockoutPolicy',
  'SsoAdminIdentitySourceManagementService.Get': 'sso:identitySources',
  'SsoAdminConfigurationManagementService.GetAuthnPolicy': 'sso:authnPolicy',
  'SsoAdminPrincipalDiscoveryService.FindPersonUsers': 'sso:kerberosAccounts',
}
const notedWrites: Readonly<Record<string, string>> = {
  'SsoAdminPasswordPolicyService.UpdateLocalPasswordPolicy': 'sso:passwordPolicy',
  'SsoAdminLockoutPolicyService.UpdateLockoutPolicy': 'sso:lockoutPolicy',
}

/** Throws what a snapshot noted of a read. */
function refuseNoted(settings: ServerSettings, name: string, call: Element): void {
  const written = notedWrites[name]
  if (written !== undefined) {
    const { [written]: _ended, ...others } = settings.refused
    settings.refused = others
    return
  }
  const isMembers = name === 'SsoAdminPrincipalDiscoveryService.FindGroup'
  const path = isMembers ? `sso:members/${textAt(call, 'groupId', 'name')}` : notedReads[name]
  const note = path === undefined ? undefined : settings.refused[path]
  if (note !== undefined) throw new SsoFault(note.detail ?? note.why, 'Refused as in the snapshot')
}

function isAdministrator(settings: ServerSettings, { groups }: Account): boolean {
  const administrators = { name: 'Administrators', domain: settings.domain }
  return groups.some((text) => isSame(principalOf(text, settings.domain), administrators))
}

interface SessionRequest extends Pick<AdminRequest, 'world' | 'settings' | 'method' | 'session' | 'from'> {
  /** The account of the token that came with the call. */
  readonly bearer: Account | undefined
}

/** Login with a token of the token service, and Logout. */
function manageSession({ settings, method, session, bearer, from }: SessionRequest): Content {
  switch (method) {
    case 'Login': {
      if (bearer === undefined) throw new SsoFault('SsoFaultInvalidCredentials', 'No valid token came with the call')
      const { name, groups, fullName } = bearer
      from.setSession(
        settings.ssoSessions.open({ name, groups, fullName, ipAddress: from.address, userAgent: from.userAgent }),
      )
      return undefined
    }
    case 'Logout':
      if (session === undefined) throw new SsoFault('SsoFaultNotAuthenticated', 'The session is not authenticated')
      settings.ssoSessions.end(session)
      return undefined
    default:
      throw new SsoFault('MethodNotFound', `The twin does not simulate SsoSessionManager.${method}`)
  }
}

/** The name of the method that an envelope calls, with its element. */
export function calledMethod(envelope: Element): Element | undefined {
  return envelope.children.find(({ name }) => name === 'Body')?.children[0]
}
