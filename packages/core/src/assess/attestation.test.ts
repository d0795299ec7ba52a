import { describe, expect, test } from 'vitest'
import { findControl } from '../catalog/index.ts'
import { defaultPolicy, type Control, type Procedure } from '../control/index.ts'
import { known, openInventory } from '../model/index.ts'
import { first, snapshotOf } from '../testing/draft.ts'
import { found } from '../testing/found.ts'
import { goodEstate, sampleDay } from '../testing/good-estate.ts'
import { rewrite } from '../testing/spoilers/network.ts'
import { renderNote } from '../text/index.ts'
import { assess, type AssessOptions } from './assess.ts'
import type { Attestation } from './attestation.ts'

const id = 'esx.exposed-files-unchanged'
const control = findControl(id)
const word: Attestation = {
  control: id,
  verdict: 'pass',
  by: '山田花子',
  role: 'auditor',
  evidence: 'TICKET-42',
  date: '2026-11-01',
  expires: '2026-11-24',
}
const host = { ref: 'HostSystem:host-10' }
const portgroups = 'config.network.portgroup'

const judge = (attestations: readonly Attestation[], now = sampleDay, more: Partial<AssessOptions> = {}) =>
  assess(openInventory(snapshotOf(goodEstate('8.0'))), {
    context: { now, policy: defaultPolicy, baseline: 'sakimori' },
    controls: control ? [control] : [],
    attestations,
    ...more,
  })
const verdicts = (...asked: Parameters<typeof judge>) => judge(...asked).findings.map(({ verdict }) => verdict)

