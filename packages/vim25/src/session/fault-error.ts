import { VimError, type VimErrorCode } from '../errors.ts'
import { isSubtype } from '../schema/tables.ts'
import type { SoapFault } from '../soap/reply.ts'
import type { AnyObject } from '../values.ts'

/** Faults that have a code of their own; all others are 'fault'. */
const codes: Readonly<Record<string, VimErrorCode>> = {
  InvalidLogin: 'invalidLogin',
  NotAuthenticated: 'notAuthenticated',
  NoPermission: 'noPermission',
}

/** The error of a fault, of either protocol. `label` says what was called on what. */
export function faultError(label: string, { code, text, fault }: SoapFault): VimError {
  if (code.endsWith('VersionMismatchFaultCode')) return new VimError('versionUnknown', `${label}: ${text}`, { fault })
  const type = fault?._typeName ?? code
  return new VimError(faultCode(fault), `${label}: ${type}${detail(fault)}${text === '' ? '' : `: ${text}`}`, { fault })
}

export function faultCode(fault: AnyObject | undefined): VimErrorCode {
  const type = fault?._typeName ?? ''
  return Object.entries(codes).find(([name]) => isSubtype(type, name))?.[1] ?? 'fault'
}

/** The member that says most: the missing privilege, the wrong argument. */
function detail(fault: AnyObject | undefined): string {
  const { privilegeId, invalidProperty, name, method } = (fault ?? {}) as Record<string, unknown>
  const said = privilegeId ?? invalidProperty ?? name ?? method
  return typeof said === 'string' ? ` (${said})` : ''
}
