import { mkdtemp, rm } from 'node:fs/promises'
import {
  createServer as createHttpServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { createServer as createHttpsServer, request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { govcEnv, type Server } from '../peers/vcsim.ts'
import { makeCertificateAuthority, type CertificateFiles } from '../tls/certificates.ts'
import { listenLocally } from '../tls/listen.ts'
import { readCertificate, type ServerCertificate } from '../tls/read-certificate.ts'
import { perform } from './actions.ts'
import type { Reply } from './reply.ts'
import { RuleBook, type Exchange, type Outcome, type Rule } from './rules.ts'

/** A call that came to the proxy. `status` is 0 where no reply was given; bytes are of the bodies. */
export type Call = {
  readonly method: string
  readonly requestBytes: number
  readonly replyBytes: number
  readonly status: number
}

/** A running proxy: a server to be used instead of its target. */
export type FaultProxy = Server &
  AsyncDisposable & {
    readonly certificate: ServerCertificate | undefined
    /** What came in, in the order in which it was answered. */
    readonly calls: readonly Call[]
    /** From now on these rules, with their counts at zero. */
    setRules(rules: Rule | readonly Rule[]): void
    stop(): Promise<void>
  }

/** What to stand before, and what to do wrong. */
export type FaultProxyOptions = {
  readonly target: Server
  readonly rules?: Rule | readonly Rule[]
  /** false: plain HTTP to the client; a certificate: this one; by default one of its own when the target has TLS. */
  readonly tls?: boolean | CertificateFiles
}

const readAll = async (stream: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Headers that concern one connection only, or that we set ourselves; compression would hide the XML from the rules. */
const dropped = new Set(['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding', 'accept-encoding'])

const passHeaders = (headers: IncomingMessage['headers']): Record<string, string | string[]> => {
  const passed: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && !dropped.has(name)) passed[name] = value
  return passed
}

const sendOn = (target: Server, incoming: IncomingMessage, body: Buffer): Promise<Reply> => {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  const url = new URL(incoming.url ?? '/', target.url)
  const headers = { ...passHeaders(incoming.headers), 'content-length': body.length }
  const options = { method: incoming.method ?? 'GET', headers, rejectUnauthorized: false }
  const outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
    readAll(response).then(
      (answer) => resolve({ status: response.statusCode ?? 0, headers: passHeaders(response.headers), body: answer }),
      reject,
    )
  })
  outgoing.on('error', reject)
  outgoing.end(body)
  return promise
}

/** The first element in the Body names the method; `_this` names the object. */
const toExchange = (incoming: IncomingMessage, request: string, forward: () => Promise<Reply>): Exchange => {
  const method = /<(?:[\w-]+:)?Body\b[^>]*>\s*<(?:[\w-]+:)?([\w-]+)/.exec(request)?.[1]
  const [, type = '', id = ''] = /<(?:[\w-]+:)?_this\b[^>]*?\stype="([^"]+)"[^>]*>([^<]*)</.exec(request) ?? []
  let reply: Promise<Reply> | undefined
  return {
    method: method ?? `${incoming.method ?? ''} ${incoming.url ?? ''}`,
    request,
    target: { type, id },
    forward: () => (reply ??= forward()),
  }
}

const send = (outcome: Outcome, response: ServerResponse): { status: number; replyBytes: number } => {
  if (outcome === 'drop') response.socket?.destroy()
  if (outcome === 'drop' || outcome === 'hang') return { status: 0, replyBytes: 0 }
  const { reply, cutAfter } = outcome
  response.writeHead(reply.status, { ...headersOf(reply), 'content-length': reply.body.length })
  if (cutAfter === undefined || cutAfter >= reply.body.length) {
    response.end(reply.body)
    return { status: reply.status, replyBytes: reply.body.length }
  }
  response.write(reply.body.subarray(0, cutAfter), () => response.socket?.destroy())
  return { status: reply.status, replyBytes: cutAfter }
}

const headersOf = (reply: Reply): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(reply.headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  )

const makeCertificate = async (): Promise<CertificateFiles> => {
  const dir = await mkdtemp(join(tmpdir(), 'sakimori-proxy-'))
  try {
    return await (await makeCertificateAuthority(dir)).issue('proxy')
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

const toList = (rules: Rule | readonly Rule[]): readonly Rule[] => ('do' in rules ? [rules] : rules)

/** Starts a proxy on a free port of 127.0.0.1 that passes everything on, except where a rule says otherwise. */
export const startFaultProxy = async ({ target, rules = [], tls }: FaultProxyOptions): Promise<FaultProxy> => {
  let book = new RuleBook(toList(rules))
  const calls: Call[] = []
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(incoming)
    const exchange = toExchange(incoming, body.toString('utf8'), () => sendOn(target, incoming, body))
    const action = book.pick(exchange.method)?.do
    let outcome: Outcome
    if (action === undefined) outcome = { reply: await exchange.forward() }
    else outcome = typeof action === 'function' ? await action(exchange) : await perform(action, exchange)
    if (exchange.method === 'Login' && typeof outcome === 'object' && outcome.reply.status === 200) book.noteLogin()
    calls.push({ method: exchange.method, requestBytes: body.length, ...send(outcome, response) })
  }
  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    answer(incoming, response).catch((error: unknown) => {
      // The target is gone or a rule threw: the client and the record of calls both get to see it.
      const said = Buffer.from(`fault proxy: ${String(error)}`)
      if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain' })
      response.end(said)
      calls.push({ method: said.toString(), requestBytes: 0, replyBytes: said.length, status: 502 })
    })
  }
  const secure = tls ?? target.url.startsWith('https:')
  const certificate = typeof secure === 'object' ? secure : secure ? await makeCertificate() : undefined
  const server =
    certificate === undefined
      ? createHttpServer(listener)
      : createHttpsServer({ cert: certificate.certificatePem, key: certificate.keyPem }, listener)
  const { port, stop } = await listenLocally(server)
  const url = `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}/sdk`
  return {
    url,
    host: '127.0.0.1',
    port,
    username: target.username,
    password: target.password,
    env: govcEnv(url, target.username, target.password),
    certificate: certificate === undefined ? undefined : await readCertificate('127.0.0.1', port),
    calls,
    setRules: (next) => {
      book = new RuleBook(toList(next))
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
