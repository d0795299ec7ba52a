import { describe, expect, test } from 'vitest'
import { networkControls } from '../catalog/network/index.ts'
import { vmControls } from '../catalog/vm/index.ts'
import { inverse, type Change } from '../control/index.ts'
import { releases, type Release } from '../model/index.ts'
import { first, type Draft } from '../testing/draft.ts'
import { goodEstate } from '../testing/good-estate.ts'
import { applyChanges, changesOf } from '../testing/repairing.ts'
import { networkSpoilers, set } from '../testing/spoilers/network.ts'
import { vmSpoilers } from '../testing/spoilers/vm.ts'
import { findingsOf } from '../testing/verdicts.ts'

const spoilers = { ...vmSpoilers, ...networkSpoilers }
const repairable = [...vmControls, ...networkControls].filter(({ repair }) => repair.kind === 'change')
const controlOf = (id: string) => repairable.filter((control) => control.id === id)

const verdicts = (draft: Draft, control: (typeof repairable)[number]) =>
  findingsOf(draft, control).map(({ verdict }) => verdict)

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
      const changes = changesOf(draft, control)
      expect(changes.length, release).toBeGreaterThan(0)
      applyChanges(draft, changes)
      expect(verdicts(draft, control), release).not.toContain('fail')
      expect(verdicts(draft, control), release).not.toContain('unknown')
      applyChanges(draft, changes.map(inverse).toReversed())
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
      const changes = changesOf(draft, control)
      expect(changes.map(({ kind, part }) => `${kind} ${part}`)).toEqual([
        'switchSecurity vSwitch0',
        'switchSecurity vSwitch0',
      ])
      applyChanges(draft, changes)
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
      const changes = changesOf(draft, control)
      expect(changes.map(({ kind, ref }) => `${kind} ${ref.value}`)).toEqual(['dvSwitchSecurity dvs-200'])
      applyChanges(draft, changes)
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
  applyChanges(draft, [change])
  expect(keys(draft)).toEqual(before)
})
