import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

/**
 * Runs the real oxlint with the real configuration over files at the paths where the rules matter, so a rule that the
 * configuration forgets, or that oxlint stops loading, fails here too.
 */
const root = join(import.meta.dirname, '../..')
const core = 'packages/core/src/model'
const importText = `import { text } from '../text/index.ts'\n`

const reported: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['eslint(no-console)', 'packages/collect/src', `console.log('x')`],
  ['sakimori(no-process-exit)', 'packages/collect/src', 'process.exit(1)'],
  ['sakimori(no-process-exit)', 'packages/collect/src', `process['exit'](1)`],
  ['sakimori(no-process-exit)', 'packages/collect/src', `import { exit } from 'node:process'\nexit(1)`],
  ['sakimori(pure-core)', core, 'export const now = Date.now()'],
  ['sakimori(pure-core)', core, 'export const now = new Date()'],
  ['sakimori(pure-core)', core, 'export const now = Date()'],
  ['sakimori(pure-core)', core, 'export const chance = Math.random()'],
  ['sakimori(pure-core)', core, `export const home = process.env['HOME']`],
  ['sakimori(pure-core)', core, `export const page = fetch('https://example.com')`],
  ['sakimori(pure-core)', core, 'export const page = globalThis.fetch'],
  ['sakimori(text-pair)', core, `${importText}export const a = text('Set', 'Set the option to its default')`],
  [
    'sakimori(text-pair)',
    core,
    `${importText}export const a = text('Set this to its default', 'Set this to its default')`,
  ],
  ['sakimori(text-pair)', core, `${importText}export const a = text('', '設定')`],
  ['sakimori(text-pair)', core, `${importText}export const a = text('Set', ' ')`],
  ['sakimori(text-pair)', core, `${importText}export const a = text('Set')`],
  ['sakimori(text-pair)', core, `${importText}export const a = text('Set', '設定', 'mehr')`],
  ['sakimori(text-pair)', core, `${importText}const b = 'Set'\nexport const a = text(b, '設定')`],
  [
    'sakimori(text-pair)',
    'apps/cli/src',
    `import { text as t } from '@sakimori/core/text'\nexport const a = t('Set', 'Setting')`,
  ],
  ['sakimori(no-silent-catch)', core, 'export function f() { try { f() } catch {} }'],
  ['sakimori(no-silent-catch)', core, 'export function f() { try { f() } catch { /* fine */ } }'],
  ['sakimori(no-silent-catch)', core, 'export const f = (p: Promise<void>) => p.catch(() => {})'],
  ['sakimori(no-secret-in-error)', core, 'export const f = (password: string) => new Error(`not ${password}`)'],
  [
    'sakimori(no-secret-in-error)',
    core,
    `export const f = (a: { cookie: string }) => new TypeError('not ' + a.cookie)`,
  ],
  [
    'sakimori(no-secret-in-error)',
    core,
    'export const f = (a: string, apiToken: string) => Error(a + `: ${apiToken}`)',
  ],
  [
    'sakimori(no-secret-in-error)',
    core,
    'export class LoginError extends Error { constructor(secret: string) { super(`not ${secret}`) } }',
  ],
]

const accepted: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['eslint(no-console)', 'apps/cli/src', `console.log('x')`],
  ['sakimori(no-process-exit)', 'apps/cli/src', 'process.exit(1)'],
  ['sakimori(no-process-exit)', 'tools', 'process.exit(1)'],
  ['sakimori(pure-core)', core, `export const day = (iso: string) => new Date(iso)`],
  ['sakimori(pure-core)', core, 'export const f = (process: string) => process.length'],
  ['sakimori(pure-core)', core, 'export const f = (row: { fetch: string }) => Math.max(row.fetch.length)'],
  ['sakimori(pure-core)', 'packages/collect/src', 'export const now = Date.now()'],
  [
    'sakimori(text-pair)',
    core,
    `${importText}export const a = text('Lock-out after {n} failures', '{n} 回の失敗でロックする')`,
  ],
  [
    'sakimori(text-pair)',
    core,
    `${importText}export const a = text('vSphere Distributed Switch', 'vSphere Distributed Switch')`,
  ],
  ['sakimori(text-pair)', core, `${importText}export const a = text('{a} ({b})', '{b} / {a}')`],
  ['sakimori(text-pair)', core, `export const f = (text: (a: string) => string) => text('one')`],
  ['sakimori(text-pair)', core, `export const f = (page: Response) => page.text()`],
  ['sakimori(no-silent-catch)', core, `export function f() { try { return f() } catch { return 'absent' } }`],
  ['sakimori(no-silent-catch)', core, 'export const f = (p: Promise<void>) => p.catch(() => undefined)'],
  [
    'sakimori(no-secret-in-error)',
    core,
    'export const f = (host: string) => new Error(`the password of ${host} was refused`)',
  ],
  ['sakimori(no-secret-in-error)', core, 'export const f = (password: string) => `${password}`'],
]

let found: ReadonlyMap<string, readonly string[]>
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sakimori-rules-'))
  for (const name of ['.oxlintrc.json', 'tsconfig.json', 'tsconfig.base.json', 'tools/lint/rules.ts']) {
    cpSync(join(root, name), join(folder, name), { recursive: true })
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const [index, [, file, source]] of [...reported, ...accepted].entries()) {
    const path = join(folder, file, `case-${index}.ts`)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${source}\n`)
  }
  found = await lint()
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The rules that each file broke. */
async function lint(): Promise<ReadonlyMap<string, readonly string[]>> {
  const args = [join(root, 'node_modules/oxlint/bin/oxlint'), '--format=json', 'packages', 'apps', 'tools']
  // Breaches make oxlint end with 1, which is what most of these files are for.
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder }).catch(
    (error: { readonly stdout: string }) => error,
  )
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] }
  const broken = Map.groupBy(diagnostics, ({ filename }) => /case-\d+/.exec(filename)?.[0] ?? filename)
  return new Map([...broken].map(([name, list]) => [name, list.map(({ code }) => code)]))
}

test.each(reported.map((row, index) => [...row, index] as const))(
  '%s is reported in %s: %s',
  (rule, _file, _source, index) => {
    expect(found.get(`case-${index}`)).toContain(rule)
  },
)

test.each(accepted.map((row, index) => [...row, index + reported.length] as const))(
  '%s has nothing against, in %s: %s',
  (rule, _file, _source, index) => {
    expect(found.get(`case-${index}`) ?? []).not.toContain(rule)
  },
)
