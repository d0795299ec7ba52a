import type { Control } from '../../control/index.ts'
import { appliance } from './appliance.ts'
import { alarmRows } from './alarm-rows.ts'
import { certificates } from './certificates.ts'
import { keeping } from './keeping.ts'
import { libraries } from './libraries.ts'
import { messages } from './messages.ts'
import { patches } from './patches.ts'
import { permissionRows } from './permissions/rows.ts'
import { plugins } from './plugins.ts'
import { records } from './records.ts'
import { settings } from './settings.ts'
import { tls } from './tls.ts'
import { trust } from './trust.ts'
import { usage } from './usage.ts'

/** Every control of vCenter Server itself, in the order of the areas. */
export const vcenter: readonly Control[] = [
  ...patches,
  ...certificates,
  ...tls,
  ...settings,
  ...permissionRows,
  ...records,
  ...messages,
  ...plugins,
  ...appliance,
  ...keeping,
  ...libraries,
  ...trust,
  ...alarmRows,
  ...usage,
]
