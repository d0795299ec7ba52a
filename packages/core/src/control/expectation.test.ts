import { expect, test } from 'vitest'
import {
  absent,
  absentOr,
  atLeast,
  between,
  containsAll,
  describe as worded,
  holds,
  is,
  nonEmpty,
  not,
  oneOf,
  wanted,
  within,
  type Expectation,
} from './index.ts'

type Row = readonly [
  expectation: Expectation,
  words: { readonly en: string; readonly ja: string },
  good: readonly unknown[],
  bad: readonly unknown[],
  repair: ReturnType<typeof wanted>,
]

/** Absent, and of every type that an answer may have by mistake. */
const rows: readonly Row[] = [
  [is(5), { en: '5', ja: '5' }, [5], [4, 6, '5', [5], undefined, null], { to: 5 }],
  [is('no'), { en: '"no"', ja: '"no"' }, ['no'], ['No', 'no ', '', false, undefined], { to: 'no' }],
  [is(false), { en: 'false', ja: 'false' }, [false], [true, 0, 'false', undefined, null], { to: false }],
  [
    oneOf(['a', 'b'], 'b'),
    { en: 'one of "a", "b"', ja: '"a"、"b" のいずれか' },
    ['a', 'b'],
    ['c', 'A', '', ['a'], undefined],
    { to: 'b' },
  ],
  [not('x', 'y'), { en: 'anything but "x"', ja: '"x" 以外' }, ['y', ''], ['x', 1, undefined, null, ['y']], { to: 'y' }],
  [not(4095), { en: 'anything but 4095', ja: '4095 以外' }, [0, 4094], [4095, '10', undefined, null], undefined],
  [between(1, 5), { en: '1 to 5', ja: '1〜5' }, [1, 3, 5], [0, 6, -1, '3', undefined, null, Number.NaN], { to: 5 }],
  [between(1, 900, 600), { en: '1 to 900', ja: '1〜900' }, [900], [901], { to: 600 }],
  [atLeast(15), { en: '15 or more', ja: '15 以上' }, [15, 16], [14, '16', undefined, Number.NaN], { to: 15 }],
  [atLeast(900, 1800), { en: '900 or more', ja: '900 以上' }, [900], [899], { to: 1800 }],
  [
    nonEmpty(),
    { en: 'not empty', ja: '空でないこと' },
    ['x', ['x']],
    ['', '  ', [], undefined, null, 7, true, {}],
    undefined,
  ],
  [absent(), { en: 'not set', ja: '未設定' }, [undefined], ['', 0, false, null], { unset: true }],
  [absentOr(is(1)), { en: 'not set, or 1', ja: '未設定、または 1' }, [undefined, 1], [2, '1', null], { unset: true }],
  [
    containsAll('A', 'b'),
    { en: 'contains "A", "b"', ja: '"A"、"b" を含むこと' },
    ['b, a', 'A,B,c', ['B', 'a']],
    ['a', 'ab', '', [], undefined, 7],
    { to: 'A,b' },
  ],
  [
    within('A', 'b'),
    { en: 'nothing but "A", "b"', ja: '"A"、"b" のみ' },
    ['a', ' B ,A', '', ',', [], ['b']],
    ['a,c', ['c'], undefined, 7],
    { to: 'A,b' },
  ],
]

test.each(rows)('%j holds for what it says, for nothing else, and is worded so', (expectation, words, good, bad) => {
  for (const value of good) expect(holds(expectation, value), JSON.stringify(value)).toBe(true)
  for (const value of bad) expect(holds(expectation, value), JSON.stringify(value) ?? 'undefined').toBe(false)
  expect({ en: worded(expectation, 'en'), ja: worded(expectation, 'ja') }).toEqual(words)
})

test.each(rows)('%j: what a repair writes holds afterwards', (expectation, _words, _good, _bad, repair) => {
  expect(wanted(expectation)).toEqual(repair)
  if (repair) expect(holds(expectation, 'to' in repair ? repair.to : undefined)).toBe(true)
})
