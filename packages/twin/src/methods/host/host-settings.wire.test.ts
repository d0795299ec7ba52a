import type { VimClient } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateEstate, startTwin } from '../../index.ts'
import { administrator, logIn, managersOf, property } from '../../testing/clients.ts'
import { eventsOf, faultOf, outcome } from '../../testing/faults.ts'
import { hostBench, long, option, type HostBench, type Managers } from '../../testing/host-bench.ts'

let bench: HostBench

beforeAll(async () => {
  bench = await hostBench()
})
afterAll(() => bench[Symbol.asyncDispose]())

const queryOption = async (name: string) =>
  (await bench.vim.call(bench.managers.advancedOption, 'QueryOptions', { name }))?.map(({ value }) => value)

describe('advanced options of a host', () => {
  test('are typed, within limits and known', async () => {
    const unlock = 'Security.AccountUnlockTime'
    const refused = { _typeName: 'InvalidArgument', invalidProperty: 'changedValue.value' }
    expect(await outcome(bench.setOptions(option(unlock, { _typeName: 'int', _value: 600 })))).toEqual(refused)
    expect(await outcome(bench.setOptions(option(unlock, '600')))).toEqual(refused)
    expect(await outcome(bench.setOptions(option(unlock, long(3601))))).toEqual(refused)
    expect(await outcome(bench.setOptions(option('Config.HostAgent.log.level', 'loud')))).toEqual(refused)
    expect(await outcome(bench.setOptions(option('ScratchConfig.CurrentScratchLocation', '/tmp')))).toEqual(refused)
    expect(await outcome(bench.setOptions(option('No.Such', 'x')))).toEqual({
      _typeName: 'InvalidName',
      name: 'No.Such',
    })
    expect(await queryOption(unlock)).toEqual([long(900)])
  })

  test('change one after the other until one is refused, and every view shows the same', async () => {
    const ended = await faultOf(
      bench.setOptions(
        option('Mem.ShareForceSalting', long(1)),
        option('No.Such', 'x'),
        option('Net.BlockGuestBPDU', long(0)),
      ),
    )
    expect(ended).toBe('InvalidName')
    expect([await queryOption('Mem.ShareForceSalting'), await queryOption('Net.BlockGuestBPDU')]).toEqual([
      [long(1)],
      [long(1)],
    ])
    const shown = ((await property(bench.vim, bench.managers.advancedOption, 'setting')) ??
      []) as DataTypes['OptionValue'][]
    expect((await bench.config()).option).toEqual(shown)
    expect(await eventsOf(bench.vim, bench.host)).toContain(`TaskEvent by ${administrator}`)
  })

  test('are found by their whole name or by what stands before a dot', async () => {
    const below = await bench.vim.call(bench.managers.advancedOption, 'QueryOptions', { name: 'Security.' })
    expect(below?.length).toBeGreaterThan(3)
    expect(below?.every(({ key }) => key.startsWith('Security.'))).toBe(true)
    expect(await faultOf(bench.vim.call(bench.managers.advancedOption, 'QueryOptions', { name: 'Security' }))).toBe(
      'InvalidName',
    )
  })

  test('show in the power policy, and the power policy in them', async () => {
    await bench.setOptions(option('Power.CpuPolicy', 'Low Power'))
    expect((await bench.config()).powerSystemInfo.currentPolicy.shortName).toBe('low')
    await bench.vim.call(bench.managers.powerSystem, 'ConfigurePowerPolicy', { key: 1 })
    expect(await queryOption('Power.CpuPolicy')).toEqual(['High Performance'])
    expect(await faultOf(bench.vim.call(bench.managers.powerSystem, 'ConfigurePowerPolicy', { key: 9 }))).toBe(
      'InvalidArgument',
    )
  })
})

