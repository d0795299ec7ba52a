import { assess } from '@sakimori/core/assess'
import { catalog } from '@sakimori/core/catalog'
import { defaultPolicy, type Control } from '@sakimori/core/control'
import { inSpan, openInventory, type Release, type Snapshot } from '@sakimori/core/model'
import { describe, expect, test } from 'vitest'
import { first, type Draft } from '../../../packages/core/src/testing/draft.ts'
import { goodEstate, sampleDayOf } from '../../../packages/core/src/testing/good-estate.ts'
import { askedOfAPerson, improvers } from '../../../packages/core/src/testing/improvers.ts'
import { spoilers } from '../../../packages/core/src/testing/spoilers/index.ts'
import { whereDemanded } from '../../../packages/core/src/testing/where-demanded.ts'
import { withhold } from '../../../packages/core/src/testing/withhold.ts'
import { readBlindly, readServed, type Protocol } from './read.ts'

const controls = catalog.filter(({ kind }) => kind !== 'procedure')

/** The JSON interface came with 8.0 Update 1. */
const protocolsOf = (release: Release): readonly Protocol[] =>
  inSpan(release, '8.0..9.1') ? ['soap', 'json'] : ['soap']

/** What no server withholds from who may log in: how controls that read nothing else come to know nothing. */
const nothingWithheld: Readonly<Record<string, (draft: Draft, control: Control) => void>> = {
  // `about` is given to anybody, before any login.
  'vcenter.patch-level': ofUnknownProduct,
  'vcenter.supported-release': ofUnknownProduct,
  // Names are shown with System.View, which is the least that makes an object visible; they can only fail to come.
  'vcenter.inventory-named': (draft, { reads }) => withhold(draft, reads),
  'cluster.datastore-names-unique': (draft, { reads }) => withhold(draft, reads),
}

type Law = 'passes' | 'fails' | 'is unknown'

/** The laws that a twin cannot show, because of what it is; each must fail here, or it has no place in the table. */
const notFromTheTwin: Readonly<Record<string, readonly Law[]>> = {
  // It listens on one port, which is not the server's own; impersonation.test.ts has servers on all three.
  ...Object.fromEntries(
    ['appliance', 'directory'].flatMap((service) =>
      ['tls-version', 'tls-broken-ciphers', 'tls-dated-ciphers'].map((what) => [
        `vcenter.${service}-${what}`,
        ['passes', 'fails'] as const,
      ]),
    ),
  ),
  // OpenSSL is built without the suites that are broken; impersonation.test.ts has a server that speaks them.
  'esx.tls-broken-ciphers': ['fails'],
  'vcenter.tls-broken-ciphers': ['fails'],
  // Its hosts offer what hosts offer as installed; impersonation.test.ts has one with less.
  'esx.tls-dated-ciphers': ['passes'],
  // Its hosts have no names that lead anywhere; impersonation.test.ts has one.
  'esx.name-address': ['passes', 'fails'],
  // Its server offers nothing that is dated; impersonation.test.ts has one that does.
  'vcenter.tls-dated-ciphers': ['fails'],
  // It shows what it has; impersonation.test.ts puts a relay before it.
  'vcenter.certificate-as-recorded': ['fails'],
  // The certificate comes with the token of each login, and is new when the twin is; impersonation.test.ts reads it years later.
  'sso.signing-certificate-dates': ['fails', 'is unknown'],
}

/** A release that nobody knows yet. */
function ofUnknownProduct(draft: Draft): void {
  const { values } = first(draft, 'ServiceInstance')
  values['content.about'] = { ...(values['content.about'] as object), version: '12.0.0', build: '99999999' }
}

const once = <K, V>(make: (key: K) => Promise<V>) => {
  const made = new Map<K, Promise<V>>()
  return (key: K) => {
    const known = made.get(key) ?? make(key)
    made.set(key, known)
    return known
  }
}

const readGood = once((release: Release) => readServed(goodEstate(release), catalog, protocolsOf(release)))

