import { describe, expect, test } from 'vitest'
import { isRecord } from '../../model/index.ts'
import { asking } from '../../testing/asking.ts'
import { first, type Spoiler } from '../../testing/draft.ts'
import { goodEstate } from '../../testing/good-estate.ts'
import {
  addPortgroup,
  linkDown,
  plugIntoStandard,
  rewrite,
  select,
  set,
  setOf,
} from '../../testing/spoilers/network.ts'
import { vmDeviceOf, vmValue } from '../../testing/spoilers/vm.ts'
import { findingsOf } from '../../testing/verdicts.ts'
import { nsxPresence } from '../nsx/presence.ts'
import { networkControls } from './index.ts'

const HOST = 'HostSystem'
const DVPG = 'DistributedVirtualPortgroup'
const DVS = 'VmwareDistributedVirtualSwitch'
const PORTGROUPS = 'config.network.portgroup'

const { verdicts, firstVerdict, firstNote } = asking([...networkControls, ...nsxPresence])

describe('trap 15: a trunk is a class on a distributed switch and 4095 on a standard one', () => {
  const vlan = (spec: Record<string, unknown>) => set(DVPG, 'config', ['defaultPortConfig', 'vlan'], spec)
  const trunk = (ranges: readonly (readonly [number, number])[]) =>
    vlan({
      _typeName: 'VmwareDistributedVirtualSwitchTrunkVlanSpec',
      vlanId: ranges.map(([start, end]) => ({ _typeName: 'NumericRange', start, end })),
    })

  test.each([
    [[[0, 4094]]],
    [[[5, 5]]],
    [
      [
        [1, 9],
        [20, 30],
      ],
    ],
    [[]],
  ] as const)('a trunk of %j is one', (ranges) => {
    expect(firstVerdict('8.0', 'network.dvportgroup-vlan-trunk', [trunk(ranges)])).toBe('fail')
  })

  test('an id, a private VLAN and no VLAN are none; a setting that cannot be read is unknown', () => {
    for (const id of [0, 100, 4095])
      expect(
        firstVerdict('8.0', 'network.dvportgroup-vlan-trunk', [
          vlan({ _typeName: 'VmwareDistributedVirtualSwitchVlanIdSpec', vlanId: id }),
        ]),
      ).toBe('pass')
    expect(
      firstVerdict('8.0', 'network.dvportgroup-vlan-trunk', [
        vlan({ _typeName: 'VmwareDistributedVirtualSwitchPvlanSpec', pvlanId: 5 }),
      ]),
    ).toBe('pass')
    expect(firstVerdict('8.0', 'network.dvportgroup-vlan-trunk', [vlan({})])).toBe('unknown')
    const broken = vlan({ _typeName: 'VmwareDistributedVirtualSwitchTrunkVlanSpec', vlanId: [{ start: 'all' }] })
    expect(firstVerdict('8.0', 'network.dvportgroup-vlan-trunk', [broken])).toBe('unknown')
  })

  test('VLAN 0 is for a person to look at, the native VLAN a finding', () => {
    expect(
      verdicts('8.0', 'network.portgroup-native-vlan', [addPortgroup('a', 0), addPortgroup('b', 1)]).slice(0, 4),
    ).toEqual(['pass', 'pass', 'manual', 'fail'])
    const policy = { nativeVlans: [999] }
    expect(
      verdicts('8.0', 'network.portgroup-native-vlan', [addPortgroup('a', 1), addPortgroup('b', 999)], {
        policy,
      }).slice(2, 4),
    ).toEqual(['pass', 'fail'])
  })

  test.each([1001, 1024, 3968, 4047, 4094])('VLAN %i is reserved by the commonest switches', (id) => {
    expect(firstVerdict('8.0', 'network.dvportgroup-reserved-vlan', [vlan({ vlanId: id })])).toBe('fail')
    expect(
      firstVerdict('8.0', 'network.dvportgroup-reserved-vlan', [vlan({ vlanId: id })], {
        policy: { reservedVlans: [] },
      }),
    ).toBe('pass')
  })
})

