import { isRef, type ManagedObject } from '../../../kernel/store.ts'
import { vimFault, type VimFault } from '../../../kernel/fault.ts'
import { listOf } from '../../../kernel/values.ts'
import type { World } from '../../../kernel/world.ts'

/** '[store] folder/file' taken apart; '' = the datastore itself. */
interface DatastorePath {
  readonly datastore: string
  readonly path: string
}

/** Reads '[store] folder/file'; undefined when it is no such path. */
export function parseDatastorePath(text: string): DatastorePath | undefined {
  const found = /^\[([^\]]+)\]\s*(.*)$/.exec(text)
  if (found === null) return undefined
  const [, datastore = '', rest = ''] = found
  const path = rest.replaceAll(/\/+/g, '/').replaceAll(/^\/|\/$/g, '')
  return path.split('/').includes('..') ? undefined : { datastore, path }
}

export const datastorePath = ({ datastore, path }: DatastorePath): string =>
  path === '' ? `[${datastore}]` : `[${datastore}] ${path}`

export const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/')
export const fileOf = (path: string): string => path.split('/').at(-1) ?? ''

export function invalidDatastorePath(path: string): VimFault {
  return vimFault('InvalidDatastorePath', { datastorePath: path }, `Invalid datastore path '${path}'.`)
}

/** The datastores that a host has mounted; those of the server where the host does not tell. */
export function datastoresOf(world: World, host: ManagedObject | undefined): ManagedObject[] {
  const mounted = listOf(host?.get('datastore')).filter(isRef)
  if (host === undefined || mounted.length === 0) return [...world.ofType('Datastore')]
  return mounted.flatMap((ref) => world.find(ref) ?? [])
}

interface Located {
  readonly datastore: ManagedObject
  readonly path: string
}

/** A place on a datastore that a host can reach; undefined when there is none. */
export function find(world: World, host: ManagedObject | undefined, text: string): Located | undefined {
  const parsed = parseDatastorePath(text)
  const datastore = datastoresOf(world, host).find((candidate) => world.nameOf(candidate) === parsed?.datastore)
  return parsed === undefined || datastore === undefined ? undefined : { datastore, path: parsed.path }
}

/** The same. Throws InvalidDatastorePath. */
export function locate(world: World, host: ManagedObject | undefined, text: string): Located {
  const found = find(world, host, text)
  if (found === undefined) throw invalidDatastorePath(text)
  return found
}
