import {
  SNAPSHOT_SCHEMA,
  type MissingNote,
  type Release,
  type Snapshot,
  type SnapshotObject,
  type SubjectType,
} from '@sakimori/core/model'
import { partLists } from '../paths/collected.ts'
import { isPart } from '../reads.ts'

/** One object of a small estate: values by path, paths that could not be read. */
export interface SampleObject {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly values: Readonly<Record<string, unknown>>
  readonly missing: readonly string[]
}

/** A small estate of one release. `reads` counts as asked, so that what no object has is unset. */
export interface Sample {
  readonly release: Release
  readonly objects: readonly SampleObject[]
  readonly reads: readonly { readonly type: string; readonly path: string }[]
}

const refused: MissingNote = { why: 'noPermission', detail: 'System.Read' }

/** The id of the object that a case is about. */
export const SUBJECT_ID = 'subject-1'

/** The snapshot of a small estate, as a collection of it would have given. */
export function snapshotOf({ release, objects, reads }: Sample): Snapshot {
  const asked: Record<string, string[]> = {}
  const ask = (type: string, path: string) => {
    const paths = (asked[type] ??= ['name', 'parent'])
    if (!paths.includes(path)) paths.push(path)
  }
  for (const { type, path } of reads) ask(type, path.replace(/\[".*"\]$/, ''))
  for (const { type, values } of objects) for (const path of Object.keys(values)) ask(type, path)
  return {
    schema: SNAPSHOT_SCHEMA,
    estate: {
      name: 'sample',
      endpoint: 'https://sample.invalid:443',
      kind: 'vcenter',
      product: `sample ${release}`,
      version: `${release}.0`,
      build: '1',
      apiVersion: release,
      instanceUuid: '00000000-0000-4000-8000-000000000000',
      collectedAt: '2026-01-01T00:00:00Z',
      tls: 'verified',
    },
    asked,
    objects: objects.map(toObject),
  }
}

function toObject({ type, id, name, values, missing }: SampleObject): SnapshotObject {
  const gone = missing.map((path) => [path.replace(/\[".*"\]$/, ''), refused] as const)
  const there = Object.entries(values).filter(([path]) => !gone.some(([other]) => other === path))
  return {
    ref: { type, value: id },
    values: { name, ...Object.fromEntries(there) },
    ...(gone.length > 0 ? { missing: Object.fromEntries(gone) } : {}),
  }
}

/** The managed object that stands for a subject: a part of a host is an entry in the host's list. */
export function sampleSubject(
  type: SubjectType,
  values: Readonly<Record<string, unknown>>,
  missing: readonly string[],
  name = 'sample',
): SampleObject {
  if (!isPart(type)) return { type, id: SUBJECT_ID, name, values, missing }
  const entry = nest({ ...(type === 'HostPortGroup' ? { 'spec.name': name } : { name }), ...values })
  return {
    type: 'HostSystem',
    id: SUBJECT_ID,
    name: 'sample-host',
    values: { [partLists[type]]: [{ _typeName: type, ...entry }] },
    // The entry came as one: nothing of it is missing alone.
    missing: missing.length > 0 ? [partLists[type]] : [],
  }
}

/** `{'a.b': 1}` as `{a: {b: 1}}`. */
function nest(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const made: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(values)) {
    const steps = path.split('.')
    const last = steps.pop() ?? path
    let at = made
    for (const step of steps) at = (at[step] ??= {}) as Record<string, unknown>
    at[last] = value
  }
  return made
}
