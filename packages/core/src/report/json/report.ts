import type { PatchPlan } from '../../advisory/index.ts'
import type { Assessment, Attestation, Coverage, Finding, Selection, Waiver } from '../../assess/index.ts'
import {
  frameworksOf,
  publishedIds,
  type Baseline,
  type Control,
  type Expectation,
  type FrameworkItems,
  type Severity,
  type Verdict,
} from '../../control/index.ts'
import { releaseOf, type Fact, type Missing, type MoRef, type Release } from '../../model/index.ts'
import { renderNote } from '../../text/index.ts'
import { shorten } from '../escape.ts'
import { reportKnowledge, type ReportKnowledge } from '../knowledge.ts'
import { planData, type PlanData } from '../patches/data.ts'
import { reasonOf, summarize, type ControlSummary } from '../summary.ts'
import { idsOf, lengthIfCut, toJsonValue, type JsonValue } from '../value.ts'
import { fingerprint } from './fingerprint.ts'
import { REPORT_SCHEMA } from './schema.ts'

interface Both {
  readonly en: string
  readonly ja: string
}

/** The report as data: what `docs/schema/report.schema.json` describes. */
export interface Report extends ReportHead {
  readonly findings: readonly ReportFinding[]
}

export interface ReportHead {
  readonly schema: typeof REPORT_SCHEMA
  readonly estate: ReportEstate
  readonly assessedAt: string
  readonly baseline: Baseline
  /** What was asked for; null where that is the whole catalogue. */
  readonly selection: Selection | null
  readonly coverage: Coverage
  /** What patches were judged by, and how old it is. */
  readonly knowledge: ReportKnowledge
  /** What to patch first; null where patch levels were not asked for. */
  readonly patches: PlanData | null
  readonly score: number | null
  readonly scoreAfterWaivers: number | null
  readonly controls: readonly ReportControl[]
  /** Controls that the site leaves out, with its reason. */
  readonly skipped: readonly { readonly control: string; readonly reason: string }[]
  readonly attestations: readonly (Attestation & Use)[]
  readonly waivers: readonly (Waiver & Use)[]
}

interface Use {
  readonly state: 'active' | 'expired' | 'unused'
  readonly matched: number
}

interface ReportEstate {
  readonly name: string
  readonly endpoint: string
  readonly kind: 'vcenter' | 'esx'
  readonly release: Release | null
  readonly product: string
  readonly version: string
  readonly build: string
  readonly apiVersion: string
  readonly instanceUuid: string
  readonly collectedAt: string
  readonly tls: string
}

interface ReportControl {
  readonly id: string
  readonly kind: Control['kind']
  /** Of a control that the site wrote itself: what it answers to. */
  readonly custom?: { readonly references: readonly string[] }
  readonly facts: readonly string[]
  readonly area: string
  readonly severity: Severity
  readonly title: Both
  readonly rationale: Both
  readonly impact: Both
  /** Of a procedure: how a person finds the answer. */
  readonly steps?: Both
  readonly published: Readonly<Record<'scg' | 'stig' | 'cis' | 'nist' | 'cisControls' | 'pci', readonly string[]>>
  readonly frameworks: FrameworkItems
  readonly counts: Readonly<Record<Verdict, number>>
}

export interface ReportFinding {
  readonly fingerprint: string
  readonly control: string
  readonly facts: readonly string[]
  readonly ids: readonly string[]
  readonly object: {
    readonly type: string
    readonly ref: MoRef
    readonly key?: string
    readonly name: string
    readonly path: string
    readonly release: Release | null
  }
  readonly verdict: Verdict
  readonly severity: Severity
  readonly baseline: Baseline
  readonly reason?: Missing
  readonly expected?: Expectation
  readonly evidence: readonly ReportEvidence[]
  readonly note?: Both
  readonly attestation?: Omit<Attestation, 'control' | 'scope' | 'verdict'>
  readonly waiver: string | null
}

export interface ReportEvidence {
  readonly path: string
  readonly ref: MoRef
  readonly value?: JsonValue
  readonly unset?: true
  readonly length?: number
  readonly missing?: Missing
  readonly detail?: string
}