describe('settings of the vCenter Server', () => {
  const set = (client: VimClient, ...changedValue: DataTypes['OptionValue'][]) => {
    const { setting } = client.content
    if (setting === undefined) throw new Error('no settings')
    return client.call(setting, 'UpdateOptions', { changedValue })
  }

  test('keep their type; new ones are text below config.', async () => {
    expect(await faultOf(set(bench.vim, option('config.vpxd.hostPasswordLength', '40')))).toBe('InvalidArgument')
    await set(
      bench.vim,
      option('config.vpxd.hostPasswordLength', { _typeName: 'int', _value: 40 }),
      option('config.my.own', 'yes'),
    )
    expect(await faultOf(set(bench.vim, option('my.own', 'yes')))).toBe('InvalidName')
    expect(await faultOf(set(bench.vim, option('config.my.number', { _typeName: 'int', _value: 1 })))).toBe(
      'InvalidName',
    )
  })

  test('ask for Global.Settings', async () => {
    await using auditor = await logIn(bench.twin.url, 'auditor@vsphere.local')
    const { rootFolder: object } = auditor.content
    expect(await outcome(set(auditor, option('config.my.own', 'no')))).toMatchObject({
      _typeName: 'NoPermission',
      object,
      privilegeId: 'Global.Settings',
    })
    const held = auditor.call(bench.managers.advancedOption, 'UpdateOptions', { changedValue: [] })
    expect(await outcome(held)).toMatchObject({ _typeName: 'NoPermission', privilegeId: 'Host.Config.AdvancedConfig' })
  })
})

describe('services', () => {
  const call = (method: 'StartService' | 'StopService' | 'RestartService' | 'UninstallService', id: string) =>
    bench.vim.call(bench.managers.serviceSystem, method, { id })

  test('start and stop with an audit event; required ones stay', async () => {
    await call('StartService', 'TSM-SSH')
    await call('StartService', 'TSM-SSH')
    await call('StopService', 'TSM-SSH')
    const ssh = (await eventsOf(bench.vim, bench.host)).filter((event) => event.includes('.ssh.'))
    expect(ssh).toEqual([`esx.audit.ssh.enabled by ${administrator}`, `esx.audit.ssh.disabled by ${administrator}`])
    expect(await faultOf(call('StopService', 'vmsyslogd'))).toBe('HostConfigFault')
    expect(await faultOf(call('StartService', 'no-such'))).toBe('NotFound')
    expect(await faultOf(call('UninstallService', 'ntpd'))).toBe('NotSupported')
  })

  test('have a policy of three words', async () => {
    const policy = (id: string, to: string) =>
      bench.vim.call(bench.managers.serviceSystem, 'UpdateServicePolicy', { id, policy: to })
    await policy('TSM', 'automatic')
    expect((await bench.service('TSM'))?.policy).toBe('automatic')
    expect([await faultOf(policy('TSM', 'never')), await faultOf(policy('vmsyslogd', 'off'))]).toEqual([
      'InvalidArgument',
      'InvalidArgument',
    ])
  })

  test('a shell stops by itself after the time that was set when it started', async () => {
    await bench.setOptions(option('UserVars.ESXiShellTimeOut', long(60)))
    await call('StartService', 'TSM')
    bench.clock.advance(61)
    await expect.poll(async () => (await bench.service('TSM'))?.running).toBe(false)
    await bench.setOptions(option('UserVars.ESXiShellTimeOut', long(0)))
  })
})

