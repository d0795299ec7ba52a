import { demand, methodsOf, sessionOf, type Call } from '../../kernel/call.ts'
import { editHost, reachedHost, recorded, type HostEdit } from './host-edit.ts'
import { updateDns, updateRoutes } from './ip-config.ts'
import { applyConfig } from './network-config.ts'
import { networkHints, updateLinkSpeed } from './pnic.ts'
import { addGroup, removeGroup, updateGroup } from './portgroup.ts'
import { addVnic, removeVnic, updateVnic } from './vnic.ts'
import { addSwitch, removeSwitch, updateSwitch } from './vswitch.ts'

const edited = <T>(call: Call, operation: string, work: (edit: HostEdit) => T): T =>
  editHost(call, `host.NetworkSystem.${operation}`, work)

/** The tables name no privilege for methods that also touch distributed switches ("dynamic privilege check"). */
const asksNetwork = (call: Call) => demand(call.world, sessionOf(call), call.self, 'Host.Config.Network')

/** Standard switches, port groups and VMkernel adapters of a host. */
export const hostNetworkSystemMethods = methodsOf('HostNetworkSystem', {
  AddVirtualSwitch: (call, { vswitchName, spec }) =>
    edited(call, 'addVirtualSwitch', (edit) => addSwitch(edit, vswitchName, spec)),
  UpdateVirtualSwitch: (call, { vswitchName, spec }) =>
    edited(call, 'updateVirtualSwitch', (edit) => updateSwitch(edit, vswitchName, spec)),
  RemoveVirtualSwitch: (call, { vswitchName }) =>
    edited(call, 'removeVirtualSwitch', (edit) => removeSwitch(edit, vswitchName)),
  AddPortGroup: (call, { portgrp }) => edited(call, 'addPortGroup', (edit) => addGroup(edit, portgrp)),
  UpdatePortGroup: (call, { pgName, portgrp }) =>
    edited(call, 'updatePortGroup', (edit) => updateGroup(edit, pgName, portgrp)),
  RemovePortGroup: (call, { pgName }) => edited(call, 'removePortGroup', (edit) => removeGroup(edit, pgName)),
  AddVirtualNic(call, { portgroup, nic }) {
    asksNetwork(call)
    return edited(call, 'addVirtualNic', (edit) => addVnic(edit, portgroup, nic))
  },
  UpdateVirtualNic(call, { device, nic }) {
    asksNetwork(call)
    edited(call, 'updateVirtualNic', (edit) => updateVnic(edit, device, nic))
  },
  RemoveVirtualNic: (call, { device }) => edited(call, 'removeVirtualNic', (edit) => removeVnic(edit, device)),
  UpdateNetworkConfig(call, { config, changeMode }) {
    asksNetwork(call)
    return edited(call, 'updateNetworkConfig', (edit) => applyConfig(edit, config, changeMode))
  },
  UpdateDnsConfig: (call, { config }) => edited(call, 'updateDnsConfig', (edit) => updateDns(edit, config)),
  UpdateIpRouteConfig: (call, { config }) => edited(call, 'updateIpRouteConfig', (edit) => updateRoutes(edit, config)),
  UpdatePhysicalNicLinkSpeed: (call, { device, linkSpeed }) =>
    edited(call, 'updatePhysicalNicLinkSpeed', (edit) => updateLinkSpeed(edit, device, linkSpeed)),
  QueryNetworkHint: (call, { device = [] }) => networkHints(call.world, reachedHost(call), device),
  // Nobody changes a simulated host behind the server's back: there is nothing new to find.
  RefreshNetworkSystem: (call) => recorded(call, 'host.NetworkSystem.refresh', () => undefined),
})
