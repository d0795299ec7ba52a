import { createElement, type Element } from './tree.ts'

/**
 * What may be put into a saved object. Written out on purpose, independent of the client's encoder: what tests check must
 * not be made by what they check.
 *
 * - a string, number or boolean is the text of an element;
 * - an array is the element repeated;
 * - an object is its fields; `$type` is its xsi:type, `$ref` makes it a reference, `$text` its text.
 */
export type Value = string | number | boolean | readonly Value[] | Fields

/** The fields of a data object, in the order in which they are written; undefined ones are left out. */
export type Fields = {
  readonly $type?: string
  readonly $ref?: string
  readonly $text?: string | number | boolean
  readonly [name: string]: Value | undefined
}

/** A value with its type on the wire: `typed('xsd:long', 5)`, `typed('HostLockdownMode', 'lockdownStrict')`. */
export const typed = ($type: string, $text: string | number | boolean): Fields => ({ $type, $text })

/** A reference: `ref('HostSystem', 'host-26')`. */
export const ref = ($ref: string, $text: string): Fields => ({ $ref, $text })

/** References as a property of an object: ArrayOfManagedObjectReference. */
export const refs = (items: readonly { readonly type: string; readonly id: string }[]): Fields => ({
  $type: 'ArrayOfManagedObjectReference',
  ManagedObjectReference: items.map(({ type, id }) => ref(type, id)),
})

/** How options carry their values; numbers of ESX options are xsd:long unless a table says otherwise. */
export type OptionType = 'string' | 'int' | 'long' | 'boolean'

/** An entry of `config.option`, `config.extraConfig`, `OptionManager.setting`. */
export const optionValue = (key: string, type: OptionType, value: string | number | boolean): Fields => ({
  $type: 'OptionValue',
  key,
  value: typed(`xsd:${type}`, value),
})

const isArray = (value: Value): value is readonly Value[] => Array.isArray(value)

/** Makes the elements of a value under a name: one, or for an array as many as it has. */
export const toElements = (name: string, value: Value): Element[] => {
  if (isArray(value)) return value.flatMap((item) => toElements(name, item))
  if (typeof value !== 'object') return [createElement(name, String(value))]
  const { $type, $ref, $text, ...fields } = value
  const element = createElement(name, $text === undefined ? '' : String($text))
  if ($type !== undefined) element.xsi = $type
  if ($ref !== undefined) element.ref = $ref
  element.children = Object.entries(fields).flatMap(([field, item]) =>
    item === undefined ? [] : toElements(field, item),
  )
  return [element]
}

/** The fields of an element as a value again, so that the same data can be put into another object. */
export const toFields = ({ xsi, ref: kind, text, children }: Element): Fields => {
  const fields: Record<string, Value> = {}
  for (const child of children) {
    const value =
      child.children.length === 0 && child.xsi === undefined && child.ref === undefined ? child.text : toFields(child)
    const before = fields[child.name]
    fields[child.name] = before === undefined ? [value] : [...(Array.isArray(before) ? before : [before]), value]
  }
  return {
    ...fields,
    ...(xsi === undefined ? {} : { $type: xsi }),
    ...(kind === undefined ? {} : { $ref: kind }),
    ...(children.length > 0 ? {} : { $text: text }),
  }
}
