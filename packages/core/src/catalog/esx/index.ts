import type { Control } from '../../control/index.ts'
import { accounts } from './accounts.ts'
import { certificates } from './certificates.ts'
import { directory } from './directory.ts'
import { firewall } from './firewall.ts'
import { integrity } from './integrity.ts'
import { lockdown } from './lockdown.ts'
import { logging } from './logging.ts'
import { memory } from './memory.ts'
import { network } from './network.ts'
import { passwordQuality } from './password-quality.ts'
import { patches } from './patches.ts'
import { services } from './services.ts'
import { sessions } from './sessions.ts'
import { time } from './time.ts'

/** Every control of hosts, in the order of the areas. */
export const esx: readonly Control[] = [
  ...patches,
  ...certificates,
  ...accounts,
  ...passwordQuality,
  ...directory,
  ...time,
  ...firewall,
  ...services,
  ...sessions,
  ...integrity,
  ...logging,
  ...lockdown,
  ...memory,
  ...network,
]
