import type { DataTypes } from '@sakimori/vim25/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { portSetting, type PortSettings, type WholeSettings } from '../estate/build/port-setting.ts'
import { computedPolicy, inheritedSetting, mergeSetting, ownPolicies, refreshSetting } from './network-policy.ts'

type Setting = DataTypes['VMwareDVSPortSetting']

const flag = fc.boolean()
const security = fc.record({ allowPromiscuous: flag, macChanges: flag, forgedTransmits: flag })
const vlan = fc.oneof(
  fc.integer({ min: 0, max: 4094 }),
  fc.record({ trunk: fc.constant([[0, 4094]] as const) }),
  fc.record({ privateVlan: fc.integer({ min: 1, max: 4094 }) }),
)
const uplinks = fc.subarray(['Uplink 1', 'Uplink 2', 'Uplink 3'])

/** What a switch says: everything. */
const ofSwitch = fc
  .record({ vlan, security, macLearning: flag, ipfix: flag, active: uplinks, standby: fc.constant([]) })
  .map((whole: WholeSettings) => portSetting(whole, whole, '8.0'))

const bool = (value: boolean): DataTypes['BoolPolicy'] => ({ _typeName: 'BoolPolicy', inherited: false, value })

/** A specification that says some things and is silent on others, in the older or the newer form. */
const saying = fc
  .record(
    {
      blocked: flag,
      vlan,
      ipfix: flag,
      active: uplinks,
      older: fc.record({ allowPromiscuous: flag, macChanges: flag, forgedTransmits: flag }, { requiredKeys: [] }),
      newer: security,
      learning: flag,
    },
    { requiredKeys: [] },
  )
  .map(toSpec)

interface Saying {
  readonly blocked?: boolean
  readonly vlan?: PortSettings['vlan']
  readonly ipfix?: boolean
  readonly active?: readonly string[]
  readonly older?: {
    readonly allowPromiscuous?: boolean
    readonly macChanges?: boolean
    readonly forgedTransmits?: boolean
  }
  readonly newer?: {
    readonly allowPromiscuous: boolean
    readonly macChanges: boolean
    readonly forgedTransmits: boolean
  }
  readonly learning?: boolean
}

function toSpec({ blocked, vlan: id, ipfix, active, older, newer, learning }: Saying): Setting {
  const flags = Object.entries(older ?? {}).map(([name, value]) => [name, bool(value)])
  const own = id === undefined ? undefined : portSetting(wholeWith(id), { vlan: id }, '8.0').vlan
  return {
    _typeName: 'VMwareDVSPortSetting',
    ...(blocked !== undefined && { blocked: bool(blocked) }),
    ...(own !== undefined && { vlan: own }),
    ...(ipfix !== undefined && { ipfixEnabled: bool(ipfix) }),
    ...(active !== undefined && { uplinkTeamingPolicy: teaming(active) }),
    ...(older !== undefined &&
      newer === undefined && {
        securityPolicy: { _typeName: 'DVSSecurityPolicy', inherited: false, ...Object.fromEntries(flags) },
      }),
    ...((newer !== undefined || learning !== undefined) && { macManagementPolicy: macManagement(newer, learning) }),
  }
}

const wholeWith = (id: WholeSettings['vlan']): WholeSettings => ({
  vlan: id,
  security: { allowPromiscuous: false, macChanges: false, forgedTransmits: false },
  macLearning: false,
  ipfix: false,
  active: [],
  standby: [],
})

const teaming = (active: readonly string[]): DataTypes['VmwareUplinkPortTeamingPolicy'] => ({
  _typeName: 'VmwareUplinkPortTeamingPolicy',
  inherited: false,
  uplinkPortOrder: {
    _typeName: 'VMwareUplinkPortOrderPolicy',
    inherited: false,
    ...(active.length > 0 && { activeUplinkPort: active }),
  },
})

