import { expect, test } from 'vitest'

import { closingLine, readTally } from './tally.ts'

const suite = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
})
const report = (...testResults: object[]) => ({ testResults })

test.each([
  ['passes', report(suite('passed', 'passed', 'passed')), 0, '2 passed, 0 failed'],
  ['failures', report(suite('failed', 'passed', 'failed')), 1, '1 passed, 1 failed'],
  [
    'skipped and planned tests',
    report(suite('passed', 'passed', 'skipped', 'pending', 'todo')),
    0,
    '1 passed, 0 failed, 3 skipped',
  ],
  ['a suite that does not load', report(suite('failed'), suite('passed', 'passed')), 1, '1 passed, 1 failed'],
  ['an afterAll that throws', report(suite('failed', 'passed')), 1, '1 passed, 1 failed'],
  ['an unhandled rejection', report(suite('passed', 'passed')), 1, '1 passed, 1 failed'],
  ['no report', undefined, 1, '0 passed, 1 failed'],
  ['a report of another shape', { testResults: 3 }, 1, '0 passed, 1 failed'],
])('counts %s', (_what, given, exitCode, line) => {
  expect(closingLine(readTally(given, exitCode))).toBe(line)
})
