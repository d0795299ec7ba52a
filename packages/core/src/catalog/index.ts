import type { Control } from '../control/index.ts'
import { esx } from './esx/index.ts'
import { networkControls } from './network/index.ts'
import { nsxPresence } from './nsx/presence.ts'
import { vcenter } from './vcenter/index.ts'
import { vmControls } from './vm/index.ts'

/** Every control that Sakimori has, in the order of the areas. */
export const catalog: readonly Control[] = [...vcenter, ...esx, ...networkControls, ...vmControls, ...nsxPresence]

/** A control by its id. */
export const findControl = (id: string): Control | undefined => catalog.find((control) => control.id === id)
