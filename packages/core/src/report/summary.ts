import type { Assessment, Finding } from '../assess/index.ts'
import { areas, severities, verdicts, type Area, type Control, type Severity, type Verdict } from '../control/index.ts'
import type { Missing, Release } from '../model/index.ts'

export type Counts = Readonly<Record<Verdict, number>>

/** All findings of one control. */
export interface ControlSummary {
  readonly control: Control
  /** The most severe that tailoring left it with. */
  readonly severity: Severity
  readonly counts: Counts
  /** Failures that no waiver in force covers. */
  readonly open: readonly Finding[]
  readonly waived: readonly Finding[]
  readonly unknown: readonly Finding[]
  readonly manual: readonly Finding[]
  /** The first missing fact of each unknown one, counted. */
  readonly reasons: ReadonlyMap<Missing, number>
  /** The releases of the objects that it looked at. */
  readonly releases: readonly Release[]
}

export interface AreaSummary {
  readonly area: Area
  readonly counts: Counts
  /** What fails first, the most severe first; then what is unknown, then the rest in the order of the catalogue. */
  readonly controls: readonly ControlSummary[]
}

export interface Summary {
  /** Areas that were looked at, in the order of the catalogue. */
  readonly areas: readonly AreaSummary[]
  /** Areas that no control asked anything of. */
  readonly silent: readonly Area[]
  /** Failing controls: severity × objects decides. */
  readonly top: readonly ControlSummary[]
}

/** How much has an answer, and how much is left to somebody. */
export interface Judged {
  readonly checks: number
  /** Pass, fail or not applicable. */
  readonly answered: number
  readonly unknown: number
  readonly manual: number
  /** Answered, in percent of all checks, rounded down; `undefined` when nothing was asked. */
  readonly percent: number | undefined
}

/** Sums up how much of what was asked has an answer. */
export function judgedOf({ coverage }: Assessment): Judged {
  const { checks, byVerdict } = coverage
  const answered = byVerdict.pass + byVerdict.fail + byVerdict.notApplicable
  const percent = checks === 0 ? undefined : Math.floor((answered / checks) * 100)
  return { checks, answered, unknown: byVerdict.unknown, manual: byVerdict.manual, percent }
}

/** Groups an assessment for a reader: by area, by control, and what to do first. Linear in the findings. */
export function summarize(assessment: Assessment): Summary {
  const byControl = Map.groupBy(assessment.findings, (finding) => finding.control)
  const controls = Array.from(byControl, ([control, findings]) => summarizeControl(control, findings))
  const byArea = Map.groupBy(controls, ({ control }) => control.area)
  return {
    areas: areas.flatMap((area) => {
      const held = byArea.get(area)
      return held
        ? [{ area, counts: sumCounts(held.map(({ counts }) => counts)), controls: held.toSorted(byUrgency) }]
        : []
    }),
    silent: areas.filter((area) => !byArea.has(area)),
    top: controls.filter(({ open }) => open.length > 0).toSorted((one, other) => weight(other) - weight(one)),
  }
}

function summarizeControl(control: Control, findings: readonly Finding[]): ControlSummary {
  const counts = noCounts()
  const reasons = new Map<Missing, number>()
  const releases = new Set<Release>()
  const open: Finding[] = []
  const waived: Finding[] = []
  const unknown: Finding[] = []
  const manual: Finding[] = []
  let severity = severities.length - 1
  for (const finding of findings) {
    counts[finding.verdict] += 1
    severity = Math.min(severity, severities.indexOf(finding.severity))
    if (finding.subject.release) releases.add(finding.subject.release)
    if (finding.verdict === 'fail') (finding.waiver ? waived : open).push(finding)
    if (finding.verdict === 'manual') manual.push(finding)
    if (finding.verdict !== 'unknown') continue
    unknown.push(finding)
    const reason = reasonOf(finding)
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  return {
    control,
    severity: severities[severity] ?? 'low',
    counts,
    open,
    waived,
    unknown,
    manual,
    reasons,
    releases: [...releases],
  }
}

/** Whether a control only waits for a person: it stands apart, so that questions do not drown answers. */
export const isOpenProcedure = ({ control, open, waived, manual }: ControlSummary): boolean =>
  control.kind === 'procedure' && manual.length > 0 && open.length + waived.length === 0

/** Why an unknown finding is unknown; counted as the coverage counts it. */
export function reasonOf(finding: Finding): Missing {
  const gone = finding.evidence.find((fact) => !fact.known)
  return gone && !gone.known ? gone.missing : 'fault'
}

const noCounts = () => Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as Record<Verdict, number>

function sumCounts(all: readonly Counts[]): Counts {
  const sum = noCounts()
  for (const counts of all) for (const verdict of verdicts) sum[verdict] += counts[verdict]
  return sum
}

const rank = ({ open, waived, unknown, manual }: ControlSummary) =>
  open.length > 0 ? 0 : waived.length > 0 ? 1 : unknown.length > 0 ? 2 : manual.length > 0 ? 3 : 4

/** A sort that leaves equals in the order of the catalogue. */
const byUrgency = (one: ControlSummary, other: ControlSummary) =>
  rank(one) - rank(other) ||
  severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
  other.open.length - one.open.length

/** The same weights as the score. */
const WEIGHT: Readonly<Record<Severity, number>> = { critical: 12, high: 6, medium: 3, low: 1 }

/** Twice the objects is one step more, not twice as urgent: a low control on 10,000 VMs must not hide a critical one. */
const weight = ({ severity, open }: ControlSummary) => WEIGHT[severity] * (1 + Math.log2(open.length))
