import {
  createServer as createHttp,
  type IncomingMessage,
  type RequestListener,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http'
import { createServer as createHttps, type Server as HttpsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import type { World } from '../kernel/world.ts'
import type { Credential } from '../tls/authority.ts'
import { listenerOf, modernLimits, type TlsLimits } from '../tls/server-tls.ts'
import { handleJson, jsonTarget } from './json.ts'
import { handleRest, isRest } from './rest/route.ts'
import { applyTlsSettings } from './rest/tls-profiles.ts'
import { handleSoap } from './soap.ts'
import { handleSso, isSso } from './sso/route.ts'
import { versionsXml } from './versions.ts'

export interface EndpointOptions {
  readonly address: string
  /** 0 = one that is free. */
  readonly port: number
  /** Undefined: plain HTTP. */
  readonly credential: Credential | undefined
  readonly control?: Control
}

/** Answers what is below /twin: the simulator's own door, which no real server has. */
export type Control = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** A listening server of one world. */
export interface Endpoint extends AsyncDisposable {
  readonly url: string
  readonly port: number
}

export type WorldServer = HttpServer | HttpsServer

/** A server of one world that does not listen yet. Without a credential it speaks plain HTTP. */
export function makeServer(
  world: World,
  credential: Credential | undefined,
  { limits = modernLimits, control }: { readonly limits?: TlsLimits; readonly control?: Control | undefined } = {},
): WorldServer {
  const handler: RequestListener = (request, response) => void route(world, request, response, control)
  const server = credential === undefined ? createHttp(handler) : secureServer(world, handler, credential, limits)
  // A wait for updates is silent for minutes.
  Object.assign(server, { requestTimeout: 0, keepAliveTimeout: 60_000 })
  return server
}

/** Listens for one world. */
export async function listen(world: World, options: EndpointOptions): Promise<Endpoint> {
  const { credential, address, control } = options
  const server = makeServer(world, credential, { control })
  await listening(server, options.port, address)
  const { port } = server.address() as AddressInfo
  const scheme = credential === undefined ? 'http' : 'https'
  return {
    url: `${scheme}://${address.includes(':') ? `[${address}]` : address}:${port}/sdk`,
    port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** Its certificate and TLS versions follow the world's settings while it listens. */
function secureServer(world: World, handler: RequestListener, credential: Credential, limits: TlsLimits): HttpsServer {
  const server = createHttps(listenerOf(credential, limits), handler)
  const { settings } = world.parts
  settings?.tls.attach(credential, (...changed) => server.setSecureContext(listenerOf(...changed)))
  if (settings !== undefined) applyTlsSettings(settings)
  return server
}

export async function listening(server: Server, port: number, address: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function route(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  control: Control | undefined,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  try {
    if (request.method === 'POST' && /^\/sdk\/?$/.test(path)) return await handleSoap(world, request, response)
    if (request.method === 'GET' && path === '/sdk/vimServiceVersions.xml') {
      return void response.writeHead(200, { 'content-type': 'text/xml' }).end(versionsXml(world.parts.about.apiVersion))
    }
    if (control !== undefined && /^\/twin(\/|$)/.test(path)) return await control(request, response)
    if (isRest(world, path)) return await handleRest(world, request, response)
    if (isSso(world, path)) return await handleSso(world, path, request, response)
    const target = jsonTarget(world, path)
    if (target !== undefined) return await handleJson(world, target, request, response)
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n')
  } catch (error) {
    // A client that left in the middle of its request: there is nobody to tell.
    if (request.errored !== null || response.headersSent) return void response.destroy()
    // Whatever else comes here is a mistake of the twin's: it is said, or nobody would look for it.
    const said = error instanceof Error ? error.message : String(error)
    response.writeHead(500, { 'content-type': 'text/plain' }).end(`The twin made a mistake: ${said}\n`)
  }
}
