import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Caller } from '../kernel/call.ts'
import type { World } from '../kernel/world.ts'
import type { Session } from '../session/sessions.ts'

export const cookieName = 'vmware_soap_session'
/** The header of VI JSON and of the REST interfaces. */
export const sessionHeader = 'vmware-api-session-id'

/** The live session of a request, by its cookie or its header. */
export function sessionFrom(world: World, request: IncomingMessage): Session | undefined {
  const header = request.headers[sessionHeader]
  const token = typeof header === 'string' ? header : cookieToken(request.headers.cookie)
  return world.parts.sessions.use(token)
}

/** pyVmomi sends the whole Set-Cookie line back, attributes and quotes included (facts/vcsim.md §5.1). */
function cookieToken(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name = '', value = ''] = part.split('=')
    if (name.trim() === cookieName) return value.trim().replaceAll('"', '')
  }
  return undefined
}

/** Who calls, and how a new session is handed to him: both ways, as a real server does. */
export function callerOf(world: World, request: IncomingMessage, response: ServerResponse): Caller {
  const caller = cookieCaller(request, response, '/')
  return {
    ...caller,
    setSession(session) {
      caller.setSession(session)
      if (session !== undefined && world.speaks('8.0.1.0')) response.setHeader(sessionHeader, session.token)
    },
  }
}

/** Who calls, and how a new session is handed to him by a cookie for the paths below `path`. */
export function cookieCaller(request: IncomingMessage, response: ServerResponse, path: string): Caller {
  const secure = 'encrypted' in request.socket ? ' Secure;' : ''
  return {
    address: remoteAddress(request),
    userAgent: request.headers['user-agent'] ?? '',
    setSession(session) {
      if (session === undefined) return
      response.setHeader('set-cookie', `${cookieName}="${session.token}"; Path=${path}; HttpOnly;${secure}`)
    },
  }
}

export function remoteAddress(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
}
