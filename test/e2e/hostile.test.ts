import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFaultProxy, startVcsim, type FaultProxy, type Rule, type Vcsim } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

const PASSWORD = 'p@ss "w\'ör</d> $&%\\'

/** One line that says what happened, no stack trace, no password, and no file left behind. */
async function expectCleanFailure(run: Awaited<ReturnType<typeof runCli>>, dir: string, code: number, said: RegExp) {
  const lines = run.stderr
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('Warning:'))
  expect(lines, run.stderr).toHaveLength(1)
  expect(lines[0]).toMatch(said)
  expect(run.code).toBe(code)
  expect(run.stdout + run.stderr).not.toMatch(/\n\s+at |p@ss/)
  expect(await readdir(dir)).toEqual([])
}

describePeer('vcsim', 'a server that is broken or hostile', () => {
  let vcsim: Vcsim
  let proxy: FaultProxy
  let dir = ''
  const outputs = () => [
    '--html',
    join(dir, 'r.html'),
    '--json',
    join(dir, 'r.json'),
    '--save',
    join(dir, 's.snapshot'),
    '--no-probe-hosts',
  ]
  const audit = (...args: string[]) => runCli(['audit', ...outputs(), '--timeout', '3', ...args], proxy.env, dir)

  beforeAll(async () => {
    vcsim = await startVcsim({ username: 'auditor', password: PASSWORD })
    proxy = await startFaultProxy({ target: vcsim })
  })
  afterAll(async () => {
    await proxy.stop()
    await vcsim.stop()
  })
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sakimori-e2e-'))
    proxy.setRules([])
    return () => rm(dir, { recursive: true })
  })

  test('a whole audit with a password of any characters works, and writes all it was asked for', async () => {
    const run = await audit()
    expect([1, 3], run.stderr).toContain(run.code)
    expect((await readdir(dir)).sort()).toEqual(['r.html', 'r.json', 's.snapshot'])
    expect(run.stdout + run.stderr).not.toContain('p@ss')
  })

  const broken: readonly (readonly [string, Rule, RegExp])[] = [
    [
      'truncates its reply and hangs up',
      { on: 'RetrievePropertiesEx', do: { kind: 'truncate', atByte: 900, cut: true } },
      /sakimori: .*RetrievePropertiesEx/,
    ],
    [
      'truncates its reply and calls it whole',
      { on: 'RetrievePropertiesEx', do: { kind: 'truncate', atByte: 900 } },
      /sakimori: .*RetrievePropertiesEx/,
    ],
    [
      'answers with an entity bomb',
      { on: 'RetrievePropertiesEx', do: { kind: 'entityBomb' } },
      /sakimori: .*(DOCTYPE|entit)/i,
    ],
    ['answers 200 with HTML', { on: 'RetrieveServiceContent', do: { kind: 'html' } }, /sakimori: .*(HTML|not )/i],
    ['answers the login with HTML', { on: 'Login', do: { kind: 'html' } }, /sakimori: /],
    [
      'sends text where a number belongs',
      { on: 'RetrievePropertiesEx', do: { kind: 'mistype', element: 'vlanId', text: 'plenty' } },
      /sakimori: .*vlanId/,
    ],
    [
      'accepts the connection and says nothing',
      { on: 'RetrievePropertiesEx', do: { kind: 'hang' } },
      /sakimori: .*RetrievePropertiesEx.*Timeout.*--timeout/,
    ],
    ['drops every connection', { on: 'RetrievePropertiesEx', do: { kind: 'drop' } }, /sakimori: /],
  ]
  test.each(broken)('that %s gives one clear line and exit code 4', async (_what, rule, said) => {
    proxy.setRules([rule])
    await expectCleanFailure(await audit(), dir, 4, said)
  })

  test.each([
    ['the first kind', { kind: 'fault', type: 'NotAuthenticated' }],
    ['the second kind', { kind: 'allNotAuthenticated' }],
  ] as const)(
    'whose session expires in the middle (%s) is logged in to again, and the audit is whole',
    async (_kind, action) => {
      const whole = await runCli(['audit', '--json', '-', '--no-probe-hosts'], proxy.env, dir)
      proxy.setRules([
        {
          on: ['RetrievePropertiesEx', 'QueryLockdownExceptions', 'QueryOptions'],
          from: 1,
          untilLogin: true,
          do: action,
        },
      ])
      const again = await runCli(['audit', '--json', '-', '--no-probe-hosts'], proxy.env, dir)
      const coverage = (text: string) => (JSON.parse(text) as { coverage: unknown }).coverage
      expect(coverage(again.stdout)).toEqual(coverage(whole.stdout))
      expect(proxy.calls.filter(({ method }) => method === 'Login').length).toBeGreaterThanOrEqual(2)
    },
  )

  test('a wrong password', async () => {
    const run = await runCli(['audit', ...outputs()], { ...proxy.env, GOVC_PASSWORD: 'p@ss wrong' }, dir)
    await expectCleanFailure(run, dir, 4, /sakimori: .*InvalidLogin.*user name and the password/)
  })

  test('an unknown host, a closed port, and a certificate that nobody vouches for', async () => {
    const env = { GOVC_USERNAME: 'u', GOVC_PASSWORD: 'p@ss' }
    await expectCleanFailure(
      await runCli(['audit', 'nowhere.invalid', ...outputs()], env, dir),
      dir,
      4,
      /nowhere\.invalid/,
    )
    await expectCleanFailure(await runCli(['audit', '127.0.0.1:9', ...outputs()], env, dir), dir, 4, /127\.0\.0\.1:9/)
    await expectCleanFailure(await runCli(['audit', proxy.url, ...outputs()], env, dir), dir, 4, /certificate/i)
    await expectCleanFailure(
      await runCli(['audit', proxy.url, '--thumbprint', 'AB'.repeat(32), ...outputs()], env, dir),
      dir,
      4,
      /pinned/,
    )
  })

  test('the right pin is enough, by SHA-256 and by a known-hosts file', async () => {
    const { thumbprintSha256 = '', thumbprintSha1 = '' } = proxy.certificate ?? {}
    const env = { GOVC_USERNAME: 'auditor', GOVC_PASSWORD: PASSWORD }
    const run = await runCli(
      ['audit', proxy.url, '--json', '-', '--thumbprint', thumbprintSha256, '--no-probe-hosts'],
      env,
      dir,
    )
    expect(JSON.parse(run.stdout)).toMatchObject({ estate: { tls: 'pinned' } })
    const { writeFile } = await import('node:fs/promises')
    await writeFile(join(dir, 'known_hosts'), `${proxy.host}:${proxy.port} ${thumbprintSha1}\n`)
    const known = await runCli(
      ['audit', proxy.url, '--json', '-', '--no-probe-hosts'],
      { ...env, GOVC_TLS_KNOWN_HOSTS: join(dir, 'known_hosts') },
      dir,
    )
    expect(JSON.parse(known.stdout)).toMatchObject({ estate: { tls: 'pinned' } })
  })

  test('that refuses a privilege: doctor names the controls that suffer, and the audit calls them unknown', async () => {
    proxy.setRules([
      {
        on: ['RetrievePropertiesEx', 'ContinueRetrievePropertiesEx'],
        do: { kind: 'withhold', paths: ['config.lockdownMode'], privilegeId: 'System.Read' },
      },
    ])
    const doctor = await runCli(['doctor'], proxy.env, dir)
    expect(doctor.stdout).toMatch(/cannot assess[^]*esx\.lockdown-mode +4 objects +System\.Read[^]*smallest role/)
    expect(doctor.code).toBe(3)
    const { stdout } = await runCli(['audit', '--json', '-', '--no-probe-hosts'], proxy.env, dir)
    const { findings } = JSON.parse(stdout) as {
      findings: { control: string; verdict: string; evidence: { missing?: string }[] }[]
    }
    const locked = findings.filter(({ control }) => control === 'esx.lockdown-mode')
    expect(locked.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown', 'unknown', 'unknown'])
    expect(locked[0]?.evidence.map(({ missing }) => missing)).toContain('noPermission')
  })
})
