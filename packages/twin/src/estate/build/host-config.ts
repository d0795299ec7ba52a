import type { Release } from '@sakimori/core/model'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import { compareApi } from '@sakimori/vim25'
import { featureCapabilities } from '../releases/features.ts'
import { hostRulesets, type FirewallSettings } from '../releases/firewall.ts'
import { hostOptionRows } from '../releases/host-options.ts'
import { maybe } from '../releases/maybe.ts'
import { optionValue, type Plain } from '../releases/option-row.ts'
import { esxAbout, type Product } from '../releases/release.ts'
import { hostServices, type ServiceSetting } from '../releases/services.ts'
import type { DatastoreSpec } from './datastores.ts'
import { mountOf } from './datastores.ts'
import { featureVersions, powerCapability, powerPolicies, storageDevice, timeZone } from './host-parts.ts'
import { hostNetwork, nicManager, vmotionInfo, type HostIdentity, type HostWiring } from './host-network.ts'
import type { HardwareModel } from './hardware-models.ts'

/** How a host is set up. What is absent is as an installation leaves it. */
export interface HostSettings {
  readonly options?: Readonly<Record<string, Plain>>
  readonly services?: Readonly<Record<string, Partial<ServiceSetting>>>
  readonly firewall?: FirewallSettings & { readonly incomingBlocked?: boolean; readonly outgoingBlocked?: boolean }
  readonly lockdownMode?: 'lockdownDisabled' | 'lockdownNormal' | 'lockdownStrict'
  readonly ntpServers?: readonly string[]
  /** The Active Directory domain that it is joined to. */
  readonly domain?: string
  readonly iscsiTargets?: readonly string[]
  /** Whether it and its iSCSI targets authenticate each other. */
  readonly iscsiChap?: boolean
}

/** All that a HostConfigInfo is made of. */
export interface HostConfigParts extends HostIdentity {
  readonly ref: MoRef<'HostSystem'>
  readonly product: Product
  readonly model: HardwareModel
  readonly wiring: HostWiring
  readonly settings: HostSettings
  readonly datastores: readonly DatastoreSpec[]
  /** PEM as signed bytes. */
  readonly certificate: readonly number[] | undefined
}

/** HostConfigInfo of a host. */
export function hostConfig(parts: HostConfigParts): DataTypes['HostConfigInfo'] {
  const { ref, product, release, model, wiring, settings, datastores, certificate } = parts
  const { firewall = {}, lockdownMode = 'lockdownDisabled' } = settings
  const has = (since: string) => compareApi(product.apiVersion, since) >= 0
  const thermal = powerPolicies[1]
  return {
    _typeName: 'HostConfigInfo',
    host: ref,
    product: esxAbout(product),
    deploymentInfo: { _typeName: 'HostDeploymentInfo', bootedFromStatelessCache: false },
    hyperThread: { _typeName: 'HostHyperThreadScheduleInfo', available: true, active: true, config: true },
    ...(has('8.0.3.0')
      ? { cpuScheduler: { _typeName: 'HostCpuSchedulerInfo' as const, policy: 'systemDefault' } }
      : {}),
    storageDevice: storageDevice(parts.number, release, settings.iscsiTargets, settings.iscsiChap),
    fileSystemVolume: {
      _typeName: 'HostFileSystemVolumeInfo',
      volumeTypeList: ['VMFS', 'NFS', 'NFS41', 'vsan', 'VVOL', 'VFFS', 'OTHER'],
      ...maybe('mountInfo', datastores.map(mountOf)),
    },
    network: hostNetwork(parts, wiring),
    vmotion: vmotionInfo(parts, wiring),
    virtualNicManagerInfo: nicManager(parts, wiring),
    capabilities: networkAbilities,
    datastoreCapabilities: datastoreAbilities,
    service: { _typeName: 'HostServiceInfo', service: hostServices(release, settings.services) },
    firewall: {
      _typeName: 'HostFirewallInfo',
      defaultPolicy: {
        _typeName: 'HostFirewallDefaultPolicy',
        incomingBlocked: firewall.incomingBlocked ?? true,
        outgoingBlocked: firewall.outgoingBlocked ?? true,
      },
      ruleset: hostRulesets(release, product, { ...firewall, opened: openedBy(parts) }),
    },
    autoStart,
    option: hostOptions(release, settings.options),
    dateTimeInfo: dateTime(settings, has),
    flags: { _typeName: 'HostFlagInfo', backgroundSnapshotsEnabled: false },
    adminDisabled: lockdownMode !== 'lockdownDisabled',
    lockdownMode,
    ...maybe('certificate', certificate),
    authenticationManagerInfo: authentication(settings.domain),
    ...maybe('featureVersion', featureVersions),
    powerSystemCapability: powerCapability,
    ...maybe('powerSystemInfo', thermal && { _typeName: 'PowerSystemInfo' as const, currentPolicy: thermal }),
    wakeOnLanCapable: false,
    featureCapability: featureCapabilities(model.generation, model.microcode),
    maskedFeatureCapability: featureCapabilities(model.generation, model.microcode),
    graphicsConfig: {
      _typeName: 'HostGraphicsConfig',
      hostDefaultGraphicsType: 'shared',
      sharedPassthruAssignmentPolicy: 'performance',
    },
  }
}

