import { releases, type Release } from '@sakimori/core/model'
import type { DataTypes } from '@sakimori/vim25/types'
import { isFrom, type Product } from './release.ts'

/** Modules of the kernel: `esxcli system module list` on ESXi 6.5 to 8.0. The Linux layer went with 7.0. */
const rows: readonly (readonly [name: string, loaded: boolean, since?: Release, until?: Release])[] = [
  ['vmkernel', true],
  ['chardevs', true],
  ['user', true],
  ['procfs', true],
  ['vmkapi_v2_3_0_0_vmkernel_shim', true],
  ['vmkplexer', true, '6.5', '6.7'],
  ['vmklinux_9', true, '6.5', '6.7'],
  ['etherswitch', true],
  ['tcpip4', true],
  ['dvfilter', true],
  ['vmci', true],
  ['vmfs3', true],
  ['nfsclient', true],
  ['nfs41client', true],
  ['iscsi_vmk', true],
  ['vmkusb', true],
  ['i40en', true],
  ['lsi_mr3', true],
  ['nvme_pcie', true, '7.0'],
  ['migrate', true],
  ['cbt', true],
  ['hbr_filter', true],
  ['vsan', false],
  ['crypto_fips', true],
  ['vfat', true],
  ['nvmxnet3', false],
]

const section = (start: number, length: number): DataTypes['KernelModuleSectionInfo'] => ({
  _typeName: 'KernelModuleSectionInfo',
  address: 0x4180_0000_0000 + start,
  length,
})

/** What HostKernelModuleSystem.QueryModules answers. */
export function kernelModules(release: Release, product: Product): readonly DataTypes['KernelModuleInfo'][] {
  return rows
    .filter(
      ([, , since = '6.5', until = '9.1']) =>
        isFrom(release, since) && releases.indexOf(release) <= releases.indexOf(until),
    )
    .map(([name, loaded], index) => ({
      _typeName: 'KernelModuleInfo',
      id: index,
      name,
      version: `${product.version}-0.0.${product.build}`,
      filename: `/usr/lib/vmware/vmkmod/${name}`,
      optionString: '',
      loaded,
      enabled: true,
      useCount: loaded ? 1 : 0,
      readOnlySection: section(index * 0x10_0000, 0x8000),
      writableSection: section(index * 0x10_0000 + 0x8000, 0x2000),
      textSection: section(index * 0x10_0000 + 0xa000, 0x6000),
      dataSection: section(index * 0x10_0000 + 0x1_0000, 0x1000),
      bssSection: section(index * 0x10_0000 + 0x1_1000, 0x1000),
    }))
}
