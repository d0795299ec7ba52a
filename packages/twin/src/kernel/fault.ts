import type { DataTypes } from '@sakimori/vim25/types'
import type { AnyObject } from '@sakimori/vim25'

/** The data types that are faults, by name: `InvalidArgument`, `NoPermission`, … */
type FaultType = DataTypes['MethodFault']['_typeName'] & keyof DataTypes
type Fields<T extends FaultType> = Omit<DataTypes[T], '_typeName' | 'faultCause' | 'faultMessage'>

/** A fault of the simulated server: what a method throws, a task ends with, or a property is missing for. */
export class VimFault extends Error {
  override readonly name = 'VimFault'
  readonly fault: AnyObject

  constructor(fault: AnyObject, message: string) {
    super(message)
    this.fault = fault
  }

  /** As it stands in data: `TaskInfo.error`, `MissingProperty.fault`. */
  get localized(): DataTypes['LocalizedMethodFault'] {
    return {
      _typeName: 'LocalizedMethodFault',
      fault: this.fault as unknown as DataTypes['MethodFault'],
      localizedMessage: this.message,
    }
  }
}

/** Makes a fault of the API with its own fields and a sentence for people. */
export function vimFault<T extends FaultType>(type: T, fields: Fields<T>, message: string): VimFault {
  return new VimFault({ _typeName: type, ...fields }, message)
}

/** An argument that the method does not take; `property` is its path ('spec.policy'). */
export function invalidArgument(property: string, why = 'is not valid'): VimFault {
  return vimFault(
    'InvalidArgument',
    { invalidProperty: property },
    `A specified parameter was not correct: ${property} ${why}`,
  )
}

export function notFound(what: string): VimFault {
  return vimFault('NotFound', {}, `The object or item referred to could not be found: ${what}`)
}
