import { findingIds, type Finding } from '../assess/index.ts'
import { describe, wanted, type Context } from '../control/index.ts'
import type { Fact } from '../model/index.ts'
import { render, renderNote, type Locale } from '../text/index.ts'
import { shorten } from './escape.ts'
import { missingWords, repairWords, unset } from './words.ts'

/** A value that any JSON reader takes, with what was cut off said. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

const MOST_CHARACTERS = 300
const MOST_ITEMS = 20
const MOST_DEPTH = 5

/** How long a value is as a whole, where it is longer than what `toJsonValue` keeps of it. */
export function lengthIfCut(value: unknown): number | undefined {
  if (typeof value === 'string') return value.length > MOST_CHARACTERS ? value.length : undefined
  return Array.isArray(value) && value.length > MOST_ITEMS ? value.length : undefined
}

/** Turns what a snapshot holds into plain JSON of a bounded size: certificates and device lists are cut, with their length. */
export function toJsonValue(value: unknown, depth = 0): JsonValue {
  switch (typeof value) {
    case 'string':
      return shorten(value.toWellFormed(), MOST_CHARACTERS)
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'bigint':
      return String(value)
    case 'object':
      return value === null ? null : depth >= MOST_DEPTH ? '…' : toJsonObject(value, depth)
    default:
      return null
  }
}

function toJsonObject(value: object, depth: number): JsonValue {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (Array.isArray(value)) {
    const kept = value.slice(0, MOST_ITEMS).map((item) => toJsonValue(item, depth + 1))
    return value.length > MOST_ITEMS ? [...kept, `… (${value.length})`] : kept
  }
  const entries = Object.entries(value).filter(([, held]) => held !== undefined)
  const kept = entries
    .slice(0, MOST_ITEMS)
    .map(([key, held]) => [shorten(key.toWellFormed(), MOST_CHARACTERS), toJsonValue(held, depth + 1)] as const)
  if (entries.length > MOST_ITEMS) kept.push(['…', entries.length])
  // fromEntries defines properties; it does not run the setter of a hostile `__proto__`.
  return Object.fromEntries(kept)
}

/** Words a value for a table cell: text in quotes, so that an empty one and a blank are seen. */
function wordValue(value: unknown, locale: Locale, max = 160): string {
  if (value === undefined) return render(unset, locale)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number'))
    return value.length === 0 ? '[]' : shorten(value.slice(0, MOST_ITEMS * 2).join(', '), max)
  return shorten(JSON.stringify(toJsonValue(value)), max)
}

/** Words a fact: its value, or why there is none. */
function wordFact(fact: Fact<unknown>, locale: Locale, max?: number): string {
  if (fact.known) return wordValue(fact.value, locale, max)
  const reason = render(missingWords[fact.missing], locale)
  return fact.detail === undefined ? reason : `${reason} (${shorten(fact.detail, 160)})`
}

/** The facts that a reader needs for a verdict: of an observation what was observed, of an unknown what is missing. */
function decisiveFacts(finding: Finding): readonly Fact<unknown>[] {
  if (finding.verdict === 'unknown') return finding.evidence.filter((fact) => !fact.known)
  return finding.control.kind === 'observation' ? finding.evidence.slice(-1) : finding.evidence
}

/** Words what was found: one value alone, several with their paths. */
export function wordCurrent(finding: Finding, locale: Locale): string {
  const facts = decisiveFacts(finding)
  const [only] = facts
  if (only && facts.length === 1) return wordFact(only, locale)
  const named = facts.slice(0, 4).map((fact) => `${fact.from.path} = ${wordFact(fact, locale, 60)}`)
  return facts.length > 4 ? `${named.join(' · ')} · … (${facts.length})` : named.join(' · ')
}

export const wordExpected = (finding: Finding, locale: Locale): string =>
  finding.expected ? describe(finding.expected, locale) : ''

export const wordNote = (finding: Finding, locale: Locale): string =>
  finding.note ? shorten(renderNote(finding.note, locale), 600) : ''

/** Words how one failing object is mended. The order of a STIG or a site may differ from object to object. */
export function wordRepair(finding: Finding, locale: Locale): string {
  const { control, expected } = finding
  if (control.kind === 'procedure') return render(control.steps, locale)
  if (control.repair.kind === 'steps') return render(control.repair.steps, locale)
  const fact = finding.evidence.at(-1)
  if (!expected || !fact) return render(repairWords.change, locale)
  const field = fact.from.path
  const to = wanted(expected)
  if (!to) return render(repairWords.choose, locale, { field, expected: describe(expected, locale) })
  return 'to' in to
    ? render(repairWords.set, locale, { field, value: wordValue(to.to, locale) })
    : render(repairWords.unset, locale, { field })
}

/** The published ids of a finding under its baseline, without repeats. */
export const idsOf = (finding: Finding, context: Context): readonly string[] => [
  ...new Set(findingIds(finding, context)),
]
