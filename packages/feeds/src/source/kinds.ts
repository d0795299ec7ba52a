import type { Contribution, UpdateNames } from '@sakimori/core/advisory'
import { decodeBroadcomDetail, isBroadcomDetail } from '../decode/broadcom-detail.ts'
import { decodeBroadcomJson, isBroadcomJson } from '../decode/broadcom-json.ts'
import { decodeBroadcomList, isPortalList } from '../decode/broadcom-list.ts'
import { decodeDepotMetadata } from '../decode/depot.ts'
import { decodeHardwareCsv, decodeHardwareJson, isHardwareCsv, isHardwareJson } from '../decode/hardware-import.ts'
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
  { feed: 'hpe', fits: html(isHpePage), decode: decodeHpePage },
  { feed: 'hitachi', fits: html(isHitachiPage), decode: decodeHitachiPage },
  { feed: 'hitachi', fits: html(isHitachiList), decode: decodeHitachiList },
]

/** Documents that say nothing themselves: they lead to others, or vouch for them. */
const companions = xml('vendorList', 'metaList')

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
