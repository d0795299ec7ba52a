import { readSnapshot } from '@sakimori/collect'
import { assess } from '@sakimori/core/assess'
import { verdicts } from '@sakimori/core/control'
import { openInventory } from '@sakimori/core/model'
import { verdictWords, visible } from '@sakimori/core/report'
import { render, type Locale } from '@sakimori/core/text'
import type { Broken, LawReport } from '@sakimori/custom'
import { assessOptions, policyOf, type OwnControl } from '../config/assess-options.ts'
import { readControls } from '../config/custom-files.ts'
import { knownWord } from '../config/filter.ts'
import { buildControls } from '../config/load.ts'
import { exitCodes, UsageError } from '../exit.ts'
import { tabulate } from '../table.ts'
import type { Verb, World } from '../verb.ts'
import { words } from '../words.ts'

export interface TestFlags {
  readonly snapshot?: string
  readonly format?: string
}

/** Holds the site's controls to the laws of the catalogue: exit code 1 when one is broken. */
export const testControls: Verb<[readonly string[], TestFlags]> = async (world, files, flags) => {
  const { config, terminal, now } = world
  const format = knownWord('--format', flags.format ?? 'text', ['text', 'json'])
  const own = files.length === 0 ? world.own : await buildControls(files.flatMap(readControls))
  if (own.length === 0) throw new UsageError(render(words.testNone, terminal.locale))
  const { anyDay, testControl } = await import('@sakimori/custom')
  const day = anyDay(now, policyOf(config))
  const reports = own.map(({ definition, control }) => testControl(definition, control, day))
  const tallies = flags.snapshot === undefined ? undefined : await answersOn(flags.snapshot, own, world)
  await terminal.write(
    format === 'json'
      ? `${JSON.stringify({ schema: 'sakimori/controls-test/1', controls: reports, ...(tallies ? { snapshot: tallies } : {}) }, null, 2)}\n`
      : `${[...testText(reports, terminal.locale, terminal.width), ...snapshotText(tallies, flags.snapshot ?? '', terminal.locale, terminal.width)].join('\n')}\n`,
  )
  return reports.some(({ broken }) => broken.length > 0) ? exitCodes.findings : exitCodes.clean
}

const mark = (seen: boolean) => (seen ? '✓' : '✗')

function testText(reports: readonly LawReport[], locale: Locale, width: number): readonly string[] {
  const head = [
    render(words.testControl, locale),
    ...(['pass', 'fail', 'unknown'] as const).map((state) => render(verdictWords[state], locale)),
    render(words.testCases, locale),
  ]
  const rows = reports.map(({ id, kind, seen, cases }) =>
    kind === 'procedure'
      ? [id, '–', '–', '–', render(words.testByPerson, locale)]
      : [id, mark(seen.pass), mark(seen.fail), mark(seen.unknown), String(cases.length)],
  )
  const broken = reports.filter((report) => report.broken.length > 0)
  const count = reports.length
  return [
    ...tabulate([head, ...rows], width),
    '',
    broken.length === 0
      ? render(words.testAllWell, locale, { count })
      : render(words.testBroken, locale, { count, broken: broken.length }),
    ...broken.flatMap(({ id, kind, broken: laws }) =>
      laws.map((law) => `  ${visible(wordBroken(id, kind, law, locale))}`),
    ),
    ...reports.flatMap(({ id, advice }) =>
      advice.map(({ unsetFault }) => `  ${render(words.adviceUnset, locale, { id, path: unsetFault })}`),
    ),
  ]
}

function wordBroken(id: string, kind: LawReport['kind'], law: Broken, locale: Locale): string {
  switch (law.law) {
    case 'seen':
      return render(kind === 'judgement' ? words.lawSeenHow : words.lawSeen, locale, { id, state: law.state })
    case 'case': {
      const { name, wanted, got, detail } = law
      return render(words.lawCase, locale, {
        id,
        name,
        wanted,
        got,
        detail: detail === undefined ? '' : ` (${detail})`,
      })
    }
    case 'withheld': {
      const { name, path, was, got } = law
      return path === '*'
        ? render(words.lawWithheldAll, locale, { id, name, got })
        : render(words.lawWithheld, locale, { id, name, path, was, got })
    }
    case 'value':
      return render(words.lawValue, locale, { id, name: law.name, mistake: law.mistake })
  }
}

interface Tally {
  readonly control: string
  readonly counts: Readonly<Record<string, number>>
  /** Why the first unknown one is unknown. */
  readonly why: string
}

/** How the controls answer on a real estate; ones that ask nothing of it are there with zeros. */
async function answersOn(file: string, own: readonly OwnControl[], { config, now }: World): Promise<readonly Tally[]> {
  const controls = own.map(({ control }) => control)
  const options = assessOptions({ config: { policy: config.policy }, controls }, 'sakimori', now)
  const { findings } = assess(openInventory(await readSnapshot(file)), options)
  return controls.map(({ id }) => {
    const held = findings.filter(({ control }) => control.id === id)
    const gone = held.find(({ verdict }) => verdict === 'unknown')?.evidence.find((fact) => !fact.known)
    return {
      control: id,
      counts: Object.fromEntries(
        verdicts.map((verdict) => [verdict, held.filter((one) => one.verdict === verdict).length]),
      ),
      why:
        gone && !gone.known
          ? `${gone.from.path}: ${gone.missing}${gone.detail === undefined ? '' : ` (${gone.detail})`}`
          : '',
    }
  })
}

function snapshotText(
  tallies: readonly Tally[] | undefined,
  file: string,
  locale: Locale,
  width: number,
): readonly string[] {
  if (!tallies) return []
  const head = [
    render(words.testControl, locale),
    ...verdicts.map((verdict) => render(verdictWords[verdict], locale)),
    '',
  ]
  const rows = tallies.map(({ control, counts, why }) => [
    control,
    ...verdicts.map((verdict) => String(counts[verdict] ?? 0)),
    visible(why),
  ])
  return ['', render(words.onSnapshot, locale, { file }), ...tabulate([head, ...rows], width)]
}
