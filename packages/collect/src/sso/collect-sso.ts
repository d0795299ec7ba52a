import { isRecord } from '@sakimori/core/model'
import { textAt, type Element } from '@sakimori/vim25/wire'
import { fileAnswer, given, refused, type Answer, type Messenger } from '../answer.ts'
import { parseCertificate } from '../certificate.ts'
import type { DraftObject } from '../draft.ts'
import { CollectError } from '../errors.ts'
import {
  accountsOf,
  authnPolicyOf,
  identitySourcesOf,
  lockoutPolicyOf,
  passwordPolicyOf,
  principalsOf,
} from './decode.ts'
import { withSso, type Sso, type SsoPaths } from './sso-session.ts'

const prefix = 'sso:'

/** More members than any of the groups that controls ask about should have. */
const memberLimit = 1000

type Reader = (sso: Sso) => Promise<Answer>

const one =
  (service: string, method: string, decode: (element: Element | undefined) => unknown, version?: string): Reader =>
  async (sso) => {
    const answer = await sso.call(service, method, {}, version)
    return answer.given ? given(decode(answer.value[0])) : answer
  }

/** What controls can ask of single sign-on, and the call behind it. */
const readers: Readonly<Record<string, Reader>> = {
  'sso:passwordPolicy': one('passwordPolicyService', 'GetLocalPasswordPolicy', passwordPolicyOf),
  'sso:lockoutPolicy': one('lockoutPolicyService', 'GetLockoutPolicy', lockoutPolicyOf),
  // Came with version 3.2 of the interface (vmware/config-modules, VcVmomiSSOClient).
  'sso:authnPolicy': one('configurationManagementService', 'GetAuthnPolicy', authnPolicyOf, 'version3_2'),
  'sso:kerberosAccounts': readKerberosAccounts,
  'sso:identitySources': one('identitySourceManagementService', 'Get', identitySourcesOf),
}

/** 'sso:members/TrustedAdmins': who is in a group of SSO's own domain, directly. */
const membersPath = /^sso:members\/(.+)$/

/** Reads what controls want of the administration service of single sign-on. */
export async function collectSso(client: Messenger, draft: DraftObject, asked: readonly string[]): Promise<void> {
  const waiting = new Set(asked.filter((path) => path.startsWith(prefix)))
  if (waiting.size === 0) return
  const file = (path: string, answer: Answer) => {
    if (waiting.delete(path)) fileAnswer(draft, path, answer)
  }
  const fileAll = (answer: Answer) => [...waiting].forEach((path) => file(path, answer))
  if (client.isHost) return fileAll(refused('notSupported', 'a host has no single sign-on'))
  const session = await withSso(
    client,
    pathsOf(draft.values['OptionManager.setting']),
    (token) => file(signersPath, signersOf(token)),
    async (sso) => {
      for (const path of waiting) file(path, await read(sso, path))
    },
  )
  if (!session.given) fileAll(session)
}

/** The certificates with which the token service signs: each token brings them along. */
const signersPath = 'sso:signingCertificate#parsed'

/** The chain in a token's signature (XML-DSig §4.5.4), leaf first. */
function signersOf(token: string): Answer {
  const found = token.matchAll(/<(?:\w+:)?X509Certificate>([^<]*)<\/(?:\w+:)?X509Certificate>/g)
  const bodies = Array.from(found, ([, body = '']) => body.replaceAll(/&#(?:13|xD);|\s/gi, ''))
  if (bodies.length === 0) return refused('fault', 'the token names no certificate')
  try {
    return given(bodies.map((body) => parseCertificate(Buffer.from(body, 'base64'))))
  } catch (error) {
    if (!(error instanceof CollectError)) throw error
    return refused('fault', error.message)
  }
}

async function read(sso: Sso, path: string): Promise<Answer> {
  const group = membersPath.exec(path)?.[1]
  if (group !== undefined) return readMembers(sso, group)
  const reader = Object.hasOwn(readers, path) ? readers[path] : undefined
  return reader === undefined ? refused('notSupported', 'nobody knows how to read this') : reader(sso)
}

async function systemDomain(sso: Sso): Promise<Answer<string>> {
  const domain = await sso.call('domainManagementService', 'GetSystemDomainName')
  return domain.given ? given(domain.value[0]?.text.trim() ?? '') : domain
}

/** The accounts of SSO's own Kerberos, which Integrated Windows Authentication uses: 'K/M' and 'krbtgt/DOMAIN'. */
async function readKerberosAccounts(sso: Sso): Promise<Answer> {
  const domain = await systemDomain(sso)
  if (!domain.given) return domain
  const found: Element[] = []
  for (const searchString of ['K/M', 'krbtgt/']) {
    const criteria = { searchString, domain: domain.value }
    const users = await sso.call('principalDiscoveryService', 'FindPersonUsers', { criteria, limit: memberLimit })
    if (!users.given) return users
    found.push(...users.value)
  }
  return given(accountsOf(found))
}

/** A group that is not there has no members, but neither is it known to be empty. */
async function readMembers(sso: Sso, name: string): Promise<Answer> {
  const domain = await systemDomain(sso)
  if (!domain.given) return domain
  const groupId = { name, domain: domain.value }
  const group = await sso.call('principalDiscoveryService', 'FindGroup', { groupId })
  if (!group.given) return group
  const [found] = group.value
  if (found === undefined || textAt(found, 'id', 'name') === '') return refused('notSupported', 'NoSuchGroup')
  const criteria = { groupId, searchString: '', limit: memberLimit }
  const users = await sso.call('principalDiscoveryService', 'FindUsersInGroup', criteria)
  if (!users.given) return users
  const groups = await sso.call('principalDiscoveryService', 'FindGroupsInGroup', criteria)
  if (!groups.given) return groups
  return given({ users: principalsOf(users.value), groups: principalsOf(groups.value) })
}

/**
 * The server's own settings name its services with SSO's domain, which need not be 'vsphere.local'. Only the path is taken
 * from there: a password goes to the server that was chosen and trusted, and to no other.
 */
function pathsOf(settings: unknown): SsoPaths {
  const pathIn = (key: string, pattern: RegExp) => {
    const entry = Array.isArray(settings)
      ? settings.filter(isRecord).find((option) => option['key'] === key)
      : undefined
    const path = URL.parse(String(entry?.['value']))?.pathname
    return path !== undefined && pattern.test(path) ? path : undefined
  }
  return {
    token: pathIn('config.vpxd.sso.sts.uri', /^\/sts\/STSService(\/[\w.-]+)?$/) ?? '/sts/STSService',
    admin: pathIn('config.vpxd.sso.admin.uri', /^\/sso-adminserver\/sdk(\/[\w.-]+)?$/) ?? '/sso-adminserver/sdk',
  }
}
