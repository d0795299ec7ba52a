import type { TlsOffer } from '../model/index.ts'

/** What is the matter with a cipher suite: `broken` may be read or forged today, `dated` is to be left behind. */
export type SuiteGrade = 'broken' | 'dated' | 'sound'

/**
 * Marks in the IANA names of broken suites: no encryption, no proof of who answers, keys short enough to guess (EXPORT, DES),
 * RC4 (RFC 7465), and blocks of 64 bits (3DES, IDEA, RC2: CVE-2016-2183).
 */
const BROKEN = /_NULL_|_anon_|EXPORT|_RC4_|_RC2_|_DES_CBC_|_3DES_|_IDEA_/

/** No forward secrecy: whoever gets the key of the server later reads what was recorded before (RFC 9325 §4.1). */
const STATIC_KEY = /^TLS_(?:RSA|ECDH_RSA|ECDH_ECDSA)_/

/** CBC with HMAC-SHA-1: only suites of authenticated encryption are recommended any more (RFC 9325 §4.2). */
const OLD_MAC = /_CBC_SHA$/

/** Grades a suite by its IANA name. One of TLS 1.3 is always sound. */
export function gradeSuite(name: string): SuiteGrade {
  if (BROKEN.test(name)) return 'broken'
  return STATIC_KEY.test(name) || OLD_MAC.test(name) ? 'dated' : 'sound'
}

/** Smaller groups of a Diffie-Hellman exchange can be computed in advance (CVE-2015-4000; RFC 9325 §4.4). */
const LEAST_DH_BITS = 2048

/** The suites of one grade that a server agrees to, in any version, each once; newest version first. */
export const suitesOf = (versions: readonly TlsOffer[], grade: SuiteGrade): readonly string[] => [
  ...new Set(versions.flatMap(({ suites }) => suites.filter((name) => gradeSuite(name) === grade))),
]

/** The smallest prime below what is asked for; `undefined` where there is none. */
export function weakDhBits(versions: readonly TlsOffer[]): number | undefined {
  const bits = versions.flatMap(({ dhBits }) => (dhBits === undefined ? [] : [dhBits]))
  const least = Math.min(...bits)
  return least < LEAST_DH_BITS ? least : undefined
}
