import type { Finding } from '../../assess/index.ts'
import { readVcenterOption, severities, type Severity } from '../../control/index.ts'
import {
  isCertificate,
  isOffers,
  isPeer,
  readRaw,
  type CertificateInfo,
  type Inventory,
  type Subject,
  type TlsOffers,
  type Unknown,
} from '../../model/index.ts'

/** What a certificate is for. */
export type CertificateRole = 'server' | 'chain' | 'signing' | 'root'

/** Who issued it: itself, VMCA (the authority of vCenter Server, by its name), or another authority. */
export type IssuerClass = 'selfSigned' | 'vmca' | 'custom'

/** The worst that is known of it; `partly` = nothing bad is known, and not everything is known. */
export type CertificateState = Severity | 'unknown' | 'partly' | 'ok'

/** Worst first. */
const certificateStates: readonly CertificateState[] = [...severities, 'unknown', 'partly', 'ok']

/** One certificate of an estate, or the place of one that could not be read. */
export interface CertificateEntry {
  readonly role: CertificateRole
  /** For people: `esx1.example.test`, `vc.example.test:5480`. */
  readonly where: string
  /** What it is compared by across snapshots. */
  readonly key: string
  readonly certificate?: CertificateInfo
  /** Whether the server showed it, or a record of it is all that was read. */
  readonly seen: 'shown' | 'recorded' | 'listed'
  readonly missing?: Unknown
  readonly issuerClass?: IssuerClass
  /** Whether a signature ties it to an authority that vCenter Server trusts; `undefined` where that is not known. */
  readonly trusted?: boolean
  /** Whole days; negative once it has ended. */
  readonly daysLeft?: number
  readonly offers?: TlsOffers
  readonly failing: readonly Finding[]
  readonly state: CertificateState
}

/** What the entries are made of besides the inventory: the findings of the area, the day, and how many days are too few. */
export interface CertificateContext {
  readonly findings: readonly Finding[]
  readonly now: Date
  readonly daysLeft: number
}

interface Judged extends CertificateContext {
  readonly byObject: ReadonlyMap<string, readonly Finding[]>
}

const keyOf = ({ ref }: Pick<Subject, 'ref'>) => `${ref.type}:${ref.value}`

const rest = 'rest:/api/vcenter/certificate-management/vcenter'

/** The places of certificates of vCenter Server: the path that shows them, and further paths that say something of them. */
const serverPlaces: readonly { readonly port: number; readonly path: string; readonly also: readonly string[] }[] = [
  { port: 443, path: 'tls:443', also: [`${rest}/tls`] },
  { port: 5480, path: 'tls:5480', also: [] },
  { port: 636, path: 'tls:636', also: [] },
]
const signingPaths = ['sso:signingCertificate', `${rest}/signing-certificate`]
const rootsPath = `${rest}/trusted-root-chains/{chain}#parsed`

/** Every certificate that a snapshot tells of, the worst first, then the one that ends first. */
export function listCertificates(inventory: Inventory, asked: CertificateContext): readonly CertificateEntry[] {
  const context: Judged = { ...asked, byObject: Map.groupBy(asked.findings, ({ subject }) => keyOf(subject)) }
  const services = inventory.all('ServiceInstance')
  const servers = [
    ...services.flatMap((service) => serverEntries(service, inventory, context)),
    ...inventory.all('HostSystem').map((host) => hostEntry(host, context)),
  ].filter((entry) => entry !== undefined)
  const roots = services.flatMap((service) => rootEntries(service, context))
  const listed = new Set(roots.map(({ certificate }) => certificate?.fingerprint256))
  const chains = chainEntries([...services, ...inventory.all('HostSystem')], listed, context)
  const signing = services.flatMap((service) => signingEntries(service, inventory, context))
  return [...servers, ...signing, ...chains, ...roots].toSorted(byUrgency)
}