describe('trap 17: what can be seen of separate networks', () => {
  const management = 'network.management-isolated'

  test('a VM on another VLAN of the management switch is apart, one on the same VLAN is not', () => {
    expect(firstVerdict('8.0', management, [addPortgroup('VM Network', 100), plugIntoStandard('VM Network')])).toBe(
      'pass',
    )
    const same = [addPortgroup('VM Network', 10), plugIntoStandard('VM Network')]
    expect(verdicts('8.0', management, same)).toEqual(['fail', 'pass'])
    expect(firstNote('8.0', management, same)).toBe(
      'vmk0 on Management Network (VLAN 10) shares its network with VM Network (VLAN 10): web01',
    )
  })

  test('a guest that tags for itself is on every VLAN of the switch', () => {
    expect(firstVerdict('8.0', management, [addPortgroup('trunk', 4095), plugIntoStandard('trunk')])).toBe('fail')
  })

  test('the same VLAN number on another switch is another network as far as can be seen', () => {
    const app = setOf('dvportgroup-201', 'config', ['defaultPortConfig', 'vlan', 'vlanId'], 10)
    expect(firstVerdict('8.0', management, [app])).toBe('pass')
  })

  test('a VM on the VLAN of a vmk of a distributed switch is not apart, nor is one on a trunk over it', () => {
    const vlan = ['defaultPortConfig', 'vlan']
    expect(
      firstVerdict('8.0', 'network.storage-isolated', [setOf('dvportgroup-201', 'config', [...vlan, 'vlanId'], 30)]),
    ).toBe('fail')
    const trunk = { _typeName: 'VmwareDistributedVirtualSwitchTrunkVlanSpec', vlanId: [{ start: 10, end: 40 }] }
    expect(firstVerdict('8.0', 'network.storage-isolated', [setOf('dvportgroup-201', 'config', vlan, trunk)])).toBe(
      'fail',
    )
  })

  test('a segment of NSX is a network of its own', () => {
    const onSegment = vmDeviceOf(
      'VirtualVmxnet3',
      (device) =>
        rewrite(device, ['backing', 'port', 'portgroupKey'], () => 'dvportgroup-204') as Record<string, unknown>,
    )
    expect(firstVerdict('8.0', 'network.storage-isolated', [onSegment])).toBe('pass')
  })

  test('services on one adapter', () => {
    const id = 'network.vmkernel-single-service'
    expect(firstVerdict('8.0', id, [select('vmotion', 'vmk0')])).toBe('fail')
    expect(firstNote('8.0', id, [select('vmotion', 'vmk0'), select('vsan', 'vmk0')])).toBe(
      'vmk0: management + vmotion + vsan',
    )
    expect(firstVerdict('8.0', id, [select('vsan', 'vmk2', 'vmk1')])).toBe('fail')
  })

  test.each([
    [['vSphereReplication', 'vSphereReplicationNFC'], 'pass'],
    [['vsan', 'vsanWitness'], 'pass'],
    [['vSphereReplication', 'vsan'], 'fail'],
    [['vsan', 'vsanWitness', 'vSphereReplication'], 'fail'],
  ])('services that are parts of one another may share an adapter, others not: %j', (services, verdict) => {
    const onOne: Spoiler = (draft) => {
      first(draft, HOST).values['config.virtualNicManagerInfo.netConfig'] = services.map((nicType) => ({
        nicType,
        selectedVnic: [`${nicType}.key-vim.host.VirtualNic-vmk2`],
      }))
    }
    expect(firstVerdict('8.0', 'network.vmkernel-single-service', [onOne])).toBe(verdict)
  })

  test('storage shares its network with no other adapter that has a service', () => {
    const sameNetwork: Spoiler = (draft) => {
      const host = first(draft, HOST)
      host.values['config.network.vnic'] = (host.values['config.network.vnic'] as unknown[]).map((vnic) =>
        isRecord(vnic) && vnic['device'] === 'vmk2'
          ? { ...vnic, portgroup: 'vMotion', spec: { portgroup: 'vMotion' } }
          : vnic,
      )
    }
    expect(firstVerdict('8.0', 'network.storage-isolated', [sameNetwork])).toBe('fail')
    expect(firstVerdict('8.0', 'network.storage-isolated', [sameNetwork, select('vmotion')])).toBe('pass')
    // vMotion minds management; that another adapter without that service is beside it is not its business.
    expect(firstVerdict('8.0', 'network.vmotion-isolated', [sameNetwork])).toBe('pass')
  })

  test('a host without vMotion or vSAN is not asked about them', () => {
    expect(firstVerdict('8.0', 'network.vmotion-isolated', [select('vmotion')])).toBe('notApplicable')
    expect(firstVerdict('8.0', 'network.storage-isolated', [select('vsan')])).toBe('notApplicable')
  })

  test('keys of adapters are matched whole: vmk1 is not vmk11', () => {
    const rename: Spoiler = (draft) => {
      const host = first(draft, HOST)
      host.values['config.network.vnic'] = (host.values['config.network.vnic'] as unknown[]).map((vnic) =>
        isRecord(vnic) && vnic['device'] === 'vmk1'
          ? { ...vnic, device: 'vmk11', key: 'key-vim.host.VirtualNic-vmk11' }
          : vnic,
      )
    }
    // vMotion is now on an adapter that is not there.
    expect(firstVerdict('8.0', 'network.vmotion-isolated', [rename])).toBe('unknown')
    expect(firstVerdict('8.0', 'network.vmotion-isolated', [rename, select('vmotion', 'vmk11')])).toBe('pass')
  })

  test('what may hide a neighbour makes the answer unknown', () => {
    const backing = (of: Record<string, unknown>) =>
      vmDeviceOf('VirtualVmxnet3', (device) => ({ ...device, backing: of }))
    expect(firstVerdict('8.0', management, [backing({ _typeName: 'VirtualEthernetCardNewBackingInfo' })])).toBe(
      'unknown',
    )
    expect(firstVerdict('8.0', management, [vmValue('config.hardware.device', undefined)])).toBe('unknown')
    expect(firstVerdict('8.0', management, [set(HOST, PORTGROUPS, ['spec', 'name'], 'renamed')])).toBe('unknown')
    expect(
      firstVerdict('8.0', management, [setOf('dvportgroup-201', 'config', ['defaultPortConfig', 'vlan'], {})]),
    ).toBe('unknown')
    // An adapter of another host is no matter of this one.
    expect(verdicts('8.0', management, [vmValue('config.hardware.device', undefined)])[1]).toBe('pass')
  })

  test('a port group that nobody may see may be the management network', () => {
    const hidden = vmDeviceOf('VirtualVmxnet3', (device) => ({
      ...device,
      backing: {
        _typeName: 'VirtualEthernetCardDistributedVirtualPortBackingInfo',
        port: { portgroupKey: 'dvportgroup-999' },
      },
    }))
    expect(firstVerdict('8.0', management, [hidden])).toBe('unknown')
  })

  test('an adapter of a class that is new to us is one by its backing', () => {
    const newer = [
      addPortgroup('VM Network', 10),
      plugIntoStandard('VM Network'),
      vmDeviceOf('VirtualVmxnet3', (device) => ({ ...device, _typeName: 'VirtualVmxnet9' })),
    ]
    expect(firstVerdict('9.1', management, newer)).toBe('fail')
  })

  test('the tunnel end points of NSX, which have no port group, disturb nothing', () => {
    const tunnel: Spoiler = (draft) => {
      const host = first(draft, HOST)
      const port = { _typeName: 'DistributedVirtualSwitchPortConnection', switchUuid: 'x', portKey: '7' }
      host.values['config.network.vnic'] = [
        ...(host.values['config.network.vnic'] as unknown[]),
        {
          device: 'vmk10',
          key: 'key-vim.host.VirtualNic-vmk10',
          portgroup: '',
          spec: { distributedVirtualPort: port },
        },
      ]
    }
    expect(firstVerdict('8.0', management, [tunnel])).toBe('pass')
    expect(firstVerdict('8.0', management, [tunnel, select('vsan', 'vmk10')])).toBe('unknown')
  })

  test('an adapter that is plugged in nowhere is on no network', () => {
    const loose = vmDeviceOf('VirtualVmxnet3', (device) => ({ ...device, backing: undefined }))
    expect(firstVerdict('8.0', management, [loose])).toBe('pass')
  })
})

