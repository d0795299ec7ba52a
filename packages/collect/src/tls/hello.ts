import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import type { TlsVersion } from '@sakimori/core/model'

/** Numbers of the versions on the wire. */
export const versionNumbers = {
  SSLv3: 0x0300,
  TLSv1: 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
  'TLSv1.3': 0x0304,
} as const satisfies Record<TlsVersion, number>

/** RFC 8422 §5.1.1, RFC 7027: x25519, x448, P-256, P-384, P-521 and Brainpool. No `ffdhe`: servers show the group of their own. */
const groups = [0x001d, 0x001e, 0x0017, 0x0018, 0x0019, 0x001a, 0x001b, 0x001c]
/** RFC 8446 §4.2.3: all that are there, SHA-1 and DSA among them, so that no server is refused for what we lack. */
const signatures = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601,
  0x0402, 0x0502, 0x0602, 0x0203, 0x0201, 0x0202,
]
const x25519 = 0x001d

/** What a client asks in its first message. */
export interface HelloWanted {
  readonly version: TlsVersion
  readonly suites: readonly number[]
  /** The name of the server; an address is not sent (RFC 6066 §3). */
  readonly host: string
}

/**
 * The bytes of a ClientHello, as the first record of a connection. OpenSSL is no longer built with SSL 3.0, RC4 or 3DES, so it
 * cannot ask for them; this can, because the answer to a hello needs no cryptography.
 */
export function clientHello({ version, suites, host }: HelloWanted): Buffer {
  const is13 = version === 'TLSv1.3'
  const number = versionNumbers[version]
  // TLS 1.3 calls itself 1.2 here and says the truth in an extension (RFC 8446 §4.1.2).
  const body = Buffer.concat([
    uint16(Math.min(number, versionNumbers['TLSv1.2'])),
    randomBytes(32),
    sized(1, is13 ? randomBytes(32) : Buffer.alloc(0)),
    sized(2, Buffer.concat(suites.map(uint16))),
    Buffer.from([1, 0]),
    ...(version === 'SSLv3' ? [] : [sized(2, Buffer.concat(extensions(version, host)))]),
  ])
  const message = Buffer.concat([Buffer.from([1]), sized(3, body)])
  const record = version === 'SSLv3' ? number : versionNumbers.TLSv1
  return Buffer.concat([Buffer.from([22]), uint16(record), sized(2, message)])
}

function extensions(version: TlsVersion, host: string): Buffer[] {
  const name = host.replace(/\.$/, '')
  const serverName = sized(2, Buffer.concat([Buffer.from([0]), sized(2, Buffer.from(name, 'latin1'))]))
  const list = [
    ...(isIP(host) === 0 ? [extension(0, serverName)] : []),
    extension(10, sized(2, Buffer.concat(groups.map(uint16)))),
    extension(11, sized(1, Buffer.from([0]))),
    // Renegotiation info (RFC 5746): some servers refuse those who do not know it.
    extension(0xff01, Buffer.from([0])),
  ]
  const hasSignatures = version === 'TLSv1.2' || version === 'TLSv1.3'
  if (hasSignatures) list.push(extension(13, sized(2, Buffer.concat(signatures.map(uint16)))))
  if (version === 'TLSv1.3') {
    // Any 32 bytes are a public key of x25519; the shared secret is never needed.
    const share = Buffer.concat([uint16(x25519), sized(2, randomBytes(32))])
    list.push(extension(43, sized(1, uint16(versionNumbers['TLSv1.3']))), extension(51, sized(2, share)))
  }
  return list
}

const extension = (type: number, content: Buffer) => Buffer.concat([uint16(type), sized(2, content)])

const uint16 = (value: number) => Buffer.from([value >> 8, value & 0xff])

/** Content with its length before it, in so many bytes. */
function sized(bytes: 1 | 2 | 3, content: Buffer): Buffer {
  const length = Buffer.alloc(bytes)
  length.writeUIntBE(content.length, 0, bytes)
  return Buffer.concat([length, content])
}
