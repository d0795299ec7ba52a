import * as asn1js from 'asn1js'
import { AttributeTypeAndValue, RelativeDistinguishedNames } from 'pkijs'

/** The object identifiers of a name's parts (RFC 5280 §4.1.2.4, RFC 2985 §5.2.1). */
export const nameOids = {
  country: '2.5.4.6',
  state: '2.5.4.8',
  locality: '2.5.4.7',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
  email: '1.2.840.113549.1.9.1',
  commonName: '2.5.4.3',
} as const

/** The parts of a name, most general first. Those that are absent or empty are left out. */
export type NameParts = Readonly<Partial<Record<keyof typeof nameOids, string>>>

/**
 * A distinguished name. Each part is a set of its own: pkijs would put them all into one, which is another name ("C=JP +
 * CN=CA") than the one that is meant ("C=JP, CN=CA").
 */
export function distinguishedName(parts: NameParts): RelativeDistinguishedNames {
  const order = Object.keys(nameOids) as (keyof typeof nameOids)[]
  const typesAndValues = order.flatMap((part) => {
    const text = parts[part] ?? ''
    return text === '' ? [] : [new AttributeTypeAndValue({ type: nameOids[part], value: encoded(part, text) as never })]
  })
  const sets = typesAndValues.map((one) => new asn1js.Set({ value: [one.toSchema()] }))
  const made = new RelativeDistinguishedNames({ typesAndValues })
  made.valueBeforeDecode = new asn1js.Sequence({ value: sets }).toBER(false)
  return made
}

function encoded(part: keyof typeof nameOids, value: string): asn1js.BaseBlock {
  if (part === 'country') return new asn1js.PrintableString({ value })
  return part === 'email' ? new asn1js.IA5String({ value }) : new asn1js.Utf8String({ value })
}
