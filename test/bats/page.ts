import type { Expected } from './expectations.ts'

/** A bats file with its tests; `reason`: why it is out of scope as a whole. */
export interface FileRow {
  readonly file: string
  readonly reason: string | undefined
  readonly tests: readonly { readonly name: string; readonly expected: Expected }[]
}

const count = (rows: readonly FileRow[], outcome: Expected['outcome']): number =>
  rows.flatMap(({ tests }) => tests).filter(({ expected }) => expected.outcome === outcome).length

const words = { pass: 'passes', fail: 'fails', outOfScope: 'out of scope' } as const

/** docs/wire/bats.md. */
export function batsPage(rows: readonly FileRow[]): string {
  const whole = rows.filter(({ reason }) => reason !== undefined)
  const own = rows.filter(({ reason }) => reason === undefined)
  const totals = (some: readonly FileRow[]) =>
    (['pass', 'fail', 'outOfScope'] as const).map((outcome) => String(count(some, outcome)))
  return [
    "# govmomi's own tests on the twin",
    '',
    'The tests of govc that govmomi v0.46.3 brings (`govc/test/*.bats`), run with the govc of that release; where they start a',
    'vcsim, `test/bats/vcsim-shim.ts` starts a twin whose inventory has the same names. Nothing of theirs is kept here: their',
    'module is fetched when the tests run. Which test must do what stands in `test/bats/expectations.ts`; a test that does',
    'otherwise, for better or worse, fails ours.',
    '',
    `${rows.flatMap(({ tests }) => tests).length} tests: ${count(rows, 'pass')} pass, ${count(rows, 'fail')} fail, ${count(rows, 'outOfScope')} out of scope.`,
    '',
    'Written by `test/bats/bats.test.ts`; do not edit.',
    '',
    '## By file',
    '',
    '| File | Passed | Failed | Out of scope |',
    '| --- | ---: | ---: | ---: |',
    ...own.map((row) => `| ${[row.file, ...totals([row])].join(' | ')} |`),
    `| ${['**together**', ...totals(own)].join(' | ')} |`,
    '',
    '## Why',
    '',
    '| File | Test | | Reason |',
    '| --- | --- | --- | --- |',
    ...own.flatMap(({ file, tests }) =>
      tests.flatMap(({ name, expected }) =>
        expected.reason === undefined
          ? []
          : [`| ${[file, name, words[expected.outcome], expected.reason].join(' | ')} |`],
      ),
    ),
    '',
    '## Files that concern nothing of the twin',
    '',
    '| File | Tests | Reason |',
    '| --- | ---: | --- |',
    ...whole.map(({ file, tests, reason }) => `| ${file} | ${tests.length} | ${reason} |`),
    '',
  ].join('\n')
}
