import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, onTestFinished, test, vi } from 'vitest'

import { TestkitError } from '../errors.ts'
import { runCommand } from './command.ts'
import { govc, govcJson } from './govc.ts'
import { describePeer } from './lane.ts'
import { runPyvmomi } from './pyvmomi.ts'
import { repositoryRoot } from './table.ts'
import { startVcsim } from './vcsim.ts'

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false // ESRCH is the answer no
  }
}

describePeer(['vcsim', 'govc', 'pyvmomi'], 'the newest vcsim', () => {
  test('is seen by govc and pyVmomi, and leaves nothing behind', async () => {
    // A folder of this test alone, for other tests start servers at the same time.
    const folder = await mkdtemp(join(tmpdir(), 'sakimori-tidy-'))
    vi.stubEnv('TMPDIR', folder)
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    await using server = await startVcsim({
      args: ['-dc', '1', '-cluster', '1', '-host', '2', '-standalone-host', '0', '-vm', '1'],
    })
    expect(await govc(server, ['ls', 'vm'])).toBe('/DC0/vm/DC0_C0_RP0_VM0\n')
    expect(await govcJson(server, ['about'])).toMatchObject({
      about: { apiType: 'VirtualCenter', apiVersion: '8.0.3.0' },
    })
    const names = await runPyvmomi(
      server,
      'emit([known["name"] for _, known, _ in collect(vim.HostSystem, "name")] + args)',
      ['x'],
    )
    expect(names).toEqual(['DC0_C0_H0', 'DC0_C0_H1', 'x'])
    expect(server.certificate?.thumbprintSha256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    expect(await govc(server, ['about.cert', '-thumbprint', '-k'])).toContain(server.certificate?.thumbprintSha256)
    await server.stop()
    expect(isAlive(server.pid)).toBe(false)
    expect(readdirSync(folder)).toEqual([])
    await rm(folder, { recursive: true })
  })

  test('refuses a wrong password', async () => {
    await using server = await startVcsim({ args: ['-vm', '0'] })
    const refused = govc({ ...server, env: { ...server.env, GOVC_PASSWORD: 'wrong' } }, ['ls'])
    await expect(refused).rejects.toThrow(/Login failure/)
    await expect(refused).rejects.toMatchObject({ code: 'commandFailed' })
  })

  test('serves plain HTTP and a standalone host', async () => {
    await using server = await startVcsim({ tls: false, args: ['-esx'] })
    expect(server.url).toMatch(/^http:/)
    expect(await govcJson(server, ['about'])).toMatchObject({ about: { apiType: 'HostAgent' } })
  })

  test('says why it could not start', async () => {
    const failed = startVcsim({ args: ['-no-such-flag'] })
    await expect(failed).rejects.toThrow(/flag provided but not defined: -no-such-flag/)
    await expect(failed).rejects.toBeInstanceOf(TestkitError)
  })

  test('dies with a process that was killed before it could stop it', async () => {
    const script = `
      import { startVcsim } from '@sakimori/testkit'
      const server = await startVcsim({ args: ['-vm', '0'] })
      process.stdout.write(String(server.pid), () => process.kill(process.pid, 'SIGKILL'))`
    // A hard kill leaves the temporary folder; here it lies in a folder that we remove.
    const folder = await mkdtemp(join(tmpdir(), 'sakimori-kill-'))
    const wrapped = `"$0" --input-type=module -e "$1"; true`
    const { stdout } = await runCommand('sh', ['-c', wrapped, process.execPath, script], {
      cwd: repositoryRoot,
      env: { TMPDIR: folder },
    })
    await rm(folder, { recursive: true })
    const pid = Number(stdout)
    expect(pid).toBeGreaterThan(0)
    // An orphan stays visible until init collects it, hence the patience.
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
  })
})

describePeer(['vcsim-v0.46.3', 'govc'], 'vcsim v0.46.3', () => {
  test('is started by the same launcher', async () => {
    await using server = await startVcsim({
      version: 'v0.46.3',
      args: ['-vm', '1', '-host', '1', '-standalone-host', '0'],
    })
    expect(await govc(server, ['ls', 'vm'])).toBe('/DC0/vm/DC0_C0_RP0_VM0\n')
  })
})
