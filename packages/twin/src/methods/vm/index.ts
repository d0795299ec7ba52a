import type { MethodTable } from '../../kernel/call.ts'
import { cloneMethods } from './clone.ts'
import { consoleMethods } from './consoles.ts'
import { createMethods } from './create.ts'
import { environmentMethods } from './environment.ts'
import { datastoreBrowserMethods } from './files/browser.ts'
import { clusterMethods, computeResourceMethods } from './inventory/cluster.ts'
import { customFieldMethods, customValueMethods } from './inventory/custom-fields.ts'
import { datastoreMethods } from './inventory/datastore.ts'
import { destroyMethods, renameMethods } from './inventory/entity.ts'
import { folderMethods } from './inventory/folder.ts'
import { licenseAssignmentMethods, licenseMethods } from './inventory/licenses.ts'
import { placeMethods } from './inventory/place-vm.ts'
import { poolMethods } from './inventory/pool.ts'
import { taskMethods } from './inventory/task.ts'
import { powerManyMethods } from './power-many.ts'
import { powerMethods } from './power.ts'
import { reconfigureMethods } from './reconfigure.ts'
import { relocateMethods } from './relocate.ts'
import { removeMethods } from './remove-vm.ts'
import { snapshotMethods, snapshotOfVmMethods } from './snapshots.ts'
import { templateMethods } from './templates.ts'

/** Virtual machines, and the inventory around them. */
export const vmMethods: readonly MethodTable[] = [
  reconfigureMethods,
  powerMethods,
  powerManyMethods,
  snapshotOfVmMethods,
  snapshotMethods,
  templateMethods,
  cloneMethods,
  relocateMethods,
  removeMethods,
  consoleMethods,
  createMethods,
  folderMethods,
  renameMethods,
  ...destroyMethods,
  poolMethods,
  clusterMethods,
  placeMethods,
  computeResourceMethods,
  datastoreMethods,
  datastoreBrowserMethods,
  environmentMethods,
  customFieldMethods,
  customValueMethods,
  licenseMethods,
  licenseAssignmentMethods,
  taskMethods,
]
