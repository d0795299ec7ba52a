import { describe, expect, test } from 'vitest'
import type { Finding } from '../assess/index.ts'
import type { Fact } from '../model/index.ts'
import { renderNote } from '../text/index.ts'
import type { Draft } from '../testing/draft.ts'
import { goodEstate } from '../testing/good-estate.ts'
import { spoilers } from '../testing/spoilers/index.ts'
import { findingsOf } from '../testing/verdicts.ts'
import { whereDemanded } from '../testing/where-demanded.ts'
import { withhold } from '../testing/withhold.ts'
import { catalog } from './index.ts'

/** Answers of a wrong shape. */
const junk: readonly unknown[] = [null, 'x', [7], {}, [{}]]

const reasons = ['notCollected', 'noPermission', 'notSupported', 'fault']

/** What is wrong with how a finding says where a fact was read, and why one is missing. */
const faultsOfFact = (fact: Fact<unknown>): readonly string[] => [
  ...(fact.from?.ref?.type && fact.from.ref.value && fact.from.path ? [] : ['a fact from nowhere']),
  ...(fact.known || reasons.includes(fact.missing) ? [] : ['missing for no reason']),
  ...(fact.known || fact.detail !== '' ? [] : ['an empty detail']),
]

/** What is wrong with what a finding tells its reader. */
function faultsOf({ verdict, evidence, note }: Finding): readonly string[] {
  const values = Object.entries(note?.values ?? {})
  return [
    ...evidence.flatMap(faultsOfFact),
    ...(verdict === 'unknown' && !note && evidence.every(({ known }) => known) ? ['unknown for no reason'] : []),
    ...((verdict === 'pass' || verdict === 'fail') && evidence.length === 0 ? ['judged on no evidence'] : []),
    ...values.flatMap(([name, value]) =>
      /^$|undefined|\[object/.test(String(value)) ? [`{${name}} is “${value}”`] : [],
    ),
    ...(note === undefined
      ? []
      : (['en', 'ja'] as const).flatMap((locale) => {
          const slots = [...note.text[locale].matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
          const empty = slots.filter((name) => note.values?.[name] === undefined)
          return [...empty.map((name) => `no {${name}}`), ...(renderNote(note, locale) === '' ? ['an empty note'] : [])]
        })),
  ]
}

/** Estates in which a control has something to tell: kept well, spoiled, hidden from us, and answering nonsense. */
function* estatesFor({ id, reads }: (typeof catalog)[number], fresh: () => Draft): Generator<readonly [string, Draft]> {
  yield ['well kept', fresh()]
  const spoiled = () => {
    const draft = fresh()
    spoilers[id]?.(draft)
    return draft
  }
  yield ['spoiled', spoiled()]
  for (const read of reads) {
    const draft = spoiled()
    withhold(draft, [read])
    yield [`without ${read.path}`, draft]
    for (const value of junk) {
      const odd = spoiled()
      const whole = read.path.replace(/\[".*"\]$/, '')
      for (const object of odd.objects) if (object.ref.type === read.type) object.values[whole] = value
      yield [`${whole} is ${JSON.stringify(value)}`, odd]
    }
  }
}

describe('whatever the estate answers, a finding says what it rests on, in whole sentences', () => {
  test.each(catalog.filter(({ kind }) => kind !== 'procedure').map((control) => [control.id, control] as const))(
    '%s',
    (_id, control) => {
      const { release, baseline } = whereDemanded(control)
      const wrong = [...estatesFor(control, () => goodEstate(release))].flatMap(([what, draft]) =>
        findingsOf(draft, control, { baseline }).flatMap((finding) =>
          faultsOf(finding).map((fault) => `${what}: ${finding.verdict}: ${fault}`),
        ),
      )
      expect([...new Set(wrong)]).toEqual([])
    },
  )
})
