import type { DataTypes } from '../generated/types.ts'
import type { PropertyRequest } from '../paths.ts'
import { pathKnownTo } from '../schema/describe.ts'
import { releaseIndex } from '../schema/versions.ts'
import type { MoRef } from '../values.ts'

type FilterSpec = DataTypes['PropertyFilterSpec']
type ObjectSpec = DataTypes['ObjectSpec']

/**
 * One filter for all requests: every object of the view, skipping the view itself, and the objects that were named. One
 * round trip serves them all (facts/vcsim.md §4 "ContainerView vs TraversalSpec").
 */
export function filterSpec(
  requests: readonly PropertyRequest[],
  view: MoRef<'ContainerView'> | undefined,
  release: string,
): FilterSpec {
  return {
    _typeName: 'PropertyFilterSpec',
    propSet: requests.map(({ type, paths }) => ({
      _typeName: 'PropertySpec',
      type,
      all: false,
      pathSet: [...new Set<string>(paths)],
    })),
    objectSet: [
      ...(view === undefined ? [] : [throughView(view)]),
      ...namedObjects(requests).map((obj): ObjectSpec => ({ _typeName: 'ObjectSpec', obj })),
    ],
    // Without it one object that vanished meanwhile fails the whole call with ManagedObjectNotFound.
    ...(releaseIndex(release) >= releaseIndex('5.0') && { reportMissingObjectsInResults: true }),
  }
}

/**
 * The filters of a retrieval. A view that is gone, as it is with an expired session, must fail the call: with
 * `reportMissingObjectsInResults` its objects would only be left out, and the reply look like an empty estate. So the named
 * objects, of which any may vanish, have a filter of their own.
 */
export function retrievalSpecs(
  requests: readonly PropertyRequest[],
  view: MoRef<'ContainerView'> | undefined,
  release: string,
): FilterSpec[] {
  const named = filterSpec(requests, undefined, release)
  if (view === undefined) return [named]
  const { reportMissingObjectsInResults: _report, ...viewed } = { ...named, objectSet: [throughView(view)] }
  return named.objectSet.length === 0 ? [viewed] : [viewed, named]
}

function throughView(view: MoRef<'ContainerView'>): ObjectSpec {
  return {
    _typeName: 'ObjectSpec',
    obj: view,
    skip: true,
    selectSet: [{ _typeName: 'TraversalSpec', name: 'view', type: 'ContainerView', path: 'view', skip: false }],
  }
}

function namedObjects(requests: readonly PropertyRequest[]): ObjectSpec['obj'][] {
  // The tables declare ObjectSpec.obj as any managed object; a reference read from elsewhere may be of a newer type.
  return requests.flatMap((request) => [...(request.objects ?? [])] as ObjectSpec['obj'][])
}

/** The types that need the view; requests that name their objects do not. */
export function viewTypes(requests: readonly PropertyRequest[]): string[] {
  return [...new Set(requests.filter((request) => request.objects === undefined).map((request) => request.type))]
}

/** The paths that the release does not know: on a real server one of them fails the whole call. */
export function unknownPaths(release: string, requests: readonly PropertyRequest[]): string[] {
  return requests.flatMap(({ type, paths }) =>
    paths.filter((path) => !path.includes('[') && !pathKnownTo(release, type, path)).map((path) => `${type} ${path}`),
  )
}
