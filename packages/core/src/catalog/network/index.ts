import type { Control } from '../../control/index.ts'
import { dvPortgroupSecurity, dvSwitchSecurity } from './distributed-security.ts'
import { dvSwitches } from './dvswitch.ts'
import { ioControl } from './io-control.ts'
import { portOverrides } from './port-overrides.ts'
import { separation } from './separation.ts'
import { portgroupSecurity, switchSecurity } from './standard-security.ts'
import { uplinks } from './uplinks.ts'
import { vlans } from './vlan.ts'

/** Every control about virtual switches, their port groups and the traffic on them. */
export const networkControls: readonly Control[] = [
  ...switchSecurity,
  ...portgroupSecurity,
  ...dvSwitchSecurity,
  ...dvPortgroupSecurity,
  ...portOverrides,
  ...vlans,
  ...separation,
  ...uplinks,
  ...dvSwitches,
  ...ioControl,
]
