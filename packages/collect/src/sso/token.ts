import { escapeText } from '@sakimori/vim25/wire'
import { given, refused, type Answer, type Messenger } from '../answer.ts'
import { callSoap } from './soap.ts'

const trust = 'http://docs.oasis-open.org/ws-sx/ws-trust/200512'
const security = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'
const utility = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'

/** As long as a handful of reads takes. */
const lifetimeMs = 5 * 60_000

/** From now on, by this machine's clock: the server refuses a request whose times are far from its own. */
function lifetime(): string {
  const created = new Date()
  const expires = new Date(created.getTime() + lifetimeMs)
  return `<u:Created xmlns:u="${utility}">${created.toISOString()}</u:Created><u:Expires xmlns:u="${utility}">${expires.toISOString()}</u:Expires>`
}

/** A header that proves who calls: a name and a password, or a token. */
export const securityHeader = (proof: string): string =>
  `<w:Security xmlns:w="${security}"><u:Timestamp xmlns:u="${utility}">${lifetime()}</u:Timestamp>${proof}</w:Security>`

/** Asks the token service for a bearer token (WS-Trust 1.3) for whom the client logged in. */
export async function issueToken(client: Messenger, path: string): Promise<Answer<string>> {
  const body =
    `<RequestSecurityToken xmlns="${trust}"><TokenType>urn:oasis:names:tc:SAML:2.0:assertion</TokenType>` +
    `<RequestType>${trust}/Issue</RequestType><Lifetime>${lifetime()}</Lifetime><Renewing Allow="false" OK="false"/>` +
    `<Delegatable>false</Delegatable><KeyType>${trust}/Bearer</KeyType></RequestSecurityToken>`
  const reply = await client.withCredentials(({ userName, password }) => {
    const proof = `<w:UsernameToken><w:Username>${escapeText(userName)}</w:Username><w:Password>${escapeText(password.reveal())}</w:Password></w:UsernameToken>`
    const header = securityHeader(proof)
    return callSoap(client, { path, label: 'Issue', action: `${trust}/RST/Issue`, header, body })
  })
  if (!reply.given) return reply
  // The signature is over the token's own bytes: it is handed on as it came.
  const [, token] =
    /<(?:\w+:)?RequestedSecurityToken(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?RequestedSecurityToken>/.exec(
      reply.value.text,
    ) ?? []
  return token === undefined ? refused('fault', 'NoToken') : given(token)
}
