import { describe, expect, test } from 'vitest'
import { asking } from '../../testing/asking.ts'
import { add, first, type Spoiler } from '../../testing/draft.ts'
import { nsxPresence } from './presence.ts'

const { firstVerdict, firstNote, verdicts } = asking(nsxPresence)

const extensions =
  (...keys: readonly string[]): Spoiler =>
  (draft) => {
    first(draft, 'ServiceInstance').values['ExtensionManager.extensionList'] = keys.map((key) => ({ key }))
  }
const NSX = 'com.vmware.nsx.management.nsxt'
const OLD = 'com.vmware.vShieldManager'

/** Each port group is of vSphere itself. */
const unbacked: Spoiler = ({ objects }) => {
  for (const { ref, values } of objects)
    if (ref.type === 'DistributedVirtualPortgroup')
      values['config'] = { ...(values['config'] as object), backingType: 'standard' }
}

describe('nsx.registered', () => {
  const id = 'nsx.registered'

  test('names the newest kind that is registered', () => {
    expect(firstNote('8.0', id, [extensions(OLD)])).toBe(`registered: ${OLD}`)
    expect(firstNote('8.0', id, [extensions('com.example', OLD, NSX)])).toBe(`registered: ${NSX}`)
  })

  test('without one it is a question to a person, and a fault where NSX has left networks behind', () => {
    expect(firstVerdict('8.0', id, [unbacked, extensions('com.example')])).toBe('manual')
    const opaque: Spoiler = (draft) => {
      add(draft, 'OpaqueNetwork', 'network-o7', { name: 'segment' })
    }
    expect(firstVerdict('8.0', id, [unbacked, extensions(), opaque])).toBe('fail')
    expect(firstNote('8.0', id, [unbacked, extensions(), opaque])).toContain('network-o7')
    const backed: Spoiler = (draft) => {
      const portgroup = first(draft, 'DistributedVirtualPortgroup')
      portgroup.values['config'] = { ...(portgroup.values['config'] as object), backingType: 'nsx' }
    }
    expect(firstVerdict('8.0', id, [unbacked, extensions(), backed])).toBe('fail')
  })

  test('a port group that nobody may see may be one of NSX, unless NSX is there', () => {
    const hidden: Spoiler = (draft) => {
      const portgroup = first(draft, 'DistributedVirtualPortgroup')
      delete portgroup.values['config']
      portgroup.missing['config'] = { why: 'noPermission' }
    }
    expect(firstVerdict('8.0', id, [unbacked, extensions(), hidden])).toBe('unknown')
    expect(firstVerdict('8.0', id, [extensions(NSX), hidden])).toBe('pass')
  })

  test('a lone host has no place to register it', () => {
    const alone: Spoiler = (draft) => {
      draft.estate = { ...draft.estate, kind: 'esx' }
    }
    expect(firstVerdict('8.0', id, [alone])).toBe('notApplicable')
  })
})

describe('nsx.vm-adapters-covered', () => {
  const id = 'nsx.vm-adapters-covered'
  const UUID = '50 1e aa'
  /** The first VM has one adapter, plugged in like this, on a host where NSX has prepared one switch. */
  const plugged =
    (...backings: readonly object[]): Spoiler =>
    (draft) => {
      first(draft, 'VirtualMachine').values['config.hardware.device'] = backings.map((backing, at) => ({
        _typeName: 'VirtualVmxnet3',
        key: 4000 + at,
        deviceInfo: { label: `adapter ${at + 1}` },
        backing,
      }))
      for (const { ref, values } of draft.objects)
        if (ref.type === 'HostSystem')
          values['config.network.proxySwitch'] = [
            { dvsName: 'DSwitch', dvsUuid: UUID, nsxtEnabled: true },
            { dvsName: 'Other', dvsUuid: 'other', nsxtEnabled: false },
          ]
    }
  const port = (switchUuid: string) => ({
    _typeName: 'VirtualEthernetCardDistributedVirtualPortBackingInfo',
    port: { portgroupKey: 'dvportgroup-1', switchUuid },
  })

  test.each([
    ['a port of a switch that NSX has prepared', port(UUID), 'pass'],
    ['a port of another switch', port('other'), 'fail'],
    [
      'a network of NSX itself',
      { _typeName: 'VirtualEthernetCardOpaqueNetworkBackingInfo', opaqueNetworkId: 'o-7' },
      'pass',
    ],
    ['a standard port group', { _typeName: 'VirtualEthernetCardNetworkBackingInfo', deviceName: 'VM Network' }, 'fail'],
    ['nothing', {}, 'pass'],
    ['something that nobody knows', { _typeName: 'VirtualEthernetCardNewBackingInfo' }, 'fail'],
    [
      'a port without a port group',
      { _typeName: 'VirtualEthernetCardDistributedVirtualPortBackingInfo', port: { switchUuid: UUID } },
      'fail',
    ],
  ] as const)('%s', (_what, backing, verdict) => {
    expect(firstVerdict('8.0', id, [extensions(NSX), plugged(backing)])).toBe(verdict)
  })

  test('each adapter that is not covered is named', () => {
    const note = firstNote('8.0', id, [extensions(NSX), plugged(port('other'), port(UUID), port('other'))])
    expect(note).toBe('not covered: adapter 1, adapter 3')
  })

  test('NSX for vSphere, or none, has no such switches', () => {
    for (const keys of [[OLD], []]) expect(firstVerdict('8.0', id, [extensions(...keys)])).toBe('notApplicable')
  })

  test('without the server itself nobody knows', () => {
    const rootless: Spoiler = (draft) => {
      draft.objects.splice(
        draft.objects.findIndex(({ ref }) => ref.type === 'ServiceInstance'),
        1,
      )
    }
    expect(new Set(verdicts('8.0', id, [rootless]))).toEqual(new Set(['unknown']))
  })
})
