import type { HostOption } from '../../control/index.ts'
import { isRecord } from '../../model/index.ts'
import { first, setOption, type Spoiler } from '../draft.ts'
import { processorValues } from '../processors.ts'

const option =
  (key: HostOption | 'VMkernel.Boot.disableHwrng', value: string | number | boolean): Spoiler =>
  (draft) =>
    setOption(first(draft, 'HostSystem'), 'config.option', key, value)

/** Sets fields of what was read of the first object of a type at a path, or the whole of it. */
const set =
  (type: string, path: string, value: unknown): Spoiler =>
  (draft) => {
    const { values } = first(draft, type)
    const old = values[path]
    values[path] = isRecord(old) && isRecord(value) ? { ...old, ...value } : value
  }

const host = (path: string, value: unknown) => set('HostSystem', path, value)

const all =
  (...spoilers: readonly Spoiler[]): Spoiler =>
  (draft) =>
    spoilers.forEach((spoil) => spoil(draft))

const sealing = (fields: Record<string, unknown>) => host('runtime.stateEncryption', fields)

/** A mount of plain NFS from a server in no network of the host. */
const plainNfs = [
  {
    _typeName: 'HostFileSystemMountInfo',
    volume: {
      _typeName: 'HostNasVolume',
      type: 'NFS',
      name: 'nfs01',
      remoteHost: '10.9.9.9',
      securityType: 'AUTH_SYS',
    },
  },
]

const processors =
  (name: Parameters<typeof processorValues>[0]): Spoiler =>
  (draft) => {
    Object.assign(first(draft, 'HostSystem').values, processorValues(name))
  }

/** A device of the host in the first VM. */
const passthrough: Spoiler = (draft) => {
  const { values } = first(draft, 'VirtualMachine')
  const device = {
    _typeName: 'VirtualPCIPassthrough',
    key: 13000,
    backing: { _typeName: 'VirtualPCIPassthroughDeviceBackingInfo' },
  }
  values['config.hardware.device'] = [...(values['config.hardware.device'] as unknown[]), device]
}

const openRuleset: Spoiler = (draft) => {
  const { values } = first(draft, 'HostSystem')
  const extra = { key: 'gdbserver', enabled: true, required: false, allowedHosts: { allIp: false } }
  values['config.firewall.ruleset'] = [...(values['config.firewall.ruleset'] as unknown[]), extra]
}

