import { matchesId, selectControls, type Filter } from '@sakimori/core/assess'
import {
  answersFramework,
  areas,
  frameworkNames,
  frameworks,
  parseFramework,
  severities,
  type Control,
  type FrameworkQuery,
} from '@sakimori/core/control'
import { suggest } from '@sakimori/core/text'
import { UsageError } from '../exit.ts'

/** The flags that narrow an audit. */
export interface FilterFlags {
  readonly area?: readonly string[]
  readonly severity?: string
  readonly control?: readonly string[]
  readonly framework?: readonly string[]
  readonly exclude?: readonly string[]
}

/** The filter of the flags. @throws UsageError for a word that means nothing, and where nothing is left to ask */
export function filterOf(flags: FilterFlags, all: readonly Control[]): Filter {
  const filter: Filter = {
    ...(flags.area ? { areas: flags.area.map((given) => knownWord('--area', given, areas)) } : {}),
    ...(flags.severity === undefined ? {} : { severity: knownWord('--severity', flags.severity, severities) }),
    ...(flags.control ? { controls: flags.control.map((given) => knownControl('--control', given, all)) } : {}),
    ...(flags.framework ? { frameworks: flags.framework.map((given) => wordOfQuery(knownFramework(given, all))) } : {}),
    ...(flags.exclude ? { exclude: flags.exclude.map((given) => knownControl('--exclude', given, all)) } : {}),
  }
  if (selectControls(all, filter).controls.length === 0)
    throw new UsageError('these filters leave no control to ask: `sakimori controls list` names them all')
  return filter
}

/** One of the words of a flag, or a mistake with the word that was meant. */
export function knownWord<W extends string>(flag: string, given: string, words: readonly W[]): W {
  const found = words.find((word) => word === given)
  if (found !== undefined) return found
  const near = suggest(given, words)
  throw new UsageError(`${flag} ${given}: ${near ? `did you mean ${near}? ` : ''}Write one of ${words.join(', ')}`)
}

/** An id or a glob that some control answers to. */
function knownControl(flag: string, given: string, all: readonly Control[]): string {
  const ids = all.map(({ id }) => id)
  if (ids.some((id) => matchesId(given, id))) return given
  const near = suggest(given, ids)
  throw new UsageError(
    `${flag} ${given}: no control has this id${near ? `; did you mean ${near}?` : '; `sakimori controls list` names them all'}`,
  )
}

/** A framework, or an item of one that some control relates to. @throws UsageError */
export function knownFramework(given: string, all: readonly Control[]): FrameworkQuery {
  const query = parseFramework(given)
  if (!query) throw new UsageError(unknownFramework(given))
  if (all.some((control) => answersFramework(control, given))) return query
  throw new UsageError(
    `--framework ${given}: no control relates to this item of ${frameworkNames[query.framework]}; \`sakimori controls coverage --framework ${query.framework}\` names the items that have some`,
  )
}

function unknownFramework(given: string): string {
  const [name = ''] = given.split(':')
  const near = suggest(name, frameworks)
  return `--framework ${given}: ${near ? `did you mean ${near}? ` : ''}Write one of ${frameworks.join(', ')}, or an item such as nist80053r5:AC-7`
}

const wordOfQuery = ({ framework, item }: FrameworkQuery) => (item === '*' ? framework : `${framework}:${item}`)
