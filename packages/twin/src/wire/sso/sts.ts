import type { ServerSettings } from '../../kernel/settings.ts'
import type { World } from '../../kernel/world.ts'
import { VimFault } from '../../kernel/fault.ts'
import { at, findElement, textAt, type Element } from '../../xml/element.ts'
import { issueToken } from './saml.ts'

const trust = 'http://docs.oasis-open.org/ws-sx/ws-trust/200512'
const utility = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'

/** Bearer tokens hold for five minutes at most after an installation (vSphere Authentication, "Token Policy"). */
const longestMs = 300_000

/** What the token service answers with, a fault included: it has codes of WS-Trust, and no typed detail. */
interface StsReply {
  readonly status: number
  readonly body: string
}

const fault = (code: string, text: string): StsReply => ({
  status: 500,
  body: `<soapenv:Fault><faultcode xmlns:wst="${trust}">wst:${code}</faultcode><faultstring>${text}</faultstring></soapenv:Fault>`,
})

/**
 * One request to the security token service: Issue of a bearer token for a name and a password. Tokens that are bound to a
 * key, and renewing, need certificates of solution users, which the twin has none of: refused.
 */
export async function answerSts(world: World, settings: ServerSettings, request: Element): Promise<StsReply> {
  const wanted = at(request, 'Body', 'RequestSecurityToken')
  if (wanted === undefined) return fault('BadRequest', 'No RequestSecurityToken')
  if (!textAt(wanted, 'RequestType').endsWith('/Issue'))
    return fault('BadRequest', 'The twin issues tokens and does no more')
  if (!textAt(wanted, 'KeyType').endsWith('/Bearer')) {
    return fault('BadRequest', 'The twin issues bearer tokens only: no certificate may be given')
  }
  const user = findElement(request, 'UsernameToken')
  if (user === undefined) return fault('FailedAuthentication', 'A UsernameToken is wanted')
  const name = fullName(textAt(user, 'Username'), settings)
  try {
    const account = world.parts.accounts.authenticate(name, at(user, 'Password')?.text ?? '')
    const signer = await settings.tls.signer(world.now())
    const created = world.now().getTime()
    const asked = Date.parse(textAt(wanted, 'Lifetime', 'Expires')) - Date.parse(textAt(wanted, 'Lifetime', 'Created'))
    const lifetime = asked > 0 ? Math.min(asked, longestMs) : longestMs
    const token = issueToken(settings, signer, account, created, created + lifetime)
    world.events.postEx('com.vmware.sso.LoginSuccess', account.name, undefined, `User ${account.name} logged in`)
    return { status: 200, body: reply(token) }
  } catch (error) {
    if (!(error instanceof VimFault)) throw error
    world.events.postEx('com.vmware.sso.LoginFailure', name, undefined, `Failed to authenticate ${name}`, 'warning')
    return fault('FailedAuthentication', 'Invalid credentials')
  }
}

/** A name without a domain is one of the default domain. */
const fullName = (name: string, { sso, domain }: ServerSettings) =>
  /[@\\]/.test(name) ? name : `${name}@${sso.defaultDomain ?? domain}`

const reply = ({
  xml,
  created,
  expires,
}: {
  readonly xml: string
  readonly created: string
  readonly expires: string
}) =>
  `<RequestSecurityTokenResponseCollection xmlns="${trust}"><RequestSecurityTokenResponse>` +
  '<TokenType>urn:oasis:names:tc:SAML:2.0:assertion</TokenType>' +
  `<RequestedSecurityToken>${xml}</RequestedSecurityToken>` +
  `<Lifetime><wsu:Created xmlns:wsu="${utility}">${created}</wsu:Created><wsu:Expires xmlns:wsu="${utility}">${expires}</wsu:Expires></Lifetime>` +
  `<KeyType>${trust}/Bearer</KeyType></RequestSecurityTokenResponse></RequestSecurityTokenResponseCollection>`
