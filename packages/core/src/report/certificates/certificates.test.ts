import { describe, expect, test } from 'vitest'
import { assess } from '../../assess/index.ts'
import { catalog } from '../../catalog/index.ts'
import { defaultPolicy } from '../../control/index.ts'
import { openInventory } from '../../model/index.ts'
import { first, snapshotOf, type Draft, type Spoiler } from '../../testing/draft.ts'
import { goodCertificate, goodOffers, goodPeer } from '../../testing/good-certificate.ts'
import { goodEstate } from '../../testing/good-estate.ts'
import { displayWidth } from '../width.ts'
import { compareCertificates } from './changes.ts'
import { certificatesCsv, certificatesJson } from './data.ts'
import { listCertificates, type CertificateEntry } from './entries.ts'
import { renderCertificates } from './terminal.ts'
import { drawLeft, timelineOf } from './timeline.ts'

const now = new Date('2026-11-26T00:00:00Z')
const roots = 'rest:/api/vcenter/certificate-management/vcenter/trusted-root-chains/{chain}#parsed'

function draftWith(...changes: Spoiler[]): Draft {
  const draft = goodEstate('8.0')
  for (const change of changes) change(draft)
  return draft
}

function entriesOf(draft: Draft, daysLeft = 30): readonly CertificateEntry[] {
  const inventory = openInventory(snapshotOf(draft))
  const context = { now, policy: { ...defaultPolicy, certificateDaysLeft: daysLeft }, baseline: 'sakimori' } as const
  const controls = catalog.filter(({ area }) => area === 'certificates')
  const { findings } = assess(inventory, { context, controls })
  return listCertificates(inventory, { findings, now, daysLeft })
}

const host =
  (index: number, values: Record<string, unknown>): Spoiler =>
  (draft) => {
    const found = draft.objects.filter(({ ref }) => ref.type === 'HostSystem')[index]
    if (!found) throw new Error('no such host')
    Object.assign(found.values, values)
  }
const unseen: Spoiler = (draft) => {
  const { values, missing } = first(draft, 'HostSystem')
  delete values['tls:443']
  missing['tls:443'] = { why: 'fault', detail: 'timeout' }
}
const server =
  (values: Record<string, unknown>): Spoiler =>
  (draft) => {
    Object.assign(first(draft, 'ServiceInstance').values, values)
  }

const shown = (draft: Draft, locale: 'en' | 'ja' = 'en', width = 120) =>
  renderCertificates(
    { estate: openInventory(snapshotOf(draft)).estate, entries: entriesOf(draft), now },
    { locale, colour: false, width },
  )

