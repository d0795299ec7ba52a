import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../../clock.ts'
import type { Doors } from '../../doors/doors.ts'
import { VimFault } from '../../kernel/fault.ts'
import type { World } from '../../kernel/world.ts'
import { readText } from '../body.ts'
import type { Control } from '../endpoint.ts'
import { sessionHeader } from '../identity.ts'
import { ControlError } from './control-error.ts'
import { controlRows, type ControlCall } from './rows.ts'

export interface ControlWanted {
  readonly world: World
  readonly doors: Doors
  readonly clock: Clock
}

/** Bytes of one request. */
const mostBytes = 256 * 1024

/**
 * The control door of a twin, below `/twin`: what a simulator lets happen, and a real server does not have. It answers this
 * machine only, and an administrator of the simulated server, by Basic credentials or by the header of a session. Everything
 * is JSON; what is refused is a status of 4xx and `{ "error": "one line" }`.
 */
export function controlDoor(wanted: ControlWanted): Control {
  return async (request, response) => {
    try {
      checkCaller(wanted.world, request)
      reply(response, 200, await answer(wanted, request))
    } catch (error) {
      if (error instanceof ControlError) {
        if (error.status === 401) response.setHeader('www-authenticate', 'Basic realm="twin", charset="UTF-8"')
        return reply(response, error.status, { error: error.message })
      }
      reply(response, 500, {
        error: `the twin made a mistake: ${error instanceof Error ? error.message : String(error)}`,
      })
    }
  }
}

async function answer(wanted: ControlWanted, request: IncomingMessage): Promise<unknown> {
  const path = (request.url ?? '').split('?')[0] ?? ''
  const found = controlRows.flatMap((row) => {
    const match = row.pattern.exec(path)
    return match === null ? [] : [{ row, parts: match.slice(1) }]
  })
  if (found.length === 0)
    throw new ControlError(404, `the twin has no ${printable(path)}; GET /twin lists what there is`)
  const chosen = found.find(({ row }) => row.method === request.method)
  if (chosen === undefined) {
    throw new ControlError(405, `${path} takes ${found.map(({ row }) => row.method).join(', ')}`)
  }
  const parts = chosen.parts.map(decoded)
  const body = request.method === 'POST' ? await readJson(request) : undefined
  const call: ControlCall = { ...wanted, parts, body }
  return chosen.row.answer(call)
}

/** Throws 403 for other machines and other users, 401 for nobody. */
function checkCaller(world: World, request: IncomingMessage): void {
  if (!/^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? '')) {
    throw new ControlError(403, 'the control door answers this machine only')
  }
  const principal = principalOf(world, request)
  if (!world.access.has(principal, world.rootFolder, 'Authorization.ModifyPermissions')) {
    throw new ControlError(403, 'the control door is for administrators of the simulated server')
  }
}

function principalOf(world: World, request: IncomingMessage) {
  const token = request.headers[sessionHeader]
  const session = typeof token === 'string' ? world.parts.sessions.use(token) : undefined
  if (session !== undefined) return session
  const [scheme = '', coded = ''] = (request.headers.authorization ?? '').split(' ')
  const [, name = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(coded, 'base64').toString('utf8')) ?? []
  if (scheme.toLowerCase() !== 'basic')
    throw new ControlError(401, 'log in with Basic credentials, or send the header of a session')
  try {
    return world.parts.accounts.authenticate(name, password)
  } catch (error) {
    if (error instanceof VimFault)
      throw new ControlError(401, 'the user name or the password is wrong, or the account is locked')
    throw error
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  // A page of another site cannot send this type without asking first, and nobody answers that question.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new ControlError(415, 'the body must be application/json')
  }
  if (Number(request.headers['content-length'] ?? 0) > mostBytes)
    throw new ControlError(413, `the body is larger than ${mostBytes} bytes`)
  let text: string
  try {
    text = await readText(request)
  } catch (error) {
    if (error instanceof VimFault) throw new ControlError(413, error.message)
    throw error
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new ControlError(400, 'the body is no JSON')
    throw error
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (error) {
    if (error instanceof URIError) throw new ControlError(400, 'the path is not coded as a URL is')
    throw error
  }
}

const printable = (path: string) => path.slice(0, 200).replaceAll(/[^\x21-\x7e]/g, '?')

function reply(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(`${JSON.stringify(value)}\n`)
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-length': body.length,
    })
    .end(body)
}
