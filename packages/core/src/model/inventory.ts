import type { Fact, MoRef } from './fact.ts'
import { known, unknown } from './fact.ts'
import { releaseOf, type Release } from './release.ts'
import type { Estate, Snapshot, SnapshotObject } from './snapshot.ts'
import { readRaw, type ManagedSubjectType, type PartSubjectType, type Subject, type SubjectType } from './subject.ts'

/** A snapshot with its objects indexed: what controls and reports ask. */
export interface Inventory {
  readonly estate: Estate
  readonly snapshot: Snapshot
  /** Everything of one type, in the order of the snapshot. */
  readonly all: (type: SubjectType) => readonly Subject[]
  /** The subject for a managed object, if the snapshot has it. */
  readonly find: (ref: MoRef | undefined) => Subject | undefined
  /** The record of any managed object, subject or not (folders, networks). */
  readonly object: (ref: MoRef | undefined) => SnapshotObject | undefined
  /** The inventory path of any managed object. */
  readonly path: (ref: MoRef) => string
}

/** vcsim, and servers before 5.0, name the base type of the vendor's own distributed switch. */
const SUBJECT_OF: Readonly<Record<string, ManagedSubjectType>> = {
  ServiceInstance: 'ServiceInstance',
  HostSystem: 'HostSystem',
  VirtualMachine: 'VirtualMachine',
  ClusterComputeResource: 'ClusterComputeResource',
  Datastore: 'Datastore',
  DistributedVirtualPortgroup: 'DistributedVirtualPortgroup',
  VmwareDistributedVirtualSwitch: 'VmwareDistributedVirtualSwitch',
  DistributedVirtualSwitch: 'VmwareDistributedVirtualSwitch',
}

const refKey = (ref: MoRef) => `${ref.type}:${ref.value}`

/** Indexes a snapshot. Linear in the number of objects; subjects are made once. */
export function openInventory(snapshot: Snapshot): Inventory {
  const objects = new Map(snapshot.objects.map((object) => [refKey(object.ref), object]))
  const asked = new Map(Object.entries(snapshot.asked).map(([type, paths]) => [type, new Set(paths)]))
  const nothingAsked: ReadonlySet<string> = new Set()
  const subjects = new Map<string, Subject>()
  const byType = new Map<SubjectType, Subject[]>()
  const paths = new Map<string, string>()
  const estateRelease = releaseOf(snapshot.estate.version)

  const object = (ref: MoRef | undefined) => (ref ? objects.get(refKey(ref)) : undefined)

  const path = (ref: MoRef): string => {
    const key = refKey(ref)
    const ready = paths.get(key)
    if (ready !== undefined) return ready
    paths.set(key, '…') // a parent chain that loops (a hostile snapshot) ends here
    const held = objects.get(key)
    const parent = asMoRef(held?.values['parent']) ?? asMoRef(held?.values['parentVApp'])
    const own = nameOf(held)
    const made =
      parent && objects.has(refKey(parent))
        ? `${path(parent) === '/' ? '' : path(parent)}/${own}`
        : parent
          ? `…/${own}`
          : '/'
    paths.set(key, made)
    return made
  }

  const hostRelease = (held: SnapshotObject | undefined): Release | undefined => {
    const product = held?.values['config.product'] ?? held?.values['summary.config.product']
    const version = isRecord(product) ? product['version'] : undefined
    return typeof version === 'string' ? releaseOf(version) : undefined
  }

  for (const held of snapshot.objects) {
    const type = SUBJECT_OF[held.ref.type]
    if (!type) continue
    const release =
      type === 'HostSystem'
        ? (hostRelease(held) ?? estateRelease)
        : type === 'VirtualMachine'
          ? (hostRelease(object(asMoRef(held.values['runtime.host']))) ?? estateRelease)
          : estateRelease
    const subject: Subject = {
      type,
      ref: held.ref,
      name: type === 'ServiceInstance' ? snapshot.estate.name : nameOf(held),
      path: type === 'ServiceInstance' ? '/' : path(held.ref),
      release,
      object: held,
      asked: asked.get(held.ref.type) ?? nothingAsked,
    }
    subjects.set(refKey(held.ref), subject)
    const list = byType.get(type)
    if (list) list.push(subject)
    else byType.set(type, [subject])
  }

  const parts = (type: PartSubjectType): Subject[] =>
    (byType.get('HostSystem') ?? []).flatMap((host) => partsOf(host, type))

  return {
    estate: snapshot.estate,
    snapshot,
    object,
    path,
    find: (ref) => (ref ? subjects.get(refKey(ref)) : undefined),
    all: (type) => {
      const ready = byType.get(type)
      if (ready) return ready
      const made = type === 'HostVirtualSwitch' || type === 'HostPortGroup' ? parts(type) : []
      byType.set(type, made)
      return made
    },
  }
}

/** Where a host lists its parts, and the field that names one. */
const PARTS: Readonly<Record<PartSubjectType, { path: string; name: (part: Record<string, unknown>) => unknown }>> = {
  HostVirtualSwitch: { path: 'config.network.vswitch', name: (part) => part['name'] },
  HostPortGroup: {
    path: 'config.network.portgroup',
    name: (part) => (isRecord(part['spec']) ? part['spec']['name'] : undefined),
  },
}

function partsOf(host: Subject, type: PartSubjectType): Subject[] {
  const { path, name } = PARTS[type]
  const list = readRaw(host, path)
  if (!list.known) return [{ ...host, type, unlisted: list }]
  if (list.value === undefined) return []
  if (!Array.isArray(list.value)) return [{ ...host, type, unlisted: unknown('fault', list.from, 'not a list') }]
  return list.value.filter(isRecord).map((part, index) => {
    const named = name(part)
    const key = typeof named === 'string' ? named : String(index)
    return { ...host, type, key, name: key, path: `${host.path}/${key}` }
  })
}

/** The entry of the host's list that a part subject stands for. */
export function readPart(subject: Subject, type: PartSubjectType): Fact<Record<string, unknown>> {
  if (subject.unlisted) return subject.unlisted
  const { path, name } = PARTS[type]
  const list = readRaw(subject, path)
  if (!list.known) return list
  const found = Array.isArray(list.value)
    ? list.value.filter(isRecord).find((part) => name(part) === subject.key)
    : undefined
  const from = { ref: subject.ref, path: `${path}["${subject.key ?? ''}"]` }
  return found ? known(found, from) : unknown('fault', from, 'not in the list')
}

/** Names in the inventory are percent-encoded for `%`, `/` and `\` only. */
function nameOf(held: SnapshotObject | undefined): string {
  const name = held?.values['name']
  return typeof name === 'string'
    ? name.replaceAll(/%(25|2f|5c)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : (held?.ref.value ?? '?')
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An entry of a list that says which it is: of one that does not, nobody knows whether it is the one that is looked for. */
export const isKeyed = (value: unknown): value is Record<string, unknown> & { readonly key: string } =>
  isRecord(value) && typeof value['key'] === 'string'

export function asMoRef(value: unknown): MoRef | undefined {
  return isRecord(value) && typeof value['type'] === 'string' && typeof value['value'] === 'string'
    ? { type: value['type'], value: value['value'] }
    : undefined
}
