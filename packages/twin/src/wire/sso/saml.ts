import { createHash, randomUUID, sign } from 'node:crypto'
import { escapeText } from '@sakimori/vim25/wire'
import type { ServerSettings } from '../../kernel/settings.ts'
import type { Account } from '../../session/accounts.ts'
import type { Credential } from '../../tls/authority.ts'
import { textAt, type Element } from '../../xml/element.ts'

/** A token that the server issued. */
interface Issued {
  readonly account: Account
  /** RFC 3339. */
  readonly created: string
  readonly expires: string
  readonly signature: string
  /** The assertion itself. */
  readonly xml: string
}

/** Tokens of each server that have not expired, by the id of the assertion. */
const issued = new WeakMap<ServerSettings, Map<string, Issued>>()

const dsig = 'http://www.w3.org/2000/09/xmldsig#'
const excC14n = 'http://www.w3.org/2001/10/xml-exc-c14n#'

/** 'administrator@vsphere.local' and 'CORP\\backup' as name and domain. */
export function principalOf(name: string, domain: string): { readonly name: string; readonly domain: string } {
  const slash = name.indexOf('\\')
  if (slash >= 0) return { name: name.slice(slash + 1), domain: name.slice(0, slash) }
  const mark = name.lastIndexOf('@')
  return mark < 0 ? { name, domain } : { name: name.slice(0, mark), domain: name.slice(mark + 1) }
}

/** Issues a bearer token (SAML 2.0) for an account and remembers it. Times are in milliseconds. */
export function issueToken(
  settings: ServerSettings,
  signer: Credential,
  account: Account,
  created: number,
  expires: number,
): Issued {
  const id = `_${randomUUID()}`
  const times = { created: new Date(created).toISOString(), expires: new Date(expires).toISOString() }
  const { issuer, rest } = statements(account, settings.domain, times)
  const open = `<saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" IssueInstant="${times.created}" Version="2.0">`
  // What is written here is its own canonical form (Exclusive XML Canonicalization 1.0): that is what is signed.
  const { signature, xml } = signatureOf(id, `${open}${issuer}${rest}</saml2:Assertion>`, signer)
  const made = { account, ...times, signature, xml: `${open}${issuer}${xml}${rest}</saml2:Assertion>` }
  let own = issued.get(settings)
  if (own === undefined) issued.set(settings, (own = new Map()))
  for (const [key, token] of own) if (Date.parse(token.expires) < created) own.delete(key)
  own.set(id, made)
  return made
}

/** The account of an assertion that this server issued, while it holds; undefined for every other one. */
export function accountOf(settings: ServerSettings, assertion: Element, now: number): Account | undefined {
  const token = issued.get(settings)?.get(assertion.attributes.get('ID') ?? '')
  const signature = textAt(assertion, 'Signature', 'SignatureValue').replaceAll(/\s/g, '')
  if (token === undefined || token.signature !== signature || Date.parse(token.expires) <= now) return undefined
  return token.account
}

interface Times {
  readonly created: string
  readonly expires: string
}

function statements({ name, groups, fullName }: Account, domain: string, { created, expires }: Times) {
  const { name: user, domain: own } = principalOf(name, domain)
  const format = 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri'
  const attribute = (friendly: string, uri: string, values: readonly string[]) =>
    `<saml2:Attribute FriendlyName="${friendly}" Name="${uri}" NameFormat="${format}">${values
      .map((value) => `<saml2:AttributeValue>${canonical(value)}</saml2:AttributeValue>`)
      .join('')}</saml2:Attribute>`
  return {
    issuer: `<saml2:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">https://localhost/websso/SAML2/Metadata/${canonical(domain)}</saml2:Issuer>`,
    rest: [
      `<saml2:Subject><saml2:NameID Format="http://schemas.xmlsoap.org/claims/UPN">${canonical(`${user}@${own}`)}</saml2:NameID>`,
      `<saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml2:SubjectConfirmationData NotOnOrAfter="${expires}"></saml2:SubjectConfirmationData></saml2:SubjectConfirmation></saml2:Subject>`,
      `<saml2:Conditions NotBefore="${created}" NotOnOrAfter="${expires}"><saml2:ProxyRestriction Count="10"></saml2:ProxyRestriction></saml2:Conditions>`,
      `<saml2:AuthnStatement AuthnInstant="${created}"><saml2:AuthnContext><saml2:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml2:AuthnContextClassRef></saml2:AuthnContext></saml2:AuthnStatement>`,
      '<saml2:AttributeStatement>',
      attribute('Groups', 'http://rsa.com/schemas/attr-names/2009/01/GroupIdentity', groups),
      attribute('givenName', 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname', [fullName]),
      attribute('Subject Type', 'http://vmware.com/schemas/attr-names/2011/07/isSolution', ['false']),
      '</saml2:AttributeStatement>',
    ].join(''),
  }
}

/** Text as it stands in canonical XML: there a quotation mark is itself. */
const canonical = (text: string) => escapeText(text).replaceAll('&quot;', '"').replaceAll('&apos;', "'")

function signatureOf(id: string, signed: string, signer: Credential) {
  const digest = createHash('sha256').update(signed).digest('base64')
  const method = (name: string, algorithm: string) => `<ds:${name} Algorithm="${algorithm}"></ds:${name}>`
  const inner = [
    method('CanonicalizationMethod', excC14n),
    method('SignatureMethod', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'),
    `<ds:Reference URI="#${id}"><ds:Transforms>`,
    method('Transform', `${dsig}enveloped-signature`),
    method('Transform', excC14n),
    '</ds:Transforms>',
    method('DigestMethod', 'http://www.w3.org/2001/04/xmlenc#sha256'),
    `<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`,
  ].join('')
  const toSign = `<ds:SignedInfo xmlns:ds="${dsig}">${inner}</ds:SignedInfo>`
  const signature = sign('sha256', Buffer.from(toSign), signer.key).toString('base64')
  const certificate = signer.cert.replaceAll(/-----[^-]+-----|\s/g, '')
  const xml = [
    `<ds:Signature xmlns:ds="${dsig}"><ds:SignedInfo>${inner}</ds:SignedInfo>`,
    `<ds:SignatureValue>${signature}</ds:SignatureValue>`,
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`,
  ].join('')
  return { signature, xml }
}
