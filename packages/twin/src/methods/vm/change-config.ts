import type { MoRef } from '@sakimori/vim25/types'
import { demand, sessionOf, type Call } from '../../kernel/call.ts'
import { vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { applySpec } from './config/apply-spec.ts'
import { cryptoPrivilege } from './config/crypto.ts'
import { specRows } from './config/spec-rows.ts'
import { changeDevices } from './devices/change-devices.ts'
import { folderOfFile } from './devices/disk-backing.ts'
import type { Facing } from './devices/facing.ts'
import { deviceNeeds, type Need } from './devices/needs.ts'
import { PortDesk } from './devices/port-desk.ts'
import { FileDesk } from './files/file-desk.ts'
import { fileOf, parseDatastorePath } from './files/datastore-path.ts'
import { invalidPowerState, powerOf, releaseAt, type Config, type ConfigSpec, type Power } from './vm-record.ts'

export interface Change {
  readonly call: Call
  /** The reference of the VM, which may not be there yet. */
  readonly vm: MoRef<'VirtualMachine'>
  readonly host: ManagedObject | undefined
  readonly power: Power
  readonly creating: boolean
  readonly hasSnapshots: boolean
  readonly files: FileDesk
  readonly ports: PortDesk
}

/** What the making of a VM has to do with: it is off, and not there yet. */
export function changeOfNewVm(call: Call, ref: MoRef<'VirtualMachine'>, host: ManagedObject, files: FileDesk): Change {
  return {
    call,
    vm: ref,
    host,
    power: 'poweredOff',
    creating: true,
    hasSnapshots: false,
    files,
    ports: new PortDesk(call.world, ref),
  }
}

/** What a change of an existing VM has to do with. */
export function changeOfVm(call: Call, vm: ManagedObject, host: ManagedObject | undefined): Change {
  const ref = vm.ref as MoRef<'VirtualMachine'>
  const { world } = call
  const files = new FileDesk(world, host)
  const hasSnapshots = vm.get('snapshot') !== undefined
  return {
    call,
    vm: ref,
    host,
    power: powerOf(vm),
    creating: false,
    hasSnapshots,
    files,
    ports: new PortDesk(world, ref),
  }
}

/** The configuration after a spec; what it does to files and ports is planned in `change`. Throws what the spec's faults are. */
export function changeConfig(config: Config, spec: ConfigSpec, change: Change): Config {
  const { call, host, power } = change
  const after = applySpec(config, spec, { power, release: releaseAt(call.world, host) })
  if (spec.deviceChange === undefined || spec.deviceChange.length === 0) return after
  if (power === 'suspended') throw invalidPowerState(power, 'poweredOff')
  const device = changeDevices(after.hardware.device ?? [], spec.deviceChange, facingOf(after, change))
  return { ...after, hardware: { ...after.hardware, device } }
}

export function facingOf(config: Config, change: Change): Facing {
  const { call, vm, host, power, creating, hasSnapshots, files, ports } = change
  const vmx = config.files?.vmPathName ?? ''
  return {
    world: call.world,
    vm,
    host,
    isOn: power === 'poweredOn',
    creating,
    folder: folderOfFile(vmx),
    stem: fileOf(parseDatastorePath(vmx)?.path ?? 'disk').replace(/\.vmx$/, ''),
    hasSnapshots,
    isEncrypted: config.keyId !== undefined,
    files,
    ports,
  }
}

/** Does what was planned with files and ports, with the events of the ports. */
export function commitChange({ call, files, ports }: Pick<Change, 'call' | 'files' | 'ports'>): void {
  files.commit()
  ports.commit(({ type, dvs, port: { key, connectee } }) => {
    call.world.events.post(type, sessionOf(call).name, dvs, {
      portKey: key,
      ...(connectee !== undefined && { connectee }),
    })
  })
}

/** The rights that a spec asks for, by what it changes (vSphere API, VirtualMachine.reconfigure). */
export function specNeeds(
  call: Call,
  config: Config,
  spec: ConfigSpec,
  host: ManagedObject | undefined,
  creating: boolean,
): Need[] {
  const crypto = spec.crypto === undefined ? undefined : cryptoPrivilege(spec.crypto, creating)
  const rows = specRows.filter(
    ({ field, privilege }) =>
      spec[field] !== undefined && (!creating || privilege === 'VirtualMachine.Config.SwapPlacement'),
  )
  const where = { world: call.world, host, creating }
  return [
    ...rows.map(({ privilege }) => ({ privilege })),
    ...(spec.name !== undefined && !creating ? [{ privilege: 'VirtualMachine.Config.Rename' }] : []),
    ...(spec.extraConfig !== undefined && spec.extraConfig.length > 0
      ? [{ privilege: 'VirtualMachine.Config.AdvancedConfig' }]
      : []),
    ...(crypto === undefined ? [] : [{ privilege: crypto }]),
    ...deviceNeeds(config.hardware?.device ?? [], spec.deviceChange ?? [], where),
  ]
}

/** Asks for rights, each once; those without an object are asked for on `self`. Throws NoPermission. */
export function demandAll(call: Call, self: ManagedObject, needs: readonly Need[]): void {
  const asked = new Set<string>()
  for (const { privilege, on } of needs) {
    const object = on === undefined ? self : call.world.find(on)
    const key = `${privilege} ${object?.ref.value}`
    if (object === undefined || asked.has(key)) continue
    asked.add(key)
    demand(call.world, sessionOf(call), object, privilege)
  }
}

/** A spec that was made for another version of the configuration is refused. Throws ConcurrentAccess. */
export function checkVersion(held: string | undefined, asked: string | undefined): void {
  if (asked !== undefined && asked !== '' && asked !== held) {
    throw vimFault(
      'ConcurrentAccess',
      {},
      'The object has been changed since it was read: its change version is another one',
    )
  }
}