describe('the list of certificates', () => {
  test('has servers, what signs tokens and roots; all are good in a good estate', () => {
    const list = entriesOf(draftWith())
    expect(list.map(({ role, where, state }) => `${role} ${where} ${state}`).toSorted()).toEqual([
      'root vc.example.test ok',
      'server esx1.example.test ok',
      'server esx2.example.test ok',
      'server vc.example.test ok',
      'signing vc.example.test ok',
    ])
  })

  test('puts the worst first, then what ends first', () => {
    const soon = { chain: [{ ...goodCertificate('esx2.example.test'), validTo: '2026-12-06T00:00:00Z' }] }
    const list = entriesOf(
      draftWith(
        host(0, { 'tls:443': goodPeer('impostor.example.test') }),
        host(1, { 'tls:443': { ...goodPeer('esx2.example.test'), ...soon } }),
      ),
      900,
    )
    expect(list.map(({ where, state }) => `${where} ${state}`).slice(0, 2)).toEqual([
      'esx1.example.test critical',
      'vc.example.test critical',
    ])
    expect(list[0]?.failing.map(({ control }) => control.id)).toContain('esx.certificate-as-recorded')
    expect(list.find(({ where }) => where === 'esx2.example.test')?.daysLeft).toBe(10)
  })

  test('shows what is recorded where the server was not seen, and says that not everything is known', () => {
    const [entry] = entriesOf(draftWith(unseen)).filter(({ where }) => where === 'esx1.example.test')
    expect(entry).toMatchObject({ seen: 'recorded', state: 'partly', missing: { missing: 'fault' } })
    expect(entry?.trusted).toBeUndefined()
    const none = draftWith(unseen, (draft) => {
      const { values, missing } = first(draft, 'HostSystem')
      delete values['config.certificate#parsed']
      missing['config.certificate#parsed'] = { why: 'noPermission' }
    })
    expect(entriesOf(none).find(({ where }) => where === 'esx1.example.test')).toMatchObject({ state: 'unknown' })
  })

  test('has a link of a chain once, whoever sends it, and a root that is sent along not at all', () => {
    const link = goodCertificate('issuing.example.test')
    const root = goodCertificate('ca.example.test')
    const sends = (name: string) => ({ 'tls:443': { ...goodPeer(name), chain: [goodCertificate(name), link, root] } })
    const list = entriesOf(draftWith(host(0, sends('esx1.example.test')), host(1, sends('esx2.example.test'))))
    expect(list.filter(({ role }) => role === 'chain')).toMatchObject([{ where: 'esx1.example.test +1', state: 'ok' }])
  })

  test.each([
    [{ subject: 'CN=x', issuer: 'CN=x', selfIssued: true }, 'selfSigned'],
    [{ issuer: 'C=US, ST=California, O=vc.example.test, OU=VMware Engineering, CN=CA, DC=vsphere, DC=local' }, 'vmca'],
    [{ issuer: 'CN=CA2, O=Example' }, 'custom'],
    [{ issuer: 'CN=Example Issuing CA' }, 'custom'],
  ])('%j is of the class %s', (fields, issuerClass) => {
    const peer = { ...goodPeer('esx1.example.test'), chain: [{ ...goodCertificate('esx1.example.test'), ...fields }] }
    const list = entriesOf(draftWith(host(0, { 'tls:443': peer })))
    expect(list.find(({ where }) => where === 'esx1.example.test')).toMatchObject({ issuerClass })
  })

  test('an authority that ends makes no control fail by itself, but shows', () => {
    const ends = (validTo: string) => server({ [roots]: [{ ...goodCertificate('ca.example.test'), validTo }] })
    const stateOf = (validTo: string) => entriesOf(draftWith(ends(validTo))).find(({ role }) => role === 'root')?.state
    expect([stateOf('2026-11-26T00:00:00Z'), stateOf('2026-12-20T00:00:00Z'), stateOf('never')]).toEqual([
      'high',
      'medium',
      'unknown',
    ])
  })

  test('a port of vCenter Server is listed when something was seen of it, or went wrong', () => {
    const at = (changes: Spoiler) => entriesOf(draftWith(changes)).map(({ where }) => where)
    expect(at(server({ 'tls:636': goodPeer('vc.example.test') }))).toContain('vc.example.test:636')
    const missing =
      (why: 'fault' | 'notCollected'): Spoiler =>
      (draft) => {
        first(draft, 'ServiceInstance').missing['tls:636'] = { why }
      }
    expect(at(missing('fault'))).toContain('vc.example.test:636')
    expect(at(missing('notCollected'))).not.toContain('vc.example.test:636')
  })
})

describe('what changed', () => {
  const compare = (before: Draft, after: Draft) =>
    compareCertificates(entriesOf(before), entriesOf(after)).map(({ kind, where, before: old, after: fresh }) => ({
      kind,
      where,
      from: old?.certificate.subject,
      to: fresh?.certificate.subject,
    }))
  const renewed = host(0, { 'tls:443': goodPeer('renewed.example.test') })

  test('nothing, and another certificate', () => {
    expect(compare(draftWith(), draftWith())).toEqual([])
    expect(compare(draftWith(), draftWith(renewed))).toEqual([
      { kind: 'changed', where: 'esx1.example.test', from: 'CN=esx1.example.test', to: 'CN=renewed.example.test' },
    ])
  })

  test('a record of the same certificate is no change, a host with a new name is the same host', () => {
    expect(compare(draftWith(), draftWith(unseen))).toEqual([])
    expect(compare(draftWith(), draftWith(host(0, { name: 'esx-one.example.test' })))).toEqual([])
  })

  test('hosts that came and went; authorities that came and went', () => {
    const without: Spoiler = (draft) => {
      draft.objects.splice(
        draft.objects.findIndex(({ ref }) => ref.type === 'HostSystem'),
        1,
      )
    }
    expect(compare(draftWith(), draftWith(without))).toMatchObject([{ kind: 'gone', where: 'esx1.example.test' }])
    expect(compare(draftWith(without), draftWith())).toMatchObject([{ kind: 'new', where: 'esx1.example.test' }])
    const other = server({ [roots]: [goodCertificate('rogue.example.test')] })
    expect(compare(draftWith(), draftWith(other))).toMatchObject([
      { kind: 'new', to: 'CN=rogue.example.test' },
      { kind: 'gone', from: 'CN=ca.example.test' },
    ])
  })

  test('what could not be read this time is neither gone nor changed, and what was not read before is not new', () => {
    const blind: Spoiler = (draft) => {
      unseen(draft)
      delete first(draft, 'HostSystem').values['config.certificate#parsed']
      const { values, missing } = first(draft, 'ServiceInstance')
      delete values[roots]
      missing[roots] = { why: 'noPermission' }
    }
    expect(compare(draftWith(), draftWith(blind))).toMatchObject([
      { kind: 'notSeen', where: 'esx1.example.test' },
      { kind: 'notSeen', from: 'CN=ca.example.test' },
    ])
    expect(compare(draftWith(blind), draftWith()).filter(({ where }) => where === 'esx1.example.test')).toEqual([])
  })
})

