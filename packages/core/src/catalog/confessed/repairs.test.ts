import { describe, expect, test } from 'vitest'
import { assess } from '../../assess/index.ts'
import { defaultPolicy } from '../../control/index.ts'
import { openInventory, type Release } from '../../model/index.ts'
import { first, snapshotOf, type Draft } from '../../testing/draft.ts'
import { found } from '../../testing/found.ts'
import { goodEstate, sampleDayOf } from '../../testing/good-estate.ts'
import { applyChanges, changesOf } from '../../testing/repairing.ts'
import { networkSpoilers, set } from '../../testing/spoilers/network.ts'
import { findingsOf } from '../../testing/verdicts.ts'

const verdicts = (draft: Draft, id: string) => findingsOf(draft, found(id)).map(({ verdict }) => verdict)

const spoiled = (release: Release, id: string): Draft => {
  const draft = goodEstate(release)
  networkSpoilers[id]?.(draft)
  return draft
}

const flags = ['promiscuous-mode', 'mac-changes', 'forged-transmits']
const securityControls = ['switch', 'portgroup', 'dvswitch', 'dvportgroup'].flatMap((where) =>
  flags.map((flag) => `network.${where}-${flag}`),
)

describe('bugs confessed by SCG 9.0 and 9.1 tools, 902- and 910-20260612-01', () => {
  test.each(securityControls)('the repair logged success and changed nothing: %s', (id) => {
    const draft = spoiled('9.0', id)
    expect(verdicts(draft, id)).toContain('fail')
    const changes = changesOf(draft, found(id))
    expect(changes.length).toBeGreaterThan(0)
    applyChanges(draft, changes)
    expect(verdicts(draft, id)).not.toContain('fail')
    expect(verdicts(draft, id)).toContain('pass')
  })

  test.each(['macManagementOverrideAllowed', 'networkResourcePoolOverrideAllowed'])(
    'the repair of the port policy forgot one permission: %s',
    (name) => {
      const id = 'network.dvportgroup-override-policy'
      const draft = goodEstate('9.0')
      set('DistributedVirtualPortgroup', 'config', ['policy', name], true)(draft)
      applyChanges(draft, changesOf(draft, found(id)))
      expect(verdicts(draft, id)).not.toContain('fail')
      expect(first(draft, 'DistributedVirtualPortgroup').values['config']).toMatchObject({ policy: { [name]: false } })
    },
  )

  test.each(['network.dvportgroup-vlan-trunk', 'network.dvswitch-port-mirroring', 'network.portgroup-guest-tagging'])(
    'a control was listed as repairable although the script had no repair for it: %s',
    (id) => {
      expect(found(id).repair.kind).toBe('steps')
      expect(changesOf(spoiled('9.0', id), found(id))).toEqual([])
    },
  )

  test('switch-gated repairs took no notice of the list of controls to leave out', () => {
    const draft = goodEstate('9.0')
    for (const id of securityControls) networkSpoilers[id]?.(draft)
    const { findings } = assess(openInventory(snapshotOf(draft)), {
      context: { now: sampleDayOf('9.0'), policy: defaultPolicy, baseline: 'sakimori' },
      controls: securityControls.map(found),
      filter: { exclude: ['network.dvswitch-*', 'network.switch-*'] },
    })
    // A plan is made of findings: what was left out has none, and so no change.
    expect(findings.length).toBeGreaterThan(0)
    expect(findings.filter(({ control }) => /^network\.(dv)?switch-/.test(control.id))).toEqual([])
  })
})

describe('bugs confessed by SCG 8.0 tools, 803-20260107-01', () => {
  test.each(securityControls)('the repair was backwards and set “allow”: %s', (id) => {
    const changes = changesOf(spoiled('8.0', id), found(id))
    expect(changes.length).toBeGreaterThan(0)
    for (const { to } of changes) expect([false, undefined]).toContain(to)
  })
})

describe('bugs confessed by vmware/dod-compliance-and-automation issues 147 and 151', () => {
  test('the repair of a service was left out where the service was stopped already', () => {
    const draft = goodEstate('8.0')
    const state = { key: 'TSM-SSH', label: 'SSH', running: false, policy: 'on' }
    first(draft, 'HostSystem').values['config.service.service'] = [state]
    expect(changesOf(draft, found('esx.ssh-stopped'))).toMatchObject([{ kind: 'servicePolicy', from: 'on', to: 'off' }])
  })

  test('the repair of the firewall cut hosts off from vCenter: a person narrows the lists', () => {
    for (const id of ['esx.firewall-allowed-addresses', 'esx.firewall-needed-rulesets'])
      expect(found(id).repair.kind).toBe('steps')
  })
})

describe('bugs confessed by mondoohq/cnspec pull request 3734', () => {
  test('the removal of a device met every VM, not the one that failed', () => {
    const draft = goodEstate('8.0')
    const id = 'vm.console-connections'
    first(draft, 'VirtualMachine').values['config.maxMksConnections'] = 40
    expect(changesOf(draft, found(id)).map(({ ref }) => ref.value)).toEqual(['vm-100'])
  })
})
