import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { editInventory, startVcsim, writeRealisticInventory, type Vcsim } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { demoEstate, startTwin } from '@sakimori/twin'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

interface Told {
  readonly counts: Readonly<Record<string, number>>
  readonly servers: readonly {
    readonly path: string
    readonly state: string
    readonly release: string | null
    readonly open: readonly { readonly advisory: string; readonly state: string }[]
    readonly target: { readonly release: string } | null
  }[]
  readonly updates: readonly { readonly product: string; readonly to: { readonly release: string } }[]
  readonly advisories: readonly { readonly advisory: string }[]
  readonly unread: readonly { readonly path: string; readonly why: string }[]
}

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sakimori-patches-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** Nothing is kept here, so the shipped knowledge judges. */
const cli = (...args: string[]) =>
  runCli(
    args,
    { SAKIMORI_USERNAME: 'administrator@vsphere.local', SAKIMORI_PASSWORD: 'VMware1!', HOME: dir, XDG_DATA_HOME: dir },
    dir,
  )

/** Builds that were released, one that nobody knows yet, and none at all. */
const builds = [
  // 8.0 U3c: before VMSA-2025-0004 and what followed.
  { version: '8.0.3', build: '24414501', state: 'lacking', open: ['VMSA-2025-0004', 'VMSA-2025-0013'] },
  // 8.0 U2d: patched on the older branch, which a threshold for the whole line calls missing.
  { version: '8.0.2', build: '24585300', state: 'lacking', open: ['VMSA-2025-0013'], not: ['VMSA-2025-0004'] },
  { version: '8.0.3', build: '29999999', state: 'beyond', open: [] },
  { version: undefined, build: undefined, state: 'unread', open: [] },
] as const

describePeer('vcsim-v0.46.3', 'hosts of vcsim that are set to real builds', () => {
  let vcsim: Vcsim
  let hosts: readonly string[] = []
  beforeAll(async () => {
    const inventory = join(dir, 'inventory')
    await writeRealisticInventory(inventory, {})
    const edit = await editInventory(inventory)
    const found = edit.list('HostSystem').slice(0, builds.length)
    hosts = found.map((host) => edit.read(host, 'name') ?? '')
    found.forEach((host, at) => {
      for (const path of ['config.product', 'summary.config.product'])
        for (const field of ['version', 'build'] as const)
          edit.setProperty(host, `${path}.${field}`, builds[at]?.[field])
    })
    await edit.save()
    vcsim = await startVcsim({ version: 'v0.46.3', load: inventory })
  })
  afterAll(() => vcsim[Symbol.asyncDispose]())

  test('lack what they lack, and a build newer than the knowledge is never good', async () => {
    const { code, stdout, stderr } = await runCli(
      ['patches', vcsim.url, '--insecure', '--json', '-'],
      { SAKIMORI_USERNAME: vcsim.username, SAKIMORI_PASSWORD: vcsim.password, HOME: dir, XDG_DATA_HOME: dir },
      dir,
    )
    expect(code, stderr).toBe(1)
    const told = JSON.parse(stdout) as Told
    expect(hosts).toHaveLength(builds.length)
    hosts.forEach((name, at) => {
      const {
        state,
        open,
        not = [],
      } = { not: [], ...builds[at] } as { state: string; open: readonly string[]; not?: readonly string[] }
      if (state === 'unread') return expect(told.unread.some(({ path }) => path.endsWith(name))).toBe(true)
      const server = told.servers.find(({ path }) => path.endsWith(name))
      expect(server?.state, name).toBe(state)
      const ids = server?.open.map(({ advisory }) => advisory) ?? []
      expect(ids, name).toEqual(expect.arrayContaining([...open]))
      for (const id of not) expect(ids, name).not.toContain(id)
    })
  })
})

describe('sakimori patches', () => {
  test('tells of the demo estate in both languages, as JSON and as CSV, from a server and from a snapshot', async () => {
    await using twin = await startTwin({ estate: demoEstate })
    await writeFile(join(dir, 'ca.pem'), twin.ca)
    const snapshot = join(dir, 'demo.snapshot')
    const url = new URL(twin.url).origin
    const csv = join(dir, 'patches.csv')
    expect((await cli('collect', url, '--ca', join(dir, 'ca.pem'), '--no-probe-hosts', '-o', snapshot)).code).toBe(0)
    const live = await cli('patches', url, '--ca', join(dir, 'ca.pem'), '--json', '-')
    const offline = await cli('patches', '--snapshot', snapshot, '--json', '-')
    const parse = (text: string) => {
      const { counts, updates, advisories } = JSON.parse(text) as Told
      return { counts, updates, advisories }
    }
    expect(parse(offline.stdout)).toEqual(parse(live.stdout))
    const { updates, advisories } = parse(live.stdout)
    // vCenter Server first, as the vendor orders updates.
    expect(updates[0]?.product).toBe('vcenter')
    expect(advisories[0]?.advisory).toBe('VMSA-2021-0002')
    const japanese = await cli('--lang', 'ja', 'patches', '--snapshot', snapshot, '--csv', csv)
    expect(japanese.stdout).toMatch(/パッチ適用の優先順位[\s\S]*ランサムウェアによる悪用を確認/)
    expect(await readFile(csv, 'utf8')).toMatch(/^\ufeff順位,サーバー/)
    expect(japanese.code).toBe(1)
    expect((await cli('patches', '--snapshot', snapshot, '--min-coverage', '101')).code).toBe(2)
  })
})
