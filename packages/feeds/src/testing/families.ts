import { curated, readUpdateNames, type Contribution } from '@sakimori/core/advisory'
import { zipSync } from 'fflate'
import { decodeJvnChecksums, verifyChecksum } from '../checksum.ts'
import { decodeCsafChanges, decodeCsafIndex, decodeCsafProvider } from '../decode/csaf-provider.ts'
import { decodeCsaf } from '../decode/csaf.ts'
import { decodeCveRecord } from '../decode/cve-record.ts'
import { decodeEpss } from '../decode/epss.ts'
import { decodeJpcert } from '../decode/jpcert.ts'
import { decodeJvn } from '../decode/jvn/index.ts'
import { decodeBroadcomDetail } from '../decode/broadcom-detail.ts'
import { decodeBroadcomJson } from '../decode/broadcom-json.ts'
import { decodeBroadcomList, lastPageOf } from '../decode/broadcom-list.ts'
import { decodeDepotMetadata } from '../decode/depot.ts'
import { decodeHardwareCsv, decodeHardwareJson } from '../decode/hardware-import.ts'
import { decodeHitachiList, decodeHitachiPage, decodeHpePage } from '../decode/maker-pages.ts'
import { decodeDocument } from '../source/kinds.ts'
import { decodeKev } from '../decode/kev.ts'
import { decodeNvd } from '../decode/nvd.ts'
import * as jvn from './samples-jvn.ts'
import * as samples from './samples.ts'
import * as vendor from './samples-vendor.ts'

/** Decoders that read one feed, with publications to begin from. */
export interface Family {
  readonly name: string
  readonly seeds: readonly (string | Uint8Array)[]
  /** Pages are parsed as trees: some hundred a second. */
  readonly isSlow?: true
  /** Gives what must hold to `flawsOf`; a decoder of something else than a contribution gives nothing. */
  readonly decode: (bytes: Uint8Array) => Contribution | undefined
}

const about = { now: samples.NOW, wanted: new Set(['CVE-2024-37085', 'CVE-2025-22225', 'CVE-2026-99004']) }
const names = readUpdateNames(curated.releases)
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
  {
    name: 'broadcom-portal',
    seeds: text(vendor.portalList(vendor.portalEntry())),
    decode: (bytes) => {
      lastPageOf(bytes)
      return decodeBroadcomList(bytes, about)
    },
  },
  {
    name: 'broadcom-detail',
    isSlow: true,
    seeds: text(vendor.portalDetail),
    decode: (bytes) => decodeBroadcomDetail(bytes, names, about),
  },
  {
    name: 'broadcom-json',
    seeds: text(vendor.scanner()),
    decode: (bytes) => decodeBroadcomJson(bytes, names, about),
  },
  {
    name: 'broadcom-depot',
    seeds: [
      vendor.depotXml,
      zipSync({ 'vmware.xml': Buffer.from(vendor.depotXml), 'vibs/x.xml': Buffer.from('<x/>') }),
    ],
    decode: (bytes) => decodeDepotMetadata(bytes, about),
  },
  { name: 'hardware-json', seeds: text(vendor.hardwareJson()), decode: (bytes) => decodeHardwareJson(bytes, about) },
  { name: 'hardware-csv', seeds: [vendor.hardwareCsv], decode: (bytes) => decodeHardwareCsv(bytes, about) },
  { name: 'hpe', isSlow: true, seeds: [vendor.hpePage], decode: (bytes) => decodeHpePage(bytes, about) },
  { name: 'hitachi', isSlow: true, seeds: [vendor.hitachiPage], decode: (bytes) => decodeHitachiPage(bytes, about) },
  {
    name: 'hitachi-list',
    isSlow: true,
    seeds: [vendor.hitachiList],
    decode: (bytes) => decodeHitachiList(bytes, about),
  },
  {
    // Whatever a file is, it is told apart first, as `advisories import` does it.
    name: 'any-file',
    isSlow: true,
    seeds: [
      ...text(samples.kev(), samples.epss, samples.cveRecord(), samples.nvd(), samples.jpcert(), samples.csaf()),
      ...text(
        jvn.jvnRss(),
        jvn.okaOverview(),
        vendor.portalList(vendor.portalEntry()),
        vendor.scanner(),
        vendor.hardwareJson(),
      ),
      ...text(vendor.depotXml, vendor.portalDetail, vendor.hardwareCsv, vendor.hpePage, vendor.hitachiPage),
    ],
    decode: (bytes) => decodeDocument({ name: 'a file', bytes }, { ...about, names, asOf: '2021-04-14' }),
  },
]
