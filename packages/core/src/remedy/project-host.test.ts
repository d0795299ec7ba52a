import { describe, expect, test } from 'vitest'
import { expectationFor, inverse, type Change, type Control } from '../control/index.ts'
import { openInventory, type MoRef } from '../model/index.ts'
import { esx } from '../catalog/esx/index.ts'
import { vcenter } from '../catalog/vcenter/index.ts'
import { snapshotOf, type Draft } from '../testing/draft.ts'
import { goodEstate, sampleDayOf } from '../testing/good-estate.ts'
import { esxSpoilers } from '../testing/spoilers/esx.ts'
import { vcenterSpoilers } from '../testing/spoilers/vcenter.ts'
import { findingsOf } from '../testing/verdicts.ts'
import { defaultPolicy } from '../control/index.ts'
import { hostProjections } from './project-host.ts'

const spoilers = { ...esxSpoilers, ...vcenterSpoilers }
const repairable = [...esx, ...vcenter].filter(
  (control) => control.kind !== 'procedure' && control.repair.kind === 'change',
)

/** The newest release on which the control asks anything. */
function releaseFor(control: Control) {
  return (
    (['9.1', '8.0', '6.7'] as const).find((release) => findingsOf(goodEstate(release), control).length > 0) ?? '8.0'
  )
}

function apply(draft: Draft, change: Change): void {
  const object = draft.objects.find(({ ref }) => sameRef(ref, change.ref))
  const projection = Object.entries(hostProjections).find(([kind]) => kind === change.kind)?.[1]
  if (!object || !projection) throw new Error(`cannot apply ${change.kind}`)
  object.values = { ...projection(change, object.values) }
}

const sameRef = (one: MoRef, other: MoRef) => one.type === other.type && one.value === other.value

describe.each(repairable.map((control) => [control.id, control] as const))('the repair of %s', (id, control) => {
  const spoiled = () => {
    const draft = goodEstate(releaseFor(control))
    spoilers[id]?.(draft)
    return draft
  }

  const changesFor = (draft: Draft): readonly Change[] => {
    const inventory = openInventory(snapshotOf(draft))
    const context = { now: sampleDayOf(draft.release), policy: defaultPolicy, baseline: 'sakimori' } as const
    return findingsOf(draft, control)
      .filter(({ verdict }) => verdict === 'fail')
      .flatMap(({ subject }) => {
        const expected = control.kind === 'observation' ? expectationFor(control, 'sakimori', draft.release) : undefined
        return control.repair.kind === 'change' ? control.repair.changes(subject, inventory, expected, context) : []
      })
  }

  test('makes it pass, and its inverse brings back what was', () => {
    const draft = spoiled()
    const before = structuredClone(draft.objects)
    const changes = changesFor(draft)
    expect(changes.length).toBeGreaterThan(0)
    for (const change of changes) apply(draft, change)
    expect(findingsOf(draft, control).map(({ verdict }) => verdict)).not.toContain('fail')
    expect(findingsOf(draft, control).map(({ verdict }) => verdict)).not.toContain('unknown')
    for (const change of changes.toReversed()) apply(draft, inverse(change))
    expect(draft.objects).toEqual(before)
  })
})

describe('an option', () => {
  const ref = { type: 'HostSystem', value: 'host-10' }
  const change = (from: Change['from'], to: Change['to']): Change => ({
    kind: 'hostOption',
    ref,
    field: 'Mem.ShareForceSalting',
    from,
    to,
  })
  const listed = (value: unknown) => ({
    'config.option': [{ _typeName: 'OptionValue', key: 'mem.shareforcesalting', value }],
  })

  test('trap 19: keeps the box of the wire, so that the type that is written is the type that was read', () => {
    expect(hostProjections.hostOption(change(0, 2), listed({ _typeName: 'int', _value: 0 }))).toEqual(
      listed({ _typeName: 'int', _value: 2 }),
    )
    expect(hostProjections.hostOption(change(0, 2), listed(0))).toEqual(listed(2))
  })

  test('that was not there comes with the type that the server asks for, and goes again', () => {
    const added = hostProjections.hostOption(change(undefined, 2), { 'config.option': [] })
    expect(added['config.option']).toEqual([
      { _typeName: 'OptionValue', key: 'Mem.ShareForceSalting', value: { _typeName: 'long', _value: 2 } },
    ])
    expect(hostProjections.hostOption(change(2, undefined), added)).toEqual({ 'config.option': [] })
  })
})
