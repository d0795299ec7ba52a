import { describe, expect, test } from 'vitest'
import type { Finding } from '../assess/index.ts'
import { defaultPolicy, type Baseline, type Control } from '../control/index.ts'
import { openInventory, type Fact } from '../model/index.ts'
import { renderNote } from '../text/index.ts'
import { snapshotOf, type Draft } from './draft.ts'
import { sampleDayOf } from './good-estate.ts'
import { situationsOf } from './situations.ts'
import { findingsOf } from './verdicts.ts'
import { whereDemanded } from './where-demanded.ts'

/**
 * Holds what each control of a list tells, in every situation of `situations.ts`, against the snapshot beside the test:
 * the verdict, the note and the evidence, for a person to read when they change (`npx vitest run -u`, then `git diff`).
 */
export function describeTold(controls: readonly Control[]): void {
  describe('what a finding tells', () => {
    test.each(controls.filter(({ kind }) => kind !== 'procedure').map((control) => [control.id, control] as const))(
      '%s',
      (_id, control) => {
        expect(toldBy(control)).toMatchSnapshot()
      },
    )
  })
}

/** One paragraph for each different answer, headed by the situations that give it. */
function toldBy(control: Control): string {
  const { release, baseline } = whereDemanded(control)
  const told = [...situationsOf(control)].map(({ about, how, draft }) => {
    const findings = findingsOf(draft, control, { baseline })
    const repairs = about === 'estate' ? repairsOf(findings, draft, baseline) : []
    return { about, how, answer: [answerOf(findings), ...repairs].join('\n') }
  })
  const paragraphs = [...Map.groupBy(told, ({ answer }) => answer)].map(([answer, situations]) => {
    const heads = Map.groupBy(situations, ({ about }) => about)
    const lines = [...heads].map(([about, list]) => `${about}: ${list.map(({ how }) => how).join(', ')}`)
    return [...lines, answer].join('\n')
  })
  return [`${release}, ${baseline}`, ...paragraphs].join('\n\n')
}

/** What a repair would write where a control fails. */
function repairsOf(findings: readonly Finding[], draft: Draft, baseline: Baseline): readonly string[] {
  const inventory = openInventory(snapshotOf(draft))
  const context = { now: sampleDayOf(draft.release), policy: defaultPolicy, baseline }
  return findings.flatMap(({ control: { repair }, verdict, subject, expected }) =>
    verdict !== 'fail' || repair.kind !== 'change'
      ? []
      : repair
          .changes(subject, inventory, expected, context)
          .map(
            ({ kind, part, field, from, to }) =>
              `  repair (${repair.disruption}) of ${subject.path}: ${kind} ${part === undefined ? '' : `[${part}] `}${field}: ${short(from)} → ${short(to)}`,
          ),
  )
}

/** The same answer about several objects stands once, with the name of the first. */
function answerOf(findings: readonly Finding[]): string {
  const byAnswer = Map.groupBy(findings, (finding) => answerAbout(finding))
  const lines = [...byAnswer].map(([answer, [first, ...others]]) => {
    const key = first?.subject.key === undefined ? '' : ` [${first.subject.key}]`
    const more = others.length > 0 ? ` and ${others.length} more` : ''
    return `  ${first?.subject.path ?? ''}${key}${more}: ${answer}`
  })
  return lines.join('\n') || '  nothing is asked'
}

const answerAbout = ({ verdict, note, evidence, subject }: Finding): string =>
  [
    note ? `${verdict} “${renderNote(note, 'en')}”` : verdict,
    ...evidence.map((fact) => `    ${seen(fact, subject.ref.value)}`),
  ].join('\n')

/** Where a fact was read and what it is: a word as it stands, of anything larger its kind. */
function seen(fact: Fact<unknown>, home: string): string {
  const { ref, path } = fact.from
  const place = ref.value === home ? path : `${ref.type} ${path}`
  if (!fact.known) return `${place}: ${fact.missing}${fact.detail === undefined ? '' : ` (${fact.detail})`}`
  return `${place} = ${short(fact.value)}`
}

function short(value: unknown): string {
  if (Array.isArray(value)) return value.length > 3 ? `[${value.length}]` : `[${value.map(short).join(', ')}]`
  if (value !== null && typeof value === 'object') return `{${Object.keys(value).slice(0, 4).join(', ')}}`
  return (JSON.stringify(value) ?? 'unset').slice(0, 80)
}
