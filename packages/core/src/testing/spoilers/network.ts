import { isRecord } from '../../model/index.ts'
import { first, type Draft, type Spoiler } from '../draft.ts'
import { vmDeviceOf } from './vm.ts'

type Fields = Record<string, unknown>

/** Rewrites a value inside an object by the names on the way to it; a list means each of its entries. */
export function rewrite(value: unknown, path: readonly string[], to: (old: unknown) => unknown): unknown {
  const [name, ...rest] = path
  if (name === undefined) return to(value)
  if (Array.isArray(value)) return value.map((entry) => rewrite(entry, path, to))
  const fields: Fields = isRecord(value) ? value : {}
  return { ...fields, [name]: rewrite(fields[name], rest, to) }
}

/** Sets a value of the first object of a type. */
export const set =
  (type: string, at: string, path: readonly string[], value: unknown): Spoiler =>
  (draft) => {
    const object = first(draft, type)
    object.values[at] = rewrite(object.values[at], path, () => value)
  }

/** Sets a value of the object with a reference. */
export const setOf =
  (value: string, at: string, path: readonly string[], to: unknown): Spoiler =>
  (draft) => {
    for (const object of draft.objects)
      if (object.ref.value === value) object.values[at] = rewrite(object.values[at], path, () => to)
  }

const SWITCH = ['spec', 'policy', 'security']
/** Opens a flag of the first host’s standard switches; its port groups inherit it, as the host computes. */
const onSwitch =
  (flag: string): Spoiler =>
  (draft) => {
    set('HostSystem', 'config.network.vswitch', [...SWITCH, flag], true)(draft)
    set('HostSystem', 'config.network.portgroup', ['computedPolicy', 'security', flag], true)(draft)
  }

/** Opens a flag of the first host’s port groups by an override of their own. */
const onPortgroup =
  (flag: string): Spoiler =>
  (draft) => {
    set('HostSystem', 'config.network.portgroup', [...SWITCH, flag], true)(draft)
    set('HostSystem', 'config.network.portgroup', ['computedPolicy', 'security', flag], true)(draft)
  }

/** Opens a flag in the port defaults of a distributed switch or port group, in both policies as the server does. */
const onDistributed =
  (type: string, flag: string): Spoiler =>
  (draft) => {
    set(type, 'config', ['defaultPortConfig', 'securityPolicy', flag, 'value'], true)(draft)
    if (draft.release !== '6.5') set(type, 'config', ['defaultPortConfig', 'macManagementPolicy', flag], true)(draft)
  }

const DVS = 'VmwareDistributedVirtualSwitch'
const DVPG = 'DistributedVirtualPortgroup'

/** Plugs the adapter of the first VM into a standard port group. */
export const plugIntoStandard = (deviceName: string): Spoiler =>
  vmDeviceOf('VirtualVmxnet3', (device) => ({
    ...device,
    backing: { _typeName: 'VirtualEthernetCardNetworkBackingInfo', deviceName },
  }))

/** Adds a standard port group to the first host. */
export const addPortgroup =
  (name: string, vlanId: number): Spoiler =>
  (draft) => {
    const host = first(draft, 'HostSystem')
    const list = host.values['config.network.portgroup'] as Fields[]
    const [model] = list
    host.values['config.network.portgroup'] = [
      ...list,
      rewrite(
        rewrite(model, ['spec', 'name'], () => name),
        ['spec', 'vlanId'],
        () => vlanId,
      ),
    ]
  }

const vlanOf = (portgroup: string) => (draft: Draft, vlanId: number) => {
  const host = first(draft, 'HostSystem')
  host.values['config.network.portgroup'] = (host.values['config.network.portgroup'] as Fields[]).map((one) =>
    isRecord(one['spec']) && one['spec']['name'] === portgroup ? rewrite(one, ['spec', 'vlanId'], () => vlanId) : one,
  )
}

/** Puts a service of the first host on other adapters. */
export const select =
  (service: string, ...devices: readonly string[]): Spoiler =>
  (draft) => {
    const host = first(draft, 'HostSystem')
    const path = 'config.virtualNicManagerInfo.netConfig'
    host.values[path] = (host.values[path] as Fields[]).map((one) =>
      one['nicType'] === service
        ? { ...one, selectedVnic: devices.map((device) => `${service}.key-vim.host.VirtualNic-${device}`) }
        : one,
    )
  }

/** Takes the link of some of the first host’s physical adapters away. */
export const linkDown =
  (...devices: readonly string[]): Spoiler =>
  (draft) => {
    const host = first(draft, 'HostSystem')
    host.values['config.network.pnic'] = (host.values['config.network.pnic'] as Fields[]).map(({ linkSpeed, ...nic }) =>
      devices.includes(String(nic['device'])) ? nic : { ...nic, linkSpeed },
    )
  }

