import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalog, findControl } from '@sakimori/core/catalog'
import { isNode, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { UsageError } from '../exit.ts'
import { Config } from './schema.ts'
import { suggest } from './suggest.ts'

/** A bigger one is not a configuration. */
const MAX_BYTES = 4 * 2 ** 20

/** Where the configuration is looked for when nobody names it; the first that exists is taken. */
function configPlaces(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const home = env['XDG_CONFIG_HOME'] ?? (env['HOME'] ? join(env['HOME'], '.config') : undefined)
  return ['sakimori.yaml', ...(home ? [join(home, 'sakimori', 'config.yaml')] : []), '/etc/sakimori/config.yaml']
}

/** Loads the configuration file; without one, everything has its default. @throws UsageError with line and column */
export function loadConfig(file: string | undefined, env: Readonly<Record<string, string | undefined>>): Config {
  const found = file ?? configPlaces(env).find((place) => existsSync(place))
  if (found === undefined) return {}
  let source: string
  try {
    source = readFileSync(found, 'utf8')
  } catch (cause) {
    throw new UsageError(`could not read ${found}: ${(cause as Error).message}`, { cause })
  }
  if (source.length > MAX_BYTES) throw new UsageError(`${found} is larger than ${MAX_BYTES >> 20} MiB`)
  return parseConfig(source, found)
}

/** Parses and checks a configuration. Every mistake is said with its line and column, the first ones first. */
export function parseConfig(source: string, name: string): Config {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, schema: 'core', uniqueKeys: true })
  const at = (offset: number | undefined) => {
    const { line, col } = lines.linePos(offset ?? 0)
    return `${name}:${line}:${col}`
  }
  const broken = document.errors[0]
  if (broken) throw new UsageError(`${at(broken.pos[0])}: ${broken.message.split('\n')[0] ?? ''}`, { cause: broken })
  // 64 aliases are plenty for a person, and too few for a bomb.
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 64 }) ?? {}
  } catch (cause) {
    throw new UsageError(`${name}: ${(cause as Error).message}`, { cause })
  }
  const parsed = Config.safeParse(value)
  const issues = parsed.success ? unknownControls(parsed.data) : parsed.error.issues.flatMap(innermost)
  if (issues.length > 0)
    throw new UsageError(issues.map((issue) => `${at(offsetOf(document, issue.path))}: ${wordIssue(issue)}`).join('\n'))
  return parsed.data as Config
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly code?: string | undefined
  readonly keys?: readonly string[]
}

/** Of a union that failed, the branch that came nearest says most; a message of our own says more. */
function innermost(issue: z.core.$ZodIssue): readonly Issue[] {
  if (issue.code !== 'invalid_union' || issue.message !== 'Invalid input') return [issue]
  const nearest = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? []
  return nearest.map((inner) => ({ ...(inner as Issue), path: [...issue.path, ...inner.path] }))
}

function unknownControls(config: Config): readonly Issue[] {
  const ids = catalog.map((control) => control.id)
  const check = (id: string, path: readonly PropertyKey[]): readonly Issue[] => {
    if (ids.includes(id)) return []
    const near = suggest(id, ids)
    return [
      {
        path,
        message: `there is no control ${id}${near ? `; did you mean ${near}?` : '; `sakimori controls list` names them all'}`,
      },
    ]
  }
  const automated = (id: string, path: readonly PropertyKey[]): readonly Issue[] => {
    const control = findControl(id)
    if (!control || control.kind === 'procedure') return []
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

/** Where the value stands in the file; of a missing one, where its holder stands. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length) as (string | number)[], true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return document.range?.[0]
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

/** The keys that the schema knows at a place, for the suggestion. */
function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  const top = Config.shape
  if (path.length === 0) return Object.keys(top)
  switch (path[0]) {
    case 'targets':
      return ['name', 'url', 'username', 'passwordFile', 'caFile', 'thumbprint', 'insecure']
    case 'attestations':
      return [
        'control',
        'scope',
        'verdict',
        'by',
        'role',
        'evidence',
        'date',
        'expires',
        'all',
        'ref',
        'part',
        'vcenter',
        'instanceUuid',
      ]
    case 'waivers':
      return [
        'id',
        'control',
        'scope',
        'owner',
        'approver',
        'reason',
        'expires',
        'all',
        'ref',
        'part',
        'vcenter',
        'instanceUuid',
      ]
    case 'tailoring':
      return ['severity', 'expect', 'skip']
    default:
      return [
        'lockdownExceptionUsers',
        'dcuiAccessUsers',
        'trustedIssuers',
        'certificateDaysLeft',
        'nativeVlans',
        'reservedVlans',
        'openRulesets',
        'allowedRulesets',
        'netflowCollectors',
        'mirrorSessions',
        'ssoDomains',
        'approvedPrincipals',
        'serviceAccounts',
        'cryptoPrincipals',
        'cryptoRoles',
        'extensions',
        'alarmEvents',
        'emergencyLoginDays',
      ]
  }
}