describe('the picture', () => {
  test('counts by when they end, and leaves out what is far', () => {
    const steps = timelineOf(entriesOf(draftWith(unseen)), 'en')
    expect(steps.map(({ label, count }) => `${label}: ${count}`)).toEqual([
      'ended: 0',
      'up to 30 days: 0',
      'up to 90 days: 0',
      'up to 365 days: 0',
      'up to 2 years: 0',
      'up to 5 years: 5',
    ])
  })

  test.each([
    [undefined, '?           '],
    [-1, '✗···········'],
    [0, '█···········'],
    [30, '██··········'],
    [365, '█████·······'],
    [1825, '████████████'],
    [9000, '████████████'],
  ])('%s days: %s', (days, bar) => {
    expect(drawLeft(days, 12)).toBe(bar)
  })

  test.each(['en', 'ja'] as const)('keeps within the page in %s, whatever the names are', (locale) => {
    const name = '\u001b[31m\u202eesx'.repeat(30)
    const draft = draftWith(host(0, { name, 'tls:443': goodPeer('impostor.example.test') }))
    for (const width of [72, 80, 140]) {
      const text = shown(draft, locale, width)
      expect(text).not.toContain('\u001b')
      expect(text).not.toContain('\u202e')
      for (const line of text.split('\n'))
        if (!line.includes('esx.certificate')) expect(displayWidth(line)).toBeLessThanOrEqual(width + 2)
    }
  })

  test('says what is critical with both thumbprints, and the versions that a server agrees to', () => {
    const old = goodOffers.versions.map((offer) =>
      offer.version === 'TLSv1' || offer.version === 'SSLv3' ? { ...offer, answer: 'accepted' } : offer,
    )
    const text = shown(
      draftWith(
        host(0, { 'tls:443': goodPeer('impostor.example.test'), 'tls:443#offers': { ...goodOffers, versions: old } }),
      ),
    )
    expect(text).toContain('SSL3 1.0 1.2 1.3')
    expect(text).toMatch(/Critical {2}esx1\.example\.test {2}esx\.certificate-as-recorded/)
  })

  test('of many certificates shows the worst, and says how many more there are', () => {
    const draft = draftWith()
    const own = first(draft, 'HostSystem')
    for (let at = 0; at < 40; at += 1)
      draft.objects.push({ ref: { type: 'HostSystem', value: `host-9${at}` }, values: { ...own.values }, missing: {} })
    expect(shown(draft)).toMatch(/… and 15 more: --verbose/)
  })
})

describe('for machines', () => {
  const draft = draftWith(host(0, { name: '=cmd|calc', 'tls:443': goodPeer('impostor.example.test') }))
  test('JSON has every certificate with what fails, and no escape sequence', () => {
    const { estate } = openInventory(snapshotOf(draft))
    const told = JSON.parse(certificatesJson({ estate, entries: entriesOf(draft), now })) as {
      schema: string
      certificates: { where: string; state: string; failing: { control: string }[]; certificate: object }[]
    }
    expect(told.schema).toBe('sakimori/certificates/1')
    expect(told.certificates[0]).toMatchObject({ where: '=cmd|calc', state: 'critical' })
    expect(told.certificates[0]?.failing.map(({ control }) => control)).toContain('esx.certificate-as-recorded')
    expect(JSON.stringify(told)).not.toContain('BEGIN CERTIFICATE')
  })

  test('CSV runs no formula, and keeps a negative number of days a number', () => {
    const ended = host(1, {
      'tls:443': {
        ...goodPeer('esx2.example.test'),
        chain: [{ ...goodCertificate('esx2.example.test'), validTo: '2026-01-01T00:00:00Z' }],
      },
    })
    ended(draft)
    const rows = certificatesCsv(entriesOf(draft), 'ja').split('\r\n')
    expect(rows[0]).toMatch(/^\ufeff場所,用途/)
    expect(rows.some((row) => row.startsWith("'=cmd|calc,"))).toBe(true)
    expect(rows.some((row) => row.includes(',-329,'))).toBe(true)
  })
})
