/**
 * Who may import whom (DESIGN §2), in one table, checked against every import of every source file.
 *
 *   node tools/layers.ts
 */
import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, normalize } from 'node:path/posix'

import { readImports, type Import } from './imports.ts'

interface Row {
  /** Units, or packages as a whole (`core` is every room of it but `core/testing`). */
  readonly may: readonly string[]
  /** Exceptions to `may`. */
  readonly never?: readonly string[]
  /** Modules that it may import with `import type` only. */
  readonly types?: readonly string[]
  /** No Node, no third party. */
  readonly pure?: true
  /** Never shipped: may use what the workspace root declares for tests. */
  readonly forTests?: true
}

/** A room of the core: pure, and of the client it knows the shapes alone. */
const room = (...may: string[]): Row => ({ may, types: ['@sakimori/vim25/types'], pure: true })

/** A unit is a room of the core, a package, or an app. What has no row may not exist. */
const table: Readonly<Record<string, Row>> = {
  'core/text': room(),
  'core/model': room(),
  'core/control': room('core/text', 'core/model', 'core/advisory'),
  'core/catalog': room('core/text', 'core/model', 'core/control', 'core/advisory'),
  'core/assess': room('core/text', 'core/model', 'core/control', 'core/advisory'),
  'core/remedy': room('core/text', 'core/model', 'core/control'),
  'core/report': room(
    'core/text',
    'core/model',
    'core/control',
    'core/catalog',
    'core/assess',
    'core/remedy',
    'core/advisory',
  ),
  // These two word what they find (house rule 9), hence `text`.
  'core/exposure': room('core/text', 'core/model'),
  'core/advisory': room('core/text', 'core/model'),
  // Estates for the tests of the other rooms, which must not see it otherwise.
  'core/testing': { may: ['core'], types: ['@sakimori/vim25/types'], forTests: true },

  vim25: { may: [] },
  collect: { may: ['core', 'vim25'] },
  // Publications of others into knowledge; decoders take bytes, so that a folder serves as well as the network.
  feeds: { may: ['core'] },
  actuate: { may: ['core', 'vim25'] },
  // It imitates a server, not our opinion of one.
  twin: { may: ['core', 'vim25'], never: ['core/catalog'] },
  store: { may: ['core'] },
  contract: { may: ['core'] },
  // Controls that a site writes; the only place that knows CEL.
  custom: { may: ['core', 'vim25'] },
  testkit: { may: [], forTests: true },

  'apps/cli': { may: ['core', 'vim25', 'collect', 'feeds', 'actuate', 'twin', 'custom', 'store', 'contract'] },
  'apps/server': { may: ['core', 'vim25', 'collect', 'feeds', 'actuate', 'twin', 'custom', 'store', 'contract'] },
  'apps/web': { may: ['contract', 'core/text'] },
}

const sourceFile = /^(packages|apps|tools|test)\/.*\.(ts|tsx|mts|js|mjs)$/
/** Free to import what they like of ours; what they take from outside must still be declared. */
const testFile = /^(tools|test)\/|\.test\.tsx?$|\.type-spec\.ts$/

export interface Breach {
  readonly file: string
  readonly line: number
  readonly rule: string
}

