import { describe, expect, test } from 'vitest'
import { assess, type Finding } from '../assess/index.ts'
import {
  areas,
  baselines,
  defaultPolicy,
  inverse,
  type Baseline,
  type Change,
  type Control,
  type Spanned,
} from '../control/index.ts'
import { project } from '../remedy/index.ts'
import { openInventory, releaseOf, releases, releasesOf, type Snapshot } from '../model/index.ts'
import { snapshotOf } from '../testing/draft.ts'
import { goodEstate, sampleDayOf } from '../testing/good-estate.ts'
import { askedOfAPerson, improvers } from '../testing/improvers.ts'
import { spoilers } from '../testing/spoilers/index.ts'
import { whereDemanded } from '../testing/where-demanded.ts'
import { withhold } from '../testing/withhold.ts'
import { catalog } from './index.ts'

const judgeAll = (
  snapshot: Snapshot,
  controls: readonly Control[],
  baseline: Baseline = 'sakimori',
): readonly Finding[] =>
  assess(openInventory(snapshot), { context: { now: dayOf(snapshot), policy: defaultPolicy, baseline }, controls })
    .findings

const dayOf = ({ estate }: Snapshot) => sampleDayOf(releaseOf(estate.version) ?? '9.1')

const expectations = (control: Control): readonly Spanned[] =>
  control.kind === 'observation' ? Object.values(control.expect).filter((spanned) => spanned !== undefined) : []

describe('the catalogue', () => {
  test('has ids that are unique and well formed', () => {
    const ids = catalog.map((control) => control.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^(esx|vcenter|sso|vm|network|nsx|cluster)\.[a-z0-9]+(-[a-z0-9]+)*$/)
  })

  test('has a title of its own for each control, in both languages', () => {
    for (const language of ['en', 'ja'] as const) {
      const titles = catalog.map((control) => control.title[language])
      expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
    }
  })

  test('has spans that do not overlap', () => {
    for (const control of catalog)
      for (const spanned of expectations(control)) {
        if (!Array.isArray(spanned)) continue
        const covered = spanned.flatMap(([span]) => releasesOf(span))
        expect(new Set(covered).size, control.id).toBe(covered.length)
      }
  })

  test('covers each area of the mission', () => {
    expect([...new Set(catalog.map((control) => control.area))].sort()).toEqual([...areas].sort())
  })

  test('has a spoiler for each control, and none for a control that is not there', () => {
    expect(Object.keys(spoilers).sort()).toEqual(
      catalog
        .filter((control) => control.kind !== 'procedure')
        .map((control) => control.id)
        .sort(),
    )
  })
})

describe.each(releases)('a well-kept estate of %s', (release) => {
  test.each(baselines)('passes every control of the baseline %s', (baseline) => {
    const bad = judgeAll(snapshotOf(goodEstate(release)), catalog, baseline).filter(
      ({ verdict }) => verdict === 'fail' || verdict === 'unknown',
    )
    // The other baselines ask for values that contradict ours on some rows; what is asked there is shown, not hidden.
    if (baseline === 'sakimori')
      expect(bad.map((finding) => `${finding.control.id} ${finding.verdict} ${finding.subject.path}`)).toEqual([])
    expect(bad.filter(({ verdict }) => verdict === 'unknown')).toEqual([])
  })
})

