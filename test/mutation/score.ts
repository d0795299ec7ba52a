/** The part that is read here of Stryker's report (https://github.com/stryker-mutator/mutation-testing-elements). */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>
}

interface Mutant {
  readonly status: string
  readonly statusReason?: string
  readonly replacement?: string
  readonly mutatorName: string
  readonly location: { readonly start: Place; readonly end: Place }
}

/** Both from 1. */
interface Place {
  readonly line: number
  readonly column: number
}

/** Counts of mutants. `detected` were killed or ran for ever; `ignored` are prose and what runs only while a file loads. */
export interface Score {
  readonly name: string
  readonly detected: number
  readonly survived: number
  /** No test runs the mutated line at all; counts as survived in the share. */
  readonly uncovered: number
  readonly ignored: number
}

const scoreOf = (name: string, mutants: readonly Mutant[]): Score => {
  const count = (...statuses: string[]) => mutants.filter(({ status }) => statuses.includes(status)).length
  return {
    name,
    detected: count('Killed', 'Timeout'),
    survived: count('Survived'),
    uncovered: count('NoCoverage'),
    ignored: count('Ignored'),
  }
}

/** A score for each file that has a mutant to run, in the order of their paths. */
export const scoresOf = ({ files }: MutationReport): readonly Score[] =>
  Object.entries(files)
    .map(([file, { mutants }]) => scoreOf(file, mutants))
    .filter((score) => runOf(score) > 0)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))

/** All files together; the ignored of files without a mutant to run are in it as well. */
export const totalOf = ({ files }: MutationReport): Score =>
  scoreOf(
    'all',
    Object.values(files).flatMap(({ mutants }) => mutants),
  )

/** Mutants that were run, or would have been if a test covered them. */
export const runOf = ({ detected, survived, uncovered }: Score): number => detected + survived + uncovered

/** Per cent with one decimal, cut and never rounded up. */
export const shareOf = (score: Score): string =>
  runOf(score) === 0 ? '–' : (Math.floor((score.detected * 1000) / runOf(score)) / 10).toFixed(1)

/** One line for each mutant that no test noticed: where, what was there, what stood there instead. */
export const survivorsOf = ({ files }: MutationReport): readonly string[] =>
  Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n')
    return mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map(({ status, location: { start, end }, replacement, mutatorName }) => {
        const was = lines.slice(start.line - 1, end.line)
        was[was.length - 1] = was.at(-1)?.slice(0, end.column - 1) ?? ''
        was[0] = was[0]?.slice(start.column - 1) ?? ''
        const short = (code: string) => code.replaceAll(/\s+/g, ' ').slice(0, 120)
        return `${file}:${start.line}:${start.column} ${status} ${mutatorName}: ${short(was.join(' '))} ⇒ ${short(replacement ?? '')}`
      })
  })
