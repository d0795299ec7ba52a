import { govc, govcEnv } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { probeTls, ref, type MoRef, type VimClient } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateEstate, startTwin, type HostDoor, type Twin } from '../index.ts'
import { letIn, logIn, managersOf, password, property, tryLogIn } from '../testing/clients.ts'
import { control } from '../testing/control.ts'
import { knock } from '../testing/knock.ts'
import { signRequest } from '../testing/sign-request.ts'

const elsewhere = '127.66.9.9'

let twin: Twin
let vcenter: VimClient
let door: HostDoor
let other: HostDoor
let managers: DataTypes['HostConfigManager']

beforeAll(async () => {
  twin = await startTwin({
    estate: (certificate) => generateEstate({ hosts: 2, vms: 6, seed: 1, release: '8.0' }, certificate),
    doors: 'all',
  })
  const [first, second] = twin.doors
  if (first === undefined || second === undefined) throw new Error('no doors')
  ;[door, other] = [first, second]
  vcenter = await logIn(twin.url)
  managers = await managersOf(vcenter, door.host)
  await letIn(vcenter, door.host)
})
afterAll(async () => {
  await vcenter.close()
  await twin[Symbol.asyncDispose]()
})

const ssh = (from?: string) => knock({ address: door.address, port: door.sshPort, ...(from !== undefined && { from }) })
const httpsPort = () => Number(new URL(door.url).port)
const https = (from?: string) =>
  knock({ address: door.address, port: httpsPort(), tls: true, ...(from !== undefined && { from }) })

/** A manager of the first host; generated hosts have all. */
const manager = <K extends keyof typeof managers>(field: K): NonNullable<(typeof managers)[K]> => {
  const found = managers[field]
  if (found === undefined) throw new Error(`no ${field}`)
  return found
}

const allow = (id: string, allowedHosts: Omit<DataTypes['HostFirewallRulesetIpList'], '_typeName'>) =>
  vcenter.call(manager('firewallSystem'), 'UpdateRuleset', {
    id,
    spec: {
      _typeName: 'HostFirewallRulesetRulesetSpec',
      allowedHosts: { _typeName: 'HostFirewallRulesetIpList', ...allowedHosts },
    },
  })

/** The names of the VMs that run on the first host. */
async function vmNames(client: VimClient): Promise<string[]> {
  const names: string[] = []
  for await (const { values } of client.retrieve([{ type: 'VirtualMachine', paths: ['name', 'runtime.host'] }])) {
    if (values['runtime.host']?.value === door.host.value) names.push(String(values.name))
  }
  return names.toSorted((a, b) => a.localeCompare(b))
}

describe('a host is a server of its own', () => {
  test('it says that it is an ESX host of its own release, and shows its own inventory', async () => {
    await using host = await logIn(door.url, 'root')
    expect(host.isHost).toBe(true)
    expect(host.content.about).toMatchObject({ apiType: 'HostAgent', version: '8.0.3' })
    expect(host.content.rootFolder.value).toBe('ha-folder-root')
    const vms = await vmNames(host)
    expect(vms.length).toBeGreaterThan(0)
    expect(vms).toEqual(await vmNames(vcenter))
    expect(await property(host, door.host, 'parent')).toEqual(ref('ComputeResource', 'ha-compute-res'))
    expect(await property(vcenter, door.host, 'parent')).toMatchObject({ type: 'ClusterComputeResource' })
    const pool = await property(host, ref('ResourcePool', 'ha-root-pool'), 'vm')
    expect(pool).toHaveLength(vms.length)
  })

  test('what others have is not there', async () => {
    await using host = await logIn(door.url, 'root')
    expect(await property(vcenter, other.host, 'name')).toBe(other.name)
    expect(await property(host, other.host, 'name')).toBeUndefined()
    const { advancedOption } = await managersOf(vcenter, other.host)
    if (advancedOption === undefined) throw new Error('no options')
    await expect(host.call(advancedOption, 'QueryOptions', {})).rejects.toMatchObject({
      fault: { _typeName: 'ManagedObjectNotFound' },
    })
  })

  test('a change on either side is seen on the other', async () => {
    await using host = await logIn(door.url, 'root')
    const set = (client: VimClient, on: MoRef<'OptionManager'>, value: string) =>
      client.call(on, 'UpdateOptions', {
        changedValue: [{ _typeName: 'OptionValue', key: 'Annotations.WelcomeMessage', value }],
      })
    const read = async (client: VimClient) => {
      const found = await client.call(manager('advancedOption'), 'QueryOptions', { name: 'Annotations.WelcomeMessage' })
      return found?.[0]?.value
    }
    const { setting } = host.content
    if (setting === undefined) throw new Error('no setting')
    await set(host, setting, 'from the host')
    expect(await read(vcenter)).toBe('from the host')
    await set(vcenter, manager('advancedOption'), 'from vCenter')
    expect(await read(host)).toBe('from vCenter')
  })

  test('who watches the host at its door sees what vCenter Server changes', async () => {
    await using host = await logIn(door.url, 'root')
    const watched = host.watch([{ type: 'HostSystem', paths: ['config.service.service'], objects: [door.host] }])
    const running = async () => {
      const { value } = await watched.next()
      const services = value?.objects[0]?.changeSet?.[0]?.val as DataTypes['HostService'][] | undefined
      return services?.find(({ key }) => key === 'ntpd')?.running
    }
    const before = await running()
    await vcenter.call(manager('serviceSystem'), before === true ? 'StopService' : 'StartService', { id: 'ntpd' })
    expect(await running()).toBe(before !== true)
    await watched.return(undefined)
  })

  test('the handshake shows the certificate of its configuration', async () => {
    const bytes = (await property(vcenter, door.host, 'config.certificate')) as number[]
    const text = Buffer.from(bytes.map((byte) => byte & 0xff)).toString('latin1')
    const probe = await probeTls({ host: door.address, port: httpsPort(), timeoutMs: 5000 })
    expect(probe.chain[0]?.pem.trim()).toBe(text.trim())
  })
})

