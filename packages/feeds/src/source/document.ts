import { FeedError } from '../feed-error.ts'
import { readText } from '../read/bytes.ts'
import { readJson } from '../read/json.ts'
import { isZip } from '../decode/depot.ts'

/** A publication as it was found: its name helps a person, and decides nothing. */
export interface Document {
  readonly name: string
  readonly bytes: Uint8Array
  /** To be called when it has been understood. */
  readonly remember?: () => void
}

/** What can be seen of a document from outside, to tell what it is. */
export type Look =
  | { readonly form: 'json'; readonly value: unknown }
  /** `head`: its first characters, in which the root and the namespaces stand. */
  | { readonly form: 'xml'; readonly root: string; readonly head: string }
  | { readonly form: 'html'; readonly text: string }
  | { readonly form: 'text'; readonly text: string }
  | { readonly form: 'zip' }

const HEAD = 4000

/** Looks at a document. @throws FeedError where it is damaged */
export function lookAt({ name, bytes }: Document): Look {
  if (isZip(bytes)) return { form: 'zip' }
  const text = readText(name, bytes)
  const start = text.trimStart().slice(0, HEAD)
  if (start.startsWith('{') || start.startsWith('[')) return { form: 'json', value: readJson(name, text) }
  if (!start.startsWith('<')) return { form: 'text', text }
  if (/^(?:\s*<!--[^]*?-->)*\s*<(?:!doctype\s+html|html)\b/i.test(start)) return { form: 'html', text }
  const root = /<(?:[\w.-]+:)?([A-Za-z][\w.-]*)/.exec(start.replaceAll(/<\?[^]*?\?>|<!--[^]*?-->/g, ''))?.[1]
  if (root === undefined) throw new FeedError('unsupported', name, 'neither a page nor XML with an element')
  return { form: 'xml', root, head: start }
}
