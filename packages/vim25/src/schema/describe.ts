import type { FieldInfo, MethodInfo } from './tables.ts'
import { allFields, apiVersions, lineage, managedType } from './tables.ts'
import { releaseIndex } from './versions.ts'

/** What the tables say of one property path of a managed type. */
export interface PathInfo {
  /** Wire type of the value, `[]` at the end for an array. */
  readonly type: string
  /** The first API id that knows every step of the path. */
  readonly since: string
  /** Whether any step may be unset. */
  readonly optional: boolean
  /** Whether any step is marked secret (passwords, keys). */
  readonly secret: boolean
  /** The privilege that reading the path asks for, '' when the tables name none. */
  readonly privilege: string
}

const described = new Map<string, PathInfo>()
/** Types hold themselves (a fault its cause), so there are endless paths, and the decoder asks for those a server sent. */
const longestKept = 120

/**
 * Describes a property path ('config.network.vswitch' of HostSystem) by the declared types, or undefined when a step does
 * not exist. Steps into an array or a keyed element are not described: servers differ there.
 */
export function describePath(type: string, path: string): PathInfo | undefined {
  const key = `${type}/${path}`
  const known = described.get(key)
  if (known !== undefined) return known
  const info = walkPath(type, path)
  if (info !== undefined && key.length <= longestKept) described.set(key, info)
  return info
}

function walkPath(type: string, path: string): PathInfo | undefined {
  const [head = '', ...rest] = path.split('.')
  let step = property(type, head)
  if (step === undefined) return undefined
  const { privilege } = step
  let { since, optional, secret } = step
  for (const name of rest) {
    if (step.array) return undefined
    step = allFields(step.type).find((field) => field.name === name)
    if (step === undefined) return undefined
    since = Math.max(since, step.since)
    optional ||= step.optional
    secret ||= step.secret
  }
  return { type: step.type + (step.array ? '[]' : ''), since: apiVersions[since] ?? '', optional, secret, privilege }
}

function property(type: string, name: string): FieldInfo | undefined {
  for (const at of lineage(type)) {
    const found = managedType(at)?.properties.find((candidate) => candidate.name === name)
    if (found !== undefined) return found
  }
  return undefined
}

/** The method of a managed type or of one of its bases, by wire name ('PowerOffVM_Task'). */
export function describeMethod(type: string, method: string): MethodInfo | undefined {
  for (const at of lineage(type)) {
    const found = managedType(at)?.methods.find((candidate) => candidate.name === method)
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * Whether a server of that API release knows the path. Ask before a retrieval: on a real server one path that is too new
 * fails the whole call with InvalidProperty (facts/vcsim.md §4).
 */
export function pathKnownTo(release: string, type: string, path: string): boolean {
  const info = describePath(type, path)
  return info !== undefined && releaseIndex(release) >= releaseIndex(info.since)
}

/** Whether a server of that API release knows the method. */
export function methodKnownTo(release: string, type: string, method: string): boolean {
  const info = describeMethod(type, method)
  return info !== undefined && releaseIndex(release) >= info.since
}

/**
 * The privileges that reading a property path, or calling a method, asks for: of the method itself, then of its
 * parameters' objects. An empty list means that the tables name none (a method may still check inside).
 */
export function privilegesOf(type: string, pathOrMethod: string): string[] {
  const method = describeMethod(type, pathOrMethod)
  const all =
    method === undefined
      ? [describePath(type, pathOrMethod)?.privilege ?? '']
      : [method.privilege, ...method.params.map((param) => param.privilege)]
  return [...new Set(all.filter((privilege) => privilege !== ''))]
}
