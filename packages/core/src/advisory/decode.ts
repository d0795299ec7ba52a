import { isRecord, severities } from '../model/index.ts'
import {
  buildRoles,
  guestFamilies,
  products,
  releaseKinds,
  type Advisory,
  type AdvisoryRow,
  type Bulletin,
  type BulletinTarget,
  type Contribution,
  type CveNote,
  type CvssScore,
  type Exploited,
  type FeedState,
  type FirmwareRow,
  type Fix,
  type Knowledge,
  type LifeCycleRow,
  type ReleaseRow,
  type SettingRow,
  type Titles,
} from './knowledge.ts'
import {
  boolean,
  list,
  number,
  object,
  oneOf,
  optional,
  record,
  ShapeError,
  string,
  tagged,
  type Shape,
} from './shape.ts'

const day = string('a day as 2026-07-29', /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/)
const moment = string('a moment as 2026-07-29T10:00:00Z', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/)
const cve = string('a CVE id', /^CVE-\d{4}-\d{4,19}$/)
/** VMware Tools have one number for both. */
const line = string('a line as 8.0 or 12', /^\d{1,3}(?:\.\d{1,3})?$/)
const branch = string('a branch as 8.0.3 or 12', /^\d{1,3}(?:\.\d{1,3}\.\d{1,3})?$/)
const version = string('a dotted version', /^\d{1,8}(?:\.\d{1,8}){1,5}$/)
const id = string('an id without blanks', /^[^\s\p{Cc}]{1,300}$/u)
/** Nothing else than a page of the web: a report makes a link of it. */
const url = string('an http or https address', /^https?:\/\/[^\s"'<>`\\]+$/)
const product = oneOf(...products)
const severity = oneOf(...severities)
const build = number(1, 2 ** 31, 'integer')
const cves = list(cve, 1000)
const ids = list(id, 100)

const titles = object<Titles>({ en: optional(string()), ja: optional(string()) })

const release = object<ReleaseRow>({
  product,
  branch,
  name: string(),
  kind: oneOf(...releaseKinds),
  date: optional(day),
  version: optional(version),
  builds: list(object<ReleaseRow['builds'][number]>({ build, role: oneOf(...buildRoles) }), 20),
  sources: ids,
})

const lifeCycle = object<LifeCycleRow>({
  line,
  generalSupport: day,
  technicalGuidance: optional(day),
  source: id,
})

type Fixed = Extract<Fix, { readonly status: 'fixed' }>

const numberedFix = object<Fixed>({
  status: oneOf('fixed'),
  release: string(),
  build: optional(build),
  clientBuild: optional(build),
  version: optional(version),
  alsoFixedBuilds: optional(list(build, 100)),
  alsoFixedVersions: optional(list(version, 100)),
  patch: optional(string()),
  derived: optional(oneOf(true)),
})

/** Without a number a fix could be compared with nothing. */
const fixed: Shape<Fixed> = {
  read: (value, at) => {
    const said = numberedFix.read(value, at)
    if (said.build === undefined && said.version === undefined)
      throw new ShapeError(at, 'a build or a version is wanted')
    return said
  },
  schema: { ...numberedFix.schema, anyOf: [{ required: ['build'] }, { required: ['version'] }] },
}

const fix = tagged<Fix, 'status'>('status', {
  fixed,
  noFix: object<{ readonly status: 'noFix' }>({ status: oneOf('noFix') }),
  notPublic: object<{ readonly status: 'notPublic' }>({ status: oneOf('notPublic') }),
})

const row = object<AdvisoryRow>({
  product,
  line,
  branch: optional(branch),
  cves,
  cvss: optional(number(0, 10)),
  guests: optional(list(oneOf(...guestFamilies), 3)),
  fix,
  source: optional(id),
})

const setting = object<SettingRow>({
  cves,
  product,
  kind: oneOf('workaround', 'required'),
  controls: ids,
  text: object<SettingRow['text']>({ en: string(), ja: string() }),
  source: string(),
})

const advisory = object<Advisory>({
  id,
  published: day,
  updated: optional(day),
  severity,
  title: titles,
  url: optional(url),
  cves,
  rows: list(row, 2000),
  settings: list(setting, 100),
  complete: boolean,
  sources: ids,
})

const exploited = object<Exploited>({ cve, since: optional(day), ransomware: boolean, source: id })

const note = object<CveNote>({
  cve,
  cvss: list(
    object<CvssScore>({
      version: oneOf('2.0', '3.0', '3.1', '4.0'),
      score: number(0, 10),
      vector: optional(string()),
      by: string(),
    }),
    50,
  ),
  epss: optional(
    object<NonNullable<CveNote['epss']>>({
      score: number(0, 1),
      percentile: optional(number(0, 1)),
      date: day,
    }),
  ),
  ssvc: optional(
    object<NonNullable<CveNote['ssvc']>>({
      exploitation: string(),
      automatable: string(),
      technicalImpact: string(),
    }),
  ),
  cwes: optional(list(string('a kind of weakness as CWE-787', /^CWE-\d{1,5}$/), 100)),
  titles,
  links: list(url, 200),
})

const bulletin = object<Bulletin>({
  feed: id,
  id,
  kind: optional(oneOf('alert', 'weekly', 'news', 'note')),
  url: optional(url),
  published: day,
  updated: optional(day),
  title: titles,
  severity: optional(severity),
  cves,
  targets: list(
    object<BulletinTarget>({ product: optional(product), vendor: optional(string()), model: optional(string()) }),
    500,
  ),
})

const byVersion = object<{ readonly version: string }>({ version })
const byDay = object<{ readonly day: string }>({ day })

/** By one of the two: by both, nobody could say which counts. */
const firmwareFixed: Shape<FirmwareRow['fixed']> = {
  read: (value, at) => (isRecord(value) && 'day' in value ? byDay : byVersion).read(value, at),
  schema: { oneOf: [byVersion.schema, byDay.schema] },
}

const firmware = object<FirmwareRow>({
  id,
  makers: list(string(), 20),
  models: list(string(), 500),
  part: oneOf('bios', 'bmc'),
  fixed: firmwareFixed,
  since: optional(version),
  cves,
  published: day,
  url: optional(url),
  source: id,
  newestOn: optional(day),
})

const feed = object<FeedState>({
  feed: id,
  asOf: day,
  readAt: moment,
  records: number(0, 2 ** 31, 'integer'),
  trouble: optional(object<NonNullable<FeedState['trouble']>>({ at: moment, why: string() })),
})

/** As much of each as a file may hold; thirty times what the vendor has published since 2016, and room for the feeds. */
const MOST = 100_000

const knowledge = object<Knowledge>({
  schema: oneOf('sakimori/knowledge/1'),
  asOf: day,
  sources: record(string(), 1000),
  releases: list(release, MOST),
  lifeCycle: list(lifeCycle, 1000),
  advisories: list(advisory, MOST),
  exploited: list(exploited, MOST),
  notes: list(note, MOST),
  bulletins: list(bulletin, MOST),
  hardware: list(firmware, MOST),
  feeds: list(feed, 1000),
})

/** Knowledge as it lies in a file. */
export interface KnowledgeFile {
  /** SHA-256 of its canonical text, in hexadecimal. */
  readonly sha256: string
  readonly knowledge: Knowledge
}

const knowledgeFile = object<KnowledgeFile>({
  sha256: string('a SHA-256 in lower-case hexadecimal', /^[0-9a-f]{64}$/),
  knowledge,
})

/** The JSON Schema of a file of knowledge, as `docs/schema` publishes it. */
export const knowledgeFileSchema: object = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Knowledge of releases and advisories',
  description: '`sha256` is of `knowledge` as JSON without blanks, with the keys of every object in order.',
  ...knowledgeFile.schema,
}

/** Reads a file of knowledge; whether the hash is right is for the caller to see. @throws ShapeError */
export const decodeKnowledgeFile = (value: unknown): KnowledgeFile => knowledgeFile.read(value, '')

/** Reads knowledge that came from outside. @throws ShapeError that names the first place that does not fit */
export const decodeKnowledge = (value: unknown): Knowledge => knowledge.read(value, '')

/**
 * Checks what a decoder of a feed made. A row that does not fit is moved to `skipped`, with the reason, and the others
 * stay: one odd record takes nobody's knowledge away.
 */
export function checkContribution(given: Contribution): Contribution {
  const skipped = [...given.skipped]
  const keep = <T>(rows: readonly T[] | undefined, shape: Shape<T>, nameOf: (one: T) => string): readonly T[] =>
    (rows ?? []).flatMap((one) => {
      try {
        return [shape.read(one, '')]
      } catch (error) {
        if (!(error instanceof ShapeError)) throw error
        skipped.push({ record: nameOf(one), why: error.message })
        return []
      }
    })
  return {
    feed: id.read(given.feed, 'feed'),
    asOf: day.read(given.asOf, 'asOf'),
    releases: keep(given.releases, release, (one) => one.name),
    advisories: keep(given.advisories, advisory, (one) => one.id),
    exploited: keep(given.exploited, exploited, (one) => one.cve),
    notes: keep(given.notes, note, (one) => one.cve),
    bulletins: keep(given.bulletins, bulletin, (one) => one.id),
    hardware: keep(given.hardware, firmware, (one) => one.id),
    skipped,
  }
}

/** Knowledge, or a row of it, as JSON text with the keys of every object in one order: equal knowledge, equal bytes, equal hash. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  )
