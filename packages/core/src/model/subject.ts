import { known, unknown, type Fact, type MoRef, type Unknown } from './fact.ts'
import type { Release } from './release.ts'
import type { SnapshotObject } from './snapshot.ts'

/** The managed objects that controls look at. */
export type ManagedSubjectType =
  | 'ServiceInstance'
  | 'HostSystem'
  | 'VirtualMachine'
  | 'ClusterComputeResource'
  | 'Datastore'
  | 'DistributedVirtualPortgroup'
  | 'VmwareDistributedVirtualSwitch'

/** Parts of a host that controls look at one by one. */
export type PartSubjectType = 'HostVirtualSwitch' | 'HostPortGroup'

export type SubjectType = ManagedSubjectType | PartSubjectType

/** One thing that a control can be asked about. */
export interface Subject {
  readonly type: SubjectType
  /** The managed object; for a part, the one that holds it. */
  readonly ref: MoRef
  /** Which part of the managed object: the name of a standard switch or port group. */
  readonly key?: string
  readonly name: string
  /** Inventory path, for people: `/DC0/host/Cluster/esx1`. Names repeat; identity is `ref` and `key`. */
  readonly path: string
  /** The release whose rules apply: of the host, for a VM of the host that it runs on. */
  readonly release: Release | undefined
  readonly object: SnapshotObject
  /** The paths that the collector asked of this type of object. */
  readonly asked: ReadonlySet<string>
  /** Set when the parts of a host could not be listed: the host stands in for them and the answer is unknown. */
  readonly unlisted?: Unknown
}

/**
 * Reads what the snapshot holds of a property path or a call.
 * An unset property is known to be `undefined`; one that nobody asked for is `notCollected`.
 */
export function readRaw(subject: Pick<Subject, 'ref' | 'object' | 'asked'>, path: string): Fact<unknown> {
  const from = { ref: subject.ref, path }
  const { values, missing } = subject.object
  if (Object.hasOwn(values, path)) return known(values[path], from)
  const gone = missing?.[path]
  if (gone) return unknown(gone.why, from, gone.detail)
  return subject.asked.has(path) ? known(undefined, from) : unknown('notCollected', from)
}