/** How vCenter Server gets certificates onto hosts: `vmca`, `custom` or `thumbprint`; `undefined` where that is not known. */
export function hostCertificateMode(inventory: Inventory): string | undefined {
  const [service] = inventory.all('ServiceInstance')
  const mode = service && readVcenterOption(service, 'vpxd.certmgmt.mode')
  return mode?.known && typeof mode.value === 'string' ? mode.value : undefined
}

const byUrgency = (one: CertificateEntry, other: CertificateEntry) =>
  certificateStates.indexOf(one.state) - certificateStates.indexOf(other.state) ||
  (one.daysLeft ?? Number.MAX_SAFE_INTEGER) - (other.daysLeft ?? Number.MAX_SAFE_INTEGER) ||
  (one.where < other.where ? -1 : 1)

function serverEntries(service: Subject, inventory: Inventory, context: Judged) {
  const isHost = inventory.estate.kind === 'esx'
  // Of a lone host, the host itself stands in the list.
  return isHost
    ? []
    : serverPlaces.map(({ port, path, also }) =>
        serverEntry(service, { where: port === 443 ? service.name : `${service.name}:${port}`, path, also }, context),
      )
}

const hostEntry = (host: Subject, context: Judged) =>
  serverEntry(host, { where: host.name, path: 'tls:443', also: ['config.certificate'] }, context)

interface Place {
  readonly where: string
  readonly path: string
  readonly also: readonly string[]
}

/** `undefined` where nothing listens. */
function serverEntry(subject: Subject, place: Place, context: Judged): CertificateEntry | undefined {
  const { where, path } = place
  const peer = readRaw(subject, path)
  if (peer.known && peer.value === undefined) return undefined
  const shown = peer.known && isPeer(peer.value) ? peer.value.chain[0] : undefined
  const certificate = shown ?? recordedOf(subject, place)
  // Services that need not be there have no place in the list unless something was seen of them, or went wrong.
  const isOptional = path !== 'tls:443'
  if (isOptional && !peer.known && peer.missing !== 'fault') return undefined
  const anchor = readRaw(subject, `${path}#anchor`)
  const offers = readRaw(subject, `${path}#offers`)
  return {
    role: 'server',
    where,
    key: `${keyOf(subject)} ${path}`,
    seen: shown ? 'shown' : 'recorded',
    ...(certificate ? described(certificate, context.now) : {}),
    ...(peer.known ? {} : { missing: peer }),
    ...(shown && anchor.known ? { trusted: anchor.value !== undefined } : {}),
    ...(offers.known && isOffers(offers.value) ? { offers: offers.value } : {}),
    ...judged(subject, [path, ...place.also], certificate !== undefined, context),
  }
}

/** A record of the certificate, where the server itself could not be seen. */
function recordedOf(subject: Subject, { also }: Place): CertificateInfo | undefined {
  for (const path of also) {
    const raw = readRaw(subject, `${path}#parsed`)
    const value: unknown = raw.known && Array.isArray(raw.value) ? raw.value[0] : raw.known ? raw.value : undefined
    if (isCertificate(value)) return value
  }
  return undefined
}

function signingEntries(service: Subject, inventory: Inventory, context: Judged): CertificateEntry[] {
  if (inventory.estate.kind === 'esx') return []
  const facts = signingPaths.map((path) => readRaw(service, `${path}#parsed`))
  const lists = facts.map((fact) => (fact.known && Array.isArray(fact.value) ? fact.value.filter(isCertificate) : []))
  const [certificate] = lists.find((list) => list.length > 0) ?? []
  const missing = facts.find((fact) => !fact.known)
  return [
    {
      role: 'signing',
      where: service.name,
      key: 'signing',
      seen: 'listed',
      ...(certificate ? described(certificate, context.now) : missing && !missing.known ? { missing } : {}),
      ...judged(service, signingPaths, certificate !== undefined, context),
    },
  ]
}

