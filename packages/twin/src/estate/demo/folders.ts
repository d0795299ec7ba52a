import { ref } from '@sakimori/vim25'
import { folder } from '../build/places.ts'
import type { EstateObject } from '../estate.ts'
import { osaka, tokyo } from './company.ts'

/** Folders of VMs: name and site. */
const rows = {
  management: [601, '管理', tokyo],
  infra: [602, '基盤', tokyo],
  business: [603, '業務系', tokyo],
  information: [604, '情報系', tokyo],
  development: [605, '開発', tokyo],
  dmz: [606, 'DMZ', tokyo],
  vdi: [607, 'VDI', tokyo],
  factory: [608, '工場・旧システム', tokyo],
  templates: [609, 'テンプレート', tokyo],
  osakaInfra: [611, '基盤', osaka],
  osakaWork: [612, '業務系', osaka],
  osakaDmz: [613, 'DMZ', osaka],
  recovery: [614, 'DR待機系', osaka],
} as const

export type FolderKey = keyof typeof rows

/** The reference of a folder. */
export const folderRef = (key: FolderKey) => ref('Folder', `group-v${rows[key][0]}`)

/** The folders of VMs below the datacenters. */
export const folders: readonly EstateObject[] = Object.values(rows).map(([number, name, site]) =>
  folder({ ref: ref('Folder', `group-v${number}`), name, kind: 'vm', parent: site.vmFolder }),
)
