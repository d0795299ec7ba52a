import { compareApi, ref } from '@sakimori/vim25'
import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import type { EstateObject, HostState, LocalAccount } from '../estate.ts'
import { hostCapability } from '../releases/capability.ts'
import { softwarePackages, type AddedPackage } from '../releases/packages.ts'
import { esxAbout, esxProducts, type Product } from '../releases/release.ts'
import type { DatastoreSpec } from './datastores.ts'
import { hostConfig, type HostSettings } from './host-config.ts'
import { hostHardware } from './host-hardware.ts'
import { hostHealth } from './host-health.ts'
import type { HostIdentity, HostWiring } from './host-network.ts'
import type { HardwareModel } from './hardware-models.ts'

/** How a certificate is made, where it is not a good one of vCenter Server’s own authority. */
export interface CertificateWish {
  /** RFC 3339; by default some years ahead. */
  readonly validTo?: string
  readonly keyBits?: number
  readonly signature?: 'sha256' | 'sha1'
  readonly selfSigned?: boolean
  /** The name that it is made out to, if not the host’s own. */
  readonly madeOutTo?: string
}

/** Makes the certificate of a host: PEM as signed bytes. The estate itself holds no keys. */
export type CertificateMaker = (name: string, wish: CertificateWish) => readonly number[]

export interface HostSpec extends HostIdentity {
  /** Of a lone host 'ha-host'; else it follows from the number. */
  readonly ref?: MoRef<'HostSystem'>
  readonly parent: MoRef
  readonly model: HardwareModel
  /** Another build than the last of its release. */
  readonly product?: Partial<Product>
  readonly wiring: HostWiring
  readonly settings: HostSettings
  readonly datastores: readonly DatastoreSpec[]
  readonly networks: readonly MoRef[]
  readonly connectionState?: 'connected' | 'disconnected' | 'notResponding'
  readonly inMaintenanceMode?: boolean
  readonly bootTime?: string
  readonly secureBoot?: boolean
  readonly lockdownExceptions?: readonly string[]
  readonly acceptanceLevel?: HostState['acceptanceLevel']
  readonly accounts?: readonly LocalAccount[]
  readonly packages?: readonly AddedPackage[]
  /** Another build that was installed and waits for a restart. */
  readonly staged?: Product
  /** What only methods show, besides the fields above. */
  readonly more?: Omit<HostState, 'lockdownExceptions' | 'acceptanceLevel' | 'accounts' | 'packages' | 'stagedImage'>
  readonly certificate?: CertificateWish
}

/** The accounts that every host has. vpxuser’s password is vCenter Server’s secret, dcui has none. */
const builtIn: readonly LocalAccount[] = [
  { name: 'root', password: 'VMware1!', fullName: 'Administrator', shellAccess: true, roleId: -1 },
  { name: 'dcui', password: '', fullName: 'DCUI User', shellAccess: false, roleId: -1 },
  {
    name: 'vpxuser',
    password: '',
    fullName: 'VMware VirtualCenter administration account',
    shellAccess: true,
    roleId: -1,
  },
]

/** The reference of a host by its number. */
export const hostRef = (number: number): MoRef<'HostSystem'> => ref('HostSystem', `host-${number}`)

const lazyProperties = ['config', 'hardware', 'capability']

/** A host. Its configuration is made when it is read: there may be thousands of them. */
export function host(spec: HostSpec, makeCertificate?: CertificateMaker): EstateObject {
  const own = spec.ref ?? hostRef(spec.number)
  const product = { ...esxProducts[spec.release], ...spec.product }
  const { name, number, release, model } = spec
  return {
    ref: own,
    properties: {
      name,
      parent: spec.parent,
      runtime: runtimeOf(spec, product),
      licensableResource: licensable(model),
      datastore: spec.datastores.map((one) => one.ref),
      network: spec.networks,
    },
    lazyProperties,
    lazy: (property) => {
      switch (property) {
        case 'config':
          return hostConfig({
            ...spec,
            ref: own,
            product,
            certificate: makeCertificate?.(name, spec.certificate ?? {}),
          })
        case 'hardware':
          return hostHardware(number, model, release, product)
        case 'capability':
          return hostCapability(product.apiVersion, { tpm: model.tpm, secureBoot: spec.secureBoot ?? model.tpm })
        default:
          return undefined
      }
    },
    state: stateOf(spec, product),
  }
}

function stateOf(spec: HostSpec, product: Product): HostState {
  return {
    ...spec.more,
    lockdownExceptions: spec.lockdownExceptions ?? [],
    acceptanceLevel: spec.acceptanceLevel ?? 'partner',
    accounts: [...builtIn, ...(spec.accounts ?? [])],
    get packages() {
      return softwarePackages(spec.release, product, spec.packages)
    },
    ...(spec.staged && {
      stagedImage: {
        product: esxAbout(spec.staged),
        packages: softwarePackages(spec.release, spec.staged, spec.packages),
      },
    }),
  }
}

function runtimeOf(spec: HostSpec, { apiVersion }: Product): DataTypes['HostRuntimeInfo'] {
  const has = (since: string) => compareApi(apiVersion, since) >= 0
  const sealed = spec.secureBoot ?? spec.model.tpm
  return {
    _typeName: 'HostRuntimeInfo',
    connectionState: spec.connectionState ?? 'connected',
    powerState: 'poweredOn',
    standbyMode: 'none',
    inMaintenanceMode: spec.inMaintenanceMode ?? false,
    inQuarantineMode: false,
    bootTime: spec.bootTime ?? '2026-08-30T15:00:00Z',
    hostMaxVirtualDiskCapacity: 68_169_720_922_112,
    cryptoState: 'incapable',
    healthSystemRuntime: hostHealth(spec.model),
    ...(has('7.0.3.0')
      ? {
          stateEncryption: {
            _typeName: 'HostRuntimeInfoStateEncryptionInfo' as const,
            protectionMode: spec.model.tpm ? 'tpm' : 'none',
            requireSecureBoot: sealed,
            requireExecInstalledOnly: spec.settings.options?.['VMkernel.Boot.execInstalledOnly'] === true && sealed,
          },
        }
      : {}),
  }
}

const licensable = ({ sockets, coresPerSocket }: HardwareModel): DataTypes['HostLicensableResourceInfo'] => ({
  _typeName: 'HostLicensableResourceInfo',
  resource: [
    { _typeName: 'KeyAnyValue', key: 'numCpuPackages', value: { _typeName: 'int', _value: sockets } },
    { _typeName: 'KeyAnyValue', key: 'numCpuCores', value: { _typeName: 'int', _value: sockets * coresPerSocket } },
  ],
})
