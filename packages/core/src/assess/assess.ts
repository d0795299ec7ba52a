import {
  expectationFor,
  holds,
  idsIn,
  isDemanded,
  verdicts,
  type Baseline,
  type Context,
  type Control,
  type Expectation,
  type Outcome,
  type Procedure,
  type Severity,
  type Verdict,
} from '../control/index.ts'
import {
  releases,
  type Estate,
  type Fact,
  type Inventory,
  type Missing,
  type Release,
  type Subject,
} from '../model/index.ts'
import type { Note } from '../text/index.ts'
import { matchAttestations, type Attestation, type AttestationUse } from './attestation.ts'
import { selectControls, type Filter, type Selection } from './selection.ts'
import { matchWaivers, type Waiver, type WaiverUse } from './waiver.ts'

/** The answer of one control about one object, with what it rests on. */
export interface Finding {
  readonly control: Control
  readonly subject: Subject
  readonly verdict: Verdict
  /** Of the control, unless the site's tailoring says otherwise. */
  readonly severity: Severity
  readonly evidence: readonly Fact<unknown>[]
  /** What the baseline asks, where it is one value. */
  readonly expected?: Expectation | undefined
  readonly note?: Note | undefined
  /** The day from which on somebody must have looked; an older attestation does not answer. */
  readonly asksSince?: string | undefined
  /** Whose word the verdict of a procedure rests on. */
  readonly attestation?: Attestation | undefined
  /** An accepted deviation: it overlays the verdict and never replaces it. */
  readonly waiver?: Waiver | undefined
}

/** How much was judged, and how much could not be. The counts by verdict sum to `checks`. */
export interface Coverage {
  /** Objects that at least one control looked at. */
  readonly objects: number
  readonly objectsByType: Readonly<Record<string, number>>
  readonly checks: number
  readonly byVerdict: Readonly<Record<Verdict, number>>
  /** Why the unknown ones are unknown: the first missing fact of each. */
  readonly unknownByReason: Readonly<Record<Missing, number>>
  /** Objects of the inventory that nothing was asked of, because their release is older than any rule. */
  readonly unsupportedObjects: number
}

export interface Assessment {
  readonly estate: Estate
  readonly context: Context
  readonly findings: readonly Finding[]
  readonly coverage: Coverage
  /** Passes weighed by severity, in percent of what was judged pass or fail; `undefined` when nothing was. */
  readonly score: number | undefined
  /** The same with waived failures left out of the sum. */
  readonly scoreAfterWaivers: number | undefined
  readonly attestations: readonly AttestationUse[]
  readonly waivers: readonly WaiverUse[]
  /** Controls that the site leaves out, and why: shown in every report, so that nothing vanishes. */
  readonly skipped: readonly { readonly control: string; readonly reason: string }[]
  /** What was asked for, where that is not the whole catalogue: named in every report. */
  readonly selection: Selection | undefined
}

/** What the site changes about a control. */
export interface Tailoring {
  readonly severity?: Severity
  /** Replaces the baseline's expectation of an observation. */
  readonly expect?: Expectation
  /** Leaves the control out, with the reason that the report shows. */
  readonly skip?: string
}

export interface AssessOptions {
  readonly context: Context
  readonly controls: readonly Control[]
  readonly attestations?: readonly Attestation[]
  readonly waivers?: readonly Waiver[]
  readonly tailoring?: Readonly<Record<string, Tailoring>>
  /** Asks a part of the controls only. A waiver or attestation of any other is left alone: neither used nor unused. */
  readonly filter?: Filter
}

/**
 * Judges every object of an inventory by every control that its release and the baseline demand.
 * Pure: the same snapshot, day and choices give the same assessment. Linear in objects × controls.
 */
export function assess(inventory: Inventory, options: AssessOptions): Assessment {
  const { context, tailoring = {}, filter = {} } = options
  const severityOf = ({ id, severity }: Control) => tailoring[id]?.severity ?? severity
  const { controls, selection } = selectControls(options.controls, filter, severityOf)
  const isAsked = asksFor(selection && controls)
  const attestations = (options.attestations ?? []).filter(isAsked)
  const waivers = (options.waivers ?? []).filter(isAsked)
  const bare: Finding[] = []
  const unsupported = new Set<string>()
  for (const control of controls) {
    const change = tailoring[control.id]
    if (change?.skip !== undefined) continue
    const severity = severityOf(control)
    const demands = new Map(releases.map((release) => [release, demandOf(control, context.baseline, release, change)]))
    for (const subject of inventory.all(control.subject)) {
      if (!subject.release) {
        unsupported.add(subjectKey(subject))
        continue
      }
      const demand = demands.get(subject.release)
      if (!demand) continue
      const { expected } = demand
      const { verdict, evidence, note, asksSince } = judge(control, subject, inventory, context, expected)
      bare.push({ control, subject, verdict, severity, evidence, expected, note, asksSince })
    }
  }
  const vcenter = inventory.estate.instanceUuid
  // First what people found, then what was accepted: a failure that a person attests can be waived like any other.
  const attested = matchAttestations(bare, attestations, context.now, vcenter)
  const { findings, uses } = matchWaivers(attested.findings, waivers, context.now, vcenter)
  return {
    estate: inventory.estate,
    context,
    findings,
    coverage: cover(findings, unsupported.size),
    score: scoreOf(findings, () => true),
    scoreAfterWaivers: scoreOf(findings, (finding) => finding.waiver === undefined),
    attestations: attested.uses,
    waivers: uses,
    skipped: controls.flatMap(({ id }) => {
      const reason = tailoring[id]?.skip
      return reason === undefined ? [] : [{ control: id, reason }]
    }),
    selection,
  }
}

