import type { IncomingMessage, ServerResponse } from 'node:http'
import { isVimError, type MethodInfo } from '@sakimori/vim25'
import { NameTable, ReplyEncoder, RequestDecoder, TextReader, type WireRequest } from '@sakimori/vim25/wire'
import { StreamedResult } from '../collector/content.ts'
import { meddle } from '../faults/meddle.ts'
import { VimFault, vimFault } from '../kernel/fault.ts'
import { invoke, methodOf } from '../kernel/invoke.ts'
import type { World } from '../kernel/world.ts'
import { asFault } from '../tasks/task-list.ts'
import { faultsBefore, type Trouble } from './trouble.ts'
import { envelope } from './envelope.ts'
import { callerOf, sessionFrom } from './identity.ts'
import { readBody } from './body.ts'
import { sendBody, writeParts } from './send.ts'
import { chosenRelease } from './versions.ts'

const encoders = new Map<number, ReplyEncoder>()
const names = new NameTable()
const texts = new TextReader()

function encoderOf(release: number): ReplyEncoder {
  let encoder = encoders.get(release)
  if (encoder === undefined) encoders.set(release, (encoder = new ReplyEncoder(release)))
  return encoder
}

/** POST /sdk: one SOAP call. */
export async function handleSoap(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const release = chosenRelease(request.headers['soapaction']?.toString(), world.release)
  const encoder = encoderOf(release)
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  let trouble: Trouble | undefined
  try {
    const wanted = await readCall(world, request)
    const session = sessionFrom(world, request)
    trouble = await faultsBefore(world, session, wanted.method)
    if (trouble.drop) return void response.destroy()
    if (trouble.meddle) meddle(world, wanted)
    const result = await invoke(world, {
      self: wanted.self,
      method: wanted.method,
      args: wanted.args,
      session: trouble.session,
      release,
      from: callerOf(world, request, response),
      signal: gone.signal,
    })
    const info = wanted.info ?? methodOf(world, wanted.self, wanted.method)
    if (info !== undefined) await writeReply(response, encoder, info, result, trouble.truncate)
  } catch (error) {
    if (response.headersSent) return void response.destroy()
    const fault = asRequestFault(error)
    const body = `${envelope.head}${encoder.fault(fault.fault, fault.message)}${envelope.tail}`
    sendBody(response, 500, xml, body, trouble?.truncate === true)
  }
}

async function readCall(world: World, request: IncomingMessage): Promise<WireRequest> {
  const decoder = new RequestDecoder({
    resolve: (self, method) => methodOf(world, self, method),
    release: world.release,
    names,
    texts,
  })
  await readBody(request, (chunk) => decoder.write(chunk))
  return decoder.end()
}

/** What is no call at all is answered as a server does: InvalidRequest. */
function asRequestFault(error: unknown): VimFault {
  if (isVimError(error)) return vimFault('InvalidRequest', {}, error.message)
  return asFault(error)
}

async function writeReply(
  response: ServerResponse,
  encoder: ReplyEncoder,
  info: MethodInfo,
  result: unknown,
  truncate: boolean,
): Promise<void> {
  if (result instanceof StreamedResult) return await writeParts(response, xml, parts(encoder, info, result), truncate)
  sendBody(response, 200, xml, `${envelope.head}${encoder.reply(info, result)}${envelope.tail}`, truncate)
}

/** The text of a long result, item by item. */
function* parts(encoder: ReplyEncoder, info: MethodInfo, { head, field, items }: StreamedResult): Generator<string> {
  let text = `${envelope.head}<${info.name}Response xmlns="urn:vim25"><returnval>`
  for (const [name, value] of Object.entries(head)) {
    if (name !== '_typeName') text += encoder.element(name, 'string', false, value)
  }
  yield text
  for (const item of items) yield encoder.element(field, (item as { _typeName: string })._typeName, false, item)
  yield `</returnval></${info.name}Response>${envelope.tail}`
}

const xml = { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-cache' }
