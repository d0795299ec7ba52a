import { escapeText, faultFields, type WireFault, type WireObject } from './rewrite.ts'

/** What goes back to the client. */
export type Reply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Buffer
}

const envelope = (body: string): string =>
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
  ' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
  `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`

const xmlReply = (status: number, body: string): Reply => ({
  status,
  headers: { 'content-type': 'text/xml; charset=utf-8' },
  body: Buffer.from(body),
})

/** HTTP 500 with a SOAP fault in VMware's form: the element in the detail is the type plus `Fault`. */
export const faultReply = (fault: WireFault, object: WireObject): Reply =>
  xmlReply(
    500,
    envelope(
      `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${escapeText(fault.message ?? '')}</faultstring><detail>` +
        `<${fault.type}Fault xmlns="urn:vim25" xsi:type="${fault.type}">${faultFields(fault, object)}</${fault.type}Fault>` +
        '</detail></soapenv:Fault>',
    ),
  )

/** What a load balancer or a login portal in between says: 200, and it is HTML. */
export const htmlReply: Reply = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: Buffer.from(
    '<!DOCTYPE html><html><head><title>Sign in</title></head><body><p>Please sign in.<br></body></html>',
  ),
}

const lol = (level: number): string => (level === 0 ? 'lol' : `&l${level - 1};`.repeat(10))

/** A reply whose entities grow to 3 GB when they are expanded. */
export const entityBombReply = (method: string): Reply => {
  const entities = Array.from({ length: 10 }, (_, level) => `<!ENTITY l${level} "${lol(level)}">`).join('')
  const body = envelope(`<${method}Response xmlns="urn:vim25"><returnval>&l9;</returnval></${method}Response>`)
  return xmlReply(200, body.replace('?>\n', `?>\n<!DOCTYPE bomb [${entities}]>\n`))
}
