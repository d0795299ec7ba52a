import { typeInfo } from '@sakimori/vim25'
import { invalidArgument, vimFault, type VimFault } from '../../kernel/fault.ts'
import type { World } from '../../kernel/world.ts'

/** A field that the twin does not honour: it is refused, by name, and never taken in silence. */
export function notHonoured(path: string): VimFault {
  return vimFault('NotSupported', {}, `The operation is not supported on the object: the twin does not honour ${path}`)
}

/** A method that an object of that kind does not allow. */
export function notAllowed(why: string): VimFault {
  return vimFault('NotSupported', {}, `The operation is not supported on the object: ${why}`)
}

/** Asks that a string which the API declares as such is one of an enum's values. Throws InvalidArgument. */
export function checkEnum(name: string, value: string | undefined, path: string): void {
  const info = typeInfo(name)
  if (value === undefined || info?.kind !== 'enum' || info.values.includes(value)) return
  throw invalidArgument(path, `must be one of ${info.values.join(', ')}`)
}

/** Asks that none of the fields is set. Throws NotSupported with the name of the first that is. */
export function refuseFields(path: string, value: object, fields: readonly string[]): void {
  const found = fields.find((field) => isSet((value as Readonly<Record<string, unknown>>)[field]))
  if (found !== undefined) throw notHonoured(`${path}.${found}`)
}

const isSet = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0)

/** What only vCenter Server does. Throws NotSupported on a host. */
export function needServer(world: World, what: string): void {
  if (world.isHost) throw notAllowed(`a host by itself cannot ${what}`)
}
