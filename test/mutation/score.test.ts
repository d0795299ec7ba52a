import { expect, test } from 'vitest'
import { shareOf, survivorsOf, totalOf } from './score.ts'

const place = (line: number, column: number) => ({ line, column })
const mutant = (status: string, from = place(1, 1), to = place(1, 2)) => ({
  status,
  replacement: 'true',
  mutatorName: 'ConditionalExpression',
  location: { start: from, end: to },
})
const report = (...statuses: string[]) => ({
  files: { 'a.ts': { source: 'x', mutants: statuses.map((status) => mutant(status)) } },
})

test('a share is cut to one decimal and never rounded up', () => {
  expect(shareOf({ name: '', detected: 1999, survived: 1, uncovered: 0, ignored: 0 })).toBe('99.9')
})

test('a line that no test runs counts against the share, a time-out for it, an ignored mutant not at all', () => {
  const total = totalOf(report('Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored', 'Ignored'))
  expect(total).toEqual({ name: 'all', detected: 2, survived: 1, uncovered: 1, ignored: 2 })
  expect(shareOf(total)).toBe('50.0')
})

test('nothing to run is no share, not a full one', () => {
  expect(shareOf(totalOf(report('Ignored')))).toBe('–')
})

test('a survivor is named with what stood there', () => {
  const mutants = [mutant('Survived', place(2, 5), place(3, 4)), mutant('Killed')]
  expect(survivorsOf({ files: { 'b.ts': { source: 'one\nif (a &&\n  b) {}', mutants } } })).toEqual([
    'b.ts:2:5 Survived ConditionalExpression: a && b ⇒ true',
  ])
})
