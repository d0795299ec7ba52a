import { VimError } from '../errors.ts'
import type { AnyObject } from '../values.ts'
import type { Attributes } from '../xml/attributes.ts'
import type { Name } from '../xml/names.ts'
import type { XmlScanner } from '../xml/scanner.ts'
import { readLexical } from './lexical.ts'
import { boxed, fieldReader, readerOfSchemaType, type TypeReader } from './readers.ts'
import { unboxProperties } from './unbox.ts'

interface Frame {
  reader: TypeReader
  /** The key in the parent, and whether it is a list there. */
  key: string
  append: boolean
  /** Declared anyType: a number must keep its exact type. */
  any: boolean
  /** The object or array under construction; undefined for text, and for an untyped element until it has a child. */
  target: Record<string, unknown> | unknown[] | undefined
  text: string
  /** The `type` attribute of a reference. */
  refType: string | undefined
}

/** Takes a member of the outermost object as soon as it is complete; true = taken, so it is not kept. */
export type MemberSink = (key: string, value: unknown) => boolean

/**
 * Builds one value from the events between an element's open and close. Written as a stack, not as recursion: events come
 * as bytes arrive.
 */
export class ValueDecoder {
  readonly #scanner: Pick<XmlScanner, 'skip' | 'keepText' | 'namespaces'>
  readonly #release: number
  readonly #frames: Frame[] = []
  #depth = 0
  #sink: MemberSink | undefined

  /** `release`: index of the negotiated API id, to know which required lists an empty reply stands for. */
  constructor(scanner: Pick<XmlScanner, 'skip' | 'keepText' | 'namespaces'>, release: number) {
    this.#scanner = scanner
    this.#release = release
  }

  get active(): boolean {
    return this.#depth > 0
  }

  /** Starts with the element that was just opened. `label` names it in errors. */
  begin(label: string, declared: TypeReader, attributes: Attributes, sink?: MemberSink): void {
    this.#depth = 0
    this.#sink = sink
    this.#push(declared, label, false, attributes)
  }

  open(name: Name, attributes: Attributes): void {
    const parent = this.#top()
    const { reader } = parent
    if (reader.kind === 'object') {
      const field = reader.fields.get(name.local)
      if (field === undefined) this.#scanner.skip()
      else this.#push(fieldReader(field), field.name, field.array, attributes)
    } else if (reader.kind === 'array') {
      this.#push(reader.element, name.local, true, attributes)
    } else if (reader.kind === 'untyped') {
      parent.target ??= { _typeName: reader.name ?? 'anyType' }
      this.#push({ kind: 'untyped', name: undefined }, name.local, false, attributes)
    } else {
      throw new VimError('protocol', `${this.#path()} holds <${name.raw}> where a ${reader.name} is expected`)
    }
  }

  text(text: string): void {
    const frame = this.#top()
    frame.text = frame.text === '' ? text : frame.text + text
  }

  /** Ends the innermost element; returns the whole value when that was the outermost (`undefined` = unset). */
  close(): { readonly done: false } | { readonly done: true; readonly value: unknown } {
    const frame = this.#top()
    const value = this.#finish(frame)
    this.#depth -= 1
    if (this.#depth === 0) return { done: true, value }
    if (value !== undefined) this.#store(this.#top(), frame, value)
    return notDone
  }

  #push(declared: TypeReader, key: string, append: boolean, attributes: Attributes): void {
    const any = declared.kind === 'untyped'
    let reader = declared
    let refType: string | undefined
    if (attributes.count > 0) {
      const { namespaces } = this.#scanner
      if (isTrue(namespaces.schemaInstance(attributes, 'nil')) && this.#depth > 0) return this.#scanner.skip()
      const schemaType = namespaces.schemaInstance(attributes, 'type')
      if (schemaType !== undefined && declared.kind !== 'leaf') reader = this.#actual(declared, schemaType)
      if (reader.kind === 'ref' || reader.kind === 'untyped') refType = attributes.get('type')
    }
    const target = newTarget(reader)
    const frame = this.#frames[this.#depth]
    if (frame === undefined) this.#frames.push({ reader, key, append, any, target, text: '', refType })
    else reuse(frame, reader, key, append, any, target, refType)
    this.#depth += 1
    this.#scanner.keepText = target === undefined
  }

  /** A reference stays one whatever its xsi:type says; an object's xsi:type names the subtype that was sent. */
  #actual(declared: TypeReader, schemaType: string): TypeReader {
    const actual = readerOfSchemaType(schemaType)
    if (declared.kind === 'ref') return declared
    if (declared.kind !== 'object' || actual.kind === 'object' || actual.kind === 'untyped') return actual
    throw new VimError('protocol', `${this.#path()} holds xsi:type ${schemaType} where a ${declared.name} is expected`)
  }

