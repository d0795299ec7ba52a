import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFaultProxy, startVcsim, writeRealisticInventory, type FaultProxy, type Vcsim } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { demoEstate, startTwin } from '@sakimori/twin'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

/** Each verdict of each shape, on any estate that has machines on hosts. Nothing else asks for config.guestFullName. */
const yaml = `controls:
  - id: custom.some-cpus
    area: vm-isolation
    severity: low
    title: {en: A machine has a CPU, ja: 仮想マシンに CPU がある}
    rationale: R
    references: [SITE-1]
    subject: VirtualMachine
    property: config.hardware.numCPU
    expect: {atLeast: 1}
  - id: custom.many-cpus
    area: vm-isolation
    severity: low
    title: A machine has a thousand CPUs
    rationale: R
    subject: VirtualMachine
    property: config.hardware.numCPU
    expect: {atLeast: 1000}
controlsFrom: [more]
`
const more = `controls:
  - id: custom.named-guest
    area: vm-isolation
    severity: high
    title: The guest is named, on a host that is named
    rationale: R
    subject: VirtualMachine
    judge:
      reads: [config.guestFullName, runtime.host, {type: HostSystem, path: name}]
      pass: has(self.config.guestFullName) && get(self.runtime.host).name != ""
      note: '{self.name}'
  - id: custom.nameless-guest
    area: vm-isolation
    severity: medium
    title: The guest has no name
    rationale: R
    subject: VirtualMachine
    judge:
      reads: [config.guestFullName]
      pass: '!has(self.config.guestFullName)'
      note: '{self.name} runs {self.config.guestFullName}'
`
const exceptions = `  - id: custom.no-exceptions
    area: lockdown-mode
    severity: medium
    title: No account is exempt from lockdown mode
    rationale: R
    subject: HostSystem
    judge:
      reads: [HostAccessManager.QueryLockdownExceptions()]
      pass: size(self.HostAccessManager.QueryLockdownExceptions) == 0
      note: '{self.HostAccessManager.QueryLockdownExceptions}'
`

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sakimori-custom-'))
  await writeFile(join(dir, 'sakimori.yaml'), yaml)
  await writeFile(join(dir, 'more'), more + exceptions)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

interface Report {
  readonly baseline: string
  readonly selection: { readonly asked: number; readonly of: number } | null
  readonly controls: readonly { readonly id: string; readonly custom?: { readonly references: readonly string[] } }[]
  readonly findings: readonly {
    readonly control: string
    readonly verdict: string
    readonly ids: readonly string[]
    readonly reason?: string
    readonly note?: { readonly en: string }
    readonly evidence: readonly { readonly path: string; readonly missing?: string }[]
  }[]
}

const audit = async (env: Readonly<Record<string, string>>, ...args: string[]): Promise<Report> => {
  const run = await runCli(['audit', '--no-probe-hosts', '--control', 'custom.*', '--json', '-', ...args], env, dir)
  expect(run.stderr).not.toMatch(/\n\s+at /)
  return JSON.parse(run.stdout) as Report
}

const verdictsOf = ({ findings }: Report, id: string) => [
  ...new Set(findings.filter(({ control }) => control === id).map(({ verdict }) => verdict)),
]

describePeer('vcsim', 'controls of a site on vcsim', () => {
  let estate = ''
  let vcsim: Vcsim
  let proxy: FaultProxy
  beforeAll(async () => {
    estate = await mkdtemp(join(tmpdir(), 'sakimori-custom-vcsim-'))
    await writeRealisticInventory(estate, {})
    vcsim = await startVcsim({ load: estate })
    proxy = await startFaultProxy({ target: vcsim })
  })
  afterAll(async () => {
    await proxy.stop()
    await vcsim.stop()
    await rm(estate, { recursive: true })
  })
  const env = () => ({
    SAKIMORI_URL: proxy.url,
    SAKIMORI_USERNAME: vcsim.username,
    SAKIMORI_PASSWORD: vcsim.password,
    SAKIMORI_INSECURE: '1',
  })

  test('are asked of the server, pass and fail, and are unknown when it withholds what they read', async () => {
    proxy.setRules([])
    const seen = await audit(env(), '--baseline', 'stig')
    expect(verdictsOf(seen, 'custom.some-cpus')).toEqual(['pass'])
    expect(verdictsOf(seen, 'custom.many-cpus')).toEqual(['fail'])
    expect(verdictsOf(seen, 'custom.named-guest')).toEqual(['pass'])
    expect(verdictsOf(seen, 'custom.nameless-guest')).toEqual(['fail'])
    expect(seen.selection?.asked).toBe(5)
    expect(seen.controls.find(({ id }) => id === 'custom.some-cpus')?.custom).toEqual({ references: ['SITE-1'] })
    expect(seen.findings.find(({ control }) => control === 'custom.some-cpus')?.ids).toEqual(['SITE-1'])
    expect(seen.findings.find(({ control }) => control === 'custom.nameless-guest')?.note?.en).toMatch(/ runs \S/)
    proxy.setRules([
      {
        on: ['RetrievePropertiesEx', 'ContinueRetrievePropertiesEx'],
        do: { kind: 'withhold', paths: ['config.guestFullName', 'config.hardware.numCPU'] },
      },
    ])
    const blind = await audit(env())
    for (const id of ['custom.some-cpus', 'custom.many-cpus', 'custom.named-guest', 'custom.nameless-guest'])
      expect([id, verdictsOf(blind, id)]).toEqual([id, ['unknown']])
    const vms = blind.findings.filter(({ control }) => control !== 'custom.no-exceptions')
    expect(new Set(vms.map(({ reason }) => reason))).toEqual(new Set(['noPermission']))
  })

  test('are judged from a snapshot, in every format, and unknown on one that was taken before they were written', async () => {
    proxy.setRules([])
    const plain = join(dir, 'plain.yaml')
    await writeFile(plain, 'lang: en\n')
    const collect = (...args: string[]) => runCli(['collect', '--no-probe-hosts', ...args], env(), dir)
    expect((await collect('-o', 'new.snapshot')).code).toBe(0)
    expect(
      (await runCli(['--config', plain, 'collect', '--no-probe-hosts', '-o', 'old.snapshot'], env(), dir)).code,
    ).toBe(0)
    const assess = (file: string, ...args: string[]) =>
      runCli(['assess', file, '--control', 'custom.*', ...args], {}, dir)
    const old = JSON.parse((await assess('old.snapshot', '--json', '-')).stdout) as Report
    expect(verdictsOf(old, 'custom.nameless-guest')).toEqual(['unknown'])
    expect(
      new Set(old.findings.filter(({ control }) => control === 'custom.nameless-guest').map(({ reason }) => reason)),
    ).toEqual(new Set(['notCollected']))
    expect((await assess('new.snapshot')).stdout).toMatch(/custom\.many-cpus/)
    expect((await assess('new.snapshot', '--csv', '-')).stdout).toMatch(/custom\.some-cpus,.*SITE-1/)
    expect((await assess('new.snapshot', '--html', 'r.html')).code).toBe(1)
    const diff = await runCli(['diff', 'old.snapshot', 'new.snapshot'], {}, dir)
    expect(diff.stdout).toMatch(/unknown → fail {2}custom\.nameless-guest/)
  })
})

