/**
 * Contestant: the same pages as the collector's traversal, fetched by a bare HTTP client that only counts bytes.
 * Reads SERVER_URL, USERNAME and PASSWORD; prints one JSON line.
 */
import { Agent, request } from 'undici'
import { propertySpecs } from './specs.ts'

const url = process.env['SERVER_URL'] ?? ''
const RELEASE = '8.0.3.0'
const dispatcher = new Agent({ connect: { rejectUnauthorized: false } })
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
let cookie = ''

/** Sends one call; the body is counted and only its first bytes are kept. */
async function post(body: string): Promise<{ head: string; bytes: number }> {
  const envelope = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`
  const reply = await request(url, {
    method: 'POST',
    dispatcher,
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: `"urn:vim25/${RELEASE}"`,
      ...(cookie && { cookie }),
    },
    body: envelope,
  })
  if (reply.statusCode !== 200) throw new Error(`HTTP ${reply.statusCode}: ${await reply.body.text()}`)
  const set = [reply.headers['set-cookie']].flat()[0]
  if (set) cookie = set.split(';')[0] ?? ''
  let head = ''
  let bytes = 0
  for await (const chunk of reply.body as AsyncIterable<Buffer>) {
    if (head.length < 4096) head += chunk.toString('latin1', 0, 4096)
    bytes += chunk.length
  }
  return { head, bytes }
}

const of = (type: string, value: string) => `type="${type}">${escape(value)}`
const tag = (text: string, name: string) => new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`).exec(text)?.[1]

const { head: content } = await post(
  '<RetrieveServiceContent xmlns="urn:vim25"><_this type="ServiceInstance">ServiceInstance</_this></RetrieveServiceContent>',
)
const root = tag(content, 'rootFolder') ?? ''
const login = `<Login xmlns="urn:vim25"><_this type="SessionManager">SessionManager</_this><userName>${escape(process.env['USERNAME'] ?? '')}</userName><password>${escape(process.env['PASSWORD'] ?? '')}</password></Login>`
await post(login)
const started = performance.now()
const specs = propertySpecs(RELEASE)
const types = specs.map(({ type }) => `<type>${type}</type>`).join('')
const view =
  tag(
    (
      await post(
        `<CreateContainerView xmlns="urn:vim25"><_this type="ViewManager">ViewManager</_this><container ${of('Folder', root)}</container>${types}<recursive>true</recursive></CreateContainerView>`,
      )
    ).head,
    'returnval',
  ) ?? ''
const propSets = specs
  .map(
    ({ type, paths }) =>
      `<propSet><type>${type}</type><all>false</all>${paths.map((path) => `<pathSet>${path}</pathSet>`).join('')}</propSet>`,
  )
  .join('')
const filter = `<specSet>${propSets}<objectSet><obj ${of('ContainerView', view)}</obj><skip>true</skip><selectSet xsi:type="TraversalSpec"><name>view</name><type>ContainerView</type><path>view</path><skip>false</skip></selectSet></objectSet></specSet>`
let page = await post(
  `<RetrievePropertiesEx xmlns="urn:vim25"><_this type="PropertyCollector">propertyCollector</_this>${filter}<options><maxObjects>500</maxObjects></options></RetrievePropertiesEx>`,
)
let bytes = page.bytes
let pages = 1
for (let token = tag(page.head, 'token'); token; token = tag(page.head, 'token')) {
  page = await post(
    `<ContinueRetrievePropertiesEx xmlns="urn:vim25"><_this type="PropertyCollector">propertyCollector</_this><token>${escape(token)}</token></ContinueRetrievePropertiesEx>`,
  )
  bytes += page.bytes
  pages += 1
}
console.log(
  JSON.stringify({ ms: performance.now() - started, bytes, pages, maxRssMb: process.resourceUsage().maxRSS / 1024 }),
)
await dispatcher.close()
