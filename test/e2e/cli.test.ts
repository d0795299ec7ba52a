import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startVcsim, writeRealisticInventory, type Vcsim } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { npmStart, runCli } from './run-cli.ts'

describe('the command line', () => {
  test('says what it can do', async () => {
    const { code, stdout } = await runCli(['--help'])
    expect(code).toBe(0)
    for (const verb of ['audit', 'collect', 'assess', 'diff', 'controls', 'doctor']) expect(stdout).toContain(verb)
  })

  test.each<readonly [readonly string[], RegExp]>([
    [['audit'], /no server was given/],
    [['audit', 'vc', '--baseline', 'nist'], /no user name/],
    [['frobnicate'], /unknown command/],
    [['audit', 'vc', '--timeout', 'soon'], /--timeout soon/],
    [['assess', '/nowhere.snapshot'], /no file \/nowhere\.snapshot/],
    [['controls', 'show', 'esx.lockdown-mod'], /esx\.lockdown-mode\?/],
    [['audit', 'vc', '--area', 'firewal'], /did you mean firewall\?/],
    [['assess', '/nowhere.snapshot', '--control'], /argument missing/],
    [['controls', 'coverage', '--release', '8.1'], /--release 8\.1: did you mean 8\.0\?/],
    [['--config', '/nowhere.yaml', 'controls', 'list'], /could not read \/nowhere\.yaml/],
    [['--lang', 'fr', 'controls', 'list'], /en and ja/],
    // Before anybody logs in: nobody answers there.
    ...['audit', 'certs', 'patches'].map(
      (verb) => [[verb, 'https://127.0.0.1:9', '--json', '-', '--csv', '-'], /only one report/] as const,
    ),
  ])('%j is a usage error with one line', async (args, said) => {
    const { code, stderr } = await runCli(args)
    expect(stderr).toMatch(said)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(code).toBe(2)
  })

  test('lists the catalogue as JSON with facts and published ids, and shows a control in Japanese', async () => {
    const controls = JSON.parse((await runCli(['controls', 'list', '--format', 'json'])).stdout) as {
      id: string
      facts: string[]
      published: object
    }[]
    expect(controls.length).toBeGreaterThan(100)
    expect(controls.find(({ id }) => id === 'esx.account-lock-failures')).toMatchObject({
      facts: ['esxi-account-lockout-failures'],
      published: { 'esxi-account-lockout-failures': { scg: { '8.0': ['esxi-8.account-lockout'] } } },
    })
    const { stdout } = await runCli([
      'controls',
      'coverage',
      '--baseline',
      'stig',
      '--release',
      '8.0',
      '--format',
      'json',
    ])
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'sakimori/coverage/1',
      tables: [{ baseline: 'stig', release: '8.0' }],
    })
    expect((await runCli(['--lang', 'ja', 'controls', 'show', 'esx.lockdown-mode'])).stdout).toMatch(
      /ロックダウン モード/,
    )
  })
})

