import { releases, type Release } from '@sakimori/core/model'
import type { DataTypes } from '@sakimori/vim25/types'
import { isFrom, type Product } from './release.ts'

type Level = 'vmware_certified' | 'vmware_accepted' | 'partner' | 'community'

/** A package: name, summary, its own version (else that of the host), vendor and level. */
interface PackageRow {
  readonly name: string
  readonly summary: string
  readonly version?: string
  readonly vendor?: string
  readonly level?: Level
  readonly since?: Release
  readonly until?: Release
}

/** What every host has, and drivers that most have: `esxcli software vib list` on ESXi 6.5 to 8.0. */
const rows: readonly PackageRow[] = [
  { name: 'esx-base', summary: 'ESX base system' },
  { name: 'esx-update', summary: 'ESX update tools', since: '7.0' },
  { name: 'esxio-combiner', summary: 'DPU support', since: '8.0' },
  { name: 'esx-dvfilter-generic-fastpath', summary: 'Network filter fast path' },
  { name: 'esx-ui', summary: 'VMware Host Client' },
  { name: 'esx-xserver', summary: 'X server for 3D graphics of VMs' },
  { name: 'cpu-microcode', summary: 'CPU microcode updates' },
  { name: 'loadesx', summary: 'Quick Boot', since: '7.0' },
  { name: 'crx', summary: 'Container runtime', since: '7.0' },
  { name: 'vsan', summary: 'vSAN' },
  { name: 'vsanhealth', summary: 'vSAN health', until: '7.0' },
  { name: 'native-misc-drivers', summary: 'Native drivers', since: '7.0' },
  { name: 'tools-light', summary: 'VMware Tools images' },
  { name: 'vmkusb', summary: 'USB driver' },
  { name: 'nvmxnet3', summary: 'Network driver for vmxnet3', version: '2.0.0.31', level: 'vmware_certified' },
  { name: 'i40en', summary: 'Network driver for Intel Ethernet', version: '1.11.3.5' },
  { name: 'lsi-mr3', summary: 'Driver for Broadcom MegaRAID', version: '7.725.02.00', vendor: 'BCM', level: 'partner' },
]

/** A package that somebody has added to a host. */
export interface AddedPackage {
  readonly name: string
  readonly version: string
  readonly vendor: string
  readonly summary: string
  readonly level: Level
  readonly createdOn?: string
}

/** What fetchSoftwarePackages answers on a host. */
export function softwarePackages(
  release: Release,
  product: Product,
  added: readonly AddedPackage[] = [],
): readonly DataTypes['SoftwarePackage'][] {
  const here = rows.filter(
    ({ since = '6.5', until = '9.1' }) =>
      isFrom(release, since) && releases.indexOf(release) <= releases.indexOf(until),
  )
  const own = here.map(({ name, summary, version, vendor = 'VMW', level = 'vmware_accepted' }) =>
    softwarePackage({ name, summary, vendor, level, version: versionOf(product, vendor, version) }),
  )
  return [...own, ...added.map(softwarePackage)]
}

/** Packages of the vendor carry the build of the host: `8.0.3-0.0.24022510`, drivers theirs first. */
const versionOf = ({ version, build }: Product, vendor: string, own?: string) =>
  own === undefined
    ? `${version}-0.0.${build}`
    : `${own}-1${vendor.toLowerCase()}.${version.replaceAll('.', '')}.0.0.${build}`

function softwarePackage({
  name,
  version,
  vendor,
  summary,
  level,
  createdOn,
}: AddedPackage): DataTypes['SoftwarePackage'] {
  return {
    _typeName: 'SoftwarePackage',
    name,
    version,
    type: 'bootbank',
    vendor,
    acceptanceLevel: level,
    summary,
    description: summary,
    creationDate: createdOn ?? '2024-06-01T00:00:00Z',
    maintenanceModeRequired: true,
    capability: {
      _typeName: 'SoftwarePackageCapability',
      liveInstallAllowed: false,
      liveRemoveAllowed: false,
      statelessReady: true,
      overlay: false,
    },
  }
}
