import { describe, expect, test } from 'vitest'
import { baselines, type Control } from '../../control/index.ts'
import { releases } from '../../model/index.ts'
import { asking } from '../../testing/asking.ts'
import { first, setOption, type Spoiler } from '../../testing/draft.ts'
import { goodEstate } from '../../testing/good-estate.ts'
import { findingsOf } from '../../testing/verdicts.ts'
import { clusterControls } from '../cluster/index.ts'
import { ioControl } from '../network/io-control.ts'
import { leadsNowhere, parseIpv4 } from './addresses.ts'
import { auditStore } from './audit-store.ts'
import { bootIntegrity } from './boot-integrity.ts'
import { coreDump } from './core-dump.ts'
import { destinations } from './destinations.ts'
import { neededRulesets } from './firewall-rulesets.ts'
import { storage } from './storage.ts'
import { strict } from './strict.ts'

const controls: readonly Control[] = [
  ...bootIntegrity,
  ...auditStore,
  ...coreDump,
  ...destinations,
  ...neededRulesets,
  ...storage,
  ...strict,
  ...clusterControls,
  ...ioControl,
]
const { firstVerdict, verdicts } = asking(controls)

const host =
  (values: Record<string, unknown>): Spoiler =>
  (draft) =>
    Object.assign(first(draft, 'HostSystem').values, values)

const option =
  (key: string, value: unknown): Spoiler =>
  (draft) =>
    setOption(first(draft, 'HostSystem'), 'config.option', key, value)

const missing =
  (path: string, why: 'notSupported' | 'noPermission'): Spoiler =>
  (draft) => {
    const { values, missing: gone } = first(draft, 'HostSystem')
    delete values[path]
    gone[path] = { why }
  }

describe('trap 23: Secure Boot', () => {
  const untold = host({ 'capability.uefiSecureBoot': undefined })

  test('is unknown on a build that does not tell, never a failure', () => {
    expect(firstVerdict('8.0', 'esx.secure-boot', [untold, host({ 'runtime.stateEncryption': undefined })])).toBe(
      'unknown',
    )
  })

  test('is proved by a host that requires it, and refuted by one that started by BIOS', () => {
    expect(firstVerdict('7.0', 'esx.secure-boot', [untold])).toBe('pass')
    const bios = host({ 'runtime.stateEncryption': {}, 'hardware.biosInfo': { firmwareType: 'BIOS' } })
    expect(firstVerdict('8.0', 'esx.secure-boot', [untold, bios])).toBe('fail')
  })

  test('that may not be read is not guessed', () => {
    expect(firstVerdict('8.0', 'esx.secure-boot', [missing('capability.uefiSecureBoot', 'noPermission')])).toBe(
      'unknown',
    )
    expect(firstVerdict('8.0', 'esx.secure-boot', [missing('capability.uefiSecureBoot', 'notSupported')])).toBe('pass')
  })
})

describe('the TPM', () => {
  const chipless = host({ 'capability.tpmSupported': false, 'runtime.stateEncryption': { protectionMode: 'none' } })

  test('that is not there leaves nothing to seal, but for DISA', () => {
    expect(firstVerdict('8.0', 'esx.tpm-present', [chipless])).toBe('fail')
    expect(firstVerdict('8.0', 'esx.configuration-sealed', [chipless])).toBe('notApplicable')
    expect(firstVerdict('8.0', 'esx.configuration-sealed', [chipless], { baseline: 'stig' })).toBe('fail')
  })

  test('of version 1.2 does not count; an attestation that nobody asked for is no refusal', () => {
    expect(firstVerdict('8.0', 'esx.tpm-present', [host({ 'capability.tpmVersion': '1.2' })])).toBe('fail')
    expect(firstVerdict('8.0', 'esx.tpm-present', [host({ 'summary.tpmAttestation': undefined })])).toBe('pass')
    expect(firstVerdict('8.0', 'esx.tpm-present', [missing('summary.tpmAttestation', 'noPermission')])).toBe('unknown')
  })

  test('TXT is not asked of other processors', () => {
    const amd = host({ 'hardware.cpuPkg': [{ vendor: 'amd' }], 'capability.txtEnabled': false })
    expect(firstVerdict('9.0', 'esx.trusted-execution', [amd])).toBe('notApplicable')
  })
})

describe('the directory of audit records', () => {
  const key = 'Syslog.global.auditRecord.storageDirectory'
  test.each([
    ['[] /scratch/auditLog', '/vmfs/volumes/local/.locker', 'pass'],
    ['[] /scratch/auditLog', '/tmp/scratch', 'fail'],
    ['[] /scratchpad', '/vmfs/volumes/local', 'fail'],
    // The vendor’s script passes only paths that contain "scratch".
    ['[san-01] audit/esx1', '/tmp/scratch', 'pass'],
    ['/vmfs/volumes/san-01/audit', '/tmp/scratch', 'pass'],
    ['[] /var/log/audit', '/vmfs/volumes/local', 'fail'],
    ['', '/vmfs/volumes/local', 'fail'],
  ])('%s with scratch on %s: %s', (directory, scratch, verdict) => {
    const changes = [option(key, directory), option('ScratchConfig.CurrentScratchLocation', scratch)]
    expect(firstVerdict('8.0', 'esx.audit-records-persistent', changes)).toBe(verdict)
  })
})

