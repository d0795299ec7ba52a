import { findControl } from '../catalog/index.ts'
import type { Control } from '../control/index.ts'

/** A control of the catalogue that a test is about; a test of one that is gone fails by its name. */
export function found(id: string): Control {
  const control = findControl(id)
  if (!control) throw new Error(`the catalogue has no ${id}`)
  return control
}
