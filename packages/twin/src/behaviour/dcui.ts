import type { ManagedObject } from '../kernel/store.ts'
import type { World } from '../kernel/world.ts'
import { dcuiAdmits, type Admission } from './host-login.ts'

/** Only an administrator has it. */
const adminPrivilege = 'Authorization.ModifyPermissions'

/**
 * A login at a host's console. A locked account is let in there: lock-out is for SSH and the API only (vSphere Security 6.5
 * to 8.0, "ESXi Passwords and Account Lockout"). `world` is the host's own.
 */
export function dcuiLogin(world: World, host: ManagedObject, user: string, password: string): Admission {
  const account = world.parts.accounts.verify(user, password)
  const isAdministrator =
    account !== undefined && world.access.has({ name: account.name, groups: [] }, world.rootFolder, adminPrivilege)
  const admission =
    account === undefined
      ? { admitted: false, why: 'the user name or the password is wrong' }
      : dcuiAdmits(host, account.name, isAdministrator)
  if (admission.admitted) {
    const session = { ipAddress: '127.0.0.1', userAgent: 'DCUI', locale: 'en_US', sessionId: 'dcui' }
    world.events.post('UserLoginSessionEvent', user, undefined, session)
  } else {
    const message = `DCUI login of user '${user}' failed: ${admission.why}`
    world.events.postEx('esx.audit.dcui.login.failed', '', host, message, 'warning')
  }
  return admission
}
