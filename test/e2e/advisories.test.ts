import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { writeSnapshot } from '@sakimori/collect'
import { makeCertificateAuthority, type CertificateFiles } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { snapshotOf } from '../../packages/core/src/testing/draft.ts'
import { goodEstate } from '../../packages/core/src/testing/good-estate.ts'
import { startPublisher, type Handler } from '../../packages/feeds/src/testing/publisher.ts'
import { runCli } from './run-cli.ts'

const today = new Date().toISOString().slice(0, 10)
const kev = (cve: string) =>
  JSON.stringify({
    catalogVersion: '2026.11.20',
    dateReleased: '2026-11-20T00:00:00Z',
    count: 1,
    vulnerabilities: [{ cveID: cve, dateAdded: '2026-11-20', knownRansomwareCampaignUse: 'Known' }],
  })
const scanner = (build: string) =>
  JSON.stringify({
    schemaVersion: '2.0',
    updatedAt: '2026-11-20T00:00:00Z',
    advisories: [
      {
        vmsaId: 'VMSA-2025-0013',
        publishedDate: '2025-07-15',
        severity: 'Critical',
        impactedComponents: [
          {
            component: 'ESXi',
            cves: ['CVE-2025-41236'],
            cvssRange: '9.3',
            minimumVersions: ['8.0'],
            fixedVersions: [build],
          },
        ],
      },
    ],
  })
const sumOf = (said: string) => createHash('sha256').update(said).digest('hex')

let home = ''
let kept = ''
const cli = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCli(['advisories', ...args], { XDG_DATA_HOME: home, ...env }, home)
beforeEach(async () => {
  if (home) await rm(home, { recursive: true })
  home = await mkdtemp(join(tmpdir(), 'sakimori-advisories-'))
  kept = join(home, 'sakimori', 'knowledge.json')
})
afterAll(() => rm(home, { recursive: true }))

/** A folder as somebody carries it to a site without the Internet. */
async function carry(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = join(home, 'carried')
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  return folder
}

