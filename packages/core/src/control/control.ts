import type { Knowledge, KnowledgeOrigin } from '../advisory/index.ts'
import type { Fact, Inventory, Release, Severity, Span, Subject, SubjectType } from '../model/index.ts'
import { inSpan } from '../model/index.ts'
import type { Note, Text } from '../text/index.ts'
import type { Change, Disruption } from './change.ts'
import type { Expectation } from './expectation.ts'
import type { Policy } from './policy.ts'
import { idsIn, type Baseline, type FactId } from './published.ts'

/** The twelve topics of the mission, in its order. */
export const areas = [
  'patches',
  'certificates',
  'authentication',
  'firewall',
  'access-restriction',
  'lockdown-mode',
  'page-sharing',
  'portgroup-security',
  'vm-isolation',
  'removable-media',
  'network-separation',
  'micro-segmentation',
] as const
export type Area = (typeof areas)[number]

/** The answer of one control about one object. */
export const verdicts = ['fail', 'unknown', 'manual', 'pass', 'notApplicable'] as const
export type Verdict = (typeof verdicts)[number]

/** What an assessment says besides the snapshot: the day, the site's own choices, whose demands are asked. */
export interface Context {
  readonly now: Date
  readonly policy: Policy
  readonly baseline: Baseline
  /** Releases and flaws as the site knows them; what Sakimori ships when absent. */
  readonly knowledge?: Knowledge | undefined
  /** Which knowledge that is, for the report. */
  readonly knowledgeOrigin?: KnowledgeOrigin | undefined
}

/** Why a verdict is what it is. */
export interface Outcome {
  readonly verdict: Verdict
  readonly evidence: readonly Fact<unknown>[]
  readonly note?: Note | undefined
  /** Of what is left to a person: the day (`2026-07-29`) from which on somebody must have looked to have seen it all. */
  readonly asksSince?: string | undefined
}

/** A property path or call that a control reads, on the managed object that holds it. */
export interface Read {
  readonly type: string
  readonly path: string
}

/** An expectation for every release, or one for each span of releases. */
export type Spanned = Expectation | readonly (readonly [Span, Expectation])[]

/** What each baseline demands. A baseline that publishes the control without its own value takes ours. */
export type Expectations = { readonly sakimori: Spanned } & { readonly [B in Exclude<Baseline, 'sakimori'>]?: Spanned }

/** How a failure is mended: changes that Sakimori can make itself, or steps for a person. */
export type Repair =
  | {
      readonly kind: 'change'
      readonly disruption: Disruption
      /** The changes for one failing object; `expected` is what the baseline asks (of an observation). */
      readonly changes: (
        subject: Subject,
        inventory: Inventory,
        expected: Expectation | undefined,
        context: Context,
      ) => readonly Change[]
    }
  | { readonly kind: 'steps'; readonly disruption: Disruption; readonly steps: Text }

interface Declared {
  /** `component.kebab`, for ever. */
  readonly id: string
  /** The rows of the controls' fact base that it implements; their published ids are its references. */
  readonly facts: readonly FactId[]
  readonly area: Area
  readonly subject: SubjectType
  readonly severity: Severity
  /** The good condition, as a sentence that is true when it passes. */
  readonly title: Text
  /** What an attacker gains, or what breaks, when it does not hold. */
  readonly rationale: Text
  /** What the repair may disturb. */
  readonly impact: Text
  /** The releases that it applies to; all when absent. */
  readonly span?: Span
  readonly reads: readonly Read[]
  readonly repair: Repair
  /** Set on a control that the site wrote itself: every baseline asks it, and these are its references. */
  readonly custom?: { readonly references: readonly string[] }
  /** Why an object is left alone, before anything else of it is looked at; `undefined` where it is judged. */
  readonly exempts?: (subject: Subject, inventory: Inventory) => Outcome | undefined
}

/** A fact against an expectation. */
export interface Observation extends Declared {
  readonly kind: 'observation'
  /** Whether the question makes sense for this object; a fact that is not known gives `unknown`. */
  readonly applies?: (subject: Subject, inventory: Inventory) => Fact<boolean>
  readonly observe: (subject: Subject, inventory: Inventory) => Fact<unknown>
  readonly expect: Expectations
}

/** Logic of its own, possibly across objects. */
export interface Judgement extends Declared {
  readonly kind: 'judgement'
  readonly judge: (subject: Subject, inventory: Inventory, context: Context) => Outcome
}

/** A question that only a person can answer; an attestation of the site gives the answer. */
export interface Procedure extends Declared {
  readonly kind: 'procedure'
  /** How a person finds the answer: where to look, with which command, and what good looks like. */
  readonly steps: Text
  /** Whether the question makes sense for this object; where that is not known, it is asked. */
  readonly applies?: (subject: Subject, inventory: Inventory) => Fact<boolean>
  /** What there is to ask now, for a question that depends on the day and on what is known; else it is always open. */
  readonly asks?: (subject: Subject, inventory: Inventory, context: Context) => Outcome
}

export type Control = Observation | Judgement | Procedure

/** Declares a control. The identity function, so that each catalogue file is a list of typed rows. */
export const control = <C extends Control>(declared: C): C => declared

/** Whether a control asks anything of objects of a release under a baseline; `sakimori: []` leaves it to the others. */
export function isDemanded(declared: Control, baseline: Baseline, release: Release): boolean {
  if (declared.span && !inSpan(release, declared.span)) return false
  if (declared.kind === 'observation' && !expectationFor(declared, baseline, release)) return false
  return baseline === 'sakimori' || declared.custom !== undefined || idsIn(baseline, declared.facts, release).length > 0
}

/** What a baseline expects of an observation on a release; `undefined` when no span covers it. */
export function expectationFor(declared: Observation, baseline: Baseline, release: Release): Expectation | undefined {
  return inRelease(declared.expect[baseline], release) ?? inRelease(declared.expect.sakimori, release)
}

function inRelease(spanned: Spanned | undefined, release: Release): Expectation | undefined {
  if (spanned === undefined || isExpectation(spanned)) return spanned
  return spanned.find(([span]) => inSpan(release, span))?.[1]
}

const isExpectation = (spanned: Spanned): spanned is Expectation => !Array.isArray(spanned)
