import { SaxesParser } from 'saxes'

/** A fault as it stands in a missingSet or in the detail of a SOAP fault. */
export type WireFault = { readonly type: string; readonly privilegeId?: string; readonly message?: string }

/** What the fault is about: NoPermission names it. */
export type WireObject = { readonly type: string; readonly id: string }

type Span = { readonly start: number; end: number }
type PropSet = Span & { name?: string }
type ObjectContent = { object?: WireObject; readonly propSets: PropSet[]; end: number }

/** Finds every ObjectContent of a reply, whatever the element is called (`objects`, `returnval`). */
const findObjects = (xml: string): ObjectContent[] => {
  const parser = new SaxesParser({ xmlns: true })
  const found: ObjectContent[] = []
  const open: {
    local: string
    start: number
    text: string
    type?: string
    content?: ObjectContent
    propSet?: PropSet
  }[] = []
  parser.on('opentag', ({ local, attributes }) => {
    const start = xml.lastIndexOf('<', parser.position - 1)
    const parent = open.at(-1)
    const element: (typeof open)[number] = { local, start, text: '' }
    const type = Object.values(attributes).find((attribute) => attribute.local === 'type' && attribute.prefix === '')
    if (type !== undefined) element.type = type.value
    if (local === 'propSet' && parent !== undefined) {
      parent.content ??= { propSets: [], end: 0 }
      element.propSet = { start, end: start }
      parent.content.propSets.push(element.propSet)
    }
    open.push(element)
  })
  parser.on('text', (text) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += text
  })
  parser.on('closetag', () => {
    const element = open.pop()
    const parent = open.at(-1)
    if (element === undefined || parent === undefined) return
    if (element.local === 'obj' && element.type !== undefined) {
      parent.content ??= { propSets: [], end: 0 }
      parent.content.object = { type: element.type, id: element.text }
    }
    if (element.local === 'name' && parent.propSet !== undefined) parent.propSet.name = element.text
    if (element.propSet !== undefined) element.propSet.end = parser.position
    if (element.content?.object !== undefined) {
      element.content.end = xml.lastIndexOf('<', parser.position - 1)
      found.push(element.content)
    }
  })
  parser.write(xml).close()
  return found
}

/** Makes text fit to stand in an element. */
export const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** The fields of a fault; SecurityError's children name the object and the privilege that was wanting. */
export const faultFields = ({ privilegeId }: WireFault, { type, id }: WireObject): string =>
  privilegeId === undefined
    ? ''
    : `<object type="${escapeText(type)}">${escapeText(id)}</object><privilegeId>${escapeText(privilegeId)}</privilegeId>`

const missingSet = (path: string, fault: WireFault, object: WireObject): string =>
  `<missingSet><path>${escapeText(path)}</path><fault>` +
  `<fault xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${fault.type}">${faultFields(fault, object)}</fault>` +
  `<localizedMessage>${escapeText(fault.message ?? '')}</localizedMessage></fault></missingSet>`

/**
 * Moves properties of a reply of the property collector from `propSet` to `missingSet`, as a real vCenter does with those
 * that the user may not read. All other bytes stay as they are.
 */
export const withholdProperties = (
  xml: string,
  isWithheld: (path: string, object: WireObject) => boolean,
  fault: WireFault,
): string => {
  const pieces: string[] = []
  let at = 0
  for (const { object, propSets, end } of findObjects(xml)) {
    if (object === undefined) continue
    const missing: string[] = []
    for (const { start, end: propSetEnd, name } of propSets) {
      if (name === undefined || !isWithheld(name, object)) continue
      pieces.push(xml.slice(at, start))
      at = propSetEnd
      missing.push(missingSet(name, fault, object))
    }
    pieces.push(xml.slice(at, end), ...missing)
    at = end
  }
  return pieces.join('') + xml.slice(at)
}
