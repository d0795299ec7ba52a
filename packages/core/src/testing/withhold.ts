import type { Control } from '../control/index.ts'
import type { Draft } from './draft.ts'

/**
 * Takes reads of a control away from every object, as from an account that may not see them. Single sign-on names no
 * privilege.
 */
export function withhold(draft: Draft, reads: Control['reads']): void {
  for (const object of draft.objects)
    for (const { type, path } of reads) {
      const kin =
        object.ref.type === type ||
        (type === 'VmwareDistributedVirtualSwitch' && object.ref.type === 'DistributedVirtualSwitch')
      if (!kin) continue
      const whole = path.replace(/\[".*"\]$/, '')
      delete object.values[whole]
      object.missing[whole] = { why: 'noPermission', detail: whole.startsWith('sso:') ? 'NoPermission' : 'System.Read' }
    }
}