describe.each(
  catalog.filter((control) => control.kind !== 'procedure').map((control) => [control.id, control] as const),
)('%s', (id, control) => {
  // Functions, so that whatever they run is run by a test of this control and not while the file is loaded.
  const spoiled = () => {
    const draft = goodEstate(whereDemanded(control).release)
    spoilers[id]?.(draft)
    return draft
  }
  const judgeIt = (snapshot: Snapshot) => judgeAll(snapshot, [control], whereDemanded(control).baseline)

  test('passes when the estate is kept as it asks, or is handed to a person', () => {
    const { release } = whereDemanded(control)
    const draft = goodEstate(release)
    improvers[id]?.(draft)
    const best = askedOfAPerson.includes(id) ? 'manual' : 'pass'
    const verdicts = judgeIt(snapshotOf(draft)).map(({ verdict }) => verdict)
    expect(verdicts).toContain(best)
    expect(verdicts.filter((verdict) => verdict !== best && verdict !== 'notApplicable')).toEqual([])
    // Nor is there an improver that nothing needs.
    const without = judgeIt(snapshotOf(goodEstate(release))).map(({ verdict }) => verdict)
    expect(without.includes(best) && improvers[id] !== undefined).toBe(false)
  })

  test('fails when the estate is spoiled', () => {
    expect(judgeIt(snapshotOf(spoiled())).map(({ verdict }) => verdict)).toContain('fail')
  })

  test('is unknown when what it reads is withheld', () => {
    const draft = spoiled()
    withhold(draft, control.reads)
    const verdicts = judgeIt(snapshotOf(draft)).map(({ verdict }) => verdict)
    expect(verdicts.length).toBeGreaterThan(0)
    expect(verdicts.filter((verdict) => verdict !== 'unknown')).toEqual([])
  })

  test('never passes a spoiled object because one of its reads is missing', () => {
    const failing = judgeIt(snapshotOf(spoiled())).filter(({ verdict }) => verdict === 'fail')
    for (const read of control.reads) {
      const draft = spoiled()
      withhold(draft, [read])
      const after = judgeIt(snapshotOf(draft))
      for (const { subject } of failing) {
        const same = after.find(
          (finding) => finding.subject.ref.value === subject.ref.value && finding.subject.key === subject.key,
        )
        expect(same?.verdict ?? 'unknown', `${read.path} withheld`).not.toBe('pass')
      }
    }
  })

  test('reads nothing that it does not declare', () => {
    const declared = new Set(control.reads.map(({ type, path }) => `${type} ${path.replace(/\[".*"\]$/, '')}`))
    const identity = new Set([
      'name',
      'parent',
      'parentVApp',
      'runtime.host',
      'config.product',
      'summary.config.product',
    ])
    const read = new Set<string>()
    const snapshot = snapshotOf(spoiled())
    const watched: Snapshot = {
      ...snapshot,
      objects: snapshot.objects.map((object) => ({
        ...object,
        values: new Proxy(object.values, {
          getOwnPropertyDescriptor: (target, path) => {
            if (!identity.has(String(path))) read.add(`${object.ref.type} ${String(path)}`)
            return Reflect.getOwnPropertyDescriptor(target, path)
          },
        }),
      })),
    }
    judgeIt(watched)
    expect([...read].filter((path) => !declared.has(path))).toEqual([])
  })

  test('passes after its own repair, and the inverse gives back what was there', () => {
    const { repair } = control
    if (repair.kind !== 'change') return
    const snapshot = snapshotOf(spoiled())
    const inventory = openInventory(snapshot)
    const context = { now: dayOf(snapshot), policy: defaultPolicy, baseline: whereDemanded(control).baseline }
    const failing = judgeIt(snapshot).filter(({ verdict }) => verdict === 'fail')
    expect(failing.length).toBeGreaterThan(0)
    for (const { subject, expected } of failing) {
      const changes = repair.changes(subject, inventory, expected, context)
      expect(changes.length).toBeGreaterThan(0)
      const repaired = changes.reduce(applyChange, snapshot)
      const after = judgeIt(repaired).find((finding) => sameSubject(finding, subject))
      expect(after?.verdict, `${subject.path}: ${JSON.stringify(changes)}`).toBe('pass')
      expect(changes.toReversed().map(inverse).reduce(applyChange, repaired)).toEqual(snapshot)
    }
  })
})

const sameSubject = (finding: Finding, subject: Finding['subject']) =>
  finding.subject.ref.type === subject.ref.type &&
  finding.subject.ref.value === subject.ref.value &&
  finding.subject.key === subject.key

const applyChange = (snapshot: Snapshot, change: Change): Snapshot => ({
  ...snapshot,
  objects: snapshot.objects.map((object) =>
    object.ref.type === change.ref.type && object.ref.value === change.ref.value
      ? { ...object, values: project(change, object.values) }
      : object,
  ),
})
