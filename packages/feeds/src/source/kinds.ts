import type { Contribution, UpdateNames } from '@sakimori/core/advisory'
import { decodeBroadcomDetail, isBroadcomDetail } from '../decode/broadcom-detail.ts'
import { decodeBroadcomJson, isBroadcomJson } from '../decode/broadcom-json.ts'
import { decodeBroadcomList, isPortalList } from '../decode/broadcom-list.ts'
import { decodeDepotMetadata } from '../decode/depot.ts'
import { decodeHardwareCsv, decodeHardwareJson, isHardwareCsv, isHardwareJson } from '../decode/hardware-import.ts'
import { decodeCsaf } from '../decode/csaf.ts'
import { decodeCveRecord } from '../decode/cve-record.ts'
import { decodeEpss } from '../decode/epss.ts'
import { decodeJpcert } from '../decode/jpcert.ts'
import { decodeJvn } from '../decode/jvn/index.ts'
import { decodeNvd } from '../decode/nvd.ts'
import { decodeKev } from '../decode/kev.ts'
import {
  decodeHitachiList,
  decodeHitachiPage,
  decodeHpePage,
  isHitachiList,
  isHitachiPage,
  isHpePage,
} from '../decode/maker-pages.ts'
import { FeedError } from '../feed-error.ts'
import type { About } from '../read/day.ts'
import { at, textAt } from '../read/json.ts'
import { lookAt, type Document, type Look } from './document.ts'

/** What decoders are told besides the bytes. */
export interface Reader extends About {
  readonly names: UpdateNames
  /** The flaws that knowledge names: of catalogues of all flaws only these are kept. */
  readonly wanted: ReadonlySet<string>
}

/** One kind of document: how it is told from all others by what is in it, and who reads it. */
interface Kind {
  readonly feed: string
  readonly fits: (look: Look) => boolean
  readonly decode: (bytes: Uint8Array, reader: Reader) => Contribution
}

const json = (fits: (value: unknown) => boolean) => (look: Look) => look.form === 'json' && fits(look.value)
const html = (fits: (text: string) => boolean) => (look: Look) => look.form === 'html' && fits(look.text)
const xml =
  (...roots: readonly string[]) =>
  (look: Look) =>
    look.form === 'xml' && roots.includes(look.root)

const headOf = (look: Look) => (look.form === 'xml' ? look.head : '')
/** Its namespaces, or the address of the feed itself. JVN's own feed of notes has neither. */
const isOfJvnIpedia = (look: Look) => /jvndb\.jvn\.jp|jvn\.jp\/(?:vuldef|rss\/mod_sec)\//.test(headOf(look))
const isOfJpcert = (look: Look) => /\bhttps?:\/\/(?:www\.jpcert\.or\.jp|jvn\.jp)\//.test(headOf(look))
const isCsaf = (value: unknown) => textAt(value, 'document', 'csaf_version') !== undefined
/** Answers of MyJVN have a status; its details are a dialect of CSAF with an extension. */
const isJvnJson = (value: unknown) =>
  at(value, 'jvn_extension') !== undefined ||
  at(value, 'status', 'retCd') !== undefined ||
  at(value, 'feed', 'status:Status') !== undefined

/** Every kind of document that is understood. They exclude each other; a test holds each to its sample. */
const kinds: readonly Kind[] = [
  {
    feed: 'cisa-kev',
    fits: json((value) => textAt(value, 'catalogVersion') !== undefined && Array.isArray(at(value, 'vulnerabilities'))),
    decode: decodeKev,
  },
  { feed: 'broadcom-portal', fits: json(isPortalList), decode: decodeBroadcomList },
  {
    feed: 'broadcom-portal',
    fits: html(isBroadcomDetail),
    decode: (bytes, reader) => decodeBroadcomDetail(bytes, reader.names, reader),
  },
  {
    feed: 'broadcom-json',
    fits: json(isBroadcomJson),
    decode: (bytes, reader) => decodeBroadcomJson(bytes, reader.names, reader),
  },
  { feed: 'broadcom-depot', fits: xml('metadataResponse'), decode: decodeDepotMetadata },
  { feed: 'broadcom-depot', fits: (look) => look.form === 'zip', decode: decodeDepotMetadata },
  { feed: 'hardware', fits: json(isHardwareJson), decode: decodeHardwareJson },
  { feed: 'hardware', fits: (look) => look.form === 'text' && isHardwareCsv(look.text), decode: decodeHardwareCsv },
  { feed: 'cve-records', fits: json((value) => textAt(value, 'dataType') === 'CVE_RECORD'), decode: decodeCveRecord },
  { feed: 'nvd', fits: json((value) => textAt(value, 'format') === 'NVD_CVE'), decode: decodeNvd },
  {
    feed: 'epss',
    fits: (look) => look.form === 'text' && /^(?:#model_version:|cve,epss)/.test(look.text),
    decode: decodeEpss,
  },
  { feed: 'csaf', fits: json((value) => isCsaf(value) && !isJvnJson(value)), decode: decodeCsaf },
  { feed: 'jvn', fits: json(isJvnJson), decode: decodeJvn },
  {
    feed: 'jvn',
    fits: (look) => xml('RDF', 'VULDEF-Document', 'feed', 'Result')(look) && isOfJvnIpedia(look),
    decode: decodeJvn,
  },
  {
    feed: 'jpcert',
    fits: (look) => xml('RDF')(look) && !isOfJvnIpedia(look) && isOfJpcert(look),
    decode: decodeJpcert,
  },
  { feed: 'hpe', fits: html(isHpePage), decode: decodeHpePage },
  { feed: 'hitachi', fits: html(isHitachiPage), decode: decodeHitachiPage },
  { feed: 'hitachi', fits: html(isHitachiList), decode: decodeHitachiList },
]

/** Documents that say nothing themselves: they lead to others, or vouch for them. */
const companions = (look: Look): boolean =>
  xml('vendorList', 'metaList')(look) ||
  json((value) => textAt(value, 'metadata_version') !== undefined && Array.isArray(at(value, 'distributions')))(look) ||
  (look.form === 'text' && /^"?[\w./+-]+\.json"?(?:,[^\n]*)?\r?(?:\n|$)/.test(look.text))

/** What a document says; `undefined` for one that only leads to others. @throws FeedError */
export function decodeDocument(document: Document, reader: Reader): Contribution | undefined {
  const look = lookAt(document)
  if (companions(look)) return undefined
  const kind = kinds.find(({ fits }) => fits(look))
  if (!kind) throw new FeedError('unsupported', document.name, `no feed publishes ${wordOf(look)} like this`)
  const contribution = kind.decode(document.bytes, reader)
  document.remember?.()
  return contribution
}

function wordOf(look: Look): string {
  switch (look.form) {
    case 'json':
      return 'JSON'
    case 'xml':
      return `XML (${look.root})`
    case 'html':
      return 'a page'
    case 'text':
      return 'a text'
    case 'zip':
      return 'a zip file'
  }
}
