import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { connect } from '../session/connect.ts'
import { Secret } from '../secret.ts'
import { startFakeServer, type Answer } from '../testing/fake-server.ts'

const raw = (status: number, body: string): Answer => ({
  raw: (response) => void response.writeHead(status, { 'x-said': 'yes' }).end(body),
})
const call = { method: 'GET', path: '/api/x', label: 'GET /api/x' } as const

test.each([{ json: false }, { json: true }])('goes to the same server without the session (%j)', async (options) => {
  await using server = await startFakeServer(options)
  await using vim = await connect({ url: server.url })
  await vim.login({ userName: 'u', password: new Secret('p') })
  server.on('versions', raw(403, 'no'))
  const reply = await vim.exchange({ ...call, headers: { 'vmware-api-session-id': 'other' } })
  expect([reply.status, reply.headers['x-said'], Buffer.from(reply.body).toString()]).toEqual([403, 'yes', 'no'])
  const { headers } = server.calls.at(-1) ?? {}
  expect([headers?.['cookie'], headers?.['vmware-api-session-id']]).toEqual([undefined, 'other'])
})

test('takes no endless answer', async () => {
  await using server = await startFakeServer()
  await using vim = await connect({ url: server.url })
  server.on('versions', raw(200, 'x'.repeat(17 * 1024 * 1024)))
  await expect(vim.exchange(call)).rejects.toMatchObject({ code: 'tooLarge' })
})

test('lends the credentials of the login, while there is one, and shows them to nobody', async () => {
  await using server = await startFakeServer()
  await using vim = await connect({ url: server.url })
  const take = () => vim.withCredentials(async ({ userName, password }) => `${userName}:${password.reveal()}`)
  await expect(take()).rejects.toMatchObject({ code: 'notAuthenticated' })
  await vim.login({ userName: 'u', password: new Secret('hunter2') })
  expect(await take()).toBe('u:hunter2')
  expect(inspect(vim, { depth: 9, showHidden: true })).not.toContain('hunter2')
  await vim.logout()
  await expect(take()).rejects.toMatchObject({ code: 'notAuthenticated' })
})
