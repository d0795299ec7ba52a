import { describe, expect, test } from 'vitest'
import { networkControls } from '../catalog/network/index.ts'
import { vmControls } from '../catalog/vm/index.ts'
import { defaultPolicy, expectationFor, inverse, type Change } from '../control/index.ts'
import { openInventory, releases, type Release } from '../model/index.ts'
import { first, snapshotOf, type Draft } from '../testing/draft.ts'
import { goodEstate, sampleDayOf } from '../testing/good-estate.ts'
import { networkSpoilers, set } from '../testing/spoilers/network.ts'
import { vmSpoilers } from '../testing/spoilers/vm.ts'
import { findingsOf } from '../testing/verdicts.ts'
import { project } from './project.ts'

const spoilers = { ...vmSpoilers, ...networkSpoilers }
const repairable = [...vmControls, ...networkControls].filter(({ repair }) => repair.kind === 'change')
const controlOf = (id: string) => repairable.filter((control) => control.id === id)

const verdicts = (draft: Draft, control: (typeof repairable)[number]) =>
  findingsOf(draft, control).map(({ verdict }) => verdict)

/** What the repairs of the failing objects would change. */
function changesFor(draft: Draft, control: (typeof repairable)[number]): readonly Change[] {
  const inventory = openInventory(snapshotOf(draft))
  const context = { now: sampleDayOf(draft.release), policy: defaultPolicy, baseline: 'sakimori' } as const
  const expected = control.kind === 'observation' ? expectationFor(control, 'sakimori', draft.release) : undefined
  const { repair } = control
  if (repair.kind !== 'change') return []
  return findingsOf(draft, control)
    .filter(({ verdict }) => verdict === 'fail')
    .flatMap(({ subject }) => repair.changes(subject, inventory, expected, context))
}

function apply(draft: Draft, changes: readonly Change[]): void {
  for (const change of changes)
    for (const object of draft.objects)
      if (object.ref.type === change.ref.type && object.ref.value === change.ref.value)
        object.values = { ...project(change, object.values) }
}

const spoiled = (release: Release, id: string): Draft => {
  const draft = goodEstate(release)
  spoilers[id]?.(draft)
  return draft
}

describe.each(repairable.map((control) => [control.id, control] as const))('the repair of %s', (id, control) => {
  test('makes it pass on every release where it fails, and its inverse brings back what was', () => {
    const asked = releases.filter((release) => verdicts(spoiled(release, id), control).includes('fail'))
    expect(asked.length).toBeGreaterThan(0)
    for (const release of asked) {
      const draft = spoiled(release, id)
      const before = structuredClone(draft.objects)
      const changes = changesFor(draft, control)
      expect(changes.length, release).toBeGreaterThan(0)
      apply(draft, changes)
      expect(verdicts(draft, control), release).not.toContain('fail')
      expect(verdicts(draft, control), release).not.toContain('unknown')
      apply(draft, changes.map(inverse).toReversed())
      expect(draft.objects, release).toEqual(before)
    }
  })
})

describe('trap 10: a flag is mended where it comes from', () => {
  test('a port group that inherits is mended on its switch, and all that inherit are mended with it', () => {
    const draft = goodEstate('8.0')
    set('HostSystem', 'config.network.vswitch', ['spec', 'policy', 'security', 'forgedTransmits'], true)(draft)
    set('HostSystem', 'config.network.portgroup', ['computedPolicy', 'security', 'forgedTransmits'], true)(draft)
    for (const control of controlOf('network.portgroup-forged-transmits')) {
      const changes = changesFor(draft, control)
      expect(changes.map(({ kind, part }) => `${kind} ${part}`)).toEqual([
        'switchSecurity vSwitch0',
        'switchSecurity vSwitch0',
      ])
      apply(draft, changes)
      expect(verdicts(draft, control)).toEqual(['pass', 'pass', 'pass', 'pass'])
    }
  })

  test('a distributed port group that inherits is mended on its switch', () => {
    const draft = goodEstate('8.0')
    const portgroup = 'DistributedVirtualPortgroup'
    for (const type of [portgroup, 'VmwareDistributedVirtualSwitch'])
      set(type, 'config', ['defaultPortConfig', 'macManagementPolicy', 'macChanges'], true)(draft)
    set(portgroup, 'config', ['defaultPortConfig', 'macManagementPolicy', 'inherited'], true)(draft)
    for (const control of controlOf('network.dvportgroup-mac-changes')) {
      const changes = changesFor(draft, control)
      expect(changes.map(({ kind, ref }) => `${kind} ${ref.value}`)).toEqual(['dvSwitchSecurity dvs-200'])
      apply(draft, changes)
      expect(verdicts(draft, control)).not.toContain('fail')
    }
  })
})

test('trap 4: a key is changed whatever its case', () => {
  const draft = goodEstate('7.0')
  const change: Change = {
    kind: 'vmOption',
    ref: first(draft, 'VirtualMachine').ref,
    field: 'TOOLS.SETINFO.SIZELIMIT',
    from: '1048576',
    to: '4096',
  }
  const keys = (one: Draft) =>
    (first(one, 'VirtualMachine').values['config.extraConfig'] as { key: string }[]).map(({ key }) => key)
  const before = keys(draft)
  apply(draft, [change])
  expect(keys(draft)).toEqual(before)
})