describe('the firewall', () => {
  const rulesets = async () => (await bench.config()).firewall.ruleset ?? []
  const ruleset = async (id: string) => (await rulesets()).find(({ key }) => key === id)
  const allow = (id: string, list: Partial<DataTypes['HostFirewallRulesetIpList']>) =>
    bench.vim.call(bench.managers.firewallSystem, 'UpdateRuleset', {
      id,
      spec: {
        _typeName: 'HostFirewallRulesetRulesetSpec',
        allowedHosts: { _typeName: 'HostFirewallRulesetIpList', allIp: false, ...list },
      },
    })
  const network = (text: string, prefixLength: number) => ({
    _typeName: 'HostFirewallRulesetIpNetwork' as const,
    network: text,
    prefixLength,
  })

  test('takes addresses and networks, and nothing else', async () => {
    await allow('ntpClient', { ipAddress: ['10.1.2.3', 'fd00::1'], ipNetwork: [network('10.2.0.0', 16)] })
    expect((await ruleset('ntpClient'))?.allowedHosts).toMatchObject({
      allIp: false,
      ipAddress: ['10.1.2.3', 'fd00::1'],
    })
    const wrong = [
      allow('ntpClient', { ipAddress: ['ntp.example'] }),
      allow('ntpClient', { ipNetwork: [network('10.0.0.0', 33)] }),
    ]
    expect(await Promise.all(wrong.map(faultOf))).toEqual(['InvalidArgument', 'InvalidArgument'])
    expect(await faultOf(allow('no-such', {}))).toBe('NotFound')
    expect(await eventsOf(bench.vim, bench.host)).toContain(`esx.audit.net.firewall.config.changed by ${administrator}`)
  })

  test('rule sets of the system and required ones are not to be switched', async () => {
    const call = (method: 'EnableRuleset' | 'DisableRuleset', id: string) =>
      faultOf(bench.vim.call(bench.managers.firewallSystem, method, { id }))
    expect(await call('DisableRuleset', 'DVSSync')).toBe('HostConfigFault')
    expect(await call('DisableRuleset', 'vSphereClient')).toBe('HostConfigFault')
    expect(await faultOf(allow('nfsClient', {}))).toBe('HostConfigFault')
    expect(await call('EnableRuleset', 'httpClient')).toBe('done')
    expect((await ruleset('httpClient'))?.enabled).toBe(true)
  })

  test('before 8.0 U2 an automatic service follows its ports; since then its ports follow the service', async () => {
    await using old = await startTwin({ estate: generateEstate({ hosts: 1, vms: 0, seed: 1, release: '7.0' }) })
    await using client = await logIn(old.url)
    const [single] = [...old.world.ofType('HostSystem')].map(({ ref }) => ref)
    const { serviceSystem, firewallSystem } = (await managersOf(client, single ?? bench.host)) as Managers
    const runs = async () => {
      const info = (await property(client, serviceSystem, 'serviceInfo')) as DataTypes['HostServiceInfo']
      return info.service?.find(({ key }) => key === 'ntpd')?.running
    }
    await client.call(serviceSystem, 'UpdateServicePolicy', { id: 'ntpd', policy: 'automatic' })
    await client.call(firewallSystem, 'EnableRuleset', { id: 'ntpClient' })
    await client.call(firewallSystem, 'DisableRuleset', { id: 'ntpClient' })
    expect(await runs()).toBe(false)
    await client.call(firewallSystem, 'EnableRuleset', { id: 'ntpClient' })
    expect(await runs()).toBe(true)
    await bench.vim.call(bench.managers.serviceSystem, 'StopService', { id: 'ntpd' })
    expect((await ruleset('ntpClient'))?.enabled).toBe(false)
    await bench.vim.call(bench.managers.serviceSystem, 'StartService', { id: 'ntpd' })
    expect((await ruleset('ntpClient'))?.enabled).toBe(true)
  })

  test('a default policy that names one direction leaves the other', async () => {
    const defaultPolicy = { _typeName: 'HostFirewallDefaultPolicy' as const, outgoingBlocked: false }
    await bench.vim.call(bench.managers.firewallSystem, 'UpdateDefaultPolicy', { defaultPolicy })
    expect((await bench.config()).firewall.defaultPolicy).toMatchObject({
      incomingBlocked: true,
      outgoingBlocked: false,
    })
  })
})

