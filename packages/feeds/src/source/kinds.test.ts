import { curated, readUpdateNames } from '@sakimori/core/advisory'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import * as jvn from '../testing/samples-jvn.ts'
import * as vendor from '../testing/samples-vendor.ts'
import * as samples from '../testing/samples.ts'
import { feeds } from './feeds.ts'
import { decodeDocument, type Reader } from './kinds.ts'

const reader: Reader = {
  now: samples.NOW,
  names: readUpdateNames(curated.releases),
  wanted: new Set(['CVE-2024-37085']),
}
const bytesOf = (said: unknown) => Buffer.from(typeof said === 'string' ? said : JSON.stringify(said))
const feedOf = (bytes: Uint8Array) => decodeDocument({ name: 'a file', bytes }, reader)?.feed

const documents: readonly (readonly [string, unknown, string | undefined])[] = [
  ['the KEV catalogue', samples.kev(), 'cisa-kev'],
  ['EPSS', samples.epss, 'epss'],
  ['a CVE record', samples.cveRecord(), 'cve-records'],
  ['a page of NVD', samples.nvd(), 'nvd'],
  ['the feed of JPCERT/CC', samples.jpcert(), 'jpcert'],
  ['a CSAF document', samples.csaf(), 'csaf'],
  ['an overview of MyJVN in XML', jvn.jvnRss(), 'jvn'],
  ['a static feed of JVN iPedia', jvn.jvnRss({ isStatic: true }), 'jvn'],
  ['details of MyJVN in XML', jvn.jvnDetail, 'jvn'],
  ['alerts of MyJVN in XML', jvn.jvnAlerts, 'jvn'],
  ['no hits of MyJVN', jvn.jvnNoHits, 'jvn'],
  ['an overview of MyJVN in JSON', jvn.okaOverview(), 'jvn'],
  ["a detail in JVN's dialect of CSAF", jvn.okaDetail(), 'jvn'],
  ['alerts of MyJVN in JSON', jvn.okaAlerts(), 'jvn'],
  ['alerts of the older MyJVN in JSON', jvn.hndAlertsJson(), 'jvn'],
  ['the list of the portal', vendor.portalList(vendor.portalEntry()), 'broadcom-portal'],
  ['a page of the portal', vendor.portalDetail, 'broadcom-portal'],
  ['the data of the patch scanner', vendor.scanner(), 'broadcom-json'],
  ['the metadata of a depot', vendor.depotXml, 'broadcom-depot'],
  ['a list of hardware notices in JSON', vendor.hardwareJson(), 'hardware'],
  ['a list of hardware notices in CSV', vendor.hardwareCsv, 'hardware'],
  ['a page of HPE', vendor.hpePage, 'hpe'],
  ['a page of Hitachi', vendor.hitachiPage, 'hitachi'],
  ['the list of Hitachi', vendor.hitachiList, 'hitachi'],
  ['the metadata of a CSAF provider, which leads to others', samples.csafProvider(), undefined],
  ['the index of a CSAF provider, which leads to others', samples.csafIndex, undefined],
  ['the changes of a CSAF provider, which lead to others', samples.csafChanges, undefined],
]

describe('a document is told by what is in it', () => {
  test.each(documents)('%s', (_name, said, feed) => {
    expect(feedOf(bytesOf(said))).toBe(feed)
    expect(feedOf(gzipSync(bytesOf(said)))).toBe(feed)
  })

  test('every feed that is known has one', () => {
    expect(new Set(documents.flatMap(([, , feed]) => feed ?? []))).toEqual(new Set(feeds.map(({ id }) => id)))
  })

  test.each([
    ['a refusal of MyJVN', jvn.jvnRefusal, 'refused'],
    ['a feed of somebody else', '<rdf:RDF xmlns:rdf="x"><item/></rdf:RDF>', 'unsupported'],
    ['a page of somebody else', '<!DOCTYPE html><html><p>hello</p></html>', 'unsupported'],
    ['JSON of somebody else', '{"document": {}}', 'unsupported'],
    ['a text', 'how to use this', 'unsupported'],
  ])('%s is refused', (_name, said, code) => {
    expect(() => feedOf(bytesOf(said))).toThrow(expect.objectContaining({ name: 'FeedError', code }))
  })
})
