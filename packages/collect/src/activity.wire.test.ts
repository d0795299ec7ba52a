import { catalog } from '@sakimori/core/catalog'
import type { SnapshotObject } from '@sakimori/core/model'
import { demoEstate, startTwin, type Estate } from '@sakimori/twin'
import { connect, Secret, type VimClient } from '@sakimori/vim25'
import { expect, test } from 'vitest'
import { ALARMS, LOGINS, SESSIONS } from './activity.ts'
import { collect } from './collect.ts'

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000)
const account = 'administrator@vsphere.local'

async function logIn(url: string, userName: string, userAgent?: string): Promise<VimClient> {
  const client = await connect({ url, tls: { mode: 'insecure' }, ...(userAgent !== undefined && { userAgent }) })
  await client.login({ userName, password: new Secret('VMware1!') })
  return client
}

/** What is read of the demo's server by one of its users, with somebody else logged in. */
async function serverOf(userName: string, more: Partial<Estate> = {}): Promise<SnapshotObject | undefined> {
  await using twin = await startTwin({ estate: () => ({ ...demoEstate(), ...more }) })
  await using others = new AsyncDisposableStack()
  others.use(await logIn(twin.url, 'CORP\\svc-zabbix', 'zabbix/6.0'))
  await using client = await logIn(twin.url, userName)
  const { objects } = await collect(client, {
    controls: catalog,
    now: new Date(),
    endpoint: new URL(twin.url).origin,
    trust: 'insecure',
    probeHosts: false,
  })
  return objects.find(({ ref }) => ref.type === 'ServiceInstance')
}

test('sessions of others are read without their keys, and the own one is left out', async () => {
  const server = await serverOf(account)
  expect(server?.values[SESSIONS]).toEqual([
    { userName: 'CORP\\svc-zabbix', userAgent: 'zabbix/6.0', ipAddress: '127.0.0.1' },
  ])
})

test('who may not see sessions is told so, and reads the rest', async () => {
  const server = await serverOf('auditor@vsphere.local')
  expect(server?.missing?.[SESSIONS]).toEqual({ why: 'noPermission', detail: 'Sessions.TerminateSession' })
  expect(server?.values[LOGINS]).toMatchObject({ complete: true, days: [] })
})

test('logins of the built-in administrator are counted by day, for thirty days', async () => {
  const pastLogins = [3, 10, 40].map((ago) => ({
    userName: account,
    day: day(ago).toISOString().slice(0, 10),
    logins: 2,
  }))
  const server = await serverOf('auditor@vsphere.local', { pastLogins })
  expect(server?.values[LOGINS]).toEqual({
    accounts: ['Administrator@vsphere.local', 'VSPHERE.LOCAL\\Administrator'],
    complete: true,
    days: pastLogins.slice(0, 2).map(({ day: on, logins }) => ({ day: on, logins })),
  })
})

test('alarms are read without their actions', async () => {
  const server = await serverOf(account)
  const alarms = server?.values[ALARMS] as readonly Record<string, unknown>[]
  expect(alarms.map(({ name }) => name)).toContain('アクセス許可の変更')
  expect(new Set(alarms.flatMap((alarm) => Object.keys(alarm)))).toEqual(
    new Set(['name', 'enabled', 'entity', 'expression']),
  )
})
