import type { IncomingMessage, ServerResponse } from 'node:http'
import { apiVersions, isVimError, type MethodInfo } from '@sakimori/vim25'
import { decodeParameters, encodeFault, encodeResult, encodeValue, releaseIndex } from '@sakimori/vim25/wire'
import { StreamedResult } from '../collector/content.ts'
import { meddle } from '../faults/meddle.ts'
import { gone } from '../kernel/call.ts'
import { VimFault, vimFault } from '../kernel/fault.ts'
import { invoke, methodOf } from '../kernel/invoke.ts'
import { readPath } from '../kernel/property.ts'
import type { World } from '../kernel/world.ts'
import { asFault } from '../tasks/task-list.ts'
import { readText } from './body.ts'
import { callerOf, sessionFrom } from './identity.ts'
import { sendBody, writeParts } from './send.ts'
import { faultsBefore, type Trouble } from './trouble.ts'

/** The first release with VI JSON; only vCenter Server has it (facts/vcsim.md §3.1). */
const firstRelease = '8.0.1.0'

/** The parts of `/sdk/vim25/{release}/{Type}/{moId}/{Method or property}`. */
interface Target {
  readonly release: number
  readonly self: { readonly type: string; readonly value: string }
  readonly member: string
}

/** What a VI JSON path names; undefined when it is none, or of a release that the server does not speak. */
export function jsonTarget(world: World, path: string): Target | undefined {
  const found = /^\/sdk\/vim25\/([\w.]+)\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path)
  if (found === null || world.isHost || !world.speaks(firstRelease)) return undefined
  const [, release = '', type = '', value = '', member = ''] = found
  const index = (apiVersions as readonly string[]).indexOf(release)
  if (index < releaseIndex(firstRelease) || index > world.release) return undefined
  try {
    return {
      release: index,
      self: { type: decodeURIComponent(type), value: decodeURIComponent(value) },
      member: decodeURIComponent(member),
    }
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

/** POST of a method, GET of a property. */
export async function handleJson(
  world: World,
  target: Target,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let trouble: Trouble | undefined
  try {
    const session = sessionFrom(world, request)
    const text = request.method === 'POST' ? await readText(request) : ''
    trouble = await faultsBefore(world, session, target.member)
    if (trouble.drop) return void response.destroy()
    if (request.method === 'POST') await call(world, target, text, trouble, request, response)
    else property(world, target, trouble, response)
  } catch (error) {
    if (response.headersSent) return void response.destroy()
    const fault = isVimError(error) ? vimFault('InvalidRequest', {}, error.message) : asFault(error)
    sendBody(response, 500, json, encodeFault(fault.fault, fault.message, target.release), trouble?.truncate === true)
  }
}

const json = { 'content-type': 'application/json', 'cache-control': 'no-cache' }

async function call(
  world: World,
  { self, member, release }: Target,
  text: string,
  trouble: Trouble,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const info = methodOf(world, self, member)
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const args = info === undefined ? {} : decodeParameters(info, world.release, text === '' ? '{}' : text)
  if (trouble.meddle) meddle(world, { self, method: member, args })
  const result = await invoke(world, {
    self,
    method: member,
    args,
    session: trouble.session,
    release,
    from: callerOf(world, request, response),
    signal: gone.signal,
  })
  if (info === undefined) return
  if (result instanceof StreamedResult)
    return await writeParts(response, json, parts(info, result, release), trouble.truncate)
  const body = encodeResult(info, result, release)
  if (body === '') return void response.writeHead(204).end()
  sendBody(response, 200, json, body, trouble.truncate)
}

/** The text of a long result, item by item. */
function* parts(info: MethodInfo, { head, field, items }: StreamedResult, release: number): Generator<string> {
  const type = info.returns?.type ?? 'anyType'
  yield `${encodeValue({ type, array: false }, head, release).slice(0, -1)},"${field}":[`
  let comma = ''
  for (const item of items) {
    yield `${comma}${encodeValue({ type: (item as { _typeName: string })._typeName, array: false }, item, release)}`
    comma = ','
  }
  yield ']}'
}

function property(
  world: World,
  { self, member, release }: Target,
  { session, truncate }: Trouble,
  response: ServerResponse,
): void {
  const object = world.find(self)
  if (object === undefined) throw gone(self)
  const found = readPath(world, object, member, session)
  if (found instanceof VimFault) throw found
  const body = encodeValue(found, found.value, release)
  if (body === '') return void response.writeHead(204).end()
  sendBody(response, 200, json, body, truncate)
}
