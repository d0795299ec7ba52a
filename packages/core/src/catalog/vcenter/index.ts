import type { Control } from '../../control/index.ts'
import { certificates } from './certificates.ts'
import { patches } from './patches.ts'
import { settings } from './settings.ts'

/** Every control of vCenter Server itself, in the order of the areas. */
export const vcenter: readonly Control[] = [...patches, ...certificates, ...settings]