describe('controls of a site on the twin', () => {
  test('pass, fail and are unknown on one estate', async () => {
    await using twin = await startTwin({ estate: demoEstate })
    const as = (name: string) =>
      audit({
        SAKIMORI_URL: twin.url,
        SAKIMORI_USERNAME: name,
        SAKIMORI_PASSWORD: 'VMware1!',
        SAKIMORI_INSECURE: '1',
      })
    const seen = await as('auditor@vsphere.local')
    expect(verdictsOf(seen, 'custom.some-cpus')).toContain('pass')
    expect(verdictsOf(seen, 'custom.many-cpus')).toContain('fail')
    // Who may only read is not told the exceptions (Global.Settings); who may is.
    expect(verdictsOf(seen, 'custom.no-exceptions')).toEqual(['unknown'])
    expect(verdictsOf(await as('administrator@vsphere.local'), 'custom.no-exceptions').toSorted()).toEqual([
      'fail',
      'pass',
    ])
  })
})

describe('the command line', () => {
  test('marks them in list and show', async () => {
    const list = await runCli(['controls', 'list', '--control', 'custom.*'], {}, dir)
    expect(list.stdout.trim().split('\n')).toHaveLength(5)
    expect(list.stdout).toMatch(/custom\.some-cpus +low +\* A machine has a CPU/)
    const show = await runCli(['controls', 'show', 'custom.some-cpus'], {}, dir)
    expect(show.stdout).toMatch(/This site’s own control/)
    expect(show.stdout).toMatch(/SITE-1/)
    expect((await runCli(['--lang', 'ja', 'controls', 'show', 'custom.some-cpus'], {}, dir)).stdout).toMatch(
      /独自コントロール/,
    )
    const json = JSON.parse(
      (await runCli(['controls', 'show', 'custom.some-cpus', '--json'], {}, dir)).stdout,
    ) as object
    expect(json).toMatchObject({
      custom: true,
      references: ['SITE-1'],
      facts: [],
      baselines: { stig: expect.anything() as object },
    })
    // The coverage of published rows is that of the catalogue.
    const coverage = await runCli(
      ['controls', 'coverage', '--baseline', 'stig', '--release', '8.0', '--format', 'json'],
      {},
      dir,
    )
    expect(coverage.stdout).not.toMatch(/custom\./)
  })

  test('controls test says which law is broken, with the exit code', async () => {
    const broken = await runCli(['controls', 'test'], {}, dir)
    expect(broken.stdout).toMatch(/3 of 5 controls break a law/)
    expect(broken.stdout).toMatch(/custom\.named-guest has not been seen with the verdict fail/)
    expect(broken.code).toBe(1)
    const file = join(dir, 'good.yaml')
    const cases = `    tests:
      - {given: {}, then: pass}
      - {given: {config.guestFullName: Linux}, then: fail}
`
    await writeFile(file, `controls:\n${more.slice(more.indexOf('  - id: custom.nameless'))}${cases}`)
    const good = await runCli(['controls', 'test', 'good.yaml'], {}, dir)
    expect([good.code, good.stdout]).toEqual([0, expect.stringMatching(/custom\.nameless-guest +✓ +✓ +✓/)])
    const json = JSON.parse(
      (await runCli(['controls', 'test', 'good.yaml', '--format', 'json'], {}, dir)).stdout,
    ) as object
    expect(json).toMatchObject({ schema: 'sakimori/controls-test/1', controls: [{ broken: [] }] })
    const elsewhere = await mkdtemp(join(tmpdir(), 'sakimori-custom-none-'))
    expect((await runCli(['controls', 'test'], {}, elsewhere)).code).toBe(2)
    expect((await runCli(['controls', 'test', 'nowhere.yaml'], {}, elsewhere)).code).toBe(2)
    await rm(elsewhere, { recursive: true })
  })
})
