import { describe, expect, test } from 'vitest'
import { defaultPolicy, is } from '../control/index.ts'
import { openInventory } from '../model/index.ts'
import { first, setOption, snapshotOf } from '../testing/draft.ts'
import { found } from '../testing/found.ts'
import { goodEstate, sampleDay } from '../testing/good-estate.ts'
import { rewrite } from '../testing/spoilers/network.ts'
import { assess, type AssessOptions } from './assess.ts'
import { waiverEnd, type Waiver, type WaiverScope } from './waiver.ts'

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

  test('match where everything that they name is so', () => {
    const scopes = [
      { ref: 'HostSystem:host-10', vcenter: '11111111-2222-4333-8444-555555555555' },
      { all: true },
    ] as const
    for (const scope of scopes) expect(judge({ waivers: [{ ...waiver, scope }] }).waivers[0]?.state).toBe('active')
  })

  test('of a part of a host cover that part alone', () => {
    const draft = goodEstate('8.0')
    const host = first(draft, 'HostSystem')
    const path = 'config.network.portgroup'
    host.values[path] = rewrite(host.values[path], ['spec', 'vlanId'], () => 4095)
    const control = found('network.portgroup-guest-tagging')
    const covered = (scope: WaiverScope) =>
      assess(openInventory(snapshotOf(draft)), {
        context: { now: sampleDay, policy: defaultPolicy, baseline: 'sakimori' },
        controls: [control],
        waivers: [{ ...waiver, control: control.id, scope }],
      }).findings.flatMap(({ subject, waiver: by }) => (by ? [`${subject.ref.value} ${subject.key}`] : []))
    expect(covered({ ref: 'HostSystem:host-10', part: 'vMotion' })).toEqual(['host-10 vMotion'])
    expect(covered({ ref: 'HostSystem:host-10' })).toEqual(['host-10 Management Network', 'host-10 vMotion'])
  })

  test('of a VM by its own UUID hold wherever the VM is registered, and for no other', () => {
    const draft = goodEstate('8.0')
    for (const vm of draft.objects) if (vm.ref.type === 'VirtualMachine') vm.values['config.maxMksConnections'] = 40
    const instanceUuid = String(first(draft, 'VirtualMachine').values['config.instanceUuid'])
    const control = found('vm.console-connections')
    const { findings } = assess(openInventory(snapshotOf(draft)), {
      context: { now: sampleDay, policy: defaultPolicy, baseline: 'sakimori' },
      controls: [control],
      waivers: [{ ...waiver, control: control.id, scope: { instanceUuid } }],
    })
    expect(findings.map(({ subject, waiver: by }) => [subject.ref.value, by?.id])).toEqual([
      ['vm-100', 'W-1'],
      ['vm-101', undefined],
    ])
  })

  test('end at the moment that they name, if they name one', () => {
    expect(waiverEnd('2026-11-24T18:00:00+09:00')).toBe(Date.parse('2026-11-24T09:00:00Z'))
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
