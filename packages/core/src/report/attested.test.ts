import { describe, expect, test } from 'vitest'
import type { Attestation } from '../assess/index.ts'
import { assessSample, plainSample } from '../testing/report-sample.ts'
import type { Locale } from '../text/index.ts'
import { renderCsvChunks, renderHtmlChunks, renderTerminal, reportJson } from './index.ts'

const word: Attestation = {
  control: 'nsx.reviewed',
  verdict: 'pass',
  by: 'Hanako',
  role: 'auditor',
  evidence: 'TICKET-42 <b>',
  date: '2026-11-01',
  expires: '2026-12-31',
}
const expired: Attestation = { ...word, expires: '2026-11-01' }
const failed: Attestation = { ...word, verdict: 'fail' }
const unused: Attestation = { ...word, scope: { ref: 'ClusterComputeResource:domain-c9' } }

const assessWith = (...attestations: readonly Attestation[]) => assessSample({ ...plainSample, attestations })
const terminal = (locale: Locale, ...attestations: readonly Attestation[]) =>
  renderTerminal(assessWith(...attestations), { locale, colour: false, width: 120 })
const page = (locale: Locale, ...attestations: readonly Attestation[]) =>
  [...renderHtmlChunks(assessWith(...attestations), { locale })].join('')

describe('what only a person can answer, on the terminal', () => {
  test('is one short section, with how to answer', () => {
    const shown = terminal('en')
    expect(shown).toMatch(/Only a person can answer ─+ 1 open · 0 attested/)
    expect(shown).toContain('Controls: 1, checks: 1 (Micro-segmentation 1). No interface gives the answers.')
    expect(shown).toContain('$ sakimori controls show nsx.reviewed')
    expect(shown).toContain('attestations')
    expect(shown).not.toContain('Micro-segmentation ─')
    expect(terminal('ja')).toContain('人による確認が必要な項目')
  })

  test('is gone once it is answered, and who answered stands at the end', () => {
    const shown = terminal('en', word)
    expect(shown).not.toContain('Only a person can answer')
    expect(shown).toContain('1 in force, 0 expired, 0 unused')
    expect(shown).toContain('Pass: nsx.reviewed, by Hanako (auditor) on 2026-11-01, until 2026-12-31 (TICKET-42 <b>)')
    expect(terminal('ja', word)).toContain('確認者 Hanako (auditor)')
  })

  test('is open again when the answer expired, and that is said', () => {
    const shown = terminal('en', expired, unused)
    expect(shown).toContain('1 open · 0 attested')
    expect(shown).toContain('expired: nsx.reviewed, by Hanako (auditor), ended 2026-11-01; open again: 1')
    expect(shown).toContain('unused: nsx.reviewed, by Hanako (auditor), answers for no object')
  })

  test('stands among the failures when a person found one', () => {
    const shown = terminal('en', failed)
    expect(shown).toContain('Micro-segmentation ─')
    expect(shown).toContain('Attested by Hanako (auditor) on 2026-11-01')
  })
})

describe('what only a person can answer, in the HTML report', () => {
  test('is folded in its area, and its answers have a table', () => {
    const open = page('en')
    expect(open).toContain('<details class="asked">')
    expect(open).toContain('Questions that only a person can answer: 1')
    expect(open).toContain('No attestations were given.')
    const answered = page('ja', word)
    expect(answered).not.toContain('<details class="asked">')
    expect(answered).toContain('Hanako (auditor)')
    expect(answered).toContain('TICKET-42 &lt;b&gt;')
    expect(answered).toContain('人による確認の記録')
    expect(page('en', expired)).toContain('somebody has to look again')
    expect(page('en', failed)).not.toContain('<details class="asked">')
  })
})

describe('what only a person can answer, as data', () => {
  test('the JSON report says who, when, on which evidence, and what became of it', () => {
    const { findings, attestations, controls } = reportJson(assessWith(word, unused))
    const finding = findings.find(({ control }) => control === 'nsx.reviewed')
    const { by, role, evidence, date, expires } = word
    expect(finding).toMatchObject({ verdict: 'pass', attestation: { by, role, evidence, date, expires } })
    expect(attestations.map(({ state, matched, scope }) => [state, matched, scope])).toEqual([
      ['active', 1, { all: true }],
      ['unused', 0, unused.scope],
    ])
    expect(controls.find(({ id }) => id === 'nsx.reviewed')?.steps?.en).toBe('Ask for the minutes.')
    expect(findings.filter(({ attestation }) => attestation)).toHaveLength(1)
  })

  test('the CSV report has columns for it', () => {
    const lines = (...attestations: readonly Attestation[]) =>
      [...renderCsvChunks(assessWith(...attestations), { locale: 'en' })].join('').split('\r\n')
    const row = lines(word).find((line) => line.startsWith('nsx.reviewed'))
    expect(lines()[0]).toContain('Attested by,Attested on,Attested until,Attestation evidence,Waiver')
    expect(row).toContain('Hanako (auditor),2026-11-01,2026-12-31,TICKET-42 <b>')
    expect(lines(expired).find((line) => line.startsWith('nsx.reviewed'))).toContain('Check by hand')
  })
})
