import {
  SNAPSHOT_SCHEMA,
  type Estate,
  type MissingNote,
  type MoRef,
  type Release,
  type Snapshot,
} from '../model/index.ts'

/** A snapshot that a test may still change. */
export interface Draft {
  readonly release: Release
  estate: Estate
  readonly asked: Record<string, string[]>
  readonly objects: DraftObject[]
}

export interface DraftObject {
  readonly ref: MoRef
  values: Record<string, unknown>
  missing: Record<string, MissingNote>
}

/** Versions as hosts and vCenter report them, per release line. */
export const versionOf: Readonly<Record<Release, string>> = {
  '6.5': '6.5.0',
  '6.7': '6.7.0',
  '7.0': '7.0.3',
  '8.0': '8.0.3',
  '9.0': '9.0.2',
  '9.1': '9.1.1',
}

export function emptyDraft(release: Release): Draft {
  return {
    release,
    estate: {
      name: 'vc.example.test',
      endpoint: 'https://vc.example.test:443',
      kind: 'vcenter',
      product: `VMware vCenter Server ${versionOf[release]}`,
      version: versionOf[release],
      build: '24322831',
      apiVersion: '8.0.3.0',
      instanceUuid: '11111111-2222-4333-8444-555555555555',
      collectedAt: '2026-11-24T00:00:00Z',
      tls: 'verified',
    },
    asked: {},
    objects: [],
  }
}

/** Adds an object; every path that it sets counts as asked of its type. */
export function add(draft: Draft, type: string, value: string, values: Record<string, unknown>): DraftObject {
  const object: DraftObject = { ref: { type, value }, values, missing: {} }
  draft.objects.push(object)
  const asked = (draft.asked[type] ??= [])
  for (const path of Object.keys(values)) if (!asked.includes(path)) asked.push(path)
  return object
}

/** The first object of a type; a spoiler changes it in place. */
export function first(draft: Draft, type: string): DraftObject {
  const found = draft.objects.find((object) => object.ref.type === type)
  if (!found) throw new Error(`the draft has no ${type}`)
  return found
}

export function snapshotOf(draft: Draft): Snapshot {
  return JSON.parse(
    JSON.stringify({ schema: SNAPSHOT_SCHEMA, estate: draft.estate, asked: draft.asked, objects: draft.objects }),
  ) as Snapshot
}

/** One change that turns exactly one control of a good estate from pass to fail (others may follow). */
export type Spoiler = (draft: Draft) => void

/** Sets or, with `undefined`, removes an entry of a list of `OptionValue`; the type of the value on the wire is kept in its box. */
export function setOption(object: DraftObject, path: string, key: string, value: unknown): void {
  const list = (object.values[path] ?? []) as { _typeName: string; key: string; value: unknown }[]
  const rest = list.filter((entry) => entry.key.toLowerCase() !== key.toLowerCase())
  object.values[path] =
    value === undefined
      ? rest
      : [
          ...rest,
          {
            _typeName: 'OptionValue',
            key,
            value: typeof value === 'number' ? { _typeName: 'long', _value: value } : value,
          },
        ]
}
