/**
 * govmomi's own tests of govc (v0.46.3, with the govc of that release), each with a twin where it starts a vcsim. What
 * must pass, what must not and what is not ours stands in expectations.ts. `vitest -u` writes docs/wire/bats.md anew.
 */
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { repositoryRoot, requirePeer } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { startTwin } from '@sakimori/twin'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { defaultShape } from './estate-builder.ts'
import { expected, files, otherFiles, type Expected } from './expectations.ts'
import { batsPage, type FileRow } from './page.ts'
import { makeShims, runBats, testsOf, type BatsOutcome } from './run-bats.ts'
import { vcsimLikeHost } from './vcsim-like-estate.ts'

const outcomes = new Map(files.map((file) => [file as string, Promise.withResolvers<readonly BatsOutcome[]>()]))
let shims: Awaited<ReturnType<typeof makeShims>> | undefined

/** What the table says of a test; to pass, unless it says otherwise. */
const expectedOf = (file: string, name: string): Expected => expected[file]?.[name] ?? { outcome: 'pass' }

async function run(file: string, folder: string): Promise<readonly BatsOutcome[]> {
  await using host = await startTwin({ estate: (certificate) => vcsimLikeHost(defaultShape, certificate) })
  const esx = new URL(host.url)
  Object.assign(esx, { username: defaultShape.username, password: defaultShape.password })
  const names = (await testsOf(file)).filter((name) => expectedOf(file, name).outcome !== 'outOfScope')
  const found: BatsOutcome[] = []
  for (const on of [undefined, 'poweredOff', 'tools'] as const) {
    const tests = names.filter((name) => expectedOf(file, name).on === on)
    found.push(...(await runBats({ file, tests, on, shims: folder, esx: esx.href })))
  }
  return found
}

/** Two files at a time: they wait for processes more than they work. */
function start(folder: string): void {
  const waiting = [...files]
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const done = run(file, folder)
      outcomes.get(file)?.resolve(done)
      // A failure is told by the test that waits for it.
      await done.catch(() => undefined)
    }
  }
  void worker()
  void worker()
}

/** What is not as the table has it; empty = all is. */
function surprises(file: string, names: readonly string[], found: readonly BatsOutcome[]): readonly string[] {
  const unknown = Object.keys(expected[file] ?? {}).filter((name) => !names.includes(name))
  const differs = found.flatMap(({ test: name, outcome, detail }) => {
    const wanted = expectedOf(file, name).outcome
    return wanted === outcome ? [] : [`${name}: expected to ${wanted}, did ${outcome}\n${detail}`]
  })
  return [...unknown.map((name) => `${name}: listed, but there is no such test`), ...differs]
}

describePeer(['bats', 'govc-tests', 'govc-v0.46.3', 'jq', 'openssl', 'gofmt'], "govmomi's own tests", () => {
  beforeAll(async () => {
    shims = await makeShims()
    start(shims.folder)
  })
  afterAll(async () => {
    await Promise.allSettled([...outcomes.values()].map(({ promise }) => promise))
    await shims?.[Symbol.asyncDispose]()
  })

  test.for(files)('%s.bats', { timeout: 600_000 }, async (file) => {
    const found = (await outcomes.get(file)?.promise) ?? []
    const names = await testsOf(file)
    expect(surprises(file, names, found)).toEqual([])
    const outOfScope = names.filter((name) => expectedOf(file, name).outcome === 'outOfScope')
    expect(found.length + outOfScope.length).toBe(names.length)
  })

  test('every file has its place, and docs/wire/bats.md says so', async () => {
    const all = await readdir(dirname(requirePeer('govc-tests')))
    const listed = [...files, ...Object.keys(otherFiles)].toSorted()
    expect(all.filter((name) => name.endsWith('.bats')).map((name) => name.replace(/\.bats$/, ''))).toEqual(listed)
    const rows: FileRow[] = []
    for (const file of listed) {
      const reason = otherFiles[file]
      const tests = (await testsOf(file)).map((name) => ({
        name,
        expected: reason === undefined ? expectedOf(file, name) : ({ outcome: 'outOfScope', reason } as const),
      }))
      rows.push({ file, reason, tests })
    }
    await expect(batsPage(rows)).toMatchFileSnapshot(join(repositoryRoot, 'docs', 'wire', 'bats.md'))
  })
})
