import type { Fields } from '../value.ts'

/** The releases of which realistic inventories are made. */
export const releases = ['6.5', '6.7', '7.0', '8.0', '9.0', '9.1'] as const
export type EstateRelease = (typeof releases)[number]

type Product = { readonly version: string; readonly build: number; readonly apiVersion: string; readonly name: string }

/** Builds that shipped (ESXi 6.5 P09, 6.7 P08, 7.0 U3w, 8.0 U3, 9.0 and 9.1 GA): Broadcom knowledge base 316595. */
export const esxProducts: Readonly<Record<EstateRelease, Product>> = {
  '6.5': { version: '6.5.0', build: 20502893, apiVersion: '6.5', name: 'VMware ESXi' },
  '6.7': { version: '6.7.0', build: 20497097, apiVersion: '6.7.3', name: 'VMware ESXi' },
  '7.0': { version: '7.0.3', build: 24784741, apiVersion: '7.0.3.0', name: 'VMware ESXi' },
  '8.0': { version: '8.0.3', build: 24022510, apiVersion: '8.0.3.0', name: 'VMware ESXi' },
  '9.0': { version: '9.0.0', build: 24755229, apiVersion: '9.0.0.0', name: 'VMware ESX' },
  '9.1': { version: '9.1.0', build: 25370933, apiVersion: '9.1.0.0', name: 'VMware ESX' },
}

/** vCenter 6.5 U3v, 6.7 U3t, 7.0 U3w, 8.0 U3, 9.0 and 9.1 GA: Broadcom knowledge base 326316. */
export const vcenterProducts: Readonly<Record<EstateRelease, Product>> = {
  '6.5': { version: '6.5.0', build: 22499743, apiVersion: '6.5', name: 'VMware vCenter Server' },
  '6.7': { version: '6.7.0', build: 22509723, apiVersion: '6.7.3', name: 'VMware vCenter Server' },
  '7.0': { version: '7.0.3', build: 24927011, apiVersion: '7.0.3.0', name: 'VMware vCenter Server' },
  '8.0': { version: '8.0.3', build: 24022515, apiVersion: '8.0.3.0', name: 'VMware vCenter Server' },
  '9.0': { version: '9.0.0', build: 24755230, apiVersion: '9.0.0.0', name: 'VMware vCenter Server' },
  '9.1': { version: '9.1.0', build: 25370922, apiVersion: '9.1.0.0', name: 'VMware vCenter Server' },
}

/** AboutInfo of a host. */
export const esxAbout = (product: Product): Fields => ({
  ...about(product),
  osType: 'vmnix-x86',
  productLineId: 'embeddedEsx',
  apiType: 'HostAgent',
  apiVersion: product.apiVersion,
  licenseProductName: 'VMware ESX Server',
  licenseProductVersion: product.version.slice(0, 3),
})

/** AboutInfo of a vCenter Server. */
export const vcenterAbout = (product: Product, instanceUuid: string): Fields => ({
  ...about(product),
  osType: 'linux-x64',
  productLineId: 'vpx',
  apiType: 'VirtualCenter',
  apiVersion: product.apiVersion,
  instanceUuid,
  licenseProductName: 'VMware VirtualCenter Server',
  licenseProductVersion: product.version.slice(0, 3),
})

const about = ({ name, version, build }: Product): Fields => ({
  name,
  fullName: `${name} ${version} build-${build}`,
  vendor: 'VMware, Inc.',
  version,
  build,
  localeVersion: 'INTL',
  localeBuild: '000',
})
