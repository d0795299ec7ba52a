import { allFields } from '@sakimori/vim25'
import type { Arguments, Call, Handler, MethodTable } from '../kernel/call.ts'
import { vimFault } from '../kernel/fault.ts'
import { isRecord } from '../kernel/values.ts'

/** The same methods, which refuse specifications that lack a required field, in the words of a real server. */
export function withWholeArguments(table: MethodTable): MethodTable {
  return Object.fromEntries(
    Object.entries(table).map(([type, handlers]) => [
      type,
      Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, checked(handler)])),
    ]),
  )
}

function checked(handler: Handler): Handler {
  return (call: Call, args: Arguments) => {
    for (const value of Object.values(args)) checkWhole(value, call.world.release)
    return handler(call, args)
  }
}

function checkWhole(value: unknown, release: number): void {
  if (Array.isArray(value)) for (const item of value) checkWhole(item, release)
  if (!isRecord(value) || typeof value['_typeName'] !== 'string') return
  for (const { name, optional, array, since } of allFields(value['_typeName'])) {
    const held = value[name]
    if (held === undefined && !optional && !array && since <= release) {
      const type = value['_typeName']
      throw vimFault('InvalidRequest', {}, `Required property ${name} is missing from data object of type ${type}`)
    }
    checkWhole(held, release)
  }
}
