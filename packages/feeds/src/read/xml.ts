import { SaxesParser } from 'saxes'
import { FeedError } from '../feed-error.ts'
import { limits } from '../limits.ts'
import { readText, type Publication } from './bytes.ts'

/** An element by its local name: the publishers of one format do not agree on its namespaces. */
export interface XmlElement {
  readonly name: string
  /** By local name. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** Its own text, not that of its children. */
  readonly text: string
}

interface Growing {
  readonly name: string
  readonly attributes: Map<string, string>
  readonly children: Growing[]
  text: string
}

/**
 * Reads an XML publication record by record, so that a year of JVN iPedia never stands in memory as one tree. Each
 * outermost element with one of the names in `records` is built and shown to `visit` as it ends; whatever lies outside
 * of them is checked and forgotten. A DOCTYPE, and with it every entity but the five of XML, is refused.
 *
 * @returns the root, without its children
 */
export function readXml(
  feed: string,
  publication: Publication,
  records: ReadonlySet<string>,
  visit: (record: XmlElement) => void,
): XmlElement {
  const text = readText(feed, publication)
  const parser = new SaxesParser({ xmlns: false, position: true })
  const open: Growing[] = []
  let root: Growing | undefined
  let depth = 0
  let elements = 0

  // Saxes looks names of entities up along the prototype chain: `&toString;` would be one.
  parser.ENTITIES = Object.assign(Object.create(null) as Record<string, string>, ENTITIES)
  parser.on('error', (cause) => {
    throw new FeedError('malformed', feed, `this is not well-formed XML: fetch the file again (${cause.message})`, {
      cause,
    })
  })
  parser.on('doctype', () => {
    throw new FeedError('hostile', feed, 'it declares a DOCTYPE, which could smuggle in entities: no edition has one')
  })
  parser.on('xmldecl', ({ encoding = 'utf-8' }) => {
    if (!/^(utf-8|us-ascii)$/i.test(encoding))
      throw new FeedError('unsupported', feed, `it is written in ${encoding}, and only UTF-8 is read`)
  })
  parser.on('opentag', (tag) => {
    root ??= makeElement(tag)
    depth += 1
    if (depth > limits.depth) throw new FeedError('hostile', feed, `nested deeper than ${limits.depth} levels`)
    const parent = open.at(-1)
    if (parent === undefined && !records.has(localName(tag.name))) return
    elements = parent === undefined ? 1 : elements + 1
    if (elements > limits.recordElements)
      throw new FeedError('tooLarge', feed, `one record has more than ${limits.recordElements} elements`)
    const made = makeElement(tag)
    parent?.children.push(made)
    open.push(made)
  })
  const addText = (said: string) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += said
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    depth -= 1
    const ended = open.pop()
    if (ended !== undefined && open.length === 0) visit(ended)
  })
  parser.write(text).close()
  // Saxes has refused a document without a root.
  return root ?? makeElement({ name: '', attributes: {} })
}

const ENTITIES = { amp: '&', gt: '>', lt: '<', quot: '"', apos: "'" }

const makeElement = (tag: {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}): Growing => ({
  name: localName(tag.name),
  attributes: new Map(Object.entries(tag.attributes).map(([name, value]) => [localName(name), value])),
  children: [],
  text: '',
})

const localName = (name: string) => name.slice(name.indexOf(':') + 1)

export const childrenOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name)

/** The first element at a path of local names. */
export function childOf(element: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>(
    (inner, name) => inner?.children.find((child) => child.name === name),
    element,
  )
}

/** The text at a path of local names, trimmed; `undefined` where it is missing or empty. */
export function textOf(element: XmlElement, ...path: readonly string[]): string | undefined {
  const text = childOf(element, ...path)?.text.trim()
  return text === '' ? undefined : text
}
