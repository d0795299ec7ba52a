import type { AnyValue, MoRef, VimClient } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { adjustableClock, generateEstate, startTwin, type HostDoor, type Twin } from '../index.ts'
import { letIn, logIn, managersOf, property, tryLogIn } from '../testing/clients.ts'
import { control } from '../testing/control.ts'

const clock = adjustableClock()
const minute = 60

let twin: Twin
let vcenter: VimClient
let door: HostDoor
let managers: DataTypes['HostConfigManager']

beforeAll(async () => {
  twin = await startTwin({
    estate: generateEstate({ hosts: 1, vms: 24, seed: 3, release: '8.0' }),
    doors: 'all',
    now: clock,
  })
  const [first] = twin.doors
  if (first === undefined) throw new Error('no door')
  door = first
  vcenter = await logIn(twin.url)
  managers = await managersOf(vcenter, door.host)
  await letIn(vcenter, door.host)
})
afterAll(async () => {
  await vcenter.close()
  await twin[Symbol.asyncDispose]()
})

const manager = <K extends keyof typeof managers>(field: K): NonNullable<(typeof managers)[K]> => {
  const found = managers[field]
  if (found === undefined) throw new Error(`no ${field}`)
  return found
}

const root = (password?: string) => tryLogIn(door.url, 'root', password)
const lockdown = (mode: DataTypes['HostConfigInfo']['lockdownMode'] & string) =>
  vcenter.call(manager('hostAccessManager'), 'ChangeLockdownMode', { mode })
const set = (key: string, value: AnyValue) =>
  vcenter.call(manager('advancedOption'), 'UpdateOptions', { changedValue: [{ _typeName: 'OptionValue', key, value }] })
const long = (value: number) => ({ _typeName: 'long', _value: value }) as const
const dcui = async (user: string, password = 'VMware1!') =>
  (await control(twin, 'POST', '/twin/dcui', { host: door.name, user, password })).body as {
    admitted: boolean
    why: string
  }

/** The newest event of a type at vCenter Server. */
const newest = (type: string) =>
  twin.world.events.all.findLast((event) =>
    [event._typeName, (event as { eventTypeId?: string }).eventTypeId].includes(type),
  )

/** Makes an account on the host itself, as root does there. */
async function makeAccount(id: string, roleId: number): Promise<void> {
  await using host = await logIn(door.url, 'root')
  const { accountManager, authorizationManager, rootFolder } = host.content
  if (accountManager === undefined || authorizationManager === undefined) throw new Error('no managers')
  await host.call(accountManager, 'CreateUser', {
    user: { _typeName: 'HostPosixAccountSpec', id, password: 'back-Up-2026-xyz-abc' },
  })
  await host.call(authorizationManager, 'SetEntityPermissions', {
    entity: rootFolder,
    permission: [{ _typeName: 'Permission', principal: id, group: false, roleId, propagate: true }],
  })
}

