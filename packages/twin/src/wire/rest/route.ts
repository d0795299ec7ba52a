import type { IncomingMessage, ServerResponse } from 'node:http'
import type { World } from '../../kernel/world.ts'
import { isRecord } from '../../kernel/values.ts'
import type { Session } from '../../session/sessions.ts'
import { readText } from '../body.ts'
import { sendBody } from '../send.ts'
import { faultsBefore, type Trouble } from '../trouble.ts'
import { accessRows } from './access.ts'
import { accountRows } from './accounts.ts'
import { certificateRows } from './certificates.ts'
import { contentRows } from './content.ts'
import { identityRows } from './identity.ts'
import { inventoryRows } from './inventory.ts'
import { networkingRows } from './networking.ts'
import { asRestError, invalid, NotedRefusal, RestError, unauthenticated, type Spelling } from './rest-error.ts'
import type { RestCall, RestRow, Verb } from './row.ts'
import { restSession, sessionRows } from './session.ts'
import { softwareRows } from './software.ts'
import { systemRows } from './system.ts'
import { taskRows } from './tasks.ts'
import { tlsRows } from './tls-profiles.ts'

/** The release that brought `/api` (vSphere Automation REST API Programming Guide, 7.0 U2). */
const firstApi = '7.0.2.0'

/** Every operation that the twin simulates. The first whose path fits answers. */
const rows: readonly RestRow[] = [
  ...sessionRows,
  ...systemRows,
  ...taskRows,
  ...accessRows,
  ...accountRows,
  ...networkingRows,
  ...softwareRows,
  ...tlsRows,
  ...certificateRows,
  ...identityRows,
  ...contentRows,
  ...inventoryRows,
]

/** Whether a path is one of this interface: /rest of every vCenter Server, /api from 7.0 U2. */
export function isRest(world: World, path: string): boolean {
  if (world.parts.settings === undefined) return false
  return path.startsWith('/rest/') || (path.startsWith('/api/') && world.speaks(firstApi))
}

/** Answers one call. */
export async function handleRest(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://twin')
  const spelling: Spelling = url.pathname.startsWith('/api/') ? 'api' : 'rest'
  let trouble: Trouble | undefined
  try {
    const body = await readText(request)
    const session = restSession(world, request)
    const verb = request.method ?? ''
    trouble = await faultsBefore(
      world,
      session,
      `Rest${verb.charAt(0)}${verb.slice(1).toLowerCase()}`,
      world.parts.settings?.restSessions,
    )
    if (trouble.drop) return void response.destroy()
    const { row, call } = find(world, { spelling, url, request, response, session: trouble.session, text: body })
    admit(row, call)
    refuseNoted(row, call)
    if (call.session !== undefined) call.session.calls += 1
    const value = await row.answer(call)
    send(response, statusOf(row, spelling, value), wrapped(spelling, value), trouble.truncate)
  } catch (error) {
    if (response.headersSent) return void response.destroy()
    const failure = asRestError(error)
    send(response, failure.status, failure.body(spelling), trouble?.truncate === true)
  }
}

interface Found {
  readonly spelling: Spelling
  readonly url: URL
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly session: Session | undefined
  readonly text: string
}

/** The row of a request, and what it is called with. Throws NOT_FOUND, OPERATION_NOT_FOUND. */
function find(world: World, found: Found): { readonly row: RestRow; readonly call: RestCall } {
  const { spelling, url, request, text, ...rest } = found
  const { settings } = world.parts
  const query = queryOf(url)
  const action = query.get(spelling === 'api' ? 'action' : '~action')?.[0]
  const steps = url.pathname.split('/').slice(2).map(decodeStep)
  for (const row of rows) {
    if (row.verb !== (request.method as Verb) || row.action !== action) continue
    const path = has(world, row, spelling) ? match(pathOf(row, spelling), steps) : undefined
    if (path === undefined || settings === undefined) continue
    query.delete(spelling === 'api' ? 'action' : '~action')
    const body = bodyOf(text, spelling === 'rest' ? row.wrap : undefined)
    return { row, call: { world, settings, spelling, path, query, body, request, ...rest } }
  }
  const isKnown = rows.some((row) => has(world, row, spelling) && match(pathOf(row, spelling), steps) !== undefined)
  const said = `${request.method ?? ''} ${url.pathname}`
  throw isKnown
    ? new RestError('OPERATION_NOT_FOUND', `${said} is no operation, or none that the twin simulates`)
    : new RestError('NOT_FOUND', `Not found: ${said}`, 'com.vmware.vapi.rest.httpNotFound')
}

