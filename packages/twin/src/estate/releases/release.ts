import { releases, type Release } from '@sakimori/core/model'
import type { DataTypes } from '@sakimori/vim25/types'

/** A value of each release: it holds from the release that names it until another one does. */
export type ByRelease<T> = Readonly<Partial<Record<Release, T>>>

/** The value in force at a release; `undefined` before the first that is named. */
export function valueAt<T>(values: ByRelease<T>, release: Release): T | undefined {
  return releases
    .slice(0, releases.indexOf(release) + 1)
    .map((one) => values[one])
    .findLast((value) => value !== undefined)
}

/** Whether a release is not older than another one. */
export const isFrom = (release: Release, since: Release): boolean =>
  releases.indexOf(release) >= releases.indexOf(since)

/** A build of a product. `apiVersion` says which fields its servers know. */
export interface Product {
  readonly name: string
  readonly version: string
  readonly build: number
  readonly apiVersion: string
}

/** The builds with which each release ends or stands: Broadcom KB 316595 (ESX) and 326316 (vCenter). */
export const esxProducts: Readonly<Record<Release, Product>> = {
  '6.5': { name: 'VMware ESXi', version: '6.5.0', build: 20502893, apiVersion: '6.5' },
  '6.7': { name: 'VMware ESXi', version: '6.7.0', build: 20497097, apiVersion: '6.7.3' },
  '7.0': { name: 'VMware ESXi', version: '7.0.3', build: 24784741, apiVersion: '7.0.3.0' },
  '8.0': { name: 'VMware ESXi', version: '8.0.3', build: 25595708, apiVersion: '8.0.3.0' },
  '9.0': { name: 'VMware ESX', version: '9.0.2', build: 25595025, apiVersion: '9.0.0.0' },
  '9.1': { name: 'VMware ESX', version: '9.1.0', build: 25557999, apiVersion: '9.1.0.0' },
}

/** See `esxProducts`. */
export const vcenterProducts: Readonly<Record<Release, Product>> = {
  '6.5': { name: 'VMware vCenter Server', version: '6.5.0', build: 22499743, apiVersion: '6.5' },
  '6.7': { name: 'VMware vCenter Server', version: '6.7.0', build: 22509723, apiVersion: '6.7.3' },
  '7.0': { name: 'VMware vCenter Server', version: '7.0.3', build: 24927011, apiVersion: '7.0.3.0' },
  '8.0': { name: 'VMware vCenter Server', version: '8.0.3', build: 25600417, apiVersion: '8.0.3.0' },
  '9.0': { name: 'VMware vCenter Server', version: '9.0.2', build: 25629525, apiVersion: '9.0.0.0' },
  '9.1': { name: 'VMware vCenter Server', version: '9.1.0', build: 25629530, apiVersion: '9.1.0.0' },
}

/** What the appliance calls the same builds, where KB 326316 tells. */
export const applianceVersions: Readonly<Record<string, string>> = {
  22499743: '6.5.0.42000',
  22509723: '6.7.0.55000',
  24322831: '8.0.3.00400',
  25600417: '8.0.3.01000',
  25629525: '9.0.2.0100',
  25629530: '9.1.0.0300',
}

/** Builds that a host stays on when nobody updates it: those with which the branches above began (KB 316595). */
export const unpatchedEsx: Readonly<Record<Release, Pick<Product, 'version' | 'build'>>> = {
  '6.5': { version: '6.5.0', build: 5969303 },
  '6.7': { version: '6.7.0', build: 14320388 },
  '7.0': { version: '7.0.3', build: 21930508 },
  '8.0': { version: '8.0.3', build: 24022510 },
  '9.0': { version: '9.0.0', build: 24755229 },
  '9.1': { version: '9.1.0', build: 25370933 },
}

/** How a host introduces itself. */
export function esxAbout(product: Product): DataTypes['AboutInfo'] {
  return {
    ...about(product),
    osType: 'vmnix-x86',
    productLineId: 'embeddedEsx',
    apiType: 'HostAgent',
    licenseProductName: 'VMware ESX Server',
  }
}

/** How vCenter Server introduces itself. */
export function vcenterAbout(product: Product, instanceUuid: string): DataTypes['AboutInfo'] {
  return {
    ...about(product),
    osType: 'linux-x64',
    productLineId: 'vpx',
    apiType: 'VirtualCenter',
    instanceUuid,
    licenseProductName: 'VMware VirtualCenter Server',
  }
}

const about = ({ name, version, build, apiVersion }: Product) => ({
  _typeName: 'AboutInfo' as const,
  name,
  fullName: `${name} ${version} build-${build}`,
  vendor: 'VMware, Inc.',
  version,
  build: String(build),
  localeVersion: 'INTL',
  localeBuild: '000',
  apiVersion,
  licenseProductVersion: version.split('.').slice(0, 2).join('.'),
})