/** The rule sets that a host opens, or an administrator with it, for what it is set up to reach. */
function openedBy({ settings, datastores }: HostConfigParts): readonly string[] {
  const { ntpServers, options, domain, iscsiTargets } = settings
  const needs = {
    ntpClient: ntpServers !== undefined,
    syslog: Boolean(options?.['Syslog.global.logHost']),
    activeDirectoryAll: domain !== undefined,
    iSCSI: iscsiTargets !== undefined,
    nfsClient: datastores.some(({ kind }) => kind === 'NFS'),
  }
  return Object.entries(needs).flatMap(([key, needed]) => (needed ? key : []))
}

/** The advanced options of a release with what somebody has changed. */
function hostOptions(
  release: Release,
  changed: Readonly<Record<string, Plain>> = {},
): readonly DataTypes['OptionValue'][] {
  return hostOptionRows(release).map((row) => optionValue(row, changed[row.key] ?? row.default))
}

function dateTime({ ntpServers }: HostSettings, has: (since: string) => boolean): DataTypes['HostDateTimeInfo'] {
  return {
    _typeName: 'HostDateTimeInfo',
    timeZone,
    ...(has('7.0.0.0') ? { systemClockProtocol: 'ntp' } : {}),
    ntpConfig: { _typeName: 'HostNtpConfig', ...maybe('server', ntpServers) },
    ...(has('7.0.3.0') ? { enabled: ntpServers !== undefined, disableEvents: false, disableFallback: false } : {}),
  }
}

const authentication = (domain: string | undefined): DataTypes['HostAuthenticationManagerInfo'] => ({
  _typeName: 'HostAuthenticationManagerInfo',
  authConfig: [
    { _typeName: 'HostLocalAuthenticationInfo', enabled: true },
    {
      _typeName: 'HostActiveDirectoryInfo',
      enabled: domain !== undefined,
      ...(domain === undefined ? {} : { joinedDomain: domain, domainMembershipStatus: 'ok' }),
      smartCardAuthenticationEnabled: false,
    },
  ],
})

const networkAbilities: DataTypes['HostNetCapabilities'] = {
  _typeName: 'HostNetCapabilities',
  canSetPhysicalNicLinkSpeed: true,
  supportsNicTeaming: true,
  nicTeamingPolicy: ['loadbalance_ip', 'loadbalance_srcmac', 'loadbalance_srcid', 'failover_explicit'],
  supportsVlan: true,
  usesServiceConsoleNic: false,
  supportsNetworkHints: true,
  vswitchConfigSupported: true,
  vnicConfigSupported: true,
  ipRouteConfigSupported: true,
  dnsConfigSupported: true,
  dhcpOnVnicSupported: true,
  ipV6Supported: true,
}

const datastoreAbilities: DataTypes['HostDatastoreSystemCapabilities'] = {
  _typeName: 'HostDatastoreSystemCapabilities',
  nfsMountCreationRequired: true,
  nfsMountCreationSupported: true,
  localDatastoreSupported: false,
  vmfsExtentExpansionSupported: true,
}

const autoStart: DataTypes['HostAutoStartManagerConfig'] = {
  _typeName: 'HostAutoStartManagerConfig',
  defaults: {
    _typeName: 'AutoStartDefaults',
    enabled: false,
    startDelay: 120,
    stopDelay: 120,
    waitForHeartbeat: false,
    stopAction: 'PowerOff',
  },
}