/** Whether the server's release has an operation, in that spelling. */
const has = (world: World, row: RestRow, spelling: Spelling) =>
  world.speaks(row.since) && (spelling === 'api' || !isNew(row))

const pathOf = ({ path, oldPath }: RestRow, spelling: Spelling) => (spelling === 'rest' ? (oldPath ?? path) : path)

/** What came with or after /api has no old spelling. */
const isNew = ({ since }: RestRow) => {
  const [major = 0, minor = 0, update = 0] = since.split('.').map(Number)
  return major > 7 || (major === 7 && (minor > 0 || update >= 2))
}

function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch (error) {
    if (error instanceof URIError) throw invalid('path', 'is not encoded well')
    throw error
  }
}

/** The named parts of a path that fits; undefined when it does not. */
function match(pattern: string, steps: readonly string[]): Record<string, string> | undefined {
  const wanted = pattern.slice(1).split('/')
  if (wanted.length !== steps.length) return undefined
  const parts: Record<string, string> = {}
  for (const [index, step] of wanted.entries()) {
    const own = steps[index] ?? ''
    if (step.startsWith('{')) parts[step.slice(1, -1)] = own
    else if (step !== own) return undefined
  }
  return parts
}

/** What follows the `?`. The old spelling writes filters as `filter.names.1=…`: the same as `names=…` of the new one. */
function queryOf(url: URL): Map<string, string[]> {
  const query = new Map<string, string[]>()
  for (const [key, value] of url.searchParams) {
    const name = key.replace(/^filter\./, '').replace(/\.\d+$/, '')
    query.set(name, [...(query.get(name) ?? []), value])
  }
  return query
}

function bodyOf(text: string, wrap: string | undefined): unknown {
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid('body', `is no JSON: ${error.message}`)
    throw error
  }
  if (wrap === undefined) return value
  if (!isRecord(value) || !(wrap in value)) throw invalid('body', `has no field ${wrap}`)
  return value[wrap]
}

/** Groups of SSO whose members administer the appliance. */
const administrators = ['Administrators', 'SystemConfiguration.Administrators']

/** Throws UNAUTHENTICATED, UNAUTHORIZED. */
function admit(row: RestRow, { world, settings, session }: RestCall): void {
  const wanted = row.for ?? (row.verb === 'GET' ? 'readers' : 'administrators')
  if (wanted === 'everybody') return
  if (session === undefined) throw unauthenticated()
  if (wanted === 'users') return
  const has = (privilege: string) => world.access.has(session, world.rootFolder, privilege)
  const groups = new Set(administrators.map((group) => `${settings.domain}\\${group}`.toLowerCase()))
  const isAdministrator =
    has('Authorization.ModifyPermissions') || session.groups.some((group) => groups.has(group.toLowerCase()))
  if (isAdministrator || (wanted === 'readers' && has('System.Read'))) return
  throw new RestError(
    'UNAUTHORIZED',
    'Permission to perform this operation was denied.',
    'vapi.security.authorization.permission_denied',
  )
}

/** Throws what a snapshot noted of a path, or of each member of its list; a write lets the value be seen from then on. */
function refuseNoted({ verb, path }: RestRow, { settings, path: parts }: RestCall): void {
  const own = `rest:/api${path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => parts[name] ?? '')}`
  const noted = Object.entries(settings.refused).find(([at]) => at.replace(/(?:\/\{\w+\})?(?:#parsed)?$/, '') === own)
  if (noted === undefined) return
  const [at, note] = noted
  if (verb === 'GET') throw new NotedRefusal(note)
  const { [at]: _ended, ...others } = settings.refused
  settings.refused = others
}

function statusOf({ status }: RestRow, spelling: Spelling, value: unknown): number {
  if (spelling === 'rest') return 200
  return status ?? (value === undefined ? 204 : 200)
}

/** Maps are objects in the new spelling, lists of keys and values in the old one, which wraps the whole besides. */
function wrapped(spelling: Spelling, value: unknown): unknown {
  if (value === undefined) return undefined
  if (spelling === 'api') return value instanceof Map ? Object.fromEntries(value) : value
  return { value: value instanceof Map ? [...value].map(([key, held]) => ({ key, value: held })) : value }
}

const json = { 'content-type': 'application/json', 'cache-control': 'no-store' }

function send(response: ServerResponse, status: number, body: unknown, truncate: boolean): void {
  if (body === undefined) return void response.writeHead(status).end()
  sendBody(response, status, json, JSON.stringify(body), truncate)
}
