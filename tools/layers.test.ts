import { describe, expect, test } from 'vitest'

import { readImports } from './imports.ts'
import { findBreaches } from './layers.ts'

const manifests: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ devDependencies: { vitest: '1.0.0' } }),
  'packages/core/package.json': JSON.stringify({ name: '@sakimori/core', exports: { './*': './src/*/index.ts' } }),
  'packages/vim25/package.json': JSON.stringify({
    name: '@sakimori/vim25',
    exports: { '.': './src/index.ts', './types': './src/generated/types.ts' },
    dependencies: { undici: '8.0.0' },
  }),
  'packages/collect/package.json': JSON.stringify({ name: '@sakimori/collect', exports: { '.': './src/index.ts' } }),
  'packages/testkit/package.json': JSON.stringify({ name: '@sakimori/testkit', exports: { '.': './src/index.ts' } }),
  'apps/cli/package.json': JSON.stringify({ name: 'sakimori', exports: { '.': './src/main.ts' } }),
}

const breachesOf = (file: string, source: string) =>
  findBreaches(new Map([...Object.entries(manifests), [file, source]]))

const breaches: readonly (readonly [why: string, file: string, source: string, rule: string])[] = [
  [
    'a room imports upwards',
    'packages/core/src/model/a.ts',
    `import '../control/index.ts'`,
    'core/model may not import core/control',
  ],
  [
    'two rooms of one floor',
    'packages/core/src/assess/a.ts',
    `import '../catalog/index.ts'`,
    'core/assess may not import core/catalog',
  ],
  [
    'past the index of a room',
    'packages/core/src/control/a.ts',
    `import { x } from '../model/fact.ts'`,
    'through its index.ts',
  ],
  ['a file of the core outside the rooms', 'packages/core/src/a.ts', '', 'core has no row'],
  ['a package without a row', 'packages/misc/src/a.ts', '', 'misc has no row'],
  ['Node in the core', 'packages/core/src/model/a.ts', `import type { Stats } from 'node:fs'`, "no 'node:fs'"],
  ['Node by its old name', 'packages/core/src/model/a.ts', `import 'fs'`, "no 'fs'"],
  ['a third party in the core', 'packages/core/src/model/a.ts', `import 'zod'`, "no 'zod'"],
  [
    'values of vim25 in the core',
    'packages/core/src/model/a.ts',
    `import { a } from '@sakimori/vim25/types'`,
    'only types',
  ],
  [
    'inline types leave an import behind',
    'packages/core/src/model/a.ts',
    `import { type A } from '@sakimori/vim25/types'`,
    'only types',
  ],
  [
    'more of vim25 than its types',
    'packages/core/src/model/a.ts',
    `import type { A } from '@sakimori/vim25'`,
    'core/model may not import vim25',
  ],
  [
    'the shell in the core',
    'packages/core/src/model/a.ts',
    `export * from '@sakimori/collect'`,
    'core/model may not import collect',
  ],
  [
    'anything of ours in vim25',
    'packages/vim25/src/a.ts',
    `import type { A } from '@sakimori/core/model'`,
    'vim25 may not import core/model',
  ],
  [
    'anything of ours in testkit',
    'packages/testkit/src/a.ts',
    `import '@sakimori/vim25'`,
    'testkit may not import vim25',
  ],
  [
    'a package that imports an app',
    'packages/collect/src/a.ts',
    `import 'sakimori'`,
    'collect may not import apps/cli',
  ],
  ['the catalogue in the twin', 'packages/twin/src/a.ts', `import '@sakimori/core/catalog'`, 'never core/catalog'],
  ['testkit in production', 'apps/cli/src/a.ts', `import '@sakimori/testkit'`, 'apps/cli may not import testkit'],
  [
    'test estates in production',
    'apps/cli/src/a.ts',
    `import '@sakimori/core/testing'`,
    'apps/cli may not import core/testing',
  ],
  [
    'test estates in a room',
    'packages/core/src/assess/a.ts',
    `import '../testing/index.ts'`,
    'core/assess may not import core/testing',
  ],
  ['a test in production', 'packages/collect/src/a.ts', `import './b.test.ts'`, 'only tests import tests'],
  [
    'the test folder in production',
    'apps/cli/src/a.ts',
    `import '../../../test/peers/install.ts'`,
    'only tests import tests',
  ],
  [
    'a path into another package',
    'apps/cli/src/a.ts',
    `import '../../../packages/collect/src/a.ts'`,
    'never by a path',
  ],
  [
    'a name that is not exported',
    'packages/collect/src/a.ts',
    `import '@sakimori/vim25/src/soap.ts'`,
    'does not export it',
  ],
  ['a folder within a room', 'packages/collect/src/a.ts', `import '@sakimori/core/catalog/esx'`, 'does not export it'],
  [
    'undeclared third party',
    'packages/collect/src/a.ts',
    `import { request } from 'undici'`,
    "'undici' is not declared",
  ],
  ['undeclared, scoped and deep', 'packages/collect/src/a.ts', `import '@a/b/c'`, "'@a/b' is not declared"],
  ['development dependency in production', 'packages/collect/src/a.ts', `import 'vitest'`, "'vitest' is not declared"],
  ['undeclared in a test', 'packages/collect/src/a.test.ts', `import 'undici'`, "'undici' is not declared"],
  ['undeclared in a tool', 'tools/a.ts', `import 'undici'`, "'undici' is not declared"],
  ['a computed import', 'apps/cli/src/a.ts', 'await import(name)', 'in a plain string'],
  ['a file that does not parse', 'apps/cli/src/a.ts', `import { from 'x'`, 'cannot be parsed'],
]