describe('iSCSI', () => {
  const required = { chapAuthenticationType: 'chapRequired', mutualChapAuthenticationType: 'chapRequired' }
  const adapter = (authenticationProperties: unknown, ...targets: readonly unknown[]) =>
    host({
      'config.storageDevice.hostBusAdapter': [
        { device: 'vmhba64', iScsiName: 'iqn.x', authenticationProperties, configuredSendTarget: targets },
      ],
    })
  const verdict = (change: Spoiler) => firstVerdict('8.0', 'esx.iscsi-mutual-chap', [change])

  test('without an adapter or a target there is nothing to prove', () => {
    expect(verdict(host({ 'config.storageDevice.hostBusAdapter': [{ device: 'vmhba0' }] }))).toBe('notApplicable')
    expect(verdict(adapter(required))).toBe('notApplicable')
  })

  test('a target that overrides a strict adapter counts, one that inherits does as the adapter does', () => {
    expect(verdict(adapter(required, { address: 'a' }))).toBe('pass')
    expect(verdict(adapter(required, { authenticationProperties: { chapAuthenticationType: 'chapProhibited' } }))).toBe(
      'fail',
    )
    const inherits = { authenticationProperties: { chapInherited: true, mutualChapInherited: true } }
    expect(verdict(adapter(required, inherits))).toBe('pass')
    expect(verdict(adapter({ ...required, mutualChapAuthenticationType: 'chapDiscouraged' }, inherits))).toBe('fail')
  })
})

describe('NFS', () => {
  const mounted = (volume: Record<string, unknown>) =>
    host({
      'config.fileSystemVolume.mountInfo': [{ volume: { name: 'nfs', securityType: 'AUTH_SYS', ...volume } }],
      'config.network.vnic': [
        { key: 'vmk0', spec: { ip: { ipAddress: '10.0.0.1', subnetMask: '255.255.255.0' } } },
        { key: 'vmk1', spec: { ip: { ipAddress: '10.0.9.1', subnetMask: '255.255.255.0' } } },
      ],
      'config.virtualNicManagerInfo.netConfig': [{ nicType: 'management', selectedVnic: ['management.vmk0'] }],
    })
  test.each([
    [{ remoteHost: '10.0.9.50' }, 'pass'],
    [{ remoteHost: '10.0.0.50' }, 'fail'],
    [{ remoteHost: '192.168.1.1' }, 'fail'],
    [{ remoteHost: 'nas.example.test' }, 'manual'],
    [{ remoteHost: 'nas.example.test', securityType: 'SEC_KRB5I' }, 'pass'],
    [{ remoteHost: 'nas.example.test', securityType: 'SEC_KRB5' }, 'manual'],
    [{ remoteHost: '10.0.9.50', remoteHostNames: ['10.0.9.50', '10.0.0.50'] }, 'fail'],
    [{ type: 'VMFS' }, 'notApplicable'],
  ])('%j: %s', (volume, verdict) => {
    expect(firstVerdict('9.0', 'esx.nfs-protected', [mounted(volume)])).toBe(verdict)
  })
})

describe('servers that lead nowhere', () => {
  test.each([
    '127.0.0.1',
    '127.127.1.0',
    '0.0.0.0',
    '169.254.1.1',
    '255.255.255.255',
    'localhost',
    '::1',
    'fe80::1',
    '',
  ])('%j', (server) => expect(leadsNowhere(server)).toBe(true))
  test.each(['10.0.0.1', 'ntp.example.test', '2400:1::1', 'localhosts.example', '192.0.3.1', '128.0.0.1'])(
    '%j may be one',
    (server) => expect(leadsNowhere(server)).toBe(false),
  )

  test.each([
    ['ssl://log.example.test:1514?formatter=RFC_5424', 'pass'],
    ['udp://log1:514,udp://log2:514', 'pass'],
    ['udp://log1:514,ssl://LOG1:1514', 'fail'],
    ['tcp://[::1]:514', 'fail'],
    ['127.0.0.1', 'fail'],
    ['udp://esx1.example.test:514', 'fail'],
    ['', 'notApplicable'],
  ])('the log target %j: %s', (target, verdict) => {
    expect(firstVerdict('8.0', 'esx.log-servers-real', [option('Syslog.global.logHost', target)])).toBe(verdict)
  })

  test('what is no IPv4 address has no number', () => {
    expect(['1.2.3', '1.2.3.256', '1.2.3.4.5', 'a.b.c.d', ''].map(parseIpv4)).toEqual(Array(5).fill(undefined))
    expect(parseIpv4('255.255.255.255')).toBe(0xffff_ffff)
  })
})