interface Manifest {
  readonly name?: string
  readonly exports?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** `files` maps paths from the repository's root to their text, the package.json files among them. */
export function findBreaches(files: ReadonlyMap<string, string>): Breach[] {
  const sources = [...files].filter(([file]) => sourceFile.test(file))
  if (sources.length === 0) return [{ file: '.', line: 0, rule: 'no source file was found: this guard sees nothing' }]

  const workspaces = readManifests(files)
  return sources.flatMap(([file, source]) => {
    const read = readImports(file, source)
    if (!read.ok) return [{ file, line: 0, rule: `cannot be parsed, so its imports are unknown: ${read.error}` }]
    const misplaced = placeRule(file)
    return [
      ...(misplaced === undefined ? [] : [{ file, line: 1, rule: misplaced }]),
      ...read.imports.flatMap((found) => {
        const rule = brokenRule(file, found, workspaces)
        return rule === undefined ? [] : [{ file, line: found.line, rule }]
      }),
    ]
  })
}

/** The sentence that an import breaks, if it breaks one. */
function brokenRule(file: string, { specifier, typeOnly }: Import, workspaces: Workspaces): string | undefined {
  const free = testFile.test(file)
  if (specifier === undefined) {
    return free ? undefined : 'an import names its module in a plain string, so that this table can see it'
  }
  const from = unitOf(file)
  const row = table[from]
  if (specifier.startsWith('.')) return free ? undefined : pathRule(file, normalize(join(dirname(file), specifier)))

  const name = packageName(specifier)
  const home = workspaces.homeOf(name)
  if (home !== undefined) {
    if (free || (typeOnly && row?.types?.includes(specifier))) return undefined
    return exportRule(specifier, home, workspaces) ?? unitRule(from, namedUnit(specifier, home), specifier)
  }
  if (!free && row?.pure) return `the core imports nothing from outside itself: no '${specifier}'`
  if (isBuiltin(specifier) || workspaces.declares(file, name, free || row?.forTests === true)) return undefined
  return `'${name}' is not declared in the package.json of ${workspaceOf(file) ?? 'the root'}`
}

/** Rules for `./…` and `../…`. */
function pathRule(file: string, target: string): string | undefined {
  if (testFile.test(target)) return `only tests import tests and tools, and this imports ${target}`
  if (workspaceOf(file) !== workspaceOf(target)) {
    return `another package is imported by its name and through its exports, never by a path (${target})`
  }
  const [from, to] = [unitOf(file), unitOf(target)]
  if (from === to) return undefined
  return (
    unitRule(from, to, target) ??
    (target === `packages/core/src/${to.slice('core/'.length)}/index.ts`
      ? undefined
      : `${from} imports ${to} through its index.ts, not ${target}`)
  )
}

function unitRule(from: string, to: string, specifier: string): string | undefined {
  if (from === to) return undefined
  const row = table[from]
  if (row === undefined) return undefined // said once for the file, by placeRule
  const allowed = row.may.includes(to) || (row.may.includes(packageOf(to)) && !table[to]?.forTests)
  if (allowed && !row.never?.includes(to)) return undefined
  if (row.types?.includes(specifier)) return `${from} may import only types from ${specifier} (\`import type\`)`
  const list =
    [...row.may, ...(row.types ?? []).map((module) => `types from ${module}`)].join(', ') || 'nothing of ours'
  return `${from} may not import ${to}; it may import: ${list}${row.never ? ` (but never ${row.never.join(', ')})` : ''}`
}

/** A name of ours must be among the exports of its package; a `*` stands for one segment. */
function exportRule(specifier: string, home: string, workspaces: Workspaces): string | undefined {
  const { name = '', exports = {} } = workspaces.manifestOf(home)
  const asked = `.${specifier.slice(name.length)}`
  const open = Object.keys(exports).some((key) => {
    const [head = '', tail] = key.split('*')
    if (tail === undefined) return key === asked
    return (
      asked.startsWith(head) &&
      asked.endsWith(tail) &&
      /^[^/]+$/.test(asked.slice(head.length, asked.length - tail.length))
    )
  })
  return open ? undefined : `'${specifier}' reaches into ${home}, whose package.json does not export it`
}

function placeRule(file: string): string | undefined {
  if (testFile.test(file)) return undefined
  const unit = unitOf(file)
  return table[unit]
    ? undefined
    : `${unit} has no row in the table of tools/layers.ts (files of the core belong to a room)`
}

/** `packages/core/src/model/fact.ts` → `core/model`; `packages/collect/src/x.ts` → `collect`; `apps/cli/…` → `apps/cli`. */
function unitOf(file: string): string {
  const [top = '', name = '', src, folder, ...below] = file.split('/')
  if (top !== 'packages') return top === 'apps' ? `apps/${name}` : top
  return name === 'core' && src === 'src' && folder !== undefined && below.length > 0 ? `core/${folder}` : name
}

/** `@sakimori/core/model` → `core/model`, `@sakimori/vim25/types` → `vim25`. */
function namedUnit(specifier: string, home: string): string {
  if (home.startsWith('apps/')) return home
  return home === 'packages/core' ? specifier.slice('@sakimori/'.length) : home.slice('packages/'.length)
}

const packageOf = (unit: string) => (unit.startsWith('apps/') ? unit : (unit.split('/')[0] ?? unit))

function workspaceOf(file: string): string | undefined {
  return /^(packages|apps)\/[^/]+/.exec(file)?.[0]
}

/** `@scope/name/deep` → `@scope/name`, `name/deep` → `name`. */
function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

type Workspaces = ReturnType<typeof readManifests>

function readManifests(files: ReadonlyMap<string, string>) {
  const manifests = new Map<string, Manifest>()
  for (const [file, text] of files) {
    if (/^((packages|apps)\/[^/]+\/)?package\.json$/.test(file))
      manifests.set(dirname(file), JSON.parse(text) as Manifest)
  }
  const manifestOf = (home: string) => manifests.get(home) ?? {}
  return {
    manifestOf,
    homeOf: (name: string) => [...manifests].find(([home, manifest]) => home !== '.' && manifest.name === name)?.[0],
    declares(file: string, name: string, forTests: boolean): boolean {
      const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifestOf(
        workspaceOf(file) ?? '.',
      )
      const own = { ...dependencies, ...peerDependencies, ...optionalDependencies, ...(forTests && devDependencies) }
      const shared = forTests ? { ...manifestOf('.').dependencies, ...manifestOf('.').devDependencies } : {}
      return name in own || name in shared
    },
  }
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..')
  const found = globSync(['package.json', '{packages,apps,tools,test}/**/*.{ts,tsx,mts,js,mjs,json}'], {
    cwd: root,
    exclude: ['**/node_modules/**', '**/dist/**'],
  }).map((file) => file.replaceAll('\\', '/'))
  const wanted = found.filter((file) => sourceFile.test(file) || file.endsWith('package.json'))
  const files = new Map(wanted.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
  const breaches = findBreaches(files)
  for (const { file, line, rule } of breaches) console.error(`${file}:${line}: ${rule}`)
  if (breaches.length > 0) process.exit(1)
  console.log(`${files.size} files keep to the table`)
}
