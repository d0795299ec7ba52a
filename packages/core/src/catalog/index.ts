import type { Control } from '../control/index.ts'
import { clusterControls } from './cluster/index.ts'
import { esx } from './esx/index.ts'
import { networkControls } from './network/index.ts'
import { nsxPresence } from './nsx/presence.ts'
import { procedures } from './procedures/index.ts'
import { sso } from './sso/index.ts'
import { vcenter } from './vcenter/index.ts'
import { vmControls } from './vm/index.ts'

export { coverCatalog, publishers } from './coverage.ts'
export type { CatalogCoverage, OpenRow, PublishedRow, Publisher } from './coverage.ts'
export { coverFramework } from './framework-coverage.ts'
export type { FrameworkCoverage, FrameworkRow } from './framework-coverage.ts'
export { outside } from './uncovered.ts'

/** Every control that Sakimori has, in the order of the areas. */
export const catalog: readonly Control[] = [
  ...vcenter,
  ...sso,
  ...esx,
  ...clusterControls,
  ...networkControls,
  ...vmControls,
  ...nsxPresence,
  ...procedures,
]

/** A control by its id. */
export const findControl = (id: string): Control | undefined => catalog.find((control) => control.id === id)