describe('the core dump', () => {
  const none = host({
    'config.activeDiagnosticPartition': undefined,
    'esxcli:system coredump file get': [{ Active: '' }],
  })
  test('is kept if one of the places is there, whatever the others are', () => {
    expect(firstVerdict('6.7', 'esx.core-dump-kept', [none])).toBe('fail')
    const partition = host({
      'config.activeDiagnosticPartition': { slots: 1, id: { diskName: 'naa.1', partition: 7 } },
    })
    expect(firstVerdict('6.7', 'esx.core-dump-kept', [none, partition])).toBe('pass')
    const unseen = missing('esxcli:system coredump network get', 'noPermission')
    expect(firstVerdict('6.7', 'esx.core-dump-kept', [none, unseen])).toBe('unknown')
    expect(firstVerdict('6.7', 'esx.core-dump-kept', [unseen])).toBe('pass')
  })
})

describe('hosts of one cluster', () => {
  test('are alike whatever the order and spelling of their servers', () => {
    const change = host({ 'config.network.dnsConfig': { address: ['10.0.1.53 ', '10.0.0.53'] } })
    expect(verdicts('8.0', 'cluster.hosts-same-name-servers', [change])).toEqual(['pass'])
  })

  test('of which one could not be asked may differ', () => {
    expect(
      verdicts('8.0', 'cluster.hosts-same-name-servers', [missing('config.network.dnsConfig', 'noPermission')]),
    ).toEqual(['unknown'])
  })

  test('are not compared with those of another', () => {
    const moved = host({ parent: { type: 'ClusterComputeResource', value: 'domain-c9' } })
    expect(verdicts('8.0', 'cluster.hosts-same-build', [moved, host({ 'config.product': { build: '1' } })])).toEqual([
      'notApplicable',
    ])
  })
})

describe('names', () => {
  const named =
    (type: string, name: string): Spoiler =>
    (draft) => {
      first(draft, type).values['name'] = name
    }
  test.each([
    ['datastore1', 'fail'],
    ['datastore1 (12)', 'fail'],
    ['SAN-01', 'fail'],
    ['datastore-osaka', 'pass'],
  ])('the datastore %s: %s', (name, verdict) => {
    expect(firstVerdict('8.0', 'cluster.datastore-names-unique', [named('Datastore', name)])).toBe(verdict)
  })

  test('of wizards are found, also with a number', () => {
    for (const name of ['New Cluster', 'Cluster 2', 'new cluster'])
      expect(firstVerdict('8.0', 'vcenter.inventory-named', [named('ClusterComputeResource', name)])).toBe('fail')
    expect(firstVerdict('8.0', 'vcenter.inventory-named', [named('ClusterComputeResource', 'Cluster Tokyo')])).toBe(
      'pass',
    )
  })
})

const junk: readonly unknown[] = [7, 'x', [null], [7], ['x'], [[]], true, {}, [{}]]

/** Reads of which any text, or nothing at all, is an answer. */
const anyAnswer = (control: Control, path: string, value: unknown) =>
  path === 'name' ||
  (path === 'config.activeDiagnosticPartition' && control.id === 'esx.core-dump-kept') ||
  path === 'summary.tpmAttestation' ||
  path === 'HostImageConfigManager.HostImageConfigGetAcceptance()' ||
  // The volume is signed, whatever the way to it.
  (control.id === 'esx.nfs-protected' && /vnic|netConfig/.test(path)) ||
  // The host says itself whether it has Secure Boot.
  (control.id === 'esx.secure-boot' && path !== 'capability.uefiSecureBoot') ||
  // The dump file stays where it is.
  path === 'esxcli:system coredump network get' ||
  (typeof value === 'boolean' && /Supported|uefi|txt/.test(path))

test.each(controls.map((control) => [control.id, control] as const))(
  '%s never passes on a value of a wrong type',
  (_, control) => {
    for (const baseline of baselines) {
      const release = releases.findLast((one) => findingsOf(goodEstate(one), control, { baseline }).length > 0)
      if (!release) continue
      for (const { type, path } of control.reads)
        for (const value of junk) {
          if (anyAnswer(control, path, value)) continue
          const whole = path.replace(/\[".*"\]$/, '')
          const draft = goodEstate(release)
          for (const object of draft.objects) if (object.ref.type === type) object.values[whole] = value
          const found = findingsOf(draft, control, { baseline }).map(({ verdict }) => verdict)
          expect([path, value, found.filter((verdict) => verdict === 'pass')]).toEqual([path, value, []])
        }
    }
  },
)
