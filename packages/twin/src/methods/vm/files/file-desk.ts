import { vimFault } from '../../../kernel/fault.ts'
import type { ManagedObject } from '../../../kernel/store.ts'
import { isRecord } from '../../../kernel/values.ts'
import type { World } from '../../../kernel/world.ts'
import { datastorePath, find, invalidDatastorePath, locate } from './datastore-path.ts'
import { datastoreStateOf, diskIn, filesOn, setDatastoreState, type KeptDisk } from './datastore-files.ts'

/** A place on a datastore. */
export interface Place {
  readonly datastore: ManagedObject
  readonly path: string
}

type Deed =
  | { readonly kind: 'create'; readonly place: Place; readonly bytes: number }
  | { readonly kind: 'destroy'; readonly place: Place; readonly bytes: number }
  | { readonly kind: 'keep'; readonly place: Place; readonly disk: KeptDisk }

const sameFile = (a: Place, b: Place) => a.datastore === b.datastore && a.path === b.path

/**
 * What one operation does with files: first it is asked, as often as needed, and nothing happens; `commit` does it all. So an
 * operation that is refused half-way has changed nothing.
 */
export class FileDesk {
  readonly #world: World
  readonly #host: ManagedObject | undefined
  readonly #deeds: Deed[] = []

  constructor(world: World, host: ManagedObject | undefined) {
    this.#world = world
    this.#host = host
  }

  /** Throws InvalidDatastorePath when the host cannot reach it. */
  locate(text: string): Place {
    return locate(this.#world, this.#host, text)
  }

  /** The same; undefined where the host cannot reach it. */
  find(text: string): Place | undefined {
    return find(this.#world, this.#host, text)
  }

  nameOf({ datastore, path }: Place): string {
    return datastorePath({ datastore: this.#world.nameOf(datastore), path })
  }

  exists(place: Place): boolean {
    const last = this.#deeds.findLast((deed) => sameFile(deed.place, place))
    if (last !== undefined) return last.kind !== 'destroy'
    return filesOn(this.#world, place.datastore).some(({ path }) => path === place.path)
  }

  /** Whether there is a folder of that name, or anything in it. */
  hasFolder({ datastore, path }: Place): boolean {
    const inside = `${path}/`
    const isPlanned = this.#deeds.some(
      ({ kind, place }) => kind !== 'destroy' && place.datastore === datastore && place.path.startsWith(inside),
    )
    return isPlanned || filesOn(this.#world, datastore).some((file) => file.path.startsWith(inside))
  }

  /** Throws FileNotFound. */
  disk(place: Place): KeptDisk {
    const found = diskIn(this.#world, place.datastore, place.path)
    if (found === undefined) throw fileNotFound(this.nameOf(place))
    return found
  }

  /** Plans a new file. Throws FileAlreadyExists, and NoDiskSpace where it is larger than what is free. */
  create(place: Place, bytes: number, replace = false): void {
    const name = this.nameOf(place)
    if (place.path === '') throw invalidDatastorePath(name)
    if (!replace && this.exists(place)) {
      throw vimFault(
        'FileAlreadyExists',
        { file: name },
        `Cannot complete the operation because the file or folder ${name} already exists`,
      )
    }
    const store = this.#world.nameOf(place.datastore)
    if (bytes > freeSpace(this.#world, place.datastore)) {
      throw vimFault(
        'NoDiskSpace',
        { file: name, datastore: store },
        `Insufficient disk space on datastore '${store}'.`,
      )
    }
    this.#deeds.push({ kind: 'create', place, bytes })
  }

  destroy(place: Place, bytes: number): void {
    this.#deeds.push({ kind: 'destroy', place, bytes })
  }

  /** Plans that a disk stays on its datastore without a VM. */
  keep(place: Place, disk: Omit<KeptDisk, 'path'>): void {
    this.#deeds.push({ kind: 'keep', place, disk: { ...disk, path: place.path } })
  }

  commit(): void {
    for (const deed of this.#deeds) {
      const { datastore, path } = deed.place
      const others = datastoreStateOf(datastore).disks.filter((disk) => disk.path !== path)
      setDatastoreState(datastore, { disks: deed.kind === 'keep' ? [...others, deed.disk] : others })
      if (deed.kind !== 'keep' && deed.bytes > 0)
        spend(this.#world, datastore, deed.kind === 'create' ? deed.bytes : -deed.bytes)
    }
  }
}

function freeSpace(world: World, datastore: ManagedObject): number {
  return Number(world.field(datastore, 'summary', 'freeSpace') ?? 0)
}

/** Takes space of a datastore, or gives it back, where both its summary and its info show it. */
function spend(world: World, datastore: ManagedObject, bytes: number): void {
  const summary = world.read(datastore, 'summary')
  const free = Math.max(0, freeSpace(world, datastore) - bytes)
  if (isRecord(summary)) world.store.set(datastore, 'summary', { ...summary, freeSpace: free })
  const info = datastore.get('info')
  if (isRecord(info)) world.store.set(datastore, 'info', { ...info, freeSpace: free })
}

export function fileNotFound(file: string) {
  return vimFault('FileNotFound', { file }, `File ${file} was not found`)
}
