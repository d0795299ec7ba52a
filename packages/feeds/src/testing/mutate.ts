import { gzipSync } from 'node:zlib'

/** 0 to 1, below 1. */
export type Random = () => number

/** A small generator of numbers that a seed repeats (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What has broken readers before, for JSON, XML and CSV alike. */
const PIECES: readonly string[] = [
  '"__proto__":{"x":1},',
  '"constructor":{"prototype":{"x":1}},',
  '9999-12-31T00:00:00Z',
  '0001-01-01',
  '2026-02-30',
  '1e999',
  '-0',
  '123456789012345678901234567890',
  'NaN',
  'null',
  '[]',
  '{}',
  'true',
  '""',
  '"a":',
  '[['.repeat(80),
  '{"a":'.repeat(80),
  '<a>'.repeat(80),
  '<!DOCTYPE x [<!ENTITY e "e">]>',
  '&e;',
  '&toString;',
  '&#0;',
  '&#x1b;',
  '<![CDATA[',
  ']]>',
  '<!--',
  '<item>',
  '</item>',
  'xmlns:x=""',
  String.raw`\u001b[2J`,
  '\u001b]0;x\u0007',
  '\u202e',
  '\u0000',
  String.raw`\ud800`,
  'javascript:alert(1)',
  'file:///etc/passwd',
  'https://user:word@example.com/',
  'https://example.com/\'"<>`\\',
  '../../../../etc/passwd',
  'CVE-2024-1234567890123456789012345',
  'cve-2024-37085',
  'CVE-9999-0001',
  'cpe:/o:vmware:%00',
  String.raw`cpe:2.3:o:vmware:\:\:*:*:*:*:*:*:*:*`,
  'ESXi80U2sb-23305545',
  'ESXi80U2sb-00000000',
  'x'.repeat(5000),
  '漢'.repeat(2000),
  '\ufeff',
]

/** Changes a publication in one to four ways; now and then packs it. */
export function mutate(seed: string | Uint8Array, random: Random): Uint8Array {
  let bytes: Uint8Array = typeof seed === 'string' ? Buffer.from(seed) : seed
  for (let times = 1 + Math.floor(random() * 4); times > 0; times -= 1) bytes = once(bytes, random)
  if (random() < 0.05) {
    const packed = gzipSync(bytes)
    return random() < 0.5 ? packed : once(packed, random)
  }
  return bytes
}

function once(bytes: Uint8Array, random: Random): Uint8Array {
  const at = Math.floor(random() * (bytes.length + 1))
  const end = Math.min(bytes.length, at + Math.floor(random() ** 3 * 400))
  const head = bytes.subarray(0, at)
  const tail = bytes.subarray(end)
  const pick = (list: readonly string[]) => Buffer.from(list[Math.floor(random() * list.length)] ?? '')
  switch (Math.floor(random() * 9)) {
    case 0: // torn
      return head
    case 1: // a gap
      return Buffer.concat([head, tail])
    case 2: // said twice
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)])
    case 3: {
      const flipped = Uint8Array.from(bytes)
      for (let flips = 1 + Math.floor(random() * 4); flips > 0; flips -= 1) {
        const place = Math.floor(random() * flipped.length)
        flipped[place] = (flipped[place] ?? 0) ^ (1 << Math.floor(random() * 9))
      }
      return flipped
    }
    case 4: {
      // Said over and over: what grows faster than its input shows here.
      const times = Math.min(2000, Math.floor(200_000 / (end - at + 1)))
      return Buffer.concat([head, ...Array.from({ length: times }, () => bytes.subarray(at, end)), tail])
    }
    case 5: // inside
      return Buffer.concat([head, pick(PIECES), bytes.subarray(at)])
    default: // in the place of a value: what stands between quotes, brackets or commas
      return replaceValue(bytes, at, pick(PIECES))
  }
}

function replaceValue(bytes: Uint8Array, at: number, piece: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1')
  const start = Math.max(...['"', '>', ',', ':', '\n'].map((mark) => text.lastIndexOf(mark, at)))
  const marks = ['"', '<', ',', '}', '\n'].map((mark) => text.indexOf(mark, start + 1)).filter((found) => found >= 0)
  const end = marks.length > 0 ? Math.min(...marks) : bytes.length
  return Buffer.concat([bytes.subarray(0, start + 1), piece, bytes.subarray(end)])
}
