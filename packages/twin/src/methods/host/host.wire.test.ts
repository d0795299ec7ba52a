import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describePeer } from '@sakimori/testkit/lane'
import { govc, govcEnv, govcJson, runPyvmomi, type Server } from '@sakimori/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, password } from '../../testing/clients.ts'
import { hostBench, type HostBench } from '../../testing/host-bench.ts'
import { signRequest } from '../../testing/sign-request.ts'

let bench: HostBench
let server: Server
let name: string
let folder: string

beforeAll(async () => {
  bench = await hostBench()
  const { url } = bench.twin
  const { hostname, port } = new URL(url)
  const env = govcEnv(url, administrator, password)
  server = { url, host: hostname, port: Number(port), username: administrator, password, env }
  name = bench.twin.doors[0]?.name ?? ''
  folder = await mkdtemp(join(tmpdir(), 'sakimori-host-'))
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** What govc says on its standard error when it fails. */
async function complaint(work: Promise<string>): Promise<string> {
  try {
    return `no complaint, but: ${await work}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

describePeer('govc', 'govc', () => {
  const host = (command: string, ...args: string[]) => govc(server, [command, '-host', name, ...args])

  test('host.option', async () => {
    await host('host.option.set', 'Security.AccountUnlockTime', '600')
    expect(await host('host.option.ls', 'Security.AccountUnlockTime')).toMatch(/AccountUnlockTime:\s+600/)
    expect(await complaint(host('host.option.set', 'Security.AccountUnlockTime', '3601'))).toContain(
      'changedValue.value',
    )
    await govc(server, ['option.set', 'config.my.own', 'yes'])
    expect(await govc(server, ['option.ls', 'config.my.'])).toMatch(/config\.my\.own:\s+yes/)
    expect(await complaint(govc(server, ['option.set', 'my.own', 'yes']))).toContain('my.own')
  })

  test('host.service', async () => {
    await host('host.service', 'start', 'TSM-SSH')
    await host('host.service', 'enable', 'TSM-SSH')
    expect(await host('host.service.ls')).toMatch(/TSM-SSH\s+on\s+Running/)
    await host('host.service', 'disable', 'TSM-SSH')
    await host('host.service', 'stop', 'TSM-SSH')
    expect(await host('host.service', 'status', 'TSM-SSH')).toBe('Stopped\n')
    expect(await complaint(host('host.service', 'stop', 'vmsyslogd'))).toContain('required')
    expect(await govc(server, ['events', `/${await path()}`])).toContain('SSH access has been enabled')
  })

  const path = async () => (await govc(server, ['find', '/', '-type', 'h', '-name', name])).trim().replace(/^\//, '')

  test('host.date', async () => {
    await host('host.date.change', '-server', '10.0.0.1', '-server', 'ntp.example')
    expect(await host('host.date.info')).toMatch(/NTP servers:\s+10\.0\.0\.1, ntp\.example/)
    await host('host.date.change', '-date', 'Tue Jan  1 00:00:00 UTC 2030')
    expect(await host('host.date.info')).toMatch(/Current date and time:\s+Tue Jan\s+1 00:0\d:\d\d UTC 2030/)
  })

  test('host.cert', async () => {
    const answer = await signRequest(await host('host.cert.csr'), { days: 400, now: new Date() })
    const file = join(folder, 'host.pem')
    await writeFile(file, answer)
    await host('host.cert.import', file)
    expect(await host('host.cert.info')).toMatch(
      new RegExp(`Certificate Status:\\s+good[^]*Common Name \\(CN\\):\\s+${name}`),
    )
    await writeFile(file, bench.twin.ca)
    expect(await complaint(host('host.cert.import', file))).toContain('does not fit')
  })

  test('host.account', async () => {
    const secret = 'Correct-Horse-9x-Battery'
    expect(await complaint(host('host.account.create', '-id', 'bob', '-password', 'weak'))).toContain('password')
    await host('host.account.create', '-id', 'bob', '-password', secret)
    await host('host.account.update', '-id', 'bob', '-password', 'Another-Staple-7y-Stair')
    await host('host.account.remove', '-id', 'bob')
    expect(await complaint(host('host.account.remove', '-id', 'bob'))).toContain('bob')
  })

  test('host.maintenance, host.disconnect, host.info', async () => {
    await govc(server, ['host.maintenance.enter', name])
    const [info] = (
      (await govcJson(server, ['host.info', '-host', name])) as {
        hostSystems: { summary: { runtime: { inMaintenanceMode: boolean } } }[]
      }
    ).hostSystems
    expect(info?.summary.runtime.inMaintenanceMode).toBe(true)
    await govc(server, ['host.maintenance.exit', name])
    await govc(server, ['host.disconnect', name])
    expect(await complaint(host('host.service', 'start', 'TSM'))).toContain('disconnected')
    await govc(server, ['host.reconnect', name])
    expect(await host('host.info')).toMatch(/State:\s+connected/)
  })
})

describePeer('pyvmomi', 'pyVmomi', () => {
  const onHost = `
host = next(obj for obj, known, _ in collect(vim.HostSystem, "name") if known["name"] == args[0])
managers = host.configManager
def fault(work):
    try:
        work()
    except Exception as error:
        return type(error).__name__
`
  const script = (text: string) => runPyvmomi(server, `${onHost}${text}`, [name])

  test('lockdown mode and its exceptions', async () => {
    const seen = await script(`
access = managers.hostAccessManager
access.UpdateLockdownExceptions(["root"])
access.ChangeLockdownMode("lockdownStrict")
dcui = lambda: next(s.running for s in host.config.service.service if s.key == "DCUI")
strict = [access.lockdownMode, host.config.adminDisabled, dcui(), access.QueryLockdownExceptions()]
held = fault(lambda: managers.serviceSystem.StartService("DCUI"))
access.ChangeLockdownMode("lockdownDisabled")
access.UpdateLockdownExceptions([])
emit([strict, held, dcui(), fault(lambda: access.UpdateLockdownExceptions(["nobody-there"]))])
`)
    expect(seen).toEqual([
      ['lockdownStrict', true, false, ['root']],
      'vmodl.fault.SecurityError',
      true,
      'vim.fault.UserNotFound',
    ])
  })

  test('the firewall and the acceptance level', async () => {
    const seen = await script(`
spec = vim.host.Ruleset.RulesetSpec
ips = vim.host.Ruleset.IpList
net = vim.host.Ruleset.IpNetwork(network="10.9.0.0", prefixLength=16)
firewall = managers.firewallSystem
firewall.UpdateRuleset("sshServer", spec(allowedHosts=ips(allIp=False, ipNetwork=[net])))
rules = {rule.key: rule for rule in firewall.firewallInfo.ruleset}
image = managers.imageConfigManager
emit([
  rules["sshServer"].allowedHosts.ipNetwork[0].network,
  fault(lambda: firewall.UpdateRuleset("sshServer", spec(allowedHosts=ips(allIp=False, ipAddress=["x"])))),
  fault(lambda: firewall.DisableRuleset("vSphereClient")),
  image.HostImageConfigGetAcceptance(),
  fault(lambda: image.UpdateHostImageAcceptanceLevel("vmware_certified")),
])
`)
    expect(seen).toEqual([
      '10.9.0.0',
      'vmodl.fault.InvalidArgument',
      'vim.fault.HostConfigFault',
      'partner',
      'vim.fault.HostConfigFault',
    ])
  })
})
