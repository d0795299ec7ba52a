import { severities, type Severity } from '../model/index.ts'
import type { Advisory, CveNote, CvssScore, Exploited, Knowledge } from './knowledge.ts'
import { states, type MatchState } from './match.ts'

/** The four answers of CISA's decision tree (SSVC), most urgent first. */
export const decisions = ['act', 'attend', 'trackClosely', 'track'] as const
export type Decision = (typeof decisions)[number]

/** Why one advisory comes before another. */
export interface Priority {
  readonly severity: Severity
  /** Someone was seen using one of its flaws: the earliest mark, ransomware first. */
  readonly exploited?: Exploited
  readonly decision?: Decision
  /** The highest score of its flaws, with its scorer. */
  readonly cvss?: Pick<CvssScore, 'score' | 'by'>
  /** The highest chance of its flaws to be used in the next 30 days (FIRST), 0 to 1. */
  readonly epss?: number
}

/**
 * CISA's tree for the case that the affected system is essential, which a hypervisor and its manager are.
 * Source: CISA, Stakeholder-Specific Vulnerability Categorization Guide, November 2022, as the table of CERT/CC has it
 * (`cisa_coordinator_2_0_3`), mission & well-being high.
 * By exploitation, automatable, technical impact.
 */
const TREE: Readonly<Record<string, Decision>> = {
  'none no partial': 'track',
  'none no total': 'trackClosely',
  'none yes partial': 'attend',
  'none yes total': 'attend',
  'poc no partial': 'trackClosely',
  'poc no total': 'attend',
  'poc yes partial': 'attend',
  'poc yes total': 'attend',
  'active no partial': 'attend',
  'active no total': 'act',
  'active yes partial': 'act',
  'active yes total': 'act',
}

/** The decision for one flaw; `undefined` where CISA gave no points for it. */
function decide(note: CveNote | undefined, isExploited: boolean): Decision | undefined {
  if (!note?.ssvc) return undefined
  const { exploitation, automatable, technicalImpact } = note.ssvc
  return TREE[`${isExploited ? 'active' : exploitation} ${automatable} ${technicalImpact}`]
}

interface Lookup {
  readonly notes: ReadonlyMap<string, CveNote>
  readonly exploited: ReadonlyMap<string, readonly Exploited[]>
}

const lookups = new WeakMap<Knowledge, Lookup>()

function lookupOf(knowledge: Knowledge): Lookup {
  const ready = lookups.get(knowledge)
  if (ready) return ready
  const made = {
    notes: new Map(knowledge.notes.map((note) => [note.cve, note])),
    exploited: Map.groupBy(knowledge.exploited, ({ cve }) => cve),
  }
  lookups.set(knowledge, made)
  return made
}

const highest = <T>(list: readonly T[], by: (item: T) => number): T | undefined =>
  list.reduce<T | undefined>((best, item) => (best === undefined || by(item) > by(best) ? item : best), undefined)

/** Weighs some flaws of an advisory, those that are open somewhere. */
export function priorityOf(knowledge: Knowledge, advisory: Advisory, cves: readonly string[]): Priority {
  const { notes, exploited } = lookupOf(knowledge)
  const marks = cves.flatMap((cve) => exploited.get(cve) ?? [])
  const mark = marks.toSorted(
    (one, other) =>
      Number(other.ransomware) - Number(one.ransomware) || (one.since ?? '9').localeCompare(other.since ?? '9'),
  )[0]
  const told = cves.flatMap((cve) => notes.get(cve) ?? [])
  const decided = told.flatMap((note) => decide(note, exploited.has(note.cve)) ?? [])
  const cvss = highest(
    [
      ...told.flatMap((note) => note.cvss.map(({ score, by }) => ({ score, by }))),
      ...advisory.rows.flatMap(({ cvss: score, cves: flaws }) =>
        score !== undefined && flaws.some((cve) => cves.includes(cve)) ? [{ score, by: 'VMware' }] : [],
      ),
    ],
    ({ score }) => score,
  )
  const epss = highest(
    told.flatMap((note) => note.epss?.score ?? []),
    (score) => score,
  )
  return {
    severity: advisory.severity,
    ...(mark ? { exploited: mark } : {}),
    ...(decided.length > 0 ? { decision: decisions.find((one) => decided.includes(one)) as Decision } : {}),
    ...(cvss ? { cvss } : {}),
    ...(epss === undefined ? {} : { epss }),
  }
}

/**
 * Orders priorities, most urgent first: what attackers use, then CISA's decision, then severity, then the score, then
 * the forecast. A decision that nobody made does not put a flaw behind one that was waved through.
 */
export function comparePriority(one: Priority, other: Priority): number {
  return (
    rankOfMark(one) - rankOfMark(other) ||
    rankOfDecision(one) - rankOfDecision(other) ||
    severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
    (other.cvss?.score ?? 0) - (one.cvss?.score ?? 0) ||
    (other.epss ?? 0) - (one.epss ?? 0)
  )
}

const rankOfMark = ({ exploited }: Priority) => (exploited ? (exploited.ransomware ? 0 : 1) : 2)

/** Without CISA's points the severity stands in. */
const BY_SEVERITY: Readonly<Record<Severity, Decision>> = {
  critical: 'attend',
  high: 'trackClosely',
  medium: 'track',
  low: 'track',
}
const rankOfDecision = ({ decision, severity }: Priority) => decisions.indexOf(decision ?? BY_SEVERITY[severity])

/** An advisory with its priority, as it stands in a list. */
export interface Ranked {
  readonly advisory: Advisory
  readonly priority: Priority
  readonly state: MatchState
}

/** The order of every list of advisories: by priority, then the worst state, then the newest, then the id. */
export function compareUrgency(one: Ranked, other: Ranked): number {
  return (
    comparePriority(one.priority, other.priority) ||
    states.indexOf(one.state) - states.indexOf(other.state) ||
    other.advisory.published.localeCompare(one.advisory.published) ||
    one.advisory.id.localeCompare(other.advisory.id)
  )
}
