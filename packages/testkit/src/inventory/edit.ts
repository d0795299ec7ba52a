import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { TestkitError } from '../errors.ts'
import { createElement, parseTree, renderTree, type Element } from './tree.ts'
import { ref, toElements, type Value } from './value.ts'

/** Which object: its type and id on the wire. */
export type ObjectRef = { readonly type: string; readonly id: string }

type Saved = ObjectRef & { readonly file: string; readonly xml: string; tree?: Element; changed: boolean }

const identity = /<obj type="([^"]+)"[^>]*>([^<]+)<\/obj>/

/** A saved inventory (`govc object.save`) open for edits; nothing reaches the disk before `save`. */
export class Inventory {
  readonly dir: string
  readonly #saved = new Map<string, Saved>()

  constructor(dir: string, saved: readonly Saved[]) {
    this.dir = dir
    for (const item of saved) this.#saved.set(`${item.type}:${item.id}`, item)
  }

  /** Every object, or those of one type, in the order of the files. */
  list(type?: string): ObjectRef[] {
    const all = [...this.#saved.values()]
    return all.filter((item) => type === undefined || item.type === type).map(({ type, id }) => ({ type, id }))
  }

  /** The text at a path of an object, of the first element where a path repeats; undefined when there is none. */
  read(target: ObjectRef, path: string): string | undefined {
    return this.find(target, path)?.text
  }

  /** The element at a path of an object: `config.network.vswitch` gives the first of several. */
  find(target: ObjectRef, path: string): Element | undefined {
    const [property = '', ...rest] = path.split('.')
    let element = findProperty(this.#tree(target), property)
    for (const name of rest) element = element?.children.find((child) => child.name === name)
    return element
  }

  /** The XML of an object as it stands, edits included. */
  source(target: ObjectRef): string {
    const { tree, xml } = this.#get(target)
    return tree === undefined ? xml : renderTree(tree)
  }

  /** Whether there is such an object; references of vcsim's hosts point to many that are not. */
  has(target: ObjectRef): boolean {
    return this.#saved.has(`${target.type}:${target.id}`)
  }

  /** The references at a path, which may be one or an array of them. */
  readRefs(target: ObjectRef, path: string): ObjectRef[] {
    const element = this.find(target, path)
    const items =
      element?.xsi === 'ArrayOfManagedObjectReference' ? element.children : element === undefined ? [] : [element]
    return items.flatMap(({ ref: type, text: id }) => (type === undefined ? [] : [{ type, id }]))
  }

  /** The object of a type whose `name` property is this; throws when there is none. */
  named(type: string, name: string): ObjectRef {
    const found = this.list(type).find((item) => this.read(item, 'name') === name)
    if (found === undefined) throw new TestkitError('badInventory', `no ${type} named ${name} in ${this.dir}`)
    return found
  }

  /**
   * Sets what is at a path (all repetitions of its last step) to a value; `undefined` unsets it. Missing steps on the
   * way are made. A type instead of an object means every object of that type.
   */
  setProperty(target: ObjectRef | string, path: string, value: Value | undefined): void {
    const targets = typeof target === 'string' ? this.list(target) : [target]
    if (targets.length === 0)
      throw new TestkitError('badInventory', `no object of type ${String(target)} in ${this.dir}`)
    for (const one of targets) setPath(this.#tree(one), path, value, one)
    for (const one of targets) this.#get(one).changed = true
  }

  /** Lets a function change the elements at a path in place, for lists of which only some entries change. */
  update(target: ObjectRef, path: string, change: (element: Element) => void): void {
    const element = this.find(target, path)
    if (element === undefined) throw new TestkitError('badInventory', `no ${path} in ${target.type}:${target.id}`)
    change(element)
    this.#get(target).changed = true
  }

  /** Adds an object, also of a type vcsim has no code for: its properties are served all the same. */
  addObject(type: string, id: string, properties: Readonly<Record<string, Value>>): ObjectRef {
    const tree = createElement('ObjectContent', '', toElements('obj', ref(type, id)))
    for (const [name, value] of Object.entries(properties)) setPath(tree, name, value, { type, id })
    return this.addSource({ type, id }, renderTree(tree))
  }

  /** Adds an object from its XML, which must name that very object. */
  addSource(target: ObjectRef, xml: string): ObjectRef {
    const { type, id } = target
    if (this.has(target)) throw new TestkitError('badInventory', `${type}:${id} is already there`)
    // Files are read in the order of their names; the ServiceInstance (0000-…) must stay the first.
    const file = join(this.dir, `added-${type}-${id}.xml`)
    this.#saved.set(`${type}:${id}`, { type, id, file, xml, changed: true })
    return target
  }

  /** Writes what changed. */
  async save(): Promise<void> {
    for (const item of this.#saved.values()) {
      if (item.changed) await writeFile(item.file, this.source(item))
      item.changed = false
    }
  }

  #get(target: ObjectRef): Saved {
    const item = this.#saved.get(`${target.type}:${target.id}`)
    if (item === undefined) throw new TestkitError('badInventory', `no ${target.type}:${target.id} in ${this.dir}`)
    return item
  }

  #tree(target: ObjectRef): Element {
    const item = this.#get(target)
    item.tree ??= parseTree(item.xml)
    return item.tree
  }
}

/** The last one counts: vcsim saves `name` twice (of the managed entity and of the network), and loads the later. */
const findProperty = (tree: Element, property: string): Element | undefined =>
  tree.children
    .findLast((child) => child.name === 'propSet' && child.children[0]?.text === property)
    ?.children.find((child) => child.name === 'val')

const setPath = (tree: Element, path: string, value: Value | undefined, target: ObjectRef): void => {
  const [property = '', ...rest] = path.split('.')
  const last = rest.pop()
  if (last === undefined) {
    tree.children = tree.children.filter((child) => child.children[0]?.text !== property || child.name !== 'propSet')
    if (value === undefined) return
    tree.children.push(
      createElement('propSet', '', [createElement('name', property), ...oneValue(path, value, target)]),
    )
    return
  }
  let parent = findProperty(tree, property)
  if (parent === undefined) {
    throw new TestkitError(
      'badInventory',
      `${target.type}:${target.id} has no ${property}: set it whole, with its $type`,
    )
  }
  for (const name of rest) parent = stepInto(parent, name)
  replaceChildren(parent, last, value === undefined ? [] : toElements(last, value))
}

const oneValue = (path: string, value: Value, target: ObjectRef): Element[] => {
  const made = toElements('val', value)
  if (made.length === 1 && (made[0]?.xsi !== undefined || made[0]?.ref !== undefined)) return made
  throw new TestkitError(
    'badInventory',
    `${path} of ${target.type}:${target.id}: a whole property needs a $type or $ref`,
  )
}

const stepInto = (parent: Element, name: string): Element => {
  const found = parent.children.find((child) => child.name === name)
  if (found !== undefined) return found
  const made = createElement(name)
  parent.children.push(made)
  return made
}

/** Puts the new ones where the first of the old stood: readers that mind the order of the schema keep it. */
const replaceChildren = (parent: Element, name: string, made: Element[]): void => {
  const at = parent.children.findIndex((child) => child.name === name)
  const before = at < 0 ? parent.children : parent.children.slice(0, at)
  const after = at < 0 ? [] : parent.children.slice(at).filter((child) => child.name !== name)
  parent.children = [...before, ...made, ...after]
  parent.text = ''
}

/** Opens a saved inventory for edits. */
export const editInventory = async (dir: string): Promise<Inventory> => {
  const saved: Saved[] = []
  for (const name of (await readdir(dir)).filter((name) => name.endsWith('.xml')).sort()) {
    const file = join(dir, name)
    const xml = await readFile(file, 'utf8')
    const [, type, id] = identity.exec(xml.slice(0, 1000)) ?? []
    if (type === undefined || id === undefined) throw new TestkitError('badInventory', `${file} is no saved object`)
    saved.push({ type, id, file, xml, changed: false })
  }
  return new Inventory(dir, saved)
}
