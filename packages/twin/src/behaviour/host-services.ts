import type { DataTypes } from '@sakimori/vim25/types'
import type { ManagedObject } from '../kernel/store.ts'
import type { World } from '../kernel/world.ts'
import { changeConfig, configOf, knownConfigOf } from './host-config.ts'
import { lockdownModeOf } from './host-login.ts'
import { endShellAfterTimeout } from './shell-timeout.ts'

export type HostService = DataTypes['HostService']
type Ruleset = DataTypes['HostFirewallRuleset']

/** Services whose start and stop a host reports: the middle of the event's id, and what it is called there. */
const audited: Readonly<Record<string, readonly [id: string, subject: string]>> = {
  'TSM-SSH': ['ssh', 'SSH access'],
  TSM: ['shell', 'ESXi command line access'],
  DCUI: ['dcui', 'The DCUI'],
}

export function servicesOf(host: ManagedObject): readonly HostService[] {
  return configOf(host)?.service?.service ?? []
}

export function findService(host: ManagedObject, key: string): HostService | undefined {
  return servicesOf(host).find((service) => service.key === key)
}

export interface ServiceChange {
  readonly running?: boolean
  /** 'on', 'off', 'automatic' */
  readonly policy?: string
}

/** Changes a service that exists; a start or stop of a way into the host is reported as esx.audit.*, with its user. */
export function setService(world: World, host: ManagedObject, key: string, change: ServiceChange, user: string): void {
  const before = findService(host, key)
  if (before === undefined) return
  setServices(
    world,
    host,
    servicesOf(host).map((one) => (one.key === key ? { ...one, ...change } : one)),
  )
  if (change.running === undefined || change.running === before.running) return
  const [id, subject] = audited[key] ?? []
  const state = change.running ? 'enabled' : 'disabled'
  if (id !== undefined) world.events.postEx(`esx.audit.${id}.${state}`, user, host, `${subject} has been ${state}.`)
  if (change.running) watchShell(world, host, key)
}

/** A shell service that has just started ends by itself after the time that the host's options say. */
export function watchShell(world: World, host: ManagedObject, key: string): void {
  endShellAfterTimeout(world, host, key, {
    isRunning: () => findService(host, key)?.running === true,
    stop: () => setService(world, host, key, { running: false }, ''),
  })
}

/** Replaces the list of services; rule sets that are the system's to switch are open while their service runs. */
export function setServices(world: World, host: ManagedObject, service: readonly HostService[]): void {
  const config = knownConfigOf(host)
  const running = new Map(service.map((one) => [one.key, one.running]))
  const ruleset = config.firewall?.ruleset?.map((held) => {
    const enabled = held.userControllable === false ? running.get(held.service ?? '') : undefined
    return enabled === undefined ? held : { ...held, enabled }
  })
  changeConfig(world.store, host, {
    service: { ...config.service, _typeName: 'HostServiceInfo', service },
    ...(config.firewall !== undefined && ruleset !== undefined && { firewall: { ...config.firewall, ruleset } }),
  })
}

/** Services by policy after the host has started: an automatic one runs while a port of its is open. */
export function servicesAfterBoot(host: ManagedObject): readonly HostService[] {
  const rulesets = configOf(host)?.firewall?.ruleset ?? []
  const isStrict = lockdownModeOf(host) === 'lockdownStrict'
  return servicesOf(host).map((service) => ({
    ...service,
    running: startsAtBoot(service, rulesets) && !(isStrict && service.key === 'DCUI'),
  }))
}

function startsAtBoot({ key, policy, required, ruleset = [] }: HostService, rulesets: readonly Ruleset[]): boolean {
  if (policy === 'automatic') {
    return rulesets.some((one) => one.enabled && (one.service === key || ruleset.includes(one.key)))
  }
  return required || policy === 'on'
}
