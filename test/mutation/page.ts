import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryRoot, runCommand } from '@sakimori/testkit'
import { runOf, scoresOf, shareOf, totalOf, type MutationReport, type Score } from './score.ts'

const row = (score: Score): string =>
  `| ${score.name} | ${shareOf(score)} % | ${runOf(score)} | ${score.survived} | ${score.uncovered} | ${score.ignored} |`

/** The result of one area as Markdown. `about` says when and with what it was measured. */
export const sectionOf = (report: MutationReport, about: string): string =>
  [
    about,
    '',
    '| file | detected | of mutants | survived | without a test | ignored |',
    '|---|---|---|---|---|---|',
    ...scoresOf(report).map((score) => row({ ...score, name: score.name.replace('packages/core/src/', '') })),
    row({ ...totalOf(report), name: '**all**' }),
  ].join('\n')

/** What is about to be measured, and with what: the day, the commit (and whether the files differ from it), the versions. */
export async function describeState(): Promise<string> {
  const git = async (...args: string[]) => (await runCommand('git', args, { cwd: repositoryRoot })).stdout.trim()
  const versionOf = async (manifest: string) =>
    (JSON.parse(await readFile(join(repositoryRoot, manifest), 'utf8')) as { readonly version: string }).version
  const commit = await git('rev-parse', '--short', 'HEAD')
  const changed = (await git('status', '--porcelain', '--', 'packages', 'test/mutation')) !== ''
  const [stryker, vitest] = [
    await versionOf('.cache/mutation/node_modules/@stryker-mutator/core/package.json'),
    await versionOf('node_modules/vitest/package.json'),
  ]
  const day = new Date().toISOString().slice(0, 10)
  const state = changed ? ' with changes that are not committed' : ''
  return `${day}, commit ${commit}${state}; Stryker ${stryker}, vitest ${vitest}, Node ${process.versions.node}`
}

/** Puts an area's section between its two marks in docs/mutation.md; what people wrote around them stays. */
export async function putSection(area: string, section: string): Promise<void> {
  const file = join(repositoryRoot, 'docs/mutation.md')
  const page = await readFile(file, 'utf8')
  const [open, close] = [`<!-- ${area} -->`, `<!-- /${area} -->`]
  const [start, end] = [page.indexOf(open), page.indexOf(close)]
  if (start < 0 || end < start) throw new Error(`${file} has no place for ${area}: ${open} … ${close}`)
  await writeFile(file, `${page.slice(0, start + open.length)}\n${section}\n${page.slice(end)}`)
}