describe('advisories, from files', () => {
  test('the shipped table is listed, shown in both languages, and sound', async () => {
    const list = JSON.parse((await cli(['list', '--product', 'vcenter', '--exploited', '--json'])).stdout) as {
      advisories: { id: string }[]
    }
    expect(list.advisories.map(({ id }) => id)).toContain('VMSA-2024-0019')
    expect((await cli(['show', 'vmsa-2024-0019'])).stdout).toMatch(/8\.0\.3 +vCenter Server 8\.0[^]*shipped table/)
    expect(
      (await runCli(['--lang', 'ja', 'advisories', 'show', 'CVE-2024-38812'], { XDG_DATA_HOME: home })).stdout,
    ).toMatch(/悪用を確認/)
    const verified = await cli(['verify'])
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringMatching(/Nothing is kept[^]*fit together/)])
  })

  test.each([
    [['list', '--product', 'esxi'], /--product esxi: did you mean esx\?/],
    [['list', '--since', 'june'], /--since june: write a day/],
    [['show', 'VMSA-2024-0018'], /nothing is known of VMSA-2024-0018 \(VMSA-/],
    [['update', '--feed', 'cisa'], /--feed cisa/],
    [['update', '--ca', '/nowhere.pem'], /CA file \/nowhere\.pem: ENOENT/],
    [['import', '/nowhere'], /\/nowhere: it cannot be read: ENOENT/],
  ])('%j is a usage error with one line', async (args, said) => {
    const { code, stderr } = await cli(args)
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)])
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  test('a folder with broken feeds: each is named, and the others count', async () => {
    const whole = scanner('8.0.3.24859861')
    const folder = await carry({
      'kev.json': kev('CVE-2025-41236'),
      'vendor/advisories': whole,
      'vendor/advisories.sha256sum': `\ufeff${sumOf(whole)} x`,
      'forged.json': scanner('8.0.3.1'),
      'forged.json.sha256sum': sumOf('something else'),
      'torn.csv.gz': gzipSync('#model_version:x').subarray(0, -6),
      'ahead.json': kev('CVE-2025-41236').replaceAll('2026-11-20', '2099-11-20'),
      'half.json': '{"catalogVersion": ',
      'README.md': 'how to use this',
    })
    const { code, stdout, stderr } = await cli(['import', folder])
    expect(code).toBe(3)
    for (const name of ['forged.json', 'torn.csv.gz', 'half.json'])
      expect(stdout).toMatch(new RegExp(`could not be used: \\S*${name}`))
    expect(stdout).toMatch(/could not be used: .*2099-11-20/)
    expect(stdout).toMatch(/README\.md: not a publication/)
    expect(stdout).toMatch(/exploited: CVE-2025-41236, by cisa-kev/)
    expect(stdout).toMatch(/VMSA-2025-0013: 1 rows by broadcom-json/)
    expect(stderr).toMatch(/Kept in .*SHA-256 [0-9a-f]{64}/)
    expect((await stat(kept)).mode & 0o777).toBe(0o600)
    // 8.0 U3g is later than U3f of the shipped table: it counts, and both are shown.
    const shown = await cli(['show', 'CVE-2025-41236'])
    expect(shown.stdout).toMatch(
      /Sources disagree\n +8\.0\.3 +CVE-2025-41236\n +ESXi 8\.0 U3g \(24859861\) counts \(broadcom-json\)\n +shipped table says ESXi 8\.0 U3f/,
    )
    expect((await cli(['verify'])).code).toBe(0)
    const again = await cli(['import', join(folder, 'kev.json')])
    expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/Nothing new\./)])
  })

  test('what one site exports, another imports', async () => {
    await cli(['import', await carry({ 'kev.json': kev('CVE-2025-41236') })])
    const file = join(home, 'carried.json')
    expect((await cli(['export', file])).code).toBe(0)
    expect(await readFile(file, 'utf8')).toBe(await readFile(kept, 'utf8'))
    const other = { XDG_DATA_HOME: join(home, 'other') }
    const imported = await cli(['import', file], other)
    expect([imported.code, imported.stdout]).toEqual([0, expect.stringMatching(/exploited: CVE-2025-41236/)])
    const read = async (path: string) => (JSON.parse(await readFile(path, 'utf8')) as { sha256: string }).sha256
    expect(await read(join(home, 'other', 'sakimori', 'knowledge.json'))).toBe(await read(kept))
  })

  test('a damaged file is never replaced in silence', async () => {
    await cli(['import', await carry({ 'kev.json': kev('CVE-2025-41236') })])
    const whole = await readFile(kept, 'utf8')
    for (const broken of [
      whole.replace('24322831', '24322830'),
      whole.slice(0, 5000),
      '{}',
      whole.replace('"asOf"', '"as_of"'),
    ]) {
      await writeFile(kept, broken)
      for (const args of [['list'], ['verify'], ['import', join(home, 'carried')]]) {
        const { code, stderr } = await cli(args)
        expect([code, stderr]).toEqual([2, expect.stringMatching(/is damaged, and nothing was judged by it/)])
      }
      expect(await readFile(kept, 'utf8')).toBe(broken)
    }
    await writeFile(join(home, 'sakimori.yaml'), 'knowledge: elsewhere.json\n')
    expect((await cli(['list'])).stderr).toMatch(/could not read the knowledge of advisories elsewhere\.json: ENOENT/)
  })

  test('an audit judges by what is kept; where that is damaged, the shipped table stands in and the report says so', async () => {
    const snapshot = join(home, 'a.snapshot')
    await writeSnapshot(snapshot, snapshotOf(goodEstate('8.0')))
    const judge = async () => {
      const { stdout, stderr } = await runCli(
        ['assess', snapshot, '--control', 'esx.patch-level', '--json', '-'],
        { XDG_DATA_HOME: home },
        home,
      )
      const { knowledge, findings } = JSON.parse(stdout) as {
        knowledge: { kind: string; sha256: string; trouble?: string; feeds: { feed: string; old: boolean }[] }
        findings: { verdict: string }[]
      }
      return { knowledge, stderr, verdicts: [...new Set(findings.map(({ verdict }) => verdict))] }
    }
    const before = await judge()
    expect(before.knowledge.kind).toBe('shipped')
    await cli(['import', await carry({ 'kev.json': kev('CVE-2025-41236'), 'vendor.json': scanner('8.0.3.99999999') })])
    const after = await judge()
    expect([before.verdicts, after.verdicts]).toEqual([['pass'], ['fail']])
    expect(after.knowledge).toMatchObject({
      kind: 'file',
      sha256: (JSON.parse(await readFile(kept, 'utf8')) as { sha256: string }).sha256,
      feeds: expect.arrayContaining([expect.objectContaining({ feed: 'broadcom-json' })]),
    })
    await writeFile(kept, (await readFile(kept, 'utf8')).slice(0, 5000))
    const damaged = await judge()
    expect(damaged.stderr).toMatch(/judged by the shipped knowledge\. the kept knowledge of advisories is damaged/)
    expect(damaged.stderr.trim().split('\n')).toHaveLength(1)
    expect([damaged.verdicts, damaged.knowledge.kind]).toEqual([['pass'], 'shipped'])
    expect(damaged.knowledge.trouble).toMatch(/is damaged/)
  })

  test('one writer at a time; a lock that nobody holds any more is taken over', async () => {
    const folder = await carry({ 'kev.json': kev('CVE-2025-41236') })
    await mkdir(join(kept, '..'), { recursive: true })
    await writeFile(`${kept}.lock`, String(process.pid))
    const refused = await cli(['import', folder])
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(`another process \\(${process.pid}\\)`)])
    await writeFile(`${kept}.lock`, '4194304')
    expect((await cli(['import', folder])).code).toBe(0)
    await expect(stat(`${kept}.lock`)).rejects.toThrow('ENOENT')
  })
})

