import { describe, expect, test } from 'vitest'
import { findControl } from '../catalog/index.ts'
import { between, is } from './expectation.ts'
import { demandsOf, demandTable, publishedByRelease, releaseRun } from './demands.ts'
import type { Control, Observation } from './control.ts'

const found = (id: string): Control => {
  const control = findControl(id)
  if (!control) throw new Error(id)
  return control
}

describe('demands side by side', () => {
  test('neighbours that are asked the same share a row, and a baseline that does not ask is not there', () => {
    const rows = demandsOf(found('esx.account-lock-failures'))
    expect(rows.map((row) => [releaseRun(row.releases), row.asks])).toEqual([
      ['6.5–8.0', { sakimori: between(1, 5), scg: between(1, 5), stig: is(3), cis: between(1, 5) }],
      ['9.0–9.1', { sakimori: between(1, 5), scg: between(1, 5), stig: is(3) }],
    ])
  })

  test('a run never crosses a release that is asked nothing', () => {
    const control = found('esx.account-lock-failures') as Observation
    const gap: Observation = {
      ...control,
      expect: {
        sakimori: [
          ['6.5', is(1)],
          ['7.0..8.0', is(1)],
        ],
      },
    }
    const own = demandsOf({ ...gap, facts: [] })
    expect(own.map(({ releases }) => releaseRun(releases))).toEqual(['6.5', '7.0–8.0'])
  })

  test('a judgement is asked as a whole', () => {
    const rows = demandsOf(found('esx.ssh-stopped'))
    expect(rows[0]?.asks).toEqual({ sakimori: 'judged', scg: 'judged', stig: 'judged', cis: 'judged' })
  })

  test('are worded side by side, and a long value is not said twice in a row', () => {
    expect(demandTable(demandsOf(found('esx.account-lock-failures')), 'ja')).toEqual([
      ['リリース', 'Sakimori', 'SCG', 'STIG', 'CIS'],
      ['6.5–8.0', '1〜5', '1〜5', '3', '1〜5'],
      ['9.0–9.1', '1〜5', '1〜5', '3', '—'],
    ])
    const [, row] = demandTable(demandsOf(found('esx.lockdown-mode')), 'en')
    expect(row).toEqual([
      '6.5–8.0',
      'one of "lockdownNormal", "lockdownStrict"',
      'as Sakimori',
      'as Sakimori',
      'as Sakimori',
    ])
  })

  test('have no column for a baseline that never asks, and a tick where a judgement is asked', () => {
    expect(demandTable(demandsOf({ ...found('esx.ssh-stopped'), facts: [], span: '8.0' }), 'en')).toEqual([
      ['Release', 'Sakimori'],
      ['8.0', '✓'],
    ])
  })

  test('a long value that differs from ours is said', () => {
    const [long, other] = ['x'.repeat(30), 'y'.repeat(30)]
    const control = { ...(found('esx.account-lock-failures') as Observation), span: '8.0' } as const
    const table = (stig: string) =>
      demandTable(demandsOf({ ...control, expect: { sakimori: is(long), stig: is(stig) } }), 'en')[1]
    expect(table(other)).toEqual(['8.0', `"${long}"`, 'as Sakimori', `"${other}"`, 'as Sakimori'])
    expect(table('y')).toEqual(['8.0', `"${long}"`, 'as Sakimori', '"y"', 'as Sakimori'])
  })

  test('a control of the site is asked under every baseline', () => {
    const own = { ...found('esx.ssh-stopped'), facts: [], custom: { references: [] } }
    expect(demandsOf(own)[0]?.asks).toEqual({ sakimori: 'judged', scg: 'judged', stig: 'judged', cis: 'judged' })
  })

  test('published ids are those of the releases that it judges', () => {
    const judged = publishedByRelease({ ...found('esx.account-lock-failures'), span: '8.0' })
    expect(judged.map(({ release }) => release)).toEqual(['8.0'])
  })

  test('published ids stand by release and baseline, without repeats', () => {
    expect(
      publishedByRelease(found('esx.account-lock-failures')).find(({ release }) => release === '8.0')?.ids,
    ).toContainEqual(['cis', ['ESXi 8.0 v1.2.0 3.12']])
    expect(publishedByRelease(found('esx.account-lock-failures')).find(({ release }) => release === '9.0')).toEqual({
      release: '9.0',
      ids: [
        ['scg', ['esx-9.account-lockout-max-attempts']],
        ['stig', ['VCFE-9X-000005']],
      ],
    })
  })
})
