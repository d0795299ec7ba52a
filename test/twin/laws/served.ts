import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { isRecord, type CertificateInfo, type TlsOffers, type TlsPeer } from '@sakimori/core/model'
import { hydrate, type Estate, type EstateMaker, type TwinOptions } from '@sakimori/twin'
import { setOption, snapshotOf, type Draft, type DraftObject } from '../../../packages/core/src/testing/draft.ts'
import { goodCertificate } from '../../../packages/core/src/testing/good-certificate.ts'

type CertificateMaker = Parameters<EstateMaker>[0]

/** Who may do everything on the twin of a draft. */
export const operator = { name: 'operator@sakimori', password: 'let me in' }

/** Who may see that objects are there, and read nothing of them. */
export const blind = { name: 'blind@vsphere.local', password: 'let me see' }

const CHAINS = 'rest:/api/vcenter/certificate-management/vcenter/trusted-root-chains/{chain}#parsed'

/**
 * The estate that a server of a draft serves. What a draft says as the collector would have it said becomes what makes the
 * collector say so: a parsed certificate becomes one, and an old version of TLS the option that lets it in.
 * @param vouches whether it matters that a trusted authority signed what servers show
 */
export function served(draft: Draft, certificate: CertificateMaker, vouches = false): Estate {
  const copy = structuredClone(draft)
  for (const object of copy.objects) {
    if (object.ref.type === 'HostSystem') serveHost(object, certificate)
    if (object.ref.type === 'ServiceInstance') serveRoots(object, certificate)
  }
  const estate = hydrate(snapshotOf(copy), { operator })
  const isVouchedFor = copy.objects.every(
    ({ ref: { type }, values }) => !['HostSystem', 'ServiceInstance'].includes(type) || values['tls:443#anchor'],
  )
  // The authority of the twin itself is trusted as well.
  return vouches && isVouchedFor && estate.appliance
    ? { ...estate, appliance: { ...estate.appliance, rootsAreAll: false } }
    : estate
}

/** The same for an account that has no right but System.View. */
export function servedBlindly(draft: Draft, certificate: CertificateMaker): Estate {
  const estate = served(draft, certificate)
  const role = 4711
  const info = { _typeName: 'Description', label: 'blind', summary: 'blind' } as const
  const privilege = ['System.Anonymous', 'System.View']
  return {
    ...estate,
    users: [blind],
    roles: [{ _typeName: 'AuthorizationRole', roleId: role, system: false, name: 'blind', info, privilege }],
    permissions: [
      {
        _typeName: 'Permission',
        entity: estate.rootFolder,
        principal: blind.name,
        group: false,
        roleId: role,
        propagate: true,
      },
    ],
  }
}

/** How the server's own certificate differs from that of a new twin. */
export function serverCertificate({ objects }: Draft): TwinOptions['certificate'] {
  const server = objects.find(({ ref }) => ref.type === 'ServiceInstance')
  const shown = (server?.values['tls:443'] as TlsPeer | undefined)?.chain[0]
  const good = goodCertificate('vc.example.test')
  if (shown === undefined) return {}
  return {
    ...(shown.validTo !== good.validTo && { validFrom: new Date(shown.validFrom), validTo: new Date(shown.validTo) }),
    ...(shown.subjectAltName[0] !== good.subjectAltName[0] && { names: [nameOf(shown)] }),
    ...wishOf(shown),
  }
}

function serveHost({ ref, values, missing }: DraftObject, certificate: CertificateMaker): void {
  const recorded = values['config.certificate#parsed'] as CertificateInfo | undefined
  const peer = values['tls:443'] as TlsPeer | undefined
  if (recorded !== undefined) {
    // The key of a public authority is not the twin's: its host shows another certificate than the one that is recorded.
    const isOther = peer?.chain[0]?.fingerprint256 !== recorded.fingerprint256
    const { validTo } = recorded
    const wish = { ...wishOf(recorded), validTo, madeOutTo: nameOf(recorded) }
    values['config.certificate'] = isOther
      ? [...Buffer.from(String(rootCertificates[0]), 'latin1')]
      : certificate(String(values['name']), wish)
    const thumbprint = new X509Certificate(Buffer.from(values['config.certificate'] as number[])).fingerprint
    values['summary.config.sslThumbprint'] = thumbprint
  }
  const offers = values['tls:443#offers'] as TlsOffers | undefined
  if (offers?.versions.some(({ version, answer }) => version === 'TLSv1' && answer === 'accepted'))
    setOption({ ref, values, missing }, 'config.option', 'UserVars.ESXiVPsDisabledProtocols', 'sslv3')
  admitCollector(values)
}

/** The collector's address is one of those that the host's firewall allows. */
function admitCollector(values: Record<string, unknown>): void {
  const rulesets = values['config.firewall.ruleset']
  if (!Array.isArray(rulesets)) return
  const https = { _typeName: 'HostFirewallRule', port: 443, direction: 'inbound', portType: 'dst', protocol: 'tcp' }
  const loopback = { _typeName: 'HostFirewallRulesetIpNetwork', network: '127.0.0.0', prefixLength: 8 }
  values['config.firewall.ruleset'] = rulesets.filter(isRecord).map((ruleset) => {
    const { key, allowedHosts } = ruleset
    if (key !== 'vSphereClient' || !isRecord(allowedHosts)) return ruleset
    const { ipNetwork = [] } = allowedHosts
    return { ...ruleset, rule: [https], allowedHosts: { ...allowedHosts, ipNetwork: [ipNetwork, loopback].flat() } }
  })
}

function serveRoots({ values }: DraftObject, certificate: CertificateMaker): void {
  const roots = values[CHAINS] as readonly CertificateInfo[] | undefined
  if (roots === undefined) return
  values[CHAINS] = roots.map((root) => {
    const name = nameOf(root)
    const bytes = certificate(name, { ...wishOf(root), validTo: root.validTo, madeOutTo: name })
    return { ...root, pem: Buffer.from(bytes).toString('latin1') }
  })
}

/** 'DNS:esx1.example.test' without its kind. */
const nameOf = ({ subjectAltName: [first = ''] }: CertificateInfo) => first.slice(first.indexOf(':') + 1)

const wishOf = ({ keyBits, signatureAlgorithm, selfIssued }: CertificateInfo) => ({
  keyBits,
  signature: signatureAlgorithm.startsWith('sha1') ? ('sha1' as const) : ('sha256' as const),
  selfSigned: selfIssued,
})
