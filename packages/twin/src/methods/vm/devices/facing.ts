import type { MoRef } from '@sakimori/vim25/types'
import type { ManagedObject } from '../../../kernel/store.ts'
import type { World } from '../../../kernel/world.ts'
import type { FileDesk } from '../files/file-desk.ts'
import type { PortDesk } from './port-desk.ts'

/** What devices meet while they are changed: the VM as it is, its host, and what is planned with files and ports. */
export interface Facing {
  readonly world: World
  readonly vm: MoRef<'VirtualMachine'>
  readonly host: ManagedObject | undefined
  readonly isOn: boolean
  /** Whether the VM is only being made: then it brings its own controllers. */
  readonly creating: boolean
  /** '[store] folder' and 'name': where new disks go, and after what they are called. */
  readonly folder: string
  readonly stem: string
  readonly hasSnapshots: boolean
  readonly isEncrypted: boolean
  readonly files: FileDesk
  readonly ports: PortDesk
}
