import type { Control } from '../control/index.ts'
import { accounts } from './esx/accounts.ts'

/** Every control that Sakimori has, in the order of the areas. */
export const catalog: readonly Control[] = [...accounts]

/** A control by its id. */
export const findControl = (id: string): Control | undefined => catalog.find((control) => control.id === id)
