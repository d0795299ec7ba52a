import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { TLSSocket } from 'node:tls'
import type { ServerSettings } from '../../kernel/settings.ts'
import { signingRequest } from '../../tls/signing-request.ts'
import { invalid, missing, RestError } from './rest-error.ts'
import { listOf, name, optional, struct, text, whole } from './decode.ts'
import { change, part, shows, takes, type RestCall, type RestRow } from './row.ts'

const day = 86_400_000

/** The private key of the last signing request of each server: it stays here, as the real one does. */
const waitingKeys = new WeakMap<ServerSettings, string>()

/** A name as Java writes it: the most special part first, separated by commas. */
const dn = (lines: string) => lines.split('\n').toReversed().join(', ')

/** Reads PEM that a client sent; the first certificate of a chain. */
function certificateOf(pem: string, at: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (error) {
    throw invalid(at, `is no PEM certificate: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const splitChain = (pem: string) => pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []

/** How the interface shows a certificate; Tls.Info. */
function info(certificate: X509Certificate): unknown {
  const names = certificate.subjectAltName?.split(', ') ?? []
  return {
    version: 3,
    serial_number: certificate.serialNumber,
    signature_algorithm: certificate.signatureAlgorithm ?? '',
    issuer_dn: dn(certificate.issuer),
    valid_from: certificate.validFromDate.toISOString(),
    valid_to: certificate.validToDate.toISOString(),
    subject_dn: dn(certificate.subject),
    thumbprint: certificate.fingerprint,
    is_CA: certificate.ca,
    path_length_constraint: -1,
    key_usage: certificate.keyUsage ?? [],
    extended_key_usage: [],
    subject_alternative_name: names,
    authority_information_access_uri: [],
    cert: certificate.toString(),
  }
}

/** The certificate that this very connection was answered with. */
function ownCertificate({ request }: RestCall): X509Certificate {
  const found = request.socket instanceof TLSSocket ? request.socket.getX509Certificate() : undefined
  if (found === undefined) throw missing('the TLS certificate: this server listens without TLS')
  return found
}

/** The authorities that the server trusts, by the id of each chain. */
async function roots({ settings, world }: RestCall): Promise<ReadonlyMap<string, string>> {
  const own = (await settings.tls.authorityAt(world.now())).pem
  const { trustedRoots = [], rootsAreAll = false } = settings.appliance
  return new Map([...(rootsAreAll ? [] : [own]), ...trustedRoots].map((pem) => [chainId(pem), pem]))
}

/** The SHA-1 of what stands between the lines of the PEM: a snapshot may hold there what is no certificate. */
const chainId = (pem: string) =>
  createHash('sha1')
    .update(Buffer.from(pem.replaceAll(/-----[^-]*-----/g, ''), 'base64'))
    .digest('hex')
    .toUpperCase()

async function rootOf(call: RestCall): Promise<string> {
  const found = (await roots(call)).get(part(call, 'chain'))
  if (found === undefined) throw missing(`the trusted root chain ${part(call, 'chain')}`)
  return found
}

/**
 * Puts a certificate in the place of the server's own, with its key or with that of the last signing request. It must be
 * valid now, fit the key, and come from an authority that is trusted or given along.
 */
async function replace(call: RestCall, wanted: ReturnType<typeof tlsSpec>): Promise<void> {
  const certificate = certificateOf(wanted.cert, 'spec.cert')
  const key = wanted.key ?? waitingKeys.get(call.settings)
  if (key === undefined) throw invalid('spec.key', 'is missing, and no signing request was made before')
  if (!fits(certificate, key)) throw invalid('spec.cert', 'does not belong to the private key')
  const now = call.world.now()
  if (certificate.validToDate < now || certificate.validFromDate > now) throw invalid('spec.cert', 'is not valid now')
  const known = [...(await roots(call)).values(), ...splitChain(wanted.root_cert ?? '')].map(
    (pem) => new X509Certificate(pem),
  )
  const chain = splitChain(wanted.cert)
    .slice(1)
    .map((pem) => new X509Certificate(pem))
  if (!isTrusted(certificate, chain, known)) throw invalid('spec.cert', 'its authority is not trusted')
  if (wanted.root_cert !== undefined) trust(call, splitChain(wanted.root_cert))
  call.settings.tls.use({ cert: wanted.cert, key })
}

function fits(certificate: X509Certificate, key: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key))
  } catch (error) {
    throw invalid('spec.key', `is no PEM key: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Whether a known authority signed it, or one of the chain that such an authority signed. */
function isTrusted(
  certificate: X509Certificate,
  chain: readonly X509Certificate[],
  known: readonly X509Certificate[],
): boolean {
  const signs = (issuer: X509Certificate) => certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
  return (
    known.some(signs) ||
    chain.some((issuer, index) => signs(issuer) && isTrusted(issuer, chain.toSpliced(index, 1), known))
  )
}

function trust(call: RestCall, chain: readonly string[]): void {
  const { trustedRoots = [] } = call.settings.appliance
  change(call, { trustedRoots: [...new Set([...trustedRoots, ...chain])] })
}

const commonNameOf = ({ subject }: X509Certificate) => /CN=([^\n]*)/.exec(subject)?.[1] ?? 'localhost'

/** A new certificate for the same names, signed by the server's own authority. */
async function renew(call: RestCall, days: number): Promise<void> {
  const old = ownCertificate(call)
  const authority = await call.settings.tls.authorityAt(call.world.now())
  const names = (old.subjectAltName ?? '').split(', ').map((entry) => entry.replace(/^(?:DNS|IP Address):/, ''))
  const now = call.world.now().getTime()
  const commonName = commonNameOf(old)
  const organization = /(?:^|\n)O=([^\n]*)/.exec(old.subject)?.[1]
  call.settings.tls.use(
    authority.issue({
      commonName,
      names: names.filter((entry) => entry !== ''),
      ...(organization !== undefined && { organization }),
      validFrom: new Date(now - day),
      validTo: new Date(now + days * day),
    }),
  )
}

const tlsSpec = struct({ cert: name, key: optional(name), root_cert: optional(name) })
const csrSpec = struct({
  key_size: optional(whole(2048, 16_384)),
  common_name: optional(name),
  organization: text,
  organization_unit: text,
  locality: text,
  state_or_province: text,
  country: name,
  email_address: text,
  subject_alt_name: optional(listOf(name)),
})

async function makeRequest(call: RestCall, spec: ReturnType<typeof csrSpec>): Promise<{ readonly csr: string }> {
  if (!/^[A-Z]{2}$/.test(spec.country)) throw invalid('spec.country', 'must be a code of two letters')
  const commonName = spec.common_name ?? commonNameOf(ownCertificate(call))
  const { request, key } = await signingRequest({
    subject: {
      commonName,
      country: spec.country,
      state: spec.state_or_province,
      locality: spec.locality,
      organization: spec.organization,
      organizationalUnit: spec.organization_unit,
      email: spec.email_address,
    },
    names: [commonName, ...(spec.subject_alt_name ?? [])],
    keyBits: spec.key_size ?? 3072,
  })
  waitingKeys.set(call.settings, String(key.export({ format: 'pem', type: 'pkcs8' })))
  return { csr: request }
}

const rootSpec = struct({
  cert_chain: struct({ cert_chain: listOf(name) }),
  chain: optional(name),
})

const tls = '/vcenter/certificate-management/vcenter/tls'
const chains = '/vcenter/certificate-management/vcenter/trusted-root-chains'

/** The certificates of vCenter Server: its own, those that it trusts, and that of its token service. */
export const certificateRows: readonly RestRow[] = [
  shows(tls, '6.7.2', (call) => info(ownCertificate(call))),
  takes('PUT', tls, '6.7.2', tlsSpec, replace, { wrap: 'spec' }),
  takes(
    'POST',
    tls,
    '6.7.2',
    // A certificate of VMCA is valid for two years at most (7.0 and later).
    struct({ duration: optional(whole(1, 730)) }),
    (call, { duration }) => renew(call, duration ?? 730),
    { action: 'renew' },
  ),
  takes('POST', '/vcenter/certificate-management/vcenter/tls-csr', '6.7.2', csrSpec, makeRequest, {
    wrap: 'spec',
    status: 200,
  }),
  shows(chains, '6.7.2', async (call) => [...(await roots(call)).keys()].map((chain) => ({ chain }))),
  shows(`${chains}/{chain}`, '6.7.2', async (call) => ({ cert_chain: { cert_chain: [await rootOf(call)] } })),
  takes(
    'POST',
    chains,
    '6.7.2',
    rootSpec,
    async (call, { cert_chain: { cert_chain: chain }, chain: id }) => {
      if (id !== undefined) throw new RestError('UNSUPPORTED', 'The twin names chains itself')
      const [first] = chain
      if (first === undefined) throw invalid('spec.cert_chain', 'is empty')
      for (const pem of chain)
        if (!certificateOf(pem, 'spec.cert_chain').ca) throw invalid('spec.cert_chain', 'is no authority')
      if ((await roots(call)).has(chainId(first))) throw new RestError('ALREADY_EXISTS', 'the chain is trusted already')
      trust(call, chain)
      return chainId(first)
    },
    { wrap: 'spec', status: 201 },
  ),
  {
    verb: 'DELETE',
    path: `${chains}/{chain}`,
    since: '6.7.2',
    answer: async (call) => {
      const pem = await rootOf(call)
      const { trustedRoots = [] } = call.settings.appliance
      if (!trustedRoots.includes(pem)) {
        throw new RestError('NOT_ALLOWED_IN_CURRENT_STATE', 'the authority of the server itself cannot be removed')
      }
      change(call, { trustedRoots: trustedRoots.filter((held) => held !== pem) })
    },
  },
  shows('/vcenter/certificate-management/vcenter/signing-certificate', '7.0.3.0', async ({ settings, world }) => {
    const authority = await settings.tls.authorityAt(world.now())
    const chain = { cert_chain: [(await settings.tls.signer(world.now())).cert, authority.pem] }
    return { active_cert_chain: chain, signing_cert_chains: [chain] }
  }),
]
