/** An IPv4 address as a number; `undefined` for anything else. */
export function parseIpv4(text: string): number | undefined {
  const octets = text.trim().split('.')
  if (octets.length !== 4 || !octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255)) return undefined
  return octets.reduce((sum, octet) => sum * 256 + Number(octet), 0)
}

/** Whether two addresses are in one network of that mask. */
export function inSameNetwork(one: number, other: number, mask: number): boolean {
  return (one & mask) >>> 0 === (other & mask) >>> 0
}

/** First address and prefix length of ranges in which no server of another machine can be: RFC 6890, 5771, 5737. */
const NOWHERE = [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.2.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const

/** Whether a server’s name or address leads nowhere: to the host itself, to a link, or to what is routed for nobody. */
export function leadsNowhere(server: string): boolean {
  const name = server.trim().toLowerCase()
  if (name === '' || /^localhost(\.|$)/.test(name) || name.endsWith('.invalid')) return true
  if (/^(::1?|0(:0){6}:[01]|fe[89ab][0-9a-f]:.*|2001:db8:.*)$/.test(name)) return true
  const address = parseIpv4(name)
  if (address === undefined) return false
  return NOWHERE.some(([network, length]) => {
    const start = parseIpv4(network)
    return start !== undefined && inSameNetwork(address, start, (0xffff_ffff << (32 - length)) >>> 0)
  })
}
