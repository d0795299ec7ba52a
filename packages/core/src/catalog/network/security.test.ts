import { describe, expect, test } from 'vitest'
import { releases } from '../../model/index.ts'
import { asking } from '../../testing/asking.ts'
import { first, type Spoiler } from '../../testing/draft.ts'
import { rewrite, set, setOf } from '../../testing/spoilers/network.ts'
import { networkControls } from './index.ts'

const HOST = 'HostSystem'
const DVPG = 'DistributedVirtualPortgroup'
const DVS = 'VmwareDistributedVirtualSwitch'
const PORTGROUPS = 'config.network.portgroup'
const security = ['spec', 'policy', 'security']

const { verdicts, firstVerdict, firstNote } = asking(networkControls)

describe('trap 5: defaults of the standard switch are never filled in', () => {
  test.each(['promiscuous-mode', 'mac-changes', 'forged-transmits'])(
    '%s: a switch that does not say is unknown',
    (slug) => {
      for (const release of releases) {
        const silent = set(HOST, 'config.network.vswitch', security, {})
        expect(firstVerdict(release, `network.switch-${slug}`, [silent])).toBe('unknown')
        const mute = [silent, set(HOST, PORTGROUPS, ['computedPolicy'], undefined)]
        expect(firstVerdict(release, `network.portgroup-${slug}`, mute)).toBe('unknown')
      }
    },
  )

  test('a flag of the wrong type is no flag', () => {
    expect(
      firstVerdict('8.0', 'network.switch-mac-changes', [
        set(HOST, 'config.network.vswitch', [...security, 'macChanges'], 'false'),
      ]),
    ).toBe('unknown')
  })
})

describe('trap 10: a standard port group inherits what it does not say', () => {
  const id = 'network.portgroup-forged-transmits'
  const open = set(HOST, 'config.network.vswitch', [...security, 'forgedTransmits'], true)
  const openHere = set(HOST, PORTGROUPS, ['computedPolicy', 'security', 'forgedTransmits'], true)

  test('the computed policy decides, and the note says where it comes from', () => {
    expect(firstVerdict('7.0', id, [open, openHere])).toBe('fail')
    expect(firstNote('7.0', id, [open, openHere])).toBe('inherited from the switch vSwitch0')
    const own = set(HOST, PORTGROUPS, [...security, 'forgedTransmits'], true)
    expect(firstNote('7.0', id, [own, openHere])).toBe('set on the port group itself')
  })

  test('without a computed policy its own word counts, then that of its switch', () => {
    const uncomputed = set(HOST, PORTGROUPS, ['computedPolicy'], undefined)
    expect(firstVerdict('7.0', id, [open, uncomputed])).toBe('fail')
    expect(
      firstVerdict('7.0', id, [open, uncomputed, set(HOST, PORTGROUPS, [...security, 'forgedTransmits'], false)]),
    ).toBe('pass')
  })

  test('a port group that closes what its switch opens passes; the switch does not', () => {
    const closed = [open, set(HOST, PORTGROUPS, [...security, 'forgedTransmits'], false)]
    expect(firstVerdict('7.0', id, closed)).toBe('pass')
    expect(firstVerdict('7.0', 'network.switch-forged-transmits', closed)).toBe('fail')
  })

  test('names of port groups repeat from host to host: each host is judged by its own', () => {
    expect(verdicts('7.0', id, [open, openHere])).toEqual(['fail', 'fail', 'pass', 'pass'])
  })
})

describe('trap 12: a distributed port group has two policies', () => {
  const id = 'network.dvportgroup-mac-changes'
  const setting = ['defaultPortConfig']

  test('the newer one counts where the release has it', () => {
    const older = set(DVPG, 'config', [...setting, 'securityPolicy', 'macChanges', 'value'], true)
    expect(firstVerdict('8.0', id, [older])).toBe('pass')
    expect(firstVerdict('6.5', id, [older])).toBe('fail')
    const newer = set(DVPG, 'config', [...setting, 'macManagementPolicy', 'macChanges'], true)
    expect(firstVerdict('8.0', id, [newer])).toBe('fail')
  })

  test('the older one fills in for an empty newer one, and without both the answer is unknown', () => {
    const empty = set(DVPG, 'config', [...setting, 'macManagementPolicy'], {
      _typeName: 'DVSMacManagementPolicy',
      inherited: false,
    })
    expect(firstVerdict('8.0', id, [empty])).toBe('pass')
    expect(
      firstVerdict('8.0', id, [
        empty,
        set(DVPG, 'config', [...setting, 'securityPolicy', 'macChanges', 'value'], true),
      ]),
    ).toBe('fail')
    const nothing = [setOf('dvportgroup-201', 'config', setting, {}), setOf('dvs-200', 'config', setting, {})]
    expect(firstVerdict('8.0', id, nothing)).toBe('unknown')
  })

  test('what is inherited comes from the switch', () => {
    const inherited = set(DVPG, 'config', [...setting, 'macManagementPolicy', 'inherited'], true)
    const open = set(DVS, 'config', [...setting, 'macManagementPolicy', 'macChanges'], true)
    expect(firstVerdict('8.0', id, [inherited, open])).toBe('fail')
    expect(firstNote('8.0', id, [inherited, open])).toBe('inherited from the switch')
    expect(firstVerdict('8.0', id, [open])).toBe('pass')
  })

  test('MAC learning is in the newer one alone', () => {
    const learning = set(DVPG, 'config', [...setting, 'macManagementPolicy', 'macLearningPolicy', 'enabled'], true)
    expect(firstVerdict('6.7', 'network.dvportgroup-mac-learning', [learning])).toBe('fail')
    expect(verdicts('6.5', 'network.dvportgroup-mac-learning', [])).toEqual([])
    expect(
      firstVerdict('6.7', 'network.dvportgroup-mac-learning', [
        set(DVPG, 'config', [...setting, 'macManagementPolicy'], undefined),
      ]),
    ).toBe('pass')
  })
})