/** Everything of a report but its findings. */
export function reportHead(assessment: Assessment, plan?: PatchPlan): ReportHead {
  const { estate, context, coverage } = assessment
  const { name, endpoint, kind, product, version, build, apiVersion, instanceUuid, collectedAt, tls } = estate
  return {
    schema: REPORT_SCHEMA,
    estate: {
      name,
      endpoint,
      kind,
      release: releaseOf(version) ?? null,
      product,
      version,
      build,
      apiVersion,
      instanceUuid,
      collectedAt,
      tls,
    },
    assessedAt: context.now.toISOString(),
    baseline: context.baseline,
    selection: assessment.selection ?? null,
    coverage,
    knowledge: reportKnowledge(context),
    patches: plan ? planData(plan) : null,
    score: assessment.score ?? null,
    scoreAfterWaivers: assessment.scoreAfterWaivers ?? null,
    controls: summarize(assessment).areas.flatMap(({ controls }) => controls.map(reportControl)),
    skipped: assessment.skipped,
    attestations: assessment.attestations.map(({ attestation, state, matched }) => {
      const { control, scope, verdict } = attestation
      return { control, scope: scope ?? { all: true }, verdict, ...wordOf(attestation), state, matched }
    }),
    waivers: assessment.waivers.map(({ waiver, state, matched }) => {
      const { id, control, scope, owner, approver, reason, expires } = waiver
      return { id, control, scope, owner, approver, reason, expires, state, matched }
    }),
  }
}

/** Who says so, since when, on which evidence, until when. */
const wordOf = ({ by, role, evidence, date, expires }: Attestation) => ({
  by,
  ...(role === undefined ? {} : { role }),
  evidence,
  date,
  expires,
})

function reportControl({ control, severity, counts, releases }: ControlSummary): ReportControl {
  const { id, kind, facts, area, title, rationale, impact } = control
  const both = ({ en, ja }: Both): Both => ({ en, ja })
  return {
    id,
    kind,
    ...(control.custom ? { custom: { references: control.custom.references } } : {}),
    facts,
    area,
    severity,
    title: both(title),
    rationale: both(rationale),
    impact: both(impact),
    ...(control.kind === 'procedure' ? { steps: both(control.steps) } : {}),
    published: publishedFor(control, releases),
    frameworks: frameworksOf(control, ...releases),
    counts,
  }
}

/** The published ids of a control for the releases of the objects that it looked at. */
export function publishedFor(control: Control, releases: readonly Release[]): ReportControl['published'] {
  const rows = control.facts.map((fact) => publishedIds(fact))
  const { nist80053r5 = [], cisControls81 = [], pciDss401 = [] } = frameworksOf(control, ...releases)
  const once = (ids: readonly string[]) => [...new Set(ids)]
  return {
    scg: once(rows.flatMap((row) => releases.flatMap((release) => row.scg?.[release] ?? []))),
    stig: once(
      rows.flatMap((row) =>
        (row.stig ?? [])
          .filter((rule) => releases.some((release) => rule.releases.includes(release)))
          .map(({ id }) => id),
      ),
    ),
    cis: once(
      rows.flatMap((row) =>
        Object.entries(row.cis ?? {}).flatMap(([benchmark, numbers]) =>
          releases.some((release) => benchmark.includes(` ${release} `))
            ? numbers.map((number) => `${benchmark} ${number}`)
            : [],
        ),
      ),
    ),
    nist: nist80053r5,
    cisControls: cisControls81,
    pci: pciDss401,
  }
}

/** One finding as data. */
export function reportFinding(finding: Finding, { estate, context }: Assessment): ReportFinding {
  const { control, subject, verdict, severity, expected, evidence, note, attestation, waiver } = finding
  const { type, ref, key } = subject
  const part = key === undefined ? {} : { key }
  return {
    fingerprint: fingerprint(finding, estate),
    control: control.id,
    facts: control.facts,
    ids: idsOf(finding, context),
    object: {
      type,
      ref,
      ...part,
      name: shorten(subject.name, 1000),
      path: shorten(subject.path, 4000),
      release: subject.release ?? null,
    },
    verdict,
    severity,
    baseline: context.baseline,
    ...(verdict === 'unknown' ? { reason: reasonOf(finding) } : {}),
    ...(expected ? { expected } : {}),
    evidence: evidence.map(reportEvidence),
    ...(note ? { note: { en: renderNote(note, 'en'), ja: renderNote(note, 'ja') } } : {}),
    ...(attestation ? { attestation: wordOf(attestation) } : {}),
    waiver: waiver?.id ?? null,
  }
}

function reportEvidence(fact: Fact<unknown>): ReportEvidence {
  const { path, ref } = fact.from
  if (!fact.known)
    return {
      path,
      ref,
      missing: fact.missing,
      ...(fact.detail === undefined ? {} : { detail: shorten(fact.detail, 1000) }),
    }
  if (fact.value === undefined) return { path, ref, value: null, unset: true }
  const length = lengthIfCut(fact.value)
  return { path, ref, value: toJsonValue(fact.value), ...(length === undefined ? {} : { length }) }
}
