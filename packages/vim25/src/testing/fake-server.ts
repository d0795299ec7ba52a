import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the fake answers to one call; `body` alone is the inside of a reply with status 200. */
export interface Answer {
  readonly body?: string
  readonly fault?: string
  /** The whole response, for answers that are no SOAP. */
  readonly raw?: (response: ServerResponse) => void
}

export interface SeenCall {
  readonly method: string
  readonly body: string
  readonly headers: IncomingMessage['headers']
}

/** A server that answers as a test scripts it, for the failures that no simulator can be told to make. Test support. */
export interface FakeServer extends AsyncDisposable {
  readonly url: string
  readonly calls: SeenCall[]
  /** The methods called after the connection was set up. */
  methods(): string[]
  /** Replaces the answers of a method: one after the other, the last one for ever. */
  on(method: string, ...answers: Answer[]): void
}

const envelope = (inner: string) =>
  '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
  ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soapenv:Body>${inner}</soapenv:Body></soapenv:Envelope>`

const content =
  '<rootFolder type="Folder">group-d1</rootFolder><propertyCollector type="PropertyCollector">pc</propertyCollector>' +
  '<viewManager type="ViewManager">vm</viewManager><about><apiType>VirtualCenter</apiType></about><sessionManager type="SessionManager">sm</sessionManager>'
const session = '<key>k</key><userName>u</userName>'
const versions =
  '<namespaces><namespace><name>urn:vim25</name><version>m7F</version><priorVersions><version>8.0.3.0</version><version>6.7</version></priorVersions></namespace></namespaces>'

/** The reply element with a returnval, unless that is ''. */
export function returning(inner: string): Answer {
  return { body: inner === '' ? '' : `<returnval>${inner}</returnval>` }
}

export async function startFakeServer(): Promise<FakeServer> {
  const calls: SeenCall[] = []
  const answers = new Map<string, Answer[]>([
    ['RetrieveServiceContent', [returning(content)]],
    ['Login', [returning(session)]],
    ['CreateContainerView', [{ body: '<returnval type="ContainerView">view</returnval>' }]],
    ['versions', [{ raw: (response) => void response.setHeader('content-type', 'text/xml').end(versions) }]],
  ])
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const method = request.method === 'GET' ? 'versions' : (/<soapenv:Body><(\w+)/.exec(body)?.[1] ?? '?')
      calls.push({ method, body, headers: request.headers })
      const list = answers.get(method) ?? [{ body: '' }]
      const answer = (list.length > 1 ? list.shift() : list[0]) ?? {}
      respond(response, method, answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    methods: () =>
      calls.map((call) => call.method).filter((name) => name !== 'versions' && name !== 'RetrieveServiceContent'),
    on: (method, ...list) => void answers.set(method, list),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function respond(response: ServerResponse, method: string, { body, fault, raw }: Answer): void {
  if (raw !== undefined) return raw(response)
  response.setHeader('content-type', 'text/xml; charset=utf-8')
  if (method === 'Login' && fault === undefined) {
    response.setHeader('set-cookie', 'vmware_soap_session="abc"; Path=/; HttpOnly; Secure;')
  }
  if (fault === undefined) {
    response.end(envelope(`<${method}Response xmlns="urn:vim25">${body ?? ''}</${method}Response>`))
    return
  }
  const detail = `<detail><${fault}Fault xmlns="urn:vim25" xsi:type="${fault}"/></detail>`
  response.statusCode = 500
  response.end(
    envelope(
      `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>said</faultstring>${detail}</soapenv:Fault>`,
    ),
  )
}
