import { XmlError } from './xml-error.ts'
import { XmlScanner, type XmlHandler } from './scanner.ts'

/** An element of a small document, as it was read: local names only, for nobody agrees with another on prefixes. */
export interface Element {
  readonly name: string
  /** Of attributes without a prefix. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly Element[]
  readonly text: string
}

interface Growing {
  readonly name: string
  readonly attributes: Map<string, string>
  readonly children: Growing[]
  text: string
}

const limits = { depth: 64, text: 1024 * 1024 }

/** Puts the elements of a small document into a tree. */
class TreeBuilder implements XmlHandler {
  readonly #scanner = new XmlScanner(this, undefined, undefined, limits)
  readonly #open: Growing[] = []
  #root: Growing | undefined

  write(chunk: Uint8Array): void {
    this.#scanner.write(chunk)
  }

  end(): Element {
    this.#scanner.end()
    if (this.#root === undefined) throw new XmlError('no element')
    return this.#root
  }

  open(...[name, attributes]: Parameters<XmlHandler['open']>): void {
    const made: Growing = { name: name.local, attributes: new Map(), children: [], text: '' }
    for (let i = 0; i < attributes.count; i += 1) {
      const attribute = attributes.names[i]
      if (attribute?.prefix === '') made.attributes.set(attribute.local, attributes.values[i] ?? '')
    }
    this.#open.at(-1)?.children.push(made)
    this.#root ??= made
    this.#open.push(made)
    this.#scanner.keepText = true
  }

  text(text: string): void {
    const at = this.#open.at(-1)
    if (at !== undefined) at.text += text
  }

  close(): void {
    this.#open.pop()
    // The text behind a child belongs to nobody who asks: mixed content is in none of these interfaces.
  }
}

/** Reads a small document as a tree. Throws XmlError. */
export function parseElement(bytes: Uint8Array): Element {
  const builder = new TreeBuilder()
  builder.write(bytes)
  return builder.end()
}

/** The child of a path of names; undefined when one is missing. */
export function at(element: Element | undefined, ...path: readonly string[]): Element | undefined {
  let found = element
  for (const name of path) found = found?.children.find((child) => child.name === name)
  return found
}

/** The text of a child without the white space around it; '' when it is missing. */
export const textAt = (element: Element | undefined, ...path: readonly string[]): string =>
  at(element, ...path)?.text.trim() ?? ''

/** The first element of that name, however deep. */
export function findElement(element: Element, name: string): Element | undefined {
  if (element.name === name) return element
  for (const child of element.children) {
    const found = findElement(child, name)
    if (found !== undefined) return found
  }
  return undefined
}
