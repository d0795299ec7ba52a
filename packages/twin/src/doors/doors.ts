import type { DataTypes } from '@sakimori/vim25/types'
import { EventLog } from '../events/event-log.ts'
import { openHost } from '../open-world.ts'
import type { ManagedObject } from '../kernel/store.ts'
import { isRecord } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import type { Authority } from '../tls/authority.ts'
import { doorPlace, hasOwnAddresses, type DoorPorts } from './door-address.ts'
import { loneHostPlaces } from '../estate/build/places.ts'
import { hostView } from './host-view.ts'
import { OpenDoor, type HostDoor } from './open-door.ts'

/** Whose doors are opened: those of the hosts named by their names or references. */
export type DoorsWanted = 'none' | 'all' | readonly string[]

export interface DoorOptions {
  readonly doors?: DoorsWanted
  /** 443 and 22 where the process may; by default any that are free. */
  readonly doorPorts?: Partial<DoorPorts>
}

/** The hosts of a twin, each as a server of its own. */
export class Doors implements AsyncDisposable {
  readonly #world: World
  readonly #authority: Authority | undefined
  readonly #worlds = new Map<string, World>()
  readonly #open: OpenDoor[] = []
  readonly #stop = new AbortController()

  private constructor(world: World, authority: Authority | undefined) {
    this.#world = world
    this.#authority = authority
  }

  /**
   * Opens the doors that are wanted, and follows what happens to their hosts. `authority` signs for them; undefined = plain
   * HTTP. Throws where a name is unknown, and what `listen` throws.
   */
  static async open(world: World, authority: Authority | undefined, options: DoorOptions): Promise<Doors> {
    const doors = new Doors(world, authority)
    try {
      await doors.#openAll(options)
    } catch (error) {
      await doors[Symbol.asyncDispose]()
      throw error
    }
    void doors.#follow()
    return doors
  }

  get list(): readonly HostDoor[] {
    return this.#open.map((door) => door.shown)
  }

  /** What a host serves, whether its door is open or not. */
  worldOf(host: ManagedObject): World {
    if (this.#world.isHost) return this.#world
    const known = this.#worlds.get(host.ref.value)
    if (known !== undefined) return known
    const made = hostWorld(this.#world, host)
    this.#worlds.set(host.ref.value, made)
    return made
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#open.map((door) => door[Symbol.asyncDispose]()))
  }

  async #openAll({ doors = 'none', doorPorts }: DoorOptions): Promise<void> {
    if (doors === 'none') return
    const ports = { https: 0, ssh: 0, ...doorPorts }
    const hosts = [...this.#world.ofType('HostSystem')]
    const wanted = doors === 'all' ? hosts : doors.map((name) => namedHost(this.#world, hosts, name))
    const own = await hasOwnAddresses()
    for (const host of new Set(wanted)) {
      const place = doorPlace(hosts.indexOf(host), ports, own)
      const name = this.#world.nameOf(host)
      this.#open.push(
        await OpenDoor.open({ host, name, place, authority: this.#authority, world: () => this.worldOf(host) }),
      )
    }
  }

  async #follow(): Promise<void> {
    const { store } = this.#world
    const { signal } = this.#stop
    while (this.#open.length > 0 && !signal.aborted) {
      for (const door of this.#open) door.follow()
      await store.nextChange(signal)
    }
  }
}

function namedHost(world: World, hosts: readonly ManagedObject[], name: string): ManagedObject {
  const found = hosts.find((host) => host.ref.value === name || world.nameOf(host) === name)
  if (found === undefined) throw new Error(`there is no host ${name} whose door could be opened`)
  return found
}

/** The server that a host of a vCenter Server is itself. Its events are the vCenter Server's, too. */
function hostWorld(vcenter: World, host: ManagedObject): World {
  const { store } = vcenter
  const { local, door } = hostView(store, host)
  return openHost({
    estate: {
      about: aboutOf(vcenter, host),
      name: vcenter.nameOf(host),
      settings: [],
      extensions: [],
      rootFolder: loneHostPlaces.root,
    },
    store,
    host,
    now: vcenter.parts.now,
    door,
    local,
    events: new EventLog({ to: vcenter.events, host }),
  })
}

/** What a host says it is. What an estate does not tell of it is as its vCenter Server says of itself: a door must not break. */
function aboutOf(vcenter: World, host: ManagedObject): DataTypes['AboutInfo'] {
  const config = host.get('config')
  const product = isRecord(config) ? config['product'] : undefined
  const { version, build, apiVersion } = vcenter.parts.about
  return {
    _typeName: 'AboutInfo',
    name: 'VMware ESXi',
    fullName: `VMware ESXi ${version} build-${build}`,
    vendor: 'VMware, Inc.',
    version,
    build,
    osType: 'vmnix-x86',
    productLineId: 'embeddedEsx',
    apiType: 'HostAgent',
    apiVersion,
    ...(isRecord(product) && product),
  }
}
