import { isA, isSubtype } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import type { Device } from '../vm-record.ts'
import { deviceFault, invalidDevice } from './device-fault.ts'
import { kindOf, type Kind, type Slot } from './kinds.ts'

type Controller = DataTypes['VirtualController']

/** Where a device has been put. */
interface Placement {
  readonly key: number
  readonly controllerKey?: number
  readonly unitNumber?: number
  readonly busNumber?: number
}

/** The devices of a VM while they are changed: who is where, and which keys and units are free. */
export class DeviceList {
  #devices: Device[]
  /** Keys that the client made up for devices of this very change, and what they became. */
  readonly #given = new Map<number, number>()

  constructor(devices: readonly Device[]) {
    this.#devices = [...devices]
  }

  /** The devices with the `device` lists of their controllers told anew. */
  get devices(): readonly Device[] {
    return withAttached(this.#devices)
  }

  find(key: number): Device | undefined {
    const real = this.#given.get(key) ?? key
    return this.#devices.find((device) => device.key === real)
  }

  ofType(type: keyof DataTypes): Device[] {
    return this.#devices.filter((device) => isSubtype(device._typeName, type))
  }

  attachedTo(key: number): Device[] {
    return this.#devices.filter(({ controllerKey }) => controllerKey === key)
  }

  add(device: Device, clientKey: number): void {
    this.#devices.push(device)
    this.alias(clientKey, device.key)
  }

  /** Other devices of the change may name their controller by the key that the client gave it. */
  alias(clientKey: number, key: number): void {
    if (clientKey !== key) this.#given.set(clientKey, key)
  }

  replace(device: Device): void {
    this.#devices = this.#devices.map((held) => (held.key === device.key ? device : held))
  }

  remove(key: number): void {
    this.#devices = this.#devices.filter((device) => device.key !== key)
  }

  /**
   * A place for a device: on the controller and unit that it asks for, or on the first that is free. `own` is the key of a
   * device that is being moved. Throws MissingController, InvalidController, InvalidDeviceSpec.
   */
  place(device: Device, kind: Kind, index: number, own?: number): Placement {
    const [slot] = kind.slots
    if (slot?.on === undefined) return this.#placeAlone(kind, slot, index)
    if (kind.bus !== undefined) return this.#placeController(device as Controller, kind, index)
    const { controllerKey, unitNumber } = device
    const at =
      controllerKey === undefined || controllerKey === 0
        ? this.#anyController(kind, index)
        : this.#controller(kind, controllerKey, index)
    const unit =
      unitNumber === undefined || unitNumber < 0 ? this.#freeUnit(at, kind) : this.#askedUnit(at, kind, unitNumber, own)
    if (unit === undefined) throw invalidDevice(index, 'unitNumber')
    const { controller } = at
    return {
      key: own ?? this.#freeKey(at.slot.key(controller.busNumber, unit)),
      controllerKey: controller.key,
      unitNumber: unit,
    }
  }

  /** The number in 'Hard disk 2': the smallest that no other of the kind has. */
  label(kind: Kind, busNumber: number | undefined): string {
    if (kind.numbered === 'never') return kind.label
    if (kind.numbered === 'byBus') return `${kind.label} ${busNumber ?? 0}`
    const taken = new Set(this.ofType(kind.type).map(({ deviceInfo }) => deviceInfo?.label))
    for (let number = 1; ; number += 1) if (!taken.has(`${kind.label} ${number}`)) return `${kind.label} ${number}`
  }

  #placeAlone(kind: Kind, slot: Slot | undefined, index: number): Placement {
    if (this.ofType(kind.type).length > 0 || slot === undefined) throw invalidDevice(index, 'device')
    return { key: this.#freeKey(slot.key(0, 0)) }
  }

  #placeController(device: Controller, kind: Kind, index: number): Placement {
    const { family, most } = kind.bus ?? { family: kind.type, most: 1 }
    const taken = new Set(this.ofType(family).map((held) => (held as Controller).busNumber))
    const asked = device.busNumber
    const isAsked = asked !== undefined && asked >= 0 && asked < most && !taken.has(asked)
    const free = Array.from({ length: most }, (_, bus) => bus).find((bus) => !taken.has(bus))
    // Clients that build a new VM give every controller bus 0: the API takes the next one then.
    const busNumber = isAsked ? asked : free
    const [pci] = this.ofType('VirtualPCIController')
    const [slot] = kind.slots
    if (busNumber === undefined || pci === undefined || slot === undefined) throw invalidDevice(index, 'busNumber')
    const wanted = (slot.units[0]?.[0] ?? 0) + busNumber
    const at = { controller: pci as Controller, slot }
    const unitNumber = this.#isFree(at.controller, kind, wanted) ? wanted : this.#freeUnit(at, kind)
    if (unitNumber === undefined) throw invalidDevice(index, 'unitNumber')
    return { key: this.#freeKey(slot.key(busNumber, unitNumber)), controllerKey: pci.key, unitNumber, busNumber }
  }

  /** The first controller of a kind that takes the device and has a unit left. */
  #anyController(kind: Kind, index: number): At {
    for (const slot of kind.slots) {
      for (const controller of this.ofType(slot.on ?? 'VirtualController')) {
        const at = { controller: controller as Controller, slot }
        if (this.#freeUnit(at, kind) !== undefined) return at
      }
    }
    throw deviceFault('MissingController', index, 'controllerKey')
  }

  #controller(kind: Kind, controllerKey: number, index: number): At {
    const controller = this.find(controllerKey)
    if (controller === undefined) {
      throw deviceFault('InvalidController', index, 'controllerKey', { controllerKey })
    }
    const slot = kind.slots.find(({ on }) => on !== undefined && isSubtype(controller._typeName, on))
    if (slot === undefined) throw deviceFault('InvalidController', index, 'controllerKey', { controllerKey })
    return { controller: controller as Controller, slot }
  }

  #askedUnit({ controller, slot }: At, kind: Kind, unit: number, own?: number): number | undefined {
    const isInRange = slot.units.some(([from, to]) => unit >= from && unit <= to)
    return isInRange && this.#isFree(controller, kind, unit, own) ? unit : undefined
  }

  #freeUnit({ controller, slot }: At, kind: Kind): number | undefined {
    for (const [from, to] of slot.units) {
      for (let unit = from; unit <= to; unit += 1) if (this.#isFree(controller, kind, unit)) return unit
    }
    return undefined
  }

  #isFree(controller: Controller, kind: Kind, unit: number, own?: number): boolean {
    return !this.attachedTo(controller.key).some(
      (held) => held.key !== own && held.unitNumber === unit && (kind.ownUnits !== true || kindOf(held) === kind),
    )
  }

  #freeKey(wanted: number): number {
    let key = wanted
    while (this.#devices.some((device) => device.key === key)) key += 1
    return key
  }
}

interface At {
  readonly controller: Controller
  readonly slot: Slot
}

/** Tells every controller anew which devices are on it. */
function withAttached(devices: readonly Device[]): readonly Device[] {
  return devices.map((device) => {
    if (!isA(device, 'VirtualController')) return device
    const keys = devices.filter(({ controllerKey }) => controllerKey === device.key).map(({ key }) => key)
    const { device: _old, ...rest } = device
    return keys.length === 0 ? rest : { ...rest, device: keys }
  })
}
