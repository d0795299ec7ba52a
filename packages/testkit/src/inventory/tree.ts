import { SaxesParser } from 'saxes'

import { TestkitError } from '../errors.ts'

/** One XML element of a saved object. `xsi` is its xsi:type, `ref` its `type` attribute (the kind of a reference). */
export type Element = {
  readonly name: string
  xsi?: string
  ref?: string
  text: string
  children: Element[]
}

const instance = 'http://www.w3.org/2001/XMLSchema-instance'

/** A new element; `xsi` and `ref` stay absent unless given. */
export const createElement = (name: string, text = '', children: Element[] = []): Element => ({ name, text, children })

/** Reads XML into elements. The prefix of xsi:type is resolved by its namespace: govmomi writes `_XMLSchema-instance:`. */
export const parseTree = (xml: string): Element => {
  const parser = new SaxesParser({ xmlns: true })
  const open: Element[] = []
  let root: Element | undefined
  parser.on('opentag', (tag) => {
    const element = createElement(tag.local)
    for (const { local, uri, value } of Object.values(tag.attributes)) {
      if (local === 'type' && uri === instance) element.xsi = value
      else if (local === 'type' && uri === '') element.ref = value
    }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('text', (text) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += text
  })
  parser.on('closetag', () => {
    const element = open.pop()
    // Indentation between elements is not content.
    if (element !== undefined && element.children.length > 0) element.text = ''
  })
  parser.write(xml).close()
  if (root === undefined) throw new TestkitError('badInventory', 'a saved object without a root element')
  return root
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

const escape = (text: string): string => text.replaceAll(/[&<>"\r]/g, (character) => entities[character] ?? character)

const render = ({ name, xsi, ref, text, children }: Element, indent: string, out: string[], declare = ''): void => {
  const attributes =
    (ref === undefined ? '' : ` type="${escape(ref)}"`) + (xsi === undefined ? '' : ` xsi:type="${escape(xsi)}"`)
  if (children.length === 0) {
    out.push(`${indent}<${name}${declare}${attributes}>${escape(text)}</${name}>`)
    return
  }
  out.push(`${indent}<${name}${declare}${attributes}>`)
  for (const child of children) render(child, `${indent}  `, out)
  out.push(`${indent}</${name}>`)
}

/** Writes XML that vcsim -load reads. */
export const renderTree = (root: Element): string => {
  const out: string[] = []
  render(root, '', out, ` xmlns:xsi="${instance}" xmlns:xsd="http://www.w3.org/2001/XMLSchema"`)
  return `${out.join('\n')}\n`
}
