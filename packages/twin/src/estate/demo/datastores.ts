import { ref } from '@sakimori/vim25'
import type { DatastoreSpec } from '../build/datastores.ts'
import { uuidOf } from '../build/identity.ts'
import { osaka, tokyo } from './company.ts'

const vmfs = (number: number, name: string, site: typeof tokyo, capacityTB: number, freeTB: number): DatastoreSpec => ({
  ref: ref('Datastore', `datastore-${number}`),
  name,
  parent: site.datastoreFolder,
  capacityTB,
  freeTB,
  kind: 'VMFS',
  uuid: uuidOf(0x5f, number).slice(0, 35),
  lun: `naa.60002ac00000000000000${number}0001f2a3`,
})

const nfs = (number: number, name: string, site: typeof tokyo, server: string, path: string): DatastoreSpec => ({
  ref: ref('Datastore', `datastore-${number}`),
  name,
  parent: site.datastoreFolder,
  capacityTB: 20,
  freeTB: 6,
  kind: 'NFS',
  server,
  path,
})

/** Where VM files lie. */
export const datastores = {
  'TKY-SAN01': vmfs(201, 'TKY-SAN01', tokyo, 48, 11),
  'TKY-SAN02': vmfs(202, 'TKY-SAN02', tokyo, 48, 19),
  'TKY-VDI01': vmfs(203, 'TKY-VDI01', tokyo, 24, 8),
  'TKY-OLD01': vmfs(204, 'TKY-OLD01', tokyo, 16, 2),
  // The disk that l03 was installed on.
  datastore1: { ...vmfs(208, 'datastore1', tokyo, 0.25, 0.2), local: true },
  'TKY-NFS01': nfs(205, 'TKY-NFS01', tokyo, '10.10.32.10', '/vol/vmware01'),
  'OSA-SAN01': vmfs(206, 'OSA-SAN01', osaka, 48, 22),
  'OSA-NFS01': nfs(207, 'OSA-NFS01', osaka, '10.20.62.10', '/vol/vmware01'),
} as const satisfies Readonly<Record<string, DatastoreSpec>>

export type DatastoreName = keyof typeof datastores
