import { describe, expect, test } from 'vitest'
import { releases } from '../../model/index.ts'
import { first } from '../../testing/draft.ts'
import { found } from '../../testing/found.ts'
import { goodEstate } from '../../testing/good-estate.ts'
import { rewrite, select, set } from '../../testing/spoilers/network.ts'
import { findingsOf, verdictOf } from '../../testing/verdicts.ts'

const dvPortgroup = 'DistributedVirtualPortgroup'

describe('bugs confessed by SCG 9.0 and 9.1 tools, 902- and 910-20260612-01', () => {
  const trunk = (...ranges: readonly (readonly [number, number])[]) => ({
    _typeName: 'VmwareDistributedVirtualSwitchTrunkVlanSpec',
    inherited: false,
    vlanId: ranges.map(([start, end]) => ({ _typeName: 'NumericRange', start, end })),
  })

  test.each([
    ['every VLAN', trunk([0, 4094])],
    ['a range', trunk([100, 110])],
    ['a single VLAN', trunk([200, 200])],
    ['several ranges', trunk([1, 9], [4094, 4094])],
    ['no VLAN', trunk()],
  ])('the VGT test compared an object with a number and could not fail: a trunk of %s', (_what, vlan) => {
    for (const release of releases) {
      const draft = goodEstate(release)
      set(dvPortgroup, 'config', ['defaultPortConfig', 'vlan'], vlan)(draft)
      expect(verdictOf(draft, found('network.dvportgroup-vlan-trunk')), release).toBe('fail')
    }
  })

  test('the VGT test compared an object with a number and could not fail: VLAN 4095 of a standard switch', () => {
    const portgroup = (vlanId: unknown) => {
      const draft = goodEstate('9.0')
      const host = first(draft, 'HostSystem')
      const path = 'config.network.portgroup'
      host.values[path] = rewrite(host.values[path], ['spec', 'vlanId'], () => vlanId)
      return verdictOf(draft, found('network.portgroup-guest-tagging'))
    }
    expect([portgroup(4095), portgroup(10)]).toEqual(['fail', 'pass'])
    for (const odd of [{ vlanId: 4095 }, { vlanId: 10 }, '4095', null]) expect(portgroup(odd)).toBe('unknown')
  })

  test.each(['macManagementOverrideAllowed', 'networkResourcePoolOverrideAllowed'])(
    'one permission to override was forgotten: %s',
    (name) => {
      const draft = goodEstate('9.0')
      set(dvPortgroup, 'config', ['policy', name], true)(draft)
      expect(verdictOf(draft, found('network.dvportgroup-override-policy'))).toBe('fail')
    },
  )
})

describe('bugs confessed by reading the DISA InSpec profiles', () => {
  test('the answers of all switches were joined to one text, so that one bad switch hid among good ones', () => {
    const draft = goodEstate('8.0')
    const host = first(draft, 'HostSystem')
    const path = 'config.network.vswitch'
    const [model] = host.values[path] as readonly Record<string, unknown>[]
    const open = rewrite({ ...model, name: 'vSwitch1' }, ['spec', 'policy', 'security', 'allowPromiscuous'], () => true)
    host.values[path] = [model, open]
    const seen = findingsOf(draft, found('network.switch-promiscuous-mode'))
      .filter(({ subject }) => subject.ref.value === host.ref.value)
      .map(({ subject, verdict }) => [subject.key, verdict])
    expect(seen).toEqual([
      ['vSwitch0', 'pass'],
      ['vSwitch1', 'fail'],
    ])
  })
})

describe('bugs confessed by vmware/dod-compliance-and-automation issue 118', () => {
  test('the adapter of vMotion carried other traffic as well, which the test did not look at', () => {
    const draft = goodEstate('8.0')
    select('management', 'vmk0', 'vmk1')(draft)
    expect(verdictOf(draft, found('network.vmkernel-single-service'))).not.toBe('pass')
    const adapters = findingsOf(draft, found('network.vmkernel-single-service')).map(({ verdict }) => verdict)
    expect(adapters).toContain('fail')
  })
})
