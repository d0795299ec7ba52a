import { createServer as createProxy } from 'node:http'
import { createServer } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Server, type Socket } from 'node:net'

export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void

/** A publisher on this machine, over HTTPS, and a proxy that leads every name to it. Test support. */
export interface Publisher extends AsyncDisposable {
  readonly port: number
  readonly url: string
  /** For `HTTPS_PROXY`. */
  readonly proxy: string
  /** What was asked, as `GET host/path`. */
  readonly asked: string[]
}

export async function startPublisher(
  certificate: { readonly certificatePem: string; readonly keyPem: string },
  handler: Handler,
): Promise<Publisher> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer({ cert: certificate.certificatePem, key: certificate.keyPem }, (request, response) => {
    asked.push(`${request.method} ${request.headers.host}${request.url}`)
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => handler(request, response, body))
  })
  server.on('tlsClientError', () => undefined)
  const port = await listen(server)
  const proxy = createProxy((_request, response) => void response.writeHead(405).end())
  proxy.on('connect', (_request: IncomingMessage, socket: Socket) => {
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    for (const one of [socket, onward]) {
      sockets.add(one)
      one.on('error', () => undefined)
    }
  })
  const proxyPort = await listen(proxy)
  return {
    port,
    url: `https://localhost:${port}`,
    proxy: `http://127.0.0.1:${proxyPort}`,
    asked,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      proxy.closeAllConnections()
      await Promise.all([server, proxy].map((one) => new Promise((resolve) => one.close(resolve))))
    },
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return (server.address() as AddressInfo).port
}
