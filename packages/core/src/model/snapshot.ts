import type { Missing, MoRef } from './fact.ts'

/** The version of the snapshot's schema: raised when an older reader would misread a newer file. */
export const SNAPSHOT_SCHEMA = 'sakimori/snapshot/1'

/** How the identity of the server was established; every report says it. */
export type TlsTrust = 'verified' | 'caFile' | 'pinned' | 'insecure' | 'plain'

/** What was read from, when and how. Holds no credential. */
export interface Estate {
  /** The name that the user gave, or the host name of the endpoint. */
  readonly name: string
  /** `https://host:port`, never with user information. */
  readonly endpoint: string
  readonly kind: 'vcenter' | 'esx'
  /** `about.fullName`. */
  readonly product: string
  /** `about.version`, as in `8.0.3`. */
  readonly version: string
  readonly build: string
  /** The API release that was negotiated, as in `8.0.3.0`. */
  readonly apiVersion: string
  readonly instanceUuid: string
  /** RFC 3339, UTC. */
  readonly collectedAt: string
  readonly tls: TlsTrust
}

/** Why a path of one object has no value. */
export interface MissingNote {
  readonly why: Missing
  readonly detail?: string
}

/** One managed object as it was read. A path that was asked for and is in neither record is unset. */
export interface SnapshotObject {
  readonly ref: MoRef
  readonly values: Readonly<Record<string, unknown>>
  readonly missing?: Readonly<Record<string, MissingNote>>
}

/** Everything that was read from one estate: the only thing that crosses into the core. */
export interface Snapshot {
  readonly schema: typeof SNAPSHOT_SCHEMA
  readonly estate: Estate
  /** What was asked of each type of object: property paths and `Manager.Method()` names. */
  readonly asked: Readonly<Record<string, readonly string[]>>
  readonly objects: readonly SnapshotObject[]
}