describe('the clock', () => {
  const update = (fields: Partial<DataTypes['HostDateTimeConfig']>) =>
    bench.vim.call(bench.managers.dateTimeSystem, 'UpdateDateTimeConfig', {
      config: { _typeName: 'HostDateTimeConfig', ...fields },
    })

  test('a configuration is merged field by field', async () => {
    const before = (await bench.config()).dateTimeInfo
    await update({ timeZone: 'Asia/Tokyo' })
    expect((await bench.config()).dateTimeInfo).toEqual({
      ...before,
      timeZone: expect.objectContaining({ key: 'Asia/Tokyo', gmtOffset: 32_400 }),
    })
    await update({ ntpConfig: { _typeName: 'HostNtpConfig', server: ['10.0.0.1', 'ntp.example iburst'] } })
    expect((await bench.config()).dateTimeInfo.ntpConfig?.server).toEqual(['10.0.0.1', 'ntp.example iburst'])
    await update({ enabled: false })
    expect(await bench.service('ntpd')).toMatchObject({ running: false, policy: 'off' })
    const wrong = [
      update({ timeZone: 'Nowhere' }),
      update({ protocol: 'sundial' }),
      update({ ntpConfig: { _typeName: 'HostNtpConfig', server: ['a;b'] } }),
    ]
    expect(await Promise.all(wrong.map(faultOf))).toEqual(['InvalidArgument', 'InvalidArgument', 'InvalidArgument'])
  })

  test('can be set, and runs on', async () => {
    await bench.vim.call(bench.managers.dateTimeSystem, 'UpdateDateTime', { dateTime: '2031-01-01T00:00:00Z' })
    bench.clock.advance(90)
    const shown = Date.parse(await bench.vim.call(bench.managers.dateTimeSystem, 'QueryDateTime', {}))
    expect(shown - Date.parse('2031-01-01T00:01:30Z')).toBeLessThan(10_000)
  })
})

test('the acceptance level does not rise above what is installed', async () => {
  const image = bench.managers.imageConfigManager
  const set = (newAcceptanceLevel: string) =>
    faultOf(bench.vim.call(image, 'UpdateHostImageAcceptanceLevel', { newAcceptanceLevel }))
  expect(await bench.vim.call(image, 'HostImageConfigGetAcceptance', {})).toBe('partner')
  expect([await set('vmware_certified'), await set('anything'), await set('community')]).toEqual([
    'HostConfigFault',
    'InvalidArgument',
    'HostConfigFault',
  ])
  const packages = await bench.vim.call(image, 'fetchSoftwarePackages', {})
  expect(packages?.some(({ acceptanceLevel }) => acceptanceLevel === 'partner')).toBe(true)
  expect((await bench.vim.call(image, 'HostImageConfigGetProfile', {})).name).toContain('8.0.3')
})

test('SNMP and kernel modules keep what they are told', async () => {
  const configure = (spec: Partial<DataTypes['HostSnmpConfigSpec']>) =>
    bench.vim.call(bench.managers.snmpSystem, 'ReconfigureSnmpAgent', {
      spec: { _typeName: 'HostSnmpConfigSpec', ...spec },
    })
  expect(await faultOf(configure({ enabled: true }))).toBe('InvalidArgument')
  await configure({ enabled: true, readOnlyCommunities: ['secret'] })
  expect(await property(bench.vim, bench.managers.snmpSystem, 'configuration')).toMatchObject({
    enabled: true,
    port: 161,
    readOnlyCommunities: ['secret'],
  })
  expect((await bench.service('snmpd'))?.running).toBe(true)
  const modules = bench.managers.kernelModuleSystem
  await bench.vim.call(modules, 'UpdateModuleOptionString', { name: 'vmkusb', options: 'a=1' })
  expect(await bench.vim.call(modules, 'QueryConfiguredModuleOptionString', { name: 'vmkusb' })).toBe('a=1')
  const used = async () =>
    (await bench.vim.call(modules, 'QueryModules', {}))?.find(({ name }) => name === 'vmkusb')?.optionString
  expect([
    await used(),
    await faultOf(bench.vim.call(modules, 'UpdateModuleOptionString', { name: 'none', options: '' })),
  ]).toEqual(['', 'NotFound'])
})
