import { VimError } from '../errors.ts'

/**
 * A certificate thumbprint in the form of the SDK and of govc: upper-case hex pairs with colons, 20 bytes (SHA-1) or 32
 * (SHA-256). Takes it with or without colons, in any case; throws VimError `badRequest` for anything else.
 */
export function parseThumbprint(text: string): string {
  const thumbprint = readThumbprint(text)
  if (thumbprint !== undefined) return thumbprint
  throw new VimError('badRequest', 'a thumbprint is 20 (SHA-1) or 32 (SHA-256) bytes in hexadecimal')
}

function readThumbprint(text: string): string | undefined {
  const hex = text.replaceAll(/[:\s]/g, '').toUpperCase()
  return /^(?:[0-9A-F]{40}|[0-9A-F]{64})$/.test(hex) ? (hex.match(/../g) ?? []).join(':') : undefined
}

/**
 * Reads govc's known hosts: lines of `host[:port] thumbprint`, port 443 when left out, a later line wins; other lines are
 * passed over (govmomi v0.46.3 vim25/soap/client.go loadThumbprints, hostAddr). Returns thumbprints by 'host:port'.
 */
export function parseKnownHosts(text: string): Map<string, string> {
  const known = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const [, host, text] = /^(\S+) (\S.*)$/.exec(line) ?? []
    const thumbprint = readThumbprint(text ?? '')
    if (host !== undefined && thumbprint !== undefined) known.set(hostAddress(host), thumbprint)
  }
  return known
}

function hostAddress(host: string): string {
  return /:\d+$/.test(host) && (host.startsWith('[') || host.split(':').length === 2) ? host : `${host}:443`
}