const macManagement = (flags: Saying['newer'], learning: boolean | undefined): DataTypes['DVSMacManagementPolicy'] => ({
  _typeName: 'DVSMacManagementPolicy',
  inherited: false,
  ...flags,
  ...(learning !== undefined && {
    macLearningPolicy: { _typeName: 'DVSMacLearningPolicy', inherited: false, enabled: learning },
  }),
})

/** A specification that takes everything back. */
const inheritAll: Setting = {
  _typeName: 'VMwareDVSPortSetting',
  blocked: { _typeName: 'BoolPolicy', inherited: true },
  vlan: { _typeName: 'VmwareDistributedVirtualSwitchVlanIdSpec', inherited: true, vlanId: 0 },
  ipfixEnabled: { _typeName: 'BoolPolicy', inherited: true },
  uplinkTeamingPolicy: { _typeName: 'VmwareUplinkPortTeamingPolicy', inherited: true },
  securityPolicy: { _typeName: 'DVSSecurityPolicy', inherited: true },
  macManagementPolicy: { _typeName: 'DVSMacManagementPolicy', inherited: true },
}

/** The values that hold, without where they come from. */
function values(setting: unknown): unknown {
  if (Array.isArray(setting)) return setting.map(values)
  if (typeof setting !== 'object' || setting === null) return setting
  const fields = Object.entries(setting).filter(([name]) => name !== 'inherited')
  return Object.fromEntries(fields.map(([name, value]) => [name, values(value)]))
}

const names = ['allowPromiscuous', 'macChanges', 'forgedTransmits'] as const
const older = ({ securityPolicy }: Setting) => names.map((name) => securityPolicy?.[name]?.value)
const newer = ({ macManagementPolicy }: Setting) => names.map((name) => macManagementPolicy?.[name])

