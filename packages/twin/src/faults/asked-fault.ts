import { allFields, isSubtype, typeInfo } from '@sakimori/vim25'
import { VimFault } from '../kernel/fault.ts'
import type { World } from '../kernel/world.ts'

/** What stands in a field that a fault must have; faults with other required fields cannot be asked for. */
const fillers: Readonly<Record<string, (name: string) => unknown>> = {
  string: (name) => (name === 'privilegeId' ? 'System.View' : ''),
  int: () => 0,
  long: () => 0,
  boolean: () => false,
  MethodName: () => '',
}

const required = (type: string) => allFields(type).filter(({ optional, array }) => !optional && !array)
const isReference = (type: string) => typeInfo(type)?.kind === 'managed'

/** Whether a fault of that name can be asked for: one of the API, whose required fields can be filled in. */
export function canAskFor(type: string): boolean {
  if (typeInfo(type)?.kind !== 'data' || !isSubtype(type, 'MethodFault')) return false
  return required(type).every((field) => Object.hasOwn(fillers, field.type) || isReference(field.type))
}

/** The fault that was asked for. What it names is the root folder: NoPermission names something even where it need not. */
export function askedFault(world: World, type: string): VimFault {
  const named = allFields(type).filter(({ name }) => name === 'object' || name === 'privilegeId')
  const fields = [...required(type), ...named].map(({ name, type: of }) => [
    name,
    isReference(of) ? world.rootFolder : fillers[of]?.(name),
  ])
  return new VimFault({ _typeName: type, ...Object.fromEntries(fields) }, `${type}, as it was asked for`)
}