describe('uplinks', () => {
  test('count only with a link', () => {
    expect(firstVerdict('8.0', 'network.switch-uplinks', [linkDown('vmnic1')])).toBe('fail')
    expect(firstNote('8.0', 'network.switch-uplinks', [linkDown('vmnic1')])).toBe(
      'vSwitch0: 1 of 2 uplinks with link (vmnic0)',
    )
    expect(firstVerdict('8.0', 'network.dvswitch-uplinks', [linkDown('vmnic1')])).toBe('pass')
  })

  test('are not asked of a switch inside the host, nor of one that nobody uses', () => {
    expect(firstVerdict('8.0', 'network.switch-uplinks', [set(HOST, 'config.network.vswitch', ['pnic'], [])])).toBe(
      'notApplicable',
    )
    expect(firstVerdict('8.0', 'network.switch-uplinks', [set(HOST, PORTGROUPS, [], [])])).toBe('notApplicable')
    expect(firstVerdict('8.0', 'network.dvswitch-uplinks', [set(HOST, 'config.network.proxySwitch', [], [])])).toBe(
      'notApplicable',
    )
  })

  test('management may have one uplink, but not share it with VMs', () => {
    const id = 'network.management-uplink'
    expect(firstVerdict('8.0', id, [linkDown('vmnic0')])).toBe('pass')
    const guests = [addPortgroup('VM Network', 100), plugIntoStandard('VM Network')]
    expect(firstVerdict('8.0', id, guests)).toBe('pass')
    expect(firstVerdict('8.0', id, [...guests, linkDown('vmnic0')])).toBe('fail')
  })

  test('of a distributed switch are found by its UUID', () => {
    const id = 'network.management-uplink'
    const shared = [select('management', 'vmk2'), linkDown('vmnic2')]
    expect(firstVerdict('8.0', id, shared)).toBe('fail')
    expect(firstVerdict('8.0', id, [...shared, set(DVS, 'uuid', [], 'another')])).toBe('unknown')
  })
})