describe('settings of distributed switches', () => {
  it('an empty specification changes nothing', () => {
    fc.assert(
      fc.property(ofSwitch, saying, (top, spec) => {
        const own = mergeSetting(inheritedSetting(top), spec, top)
        expect(mergeSetting(own, { _typeName: 'VMwareDVSPortSetting' }, top)).toEqual(own)
        expect(mergeSetting(own, undefined, top)).toBe(own)
      }),
    )
  })

  it('inherit, override, inherit gives the original', () => {
    fc.assert(
      fc.property(ofSwitch, saying, (top, spec) => {
        const original = inheritedSetting(top)
        expect(mergeSetting(mergeSetting(original, spec, top), inheritAll, top)).toEqual(original)
        expect(ownPolicies(original)).toEqual([])
      }),
    )
  })

  it('what holds is what the nearest says: port, port group, switch', () => {
    fc.assert(
      fc.property(ofSwitch, saying, saying, (top, forGroup, forPort) => {
        const group = mergeSetting(inheritedSetting(top), forGroup, top) as Setting
        const port = mergeSetting(inheritedSetting(group), forPort, group) as Setting
        const said = {
          ...(values(top) as object),
          ...(values(forGroup) as object),
          ...(values(forPort) as object),
        } as Setting
        expect(values(port.blocked)).toEqual(said.blocked)
        expect(values(port.vlan)).toEqual(said.vlan)
        expect(values(port.ipfixEnabled)).toEqual(said.ipfixEnabled)
        const order = forPort.uplinkTeamingPolicy ?? forGroup.uplinkTeamingPolicy ?? top.uplinkTeamingPolicy
        expect(values(port.uplinkTeamingPolicy?.uplinkPortOrder)).toEqual(values(order?.uplinkPortOrder))
      }),
    )
  })

  it('a change above reaches what is inherited, and only that', () => {
    fc.assert(
      fc.property(ofSwitch, ofSwitch, saying, (before, after, spec) => {
        const own = mergeSetting(inheritedSetting(before), spec, before)
        const fresh = mergeSetting(inheritedSetting(after), spec, after)
        // The single `inherited` of the newer form takes all three flags along, the older one only those that it names.
        expect(refreshSetting(own, after)).toEqual(fresh)
      }),
    )
  })

  it('both forms of the layer-2 flags say the same', () => {
    fc.assert(
      fc.property(ofSwitch, fc.array(saying, { maxLength: 4 }), (top, specs) => {
        let own = inheritedSetting(top)
        for (const spec of specs) {
          own = mergeSetting(own, spec, top)
          expect(newer(own as Setting)).toEqual(older(own as Setting))
        }
      }),
    )
  })

  it('of two forms that a client sends back, the one that it changed counts', () => {
    fc.assert(
      fc.property(ofSwitch, fc.constantFrom(...names), (top, name) => {
        const own = inheritedSetting(top) as Setting
        const was = own.macManagementPolicy?.[name] === true
        const flags: DataTypes['DVSSecurityPolicy'] = {
          _typeName: 'DVSSecurityPolicy',
          inherited: false,
          [name]: bool(!was),
        }
        const changedOlder = mergeSetting(own, { ...own, securityPolicy: flags }, top)
        expect(changedOlder.macManagementPolicy?.[name]).toBe(!was)
        const management = {
          ...own.macManagementPolicy,
          _typeName: 'DVSMacManagementPolicy' as const,
          inherited: false,
          [name]: !was,
        }
        const changedNewer = mergeSetting(own, { ...own, macManagementPolicy: management }, top)
        expect(changedNewer.securityPolicy?.[name]).toEqual(bool(!was))
      }),
    )
  })

  it('traffic filters are inherited one by one', () => {
    const filter = (key: string, inherited: boolean): DataTypes['DvsTrafficFilterConfig'] => ({
      _typeName: 'DvsTrafficFilterConfig',
      key,
      inherited,
      agentName: 'dvfilter-generic-vmware',
    })
    const top: Setting = {
      _typeName: 'VMwareDVSPortSetting',
      filterPolicy: { _typeName: 'DvsFilterPolicy', inherited: false, filterConfig: [filter('1', false)] },
    }
    const add: DataTypes['DvsTrafficFilterConfigSpec'] = {
      _typeName: 'DvsTrafficFilterConfigSpec',
      operation: 'add',
      inherited: false,
      agentName: 'dvfilter-generic-vmware',
    }
    const spec: Setting = {
      _typeName: 'VMwareDVSPortSetting',
      filterPolicy: { _typeName: 'DvsFilterPolicy', inherited: false, filterConfig: [add] },
    }
    const own = mergeSetting(inheritedSetting(top), spec, top)
    expect(own.filterPolicy?.filterConfig?.map(({ inherited }) => inherited)).toEqual([true, false])
    const without = refreshSetting(own, { ...top, filterPolicy: { _typeName: 'DvsFilterPolicy', inherited: false } })
    expect(without.filterPolicy?.filterConfig).toHaveLength(1)
  })
})

describe('policies of standard switches', () => {
  const partial = fc.record({ allowPromiscuous: flag, macChanges: flag, forgedTransmits: flag }, { requiredKeys: [] })

  it('each field is that of the port group, else that of the switch', () => {
    fc.assert(
      fc.property(security, partial, uplinks, (ofSwitch_, own, active) => {
        const policy = (flags: object, nics: readonly string[]): DataTypes['HostNetworkPolicy'] => ({
          _typeName: 'HostNetworkPolicy',
          security: { _typeName: 'HostNetworkSecurityPolicy', ...flags },
          nicTeaming: {
            _typeName: 'HostNicTeamingPolicy',
            ...(nics.length > 0 && { nicOrder: { _typeName: 'HostNicOrderPolicy', activeNic: nics } }),
          },
        })
        const computed = computedPolicy(policy(ofSwitch_, ['vmnic0', 'vmnic1']), policy(own, active))
        expect(computed.security).toEqual({ _typeName: 'HostNetworkSecurityPolicy', ...ofSwitch_, ...own })
        expect(computed.nicTeaming?.nicOrder?.activeNic).toEqual(active.length > 0 ? active : ['vmnic0', 'vmnic1'])
      }),
    )
  })
})