describe('lockdown mode', () => {
  beforeAll(async () => {
    await makeAccount('backup', -2)
    await vcenter.call(manager('hostAccessManager'), 'UpdateLockdownExceptions', { users: ['backup'] })
  })

  test.for(['lockdownNormal', 'lockdownStrict'] as const)(
    '%s refuses a direct login, but not of an exception user',
    async (mode) => {
      expect(await root()).toBe('in')
      await lockdown(mode)
      expect(await root()).toBe('NoPermission')
      expect(newest('NoAccessUserEvent')).toMatchObject({ userName: 'root', host: { name: door.name } })
      // Whatever he may do: exception users keep their permissions.
      expect(await tryLogIn(door.url, 'backup', 'back-Up-2026-xyz-abc')).toBe('in')
      // vCenter Server goes on managing the host.
      await set('Annotations.WelcomeMessage', `managed in ${mode}`)
      await lockdown('lockdownDisabled')
      expect(await root()).toBe('in')
    },
  )

  test('a session that was there before has no rights any more', async () => {
    await using host = await logIn(door.url, 'root')
    expect(await property(host, door.host, 'name')).toBe(door.name)
    await lockdown('lockdownNormal')
    expect(await property(host, door.host, 'name')).toBeUndefined()
    await lockdown('lockdownDisabled')
    expect(await property(host, door.host, 'name')).toBe(door.name)
  })

  test('the console: administrators; in normal mode DCUI.Access; in strict mode nobody', async () => {
    expect(await dcui('root')).toMatchObject({ admitted: true })
    expect(await dcui('root', 'wrong')).toMatchObject({ admitted: false, why: expect.stringContaining('password') })
    expect(newest('esx.audit.dcui.login.failed')).toMatchObject({ host: { name: door.name } })
    expect(await dcui('backup', 'back-Up-2026-xyz-abc')).toMatchObject({ admitted: false })
    await lockdown('lockdownNormal')
    expect(await dcui('root')).toMatchObject({ admitted: true, why: expect.stringContaining('DCUI.Access') })
    await set('DCUI.Access', 'backup')
    expect(await dcui('root')).toMatchObject({ admitted: false })
    expect(await dcui('backup', 'back-Up-2026-xyz-abc')).toMatchObject({ admitted: true })
    await lockdown('lockdownStrict')
    expect(await dcui('backup', 'back-Up-2026-xyz-abc')).toMatchObject({
      admitted: false,
      why: expect.stringContaining('strict'),
    })
    await set('DCUI.Access', 'root')
    await lockdown('lockdownDisabled')
  })
})

describe('accounts', () => {
  test('one of a host locks after Security.AccountLockFailures and unlocks after Security.AccountUnlockTime', async () => {
    await set('Security.AccountLockFailures', long(3))
    await set('Security.AccountUnlockTime', long(600))
    for (const _ of [1, 2]) expect(await root('wrong')).toBe('InvalidLogin')
    expect(await root()).toBe('in')
    for (const _ of [1, 2, 3]) expect(await root('wrong')).toBe('InvalidLogin')
    expect(newest('esx.audit.account.loginfailures')).toMatchObject({ host: { name: door.name } })
    expect(await root()).toBe('InvalidLogin')
    expect(newest('esx.audit.account.locked')?.fullFormattedMessage).toMatch(
      /'root' has been locked for 600 seconds after 4 failed/,
    )
    expect(await dcui('root')).toMatchObject({ admitted: true })
    clock.advance(9 * minute)
    expect(await root()).toBe('InvalidLogin')
    clock.advance(10 * minute)
    expect(await root()).toBe('in')
  })

  test('with 0 failures allowed it never locks', async () => {
    await set('Security.AccountLockFailures', long(0))
    for (const _ of Array.from({ length: 8 })) expect(await root('wrong')).toBe('InvalidLogin')
    expect(await root()).toBe('in')
    await set('Security.AccountLockFailures', long(5))
  })

  test('nobody logs in as an account without a password', async () => {
    expect(await tryLogIn(door.url, 'vpxuser', '')).toBe('InvalidLogin')
    expect(await tryLogIn(door.url, 'dcui', '')).toBe('InvalidLogin')
  })

  test('one of SSO locks, too; failures that are far apart do not add up', async () => {
    const auditor = (password?: string) => tryLogIn(twin.url, 'auditor@vsphere.local', password)
    for (const _ of [1, 2, 3, 4]) expect(await auditor('wrong')).toBe('InvalidLogin')
    clock.advance(200)
    expect(await auditor('wrong')).toBe('InvalidLogin')
    expect(await auditor()).toBe('in')
    for (const _ of [1, 2, 3, 4, 5]) expect(await auditor('wrong')).toBe('InvalidLogin')
    expect(await auditor()).toBe('InvalidLogin')
    clock.advance(301)
    expect(await auditor()).toBe('in')
  })
})

/** Time has passed for the administrator, too. */
const logInAgain = async () => {
  await vcenter.close()
  vcenter = await logIn(twin.url)
}

