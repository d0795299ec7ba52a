import { VimError } from '../errors.ts'
import { apiVersions } from '../generated/table.ts'
import type { Transport } from '../transport/http.ts'
import type { Attributes } from '../xml/attributes.ts'
import type { Name } from '../xml/names.ts'
import { XmlScanner } from '../xml/scanner.ts'
import { XmlError } from '../xml/xml-error.ts'

/** The oldest release this project supports; what is spoken to a server that lists no versions. */
const fallback = '6.5'

/** The newest API id that both the server's /sdk/vimServiceVersions.xml and the tables know. */
export async function negotiateRelease(transport: Transport, signal?: AbortSignal): Promise<string> {
  const label = 'GET /sdk/vimServiceVersions.xml'
  const reply = await transport.send({ method: 'GET', path: '/sdk/vimServiceVersions.xml', label, signal })
  if (reply.status >= 502 && reply.status <= 504) {
    reply.discard()
    throw new VimError('unavailable', `${label} on ${transport.origin}: HTTP ${reply.status}`)
  }
  if (reply.status !== 200) {
    reply.discard()
    return fallback
  }
  const listed = await readVersions(reply.chunks)
  return apiVersions.findLast((version) => listed.has(version)) ?? fallback
}

/** The ids of the namespace urn:vim25; empty when the reply is no such list (a proxy's page, say). */
async function readVersions(chunks: AsyncIterable<Uint8Array>): Promise<Set<string>> {
  const list = new VersionList()
  try {
    for await (const chunk of chunks) list.scanner.write(chunk)
    list.scanner.end()
  } catch (error) {
    // RetrieveServiceContent comes next and says better what is wrong with this server.
    if (!(error instanceof XmlError)) throw error
    return new Set()
  }
  return list.versions
}

class VersionList {
  readonly versions = new Set<string>()
  readonly scanner = new XmlScanner(this)
  #namespace = ''
  #text = ''

  open(_name: Name, _attributes: Attributes): void {
    this.#text = ''
    this.scanner.keepText = true
  }

  text(text: string): void {
    this.#text += text
  }

  close(name: Name): void {
    if (name.local === 'name') this.#namespace = this.#text
    else if (name.local === 'version' && this.#namespace === 'urn:vim25') this.versions.add(this.#text)
    this.#text = ''
  }
}