describe('what a distributed switch sends', () => {
  test('listening passes for us and not for the guides', () => {
    const listen = [set(DVS, 'config', ['linkDiscoveryProtocolConfig', 'operation'], 'listen')]
    expect(firstVerdict('8.0', 'network.dvswitch-discovery-protocol', listen)).toBe('pass')
    expect(firstVerdict('8.0', 'network.dvswitch-discovery-protocol', listen, { baseline: 'scg' })).toBe('fail')
    expect(
      firstVerdict('8.0', 'network.dvswitch-discovery-protocol', [
        set(DVS, 'config', ['linkDiscoveryProtocolConfig'], undefined),
      ]),
    ).toBe('unknown')
  })

  test('approved collectors and sessions pass', () => {
    const collector = set(DVS, 'config', ['ipfixConfig', 'collectorIpAddress'], '192.0.2.5')
    expect(firstVerdict('8.0', 'network.dvswitch-netflow', [collector])).toBe('fail')
    expect(
      firstVerdict('8.0', 'network.dvswitch-netflow', [collector], { policy: { netflowCollectors: ['192.0.2.5'] } }),
    ).toBe('pass')
    const session = (enabled: boolean) => set(DVS, 'config', ['vspanSession'], [{ key: '1', name: 'ids', enabled }])
    expect(firstVerdict('8.0', 'network.dvswitch-port-mirroring', [session(true)])).toBe('fail')
    expect(firstVerdict('8.0', 'network.dvswitch-port-mirroring', [session(false)])).toBe('pass')
    expect(
      firstVerdict('8.0', 'network.dvswitch-port-mirroring', [session(true)], { policy: { mirrorSessions: ['ids'] } }),
    ).toBe('pass')
  })

  test('a standard switch without an uplink tells nobody', () => {
    expect(
      firstVerdict('8.0', 'network.switch-discovery-protocol', [
        set(HOST, 'config.network.vswitch', ['spec', 'bridge'], undefined),
      ]),
    ).toBe('notApplicable')
  })
})

describe('NSX', () => {
  const none = set(
    'ServiceInstance',
    'ExtensionManager.extensionList',
    [],
    [{ _typeName: 'Extension', key: 'com.example' }],
  )
  const forget: Spoiler = (draft) =>
    draft.objects.splice(
      draft.objects.findIndex(({ ref }) => ref.value === 'dvportgroup-204'),
      1,
    )

  test('is registered, missing, or gone from under its networks', () => {
    expect(firstVerdict('8.0', 'nsx.registered', [])).toBe('pass')
    expect(firstVerdict('8.0', 'nsx.registered', [none, forget])).toBe('manual')
    expect(firstVerdict('8.0', 'nsx.registered', [none])).toBe('fail')
    expect(
      firstVerdict('8.0', 'nsx.registered', [set('ServiceInstance', 'ExtensionManager.extensionList', [], undefined)]),
    ).toBe('unknown')
  })

  test('is nothing that a lone host could know', () => {
    const alone: Spoiler = (draft) => {
      draft.estate = { ...draft.estate, kind: 'esx' }
    }
    expect(firstVerdict('8.0', 'nsx.registered', [none, alone])).toBe('notApplicable')
  })

  test('does not see an adapter on a standard switch, nor on a switch that it has not prepared', () => {
    const id = 'nsx.vm-adapters-covered'
    expect(verdicts('8.0', id, [plugIntoStandard('vMotion')])).toEqual(['fail', 'pass'])
    expect(verdicts('8.0', id, [set(HOST, 'config.network.proxySwitch', ['nsxtEnabled'], false)])).toEqual([
      'fail',
      'pass',
    ])
    expect(verdicts('8.0', id, [none, plugIntoStandard('vMotion')])).toEqual(['notApplicable', 'notApplicable'])
  })
})

/** `null` and an empty list mean that there is none of it, which is a fair answer to some questions. */
const junk: readonly unknown[] = [7, 'x', true, [null], [7], ['x'], [[]]]

test.each([...networkControls, ...nsxPresence].map((control) => [control.id, control] as const))(
  '%s never passes on a value of a wrong type',
  (_, control) => {
    for (const { type, path } of control.reads) {
      // A manager is there or not; what NSX once made is only asked about when NSX is gone.
      if (path === 'config.managedBy' || (control.id === 'nsx.registered' && path === 'config')) continue
      for (const value of [...junk, null, [], {}, [{}], { a: { b: 1 } }]) {
        const draft = goodEstate('8.0')
        for (const object of draft.objects) if (object.ref.type === type) object.values[path] = value
        const found = findingsOf(draft, control).map(({ verdict }) => verdict)
        expect([path, value, junk.includes(value) && found.includes('pass')]).toEqual([path, value, false])
      }
    }
  },
)