test('who has no right anywhere cannot log in to vCenter Server, although the password is right', async () => {
  const { authorizationManager, rootFolder } = vcenter.content
  if (authorizationManager === undefined) throw new Error('no authorization manager')
  const auditors = { principal: 'VSPHERE.LOCAL\\Auditors', group: true, roleId: -2, propagate: true }
  await vcenter.call(authorizationManager, 'RemoveEntityPermission', {
    entity: rootFolder,
    user: auditors.principal,
    isGroup: true,
  })
  expect(await tryLogIn(twin.url, 'auditor@vsphere.local')).toBe('NoPermission')
  const permission = [{ _typeName: 'Permission' as const, ...auditors }]
  await vcenter.call(authorizationManager, 'SetEntityPermissions', { entity: rootFolder, permission })
  expect(await tryLogIn(twin.url, 'auditor@vsphere.local')).toBe('in')
})

describe('sessions', () => {
  beforeEach(logInAgain)

  const speak = (client: VimClient) => {
    const { sessionManager } = client.content
    if (sessionManager === undefined) throw new Error('no session manager')
    return client.call(sessionManager, 'SetLocale', { locale: 'en' })
  }

  test('one that idles for 30 minutes is over', async () => {
    await using client = await logIn(twin.url)
    clock.advance(29 * minute)
    await speak(client)
    clock.advance(29 * minute)
    await speak(client)
    clock.advance(31 * minute)
    await expect(speak(client)).rejects.toMatchObject({ code: 'notAuthenticated' })
  })

  test('on a host after what its option says', async () => {
    await set('Config.HostAgent.vmacore.soap.sessionTimeout', long(5))
    await using client = await logIn(door.url, 'root')
    clock.advance(4 * minute)
    await speak(client)
    clock.advance(6 * minute)
    await expect(speak(client)).rejects.toMatchObject({ code: 'notAuthenticated' })
  })
})

describe('page sharing', () => {
  beforeAll(logInAgain)

  const shared = async (vm: MoRef) => Number(await property(vcenter, vm, 'summary.quickStats.sharedMemory'))
  const salt = async (vm: MoRef<'VirtualMachine'>, value: string) => {
    const extraConfig = [{ _typeName: 'OptionValue' as const, key: 'sched.mem.pshare.salt', value }]
    await vcenter.waitForTask(
      await vcenter.call(vm, 'ReconfigVM_Task', { spec: { _typeName: 'VirtualMachineConfigSpec', extraConfig } }),
    )
  }

  /** Two VMs that run, and have the same guest system. */
  async function equalVms(): Promise<readonly [MoRef<'VirtualMachine'>, MoRef<'VirtualMachine'>]> {
    const byGuest = new Map<string, MoRef<'VirtualMachine'>>()
    const paths = ['runtime.powerState', 'config.guestId'] as const
    for await (const { ref: vm, values } of vcenter.retrieve([{ type: 'VirtualMachine', paths }])) {
      if (values['runtime.powerState'] !== 'poweredOn') continue
      const guest = String(values['config.guestId'])
      const same = byGuest.get(guest)
      if (same !== undefined) return [same, vm]
      byGuest.set(guest, vm)
    }
    throw new Error('no two equal VMs')
  }

  test('the same salt on two equal VMs, or no salting on the host, lets them share memory; without it they do not', async () => {
    const [one, two] = await equalVms()
    await set('Mem.ShareForceSalting', long(2))
    const before = await shared(one)
    await salt(one, 'team-a')
    expect(await shared(one)).toBe(before)
    await salt(two, 'team-a')
    expect(await shared(one)).toBeGreaterThan(before)
    await salt(two, '')
    expect(await shared(one)).toBe(before)
    await salt(one, '')
    await set('Mem.ShareForceSalting', long(0))
    expect(await shared(one)).toBeGreaterThan(before)
    await set('Mem.ShareForceSalting', long(2))
    expect(await shared(one)).toBe(before)
  })

  test('the resource pool shows the sum', async () => {
    const pool = await property(vcenter, (await equalVms())[0], 'resourcePool')
    const inPool = async () => Number(await property(vcenter, pool as MoRef, 'summary.quickStats.sharedMemory'))
    const before = await inPool()
    await set('Mem.ShareForceSalting', long(1))
    expect(await inPool()).toBeGreaterThan(before)
    await set('Mem.ShareForceSalting', long(2))
    expect(await inPool()).toBe(before)
  })
})