export const networkSpoilers: Readonly<Record<string, Spoiler>> = {
  'network.switch-promiscuous-mode': onSwitch('allowPromiscuous'),
  'network.switch-mac-changes': onSwitch('macChanges'),
  'network.switch-forged-transmits': onSwitch('forgedTransmits'),
  'network.portgroup-promiscuous-mode': onPortgroup('allowPromiscuous'),
  'network.portgroup-mac-changes': onPortgroup('macChanges'),
  'network.portgroup-forged-transmits': onPortgroup('forgedTransmits'),
  'network.dvswitch-promiscuous-mode': onDistributed(DVS, 'allowPromiscuous'),
  'network.dvswitch-mac-changes': onDistributed(DVS, 'macChanges'),
  'network.dvswitch-forged-transmits': onDistributed(DVS, 'forgedTransmits'),
  'network.dvportgroup-promiscuous-mode': onDistributed(DVPG, 'allowPromiscuous'),
  'network.dvportgroup-mac-changes': onDistributed(DVPG, 'macChanges'),
  'network.dvportgroup-forged-transmits': onDistributed(DVPG, 'forgedTransmits'),
  'network.dvportgroup-mac-learning': set(
    DVPG,
    'config',
    ['defaultPortConfig', 'macManagementPolicy', 'macLearningPolicy', 'enabled'],
    true,
  ),
  'network.dvportgroup-override-policy': set(DVPG, 'config', ['policy', 'securityPolicyOverrideAllowed'], true),
  'network.dvportgroup-port-reset': set(DVPG, 'config', ['policy', 'portConfigResetAtDisconnect'], false),
  'network.dvport-override': (draft) => {
    const dvs = first(draft, DVS)
    const [port, ...rest] = dvs.values['FetchDVPorts()'] as unknown[]
    dvs.values['FetchDVPorts()'] = [
      rewrite(port, ['config', 'setting', 'securityPolicy', 'forgedTransmits', 'inherited'], () => false),
      ...rest,
    ]
  },
  'network.portgroup-guest-tagging': (draft) => vlanOf('vMotion')(draft, 4095),
  'network.dvportgroup-vlan-trunk': set(DVPG, 'config', ['defaultPortConfig', 'vlan'], {
    _typeName: 'VmwareDistributedVirtualSwitchTrunkVlanSpec',
    inherited: false,
    vlanId: [{ _typeName: 'NumericRange', start: 100, end: 110 }],
  }),
  'network.portgroup-native-vlan': (draft) => vlanOf('vMotion')(draft, 1),
  'network.portgroup-reserved-vlan': (draft) => vlanOf('vMotion')(draft, 4094),
  'network.dvportgroup-native-vlan': set(DVPG, 'config', ['defaultPortConfig', 'vlan', 'vlanId'], 1),
  'network.dvportgroup-reserved-vlan': set(DVPG, 'config', ['defaultPortConfig', 'vlan', 'vlanId'], 3968),
  'network.management-isolated': plugIntoStandard('Management Network'),
  'network.vmotion-isolated': (draft) => vlanOf('vMotion')(draft, 10),
  'network.storage-isolated': (draft) => {
    const portgroup = draft.objects.find(({ ref }) => ref.value === 'dvportgroup-202')
    if (portgroup)
      portgroup.values['config'] = rewrite(
        portgroup.values['config'],
        ['defaultPortConfig', 'vlan', 'vlanId'],
        () => 200,
      )
  },
  'network.vmkernel-single-service': select('vmotion', 'vmk0'),
  'network.switch-uplinks': linkDown('vmnic1'),
  'network.dvswitch-uplinks': linkDown('vmnic3'),
  'network.management-uplink': (draft) => {
    addPortgroup('VM Network', 100)(draft)
    plugIntoStandard('VM Network')(draft)
    linkDown('vmnic0')(draft)
  },
  'network.dvswitch-netflow': set(DVS, 'config', ['ipfixConfig', 'collectorIpAddress'], '198.51.100.9'),
  'network.dvswitch-port-mirroring': set(
    DVS,
    'config',
    ['vspanSession'],
    [{ _typeName: 'VMwareVspanSession', key: '1', name: 'tap', enabled: true }],
  ),
  'network.dvswitch-health-check': set(DVS, 'config', ['healthCheckConfig', 'enable'], true),
  'network.dvswitch-discovery-protocol': set(DVS, 'config', ['linkDiscoveryProtocolConfig', 'operation'], 'both'),
  'network.switch-discovery-protocol': set(
    'HostSystem',
    'config.network.vswitch',
    ['spec', 'bridge', 'linkDiscoveryProtocolConfig', 'operation'],
    'advertise',
  ),
  // A port group that NSX backs is there from 7.0 on.
  'nsx.registered': set('ServiceInstance', 'ExtensionManager.extensionList', [], []),
  'nsx.vm-adapters-covered': plugIntoStandard('vMotion'),
}
