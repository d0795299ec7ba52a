import type { Control } from '../../control/index.ts'
import { vmConsole, vmResources } from './console.ts'
import { vmHardware } from './hardware.ts'
import { hostedFunctions } from './hosted.ts'
import { pageSharing } from './page-sharing.ts'
import { removableMedia } from './removable-media.ts'

/** Every control about virtual machines, and the one about the memory that they share. */
export const vmControls: readonly Control[] = [
  ...pageSharing,
  ...vmConsole,
  ...vmResources,
  ...vmHardware,
  ...hostedFunctions,
  ...removableMedia,
]