describePeer('openssl', 'advisories, from the web', () => {
  let folder = ''
  let certificate: CertificateFiles
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sakimori-publisher-'))
    const authority = await makeCertificateAuthority(folder)
    certificate = await authority.issue('web', {
      names: ['DNS:www.cisa.gov', 'DNS:support.broadcom.com', 'DNS:raw.githubusercontent.com', 'DNS:depot.example.org'],
    })
  })
  afterAll(() => rm(folder, { recursive: true }))
  const ca = () => join(folder, 'ca.pem')
  const broadcom = ['broadcom-portal', 'broadcom-json', 'cisa-kev'].flatMap((id) => ['--feed', id])

  const listed = {
    documentId: 'VCDSA90001',
    title: 'VMSA-2026-0090: VMware ESXi updates',
    affectedCve: 'CVE-2026-90001',
    severity: 'CRITICAL',
    published: '20 November 2026',
    updated: '2026-11-20T08:58:26',
    supportProducts: 'VMware vSphere ESXi',
    notificationUrl: 'https://support.broadcom.com/page/90001',
  }
  const page = `<html><h1>VMSA-2026-0090: a flaw</h1><p>Advisory ID: VMSA-2026-0090</p><p>Issue date: 2026-11-20</p><p>Response Matrix</p>
    <table><tr><th>VMware Product</th><th>Version</th><th>CVE</th><th>CVSSv3</th><th>Fixed Version</th></tr>
    <tr><td>VMware ESXi</td><td>8.0</td><td>CVE-2026-90001</td><td>9.3</td><td>ESXi80U3k-25595708</td></tr></table></html>`

  const publish: Handler = ({ headers, url = '' }, response, body) => {
    if (headers.host === 'www.cisa.gov') {
      if (headers['if-none-match'] === '"kev"') response.writeHead(304).end()
      else response.setHeader('etag', '"kev"').end(kev('CVE-2026-90001'))
    } else if (url === '/page/90001') response.end(page)
    else if (headers.host === 'support.broadcom.com') {
      const { pageNumber } = JSON.parse(body) as { pageNumber: number }
      response.end(
        JSON.stringify({ success: true, data: { list: pageNumber === 0 ? [listed] : [], pageInfo: { lastPage: 1 } } }),
      )
    } else response.end(url.endsWith('.sha256sum') ? sumOf('another edition') : scanner('8.0.3.24784735'))
  }

  test('new advisories arrive with their fixes; a feed that fails is noted, and the others go on', async () => {
    await using publisher = await startPublisher(certificate, publish)
    const env = { HTTPS_PROXY: publisher.proxy, SAKIMORI_FEEDS_CA_FILE: ca() }
    const first = await cli(['update', ...broadcom], env)
    expect([first.code, first.stderr]).toEqual([3, expect.stringMatching(/Kept in/)])
    expect(first.stdout).toMatch(/broadcom-portal +2 records/)
    expect(first.stdout).toMatch(/broadcom-json +could not be read: .*does not have the sha256 that is published/)
    expect(first.stdout).toMatch(/new: VMSA-2026-0090 \(critical, 2026-11-20\)/)
    expect(first.stdout).toMatch(/exploited: CVE-2026-90001/)
    const shown = JSON.parse((await cli(['show', 'VMSA-2026-0090', '--json'])).stdout) as { advisories: object[] }
    expect(shown.advisories).toMatchObject([
      { complete: false, rows: [{ branch: '8.0.3', fix: { build: 25595708 }, source: 'broadcom-portal' }] },
    ])
    const ages = (await cli(['verify'])).stdout
    expect(ages).toMatch(new RegExp(`broadcom-json +never[^]*${today}`))

    const second = await cli(['update', '--feed', 'cisa-kev'], env)
    expect([second.code, second.stdout]).toEqual([0, expect.stringMatching(/nothing new since 2026-11-20/)])
    // Asked a moment ago, so it rests; what failed is asked again.
    const before = publisher.asked.length
    const third = await cli(['update', '--feed', 'broadcom-json'], env)
    expect(third.code).toBe(4)
    expect(publisher.asked.slice(before).every((ask) => ask.includes('raw.githubusercontent.com'))).toBe(true)
  })

  test('a depot of patches by a secret address, which is shown nowhere', async () => {
    await using publisher = await startPublisher(
      certificate,
      (_request, response) => void response.writeHead(403).end(),
    )
    const env = {
      HTTPS_PROXY: publisher.proxy,
      SAKIMORI_FEEDS_CA_FILE: ca(),
      SAKIMORI_DEPOT_URL: 'https://depot.example.org/s3cret-token/PROD/vmw-depot-index.xml',
    }
    const { code, stdout, stderr } = await cli(['update', '--feed', 'broadcom-depot'], env)
    expect([code, publisher.asked]).toEqual([4, ['GET depot.example.org/s3cret-token/PROD/vmw-depot-index.xml']])
    expect(stdout).toMatch(/broadcom-depot +could not be read: its address: the server answered 403/)
    expect(stdout + stderr + (await readFile(kept, 'utf8'))).not.toMatch(/s3cret/)
  })

  test('nobody answers: exit code 4, and what is known stays', async () => {
    const { code, stdout } = await cli(['update', '--feed', 'cisa-kev'], { HTTPS_PROXY: 'http://127.0.0.1:9' })
    expect([code, stdout]).toEqual([4, expect.stringMatching(/cisa-kev +could not be read/)])
    expect((await cli(['update', '--offline'])).code).toBe(0)
    expect((await cli(['list', '--cve', 'CVE-2024-38812'])).stdout).toMatch(/VMSA-2024-0019/)
  })
})