const good: readonly (readonly [why: string, file: string, source: string])[] = [
  [
    'a lower room through its index',
    'packages/core/src/catalog/esx/a.ts',
    `import { text } from '../../text/index.ts'`,
  ],
  ['a neighbour in the room', 'packages/core/src/catalog/esx/a.ts', `import './b.ts'; import '../shared.ts'`],
  ['types of vim25 in the core', 'packages/core/src/model/a.ts', `import type { A } from '@sakimori/vim25/types'`],
  [
    'a test imports what it needs',
    'packages/core/src/model/a.test.ts',
    `import '@sakimori/testkit'; import 'node:fs'; import 'vitest'`,
  ],
  ['testkit uses the test runner', 'packages/testkit/src/a.ts', `import { test } from 'vitest'`],
  ['test estates are built from the rooms', 'packages/core/src/testing/a.ts', `import '../assess/index.ts'`],
  ['declared third party', 'packages/vim25/src/a.ts', `import { request } from 'undici'; import 'node:tls'`],
  [
    'the shell imports the core',
    'packages/collect/src/a.ts',
    `import '@sakimori/core/model'; import '@sakimori/vim25'`,
  ],
  [
    'an app composes',
    'apps/cli/src/a.ts',
    `import '@sakimori/collect'; import '@sakimori/core/report'; await import('./b.ts')`,
  ],
]

describe('the table of layers', () => {
  test.each(breaches)('catches: %s', (_why, file, source, rule) => {
    expect(breachesOf(file, source).map((breach) => breach.rule)).toEqual([expect.stringContaining(rule)])
  })

  test.each(good)('lets through: %s', (_why, file, source) => {
    expect(breachesOf(file, source)).toEqual([])
  })

  test('fails when it sees no source file', () => {
    expect(findBreaches(new Map(Object.entries(manifests)))).toHaveLength(1)
  })

  test('names the line', () => {
    expect(breachesOf('apps/cli/src/a.ts', `const a = 1\n\nimport 'undici'`)).toMatchObject([{ line: 3 }])
  })
})

test.each([
  `import 'x'`,
  `import a, { type B } from 'x'`,
  `export { a } from 'x'`,
  `export * from 'x'`,
  `function f() { return import('x') }`,
  'const a = await import(`x`)',
  `type A = import('x').A`,
  `import a = require('x')`,
  `const a = require('x')`,
  `require.resolve('x')`,
])('every way to import is seen: %s', (source) => {
  expect(readImports('a.ts', source)).toMatchObject({ ok: true, imports: [{ specifier: 'x' }] })
})
