import type { Release } from '../model/index.ts'
import { processorValues } from './processors.ts'

/** The options of a well-kept host that the catalogue reads beside those of the published lists. */
export const moreOptions: readonly unknown[] = [
  { _typeName: 'OptionValue', key: 'VMkernel.Boot.disableHwrng', value: false },
  { _typeName: 'OptionValue', key: 'VMkernel.Boot.hyperthreadingMitigation', value: false },
  { _typeName: 'OptionValue', key: 'VMkernel.Boot.hyperthreadingMitigationIntraVM', value: true },
  { _typeName: 'OptionValue', key: 'VMkernel.Boot.forceHyperthreadingMitigation', value: false },
  { _typeName: 'OptionValue', key: 'VMkernel.Boot.entropySources', value: { _typeName: 'long', _value: 0 } },
]

const chap = {
  _typeName: 'HostInternetScsiHbaAuthenticationProperties',
  chapAuthEnabled: true,
  chapAuthenticationType: 'chapRequired',
  chapInherited: false,
  mutualChapAuthenticationType: 'chapRequired',
  mutualChapInherited: false,
}

/** Hardware, start, storage and names of a well-kept host. */
export function goodHostGround(_release: Release): Record<string, unknown> {
  return {
    'capability.tpmSupported': true,
    'capability.tpmVersion': '2.0',
    'capability.uefiSecureBoot': true,
    'capability.txtEnabled': true,
    ...processorValues('sapphireRapids'),
    'config.hyperThread': { _typeName: 'HostHyperThreadScheduleInfo', available: true, active: true, config: true },
    'hardware.systemInfo': {
      _typeName: 'HostSystemInfo',
      vendor: 'HPE',
      model: 'ProLiant DL380 Gen11',
      uuid: '00000000-0000-4000-8000-000000000000',
    },
    'hardware.biosInfo': {
      _typeName: 'HostBIOSInfo',
      vendor: 'HPE',
      biosVersion: 'U54',
      releaseDate: '2025-02-14T00:00:00Z',
      majorRelease: 2,
      minorRelease: 44,
      firmwareType: 'UEFI',
    },
    'runtime.healthSystemRuntime.systemHealthInfo.numericSensorInfo': [
      {
        _typeName: 'HostNumericSensorInfo',
        name: 'Hewlett Packard Enterprise BMC Firmware (node 0) 46:10000 1.62',
        currentReading: 0,
        unitModifier: 0,
        baseUnits: '',
        sensorType: 'Software Components',
      },
    ],
    'runtime.stateEncryption': {
      _typeName: 'HostRuntimeInfoStateEncryptionInfo',
      protectionMode: 'tpm',
      requireSecureBoot: true,
      requireExecInstalledOnly: true,
    },
    'summary.tpmAttestation': { _typeName: 'HostTpmAttestationInfo', status: 'accepted' },
    'config.activeDiagnosticPartition': undefined,
    'esxcli:system coredump file get': [{ Active: '/vmfs/volumes/local/vmkdump/1.dumpfile', Configured: '' }],
    'esxcli:system coredump network get': [{ Enabled: 'false' }],
    'config.storageDevice.hostBusAdapter': [
      { _typeName: 'HostBlockHba', key: 'key-vim.host.BlockHba-vmhba0', device: 'vmhba0' },
      {
        _typeName: 'HostInternetScsiHba',
        key: 'key-vim.host.InternetScsiHba-vmhba64',
        device: 'vmhba64',
        iScsiName: 'iqn.1998-01.com.vmware:esx',
        authenticationProperties: chap,
        configuredSendTarget: [
          {
            _typeName: 'HostInternetScsiHbaSendTarget',
            address: '10.0.30.10',
            port: 3260,
            authenticationProperties: { ...chap, chapInherited: true, mutualChapInherited: true },
          },
        ],
      },
    ],
    'config.fileSystemVolume.mountInfo': [
      {
        _typeName: 'HostFileSystemMountInfo',
        volume: {
          _typeName: 'HostNasVolume',
          type: 'NFS41',
          name: 'archive',
          remoteHost: 'nas.example.test',
          remoteHostNames: ['nas.example.test'],
          securityType: 'SEC_KRB5P',
        },
      },
    ],
  }
}

/** What a well-kept cluster answers. */
export const goodCluster: Readonly<Record<string, unknown>> = {
  configurationEx: {
    _typeName: 'ClusterConfigInfoEx',
    dasConfig: { _typeName: 'ClusterDasConfigInfo', enabled: true },
    drsConfig: { _typeName: 'ClusterDrsConfigInfo', enabled: true, defaultVmBehavior: 'fullyAutomated' },
  },
  summary: { _typeName: 'ClusterComputeResourceSummary', currentEVCModeKey: 'intel-icelake' },
}

/** The datastores of a well-kept estate: by reference and name, with their type. */
export const goodDatastores: readonly (readonly [value: string, name: string, type: string])[] = [
  ['datastore-30', 'vsan-production', 'vsan'],
  ['datastore-31', 'san-01', 'VMFS'],
]
