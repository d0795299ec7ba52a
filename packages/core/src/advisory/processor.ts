import { isRecord, known, readRaw, unknown, type Fact, type Source, type Subject } from '../model/index.ts'

export const PROCESSORS = 'hardware.cpuPkg'
/** What the processors can do, before EVC hides some of it from VMs. */
export const FEATURES = 'config.featureCapability'

/** Family, model and stepping, as leaf 1 of CPUID has them. */
export interface Signature {
  readonly family: number
  readonly model: number
  readonly stepping: number
}

/** The processors of one host. */
export interface Processors {
  readonly maker: 'intel' | 'other'
  /** One for each kind of processor; empty where the host does not tell. */
  readonly signatures: readonly Signature[]
  /** Names of the features that the host says it has, `misc.rdcl_no`; empty where it lists none at all. */
  readonly features: ReadonlySet<string>
}

/** Makers as HostCpuPackage names them; other words tell nothing. */
const MAKERS: Readonly<Record<string, Processors['maker']>> = { intel: 'intel', amd: 'other', hygon: 'other' }

/** Reads which processors a host has, and what it says of their features. */
export function readProcessors(host: Subject): Fact<Processors> {
  const packages = readRaw(host, PROCESSORS)
  if (!packages.known) return packages
  const features = readRaw(host, FEATURES)
  if (!features.known) return features
  const list = recordsOf(packages.value)
  const makers = new Set(list?.map(({ vendor }) => MAKERS[String(vendor)]))
  const [maker] = makers
  if (!list || makers.size !== 1 || !maker)
    return unknown('fault', packages.from, 'no processors of one maker that is known')
  const told = featuresOf(features.value, features.from)
  return told.known
    ? known({ maker, signatures: distinct(list.map(signatureOf)), features: told.value }, packages.from)
    : told
}

const recordsOf = (value: unknown) =>
  Array.isArray(value) && value.length > 0 && value.every(isRecord) ? value : undefined

/** Only `Bool:Min:1` says that a feature is there. */
function featuresOf(value: unknown, from: Source): Fact<ReadonlySet<string>> {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return known(new Set<string>(), from)
  const list = recordsOf(value)
  if (!list) return unknown('fault', from, 'no list of features')
  return known(
    new Set(list.flatMap((one) => (/^(Bool:)?(Min:)?1$/.test(String(one['value'])) ? fold(one['key']) : []))),
    from,
  )
}

const fold = (key: unknown) => String(key).toLowerCase()

/** By the fields that hosts have since 8.0.3, before that by the register that they come from. */
function signatureOf(one: Readonly<Record<string, unknown>>): Signature | undefined {
  const { family, model, stepping } = one
  if (isNumber(family) && isNumber(model) && isNumber(stepping)) return { family, model, stepping }
  const leaf = recordsOf(one['cpuFeature'])?.find(({ level }) => level === 1)
  // Eight groups of four bits, `0000:0000:…`.
  const bits = typeof leaf?.['eax'] === 'string' ? leaf['eax'].replaceAll(':', '') : ''
  return /^[01]{32}$/.test(bits) ? decode(Number.parseInt(bits, 2)) : undefined
}

/** A family of -1 stands for none. */
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0

/** Intel SDM, CPUID leaf 1: the extended model counts for the families 6 and 15, the extended family for 15 alone. */
function decode(eax: number): Signature {
  const base = (eax >>> 8) & 0xf
  const family = base === 0xf ? base + ((eax >>> 20) & 0xff) : base
  const low = (eax >>> 4) & 0xf
  const model = base === 6 || base === 0xf ? (((eax >>> 16) & 0xf) << 4) | low : low
  return { family, model, stepping: eax & 0xf }
}

/** A processor that does not tell makes the list empty: what is said of the others does not hold for it. */
function distinct(signatures: readonly (Signature | undefined)[]): readonly Signature[] {
  const told = signatures.filter((one) => one !== undefined)
  if (told.length < signatures.length) return []
  return [...new Map(told.map((one) => [`${one.family} ${one.model} ${one.stepping}`, one])).values()]
}
