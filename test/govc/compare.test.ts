/**
 * The same commands of the newest govc on the newest vcsim and on the twin, on inventories of the same names. What differs
 * must be listed with a reason in commands.ts, and what is listed must differ. `vitest -u` writes docs/wire/govc.md anew.
 */
import { join } from 'node:path'

import { repositoryRoot, startVcsim, govcEnv, peerVersions } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { startTwin } from '@sakimori/twin'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { defaultShape } from '../bats/estate-builder.ts'
import { vcsimLikeHost, vcsimLikeVcenter } from '../bats/vcsim-like-estate.ts'
import { rows, type Row } from './commands.ts'
import { ask, differences } from './compare.ts'
import { govcPage } from './page.ts'

type Env = Readonly<Record<string, string>>
const account = { username: 'user', password: 'pass' }
const running: AsyncDisposable[] = []
const servers: Record<'vcenter' | 'host', { vcsim: Env; twin: Env }> = {
  vcenter: { vcsim: {}, twin: {} },
  host: { vcsim: {}, twin: {} },
}
/** What was found to differ, row by row. */
const found: (readonly string[])[] = []

async function start(): Promise<void> {
  const { username, password } = account
  for (const kind of ['vcenter', 'host'] as const) {
    const vcsim = await startVcsim({ ...account, args: kind === 'host' ? ['-esx'] : [] })
    running.push(vcsim)
    const make = kind === 'host' ? vcsimLikeHost : vcsimLikeVcenter
    const twin = await startTwin({ estate: (certificate) => make(defaultShape, certificate) })
    running.push(twin)
    servers[kind] = { vcsim: vcsim.env, twin: govcEnv(twin.url, username, password) }
  }
}

const title = ({ run, on }: Row, index: number) => `${index + 1} ${on ?? 'vcenter'}: govc ${run.join(' ')}`

describePeer(['govc', 'vcsim'], 'govc on vcsim and on the twin', () => {
  beforeAll(start)
  afterAll(async () => {
    await Promise.all(running.map((one) => one[Symbol.asyncDispose]()))
  })

  test.for(rows.map((row, index) => [title(row, index), row] as const))('%s', async ([, row]) => {
    const { vcsim, twin } = servers[row.on ?? 'vcenter']
    const differs = differences(row, ...(await Promise.all([ask(row, vcsim), ask(row, twin)])))
    found.push(differs)
    if (row.difference === undefined) expect(differs).toEqual([])
    else expect(differs, `listed as different (${row.difference}), but it is not`).not.toEqual([])
  })

  test('docs/wire/govc.md says so', async () => {
    expect(found).toHaveLength(rows.length)
    const page = govcPage(rows, found, peerVersions.newest)
    await expect(page).toMatchFileSnapshot(join(repositoryRoot, 'docs', 'wire', 'govc.md'))
  })
})
