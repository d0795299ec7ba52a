/**
 * Contestant: one property of all VMs in one call, fetched by a bare HTTP client that only counts bytes: what a server can
 * serve. Reads SERVER_URL, USERNAME, PASSWORD and PROPERTY; prints one JSON line.
 */
import { Agent, request } from 'undici'

const url = process.env['SERVER_URL'] ?? ''
const dispatcher = new Agent({ connect: { rejectUnauthorized: false }, headersTimeout: 0, bodyTimeout: 0 })
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
let cookie = ''

async function post(body: string): Promise<{ head: string; bytes: number; firstMs: number; ms: number }> {
  const started = performance.now()
  const reply = await request(url, {
    method: 'POST',
    dispatcher,
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: '"urn:vim25/6.7"',
      ...(cookie !== '' && { cookie }),
    },
    body: `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
  })
  const set = [reply.headers['set-cookie']].flat()[0]
  if (set) cookie = set.split(';')[0] ?? ''
  let head = ''
  let bytes = 0
  let firstMs = Number.NaN
  for await (const chunk of reply.body as AsyncIterable<Buffer>) {
    if (bytes === 0) firstMs = performance.now() - started
    if (head.length < 8192) head += chunk.toString('latin1', 0, 8192)
    bytes += chunk.length
  }
  if (reply.statusCode !== 200) throw new Error(`HTTP ${reply.statusCode}: ${head.slice(0, 500)}`)
  return { head, bytes, firstMs, ms: performance.now() - started }
}

const tag = (text: string, name: string) => new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`).exec(text)?.[1] ?? ''
const call = (method: string, type: string, value: string, inner = '') =>
  post(`<${method} xmlns="urn:vim25"><_this type="${type}">${escape(value)}</_this>${inner}</${method}>`)

const { head: content } = await call('RetrieveServiceContent', 'ServiceInstance', 'ServiceInstance')
const [userName, password] = [escape(process.env['USERNAME'] ?? ''), escape(process.env['PASSWORD'] ?? '')]
await call(
  'Login',
  'SessionManager',
  tag(content, 'sessionManager'),
  `<userName>${userName}</userName><password>${password}</password>`,
)
const made = await call(
  'CreateContainerView',
  'ViewManager',
  tag(content, 'viewManager'),
  `<container type="Folder">${tag(content, 'rootFolder')}</container><type>VirtualMachine</type><recursive>true</recursive>`,
)
const view = tag(made.head, 'returnval')
const filter = `<specSet><propSet><type>VirtualMachine</type><pathSet>${process.env['PROPERTY'] ?? 'config'}</pathSet></propSet><objectSet><obj type="ContainerView">${view}</obj><skip>true</skip><selectSet xsi:type="TraversalSpec"><name>view</name><type>ContainerView</type><path>view</path><skip>false</skip></selectSet></objectSet></specSet><options></options>`
const { ms, firstMs, bytes } = await call(
  'RetrievePropertiesEx',
  'PropertyCollector',
  tag(content, 'propertyCollector'),
  filter,
)
console.log(JSON.stringify({ ms, firstMs, bytes }))
await dispatcher.close()
