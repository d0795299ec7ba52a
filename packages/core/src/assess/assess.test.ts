import { describe, expect, test } from 'vitest'
import { defaultPolicy, is } from '../control/index.ts'
import { openInventory } from '../model/index.ts'
import { first, setOption, snapshotOf } from '../testing/draft.ts'
import { found } from '../testing/found.ts'
import { goodEstate, sampleDay } from '../testing/good-estate.ts'
import { assess, type AssessOptions } from './assess.ts'
import { waiverEnd, type Waiver } from './waiver.ts'

const control = found('esx.account-unlock-time')
const waiver: Waiver = {
  id: 'W-1',
  control: 'esx.account-unlock-time',
  scope: { ref: 'HostSystem:host-10' },
  owner: 'ops',
  approver: 'ciso',
  reason: 'measured',
  expires: '2026-11-24',
}

const judge = (more: Partial<AssessOptions>, now = sampleDay) => {
  const draft = goodEstate('8.0')
  setOption(first(draft, 'HostSystem'), 'config.option', 'Security.AccountUnlockTime', 1)
  const context = { now, policy: defaultPolicy, baseline: 'sakimori' as const }
  return assess(openInventory(snapshotOf(draft)), { context, controls: [control], ...more })
}

describe('waivers', () => {
  test('overlay a failure and never replace it', () => {
    const { findings, waivers, score, scoreAfterWaivers } = judge({ waivers: [waiver] })
    expect(findings.map(({ verdict, waiver: by }) => [verdict, by?.id])).toEqual([
      ['fail', 'W-1'],
      ['pass', undefined],
    ])
    expect(waivers).toEqual([{ waiver, state: 'active', matched: 1 }])
    expect([score, scoreAfterWaivers]).toEqual([50, 100])
  })

  test('hold to the last millisecond of their day in UTC, and then the finding is back', () => {
    expect(waiverEnd('2026-11-24')).toBe(Date.parse('2026-11-24T23:59:59.999Z'))
    const at = (moment: string) => judge({ waivers: [waiver] }, new Date(moment)).waivers[0]?.state
    expect([at('2026-11-24T23:59:59.999Z'), at('2026-11-25T00:00:00Z')]).toEqual(['active', 'expired'])
    const { findings } = judge({ waivers: [waiver] }, new Date('2026-11-25T00:00:00Z'))
    expect(findings[0]?.waiver).toBeUndefined()
  })

  test('match identity exactly: a longer reference, another vCenter or another part is another object', () => {
    const states = [
      { ref: 'HostSystem:host-1' },
      { ref: 'HostSystem:host-10', vcenter: 'another' },
      { ref: 'HostSystem:host-10', part: 'vSwitch0' },
    ].map((scope) => judge({ waivers: [{ ...waiver, scope }] }).waivers[0]?.state)
    expect(states).toEqual(['unused', 'unused', 'unused'])
  })

  test('cover a procedure that waits for a person, and are then in use', () => {
    const procedure = found('esx.exposed-files-unchanged')
    const { findings, waivers } = judge({
      controls: [procedure],
      waivers: [{ ...waiver, control: procedure.id, scope: { all: true } }],
    })
    expect(findings.map(({ verdict, waiver: by }) => [verdict, by?.id])).toEqual([
      ['manual', 'W-1'],
      ['manual', 'W-1'],
    ])
    expect(waivers.map(({ state, matched }) => [state, matched])).toEqual([['active', 2]])
  })
})

describe('tailoring', () => {
  test('changes severity and expectation, and says what it leaves out', () => {
    const id = 'esx.account-unlock-time'
    const changed = judge({ tailoring: { [id]: { severity: 'low', expect: is(1) } } })
    expect(changed.findings.map(({ verdict, severity }) => [verdict, severity])).toEqual([
      ['pass', 'low'],
      ['fail', 'low'],
    ])
    const skipped = judge({ tailoring: { [id]: { skip: 'a gateway does it' } } })
    expect([skipped.findings, skipped.skipped]).toEqual([[], [{ control: id, reason: 'a gateway does it' }]])
    expect(skipped.score).toBeUndefined()
  })
})
