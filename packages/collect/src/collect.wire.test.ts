import { assess } from '@sakimori/core/assess'
import { catalog } from '@sakimori/core/catalog'
import { defaultPolicy } from '@sakimori/core/control'
import { openInventory, type Snapshot } from '@sakimori/core/model'
import { startFaultProxy, startVcsim, type Server } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { connect, Secret } from '@sakimori/vim25'
import { expect, test } from 'vitest'
import { collect } from './collect.ts'

const now = new Date('2026-11-24T00:00:00Z')

async function read(server: Server): Promise<Snapshot> {
  await using client = await connect({ url: server.url, tls: { mode: 'insecure' } })
  await client.login({ userName: server.username, password: new Secret(server.password) })
  const endpoint = new URL(server.url).origin
  return await collect(client, { controls: catalog, now, endpoint, trust: 'insecure', probeHosts: false })
}

describePeer('vcsim', 'the collector', () => {
  test('reads a lone ESX host, which no vCenter Server manages', async () => {
    await using server = await startVcsim({ args: ['-esx'] })
    const snapshot = await read(server)
    expect(snapshot.estate).toMatchObject({ kind: 'esx', tls: 'insecure' })
    expect(snapshot.estate.instanceUuid).toMatch(/^[0-9a-f-]{36}$/)
    const context = { now, policy: defaultPolicy, baseline: 'sakimori' as const }
    const { coverage, findings } = assess(openInventory(snapshot), { context, controls: catalog })
    expect(coverage.objectsByType).toMatchObject({ ServiceInstance: 1, HostSystem: 1 })
    const lockdown = findings.filter(({ control }) => control.id === 'esx.lockdown-mode')
    expect(lockdown.map(({ verdict }) => verdict)).toEqual(['notApplicable'])
  })

  test('does not ask an old release for what it does not know, and says so', async () => {
    await using server = await startVcsim({ apiVersion: '6.5' })
    const { estate, objects } = await read(server)
    expect(estate.apiVersion).toBe('6.5')
    const host = objects.find(({ ref }) => ref.type === 'HostSystem')
    expect(host?.missing?.['capability.uefiSecureBoot']).toEqual({ why: 'notSupported' })
    expect(host?.missing?.['summary.tpmAttestation']).toEqual({ why: 'notSupported' })
  })

  test('makes few calls: a traversal whatever the number of objects, and two for each host', async () => {
    await using vcsim = await startVcsim({ args: ['-vm', '60', '-autostart=false'] })
    await using proxy = await startFaultProxy({ target: vcsim })
    const { objects } = await read(proxy)
    const count = (method: string) => proxy.calls.filter((call) => call.method === method).length
    expect(objects.filter(({ ref }) => ref.type === 'VirtualMachine')).toHaveLength(120)
    expect(count('CreateContainerView')).toBe(1)
    expect(count('DestroyView')).toBe(1)
    expect(count('RetrievePropertiesEx') + count('ContinueRetrievePropertiesEx')).toBeLessThan(10)
    expect([count('QueryLockdownExceptions'), count('Logout')]).toEqual([4, 1])
  })

  test('holds no credential and no session in what it gives back', async () => {
    await using server = await startVcsim()
    const text = JSON.stringify(await read(server))
    expect(text).not.toContain(server.password)
    expect(text).not.toMatch(/vmware_soap_session/)
  })
})
