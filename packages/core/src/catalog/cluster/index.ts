import type { Control } from '../../control/index.ts'
import { alikeHosts } from './alike.ts'
import { availability } from './availability.ts'
import { names } from './names.ts'

/** Every control of clusters, their datastores and the names in the inventory. */
export const clusterControls: readonly Control[] = [...availability, ...alikeHosts, ...names]
