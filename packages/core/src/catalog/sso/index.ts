import type { Control } from '../../control/index.ts'
import { groups } from './groups.ts'
import { lockout } from './lockout.ts'
import { methods } from './methods.ts'
import { passwords } from './passwords.ts'
import { signing } from './signing.ts'
import { sources } from './sources.ts'

/** Every control of vCenter Single Sign-On. */
export const sso: readonly Control[] = [...signing, ...lockout, ...passwords, ...sources, ...methods, ...groups]
