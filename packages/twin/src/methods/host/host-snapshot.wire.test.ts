import { expect, test } from 'vitest'
import { generateEstate, startTwin } from '../../index.ts'
import type { Estate } from '../../estate/estate.ts'
import { logIn, managersOf } from '../../testing/clients.ts'
import { faultOf } from '../../testing/faults.ts'
import type { Managers } from '../../testing/host-bench.ts'

/** An estate as a snapshot gives it: of hosts it tells neither accounts nor packages, and withholds the exceptions. */
function asSnapshot(estate: Estate): Estate {
  return {
    ...estate,
    objects: () =>
      [...estate.objects()].map((object) =>
        object.ref.type === 'HostSystem'
          ? {
              ...object,
              state: {},
              withheld: { 'HostAccessManager.QueryLockdownExceptions()': { _typeName: 'NotSupported' } },
            }
          : object,
      ),
  }
}

test('what a snapshot does not tell of a host is refused, not guessed; what is written is known from then on', async () => {
  await using twin = await startTwin({
    estate: asSnapshot(generateEstate({ hosts: 1, vms: 0, seed: 1, release: '8.0' })),
  })
  await using vim = await logIn(twin.url)
  const [host] = [...twin.world.ofType('HostSystem')].map(({ ref }) => ref)
  if (host === undefined) throw new Error('no host')
  const { hostAccessManager: access, accountManager, imageConfigManager } = (await managersOf(vim, host)) as Managers
  const user = { _typeName: 'HostAccountSpec' as const, id: 'alice', password: 'Correct-Horse-9x-Battery' }
  const refused = [
    vim.call(access, 'QueryLockdownExceptions', {}),
    vim.call(access, 'RetrieveHostAccessControlEntries', {}),
    vim.call(accountManager, 'CreateUser', { user }),
    vim.call(imageConfigManager, 'fetchSoftwarePackages', {}),
  ]
  expect(await Promise.all(refused.map(faultOf))).toEqual([
    'NotSupported',
    'NotSupported',
    'NotSupported',
    'NotSupported',
  ])
  await vim.call(access, 'ChangeLockdownMode', { mode: 'lockdownStrict' })
  await vim.call(access, 'ChangeLockdownMode', { mode: 'lockdownDisabled' })
  await vim.call(access, 'UpdateLockdownExceptions', { users: ['svc-backup'] })
  expect(await vim.call(access, 'QueryLockdownExceptions', {})).toEqual(['svc-backup'])
})
