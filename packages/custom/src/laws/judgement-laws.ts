import type { Judgement } from '@sakimori/core/control'
import type { Release, SubjectType } from '@sakimori/core/model'
import { suggest } from '@sakimori/core/text'
import { releasesOfControl } from '../build/common.ts'
import type { Case, CustomControl } from '../definition.ts'
import { declareReads, isPart, leavesOf, type DeclaredReads } from '../reads.ts'
import { faultOf, judgeCase, type Day } from './cases.ts'
import type { Advice, Broken, CaseReport } from './report.ts'
import { sampleSubject, snapshotOf, type SampleObject } from './sample.ts'
import { ValueMistake, wireValue } from './wire-value.ts'

interface Bench {
  readonly control: Judgement
  readonly reads: DeclaredReads
  readonly release: Release
  readonly day: Day
}

/** What the author's cases show of a judgement, and what becomes of them when something is withheld. */
export function judgementLaws(
  definition: CustomControl,
  control: Judgement,
  day: Day,
): { readonly cases: readonly CaseReport[]; readonly broken: readonly Broken[]; readonly advice: readonly Advice[] } {
  const releases = releasesOfControl(definition)
  const declared = declareReads(control.subject, definition.judge?.reads ?? [], releases)
  if ('mistakes' in declared) return { cases: [], broken: [], advice: [] }
  const cases: CaseReport[] = []
  const broken: Broken[] = []
  const advice = new Map<string, Advice>()
  for (const [index, written] of (definition.tests ?? []).entries()) {
    const name = written.name ?? `#${index + 1}`
    const release = written.release ?? releases.at(-1) ?? '9.1'
    const now = written.now === undefined ? day.now : new Date(`${written.now}T00:00:00Z`)
    const bench: Bench = { control, reads: declared.types, release, day: { ...day, now } }
    let objects: readonly SampleObject[]
    try {
      objects = objectsOf(written, control.subject, declared.types)
    } catch (error) {
      if (!(error instanceof ValueMistake)) throw error
      broken.push({ law: 'value', name, mistake: error.message })
      continue
    }
    const result = runCase(bench, objects, name, written.then)
    cases.push(result)
    if (!result.holds) broken.push({ law: 'case', name, wanted: written.then, got: result.got, detail: result.detail })
    else if (written.then === 'pass' || written.then === 'fail') {
      const withheld = withholdEach(bench, objects, name, written.then)
      cases.push(...withheld.cases)
      broken.push(...withheld.broken)
      for (const path of unsetFaults(bench, objects)) advice.set(path, { unsetFault: path })
    }
  }
  return { cases, broken, advice: [...advice.values()] }
}

const judgeObjects = ({ control, release, day }: Bench, objects: readonly SampleObject[]) =>
  judgeCase(control, snapshotOf({ release, objects, reads: control.reads }), day)

function runCase(bench: Bench, objects: readonly SampleObject[], name: string, wanted: string): CaseReport {
  const judged = judgeObjects(bench, objects)
  const got = judged.verdict ?? 'notAsked'
  const holds = got === wanted
  return { name, by: 'author', wanted, got, holds, detail: holds ? undefined : faultOf(judged) }
}

/** Takes all reads away, then one after the other: nothing may pass or fail because something is not known. */
function withholdEach(bench: Bench, objects: readonly SampleObject[], name: string, was: 'pass' | 'fail') {
  const { control } = bench
  const withhold = (gone: readonly { readonly type: string; readonly path: string }[]) =>
    judgeObjects(
      bench,
      objects.map((object) => ({
        ...object,
        missing: [...object.missing, ...gone.flatMap(({ type, path }) => (object.type === type ? [path] : []))],
      })),
    ).verdict ?? 'notAsked'
  const all = withhold(control.reads)
  const cases: CaseReport[] = [
    { name: `${name}, everything withheld`, by: 'sakimori', wanted: 'unknown', got: all, holds: all === 'unknown' },
  ]
  const broken: Broken[] = all === 'unknown' ? [] : [{ law: 'withheld', name, path: '*', was, got: all }]
  for (const read of control.reads) {
    const got = withhold([read])
    if (got !== was && got !== 'unknown') broken.push({ law: 'withheld', name, path: read.path, was, got })
  }
  return { cases, broken }
}

/** Reads that may be unset, and with which the expression has no answer then. */
function unsetFaults(bench: Bench, objects: readonly SampleObject[]): readonly string[] {
  const { control } = bench
  if (isPart(control.subject)) return []
  return objects
    .flatMap((object, index) => Object.keys(object.values).map((path) => ({ index, path })))
    .flatMap(({ index, path }) => {
      const without = objects.map((object, at) => {
        if (at !== index) return object
        const { [path]: _gone, ...values } = object.values
        return { ...object, values }
      })
      const judged = judgeObjects(bench, without)
      return judged.verdict === 'unknown' && faultOf(judged) !== undefined
        ? [`${objects[index]?.type ?? ''} ${path}`]
        : []
    })
}

/** The objects of a case, the subject first. @throws ValueMistake */
function objectsOf(written: Case, subject: SubjectType, reads: DeclaredReads): readonly SampleObject[] {
  const values = (type: string, given: Case['given'] = {}) =>
    Object.fromEntries(Object.entries(given).map(([path, value]) => [path, valueAt(reads, type, path, value)] as const))
  const known = (type: string, missing: readonly string[] = []) => {
    for (const path of missing) leafAt(reads, type, path)
    return missing
  }
  return [
    sampleSubject(subject, values(subject, written.given), known(subject, written.missing), written.objectName),
    ...(written.others ?? []).map(({ type, id, name = id, given, missing }): SampleObject => {
      if (!reads.has(type)) throw new ValueMistake(`no reads of ${type} are declared`)
      return { type, id, name, values: values(type, given), missing: known(type, missing) }
    }),
  ]
}

function leafAt(reads: DeclaredReads, type: string, path: string) {
  const root = reads.get(type)
  const leaves = root ? leavesOf(root) : []
  const leaf = leaves.find((one) => one.path === path)
  if (leaf) return leaf
  const near = suggest(
    path,
    leaves.map((one) => one.path),
  )
  throw new ValueMistake(`${path} is not among the reads of ${type}${near ? `; did you mean ${near}?` : ''}`)
}

const valueAt = (reads: DeclaredReads, type: string, path: string, value: unknown): unknown =>
  wireValue(value, leafAt(reads, type, path).kind, path)