test('a new certificate is shown as soon as it is installed', async () => {
  const certificates = manager('certificateManager')
  const request = await vcenter.call(certificates, 'GenerateCertificateSigningRequest', {
    useIpAddressAsCommonName: false,
  })
  const cert = await signRequest(request, { days: 90, now: new Date() })
  await vcenter.call(certificates, 'InstallServerCertificate', { cert })
  const shown = async () =>
    (await probeTls({ host: door.address, port: httpsPort(), timeoutMs: 5000 })).chain[0]?.pem.trim()
  await expect.poll(shown).toBe(cert.trim())
})

describePeer('govc', 'govc at the door', () => {
  const govcAt = (...args: readonly string[]) =>
    govc(
      {
        url: door.url,
        host: door.address,
        port: httpsPort(),
        username: 'root',
        password,
        env: govcEnv(door.url, 'root', password),
      },
      args,
    )

  test('walks the inventory of a lone host and reads its services', async () => {
    expect(await govcAt('about')).toMatch(/API type: +HostAgent/)
    expect(await govcAt('find', '/', '-type', 'h')).toBe(`/ha-datacenter/host/${door.name}/${door.name}\n`)
    expect(await govcAt('host.service.ls')).toMatch(/TSM-SSH/)
  })

  test('is refused in lockdown mode, and let in again after it', async () => {
    await vcenter.call(manager('hostAccessManager'), 'ChangeLockdownMode', { mode: 'lockdownNormal' })
    await expect(govcAt('ls')).rejects.toThrow(/Permission to perform this operation was denied/)
    await vcenter.call(manager('hostAccessManager'), 'ChangeLockdownMode', { mode: 'lockdownDisabled' })
    expect(await govcAt('ls')).toContain('/ha-datacenter/vm')
  })
})

describe('services and firewall', () => {
  test('SSH answers while its service runs, and only then', async () => {
    expect(await ssh()).toBe('refused')
    await vcenter.call(manager('serviceSystem'), 'StartService', { id: 'TSM-SSH' })
    await expect.poll(() => ssh()).toMatch(/^SSH-2\.0-/)
    await vcenter.call(manager('serviceSystem'), 'StopService', { id: 'TSM-SSH' })
    await expect.poll(() => ssh()).toBe('refused')
  })

  test('a rule set lets in whom it names, by address and by network; the default policy lets in all', async () => {
    await vcenter.call(manager('serviceSystem'), 'StartService', { id: 'TSM-SSH' })
    await allow('sshServer', { allIp: false, ipAddress: ['127.0.0.1'] })
    await expect.poll(() => ssh()).toMatch(/^SSH/)
    expect(await ssh(elsewhere)).toBe('reset')
    await allow('sshServer', {
      allIp: false,
      ipNetwork: [{ _typeName: 'HostFirewallRulesetIpNetwork', network: '127.66.8.0', prefixLength: 23 }],
    })
    expect(await ssh()).toBe('reset')
    expect(await ssh(elsewhere)).toMatch(/^SSH/)
    await vcenter.call(manager('firewallSystem'), 'UpdateDefaultPolicy', {
      defaultPolicy: { _typeName: 'HostFirewallDefaultPolicy', incomingBlocked: false, outgoingBlocked: true },
    })
    await expect.poll(() => ssh()).toMatch(/^SSH/)
    await vcenter.call(manager('firewallSystem'), 'UpdateDefaultPolicy', {
      defaultPolicy: { _typeName: 'HostFirewallDefaultPolicy', incomingBlocked: true, outgoingBlocked: true },
    })
  })

  test('the API is guarded by vSphereClient, and a session that is open does not outlast its address', async () => {
    expect(await https()).toBe('handshake')
    expect(await https(elsewhere)).toBe('reset')
    await using host = await logIn(door.url, 'root')
    await allow('vSphereClient', { allIp: false, ipAddress: [elsewhere] })
    await expect.poll(() => https(elsewhere)).toBe('handshake')
    expect(await https()).toBe('reset')
    await expect(host.call(ref('ServiceInstance', 'ServiceInstance'), 'CurrentTime', {})).rejects.toMatchObject({
      code: 'unreachable',
    })
    await allow('vSphereClient', { allIp: false, ipAddress: ['127.0.0.1'] })
    await expect.poll(() => https()).toBe('handshake')
  })

  test('a host that is not let in by anybody stays shut', async () => {
    const port = Number(new URL(other.url).port)
    expect(await knock({ address: other.address, port, tls: true })).toBe('reset')
  })
})

describe('a host that does not respond', () => {
  test('its door is shut, and calls on it fail at vCenter Server', async () => {
    const respond = (responding: boolean) =>
      control(twin, 'POST', `/twin/hosts/${door.host.value}/respond`, { responding })
    expect(await tryLogIn(door.url, 'root')).toBe('in')
    await respond(false)
    await expect.poll(() => https()).toBe('refused')
    await expect(vcenter.call(manager('serviceSystem'), 'StopService', { id: 'TSM' })).rejects.toMatchObject({
      fault: { _typeName: 'HostNotReachable' },
    })
    await respond(true)
    await expect.poll(() => https()).toBe('handshake')
    expect(await tryLogIn(door.url, 'root')).toBe('in')
  })
})