/** Nothing of the inventory can be read, and the server's own managers refuse to answer. */
const readUnseen = once(async (release: Release) => {
  const draft = goodEstate(release)
  const ofServer = controls.flatMap(({ reads }) => reads.filter(({ type }) => type === 'ServiceInstance'))
  withhold(
    draft,
    ofServer.filter(({ path }) => path !== 'content.about' && !path.startsWith('tls:')),
  )
  return await Promise.all(protocolsOf(release).map((protocol) => readBlindly(draft, catalog, protocol)))
})

/** Shown to whoever sees that an object is there, or that a server is. */
const shownAnyway = new Set(['name', 'parent', 'content.about'])

/** What a snapshot holds of the reads of a control other than that they were refused. */
function notRefused({ objects }: Snapshot, { reads }: Control): readonly string[] {
  const paths = reads.map(({ type, path }) => ({ type, path: path.replace(/\[".*"\]$/, '') }))
  return objects.flatMap(({ ref, values, missing }) =>
    paths
      .filter(({ type, path }) => type === ref.type && !shownAnyway.has(path))
      .map(({ path }) => `${path} ${path in values ? 'known' : missing?.[path]?.why}`)
      // A handshake needs no account: it fails because nobody answers, or because there is nothing to see.
      // Recorded by newer releases only.
      .filter((told) => told !== 'summary.config.sslCertificate notSupported')
      .filter((told) => !/ noPermission$|^tls:\S+ (fault|notSupported)$/.test(told)),
  )
}

describe.each(controls.map((control) => [control.id, control] as const))('over the wire %s', (id, control) => {
  const { release, baseline } = whereDemanded(control)
  const judge = (snapshot: Snapshot) =>
    assess(openInventory(snapshot), {
      context: { now: sampleDayOf(release), policy: defaultPolicy, baseline },
      controls: [control],
    }).findings
  const verdicts = (snapshot: Snapshot) => judge(snapshot).map(({ verdict }) => verdict)
  const serve = (...changes: readonly (((draft: Draft) => void) | undefined)[]) => {
    const draft = goodEstate(release)
    for (const change of changes) change?.(draft)
    return readServed(draft, [control], protocolsOf(release))
  }

  const option = (law: Law) => ({ fails: notFromTheTwin[id]?.includes(law) ?? false })

  test('passes where the estate is kept as it asks, or is handed to a person', option('passes'), async () => {
    const improve = improvers[id]
    const best = askedOfAPerson.includes(id) ? 'manual' : 'pass'
    const isOfHosts = control.reads.some(({ path }) => path.startsWith('tls:443'))
    for (const snapshot of improve || isOfHosts ? await serve(improve) : await readGood(release)) {
      const found = verdicts(snapshot)
      expect(found).toContain(best)
      expect(found.filter((verdict) => verdict !== best && verdict !== 'notApplicable')).toEqual([])
    }
  })

  test('fails where the estate is spoiled', option('fails'), async () => {
    for (const snapshot of await serve(spoilers[id])) expect(verdicts(snapshot)).toContain('fail')
  })

  test('is unknown, with the reason, where nothing of it can be read', option('is unknown'), async () => {
    const otherwise = nothingWithheld[id]
    const unseen = await readUnseen(release)
    for (const snapshot of unseen) expect(notRefused(snapshot, control)).toEqual([])
    // Nor is there another way that nothing needs.
    if (otherwise)
      for (const snapshot of unseen) expect(verdicts(snapshot).some((verdict) => verdict !== 'unknown')).toBe(true)
    for (const snapshot of otherwise ? await serve((draft) => otherwise(draft, control)) : unseen) {
      const findings = judge(snapshot)
      expect(findings.length).toBeGreaterThan(0)
      for (const { verdict, evidence } of findings) {
        expect(verdict).toBe('unknown')
        if (!otherwise) expect(evidence.some((fact) => !fact.known)).toBe(true)
      }
    }
  })
})
