import type { Control } from '../../control/index.ts'
import { accounts } from './accounts.ts'
import { auditStore } from './audit-store.ts'
import { bootIntegrity } from './boot-integrity.ts'
import { certificates } from './certificates.ts'
import { coreDump } from './core-dump.ts'
import { destinations } from './destinations.ts'
import { directory } from './directory.ts'
import { neededRulesets } from './firewall-rulesets.ts'
import { firewall } from './firewall.ts'
import { firmware } from './firmware.ts'
import { hostProcedures } from './host-procedures.ts'
import { image } from './image.ts'
import { integrity } from './integrity.ts'
import { kernelModules } from './kernel-modules.ts'
import { lockdown } from './lockdown.ts'
import { logging } from './logging.ts'
import { memory } from './memory.ts'
import { names } from './names.ts'
import { network } from './network.ts'
import { passwordQuality } from './password-quality.ts'
import { patches } from './patches.ts'
import { processor } from './processor.ts'
import { services } from './services.ts'
import { sessions } from './sessions.ts'
import { storage } from './storage.ts'
import { strict } from './strict.ts'
import { commandLine } from './command-line.ts'
import { sshServer } from './ssh-server.ts'
import { time } from './time.ts'
import { tls } from './tls.ts'

/** Every control of hosts, in the order of the areas. */
export const esx: readonly Control[] = [
  ...patches,
  ...image,
  ...processor,
  ...firmware,
  ...certificates,
  ...tls,
  ...names,
  ...accounts,
  ...passwordQuality,
  ...directory,
  ...time,
  ...destinations,
  ...firewall,
  ...neededRulesets,
  ...services,
  ...sessions,
  ...integrity,
  ...bootIntegrity,
  ...logging,
  ...auditStore,
  ...coreDump,
  ...lockdown,
  ...memory,
  ...network,
  ...commandLine,
  ...sshServer,
  ...kernelModules,
  ...storage,
  ...strict,
  ...hostProcedures,
]