/** Keeps what the site says of the controls that are asked; all of it when the whole catalogue is. */
function asksFor(controls: readonly Control[] | undefined): (said: { readonly control: string }) => boolean {
  const asked = controls && new Set(controls.map(({ id }) => id))
  return ({ control }) => asked?.has(control) ?? true
}

/** What a control asks of objects of one release; the same for thousands of them, so it is looked up once. */
function demandOf(
  control: Control,
  baseline: Baseline,
  release: Release,
  change: Tailoring | undefined,
): { readonly expected: Expectation | undefined } | undefined {
  if (!isDemanded(control, baseline, release)) return undefined
  if (control.kind !== 'observation') return { expected: undefined }
  return { expected: change?.expect ?? expectationFor(control, baseline, release) }
}

/** Judges one object by one control. */
export function judge(
  control: Control,
  subject: Subject,
  inventory: Inventory,
  context: Context,
  expected: Expectation | undefined,
): Outcome {
  if (subject.unlisted) return { verdict: 'unknown', evidence: [subject.unlisted] }
  const exempt = control.exempts?.(subject, inventory)
  if (exempt) return exempt
  if (control.kind === 'procedure') return askPerson(control, subject, inventory, context)
  if (control.kind === 'judgement') return control.judge(subject, inventory, context)
  if (!expected) return { verdict: 'notApplicable', evidence: [] }
  const applies = control.applies?.(subject, inventory)
  if (applies && !applies.known) return { verdict: 'unknown', evidence: [applies] }
  if (applies && !applies.value) return { verdict: 'notApplicable', evidence: [applies] }
  const fact = control.observe(subject, inventory)
  const evidence = applies ? [applies, fact] : [fact]
  if (!fact.known) return { verdict: 'unknown', evidence }
  return { verdict: holds(expected, fact.value) ? 'pass' : 'fail', evidence }
}

/** Left to a person, unless it is known that there is nothing to ask. */
function askPerson({ applies, asks }: Procedure, subject: Subject, inventory: Inventory, context: Context): Outcome {
  const fact = applies?.(subject, inventory)
  if (fact?.known && !fact.value) return { verdict: 'notApplicable', evidence: [fact] }
  return asks?.(subject, inventory, context) ?? { verdict: 'manual', evidence: fact ? [fact] : [] }
}

/** The published ids that a finding answers to under its baseline; of a site's own control, the site's references. */
export function findingIds({ control, subject }: Finding, context: Context): readonly string[] {
  if (control.custom) return control.custom.references
  return subject.release ? idsIn(context.baseline, control.facts, subject.release) : []
}

const subjectKey = (subject: Subject) => `${subject.ref.type}:${subject.ref.value}:${subject.key ?? ''}`

function cover(findings: readonly Finding[], unsupportedObjects: number): Coverage {
  const objects = new Set<Subject>()
  const byVerdict = Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as Record<Verdict, number>
  const unknownByReason: Record<Missing, number> = { notCollected: 0, noPermission: 0, notSupported: 0, fault: 0 }
  for (const finding of findings) {
    byVerdict[finding.verdict] += 1
    // A host that stands in for parts which it would not list is no object of theirs.
    if (!finding.subject.unlisted) objects.add(finding.subject)
    if (finding.verdict !== 'unknown') continue
    const gone = finding.evidence.find((fact) => !fact.known)
    unknownByReason[gone && !gone.known ? gone.missing : 'fault'] += 1
  }
  const objectsByType: Record<string, number> = {}
  for (const { type } of objects) objectsByType[type] = (objectsByType[type] ?? 0) + 1
  return {
    objects: objects.size,
    objectsByType,
    checks: findings.length,
    byVerdict,
    unknownByReason,
    unsupportedObjects,
  }
}

/** A critical failure weighs as much as twelve low ones. */
const WEIGHT: Readonly<Record<Severity, number>> = { critical: 12, high: 6, medium: 3, low: 1 }

function scoreOf(findings: readonly Finding[], counts: (finding: Finding) => boolean): number | undefined {
  let good = 0
  let all = 0
  for (const finding of findings) {
    if ((finding.verdict !== 'pass' && finding.verdict !== 'fail') || !counts(finding)) continue
    all += WEIGHT[finding.severity]
    if (finding.verdict === 'pass') good += WEIGHT[finding.severity]
  }
  return all === 0 ? undefined : Math.floor((good / all) * 100)
}
