import type { MoRef } from '@sakimori/vim25'
import { hostOf } from '../computed/host-managers.ts'
import type { Arguments } from '../kernel/call.ts'
import type { ManagedObject } from '../kernel/store.ts'
import { isRecord, listOf, unboxed } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'

/** The call before which somebody else changes something. */
export interface MeddledCall {
  readonly self: MoRef
  readonly method: string
  readonly args: Arguments
}

type Fields = Readonly<Record<string, unknown>>
type Change = (world: World, self: ManagedObject, args: Arguments) => void

/** Who did it, in the events. */
const somebody = 'VSPHERE.LOCAL\\somebody-else'

/**
 * Changes what a call is about to change: its options get other values, its service another state, its VM or switch a new
 * version. Before any other call a bit of everything changes: the welcome message of all hosts, the note of all VMs.
 */
export function meddle(world: World, { self, method, args }: MeddledCall): void {
  const object = world.find(self)
  const change = changes[method]
  if (object === undefined || change === undefined) return changeAll(world)
  change(world, object, args)
  world.events.post('GeneralUserEvent', somebody, object, {
    message: `Changed right before ${method}, as it was asked for`,
  })
}

const changes: Readonly<Record<string, Change>> = {
  UpdateOptions: (world, self, { changedValue }) => otherOptions(world, self, changedValue),
  ReconfigVM_Task: (world, self, { spec }) => otherVm(world, self, recordOf(spec)),
  ReconfigureDVPortgroup_Task: newVersion,
  ReconfigureDvs_Task: newVersion,
  StartService: (world, self, { id }) => otherService(world, self, id, (one) => ({ running: one['running'] !== true })),
  StopService: (world, self, { id }) => otherService(world, self, id, (one) => ({ running: one['running'] !== true })),
  UpdateServicePolicy: (world, self, { id }) =>
    otherService(world, self, id, (one) => ({ policy: one['policy'] === 'on' ? 'off' : 'on' })),
  EnableRuleset: (world, self, { id }) =>
    otherRuleset(world, self, id, (one) => ({ enabled: one['enabled'] !== true })),
  DisableRuleset: (world, self, { id }) =>
    otherRuleset(world, self, id, (one) => ({ enabled: one['enabled'] !== true })),
  UpdateRuleset: (world, self, { id }) => otherRuleset(world, self, id, otherAddresses),
  ChangeLockdownMode: (world, self) =>
    changeHost(world, self, ({ lockdownMode }) => ({
      lockdownMode: lockdownMode === 'lockdownDisabled' ? 'lockdownNormal' : 'lockdownDisabled',
    })),
}

const recordOf = (value: unknown): Fields => (isRecord(value) ? value : {})
const keysOf = (list: unknown) => new Set(listOf(list).map((one) => String(recordOf(one)['key'])))

function changeHost(world: World, manager: ManagedObject, change: (config: Fields) => Fields): void {
  const host = hostOf(world, manager)
  const config = host?.get('config')
  if (host !== undefined && isRecord(config)) world.store.set(host, 'config', { ...config, ...change(config) })
}

/** Another value of the same type. */
function another(value: unknown): unknown {
  const plain = unboxed(value)
  const changed =
    typeof plain === 'boolean'
      ? !plain
      : typeof plain === 'number'
        ? plain + 1
        : `${String(plain)} (changed by somebody else)`
  return isRecord(value) ? { ...value, _value: changed } : changed
}

function otherOptions(world: World, self: ManagedObject, wanted: unknown): void {
  const keys = keysOf(wanted)
  const changed = (list: unknown) =>
    listOf(list).map((one) =>
      isRecord(one) && keys.has(String(one['key'])) ? { ...one, value: another(one['value']) } : one,
    )
  if (self.owner !== undefined) changeHost(world, self, ({ option }) => ({ option: changed(option) }))
  else world.parts.local.set(self, 'setting', changed(self.get('setting')))
}

function otherVm(world: World, vm: ManagedObject, spec: Fields): void {
  const config = recordOf(vm.get('config'))
  const keys = keysOf(spec['extraConfig'])
  const held = listOf(config['extraConfig']).filter((one) => !keys.has(String(recordOf(one)['key'])))
  const added = [...keys].map((key) => ({ _typeName: 'OptionValue', key, value: 'changed by somebody else' }))
  world.store.set(vm, 'config', {
    ...config,
    ...(keys.size > 0 && { extraConfig: [...held, ...added] }),
    ...versionAndNote(world),
  })
}

const versionAndNote = (world: World) => {
  const stamp = world.now().toISOString()
  return { annotation: `changed by somebody else at ${stamp}`, changeVersion: stamp }
}

/** A spec that names the version which it was made from is then refused: ConcurrentAccess. */
function newVersion(world: World, self: ManagedObject): void {
  const config = self.get('config')
  if (isRecord(config)) world.store.set(self, 'config', { ...config, configVersion: world.now().toISOString() })
}

/** Changes the element of that key in a list two levels down in the host's configuration. */
function otherIn(
  outer: string,
  inner: string,
  id: unknown,
  change: (one: Fields) => Fields,
): (config: Fields) => Fields {
  return (config) => {
    const info = recordOf(config[outer])
    const list = listOf(info[inner]).map((one) =>
      isRecord(one) && one['key'] === id ? { ...one, ...change(one) } : one,
    )
    return { [outer]: { ...info, [inner]: list } }
  }
}

function otherService(world: World, self: ManagedObject, id: unknown, change: (one: Fields) => Fields): void {
  changeHost(world, self, otherIn('service', 'service', id, change))
}

function otherRuleset(world: World, self: ManagedObject, id: unknown, change: (one: Fields) => Fields): void {
  changeHost(world, self, otherIn('firewall', 'ruleset', id, change))
}

/** One address of those that documentation may use (RFC 5737). */
function otherAddresses({ allowedHosts }: Fields): Fields {
  const hosts = recordOf(allowedHosts)
  return { allowedHosts: { ...hosts, allIp: false, ipAddress: [...listOf(hosts['ipAddress']), '192.0.2.66'] } }
}

function changeAll(world: World): void {
  for (const host of world.ofType('HostSystem')) {
    const config = host.get('config')
    if (!isRecord(config)) continue
    const option = listOf(config['option']).map((one) =>
      isRecord(one) && one['key'] === 'Annotations.WelcomeMessage'
        ? { ...one, value: versionAndNote(world).annotation }
        : one,
    )
    world.store.set(host, 'config', { ...config, option })
  }
  for (const group of world.ofType('DistributedVirtualPortgroup')) newVersion(world, group)
  for (const vm of world.ofType('VirtualMachine')) otherVm(world, vm, {})
}
