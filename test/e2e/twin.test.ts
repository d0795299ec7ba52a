import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finished, npmStart, runCli, startCli } from './run-cli.ts'

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sakimori-twin-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const password = 'VMware1!'

/** Starts `twin serve` and waits until it says where it listens. */
async function serve(...args: string[]) {
  const child = startCli(['twin', 'serve', '--listen', '127.0.0.1:0', ...args], {}, dir)
  const done = finished(child)
  let said = ''
  while (!/https:\S+\/sdk/.test(said)) said += String((await once(child.stderr, 'data'))[0])
  const url = /https:\S+\/sdk/.exec(said)?.[0] ?? ''
  return {
    url,
    async stop() {
      child.kill('SIGINT')
      return await done
    },
  }
}

const account = (name: string) => ({ SAKIMORI_USERNAME: name, SAKIMORI_PASSWORD: password, SAKIMORI_INSECURE: '1' })

describe('npm start without a server', () => {
  test('audits the demo, writes the HTML and says what to do next', async () => {
    const html = join(dir, 'demo.html')
    const { code, stdout, stderr } = await npmStart(['--html', html])
    expect(stdout).toMatch(/Coverage {2,}judged [\d,]+ of [\d,]+ checks/)
    expect(stderr).toContain(html)
    expect(stderr).toMatch(/npm start -- twin serve/)
    expect(stderr).toMatch(/npm start -- audit vcenter\.example\.com/)
    expect(code).toBe(0)
    expect(await readFile(html, 'utf8')).toMatch(/^<!doctype html>/i)
  })

  test('speaks Japanese to who reads it', async () => {
    const { code, stdout, stderr } = await runCli(
      ['demo', '--html', join(dir, 'ja.html')],
      { LANG: 'ja_JP.UTF-8' },
      dir,
    )
    expect(stdout).toMatch(/ロックダウン モード/)
    expect(stderr).toMatch(/デモ環境を起動したまま/)
    expect(code).toBe(0)
  })
})

describe('twin serve', () => {
  test('is audited with its own authority, and ends at Ctrl-C', async () => {
    const ca = join(dir, 'ca.pem')
    const twin = await serve('--hosts', '2', '--vms', '5', '--release', '7.0', '--ca-out', ca)
    const env = { SAKIMORI_USERNAME: 'auditor@vsphere.local', SAKIMORI_PASSWORD: password }
    const audit = await runCli(['audit', twin.url, '--ca', ca, '--no-probe-hosts'], env, dir)
    expect(audit.stderr).toBe('')
    expect(audit.stdout).toMatch(/VMware vCenter Server 7\.0\.3/)
    expect(audit.code).toBe(1)
    const { code, stderr } = await twin.stop()
    expect(stderr).toMatch(/GOVC_URL=https:/)
    expect(code).toBe(0)
  })

  test('is a lone ESX host, too', async () => {
    const twin = await serve('--esx', '--release', '6.7')
    const { code, stdout } = await runCli(['audit', twin.url, '--no-probe-hosts'], account('root'), dir)
    expect(stdout).toMatch(/VMware ESXi 6\.7\.0/)
    expect(code).toBe(1)
    await twin.stop()
  })

  test('serves a snapshot file: what is collected from it is the same again', async () => {
    const first = await serve('--hosts', '2', '--vms', '4')
    const [a, b] = [join(dir, 'a.snapshot'), join(dir, 'b.snapshot')]
    await runCli(['collect', first.url, '--no-probe-hosts', '-o', a], account('auditor@vsphere.local'), dir)
    await first.stop()
    const second = await serve('--estate', a)
    await runCli(['collect', second.url, '--no-probe-hosts', '-o', b], account('administrator@vsphere.local'), dir)
    await second.stop()
    const { stdout } = await runCli(['diff', a, b], {}, dir)
    // The second twin is another server: it has keys of its own, which no authority of the snapshot signed.
    const others = stdout.split('\n').filter((line) => line !== '' && !/ certificate {2}127\.0\.0\.1$/.test(line))
    expect(others).toEqual(['pass → fail  vcenter.certificate-trusted  /'])
  })

  test('an account with few rights sees less, and the audit says so', async () => {
    const twin = await serve('--estate', 'demo')
    const audit = async (name: string) => {
      const { stdout } = await runCli(['audit', twin.url, '--no-probe-hosts', '--json', '-'], account(name), dir)
      return JSON.parse(stdout) as {
        coverage: { checks: number; byVerdict: { unknown: number }; objectsByType: Record<string, number> }
      }
    }
    const [whole, part] = [await audit('administrator@vsphere.local'), await audit('auditor@vsphere.local')]
    expect(part.coverage.byVerdict.unknown).toBeGreaterThan(whole.coverage.byVerdict.unknown)
    const doctor = await runCli(['doctor', twin.url], account('auditor@vsphere.local'), dir)
    expect(doctor.stdout).toMatch(/for want of a privilege:\n(?: .*Global\.Settings\n)+\n/)
    // The right to end sessions is no reader's, though their list asks for it.
    expect(doctor.stdout).toMatch(/allow too much[^]*per-application +1 objects +Sessions\.TerminateSession/)
    expect(doctor.stdout).not.toMatch(/^ {2}Sessions\.TerminateSession$/m)
    await twin.stop()
  })

  test.each([
    [['--hosts', '0'], /--hosts 0: write a whole number from 1 to 2000/],
    [['--vms', 'many'], /--vms many/],
    [['--release', '5.5'], /--release 5\.5: did you mean 6\.5\? Write one of/],
    [['--estate', 'nowhere.snapshot'], /no file .*nowhere\.snapshot/],
    [['--estate', 'demo', '--hosts', '3'], /give either/],
    [['--esx', '--hosts', '3'], /leave out/],
    [['--listen', 'everywhere'], /--listen everywhere/],
  ])('%j is a usage error with one line', async (args, said) => {
    const { code, stderr } = await runCli(['twin', 'serve', ...args], {}, dir)
    expect(stderr).toMatch(said)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(2)
  })

  test('a port that is taken is said in one line', async () => {
    const twin = await serve('--hosts', '1', '--vms', '0')
    const { host } = new URL(twin.url)
    const { code, stderr } = await runCli(['twin', 'serve', '--listen', host], {}, dir)
    expect(stderr).toMatch(/could not listen on 127\.0\.0\.1:\d+ \(EADDRINUSE\)/)
    expect(code).toBe(2)
    await twin.stop()
  })
})