  #finish(frame: Frame): unknown {
    const { reader } = frame
    if (reader.kind === 'leaf') return this.#leaf(frame, reader.name, reader.isEnum)
    if (reader.kind === 'ref')
      return frame.text === '' ? undefined : { type: frame.refType ?? reader.name, value: frame.text }
    if (reader.kind === 'untyped') return untypedValue(frame, reader.name)
    if (reader.kind === 'array') {
      const isBoxed = frame.any && reader.element.kind === 'leaf' && boxed.has(reader.element.name)
      return isBoxed ? { _typeName: reader.name, _value: frame.target } : frame.target
    }
    const object = frame.target as Record<string, unknown>
    for (const list of reader.lists) {
      if (object[list.name] === undefined && list.since <= this.#release) object[list.name] = []
    }
    if (reader.name === 'ObjectContent' || reader.name === 'ObjectUpdate') unboxProperties(object)
    return object
  }

  #leaf(frame: Frame, type: string, isEnum: boolean): unknown {
    // vcsim sends an empty element for an enum that is not set (facts/vcsim.md §2.1), which no enum has as a value.
    if (isEnum) return frame.text === '' ? undefined : frame.text
    const value = readLexical(type, frame.text)
    if (value === undefined) {
      const shown = JSON.stringify(frame.text.slice(0, 40))
      throw new VimError('protocol', `${this.#path()} holds ${shown} where a ${type} is expected`)
    }
    return frame.any && boxed.has(type) ? { _typeName: type, _value: value } : value
  }

  #store(parent: Frame, child: Frame, value: unknown): void {
    const { key } = child
    if (this.#depth === 1 && this.#sink?.(key, value) === true) return
    const target = parent.target
    if (Array.isArray(target)) target.push(value)
    else if (target === undefined) throw new VimError('protocol', `${this.#path()} cannot hold ${key}`)
    else if (child.append) append(target, key, value)
    else if (parent.reader.kind !== 'untyped') target[key] = value
    else storeUntyped(target, key, value)
  }

  #top(): Frame {
    const frame = this.#frames[this.#depth - 1]
    if (frame === undefined) throw new VimError('protocol', 'an element outside any value')
    return frame
  }

  /** "HostSystem.config.product" as far as it was open, for errors. */
  #path(): string {
    const frames = this.#frames.slice(0, this.#depth)
    const owner = frames.findLast((frame, i) => i < frames.length - 1 && frame.reader.kind === 'object')?.reader.name
    return owner === undefined ? (frames.at(-1)?.key ?? 'the reply') : `${owner}.${frames.at(-1)?.key ?? ''}`
  }
}

const notDone = { done: false } as const

/** Frames are used again, field by field: this runs once an element, two million times for a large estate. */
function reuse(
  frame: Frame,
  reader: TypeReader,
  key: string,
  append: boolean,
  any: boolean,
  target: Frame['target'],
  refType: string | undefined,
): void {
  frame.reader = reader
  frame.key = key
  frame.append = append
  frame.any = any
  frame.target = target
  frame.text = ''
  frame.refType = refType
}

function newTarget(reader: TypeReader): Frame['target'] {
  if (reader.kind === 'object') return { _typeName: reader.name }
  return reader.kind === 'array' ? [] : undefined
}

function append(target: Record<string, unknown>, key: string, value: unknown): void {
  const list = target[key]
  if (Array.isArray(list)) list.push(value)
  else target[key] = [value]
}

/** The peer chose these names: none may reach the prototype or replace `_typeName`. A name seen twice is a list. */
function storeUntyped(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__' || key === '_typeName') return
  if (!Object.hasOwn(target, key)) target[key] = value
  else if (Array.isArray(target[key])) target[key].push(value)
  else target[key] = [target[key], value]
}

function untypedValue(frame: Frame, name: string | undefined): unknown {
  if (frame.target !== undefined) return frame.target
  if (frame.refType !== undefined) return { type: frame.refType, value: frame.text }
  // An unknown type with text only is an enum of a newer server; without text it is an object without fields.
  return name !== undefined && frame.text.trim() === '' ? ({ _typeName: name } satisfies AnyObject) : frame.text
}

function isTrue(text: string | undefined): boolean {
  return text === 'true' || text === '1'
}