describe('trap 13: uplink port groups and those of NSX are not judged', () => {
  test.each([
    'network.dvportgroup-forged-transmits',
    'network.dvportgroup-vlan-trunk',
    'network.dvportgroup-override-policy',
  ])('%s', (id) => {
    expect(verdicts('6.5', id, [])).toEqual(['pass', 'pass', 'notApplicable'])
    expect(verdicts('8.0', id, [])).toEqual(['pass', 'pass', 'notApplicable', 'notApplicable'])
  })

  test('an uplink is known by the list of its switch where `uplink` is not yet a field', () => {
    const unlisted = set(DVS, 'config', ['uplinkPortgroup'], [])
    expect(verdicts('6.5', 'network.dvportgroup-forged-transmits', [unlisted]).at(-1)).toBe('fail')
    expect(verdicts('8.0', 'network.dvportgroup-forged-transmits', [unlisted])[2]).toBe('notApplicable')
  })

  test('a port group whose switch cannot be seen is unknown', () => {
    const gone: Spoiler = (draft) => draft.objects.splice(draft.objects.indexOf(first(draft, DVS)), 1)
    expect(new Set(verdicts('8.0', 'network.dvportgroup-forged-transmits', [gone]))).toEqual(new Set(['unknown']))
  })
})

describe('trap 14: permission to override is one thing, an override another', () => {
  /** Lets the first port say something of its own. */
  const override =
    (path: readonly string[], to: unknown): Spoiler =>
    (draft) => {
      const dvs = first(draft, DVS)
      const [port, ...rest] = dvs.values['FetchDVPorts()'] as unknown[]
      dvs.values['FetchDVPorts()'] = [rewrite(port, path, () => to), ...rest]
    }

  test('a port that differs fails although overriding is forbidden', () => {
    for (const path of [
      ['securityPolicy', 'allowPromiscuous', 'inherited'],
      ['securityPolicy', 'inherited'],
      ['macManagementPolicy', 'inherited'],
      ['vlan', 'inherited'],
    ]) {
      const own = override(['config', 'setting', ...path], false)
      expect(firstVerdict('8.0', 'network.dvport-override', [own])).toBe('fail')
      expect(firstVerdict('8.0', 'network.dvportgroup-override-policy', [own])).toBe('pass')
    }
    expect(
      firstNote('8.0', 'network.dvport-override', [override(['config', 'setting', 'vlan', 'inherited'], false)]),
    ).toBe('1 port(s) override: 0 (vlan)')
  })

  test('blocking a port is normal; every other permission is named', () => {
    expect(
      firstVerdict('8.0', 'network.dvportgroup-override-policy', [
        set(DVPG, 'config', ['policy', 'blockOverrideAllowed'], false),
      ]),
    ).toBe('pass')
    expect(
      firstNote('8.0', 'network.dvportgroup-override-policy', [
        set(DVPG, 'config', ['policy', 'macManagementOverrideAllowed'], true),
      ]),
    ).toBe('ports may override: macManagementOverrideAllowed')
    expect(firstVerdict('8.0', 'network.dvportgroup-override-policy', [set(DVPG, 'config', ['policy'], {})])).toBe(
      'unknown',
    )
  })

  test('ports of a segment and ports without settings override nothing', () => {
    const own = override(['config', 'setting', 'vlan', 'inherited'], false)
    expect(firstVerdict('8.0', 'network.dvport-override', [own, override(['segmentPortId'], 'p')])).toBe('pass')
    expect(firstVerdict('8.0', 'network.dvport-override', [override(['config', 'setting'], undefined)])).toBe('pass')
    expect(firstVerdict('8.0', 'network.dvport-override', [set(DVS, 'FetchDVPorts()', [], undefined)])).toBe('unknown')
  })
})
