/** pyVmomi, the client that most scripts use, against twins of several releases: the scripts beside this file. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Release } from '@sakimori/core/model'
import { runPyvmomi, startVcsim } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { generateEstate, startTwin, type Twin } from '@sakimori/twin'
import { expect, test } from 'vitest'

const administrator = { username: 'administrator@vsphere.local', password: 'VMware1!' }
const auditor = { username: 'auditor@vsphere.local', password: 'VMware1!' }

const script = (name: string): string => readFileSync(join(import.meta.dirname, `${name}.py`), 'utf8')

const twinOf = (release: Release): Promise<Twin> =>
  startTwin({ estate: (certificate) => generateEstate({ hosts: 2, vms: 6, seed: 7, release }, certificate) })

const changed = {
  option: { after: 901, inConfig: [901], wrongType: 'InvalidArgument', unknownKey: 'InvalidName' },
  vm: {
    annotation: 'changed by pyVmomi',
    extraConfig: ['TRUE'],
    newVersion: true,
    summary: 'changed by pyVmomi',
    oldVersion: 'ConcurrentAccess',
  },
  lockdown: {
    manager: 'lockdownStrict',
    config: 'lockdownStrict',
    unknownException: 'UserNotFound',
    exceptions: true,
    restored: true,
  },
}

/** What the client negotiates with each release, and an old client with a new server. */
const clients: readonly (readonly [release: Release, spoken: string, api?: string])[] = [
  ['6.5', '6.5'],
  ['6.7', '6.7.3'],
  ['7.0', '7.0.3.0'],
  ['8.0', '8.0.3.0'],
  ['9.0', '9.0.0.0'],
  ['8.0', '6.5', '6.5'],
  ['8.0', '7.0.0.0', '7.0.0.0'],
]

describePeer('pyvmomi', 'pyVmomi on the twin', () => {
  test.for(clients)(
    'release %s, spoken to as %s: every property of every object is read',
    async ([release, spoken, api]) => {
      await using twin = await twinOf(release)
      const options = api === undefined ? {} : { api }
      const read = await runPyvmomi({ url: twin.url, ...administrator }, script('walk'), [], options)
      expect(read).toMatchObject({ spoken, trouble: {} })
      const { counts } = read as { readonly counts: Readonly<Record<string, number>> }
      expect(counts['fetched']).toBeGreaterThan(1000)
      expect(counts['collected']).toBeGreaterThan(700)
    },
  )

  test.for(['6.5', '7.0', '8.0'] as const)(
    'release %s: option, reconfiguration and lockdown are changed',
    async (release) => {
      await using twin = await twinOf(release)
      const seen = await runPyvmomi({ url: twin.url, ...administrator }, script('changes'))
      expect(seen).toMatchObject(changed)
      const { events } = seen as { readonly events: readonly string[] }
      expect(events).toEqual(expect.arrayContaining(['UserLoginSessionEvent', 'VmReconfiguredEvent', 'TaskEvent']))
    },
  )

  test('an update comes in pieces, waits, and brings only what changed', async () => {
    await using twin = await twinOf('8.0')
    const { username, password } = administrator
    const seen = await runPyvmomi({ url: twin.url, ...administrator }, script('updates'), [username, password])
    const piece = { kinds: ['enter'], count: 2 }
    expect(seen).toEqual({
      pieces: [
        { ...piece, truncated: true },
        { ...piece, truncated: true },
        { ...piece, truncated: false },
      ],
      vms: 6,
      quiet: true,
      waited: true,
      delta: [{ kind: 'modify', isIt: true, changes: [['config.annotation', 'assign', 'changed in between']] }],
    })
  })

  test('a user with the role Read-only reads, and each refusal names what he lacks', async () => {
    await using twin = await twinOf('8.0')
    expect(await runPyvmomi({ url: twin.url, ...auditor }, script('readonly'))).toEqual({
      reads: [true, true],
      option: 'Host.Config.AdvancedConfig',
      reconfigure: 'VirtualMachine.Config.Annotation',
      lockdown: 'Host.Config.Settings',
      exceptions: 'Global.Settings',
      service: 'Host.Config.NetService',
      sessions: 'Sessions.TerminateSession',
    })
  })
})

describePeer(['pyvmomi', 'vcsim'], 'the same walk elsewhere', () => {
  test('it does trip over what vcsim sends wrong: an enumeration with an empty value', async () => {
    await using server = await startVcsim()
    await expect(runPyvmomi(server, script('walk'))).rejects.toThrow(/FaultToleranceState' has no attribute ''/)
  })
})
