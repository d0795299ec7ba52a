import type { MissingNote } from '@sakimori/core/model'
import { isVimError, type AnyObject } from '@sakimori/vim25'

/** Fault types that say "this server does not have that", as opposed to "you may not" or "it went wrong". */
const NOT_SUPPORTED = new Set([
  'NotSupported',
  'MethodNotFound',
  'NotImplemented',
  'InvalidName',
  'InvalidProperty',
  'ManagedObjectNotFound',
  'InvalidRequest',
])

/** Words a fault of the server as the reason why a value is missing. */
export function missingOfFault(fault: AnyObject | undefined): MissingNote {
  if (!fault) return { why: 'fault' }
  if (fault._typeName === 'NoPermission') {
    const privilege = fault['privilegeId']
    return typeof privilege === 'string' && privilege
      ? { why: 'noPermission', detail: privilege }
      : { why: 'noPermission' }
  }
  return { why: NOT_SUPPORTED.has(fault._typeName) ? 'notSupported' : 'fault', detail: fault._typeName }
}

/**
 * The reason that a failed call leaves behind, or `undefined` when the failure concerns the whole connection
 * (it must end the collection, not hide in a thousand missing values).
 */
export function missingOfError(error: unknown): MissingNote | undefined {
  if (!isVimError(error)) return undefined
  switch (error.code) {
    case 'noPermission':
    case 'fault':
    case 'taskFailed':
      return missingOfFault(error.fault)
    case 'notInRelease':
      return { why: 'notSupported', detail: error.message }
    case 'timeout':
      return { why: 'fault', detail: 'timeout' }
    default:
      return undefined
  }
}