/** For each control of the ground that hosts and clusters stand on, one change that makes it fail. */
export const groundSpoilers: Readonly<Record<string, Spoiler>> = {
  // A host that requires Secure Boot has it, so both go.
  'esx.secure-boot': all(host('capability.uefiSecureBoot', false), sealing({ requireSecureBoot: false })),
  'esx.secure-boot-enforced': sealing({ requireSecureBoot: false }),
  'esx.configuration-sealed': sealing({ protectionMode: 'none' }),
  'esx.installed-programs-only-sealed': sealing({ requireExecInstalledOnly: false }),
  'esx.tpm-present': host('summary.tpmAttestation', { status: 'notAccepted' }),
  'esx.trusted-execution': host('capability.txtEnabled', false),
  'esx.core-scheduler': processors('haswell'),
  'esx.core-scheduler-forced': all(processors('cascadeLake'), passthrough),
  'esx.cpu-microcode': host('config.featureCapability', [
    { _typeName: 'HostFeatureCapability', key: 'cpuid.ibrs', featureName: 'cpuid.ibrs', value: 'Bool:Min:1' },
  ]),
  'esx.firmware-patched': all(
    host('hardware.systemInfo', { vendor: 'Dell Inc.', model: 'PowerEdge R740' }),
    host('hardware.biosInfo', { vendor: 'Dell Inc.', biosVersion: '2.15.1' }),
  ),
  'esx.hardware-entropy': option('VMkernel.Boot.disableHwrng', true),
  'esx.audit-record-capacity': option('Syslog.global.auditRecord.storageCapacity', 4),
  'esx.audit-records-persistent': all(
    option('Syslog.global.auditRecord.storageDirectory', '[] /scratch/auditLog'),
    option('ScratchConfig.CurrentScratchLocation', '/tmp/scratch'),
  ),
  'esx.syslog-certificate-strict': option('Syslog.global.certificate.strictX509Compliance', false),
  'esx.syslog-daemon-level': option('Syslog.global.logLevel', 'debug'),
  'esx.core-dump-kept': host('esxcli:system coredump file get', [{ Active: '', Configured: '' }]),
  'esx.host-client-telemetry-off': option('UserVars.HostClientCEIPOptIn', 1),
  'esx.vmotion-encryption-offload': option('Migrate.VMotionEncryptionOffload', 0),
  'esx.console-service-stopped': host('config.service.service', [{ key: 'DCUI', running: true, policy: 'on' }]),
  'esx.smart-card-login': host('config.authenticationManagerInfo', {
    authConfig: [{ _typeName: 'HostActiveDirectoryInfo', enabled: false, smartCardAuthenticationEnabled: false }],
  }),
  'esx.vmotion-own-stack': host('config.network.vnic', [
    { device: 'vmk1', key: 'key-vim.host.VirtualNic-vmk1', spec: { netStackInstanceKey: 'defaultTcpipStack' } },
  ]),
  'esx.firewall-needed-rulesets': openRuleset,
  'esx.iscsi-mutual-chap': host('config.storageDevice.hostBusAdapter', [
    {
      _typeName: 'HostInternetScsiHba',
      device: 'vmhba64',
      iScsiName: 'iqn.1998-01.com.vmware:esx',
      authenticationProperties: { chapAuthenticationType: 'chapPreferred' },
      configuredSendTarget: [{ address: '10.0.30.10' }],
    },
  ]),
  'esx.nfs-protected': host('config.fileSystemVolume.mountInfo', plainNfs),
  'esx.time-servers-real': host('config.dateTimeInfo', { ntpConfig: { server: ['127.127.1.0'] } }),
  'esx.log-servers-real': option('Syslog.global.logHost', 'udp://localhost:514'),
  'cluster.high-availability-on': set('ClusterComputeResource', 'configurationEx', { dasConfig: { enabled: false } }),
  'cluster.drs-on': set('ClusterComputeResource', 'configurationEx', { drsConfig: { enabled: false } }),
  'cluster.evc-set': set('ClusterComputeResource', 'summary', { currentEVCModeKey: undefined }),
  'cluster.host-vmotion-ready': host('config.virtualNicManagerInfo.netConfig', [
    { nicType: 'management', selectedVnic: ['key-vim.host.VirtualNic-vmk0'] },
    { nicType: 'vmotion' },
  ]),
  'cluster.hosts-same-build': host('config.product', { build: '1' }),
  'cluster.hosts-same-acceptance-level': host(
    'HostImageConfigManager.HostImageConfigGetAcceptance()',
    'vmware_certified',
  ),
  'cluster.hosts-same-time-servers': host('config.dateTimeInfo', { ntpConfig: { server: ['10.0.0.123'] } }),
  'cluster.hosts-same-log-servers': option('Syslog.global.logHost', 'ssl://other.example.test:1514'),
  'cluster.hosts-same-name-servers': host('config.network.dnsConfig', { address: ['10.66.66.66'] }),
  'cluster.datastore-names-unique': set('Datastore', 'name', 'san-01'),
  'cluster.vsan-datastore-named': set('Datastore', 'name', 'vsanDatastore (1)'),
  'vcenter.inventory-named': set('ClusterComputeResource', 'name', 'New Cluster'),
  'vm.cluster-agent-without-network': set('VirtualMachine', 'config.managedBy', {
    extensionKey: 'com.vmware.vim.eam',
    type: 'cluster-agent',
  }),
  'network.dvswitch-io-control': set('VmwareDistributedVirtualSwitch', 'config', {
    networkResourceManagementEnabled: false,
  }),
}
