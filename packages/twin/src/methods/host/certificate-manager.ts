import { createPrivateKey } from 'node:crypto'
import { isIP } from 'node:net'
import { CertificateRevocationList } from 'pkijs'
import type { DataTypes } from '@sakimori/vim25/types'
import {
  certificateInfo,
  installCertificate,
  keepWaitingKey,
  parseCertificate,
} from '../../behaviour/host-certificates.ts'
import { configOf } from '../../behaviour/host-config.ts'
import { changeHostState, hostStateOf } from '../../behaviour/host-state.ts'
import { methodsOf } from '../../kernel/call.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import type { NameParts } from '../../tls/distinguished-name.ts'
import { readDistinguishedName, signingRequest } from '../../tls/signing-request.ts'
import { hostConfigFault, hostFor, recordTask } from './host-call.ts'

type CertificateSpec = DataTypes['HostCertificateManagerCertificateSpec']

/** HostCertificateManagerCryptoAlgorithm. */
const keyBits: Readonly<Record<string, number>> = { RSA_2048: 2048, RSA_3072: 3072, RSA_4096: 4096 }

/** The address of the first VMkernel adapter: that of management on a host as it is installed. */
function managementAddress(host: ManagedObject): string {
  const address = configOf(host)?.network?.vnic?.find(({ device }) => device === 'vmk0')?.spec.ip?.ipAddress
  if (address === undefined || isIP(address) === 0) throw hostConfigFault('The host has no management address')
  return address
}

function bitsOf(spec: CertificateSpec | undefined): number {
  if (spec?.cryptoAlgorithm === undefined) return 2048
  const bits = keyBits[spec.cryptoAlgorithm]
  if (bits === undefined) throw invalidArgument('spec.cryptoAlgorithm', `is none of ${Object.keys(keyBits).join(', ')}`)
  return bits
}

/** Makes a request and keeps its key; the certificate that comes back is installed with InstallServerCertificate. */
async function request(host: ManagedObject, subject: NameParts, spec: CertificateSpec | undefined): Promise<string> {
  if (spec !== undefined && spec.kind !== 'Machine') {
    throw vimFault('NotSupported', {}, 'The twin makes requests for the certificate of the host only')
  }
  const { commonName = '' } = subject
  const names = spec?.subjectAlternativeNames ?? [commonName]
  const made = await signingRequest({ subject, names: names.filter((name) => name !== ''), keyBits: bitsOf(spec) })
  keepWaitingKey(host, made.key)
  return made.request
}

function checkCertificates(list: readonly string[]): void {
  for (const text of list) {
    if (parseCertificate(text) === undefined) throw hostConfigFault('caCert has a text that is no certificate')
  }
}

function checkRevocationLists(list: readonly string[]): void {
  for (const text of list) {
    const [, body = ''] = /-----BEGIN X509 CRL-----([^-]+)-----END/.exec(text) ?? []
    if (!isRevocationList(Buffer.from(body, 'base64')))
      throw hostConfigFault('caCrl has a text that is no revocation list')
  }
}

function isRevocationList(der: Uint8Array): boolean {
  try {
    return CertificateRevocationList.fromBER(Uint8Array.from(der).buffer).tbs.byteLength > 0
  } catch (error) {
    // pkijs says so, and asn1js does, where bytes are something else.
    if (error instanceof Error) return false
    throw error
  }
}

export const hostCertificateManagerMethods = methodsOf('HostCertificateManager', {
  RetrieveCertificateInfoList(call) {
    const info = certificateInfo(call.world, hostFor(call))
    return info === undefined ? [] : [info]
  },
  GenerateCertificateSigningRequest(call, { useIpAddressAsCommonName, spec }) {
    const host = hostFor(call)
    const commonName = useIpAddressAsCommonName ? managementAddress(host) : call.world.nameOf(host)
    const subject = { ...hostSubject, commonName }
    return request(host, subject, spec)
  },
  GenerateCertificateSigningRequestByDn(call, { distinguishedName, spec }) {
    const host = hostFor(call)
    const subject = readDistinguishedName(distinguishedName)
    if (subject === undefined) throw invalidArgument('distinguishedName', `cannot be read: ${distinguishedName}`)
    return request(host, subject, spec)
  },
  ProvisionServerPrivateKey(call, { key }) {
    const host = hostFor(call)
    try {
      keepWaitingKey(host, createPrivateKey(key))
    } catch (error) {
      if (error instanceof Error && 'code' in error) throw hostConfigFault('The private key cannot be read')
      throw error
    }
    return undefined
  },
  InstallServerCertificate(call, { cert }) {
    const host = hostFor(call)
    const why = installCertificate(call.world, host, cert)
    if (why !== undefined) throw hostConfigFault(why)
    recordTask(call, host, 'host.CertificateManager.installServerCertificate')
    return undefined
  },
  ListCACertificates: (call) => hostStateOf(hostFor(call)).caCertificates ?? [],
  ListCACertificateRevocationLists: (call) => hostStateOf(hostFor(call)).caRevocationLists ?? [],
  ReplaceCACertificatesAndCRLs(call, { caCert, caCrl = [] }) {
    const host = hostFor(call)
    checkCertificates(caCert)
    checkRevocationLists(caCrl)
    changeHostState(call.world.store, host, { caCertificates: caCert, caRevocationLists: caCrl })
    recordTask(call, host, 'host.CertificateManager.replaceCACertificatesAndCRLs')
    return undefined
  },
  /** The services of a twin's host use a new certificate as soon as it is there. */
  NotifyAffectedServices(call) {
    hostFor(call)
    return undefined
  },
})

/** The name that hosts give themselves, apart from the common name. */
const hostSubject: NameParts = {
  country: 'US',
  state: 'California',
  locality: 'Palo Alto',
  organization: 'VMware',
  organizationalUnit: 'VMware Engineering',
}
