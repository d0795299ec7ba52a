import type { Name } from './names.ts'
import { XmlError } from './xml-error.ts'

const xsi = 'http://www.w3.org/2001/XMLSchema-instance'
const maxAttributes = 256

/** The attributes of the element that is being opened; the object is used again for the next one. */
export class Attributes {
  readonly names: Name[] = []
  readonly values: string[] = []
  count = 0

  add(name: Name, value: string): void {
    for (let i = 0; i < this.count; i += 1) {
      if (this.names[i] === name) throw new XmlError(`the attribute ${name.raw} twice`)
    }
    if (this.count >= maxAttributes) throw new XmlError(`more than ${maxAttributes} attributes`, 'tooLarge')
    this.names[this.count] = name
    this.values[this.count] = value
    this.count += 1
  }

  /** The value of an attribute without a prefix. */
  get(local: string): string | undefined {
    for (let i = 0; i < this.count; i += 1) {
      const name = this.names[i]
      if (name?.local === local && name.prefix === '') return this.values[i]
    }
    return undefined
  }
}

/**
 * Prefix declarations in force. Only the attributes of XML Schema Instance are looked up: vcsim declares a prefix of its
 * own on each element (`XMLSchema-instance:type`), so the URI decides, never the prefix (facts/vcsim.md §5.3 pitfall 1).
 */
export class Namespaces {
  readonly #declared: { depth: number; prefix: string; uri: string }[] = []

  /** Takes the xmlns:* attributes of the element that opens at `depth`. */
  open(depth: number, attributes: Attributes): void {
    for (let i = 0; i < attributes.count; i += 1) {
      const name = attributes.names[i]
      if (name?.prefix === 'xmlns') this.#declared.push({ depth, prefix: name.local, uri: attributes.values[i] ?? '' })
    }
  }

  /** Forgets what the element that closes at `depth` declared. */
  close(depth: number): void {
    while (this.#declared.length > 0 && this.#declared.at(-1)?.depth === depth) this.#declared.pop()
  }

  /** The value of xsi:type or xsi:nil, whatever the prefix. */
  schemaInstance(attributes: Attributes, local: 'type' | 'nil'): string | undefined {
    for (let i = 0; i < attributes.count; i += 1) {
      const name = attributes.names[i]
      if (name?.local === local && name.prefix !== '' && name.prefix !== 'xmlns' && this.#uriOf(name.prefix) === xsi) {
        return attributes.values[i]
      }
    }
    return undefined
  }

  #uriOf(prefix: string): string {
    for (let i = this.#declared.length - 1; i >= 0; i -= 1) {
      const declaration = this.#declared[i]
      if (declaration?.prefix === prefix) return declaration.uri
    }
    throw new XmlError(`the prefix ${prefix} is not declared`)
  }
}
