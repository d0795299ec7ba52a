import { baselines, isDemanded, type Baseline, type Control } from '../control/index.ts'
import { releases, type Release } from '../model/index.ts'

/** The first baseline and the newest release that ask for a control. */
export function whereDemanded(control: Control): { readonly release: Release; readonly baseline: Baseline } {
  for (const baseline of baselines) {
    const release = releases.findLast((one) => isDemanded(control, baseline, one))
    if (release) return { release, baseline }
  }
  throw new Error(`${control.id} is never demanded`)
}
