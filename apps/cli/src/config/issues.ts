import { suggest } from '@sakimori/core/text'
import { controlKeys } from '@sakimori/custom/definition'
import type { z } from 'zod'
import { Attestation, Config, Policy, Tailoring, Target, Waiver } from './schema.ts'
import type { YamlFile } from './yaml-file.ts'

/** Something wrong at a place of the configuration. */
export interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly code?: string | undefined
  readonly keys?: readonly string[]
}

/** More are not read; the first ones are mended first. */
const MOST_SHOWN = 20

/** Words the issues of a file, one a line, each with its line and column. */
export function wordIssues(issues: readonly Issue[], { at }: YamlFile): string {
  const said = issues
    .flatMap((issue) => innermost(issue as z.core.$ZodIssue))
    .map((issue) => `${at(issue.path)}: ${wordIssue(issue)}`)
  const rest = said.length - MOST_SHOWN
  return [...said.slice(0, MOST_SHOWN), ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n')
}

/** Of a union that failed, the branch that came nearest says most; a message of our own says more. */
function innermost(issue: z.core.$ZodIssue): readonly Issue[] {
  if (issue.code !== 'invalid_union' || issue.message !== 'Invalid input') return [issue]
  const nearest = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? []
  return nearest.map((inner) => ({ ...(inner as Issue), path: [...issue.path, ...inner.path] }))
}

function wordIssue(issue: Issue): string {
  const where = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys' && issue.keys) {
    const known = knownKeys(issue.path)
    return issue.keys
      .map((key) => {
        const near = suggest(key, known)
        return `${where ? `${where}: ` : ''}unknown key ${key}${near ? `; did you mean ${near}?` : ''}`
      })
      .join('; ')
  }
  return `${where ? `${where}: ` : ''}${issue.message}`
}

const scopeKeys = ['all', 'ref', 'part', 'vcenter', 'instanceUuid']

/** The keys below each part of the file, those of what it holds among them. */
const keysBelow: Readonly<Record<string, readonly string[]>> = {
  targets: Object.keys(Target.shape),
  policy: Object.keys(Policy.shape),
  tailoring: Object.keys(Tailoring.shape),
  attestations: [...Object.keys(Attestation.shape), ...scopeKeys],
  waivers: [...Object.keys(Waiver.shape), ...scopeKeys],
  controls: controlKeys,
}

/** The keys that the schema knows at a place, for the suggestion. */
const knownKeys = ([part]: readonly PropertyKey[]): readonly string[] =>
  part === undefined ? Object.keys(Config.shape) : (keysBelow[String(part)] ?? [])
