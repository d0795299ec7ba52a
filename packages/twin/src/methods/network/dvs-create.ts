import { randomBytes } from 'node:crypto'
import { releaseOf, type Release } from '@sakimori/core/model'
import { compareApi, type MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { portgroupConfig, portgroupsOf, switchConfig } from '../../behaviour/dvs-ports.ts'
import { distributedSwitch } from '../../estate/build/distributed-switch.ts'
import { sessionOf, type Call } from '../../kernel/call.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import { ManagedObject } from '../../kernel/store.ts'
import { listOf } from '../../kernel/values.ts'
import type { World } from '../../kernel/world.ts'
import { checkEntityName, postGroup, postSwitch, setConfig } from './dvs-common.ts'
import { membersOf, planMember } from './dvs-members.ts'
import { checkUnused, removeGroup } from './dv-portgroup.ts'
import { applySpec, type SwitchSpec } from './dvs-reconfigure.ts'
import { items } from './fields.ts'

type ProductSpec = DataTypes['DistributedVirtualSwitchProductSpec']

/** Versions of distributed switches with the API that brought them (Broadcom KB 324493). */
const versions: readonly (readonly [version: string, since: string])[] = [
  ['6.0.0', '6.0'],
  ['6.5.0', '6.5'],
  ['6.6.0', '6.7'],
  ['7.0.0', '7.0.0.0'],
  ['7.0.2', '7.0.2.0'],
  ['7.0.3', '7.0.3.0'],
  ['8.0.0', '8.0.0.0'],
  ['8.0.3', '8.0.3.0'],
  ['9.0.0', '9.0.0.0'],
]

/** What `QueryAvailableDvsSpec` lists: what a switch can be made as, newest last. 7.0 dropped 6.0.0. */
export function availableSpecs(world: World): readonly ProductSpec[] {
  return versions
    .filter(
      ([version, since]) =>
        world.speaks(since) && (version !== '6.0.0' || compareApi(world.parts.about.apiVersion, '7.0.0.0') < 0),
    )
    .map(([version]) => ({
      _typeName: 'DistributedVirtualSwitchProductSpec',
      name: 'DVS',
      vendor: 'VMware, Inc.',
      version,
      forwardingClass: 'etherswitch',
    }))
}

function wantedProduct(world: World, asked: ProductSpec | undefined): string {
  const available = availableSpecs(world).map(({ version }) => version ?? '')
  // Clients that ask for nothing in particular send an empty version.
  const version = (asked?.version ?? '') === '' ? available.at(-1) : asked?.version
  if (version === undefined || !available.includes(version)) {
    throw invalidArgument('spec.productInfo.version', `is none of ${available.join(', ')}`)
  }
  return version
}

const defaultUplinks = ['Uplink 1', 'Uplink 2', 'Uplink 3', 'Uplink 4']

/** Asks that a folder holds networks; a folder of machines does not take a switch. */
export function checkFolder({ self }: Call): void {
  if (listOf(self.get('childType')).includes('DistributedVirtualSwitch')) return
  throw vimFault('NotSupported', {}, 'The folder does not hold networks')
}

/** Makes a switch with its uplink port group in the call's folder. */
export function createSwitch(call: Call, spec: DataTypes['DVSCreateSpec']): MoRef {
  const { world, self } = call
  const { configSpec } = spec
  if (spec.capability !== undefined) throw vimFault('NotSupported', {}, 'The twin does not simulate spec.capability')
  const name = checkEntityName(world, configSpec.name, self.ref)
  const dvs = buildSwitch(call, name, wantedProduct(world, spec.productInfo), configSpec)
  try {
    const { configVersion: _version, name: _name, uplinkPortPolicy: _uplinks, ...rest } = configSpec
    applySpec(call, dvs, rest)
  } catch (error) {
    // What could not be made whole is not made at all.
    for (const group of portgroupsOf(world, dvs)) world.store.remove(group)
    world.store.remove(dvs)
    throw error
  }
  const parent = { _typeName: 'FolderEventArgument', name: world.nameOf(self), folder: self.ref }
  postSwitch(call, 'DvsCreatedEvent', dvs, { parent })
  for (const group of portgroupsOf(world, dvs)) postGroup(call, 'DVPortgroupCreatedEvent', group, dvs)
  return dvs.ref
}

function buildSwitch({ world, self }: Call, name: string, version: string, configSpec: SwitchSpec): ManagedObject {
  const release: Release = releaseOf(world.parts.about.version) ?? '8.0'
  const policy = configSpec.uplinkPortPolicy
  const uplinks = policy?._typeName === 'DVSNameArrayUplinkPortPolicy' ? items(policy.uplinkPortName) : defaultUplinks
  if (uplinks.length === 0 || new Set(uplinks).size < uplinks.length)
    throw invalidArgument('spec.configSpec.uplinkPortPolicy', 'names no uplink, or one twice')
  const made = distributedSwitch({
    number: freeNumber(world),
    uuid: newUuid(),
    name,
    parent: self.ref,
    release,
    version,
    uplinks,
    hosts: [],
    mtu: 1500,
  })
  const objects = made
    .objects({ ports: [] })
    .map(({ ref, properties, state }) => world.store.add(new ManagedObject(ref, properties, { state })))
  const dvs = objects.find(({ ref }) => ref.value === made.ref.value)
  if (dvs === undefined) throw new Error('the builder made no switch')
  setConfig(world, dvs, (config) => ({
    ...config,
    configVersion: '1',
    numPorts: 0,
    createTime: world.now().toISOString(),
  }))
  return dvs
}

/** A switch and its uplink port group are numbered one after the other. */
function freeNumber({ store }: World): number {
  for (;;) {
    const number = Number(store.newRef('VmwareDistributedVirtualSwitch', 'dvs-').value.slice('dvs-'.length))
    if (store.get({ type: 'DistributedVirtualPortgroup', value: `dvportgroup-${number + 1}` }) === undefined)
      return number
  }
}

/** 'a1 b2 c3 d4 e5 f6 07 18-29 3a 4b 5c 6d 7e 8f 90' */
function newUuid(): string {
  const bytes = randomBytes(16).toString('hex').match(/../g) ?? []
  return `${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`
}

/** Removes a switch with its port groups, and from its hosts. Throws ResourceInUse while a machine or host is plugged in. */
export function destroySwitch(call: Call, dvs: ManagedObject): void {
  const { world } = call
  const groups = portgroupsOf(world, dvs)
  for (const group of groups) checkUnused(world, dvs, group)
  const hosts = membersOf(world, switchConfig(dvs))
  const leaving = hosts.map((host) =>
    planMember(call, dvs, {
      _typeName: 'DistributedVirtualSwitchHostMemberConfigSpec',
      operation: 'remove',
      host: host.ref as DataTypes['DistributedVirtualSwitchHostMemberConfigSpec']['host'],
    }),
  )
  for (const leave of leaving) leave()
  for (const group of groups) removeGroup(world, dvs, group, portgroupConfig(group).key)
  const [name, parent] = [world.nameOf(dvs), world.parentOf(dvs)]
  world.store.remove(dvs)
  world.events.post('DvsDestroyedEvent', sessionOf(call).name, parent, {
    dvs: { _typeName: 'DvsEventArgument', name, dvs: dvs.ref },
  })
}
