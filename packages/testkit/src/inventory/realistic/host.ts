import type { Inventory, ObjectRef } from '../edit.ts'
import type { Element } from '../tree.ts'
import { optionValue, ref, toElements, toFields, typed, type Fields, type OptionType, type Value } from '../value.ts'
import { defaultEsxOptions } from './esx-options.ts'
import { netConfigs, networkParts, vnics } from './host-network.ts'
import { esxAbout, esxProducts } from './releases.ts'
import type { HostSettings, OptionSetting, RulesetSettings } from './settings.ts'

const guessType = (value: string | number | boolean): OptionType =>
  typeof value === 'number' ? 'long' : typeof value === 'boolean' ? 'boolean' : 'string'

/** Options with their defaults; what a test sets keeps the type of the option it overrides. */
export const optionValues = (
  defaults: ReadonlyMap<string, { type: OptionType; value: string | number | boolean }>,
  settings: Readonly<Record<string, OptionSetting>>,
): Fields[] => {
  const all = new Map(defaults)
  for (const [key, setting] of Object.entries(settings)) {
    if (setting === null) all.delete(key)
    else if (typeof setting === 'object') all.set(key, setting)
    else all.set(key, { type: all.get(key)?.type ?? guessType(setting), value: setting })
  }
  return [...all].map(([key, { type, value }]) => optionValue(key, type, value))
}

const textOf = (element: Element, name: string): string | undefined =>
  element.children.find((child) => child.name === name)?.text

const setText = (element: Element, name: string, value: string | boolean | undefined): void => {
  const child = element.children.find((one) => one.name === name)
  if (child !== undefined && value !== undefined) child.text = String(value)
}

const allowedHosts = ({ allIp = true, addresses = [], networks = [] }: RulesetSettings): Fields => ({
  ipAddress: addresses,
  ipNetwork: networks.map((network) => {
    const [address = '', length = ''] = network.split('/')
    return { network: address, prefixLength: length }
  }),
  allIp,
})

const childrenOf = (inventory: Inventory, host: ObjectRef, path: string, name: string): Element[] =>
  inventory.find(host, path)?.children.filter((child) => child.name === name) ?? []

/** Edits the services and rule sets that vcsim recorded from a real host. */
const tuneServices = (inventory: Inventory, host: ObjectRef, settings: HostSettings): void => {
  for (const service of childrenOf(inventory, host, 'config.service', 'service')) {
    const wanted = settings.services[textOf(service, 'key') ?? '']
    setText(service, 'running', wanted?.running)
    setText(service, 'policy', wanted?.policy)
  }
  const { incomingBlocked, outgoingBlocked, rulesets } = settings.firewall
  inventory.setProperty(host, 'config.firewall.defaultPolicy', { incomingBlocked, outgoingBlocked })
  for (const ruleset of childrenOf(inventory, host, 'config.firewall', 'ruleset')) {
    const wanted = rulesets[textOf(ruleset, 'key') ?? '']
    if (wanted === undefined) continue
    setText(ruleset, 'enabled', wanted.enabled)
    replaceChild(ruleset, 'allowedHosts', allowedHosts(wanted))
  }
}

const replaceChild = (parent: Element, name: string, value: Value): void => {
  const kept = parent.children.filter((child) => child.name !== name)
  parent.children = [...kept, ...toElements(name, value)]
}

const authentication = (domain: string | undefined): Fields => ({
  authConfig: [
    { $type: 'HostLocalAuthenticationInfo', enabled: true },
    {
      $type: 'HostActiveDirectoryInfo',
      enabled: domain !== undefined,
      joinedDomain: domain,
      domainMembershipStatus: domain === undefined ? undefined : 'ok',
      smartCardAuthenticationEnabled: false,
    },
  ],
})

const dateTime = (servers: readonly string[]): Fields => ({
  timeZone: { key: 'UTC', name: 'UTC', description: 'UTC', gmtOffset: 0 },
  systemClockProtocol: 'ntp',
  ntpConfig: { server: servers },
  enabled: true,
})

