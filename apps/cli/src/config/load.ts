import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { catalog } from '@sakimori/core/catalog'
import { suggest } from '@sakimori/core/text'
import { UsageError } from '../exit.ts'
import type { OwnControl, Settings } from './assess-options.ts'
import { controlFiles, definitionsOf, readControls, readText, type Definition } from './custom-files.ts'
import { wordIssues, type Issue } from './issues.ts'
import { Config } from './schema.ts'
import { parseYaml } from './yaml-file.ts'

/** Where the configuration is looked for when nobody names it; the first that exists is taken. */
function configPlaces(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const home = env['XDG_CONFIG_HOME'] ?? (env['HOME'] ? join(env['HOME'], '.config') : undefined)
  return ['sakimori.yaml', ...(home ? [join(home, 'sakimori', 'config.yaml')] : []), '/etc/sakimori/config.yaml']
}

/** The configuration with the definitions of the site's own controls, wherever they are written. */
interface Written {
  readonly config: Config
  readonly definitions: readonly Definition[]
}

/** Loads the configuration file and makes its controls; without one, everything has its default. @throws UsageError */
export async function loadSettings(
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Settings> {
  const found = file ?? configPlaces(env).find((place) => existsSync(place))
  if (found === undefined) return { config: {}, controls: catalog, own: [] }
  const { config, definitions } = parseWritten(readText(found), found)
  const own = await buildControls(definitions)
  return { config, controls: [...catalog, ...own.map(({ control }) => control)], own }
}

/** More are not read; the first ones are mended first. */
const MOST_SHOWN = 20

/** Makes the controls of definitions; the engine behind them is loaded only where there are any. @throws UsageError */
export async function buildControls(definitions: readonly Definition[]): Promise<readonly OwnControl[]> {
  refuseTwice(definitions)
  if (definitions.length === 0) return []
  const { buildControl, createEngine } = await import('@sakimori/custom')
  const engine = createEngine()
  const mistakes: string[] = []
  const own = definitions.flatMap(({ definition, at }) => {
    const built = buildControl(definition, engine)
    if (!('mistakes' in built)) return [{ definition, control: built }]
    for (const { path, message, offset } of built.mistakes)
      mistakes.push(`${at(path, offset)}: ${[definition.id, ...path].join('.')}: ${message}`)
    return []
  })
  if (mistakes.length > 0) throw new UsageError(mistakes.slice(0, MOST_SHOWN).join('\n'))
  return own
}

/** Parses and checks a configuration. Every mistake is said with its line and column, the first ones first. */
export const parseConfig = (source: string, name: string): Config => parseWritten(source, name).config

function parseWritten(source: string, name: string): Written {
  const yaml = parseYaml(source, name)
  const parsed = Config.safeParse(yaml.value)
  if (!parsed.success) throw new UsageError(wordIssues(parsed.error.issues, yaml))
  const config = parsed.data
  const definitions = [
    ...definitionsOf(config.controls ?? [], yaml.at),
    ...(config.controlsFrom ?? []).flatMap((entry) => controlFiles(entry, name).flatMap(readControls)),
  ]
  const issues = unknownControls(
    config,
    definitions.map(({ definition }) => definition),
  )
  if (issues.length > 0) throw new UsageError(wordIssues(issues, yaml))
  return { config, definitions }
}

/** An id names one control, in whichever files. */
function refuseTwice(definitions: readonly Definition[]): void {
  const first = new Map<string, Definition>()
  for (const one of definitions) {
    const { id } = one.definition
    const before = first.get(id)
    if (before) throw new UsageError(`${one.at(['id'])}: the id ${id} is used twice; first at ${before.at(['id'])}`)
    first.set(id, one)
  }
}

function unknownControls(config: Config, own: readonly Definition['definition'][]): readonly Issue[] {
  const isProcedure = new Map<string, boolean>([
    ...catalog.map(({ id, kind }) => [id, kind === 'procedure'] as const),
    ...own.map(({ id, procedure }) => [id, procedure !== undefined] as const),
  ])
  const ids = [...isProcedure.keys()]
  const check = (id: string, path: readonly PropertyKey[]): readonly Issue[] => {
    if (isProcedure.has(id)) return []
    const near = suggest(id, ids)
    return [
      {
        path,
        message: `there is no control ${id}${near ? `; did you mean ${near}?` : '; `sakimori controls list` names them all'}`,
      },
    ]
  }
  const automated = (id: string, path: readonly PropertyKey[]): readonly Issue[] => {
    if (isProcedure.get(id) !== false) return []
    const message = `${id} is read from the estate, so nobody attests it; where a failure is accepted, write a waiver`
    return [{ path, message }]
  }
  const twice = (config.waivers ?? []).flatMap((waiver, index, all): readonly Issue[] =>
    all.findIndex((other) => other.id === waiver.id) < index
      ? [{ path: ['waivers', index, 'id'], message: `the waiver id ${waiver.id} is used twice` }]
      : [],
  )
  return [
    ...Object.keys(config.tailoring ?? {}).flatMap((id) => check(id, ['tailoring', id])),
    ...(config.attestations ?? []).flatMap(({ control }, index) => {
      const path = ['attestations', index, 'control']
      return [...check(control, path), ...automated(control, path)]
    }),
    ...(config.waivers ?? []).flatMap((waiver, index) => check(waiver.control, ['waivers', index, 'control'])),
    ...twice,
  ]
}