describePeer('vcsim', 'from a server to a report', () => {
  let dir = ''
  let server: Vcsim
  const cli = (...args: string[]) => runCli(args, server.env, dir)
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sakimori-cli-'))
    await writeRealisticInventory(join(dir), {})
    server = await startVcsim({ load: dir })
  })
  afterAll(async () => {
    await server.stop()
    await rm(dir, { recursive: true })
  })

  test('collect, assess and diff work from files, and assess agrees with audit', async () => {
    const collected = await cli('collect', '-o', 'a.snapshot', '--no-probe-hosts')
    expect([collected.code, collected.stderr]).toEqual([0, expect.stringContaining('a.snapshot')])
    const report = async (...args: string[]) =>
      JSON.parse((await cli(...args, '--json', '-')).stdout) as { coverage: object; score: number; findings: object[] }
    const fromFile = await report('assess', 'a.snapshot')
    const live = await report('audit', '--no-probe-hosts')
    expect([fromFile.coverage, fromFile.score, fromFile.findings.length]).toEqual([
      live.coverage,
      live.score,
      live.findings.length,
    ])
    expect((await cli('diff', 'a.snapshot', 'a.snapshot')).stdout).toMatch(/No difference/)
    const part = await cli('diff', 'a.snapshot', 'a.snapshot', '--area', 'firewall', '--framework', 'nist80053r5')
    expect([part.code, part.stderr]).toEqual([0, expect.stringMatching(/^PARTIAL: .*area .*NIST SP 800-53 r5; \d+ of/)])
    expect((await cli('diff', 'a.snapshot', 'a.snapshot', '--area', 'firewal')).code).toBe(2)
  })

  test('a waiver covers a failure until it expires, and a skipped control is named', async () => {
    const waiver = (expires: string) => `tailoring:
  esx.snmp-stopped: {skip: "another tool looks at it"}
waivers:
  - {id: W-1, control: esx.lockdown-mode, scope: {all: true}, owner: ops, approver: ciso, reason: migration, expires: ${expires}}
`
    const audit = async (expires: string) => {
      await writeFile(join(dir, 'sakimori.yaml'), waiver(expires))
      return JSON.parse((await cli('assess', 'a.snapshot', '--json', '-')).stdout) as {
        waivers: { state: string }[]
        skipped: object[]
        findings: { control: string; verdict: string; waiver: object | null }[]
      }
    }
    const covered = await audit('2999-01-01')
    expect(covered.waivers.map(({ state }) => state)).toEqual(['active'])
    expect(covered.skipped).toEqual([{ control: 'esx.snmp-stopped', reason: 'another tool looks at it' }])
    const locked = covered.findings.filter(({ control }) => control === 'esx.lockdown-mode')
    expect(locked.map(({ verdict, waiver: by }) => [verdict, by !== null])).toEqual(locked.map(() => ['fail', true]))
    expect((await audit('2020-01-01')).waivers.map(({ state }) => state)).toEqual(['expired'])
    await rm(join(dir, 'sakimori.yaml'))
  })

  test('a filter narrows what is asked, and the report, the exit code and the coverage say so', async () => {
    const run = await cli(
      'assess',
      'a.snapshot',
      '--area',
      'lockdown-mode',
      '--exclude',
      '*.lockdown-strict',
      '--json',
      '-',
    )
    const { selection, findings, coverage } = JSON.parse(run.stdout) as {
      selection: { areas: string[]; asked: number; of: number }
      findings: { control: string }[]
      coverage: { checks: number }
    }
    expect(selection).toMatchObject({ areas: ['lockdown-mode'], exclude: ['*.lockdown-strict'] })
    expect(selection.asked).toBeLessThan(selection.of)
    expect(new Set(findings.map(({ control }) => control))).toContain('esx.lockdown-mode')
    expect(coverage.checks).toBe(findings.length)
    const terminal = await cli('assess', 'a.snapshot', '--area', 'lockdown-mode', '--severity', 'critical')
    expect(terminal.stderr + terminal.stdout).toMatch(/leave no control|PARTIAL/)
  })

  test('the exit code follows the threshold and the coverage', async () => {
    const exit = async (...args: string[]) => (await cli('assess', 'a.snapshot', ...args)).code
    expect([await exit(), await exit('--min-coverage', '100')]).toEqual([1, 3])
  })

  test('reports are in the language that was asked for, and no report holds the password', async () => {
    const run = await cli('--lang', 'ja', 'assess', 'a.snapshot', '--html', 'r.html', '--csv', 'r.csv')
    const html = await readFile(join(dir, 'r.html'), 'utf8')
    expect(html).toContain('<html lang="ja"')
    expect(run.stdout).toMatch(/ロックダウン モード/)
    expect(html + run.stdout + (await readFile(join(dir, 'r.csv'), 'utf8'))).not.toContain(server.password)
  })

  test('doctor names the server and the smallest role', async () => {
    const { code, stdout } = await cli('doctor')
    expect(stdout).toMatch(/8\.0\.3.*API 8\.0\.3\.0/)
    // The exception users of lockdown mode are the one read that Read-only does not have.
    expect(stdout).toMatch(/Global\.Settings[^]*System\.Read/)
    expect(code).toBe(0)
  })

  test('npm start with GOVC_URL prints the audit of that server', async () => {
    const audited = await npmStart(['--no-probe-hosts'], server.env)
    expect(audited.stdout).toMatch(/Coverage {2,}judged [\d,]+ of [\d,]+ checks/)
    expect(audited.code).toBe(1)
  })
})
