import { products, type Advisory, type Knowledge, type Product } from '@sakimori/core/advisory'
import { severityWords } from '@sakimori/core/report'
import { render } from '@sakimori/core/text'
import { knownWord } from '../../config/filter.ts'
import { exitCodes, UsageError } from '../../exit.ts'
import { loadKnowledge } from '../../knowledge.ts'
import { tabulate } from '../../table.ts'
import type { Verb } from '../../verb.ts'
import { line } from './learn.ts'
import { words } from './words.ts'

export interface ListFlags {
  readonly product?: string
  readonly since?: string
  readonly cve?: string
  readonly exploited?: boolean
  readonly json?: boolean
}

/** The advisories, a line each, the latest first. */
export const listAdvisories: Verb<[ListFlags]> = async ({ config, env, terminal }, flags) => {
  const { knowledge, from } = loadKnowledge(config, env)
  if (from.renewed) terminal.say(words.renewed, { day: knowledge.asOf })
  const found = selectAdvisories(knowledge, flags)
  if (flags.json) {
    await terminal.write(`${JSON.stringify({ schema: 'sakimori/advisories/1', from, advisories: found }, null, 2)}\n`)
    return exitCodes.clean
  }
  const { locale, width } = terminal
  const marks = new Set(knowledge.exploited.map(({ cve }) => cve))
  const rows = found.map((one) => [
    one.id,
    one.updated ?? one.published,
    `${render(severityWords[one.severity], locale)}${one.cves.some((cve) => marks.has(cve)) ? ' *' : ''}`,
    productsOf(one).join(' '),
    one.title[locale] ?? one.title.en ?? one.title.ja ?? '',
  ])
  if (rows.length === 0) await line(terminal, render(words.noneFound, locale))
  for (const row of tabulate(rows, width)) await line(terminal, row)
  return exitCodes.clean
}

/** Those that the flags ask for. @throws UsageError */
export function selectAdvisories(knowledge: Knowledge, flags: ListFlags): readonly Advisory[] {
  const product = flags.product === undefined ? undefined : knownWord<Product>('--product', flags.product, products)
  const { since } = flags
  if (since !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(since))
    throw new UsageError(`--since ${since}: write a day as 2026-07-29`)
  const cve = flags.cve?.toUpperCase()
  const marks = new Set(knowledge.exploited.map((mark) => mark.cve))
  return knowledge.advisories
    .filter(
      (one) =>
        (product === undefined || one.rows.some((row) => row.product === product)) &&
        (since === undefined || (one.updated ?? one.published) >= since) &&
        (cve === undefined || one.cves.includes(cve)) &&
        (!flags.exploited || one.cves.some((each) => marks.has(each))),
    )
    .toSorted((one, other) => {
      const [left, right] = [one, other].map((each) => `${each.updated ?? each.published} ${each.id}`) as [
        string,
        string,
      ]
      return left < right ? 1 : -1
    })
}

const productsOf = ({ rows }: Advisory) => products.filter((product) => rows.some((row) => row.product === product))
