/**
 * The parts of a CPE name that tell products apart, unescaped and in lower case (NIST IR 7695). `*` is any value and
 * `-` none; a literal star or hyphen alone is no value of any product, so nothing is lost by writing them alike.
 */
export interface Cpe {
  /** Application, operating system, hardware; `*` in a query. */
  readonly part: 'a' | 'o' | 'h' | '*'
  readonly vendor: string
  readonly product: string
  readonly version: string
  readonly update: string
}

/** Longer ones are in no dictionary. */
const LONGEST = 1000
const ANY = '*'

/** Reads either binding: the URI of CPE 2.2, `cpe:/o:vmware:esxi`, and the formatted string of 2.3. */
export function readCpe(said: string | undefined): Cpe | undefined {
  const text = said?.trim() ?? ''
  if (text.length > LONGEST) return undefined
  const lower = text.toLowerCase()
  if (lower.startsWith('cpe:2.3:')) return readFormatted(text.slice('cpe:2.3:'.length))
  return lower.startsWith('cpe:/') ? readUri(text.slice('cpe:/'.length)) : undefined
}

/** Eleven attributes, none of them empty. */
function readFormatted(body: string): Cpe | undefined {
  const attributes = splitUnescaped(body)
  if (attributes.length !== 11 || attributes.includes('')) return undefined
  return make(attributes.map((attribute) => attribute.replaceAll(/\\(.)/gu, '$1')))
}

/** At colons that no backslash stands before. */
function splitUnescaped(body: string): readonly string[] {
  const parts = ['']
  for (let i = 0; i < body.length; i += 1) {
    const mark = body.charAt(i)
    if (mark === ':') parts.push('')
    else {
      parts[parts.length - 1] += mark
      if (mark === '\\') {
        i += 1
        parts[parts.length - 1] += body.charAt(i)
      }
    }
  }
  return parts
}

/** Up to seven components; those that are empty or left out at the end are any. */
function readUri(body: string): Cpe | undefined {
  const components = body.split(':')
  if (components.length > 7) return undefined
  const decoded = components.map(decodeComponent)
  return decoded.includes(undefined) ? undefined : make(decoded.map((component) => component ?? ANY))
}

/** `%01` and `%02` are the wild cards of CPE 2.3 in the URI; an honest control character does not exist. */
function decodeComponent(component: string): string | undefined {
  if (component === '') return ANY
  try {
    return decodeURIComponent(component.replaceAll('%01', '?').replaceAll('%02', '*'))
  } catch {
    return undefined
  }
}

function make(attributes: readonly string[]): Cpe | undefined {
  const [part = ANY, vendor = ANY, product = ANY, version = ANY, update = ANY] = attributes.map((attribute) =>
    attribute.toLowerCase(),
  )
  if (!isPart(part)) return undefined
  const cpe = { part, vendor, product, version, update }
  // A name is printed and compared: a control or a blank in one is a mistake or worse.
  return /[\s\p{C}]/u.test(Object.values(cpe).join('')) ? undefined : cpe
}

const isPart = (part: string): part is Cpe['part'] => ['a', 'o', 'h', ANY].includes(part)