function rootEntries(service: Subject, { now, daysLeft }: CertificateContext): CertificateEntry[] {
  const roots = readRaw(service, rootsPath)
  const list = roots.known && Array.isArray(roots.value) ? roots.value.filter(isCertificate) : []
  return unique(list).map((certificate) => ({
    role: 'root',
    where: service.name,
    key: `root ${certificate.fingerprint256}`,
    seen: 'listed',
    ...described(certificate, now),
    failing: [],
    state: stateByDate(certificate, now, daysLeft),
  }))
}

/** The certificates between a server's own and a root that is listed already; the same one of many servers once. */
function chainEntries(
  subjects: readonly Subject[],
  listed: ReadonlySet<string | undefined>,
  { now, daysLeft }: CertificateContext,
): CertificateEntry[] {
  const holders = new Map<string, { readonly certificate: CertificateInfo; readonly where: string; count: number }>()
  for (const subject of subjects) {
    const peer = readRaw(subject, 'tls:443')
    if (!peer.known || !isPeer(peer.value)) continue
    for (const certificate of peer.value.chain.slice(1)) {
      if (listed.has(certificate.fingerprint256)) continue
      const held = holders.get(certificate.fingerprint256)
      if (held) held.count += 1
      else holders.set(certificate.fingerprint256, { certificate, where: subject.name, count: 1 })
    }
  }
  return Array.from(holders.values(), ({ certificate, where, count }) => ({
    role: 'chain',
    where: count === 1 ? where : `${where} +${count - 1}`,
    key: `chain ${certificate.fingerprint256}`,
    seen: 'shown',
    ...described(certificate, now),
    failing: [],
    state: stateByDate(certificate, now, daysLeft),
  }))
}

const unique = (list: readonly CertificateInfo[]) => [
  ...new Map(list.map((certificate) => [certificate.fingerprint256, certificate])).values(),
]

function described(certificate: CertificateInfo, now: Date) {
  const end = Date.parse(certificate.validTo)
  return {
    certificate,
    issuerClass: classOf(certificate),
    ...(Number.isNaN(end) ? {} : { daysLeft: Math.floor((end - now.getTime()) / 86_400_000) }),
  }
}

/**
 * VMCA calls itself CN=CA unless somebody made it a subordinate of another authority (vSphere Security, "VMware Certificate
 * Authority"); a name proves nothing, which `trusted` is for.
 */
function classOf({ subject, issuer, selfIssued }: CertificateInfo): IssuerClass {
  const isVmca = /(?:^|, )CN=CA(?:,|$)/.test(issuer)
  if (selfIssued || subject === issuer) return isVmca ? 'vmca' : 'selfSigned'
  return isVmca ? 'vmca' : 'custom'
}

/** Authorities and links have no controls of their own: without them everything that they vouch for fails. */
function stateByDate({ validTo }: CertificateInfo, now: Date, daysLeft: number): CertificateState {
  const days = (Date.parse(validTo) - now.getTime()) / 86_400_000
  if (Number.isNaN(days)) return 'unknown'
  return days <= 0 ? 'high' : days < daysLeft ? 'medium' : 'ok'
}

/** What the controls say that read one of the paths of this object. */
function judged(subject: Subject, paths: readonly string[], isSeen: boolean, { byObject }: Judged) {
  const reads = (path: string) => paths.some((own) => path === own || path.startsWith(`${own}#`))
  const own = (byObject.get(keyOf(subject)) ?? []).filter(({ control }) =>
    control.reads.some(({ path }) => reads(path)),
  )
  const failing = own.filter(({ verdict }) => verdict === 'fail')
  const isPartly = own.some(({ verdict }) => verdict === 'unknown')
  const worst = severities.find((severity) => failing.some((finding) => finding.severity === severity))
  const state: CertificateState = worst ?? (isSeen ? (isPartly ? 'partly' : 'ok') : 'unknown')
  return { failing, state }
}
