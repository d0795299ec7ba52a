import { govc, govcEnv } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import type { DataTypes } from '@sakimori/vim25/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateEstate, startTwin, type Twin } from '../../index.ts'
import { administrator, password, property } from '../../testing/clients.ts'
import { hostBench, type HostBench } from '../../testing/host-bench.ts'
import { setResponding } from '../../faults/interference.ts'

const at = (twin: Twin, user = administrator) => ({
  url: twin.url,
  host: '127.0.0.1',
  port: 0,
  username: user,
  password,
  env: govcEnv(twin.url, user, password),
})
const first = 'esx0001.sakimori.example'

describePeer('govc', 'esxcli with govc', () => {
  let bench: HostBench
  const run = (...args: readonly string[]) => govc(at(bench.twin), ['host.esxcli', '-host', first, ...args])
  const say = (line: string) => run(...line.split(' '))
  /** A command whose answer is one line, or several shown by themselves: fields by name. */
  const fields = async (line: string) =>
    Object.fromEntries((await say(line)).split('\n').map((one) => one.split(/:\s*(.*)/, 2)))

  beforeAll(async () => {
    bench = await hostBench()
  })
  afterAll(() => bench[Symbol.asyncDispose]())

  describe('shows', () => {
    const cases: readonly (readonly [line: string, shown: RegExp])[] = [
      ['network firewall get', /^DefaultAction: +DROP\nEnabled: +true\nLoaded: +true\n$/],
      ['network firewall ruleset rule list -r sshServer', /sshServer +Inbound +TCP +Dst +22 +22/],
      ['network ip interface ipv4 get', /vmk0 +10\.10\.0\.1 +255\.255\.0\.0/],
      ['network ip connection list -t tcp', /tcp +0 +0 +0\.0\.0\.0:443 .* LISTEN/],
      ['network vswitch standard list', /CDPStatus: +listen\n[\s\S]*Uplinks: +vmnic0, vmnic1/],
      ['network vm list', /World ID +Name +Num Ports +Networks\n/],
      ['vm process list', /ConfigFile: +\[ds-c01-1\]/],
      ['software acceptance get', /^PartnerSupported\n$/],
      ['software vib list', /esx-base +8\.0\.3-0\.0\.\d+ +VMW +VMwareAccepted/],
      ['software vib get -n lsi-mr3', /AcceptanceLevel: +PartnerSupported\n/],
      ['software profile get', /Name: +ESXi-8\.0\.3-/],
      ['system account list', /dcui +DCUI User +false/],
      ['system permission list', /root +false +Admin/],
      ['system settings kernel list -o execInstalledOnly', /execInstalledOnly +Bool +TRUE/],
      ['system syslog config get', /LocalLogOutputIsPersistent: +true\n/],
      ['system syslog config logfilter get', /LogFilteringEnabled: +false\n/],
      ['system security fips140 ssh get', /^Enabled: +true\n$/],
      ['system security fips140 rhttpproxy get', /^Enabled: +true\n$/],
      ['system security keypersistence get', /^Enabled: +false\n$/],
      ['system ssh server config list', /banner +\/etc\/issue\n/],
      ['system module get -m vmkusb', /SignedStatus: +VMware Signed\n/],
      ['system version get', /Version: +8\.0\.3\n/],
      ['system hostname get', /FullyQualifiedDomainName: +esx0001\.sakimori\.example\n/],
      ['system maintenanceMode get', /^Disabled\n$/],
      ['system stats uptime get', /^\d+\n$/],
      ['hardware clock get', /^\d{4}-\d\d-\d\dT[\d:]+Z\n$/],
      ['hardware trustedboot get', /TpmPresent: +true\n/],
      ['hardware platform get', /VendorName: +HPE\n/],
      ['storage nfs list', /ds-c01-1 +10\.30\.255\.1/],
      ['storage filesystem list', /VMFS-6/],
      ['iscsi software get', /^false\n$/],
      ['system auditrecords get', /AuditRecordStorageActive: +true\n/],
      ['system snmp get', /Enable: +false\n/],
      ['system ntp get', /Servers: +ntp/],
    ]

    test.concurrent.for(cases)('%s', async ([line, shown]) => {
      expect(await say(line)).toMatch(shown)
    })
  })

  test('an option that is set is the same in the API, with its type and limits', async () => {
    const path = '/UserVars/ESXiShellTimeOut'
    expect(await say(`system settings advanced set -o ${path} -i 300`)).toBe('true\n')
    expect(await fields(`system settings advanced list -o ${path}`)).toMatchObject({
      IntValue: '300',
      MaxValue: '86400',
    })
    const option = (await bench.config()).option.find(({ key }) => key === 'UserVars.ESXiShellTimeOut')
    expect(option?.value).toEqual({ _typeName: 'long', _value: 300 })
    await expect(say(`system settings advanced set -o ${path} -i 86401`)).rejects.toThrow(/between 0 and 86400/)
    await expect(say(`system settings advanced set -o ${path} -s soon`)).rejects.toThrow(/wants an integer value/)
    await expect(say('system settings advanced set -o /No/Such -i 1')).rejects.toThrow(/Unable to find option/)
  })

  test('rule sets, their addresses and the firewall itself', async () => {
    const ruleset = async (key: string) => (await bench.config()).firewall.ruleset?.find((one) => one.key === key)
    await say('network firewall ruleset set -r httpClient -e true')
    expect((await ruleset('httpClient'))?.enabled).toBe(true)
    await expect(say('network firewall ruleset set -r ntpClient -e false')).rejects.toThrow(/owned by the system/)
    await say('network firewall ruleset set -r httpClient -a false')
    await say('network firewall ruleset allowedip add -r httpClient -i 192.168.0.0/24')
    expect((await ruleset('httpClient'))?.allowedHosts).toMatchObject({
      allIp: false,
      ipNetwork: [{ network: '10.0.0.0' }, { network: '192.168.0.0', prefixLength: 24 }],
    })
    expect(await say('network firewall ruleset allowedip list -r httpClient')).toMatch(
      /httpClient +10\.0\.0\.0\/16, 192\.168\.0\.0\/24/,
    )
    await say('network firewall ruleset allowedip remove -r httpClient -i 192.168.0.0/24')
    await expect(say('network firewall ruleset list -r nothing')).rejects.toThrow(/Invalid ruleset id: nothing/)
    await say('network firewall set -e false')
    expect(await fields('network firewall get')).toMatchObject({ Enabled: 'false', DefaultAction: 'DROP' })
    await say('network firewall set -e true -d true')
    expect((await bench.config()).firewall.defaultPolicy.incomingBlocked).toBe(false)
    const reported = bench.twin.world.events.all.map((event) => (event as { eventTypeId?: string }).eventTypeId)
    expect(reported).toEqual(
      expect.arrayContaining(['esx.audit.net.firewall.disabled', 'esx.audit.net.firewall.enabled']),
    )
    await say('network firewall set -d false')
  })

  test('what only esxcli has is kept, by itself', async () => {
    await say('system ssh server config set -k banner -v none')
    expect(await say('system ssh server config list')).toMatch(/banner +none\n/)
    await say('system ssh server config set -k banner -r true')
    expect(await say('system ssh server config list')).toMatch(/banner +\/etc\/issue\n/)
    await say('system security fips140 ssh set -e false')
    expect(await say('system security fips140 ssh get')).toMatch(/false/)
    await say('system tls server set -p NIST_2024')
    expect(await fields('system tls server get')).toEqual({
      '': undefined,
      Profile: 'NIST_2024',
      RebootRequired: 'true',
    })
    expect(await fields('system tls server get --show-current-boot-profile=true')).toMatchObject({
      Profile: 'COMPATIBLE',
    })
    await expect(say('system tls server set -p NONE')).rejects.toThrow(/Invalid data constraint/)
    await run('system', 'ssh', 'key', 'add', '-u', 'root', '-k', 'ssh-ed25519 AAAA one@example')
    expect(await say('system ssh key list')).toMatch(/ssh-ed25519 AAAA one@example/)
    const other = await govc(at(bench.twin), [
      'host.esxcli',
      '-host',
      'esx0002.sakimori.example',
      'system',
      'ssh',
      'key',
      'list',
    ])
    expect(other).toBe('')
  })

  test('sealing shows in the API and cannot be undone', async () => {
    await say('system settings encryption set -m TPM -s true -e true')
    expect(await fields('system settings encryption get')).toMatchObject({ Mode: 'TPM', RequireSecureBoot: 'true' })
    const runtime = (await property(bench.vim, bench.host, 'runtime')) as DataTypes['HostRuntimeInfo']
    expect(runtime.stateEncryption).toMatchObject({ protectionMode: 'tpm', requireExecInstalledOnly: true })
    await expect(say('system settings encryption set -m NONE')).rejects.toThrow(/cannot be turned off/)
  })

  test('accounts and acceptance level go the way of the API', async () => {
    await run(
      'system',
      'account',
      'add',
      '-i',
      'ops',
      '-p',
      'xK7-mq2-Tr9-pWz4',
      '-c',
      'xK7-mq2-Tr9-pWz4',
      '-d',
      'Operations',
    )
    expect(await say('system account list')).toMatch(/ops +Operations +true/)
    await say('system account set -i ops -s false')
    expect(await say('system account list')).toMatch(/ops +Operations +false/)
    await expect(run('system', 'account', 'add', '-i', 'x', '-p', 'a', '-c', 'b')).rejects.toThrow(/do not match/)
    await say('system account remove -i ops')
    expect(await say('system account list')).not.toMatch(/ops/)
    await expect(say('software acceptance set --level VMwareAccepted')).rejects.toThrow(/does not permit packages/)
    await say('network vswitch standard set -c both -v vSwitch0')
    const [vswitch] = (await bench.config()).network.vswitch ?? []
    expect(vswitch?.spec.bridge).toMatchObject({ linkDiscoveryProtocolConfig: { operation: 'both' } })
  })

  test('what it does not know it says, in the words of esxcli', async () => {
    await expect(say('system hostname set')).rejects.toThrow(/method 'set' not found in name space/)
    await expect(say('vsan cluster get')).rejects.toThrow(
      /no esxcli namespace vsan cluster, or the twin does not simulate it/,
    )
    await expect(say('network firewall ruleset set')).rejects.toThrow(/Missing required parameter -r\|--ruleset-id/)
  })

  test('asks for rights, and for a host that answers', async () => {
    const auditor = (...args: readonly string[]) =>
      govc(at(bench.twin, 'auditor@vsphere.local'), ['host.esxcli', '-host', first, ...args])
    expect(await auditor('network', 'firewall', 'get')).toMatch(/Enabled/)
    await expect(auditor('network', 'firewall', 'set', '-e', 'false')).rejects.toThrow(/Host\.Config\.NetService/)
    await expect(auditor('system', 'module', 'list')).rejects.toThrow(/Host\.Config\.Settings/)
    setResponding(bench.twin.world, first, false)
    await expect(say('network firewall get')).rejects.toThrow(/does not respond/)
    setResponding(bench.twin.world, first, true)
  })

  test('describes itself', async () => {
    const model = (...args: readonly string[]) =>
      govc({ ...at(bench.twin), env: { ...at(bench.twin).env, GOVC_SHOW_UNRELEASED: 'true' } }, [
        'host.esxcli.model',
        '-host',
        first,
        ...args,
      ])
    expect(await model('network.firewall.ruleset.allowedip')).toMatch(
      /allowedip\.add\(ipaddress string, rulesetid string\) boolean/,
    )
    expect(await model('-c', 'system.tls.server')).toMatch(/profile +\[-p --profile\]/)
    expect(await model('-i', 'vm.process')).toMatch(/ha-cli-handler-vm-process/)
  })

  test('-hints=false shows tables as lists; firewall.ruleset.find asks it first', async () => {
    expect(await run('-hints=false', 'network', 'firewall', 'ruleset', 'list', '-r', 'sshServer')).toBe(
      'Enabled:  true\nName:     sshServer\n',
    )
    expect(
      await govc(at(bench.twin), ['firewall.ruleset.find', '-host', first, '-direction', 'inbound', '-port', '22']),
    ).toBe('sshServer\n')
  })
})

describePeer('govc', 'releases', () => {
  test('a host has the commands of its release', async () => {
    const has = {
      '6.5': [false, false, false],
      '7.0': [true, false, false],
      '9.0': [true, true, true],
    } as const
    for (const [release, wanted] of Object.entries(has)) {
      await using twin = await startTwin({
        estate: generateEstate({ hosts: 1, vms: 0, seed: 1, release: release as '6.5' }),
      })
      const works = async (line: string) => {
        try {
          await govc(at(twin), ['host.esxcli', ...line.split(' ')])
          return true
        } catch (error) {
          expect(String(error)).toMatch(/no esxcli namespace/)
          return false
        }
      }
      const lines = ['system settings encryption get', 'system ssh server config list', 'system tls server get']
      expect(await Promise.all(lines.map(works)), release).toEqual(wanted)
    }
  })
})
