import type { Control } from '../../control/index.ts'
import { vmConsole, vmResources } from './console.ts'
import { vmHardware } from './hardware.ts'
import { hostedFunctions } from './hosted.ts'
import { vmLeftovers } from './leftovers.ts'
import { vmLogging } from './logging.ts'
import { pageSharing } from './page-sharing.ts'
import { forVmsOfPeople, platformVms } from './platform.ts'
import { removableMedia } from './removable-media.ts'
import { vmTools } from './tools.ts'
import { vmUpkeep } from './upkeep.ts'

/** Every control about virtual machines, and the one about the memory that they share. */
export const vmControls: readonly Control[] = [
  ...pageSharing,
  ...vmConsole,
  ...vmResources,
  ...vmHardware,
  ...hostedFunctions,
  ...removableMedia,
  ...vmLeftovers,
  ...vmLogging,
  ...vmUpkeep,
  ...vmTools,
  ...platformVms,
].map(forVmsOfPeople)
