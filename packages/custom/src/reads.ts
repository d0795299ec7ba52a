import type { Read } from '@sakimori/core/control'
import type { Release, SubjectType } from '@sakimori/core/model'
import { suggest } from '@sakimori/core/text'
import { collectedTypes, partLists } from './paths/collected.ts'
import { isKnownIn, realPartPath, realPath, type PathMistake, type RealPath } from './paths/real-path.ts'
import type { ReadNode } from './kinds.ts'

export type PartType = keyof typeof partLists

export const isPart = (type: string): type is PartType => Object.hasOwn(partLists, type)

/** A path of any subject, part of a host or managed object. */
export const realPathOf = (type: string, path: string): RealPath | PathMistake =>
  isPart(type) ? realPartPath(type, path) : realPath(type, path)

/** Why a path cannot be asked of some release of the control; `undefined` when it can. */
export function tooNew(type: string, { path, since }: RealPath, releases: readonly Release[]): string | undefined {
  const without = releases.filter((release) => !isKnownIn(release, since))
  if (without.length === 0) return undefined
  const first = releases.find((release) => isKnownIn(release, since))
  const hint = first === undefined ? '' : `; write releases: "${first}..${releases.at(-1) ?? first}"`
  return `${path} of ${type} exists since API ${since}, and the control applies to ${without.join(', ')} as well${hint}`
}

/** The declared reads of a judgement, by type, the subject's first. */
export type DeclaredReads = ReadonlyMap<string, ReadNode>

/** The reads of a judgement as trees. @returns the mistakes by the index of the read, if there is any */
export function declareReads(
  subject: SubjectType,
  reads: readonly (string | { readonly type: string; readonly path: string })[],
  releases: readonly Release[],
): { readonly types: DeclaredReads } | { readonly mistakes: readonly (readonly [index: number, mistake: string])[] } {
  const mistakes: [number, string][] = []
  const types = new Map<string, MutableNode>([[subject, emptyNode(subject, '', true)]])
  for (const [index, read] of reads.entries()) {
    const { type, path } = typeof read === 'string' ? { type: subject, path: read } : read
    const mistake = addRead(types, type, path, releases)
    if (mistake !== undefined) mistakes.push([index, mistake])
  }
  return mistakes.length > 0 ? { mistakes } : { types }
}

interface MutableNode extends ReadNode {
  readonly children: Map<string, MutableNode>
  leaf?: ReadNode['leaf']
}

const emptyNode = (type: string, path: string, root?: true): MutableNode => ({
  type,
  path,
  children: new Map(),
  ...(root && { root }),
})

function addRead(
  types: Map<string, MutableNode>,
  type: string,
  path: string,
  releases: readonly Release[],
): string | undefined {
  const known: readonly string[] = [...collectedTypes, ...Object.keys(partLists)]
  if (!known.includes(type)) {
    const near = suggest(type, known)
    return `objects of the type ${type} are not read${near ? `; did you mean ${near}?` : `; write one of ${known.join(', ')}`}`
  }
  const real = realPathOf(type, path)
  if ('mistake' in real) return real.mistake
  if (isPart(type) && path.includes('[')) return `${path}: choose from a list in the expression`
  if (!isPart(type) && real.steps.length > 0)
    return `a judgement reads lists as a whole: read ${real.ask}, and choose in the expression`
  const old = tooNew(type, real, releases)
  if (old !== undefined) return old
  let root = types.get(type)
  if (!root) types.set(type, (root = emptyNode(type, '', true)))
  const end = path.replaceAll('()', '').split('.').reduce(descend, root)
  end.leaf = { path, kind: real.kind }
  return undefined
}

/** The node of a name below another one, made if it is not there yet. */
function descend(node: MutableNode, name: string): MutableNode {
  const known = node.children.get(name)
  if (known) return known
  const made = emptyNode(node.type, node.path === '' ? name : `${node.path}.${name}`)
  node.children.set(name, made)
  return made
}

/** What the collector must ask for so that a type's paths can be read. */
export function collectorReads(type: string, paths: readonly string[]): readonly Read[] {
  if (isPart(type)) return [{ type: 'HostSystem', path: partLists[type] }]
  return paths.flatMap((path) => {
    const real = realPath(type, path)
    return 'mistake' in real ? [] : [{ type, path: real.ask }]
  })
}

/** The paths that end in a tree. */
export function leavesOf(node: ReadNode): readonly NonNullable<ReadNode['leaf']>[] {
  return [...(node.leaf ? [node.leaf] : []), ...[...node.children.values()].flatMap(leavesOf)]
}
