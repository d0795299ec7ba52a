import { VimError } from '../errors.ts'
import { isRecord } from './leaves.ts'

/**
 * A value whose type the tables lack, by its shape: a reference where it looks like one, the value of a box, a list, an
 * object with all its fields. `levels`: how deep it may go.
 */
export function readByShape(json: unknown, levels: number): unknown {
  if (levels < 0) throw new VimError('protocol', 'an object of unknown type is nested too deeply')
  if (json === null) return undefined
  if (Array.isArray(json)) return json.map((item) => readByShape(item, levels - 1)).filter((item) => item !== undefined)
  if (!isRecord(json)) return json
  const { _typeName: name, _value: held, type, value } = json
  // An enum or a list of a newer server.
  if (typeof held === 'string' || Array.isArray(held)) return readByShape(held, levels - 1)
  const isReference = name === undefined || name === 'ManagedObjectReference'
  if (isReference && typeof type === 'string' && typeof value === 'string') return { type, value }
  const object: Record<string, unknown> = { _typeName: typeof name === 'string' ? name : 'anyType' }
  for (const [key, item] of Object.entries(json)) {
    // The peer chose these names: none may reach the prototype or replace `_typeName`.
    if (key === '__proto__' || key === '_typeName') continue
    const read = readByShape(item, levels - 1)
    if (read !== undefined) object[key] = read
  }
  return object
}
