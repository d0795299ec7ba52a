import type { IncomingMessage } from 'node:http'
import type { World } from '../../kernel/world.ts'
import { logIn, logOut } from '../../session/log-in.ts'
import type { Session } from '../../session/sessions.ts'
import { remoteAddress, sessionHeader } from '../identity.ts'
import { unauthenticated } from './rest-error.ts'
import { shows, userOf, type RestCall, type RestRow } from './row.ts'

/** The live session of a request: by the header, or by the cookie that /rest sets. */
export function restSession(world: World, request: IncomingMessage): Session | undefined {
  const header = request.headers[sessionHeader]
  const cookie = new RegExp(`(?:^|;)\\s*${sessionHeader}="?([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1]
  return world.parts.settings?.restSessions.use(typeof header === 'string' ? header : cookie)
}

/** The name and password of `Authorization: Basic`. Throws UNAUTHENTICATED: of the other schemes the twin knows none. */
function basic(request: IncomingMessage): { readonly userName: string; readonly password: string } {
  const found = /^Basic\s+([A-Za-z0-9+/]+=*)$/i.exec(request.headers.authorization ?? '')
  const pair = Buffer.from(found?.[1] ?? '', 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon < 0) throw unauthenticated()
  return { userName: pair.slice(0, colon), password: pair.slice(colon + 1) }
}

function create({ world, settings, request, response, spelling }: RestCall): string {
  const from = { address: remoteAddress(request), userAgent: request.headers['user-agent'] ?? '' }
  const { token } = logIn(world, { ...basic(request), from, into: settings.restSessions })
  response.setHeader(sessionHeader, token)
  const wantsHeader = String(request.headers['vmware-use-header-authn'] ?? '').toLowerCase() === 'true'
  const secure = 'encrypted' in request.socket ? ';Secure' : ''
  if (spelling === 'rest' && !wantsHeader) {
    response.setHeader('set-cookie', `${sessionHeader}=${token};Path=/rest;HttpOnly${secure}`)
  }
  return token
}

const show = (call: RestCall) => {
  const { name, loginTime, lastActive } = userOf(call)
  return {
    user: name,
    created_time: loginTime.toISOString(),
    last_accessed_time: new Date(lastActive).toISOString(),
  }
}

const common = { path: '/session', oldPath: '/com/vmware/cis/session', since: '6.5' } as const

/** Logging in and out. `/rest/com/vmware/cis/session` answers `{"value": id}`, `/api/session` a JSON string with 201. */
export const sessionRows: readonly RestRow[] = [
  { ...common, verb: 'POST', for: 'everybody', status: 201, answer: create },
  { ...common, verb: 'POST', action: 'get', for: 'users', status: 200, answer: show },
  shows(common.path, common.since, show, { oldPath: common.oldPath, for: 'users' }),
  {
    ...common,
    verb: 'DELETE',
    for: 'users',
    answer: (call) => logOut(call.world, userOf(call), call.settings.restSessions),
  },
]
