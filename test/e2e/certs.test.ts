import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateEstate, startTwin, type Twin } from '@sakimori/twin'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { letIn, logIn } from '../../packages/twin/src/testing/clients.ts'
import { runCli } from './run-cli.ts'

let dir = ''
let twin: Twin

/** A configuration in which some hosts are reached at the door of another. */
async function configure(name: string, led: Readonly<Record<number, number>> = {}): Promise<string> {
  const lines = twin.doors.map((door, index) => {
    const { address, url } = twin.doors[led[index] ?? index] ?? door
    return `  ${door.name}: ${address}:${new URL(url).port}\n`
  })
  await writeFile(join(dir, name), `hostAddresses:\n${lines.join('')}`)
  return join(dir, name)
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sakimori-certs-'))
  twin = await startTwin({
    estate: (certificate) => generateEstate({ hosts: 3, vms: 20, seed: 5, release: '8.0' }, certificate),
    doors: 'all',
  })
  await writeFile(join(dir, 'ca.pem'), twin.ca)
  const client = await logIn(twin.url)
  for (const { host } of twin.doors) await letIn(client, host)
  await client.close()
})
afterAll(async () => {
  await twin[Symbol.asyncDispose]()
  await rm(dir, { recursive: true })
})

const cli = (...args: string[]) =>
  runCli(
    args,
    {
      SAKIMORI_USERNAME: 'administrator@vsphere.local',
      SAKIMORI_PASSWORD: 'VMware1!',
      SAKIMORI_CA_FILE: join(dir, 'ca.pem'),
    },
    dir,
  )
const url = () => new URL(twin.url).origin

interface Told {
  readonly certificates: readonly { readonly where: string; readonly role: string; readonly state: string }[]
  readonly changes?: readonly { readonly kind: string; readonly where: string }[]
}

describe('sakimori certs', () => {
  test('lists every certificate of a server, and finds the host whose name leads to another one', async () => {
    const honest = await configure('honest.yaml')
    const snapshot = join(dir, 'before.snapshot')
    expect((await cli('--config', honest, 'collect', url(), '-o', snapshot)).code).toBe(0)
    const forged = await configure('forged.yaml', { 1: 2 })
    const { code, stdout } = await cli(
      '--config',
      forged,
      'certs',
      url(),
      '--since',
      snapshot,
      '--json',
      '-',
      '--fail-on',
      'critical',
    )
    const { certificates, changes } = JSON.parse(stdout) as Told
    const [, victim] = twin.doors
    expect(certificates[0]).toMatchObject({ where: victim?.name, role: 'server', state: 'critical' })
    expect(certificates.filter(({ state }) => state === 'critical')).toHaveLength(1)
    expect(certificates.map(({ role }) => role).toSorted()).toEqual([
      'root',
      'server',
      'server',
      'server',
      'server',
      'signing',
    ])
    expect(changes).toEqual([expect.objectContaining({ kind: 'changed', where: victim?.name })])
    expect(code).toBe(1)
    const shown = await cli('--config', honest, 'certs', url(), '--fail-on', 'critical')
    expect(shown.code).toBe(0)
    expect(shown.stdout).toMatch(/mode vmca[\s\S]*When they end[\s\S]*Token signing \(STS\)/)
  })

  test('works from a file, in both languages, and diff tells of another certificate', async () => {
    const forged = await configure('forged.yaml', { 1: 2 })
    const [before, after] = [join(dir, 'before.snapshot'), join(dir, 'after.snapshot')]
    await cli('--config', forged, 'collect', url(), '-o', after)
    const japanese = await cli('--lang', 'ja', 'certs', '--snapshot', after, '--csv', join(dir, 'certs.csv'))
    expect(japanese.stdout).toContain('緊急')
    expect(await readFile(join(dir, 'certs.csv'), 'utf8')).toMatch(/^\ufeff場所/)
    const told = await cli('diff', before, after)
    expect(told.stdout).toMatch(new RegExp(`→ [0-9A-F:]{95} {2}certificate {2}${twin.doors[1]?.name}`))
    expect(told.stdout).toContain('pass → fail  esx.certificate-as-recorded')
  })

  test('without handshakes says what is recorded, and that it could not see', async () => {
    const { code, stdout } = await cli(
      'certs',
      url(),
      '--no-probe-hosts',
      '--no-probe-offers',
      '--json',
      '-',
      '--min-coverage',
      '90',
    )
    const hosts = (
      JSON.parse(stdout) as { certificates: { where: string; seen: string; state: string }[] }
    ).certificates.filter(({ where }) => twin.doors.some(({ name }) => name === where))
    expect(hosts).toHaveLength(3)
    for (const host of hosts) expect(host).toMatchObject({ seen: 'recorded', state: expect.not.stringMatching(/^ok$/) })
    expect(code).toBe(3)
  })

  test.each([
    [['certs', '--snapshot', '/nowhere.snapshot'], /no file \/nowhere/],
    [['certs', 'vc', '--snapshot', 'a.snapshot'], /not both/],
    [['certs', 'vc', '--days', 'soon'], /--days soon/],
    [['certs', 'vc', '--json', '-', '--csv', '-'], /only one report/],
    [['certs', 'vc', '--since', '/nowhere.snapshot'], /no file \/nowhere/],
  ])('%j is a usage error with one line', async (args, said) => {
    const { code, stderr } = await cli(...args)
    expect(stderr).toMatch(said)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(2)
  })

  test('a host address that is none is a usage error', async () => {
    await writeFile(join(dir, 'bad.yaml'), 'hostAddresses:\n  esx1: "10.0.0.1/24"\n')
    expect(await cli('--config', join(dir, 'bad.yaml'), 'certs', url())).toMatchObject({ code: 2 })
  })
})
