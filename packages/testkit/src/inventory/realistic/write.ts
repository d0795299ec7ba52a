import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { TestkitError } from '../../errors.ts'
import { editInventory, type Inventory, type ObjectRef } from '../edit.ts'
import { writeDefaultInventory } from '../save.ts'
import { refs, type OptionType } from '../value.ts'
import { defaultHost, defaultPortgroups, defaultSwitch, defaultVm, defaultVmPortgroups, names } from './defaults.ts'
import { proxySwitch } from './host-network.ts'
import { applyHost, optionValues } from './host.ts'
import { tuneHost, tuneVm } from './merge.ts'
import { vcenterAbout, vcenterProducts, type EstateRelease } from './releases.ts'
import type { OptionSetting, PortgroupSettings, RealisticOptions, SwitchSettings, VmSettings } from './settings.ts'
import { applyPortgroup, applySwitch } from './switch.ts'
import { applyVm } from './vm.ts'

const portgroupNames = Object.keys(defaultPortgroups)
const sizes = ['-dc', '1', '-cluster', '2', '-host', '2', '-standalone-host', '0', '-vm', '4', '-ds', '1']

/** A real vCenter has VmwareDistributedVirtualSwitch; vcsim makes its parent type, which -load would not give back. */
const renameSwitchType = async (dir: string): Promise<void> => {
  for (const name of (await readdir(dir)).filter((file) => file.endsWith('.xml'))) {
    const xml = await readFile(join(dir, name), 'utf8')
    const renamed = xml.replaceAll('"DistributedVirtualSwitch"', '"VmwareDistributedVirtualSwitch"')
    if (renamed !== xml) await writeFile(join(dir, name), renamed)
  }
}

const applyVcenter = (
  inventory: Inventory,
  release: EstateRelease,
  options: Readonly<Record<string, OptionSetting>>,
): void => {
  const server: ObjectRef = { type: 'ServiceInstance', id: 'ServiceInstance' }
  const uuid = inventory.read(server, 'content.about.instanceUuid') ?? ''
  inventory.setProperty(server, 'content.about', vcenterAbout(vcenterProducts[release], uuid))
  const manager: ObjectRef = { type: 'OptionManager', id: 'VpxSettings' }
  const before = new Map<string, { type: OptionType; value: string }>()
  for (const { children } of inventory.find(manager, 'setting')?.children ?? []) {
    const [key, value] = children
    const type = value?.xsi?.replace('xsd:', '')
    if (key === undefined || value === undefined || type === undefined) continue
    before.set(key.text, {
      type: type === 'int' || type === 'long' || type === 'boolean' ? type : 'string',
      value: value.text,
    })
  }
  inventory.setProperty(manager, 'setting', { $type: 'ArrayOfOptionValue', OptionValue: optionValues(before, options) })
}

/** Unknown names in the options are mistakes of the test: a tuning that tunes nothing would make it pass for no reason. */
const checkNames = (
  what: string,
  given: Readonly<Record<string, unknown>> | undefined,
  known: readonly string[],
): void => {
  for (const name of Object.keys(given ?? {})) {
    if (!known.includes(name))
      throw new TestkitError('badInventory', `no ${what} named ${name}; there are ${known.join(', ')}`)
  }
}

const portgroupOf = (name: string, options: RealisticOptions): PortgroupSettings => ({
  ...(Object.entries(defaultPortgroups).find(([key]) => key === name)?.[1] ?? defaultPortgroups['pg-native']),
  ...options.portgroup,
  ...options.portgroups?.[name],
})

const vmOf = (name: string, options: RealisticOptions): VmSettings => {
  const portgroup = defaultVmPortgroups[name] ?? defaultVm.portgroup
  return tuneVm(tuneVm({ ...defaultVm, portgroup }, options.vm), options.vms?.[name])
}

/** Applies the switch and its port groups; gives the port groups by name. */
const applyNetwork = (
  inventory: Inventory,
  dvs: ObjectRef,
  settings: SwitchSettings,
  options: RealisticOptions,
): Map<string, ObjectRef> => {
  const [uplinks, ...portgroups] = inventory.list('DistributedVirtualPortgroup')
  if (uplinks === undefined) throw new TestkitError('badInventory', 'vcsim made no uplink port group')
  applySwitch(inventory, dvs, names.switch, uplinks, settings)
  const trunk: PortgroupSettings = { vlan: { trunk: [[0, 4094]] }, security: {}, macLearning: undefined, overrides: [] }
  applyPortgroup(inventory, uplinks, names.uplinks, trunk, settings, true)
  inventory.setProperty(dvs, 'summary.portgroupName', [names.uplinks, ...portgroupNames])
  return new Map(
    portgroupNames.map((name, index) => {
      const target = portgroups[index]
      if (target === undefined) throw new TestkitError('badInventory', `vcsim made too few port groups for ${name}`)
      applyPortgroup(inventory, target, name, portgroupOf(name, options), settings)
      return [name, target]
    }),
  )
}

const applyVms = (
  inventory: Inventory,
  portgroups: ReadonlyMap<string, ObjectRef>,
  switchUuid: string,
  options: RealisticOptions,
): void => {
  const used = new Map<string, ObjectRef[]>([...portgroups.keys()].map((name) => [name, []]))
  for (const [index, vm] of inventory.list('VirtualMachine').entries()) {
    const name = names.vms[index] ?? vm.id
    const settings = vmOf(name, options)
    const portgroup = portgroups.get(settings.portgroup)
    if (portgroup === undefined)
      throw new TestkitError('badInventory', `${name}: no port group named ${settings.portgroup}`)
    applyVm(inventory, vm, name, settings, { switchUuid, portgroup })
    used.get(settings.portgroup)?.push(vm)
  }
  for (const [name, vms] of used) {
    const portgroup = portgroups.get(name)
    if (portgroup !== undefined) inventory.setProperty(portgroup, 'vm', refs(vms))
  }
}

/**
 * Writes an inventory for `startVcsim({ load })`: a vCenter with two clusters of two hosts, a distributed switch with six
 * port groups and eight VMs, with the security-relevant configuration that vcsim itself leaves out. Every setting can be
 * tuned, for all or by name. The folder must not exist yet.
 */
export const writeRealisticInventory = async (dir: string, options: RealisticOptions = {}): Promise<Inventory> => {
  checkNames('host', options.hosts, names.hosts)
  checkNames('VM', options.vms, names.vms)
  checkNames('port group', options.portgroups, portgroupNames)
  await writeDefaultInventory(dir, [...sizes, '-pg', String(portgroupNames.length)])
  await renameSwitchType(dir)
  const inventory = await editInventory(dir)
  const release = options.release ?? defaultHost.release
  applyVcenter(inventory, release, options.vcenterOptions ?? {})

  const [dvs] = inventory.list('VmwareDistributedVirtualSwitch')
  if (dvs === undefined) throw new TestkitError('badInventory', 'vcsim made no distributed switch')
  const uuid = inventory.read(dvs, 'uuid') ?? ''
  const portgroups = applyNetwork(
    inventory,
    dvs,
    { ...defaultSwitch, macManagement: release !== '6.5', ...options.switch },
    options,
  )
  for (const [index, host] of inventory.list('HostSystem').entries()) {
    const name = names.hosts[index] ?? host.id
    const settings = tuneHost(tuneHost({ ...defaultHost, release }, options.host), options.hosts?.[name])
    applyHost(inventory, host, name, index + 1, settings, proxySwitch(uuid, names.switch, ['10', '11']))
  }
  applyVms(inventory, portgroups, uuid, options)
  await inventory.save()
  return inventory
}
