import type { Release } from '@sakimori/core/model'
import type { DataTypes } from '@sakimori/vim25/types'
import { isFrom } from '../releases/release.ts'
import { bootDisk } from './boot-disk.ts'

/** The power policies that every host offers; the second is the one in use. */
export const powerPolicies: readonly DataTypes['HostPowerPolicy'][] = [
  ['High performance', 'static'],
  ['Balanced', 'dynamic'],
  ['Low power', 'low'],
  ['Custom', 'custom'],
].map(([name = '', shortName = ''], index) => ({
  _typeName: 'HostPowerPolicy',
  key: index + 1,
  name,
  shortName,
  description: name,
}))

export const powerCapability: DataTypes['PowerSystemCapability'] = {
  _typeName: 'PowerSystemCapability',
  availablePolicy: powerPolicies,
}

/** The version of Fault Tolerance, which is all that servers tell here. */
export const featureVersions: readonly DataTypes['HostFeatureVersionInfo'][] = [
  { _typeName: 'HostFeatureVersionInfo', key: 'faultTolerance', value: '6.0.0' },
]

/** Hosts keep UTC, whatever the clock on the wall. */
export const timeZone: DataTypes['HostDateTimeSystemTimeZone'] = {
  _typeName: 'HostDateTimeSystemTimeZone',
  key: 'UTC',
  name: 'UTC',
  description: 'UTC',
  gmtOffset: 0,
}

const localAdapter = 'key-vim.host.BlockHba-vmhba0'

/** The storage adapters: one in the box, and the software iSCSI initiator where it has targets. */
export function storageDevice(
  number: number,
  release: Release,
  targets: readonly string[] = [],
  chap = false,
): DataTypes['HostStorageDeviceInfo'] {
  const protocol = isFrom(release, '7.0') ? { storageProtocol: 'scsi' } : {}
  const local: DataTypes['HostBlockHba'] = {
    _typeName: 'HostBlockHba',
    key: localAdapter,
    device: 'vmhba0',
    bus: 3,
    status: 'unknown',
    model: 'MegaRAID SAS Invader Controller',
    driver: 'lsi_mr3',
    pci: '0000:03:00.0',
    ...protocol,
  }
  return {
    _typeName: 'HostStorageDeviceInfo',
    hostBusAdapter: targets.length > 0 ? [local, { ...iscsi(number, targets, chap), ...protocol }] : [local],
    ...bootDisk(number, localAdapter),
    softwareInternetScsiEnabled: targets.length > 0,
  }
}

const noChap: DataTypes['HostInternetScsiHbaAuthenticationProperties'] = {
  _typeName: 'HostInternetScsiHbaAuthenticationProperties',
  chapAuthEnabled: false,
  chapAuthenticationType: 'chapProhibited',
  mutualChapAuthenticationType: 'chapProhibited',
}

/** Both sides prove who they are. The secrets are never shown. */
const mutualChap: DataTypes['HostInternetScsiHbaAuthenticationProperties'] = {
  _typeName: 'HostInternetScsiHbaAuthenticationProperties',
  chapAuthEnabled: true,
  chapName: 'esx',
  chapAuthenticationType: 'chapRequired',
  mutualChapName: 'array',
  mutualChapAuthenticationType: 'chapRequired',
}

function iscsi(number: number, targets: readonly string[], chap: boolean): DataTypes['HostInternetScsiHba'] {
  const authenticationProperties = chap ? mutualChap : noChap
  return {
    _typeName: 'HostInternetScsiHba',
    key: 'key-vim.host.InternetScsiHba-vmhba64',
    device: 'vmhba64',
    bus: 0,
    status: 'online',
    model: 'iSCSI Software Adapter',
    driver: 'iscsi_vmk',
    isSoftwareBased: true,
    canBeDisabled: true,
    networkBindingSupport: 'optional',
    discoveryCapabilities: {
      _typeName: 'HostInternetScsiHbaDiscoveryCapabilities',
      iSnsDiscoverySettable: false,
      slpDiscoverySettable: false,
      staticTargetDiscoverySettable: true,
      sendTargetsDiscoverySettable: true,
    },
    discoveryProperties: {
      _typeName: 'HostInternetScsiHbaDiscoveryProperties',
      iSnsDiscoveryEnabled: false,
      slpDiscoveryEnabled: false,
      staticTargetDiscoveryEnabled: true,
      sendTargetsDiscoveryEnabled: true,
    },
    authenticationCapabilities: {
      _typeName: 'HostInternetScsiHbaAuthenticationCapabilities',
      chapAuthSettable: true,
      krb5AuthSettable: false,
      srpAuthSettable: false,
      spkmAuthSettable: false,
      mutualChapSettable: true,
      targetChapSettable: true,
      targetMutualChapSettable: true,
    },
    authenticationProperties,
    ipCapabilities: {
      _typeName: 'HostInternetScsiHbaIPCapabilities',
      addressSettable: false,
      ipConfigurationMethodSettable: false,
      subnetMaskSettable: false,
      defaultGatewaySettable: false,
      primaryDnsServerAddressSettable: false,
      alternateDnsServerAddressSettable: false,
      ipv6Supported: false,
    },
    ipProperties: { _typeName: 'HostInternetScsiHbaIPProperties', dhcpConfigurationEnabled: false },
    iScsiName: `iqn.1998-01.com.vmware:host-${number}`,
    configuredSendTarget: targets.map((address) => ({
      _typeName: 'HostInternetScsiHbaSendTarget' as const,
      address,
      port: 3260,
      authenticationProperties: chap ? { ...mutualChap, chapInherited: true, mutualChapInherited: true } : noChap,
    })),
  }
}