describe('devices in the guest', () => {
  beforeAll(logInAgain)

  interface Seen {
    readonly key: number
    readonly kind: string
    readonly connected: boolean
    readonly media?: string
  }
  const reconfigure = async (
    vm: MoRef<'VirtualMachine'>,
    spec: Omit<DataTypes['VirtualMachineConfigSpec'], '_typeName'>,
  ) => {
    const task = await vcenter.call(vm, 'ReconfigVM_Task', { spec: { _typeName: 'VirtualMachineConfigSpec', ...spec } })
    await vcenter.waitForTask(task)
  }
  const isolate = (vm: MoRef<'VirtualMachine'>, value: string) =>
    reconfigure(vm, { extraConfig: [{ _typeName: 'OptionValue', key: 'isolation.device.connectable.disable', value }] })
  const seen = async (vm: MoRef, key: number) => {
    const { body } = await control(twin, 'GET', `/twin/vms/${vm.value}/guest/devices`)
    return (body as { devices: readonly Seen[] }).devices.find((device) => device.key === key)
  }
  const plug = async (vm: MoRef, key: number, connected: boolean) =>
    (await control(twin, 'POST', `/twin/vms/${vm.value}/guest/devices/${key}`, { connected })).body

  /** A VM that runs, with a CD drive. */
  async function withDrive(): Promise<readonly [MoRef<'VirtualMachine'>, DataTypes['VirtualCdrom']]> {
    const paths = ['runtime.powerState', 'config.hardware.device'] as const
    for await (const { ref: vm, values } of vcenter.retrieve([{ type: 'VirtualMachine', paths }])) {
      const drive = values['config.hardware.device']?.find((device) => device._typeName === 'VirtualCdrom')
      if (values['runtime.powerState'] === 'poweredOn' && drive !== undefined) return [vm, drive]
    }
    throw new Error('no VM with a CD drive')
  }

  test('an ISO that is connected appears, and is gone when it is taken out', async () => {
    const [vm, drive] = await withDrive()
    const edit = (connected: boolean) => {
      const connectable = {
        ...drive.connectable,
        _typeName: 'VirtualDeviceConnectInfo' as const,
        connected,
        startConnected: connected,
        allowGuestControl: true,
      }
      const backing = { _typeName: 'VirtualCdromIsoBackingInfo' as const, fileName: '[ds-c01-1] tools.iso' }
      const device = { ...drive, backing, connectable }
      return reconfigure(vm, { deviceChange: [{ _typeName: 'VirtualDeviceConfigSpec', operation: 'edit', device }] })
    }
    await edit(true)
    expect(await seen(vm, drive.key)).toMatchObject({ kind: 'cdrom', connected: true, media: '[ds-c01-1] tools.iso' })
    await edit(false)
    expect(await seen(vm, drive.key)).toMatchObject({ connected: false })
  })

  test('a user of the guest plugs it in where the VM lets him, and is refused where it does not', async () => {
    const [vm, drive] = await withDrive()
    await isolate(vm, 'FALSE')
    expect(await plug(vm, drive.key, true)).toEqual({ done: true })
    expect(await seen(vm, drive.key)).toMatchObject({ connected: true })
    expect(await plug(vm, drive.key, false)).toEqual({ done: true })
    await isolate(vm, 'TRUE')
    expect(await plug(vm, drive.key, true)).toEqual({ done: false, refused: 'isolated' })
    expect(await seen(vm, drive.key)).toMatchObject({ connected: false })
  })
})
