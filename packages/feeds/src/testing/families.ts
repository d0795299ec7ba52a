import type { Contribution } from '@sakimori/core/advisory'
import { decodeJvnChecksums, verifyChecksum } from '../checksum.ts'
import { decodeCsafChanges, decodeCsafIndex, decodeCsafProvider } from '../decode/csaf-provider.ts'
import { decodeCsaf } from '../decode/csaf.ts'
import type { ReleaseNames } from '../decode/cve-fixes.ts'
import { decodeCveRecord } from '../decode/cve-record.ts'
import { decodeEpss } from '../decode/epss.ts'
import { decodeJpcert } from '../decode/jpcert.ts'
import { decodeJvn } from '../decode/jvn/index.ts'
import { decodeKev } from '../decode/kev.ts'
import { decodeNvd } from '../decode/nvd.ts'
import * as jvn from './samples-jvn.ts'
import * as samples from './samples.ts'

/** Decoders that read one feed, with publications to begin from. */
export interface Family {
  readonly name: string
  readonly seeds: readonly string[]
  /** Gives what must hold to `flawsOf`; a decoder of something else than a contribution gives nothing. */
  readonly decode: (bytes: Uint8Array) => Contribution | undefined
}

const about = { now: samples.NOW, wanted: new Set(['CVE-2024-37085', 'CVE-2025-22225', 'CVE-2026-99004']) }
const names: ReleaseNames = {
  resolve: () => ({ branch: '8.0.2', fix: { status: 'fixed', release: '8.0 U2b', build: 23319993 } }),
}
const text = (...values: readonly unknown[]) =>
  values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))

export const families: readonly Family[] = [
  { name: 'kev', seeds: text(samples.kev()), decode: (bytes) => decodeKev(bytes, about) },
  {
    name: 'epss',
    seeds: text(samples.epss, 'cve,epss\nCVE-2024-37085,0.65117\n'),
    decode: (bytes) => decodeEpss(bytes, { ...about, asOf: '2021-04-14' }),
  },
  {
    name: 'cve',
    seeds: text(samples.cveRecord()),
    decode: (bytes) => decodeCveRecord(bytes, { ...about, names }),
  },
  { name: 'nvd', seeds: text(samples.nvd()), decode: (bytes) => decodeNvd(bytes, { now: samples.NOW }) },
  {
    name: 'jvn',
    seeds: text(
      jvn.jvnRss(),
      jvn.jvnRss({ isStatic: true }),
      jvn.jvnDetail,
      jvn.jvnAlerts,
      jvn.jvnNoHits,
      jvn.jvnRefusal,
      jvn.okaOverview(),
      jvn.okaDetail(),
      jvn.okaAlerts(),
      jvn.hndAlertsJson(),
    ),
    decode: (bytes) => decodeJvn(bytes, about),
  },
  { name: 'jpcert', seeds: text(samples.jpcert()), decode: (bytes) => decodeJpcert(bytes, about) },
  { name: 'csaf', seeds: text(samples.csaf()), decode: (bytes) => decodeCsaf(bytes, about) },
  {
    name: 'csaf-provider',
    seeds: text(samples.csafProvider(), samples.csafIndex, samples.csafChanges, 'f'.repeat(64)),
    decode: (bytes) => {
      const first = bytes[0]
      if (first === '{'.charCodeAt(0)) decodeCsafProvider(bytes)
      else if (first === '['.charCodeAt(0)) decodeJvnChecksums(bytes)
      else if (first === 'f'.charCodeAt(0)) verifyChecksum('csaf', 'x', bytes, bytes)
      else {
        for (const { path } of [...decodeCsafIndex(bytes).documents, ...decodeCsafChanges(bytes, about).documents])
          if (/\.\.|^\/|\\|:/.test(path)) throw new Error(`a path that leads elsewhere: ${path}`)
      }
      return undefined
    },
  },
]
