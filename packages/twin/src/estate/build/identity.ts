/** A UUID that follows from a kind of thing and its number, so that the same estate has the same ones. */
export function uuidOf(kind: number, number: number): string {
  const tail = hex(number, 12)
  return `${hex(0x5010_0000 + kind, 8)}-${hex(mix(number) & 0xffff, 4)}-4${hex(mix(number + 1) & 0xfff, 3)}-8${hex(kind & 0xfff, 3)}-${tail}`
}

/** The UUID of a distributed switch, which the API writes in this form of its own. */
export function switchUuidOf(number: number): string {
  const bytes = uuidOf(0x0d5, number).replaceAll('-', '').match(/../g) ?? []
  return `${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`
}

/** A MAC address in the range that vCenter Server gives out: 00:50:56:80 to bf. */
export const vmMac = (number: number): string =>
  `00:50:56:${hex(0x80 + ((number >> 16) & 0x3f), 2)}:${hex((number >> 8) & 0xff, 2)}:${hex(number & 0xff, 2)}`

/** A MAC address of a VMkernel adapter: 00:50:56:60 to 6f. */
export const vmkMac = (host: number, index: number): string =>
  `00:50:56:6${hex(index & 0xf, 1)}:${hex((host >> 8) & 0xff, 2)}:${hex(host & 0xff, 2)}`

/** A MAC address of a physical adapter. */
export const pnicMac = (host: number, index: number): string =>
  `48:df:37:${hex((host >> 8) & 0xff, 2)}:${hex(host & 0xff, 2)}:${hex(index, 2)}`

const hex = (value: number, width: number) => (value >>> 0).toString(16).padStart(width, '0').slice(-width)

/** Spreads neighbouring numbers (the finaliser of MurmurHash3). */
export function mix(value: number): number {
  let bits = value | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
