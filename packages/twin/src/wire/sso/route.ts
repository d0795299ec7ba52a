import type { IncomingMessage, ServerResponse } from 'node:http'
import { VimFault } from '../../kernel/fault.ts'
import type { ServerSettings } from '../../kernel/settings.ts'
import type { World } from '../../kernel/world.ts'
import type { Session } from '../../session/sessions.ts'
import { readBody } from '../body.ts'
import { cookieCaller, cookieName } from '../identity.ts'
import { faultsBefore, type Trouble } from '../trouble.ts'
import { answerAdmin, calledMethod } from './admin.ts'
import { readElement, type Element } from '../../xml/element.ts'
import { element, faultBody, sendEnvelope, SsoFault, type Content } from './envelope.ts'
import { answerLookup } from './lookup.ts'
import { answerSts } from './sts.ts'

const cookiePath = '/sso-adminserver'

/** The paths of single sign-on; the last part of two of them is its domain. */
const paths = {
  lookup: /^\/lookupservice\/sdk\/?$/,
  sts: /^\/sts\/STSService(?:\/[^/]+)?\/?$/,
  admin: /^\/sso-adminserver\/sdk(?:\/[^/]+)?\/?$/,
} as const

/** Whether a path is one of single sign-on; only vCenter Server has it. */
export function isSso(world: World, path: string): boolean {
  return world.parts.settings !== undefined && Object.values(paths).some((pattern) => pattern.test(path))
}

/** POST of one SOAP call to the lookup, token or administration service. */
export async function handleSso(
  world: World,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { settings } = world.parts
  if (settings === undefined || request.method !== 'POST') return void response.writeHead(405).end()
  const namespace = paths.lookup.test(path) ? 'urn:lookup' : 'urn:sso'
  let trouble: Trouble | undefined
  try {
    const chunks: Buffer[] = []
    await readBody(request, (chunk) => chunks.push(chunk))
    const envelope = readElement(Buffer.concat(chunks))
    const session = sessionOf(settings, request)
    const method = calledMethod(envelope)?.name ?? ''
    trouble = await faultsBefore(world, session, method, settings.ssoSessions)
    if (trouble.drop) return void response.destroy()
    if (paths.sts.test(path)) {
      const { status, body } = await answerSts(world, settings, envelope)
      return sendEnvelope(response, status, body, trouble.truncate)
    }
    const result = answer(world, { path, settings, envelope, session: trouble.session, request, response })
    const body = `<${method}Response xmlns="${namespace}">${element('returnval', result)}</${method}Response>`
    sendEnvelope(response, 200, body, trouble.truncate)
  } catch (error) {
    if (response.headersSent) return void response.destroy()
    const status = error instanceof SsoFault ? /^HTTP (\d{3})$/.exec(error.type)?.[1] : undefined
    if (status !== undefined) return void response.writeHead(Number(status)).end()
    sendEnvelope(response, 500, faultBody(asSsoFault(error), namespace), trouble?.truncate === true)
  }
}

interface Asked {
  readonly path: string
  readonly settings: ServerSettings
  readonly envelope: Element
  readonly session: Session | undefined
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

function answer(world: World, { path, settings, envelope, session, request, response }: Asked): Content {
  const call = calledMethod(envelope)
  if (call === undefined) throw new SsoFault('InvalidRequest', 'the request calls no method')
  if (paths.lookup.test(path)) return answerLookup(world, settings, call.name, call, originOf(request))
  const from = cookieCaller(request, response, cookiePath)
  return answerAdmin({ world, settings, envelope, method: call.name, call, session, from })
}

function asSsoFault(error: unknown): SsoFault {
  if (error instanceof SsoFault) return error
  if (error instanceof VimFault) return new SsoFault(error.fault._typeName, error.message)
  throw error
}

/** The address by which the client came. */
function originOf({ headers, socket }: IncomingMessage): string {
  return `${'encrypted' in socket ? 'https' : 'http'}://${headers.host ?? `localhost:${socket.localPort ?? 443}`}`
}

/** A client may send the cookie of vim25 along, which has the same name: the one that is known counts. */
function sessionOf(settings: ServerSettings, request: IncomingMessage): Session | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name = '', value = ''] = part.split('=')
    const session = name.trim() === cookieName ? settings.ssoSessions.use(value.trim().replaceAll('"', '')) : undefined
    if (session !== undefined) return session
  }
  return undefined
}
