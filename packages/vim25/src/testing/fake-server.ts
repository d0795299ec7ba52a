import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the fake answers to one call: `body` is the inside of a SOAP reply, `json` a whole one; both with status 200. */
export interface Answer {
  readonly body?: string
  /** Left out, or '': 204. */
  readonly json?: string
  readonly fault?: string
  /** The whole response, for answers that are of neither protocol. */
  readonly raw?: (response: ServerResponse) => void
}

export interface SeenCall {
  readonly method: string
  readonly path: string
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

const reference = (type: string, value: string) => ({ _typeName: 'ManagedObjectReference', type, value })
const jsonContent = {
  _typeName: 'ServiceContent',
  rootFolder: reference('Folder', 'group-d1'),
  propertyCollector: reference('PropertyCollector', 'pc'),
  viewManager: reference('ViewManager', 'vm'),
  about: { _typeName: 'AboutInfo', apiType: 'VirtualCenter' },
  sessionManager: reference('SessionManager', 'sm'),
}

/** As vcsim has it. */
const notFound: Answer = {
  raw: (response) => void response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found'),
}

/** The reply element with a returnval, unless that is ''. */
export function returning(inner: string): Answer {
  return { body: inner === '' ? '' : `<returnval>${inner}</returnval>` }
}

/** `json`: whether it has the VI JSON API; without it, it says 404 there. */
export async function startFakeServer({ json = false } = {}): Promise<FakeServer> {
  const calls: SeenCall[] = []
  const answers = new Map<string, Answer[]>([
    ['RetrieveServiceContent', [{ ...returning(content), json: JSON.stringify(jsonContent) }]],
    ['Login', [{ ...returning(session), json: '{"_typeName":"UserSession","key":"k","userName":"u"}' }]],
    [
      'CreateContainerView',
      [
        {
          body: '<returnval type="ContainerView">view</returnval>',
          json: JSON.stringify(reference('ContainerView', 'v[1]')),
        },
      ],
    ],
    ['versions', [{ raw: (response) => void response.setHeader('content-type', 'text/xml').end(versions) }]],
  ])
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const path = request.url ?? ''
      const isJson = path.startsWith('/sdk/vim25/')
      const method = isJson ? (path.split('/').at(-1) ?? '?') : soapMethod(request, body)
      calls.push({ method, path, body, headers: request.headers })
      const list = isJson && !json ? [notFound] : (answers.get(method) ?? [{}])
      const answer = (list.length > 1 ? list.shift() : list[0]) ?? {}
      if (answer.raw !== undefined) answer.raw(response)
      else if (isJson) respondInJson(response, method, answer)
      else respondInSoap(response, method, answer)
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

function soapMethod(request: IncomingMessage, body: string): string {
  return request.method === 'GET' ? 'versions' : (/<soapenv:Body><(\w+)/.exec(body)?.[1] ?? '?')
}

function respondInSoap(response: ServerResponse, method: string, { body, fault }: Answer): void {
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

function respondInJson(response: ServerResponse, method: string, { json = '', fault }: Answer): void {
  if (method === 'Login' && fault === undefined) response.setHeader('vmware-api-session-id', '0123abcd')
  if (fault === undefined && json === '') return void response.writeHead(204).end()
  response.writeHead(fault === undefined ? 200 : 500, { 'content-type': 'application/json' })
  response.end(fault === undefined ? json : JSON.stringify({ _typeName: fault, faultstring: 'said' }))
}