/** xsd:byte is signed. */
const bytes = (text: string): number[] =>
  [...Buffer.from(text, 'latin1')].map((byte) => (byte > 127 ? byte - 256 : byte))

/** Gives the managers of a host, which vcsim saves no objects for, an object each with the properties it would have. */
const addManagers = (inventory: Inventory, host: ObjectRef, settings: HostSettings, options: Fields[]): void => {
  const number = host.id.replace('host-', '')
  const point = (field: string, type: string, id: string, properties: Readonly<Record<string, Value>>): void => {
    inventory.setProperty(host, `configManager.${field}`, ref(type, id))
    inventory.addObject(type, id, properties)
  }
  const copy = (path: string, type: string): Value => ({ ...copyFields(inventory, host, path), $type: type })
  point('advancedOption', 'OptionManager', `EsxHostAdvSettings-${number}`, {
    supportedOption: { $type: 'ArrayOfOptionDef' },
    setting: { $type: 'ArrayOfOptionValue', OptionValue: options },
  })
  point('serviceSystem', 'HostServiceSystem', `serviceSystem-${number}`, {
    serviceInfo: copy('config.service', 'HostServiceInfo'),
  })
  point('firewallSystem', 'HostFirewallSystem', `firewallSystem-${number}`, {
    firewallInfo: copy('config.firewall', 'HostFirewallInfo'),
  })
  point('hostAccessManager', 'HostAccessManager', `hostAccessManager-${number}`, {
    lockdownMode: typed('HostLockdownMode', settings.lockdownMode),
  })
  point('dateTimeSystem', 'HostDateTimeSystem', `dateTimeSystem-${number}`, {
    dateTimeInfo: { ...dateTime(settings.ntpServers), $type: 'HostDateTimeInfo' },
  })
  point('authenticationManager', 'HostAuthenticationManager', `authenticationManager-${number}`, {
    info: { ...authentication(settings.domain), $type: 'HostAuthenticationManagerInfo' },
    supportedStore: { $type: 'ArrayOfManagedObjectReference' },
  })
}

/** The elements at a path, as a value again. */
const copyFields = (inventory: Inventory, host: ObjectRef, path: string): Fields => {
  const element = inventory.find(host, path)
  return element === undefined ? {} : toFields(element)
}

/** Turns a host that vcsim made into one that looks like a real one. `number` counts from 1. */
export const applyHost = (
  inventory: Inventory,
  host: ObjectRef,
  name: string,
  number: number,
  settings: HostSettings,
  dvs: Fields,
): void => {
  const about = esxAbout(esxProducts[settings.release])
  const options = optionValues(defaultEsxOptions(settings.release), settings.options)
  const set = (path: string, value: Value | undefined): void => inventory.setProperty(host, path, value)
  set('name', typed('xsd:string', name))
  set('summary.config.name', name)
  set('summary.config.product', about)
  set('config.product', about)
  set('config.option', options)
  set('config.lockdownMode', settings.lockdownMode)
  set('config.adminDisabled', settings.lockdownMode !== 'lockdownDisabled')
  set('config.authenticationManagerInfo', authentication(settings.domain))
  set('config.dateTimeInfo', dateTime(settings.ntpServers))
  if (settings.certificatePem !== undefined) set('config.certificate', bytes(settings.certificatePem))
  const parts = networkParts(settings, number, dvs)
  const networkSystem: ObjectRef = {
    type: 'HostNetworkSystem',
    id: inventory.read(host, 'configManager.networkSystem') ?? '',
  }
  for (const [part, value] of Object.entries(parts)) {
    set(`config.network.${part}`, value)
    inventory.setProperty(networkSystem, `networkInfo.${part}`, value)
  }
  set('config.virtualNicManagerInfo.netConfig', netConfigs(settings, number))
  set('config.vmotion.netConfig.candidateVnic', vnics(settings, number))
  tuneServices(inventory, host, settings)
  addManagers(inventory, host, settings, options)
}
