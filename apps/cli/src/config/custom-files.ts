import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ControlsFile, type CustomControl } from '@sakimori/custom/definition'
import { UsageError } from '../exit.ts'
import { wordIssues } from './issues.ts'
import { parseYaml } from './yaml-file.ts'

/** A bigger file is no configuration. */
const MAX_BYTES = 4 * 2 ** 20
/** More files are no folder of controls. */
const MOST_FILES = 200

/** A control of the site, and where it is written. */
export interface Definition {
  readonly definition: CustomControl
  readonly at: (path: readonly PropertyKey[], offset?: number) => string
}

/** Reads a file of the configuration. @throws UsageError */
export function readText(file: string): string {
  let source: string
  try {
    if (statSync(file).size > MAX_BYTES) throw new UsageError(`${file} is larger than ${MAX_BYTES >> 20} MiB`)
    source = readFileSync(file, 'utf8')
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`could not read ${file}: ${(cause as Error).message}`, { cause })
  }
  return source
}

/** The controls of one file. @throws UsageError with line and column */
export function readControls(file: string): readonly Definition[] {
  const yaml = parseYaml(readText(file), file)
  const parsed = ControlsFile.safeParse(yaml.value)
  if (!parsed.success) throw new UsageError(wordIssues(parsed.error.issues, yaml))
  return definitionsOf(parsed.data.controls, yaml.at)
}

/** The controls of a list, each with its own places. */
export const definitionsOf = (controls: readonly CustomControl[], at: Definition['at']): readonly Definition[] =>
  controls.map((definition, index) => ({
    definition,
    at: (path, offset) => at(['controls', index, ...path], offset),
  }))

/** The files that `controlsFrom` names; of a folder its *.yaml, in the order of their names. @throws UsageError */
export function controlFiles(entry: string, configFile: string): readonly string[] {
  const place = resolve(dirname(configFile), entry)
  try {
    if (!statSync(place).isDirectory()) return [place]
    const files = readdirSync(place)
      .filter((name) => /\.ya?ml$/.test(name))
      .toSorted()
      .map((name) => join(place, name))
    if (files.length > MOST_FILES)
      throw new UsageError(`${place} holds ${files.length} files; ${MOST_FILES} is the most`)
    return files
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`could not read ${place}: ${(cause as Error).message}`, { cause })
  }
}
