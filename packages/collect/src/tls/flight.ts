import { versionNumbers } from './hello.ts'
import { suiteName } from './suites.ts'

/** What a server said to a hello, before anything is encrypted. */
export interface ServerHello {
  /** As on the wire: 0x0303. */
  readonly version: number
  readonly suite: number
  /** DER, as sent, leaf first; none yet, or none to be seen (TLS 1.3, anonymous suites). */
  readonly certificates: readonly Uint8Array[]
  /** Bits of the prime of a Diffie-Hellman exchange over a finite field. */
  readonly dhBits?: number
}

export type Flight =
  | { readonly kind: 'hello'; readonly hello: ServerHello }
  /** A fatal alert, by its number (RFC 8446 §6). */
  | { readonly kind: 'alert'; readonly code: number }
  /** Not TLS, or broken. */
  | { readonly kind: 'garbage' }
  /** More bytes are needed. */
  | { readonly kind: 'partial' }

const garbage: Flight = { kind: 'garbage' }
const partial: Flight = { kind: 'partial' }

const recordTypes = { alert: 21, handshake: 22 } as const
const messages = { serverHello: 2, certificate: 11, serverKeyExchange: 12, serverHelloDone: 14 } as const
/** RFC 8446 §5.1 and RFC 5246 §6.2.3 for what an encrypted one may have: no plain record is longer. */
const longestRecord = 16_384

/**
 * Reads what came back so far. The server's answer is whole when its hello is there and, before TLS 1.3, what follows it up to
 * ServerHelloDone. Every length is checked: who answers may be anybody.
 */
export function readFlight(bytes: Buffer): Flight {
  const plain: Buffer[] = []
  let at = 0
  let alert: number | undefined
  while (at + 5 <= bytes.length && alert === undefined) {
    const [type, major] = [bytes[at], bytes[at + 1]]
    const length = bytes.readUInt16BE(at + 3)
    if (major !== 3 || length > longestRecord) return garbage
    const end = at + 5 + length
    if (type === recordTypes.handshake) plain.push(bytes.subarray(at + 5, Math.min(end, bytes.length)))
    else if (type === recordTypes.alert && end <= bytes.length) {
      if (length !== 2) return garbage
      // A warning, such as that it does not know the name, is no answer yet.
      if (bytes[at + 5] === 2 || bytes[at + 6] === 0) alert = bytes[at + 6]
    } else if (type !== recordTypes.alert) break
    at = end
  }
  if (at === 0 && bytes.length > 0 && !couldBegin(bytes)) return garbage
  const read = readMessages(Buffer.concat(plain))
  if (read.kind === 'partial' && alert !== undefined) return { kind: 'alert', code: alert }
  return read
}

/** Whether a record of ours could begin like this: a greeting of another protocol shows in its first byte or two. */
function couldBegin(bytes: Buffer): boolean {
  const [type, major] = bytes
  return (type === recordTypes.handshake || type === recordTypes.alert) && (major === undefined || major === 3)
}

function readMessages(stream: Buffer): Flight {
  let hello: ServerHello | undefined
  let at = 0
  while (at + 4 <= stream.length) {
    const type = stream[at]
    const end = at + 4 + stream.readUIntBE(at + 1, 3)
    if (hello === undefined && type !== messages.serverHello) return garbage
    if (end > stream.length) break
    const body = stream.subarray(at + 4, end)
    at = end
    if (type === messages.serverHello) {
      hello = readServerHello(body)
      if (hello === undefined) return garbage
      if (hello.version >= versionNumbers['TLSv1.3']) return { kind: 'hello', hello }
    } else if (hello !== undefined && type === messages.certificate) {
      const certificates = readCertificates(body)
      if (certificates === undefined) return garbage
      hello = { ...hello, certificates }
    } else if (hello !== undefined && type === messages.serverKeyExchange && isFiniteField(hello.suite)) {
      // p comes first (RFC 5246 §7.4.3).
      const prime = body.length >= 2 ? body.subarray(2, 2 + body.readUInt16BE(0)) : Buffer.alloc(0)
      hello = { ...hello, dhBits: bitsOf(prime) }
    } else if (hello !== undefined && type === messages.serverHelloDone) return { kind: 'hello', hello }
  }
  return partial
}

function readServerHello(body: Buffer): ServerHello | undefined {
  if (body.length < 38) return undefined
  const session = body.readUInt8(34)
  const at = 35 + session
  if (session > 32 || body.length < at + 3) return undefined
  const version = selectedVersion(body.subarray(at + 3)) ?? body.readUInt16BE(0)
  return { version, suite: body.readUInt16BE(at), certificates: [] }
}

/** What TLS 1.3 says in an extension (RFC 8446 §4.2.1). */
function selectedVersion(block: Buffer): number | undefined {
  let at = 2
  while (at + 4 <= block.length) {
    const [type, length] = [block.readUInt16BE(at), block.readUInt16BE(at + 2)]
    if (type === 43 && length === 2 && at + 6 <= block.length) return block.readUInt16BE(at + 4)
    at += 4 + length
  }
  return undefined
}

function readCertificates(body: Buffer): Uint8Array[] | undefined {
  if (body.length < 3 || body.readUIntBE(0, 3) !== body.length - 3) return undefined
  const found: Uint8Array[] = []
  for (let at = 3; at < body.length;) {
    if (at + 3 > body.length) return undefined
    const end = at + 3 + body.readUIntBE(at, 3)
    if (end > body.length) return undefined
    found.push(body.subarray(at + 3, end))
    at = end
  }
  return found
}

/** Whether the server's key exchange begins with a prime. */
const isFiniteField = (suite: number) => /^TLS_DH(?:E_|_anon)/.test(suiteName(suite))

function bitsOf(number: Uint8Array): number {
  const first = number.findIndex((byte) => byte !== 0)
  return first < 0 ? 0 : (number.length - first) * 8 - Math.clz32(number[first] ?? 0) + 24
}
