import { isIP } from 'node:net'
import type { DataTypes } from '@sakimori/vim25/types'
import { changeConfig, knownConfigOf } from '../../behaviour/host-config.ts'
import { findService, servicesOf, setService } from '../../behaviour/host-services.ts'
import { methodsOf, type Call } from '../../kernel/call.ts'
import { invalidArgument, notFound } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { hostConfigFault, hostFor, recordTask, userOf } from './host-call.ts'

type Firewall = DataTypes['HostFirewallInfo']
type Ruleset = DataTypes['HostFirewallRuleset']
type IpList = DataTypes['HostFirewallRulesetIpList']

function firewallOf(host: ManagedObject): Firewall {
  const { firewall } = knownConfigOf(host)
  if (firewall === undefined) throw hostConfigFault('The firewall of the host is not known')
  return firewall
}

function known(host: ManagedObject, id: string): Ruleset {
  const found = firewallOf(host).ruleset?.find(({ key }) => key === id)
  if (found === undefined) throw notFound(`the rule set ${id}`)
  return found
}

function changeRuleset(call: Call, host: ManagedObject, id: string, wanted: Partial<Ruleset>, verb: string): void {
  const firewall = firewallOf(host)
  const ruleset = firewall.ruleset?.map((held) => (held.key === id ? { ...held, ...wanted } : held)) ?? []
  changeFirewall(
    call,
    host,
    { ruleset },
    verb,
    `Firewall configuration has changed. Operation '${verb}' for rule set ${id} succeeded.`,
  )
}

function changeFirewall(
  call: Call,
  host: ManagedObject,
  wanted: Partial<Firewall>,
  verb: string,
  message: string,
): void {
  const { world } = call
  changeConfig(world.store, host, { firewall: { ...firewallOf(host), ...wanted } })
  recordTask(call, host, `host.FirewallSystem.${verb}`)
  world.events.postEx('esx.audit.net.firewall.config.changed', userOf(call), host, message)
}

/** Rule sets that belong to the system are its own to switch (HostFirewallRuleset.userControllable, from 8.0 U2). */
function checkSwitchable({ key, userControllable }: Ruleset): void {
  if (userControllable === false)
    throw hostConfigFault(`The rule set ${key} is owned by the system and cannot be switched`)
}

/** Services that run while a port of theirs is open follow the rule set (vSphere API, EnableRuleset and DisableRuleset). */
function followServices(call: Call, host: ManagedObject, { key, service }: Ruleset): void {
  const rulesets = firewallOf(host).ruleset ?? []
  for (const one of servicesOf(host)) {
    if (one.policy !== 'automatic' || (one.key !== service && one.ruleset?.includes(key) !== true)) continue
    const isOpen = rulesets.some(
      (held) => held.enabled && (held.service === one.key || one.ruleset?.includes(held.key) === true),
    )
    if (findService(host, one.key)?.running !== isOpen) {
      setService(call.world, host, one.key, { running: isOpen }, userOf(call))
    }
  }
}

function switchRuleset(call: Call, id: string, enabled: boolean): void {
  const host = hostFor(call)
  const ruleset = known(host, id)
  checkSwitchable(ruleset)
  if (ruleset.enabled === enabled) return
  if (!enabled && ruleset.required) throw hostConfigFault(`The rule set ${id} is required and cannot be disabled`)
  changeRuleset(call, host, id, { enabled }, enabled ? 'enableRuleset' : 'disableRuleset')
  followServices(call, host, ruleset)
}

/** Addresses must be such, and a prefix must fit its network; host bits in a network are left as they were given. */
function checkIpList({ ipAddress = [], ipNetwork = [] }: IpList): void {
  for (const address of ipAddress) {
    if (isIP(address) === 0) throw invalidArgument('spec.allowedHosts.ipAddress', `has ${address}, which is no address`)
  }
  for (const { network, prefixLength } of ipNetwork) {
    const version = isIP(network)
    if (version === 0) throw invalidArgument('spec.allowedHosts.ipNetwork', `has ${network}, which is no address`)
    if (prefixLength < 0 || prefixLength > (version === 4 ? 32 : 128)) {
      throw invalidArgument('spec.allowedHosts.ipNetwork', `has ${network}/${prefixLength}, whose prefix is too long`)
    }
  }
}

export const hostFirewallSystemMethods = methodsOf('HostFirewallSystem', {
  EnableRuleset(call, { id }) {
    switchRuleset(call, id, true)
    return undefined
  },
  DisableRuleset(call, { id }) {
    switchRuleset(call, id, false)
    return undefined
  },
  UpdateRuleset(call, { id, spec }) {
    const host = hostFor(call)
    if (known(host, id).ipListUserConfigurable === false) {
      throw hostConfigFault(`Who may use the rule set ${id} is set by the system`)
    }
    checkIpList(spec.allowedHosts)
    changeRuleset(call, host, id, { allowedHosts: spec.allowedHosts }, 'updateRuleset')
    return undefined
  },
  UpdateDefaultPolicy(call, { defaultPolicy }) {
    const host = hostFor(call)
    const before = firewallOf(host).defaultPolicy
    const message = "Firewall configuration has changed. Operation 'updateDefaultPolicy' succeeded."
    changeFirewall(call, host, { defaultPolicy: { ...before, ...defaultPolicy } }, 'updateDefaultPolicy', message)
    return undefined
  },
  /** There is nobody who could have changed the firewall behind the server's back. */
  RefreshFirewall(call) {
    hostFor(call)
    return undefined
  },
})