describe('attestations', () => {
  test('answer a procedure, and the finding says who, when and on which evidence', () => {
    const { findings, attestations, score, coverage } = judge([word])
    expect(findings.map(({ verdict, attestation }) => [verdict, attestation?.by])).toEqual([
      ['pass', '山田花子'],
      ['pass', '山田花子'],
    ])
    const [note] = findings.map((finding) => finding.note)
    expect(note && renderNote(note, 'en')).toBe(
      'Attested by 山田花子 (auditor) on 2026-11-01, until 2026-11-24. Evidence: TICKET-42',
    )
    expect(note && renderNote(note, 'ja')).toContain('証跡: TICKET-42')
    expect(attestations).toEqual([{ attestation: word, state: 'active', matched: 2 }])
    expect([score, coverage.byVerdict.pass, coverage.byVerdict.manual]).toEqual([100, 2, 0])
  })

  test('without one, nothing is judged: neither score nor pass', () => {
    const { score, coverage } = judge([])
    expect([score, coverage.byVerdict.pass, coverage.byVerdict.manual]).toEqual([undefined, 0, 2])
  })

  test('hold to the end of their day in UTC, then the question is open again and says so', () => {
    expect(verdicts([word], new Date('2026-11-24T23:59:59.999Z'))).toEqual(['pass', 'pass'])
    const { findings, attestations } = judge([word], new Date('2026-11-25T00:00:00Z'))
    expect(findings.map(({ verdict, attestation }) => [verdict, attestation])).toEqual([
      ['manual', undefined],
      ['manual', undefined],
    ])
    const [note] = findings.map((finding) => finding.note)
    expect(note && renderNote(note, 'en')).toContain('ended on 2026-11-24: somebody has to look again')
    expect(attestations.map(({ state, matched }) => [state, matched])).toEqual([['expired', 2]])
  })

  test('of one object outweighs that of all, whatever the order', () => {
    const one: Attestation = { ...word, scope: host, verdict: 'fail' }
    const all: Attestation = { ...word, scope: { all: true }, date: '2026-11-20' }
    expect(verdicts([one, all])).toEqual(['fail', 'pass'])
    expect(verdicts([all, one])).toEqual(['fail', 'pass'])
  })

  test('of one object, once expired, is not replaced by a wider or an older one', () => {
    const lapsed: Attestation = { ...word, scope: host, verdict: 'fail', expires: '2026-11-20' }
    expect(verdicts([lapsed, word])).toEqual(['manual', 'pass'])
    const older: Attestation = { ...word, date: '2026-01-01', expires: '2027-12-31' }
    const newer: Attestation = { ...word, verdict: 'fail', expires: '2026-11-20' }
    expect(verdicts([older, newer])).toEqual(['manual', 'manual'])
  })

  test('of another object or another vCenter answer nothing, and are reported', () => {
    const scopes = [{ ref: 'HostSystem:host-1' }, { ...host, vcenter: 'another' }]
    for (const scope of scopes) {
      const { findings, attestations } = judge([{ ...word, scope }])
      expect(findings.map(({ verdict }) => verdict)).toEqual(['manual', 'manual'])
      expect(attestations[0]?.state).toBe('unused')
    }
  })

  test('never answer what is read from the estate', () => {
    const automated = findControl('esx.account-unlock-time')
    const { findings, attestations } = judge(
      [{ ...word, control: 'esx.account-unlock-time', verdict: 'fail' }],
      sampleDay,
      {
        controls: automated ? [automated] : [],
      },
    )
    expect(findings.map(({ verdict }) => verdict)).toEqual(['pass', 'pass'])
    expect(attestations[0]?.state).toBe('unused')
  })

  test('never answer a judgement, not even where it leaves the question to a person', () => {
    const vlan = found('network.portgroup-native-vlan')
    const draft = goodEstate('8.0')
    const host = first(draft, 'HostSystem')
    host.values[portgroups] = rewrite(host.values[portgroups], ['spec', 'vlanId'], () => 0)
    const { findings, attestations } = assess(openInventory(snapshotOf(draft)), {
      context: { now: sampleDay, policy: defaultPolicy, baseline: 'sakimori' },
      controls: [vlan],
      attestations: [{ ...word, control: vlan.id }],
    })
    expect(findings.filter(({ subject }) => subject.ref.value === 'host-10').map(({ verdict }) => verdict)).toEqual([
      'manual',
      'manual',
    ])
    expect(attestations[0]?.state).toBe('unused')
  })

  test('never answer a question that is not asked', () => {
    const procedure = found(id)
    const never: Control = {
      ...(procedure as Procedure),
      applies: ({ ref }) => known(false, { ref, path: 'x' }),
    }
    const { findings, attestations } = judge([word], sampleDay, { controls: [never] })
    expect(findings.map(({ verdict }) => verdict)).toEqual(['notApplicable', 'notApplicable'])
    expect(attestations[0]?.state).toBe('unused')
  })

  test('answer for their own procedure alone', () => {
    const other = found('esx.named-local-administrator')
    const { findings } = judge([word], sampleDay, { controls: [found(id), other] })
    expect(new Set(findings.map(({ control: { id: one }, verdict }) => `${one === id} ${verdict}`))).toEqual(
      new Set(['true pass', 'false manual']),
    )
    expect(findings.filter(({ control: { id: one }, note }) => one !== id && note)).toEqual([])
  })

  test('need no role of the person', () => {
    const { role: _, ...plain } = word
    const [note] = judge([plain]).findings.map((finding) => finding.note)
    expect(note && renderNote(note, 'en')).toMatch(/^Attested by 山田花子 on 2026-11-01/)
  })

  test('that find a failure can be waived like any other', () => {
    const waiver = {
      id: 'W-1',
      control: id,
      scope: host,
      owner: 'a',
      approver: 'b',
      reason: 'c',
      expires: '2027-01-01',
    }
    const { findings, score, scoreAfterWaivers } = judge([{ ...word, verdict: 'fail', scope: host }, word], sampleDay, {
      waivers: [waiver],
    })
    expect(findings.map(({ verdict, waiver: by }) => [verdict, by?.id])).toEqual([
      ['fail', 'W-1'],
      ['pass', undefined],
    ])
    expect([score, scoreAfterWaivers]).toEqual([50, 100])
  })
})
