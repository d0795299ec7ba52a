import { at, escapeText, textAt, type Element } from '@sakimori/vim25/wire'
import { given, orRefused, refused, type Answer, type Messenger } from '../answer.ts'
import { callSoap, toXml, type SoapReply } from './soap.ts'
import { issueToken, securityHeader } from './token.ts'

/** Where single sign-on answers, on the server itself; an external Platform Services Controller (6.x) is another server. */
export interface SsoPaths {
  readonly token: string
  readonly admin: string
}

/** Calls within one session of the administration service of single sign-on. */
export interface Sso {
  /** The elements `returnval` of one call; `service` is a field of its service content. */
  call(
    service: string,
    method: string,
    args?: Readonly<Record<string, unknown>>,
    version?: string,
  ): Promise<Answer<readonly Element[]>>
}

const namespace = 'urn:sso'
const instance = '<_this type="SsoAdminServiceInstance">SsoAdminServiceInstance</_this>'

interface AdminCall {
  readonly method: string
  readonly inner: string
  readonly header?: string
  readonly cookie?: string | undefined
  readonly version?: string
}

/** The version of the interface that every release has, as govc speaks it (govmomi ssoadmin/client.go). */
const oldest = 'version2'

/**
 * Logs in to the administration service by a token of the token service, and out again, whatever happens. The token is shown
 * to `onToken` first: it is given also to those who may not log in to administration.
 */
export async function withSso<T>(
  client: Messenger,
  paths: SsoPaths,
  onToken: (token: string) => void,
  use: (sso: Sso) => Promise<T>,
): Promise<Answer<T>> {
  const send = ({ method, inner, header = '', cookie, version = oldest }: AdminCall): Promise<Answer<SoapReply>> => {
    const body = `<${method} xmlns="${namespace}">${inner}</${method}>`
    const { admin: path } = paths
    return orRefused(() =>
      callSoap(client, { path, label: method, action: `${namespace}/${version}`, header, body, cookie }),
    )
  }
  const token = await orRefused(() => issueToken(client, paths.token))
  if (!token.given) return token
  onToken(token.value)
  const content = await send({ method: 'SsoAdminServiceInstance', inner: instance })
  if (!content.given) return content
  const services = returned(content.value, 'SsoAdminServiceInstance')[0]
  const manager = referenceTo(services, 'sessionManager')
  const login = await send({ method: 'Login', inner: manager, header: securityHeader(token.value) })
  if (!login.given) return login
  const { cookie } = login.value
  const call: Sso['call'] = async (service, method, args = {}, version = oldest) => {
    const self = referenceTo(services, service)
    if (self === '') return refused('notSupported', 'NoSuchService')
    const reply = await send({ method, inner: `${self}${toXml(args)}`, cookie, version })
    return reply.given ? given(returned(reply.value, method)) : reply
  }
  try {
    return given(await use({ call }))
  } finally {
    await send({ method: 'Logout', inner: manager, cookie })
  }
}

function returned({ envelope }: SoapReply, method: string): readonly Element[] {
  const reply = at(envelope, 'Body', `${method}Response`)
  return reply?.children.filter(({ name }) => name === 'returnval') ?? []
}

/** `_this` of a service, as the service content refers to it; '' when it has none of that name. */
function referenceTo(services: Element | undefined, field: string): string {
  const found = at(services, field)
  if (found === undefined) return ''
  const type = escapeText(found.attributes.get('type') ?? '')
  return `<_this type="${type}">${escapeText(textAt(services, field))}</_this>`
}
