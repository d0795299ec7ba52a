/**
 * Writes `packages/core/src/advisory/data/curated.json`, the knowledge that Sakimori ships, from the fact base:
 * numbers, days and ids with their sources; titles are the project's own.
 *
 *   node tools/generate/knowledge.ts path/to/facts/data
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type {
  Advisory,
  AdvisoryRow,
  BuildRole,
  Exploited,
  Fix,
  Knowledge,
  Product,
  ReleaseKind,
  ReleaseRow,
} from '../../packages/core/src/advisory/index.ts'
import { severityOfWord } from '../../packages/core/src/model/index.ts'
import { firmware } from './knowledge/firmware.ts'
import { settings } from './knowledge/settings.ts'
import { titles } from './knowledge/titles.ts'
import { toolsAdvisories } from './knowledge/tools.ts'

const folder = process.argv[2]
if (!folder) throw new Error('usage: node tools/generate/knowledge.ts path/to/facts/data')
const read = <T>(file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T

interface EsxRow {
  readonly triple: string
  readonly name: string
  readonly build: number | null
  readonly date: string | null
  readonly kind: ReleaseKind
  readonly sources: readonly string[]
}
interface VcenterRow {
  readonly triple: string
  readonly name: string
  readonly version: string | null
  readonly date: string | null
  readonly builds: readonly { readonly build: number; readonly role: BuildRole }[]
  readonly sources: readonly string[]
}
interface FactFix {
  readonly status: 'fixed' | 'fix-not-in-source' | 'no-fix-for-line'
  readonly release?: string
  readonly version?: string | null
  readonly build?: number | null
  readonly patchId?: string
  readonly buildDerived?: boolean
  readonly alsoFixedBuilds?: readonly number[]
  readonly clientBuild?: number
}
interface FactAdvisory {
  readonly id: string
  readonly published: string
  readonly updated: string | null
  readonly severity: string
  readonly cves: readonly string[]
  readonly knownExploited: readonly {
    readonly cve: string
    readonly kevAdded?: string
    readonly ransomware?: boolean
  }[]
  readonly rows: readonly {
    readonly product: 'esxi' | 'vcenter'
    readonly line: string
    readonly fixTriple: string | null
    readonly cves: readonly string[]
    readonly cvss: number | null
    readonly fix: FactFix
    readonly source?: string
  }[]
  readonly sources: readonly string[]
  readonly complete: boolean
}
interface KevEntry {
  readonly cveID: string
  readonly dateAdded: string | null
  readonly ransomware?: string
  readonly basis?: string
}

type Table<Row> = {
  readonly compiled: string
  readonly sources: Readonly<Record<string, string>>
  readonly rows: Row[]
}
const esx = read<Table<EsxRow>>('esxi-builds.json')
const vcenter = read<Table<VcenterRow>>('vcenter-builds.json')
const vmsa = read<{
  readonly compiled: string
  readonly sources: Readonly<Record<string, string>>
  readonly advisories: readonly FactAdvisory[]
}>('vmsa.json')
const kev = read<{
  readonly catalogVersion: string
  readonly entries: readonly KevEntry[]
  readonly relatedThirdParty: readonly KevEntry[]
  readonly afterSnapshot: readonly KevEntry[]
  readonly notInCatalog: readonly { readonly cveID: string; readonly why: string }[]
}>('kev-vmware.json')
const life = read<{
  readonly source: string
  readonly lines: readonly { readonly line: string; readonly gs: string; readonly tg: string | null }[]
}>('eol/vsphere-lifecycle.json')

const esxReleases = esx.rows.map((row): ReleaseRow => ({
  product: 'esx',
  branch: row.triple,
  name: row.name,
  kind: row.kind,
  ...(row.date ? { date: row.date } : {}),
  builds: row.build ? [{ build: row.build, role: 'iso' }] : [],
  sources: row.sources,
}))

const vcenterReleases = vcenter.rows.map((row): ReleaseRow => ({
  product: 'vcenter',
  branch: row.triple,
  name: row.name,
  kind: / GA$|\.0\.0$/.test(row.name) ? 'ga' : 'full',
  ...(row.date ? { date: row.date } : {}),
  ...(row.version ? { version: row.version } : {}),
  builds: row.builds,
  sources: row.sources,
}))

const PRODUCT: Readonly<Record<string, Product>> = { esxi: 'esx', vcenter: 'vcenter' }

function fixOf(fix: FactFix): Fix {
  if (fix.status === 'no-fix-for-line') return { status: 'noFix' }
  if (fix.status === 'fix-not-in-source') return { status: 'notPublic' }
  if ((!fix.build && !fix.version) || fix.release === undefined)
    throw new Error(`a fix without a number: ${JSON.stringify(fix)}`)
  return {
    status: 'fixed',
    release: fix.release,
    ...(fix.build ? { build: fix.build } : {}),
    ...(fix.clientBuild === undefined ? {} : { clientBuild: fix.clientBuild }),
    ...(fix.version ? { version: fix.version } : {}),
    ...(fix.alsoFixedBuilds ? { alsoFixedBuilds: fix.alsoFixedBuilds } : {}),
    ...(fix.patchId ? { patch: fix.patchId } : {}),
    ...(fix.buildDerived ? { derived: true } : {}),
  }
}

/** The rows of VMware Tools go to the advisories that the fact base has, and bring those that it lacks. */
function withTools(known: readonly Advisory[]): readonly Advisory[] {
  const ids = new Set(known.map(({ id }) => id))
  const grown = known.map((advisory) => {
    const tools = toolsAdvisories[advisory.id]
    return tools ? { ...advisory, rows: [...advisory.rows, ...tools.rows], complete: true } : advisory
  })
  const added = Object.entries(toolsAdvisories).flatMap(([id, { rows, more }]) => {
    const title = titles[id]
    if (ids.has(id)) return []
    if (!more || !title) throw new Error(`${id}: nothing is known of it but its rows`)
    const sources = [...new Set(rows.flatMap(({ source }) => source ?? []))]
    return [{ id, ...more, title: { en: title[0], ja: title[1] }, rows, settings: [], complete: true, sources }]
  })
  return [...grown, ...added].toSorted((one, other) => one.id.localeCompare(other.id))
}

const fromFacts = vmsa.advisories.map((one): Advisory => {
  const severity = severityOfWord(one.severity)
  const title = titles[one.id]
  if (!severity || !title) throw new Error(`${one.id}: no severity or no title`)
  return {
    id: one.id,
    published: one.published,
    ...(one.updated ? { updated: one.updated } : {}),
    severity,
    title: { en: title[0], ja: title[1] },
    cves: one.cves,
    rows: one.rows.map((row): AdvisoryRow => ({
      product: PRODUCT[row.product] as Product,
      line: row.line,
      ...(row.fixTriple ? { branch: row.fixTriple } : {}),
      cves: row.cves,
      ...(row.cvss === null ? {} : { cvss: row.cvss }),
      fix: fixOf(row.fix),
      ...(row.source ? { source: row.source } : {}),
    })),
    settings: (settings[one.id] ?? []).map((setting) => ({
      ...setting,
      cves: setting.cves.filter((cve) => one.cves.includes(cve)),
    })),
    complete: one.complete,
    sources: one.sources,
  }
})

const advisories = withTools(fromFacts)

/** What a source is, without where the fact base keeps its copy. */
const reworded = (said: string) => said.replace(/ \(stored text id \d+\)/, '').replaceAll(/\bstored (?=\w)/g, 'public ')

/** CISA's marks come first; a mark of our own stands where the catalogue has none. */
const exploited: Exploited[] = [
  ...[...kev.entries, ...kev.relatedThirdParty].map((entry): Exploited => ({
    cve: entry.cveID,
    ...(entry.dateAdded ? { since: entry.dateAdded } : {}),
    ransomware: entry.ransomware === 'Known',
    source: 'cisa-kev',
  })),
  ...kev.afterSnapshot.map((entry): Exploited => ({
    cve: entry.cveID,
    ...(entry.dateAdded ? { since: entry.dateAdded } : {}),
    ransomware: false,
    source: entry.basis?.startsWith('memory') ? 'memory' : 'kev-secondary',
  })),
  ...kev.notInCatalog.map(({ cveID }): Exploited => ({ cve: cveID, ransomware: true, source: 'own-mark' })),
]

const knowledge: Knowledge = {
  schema: 'sakimori/knowledge/1',
  asOf: [esx.compiled, vcenter.compiled, vmsa.compiled].toSorted()[0] as string,
  sources: {
    ...Object.fromEntries(
      Object.entries({ ...vcenter.sources, ...esx.sources, ...vmsa.sources }).map(([key, said]) => [
        key,
        reworded(said),
      ]),
    ),
    'release-tables': 'the releases in this file',
    'hpe-cve-records': 'CVE JSON 5 records of the HPE CNA (cvelistV5)',
    'vdocumentation-bios': 'GitHub arielsanchezmora/vDocumentation BIOSUpdates_v4.csv (MIT)',
    'cisa-adp': 'CISA Vulnrichment, the container that it adds to a CVE record (cvelistV5)',
    'open-vm-tools': 'GitHub vmware/open-vm-tools, release notes of the versions',
    memory: 'general knowledge that no source confirmed',
    'kev-secondary': 'a later edition of CISA KEV, by a second hand',
    'own-mark': 'public reports of use by attackers (ESXiArgs, February 2023), absent from CISA KEV',
    'life-cycle': life.source,
  },
  releases: [...esxReleases, ...vcenterReleases],
  lifeCycle: life.lines.map(({ line, gs, tg }) => ({
    line,
    generalSupport: gs,
    ...(tg ? { technicalGuidance: tg } : {}),
    source: 'life-cycle',
  })),
  advisories,
  exploited: exploited.toSorted((one, other) => one.cve.localeCompare(other.cve)),
  notes: [],
  bulletins: [],
  hardware: firmware,
  feeds: [
    { feed: 'curated', asOf: vmsa.compiled, readAt: `${vmsa.compiled}T00:00:00Z`, records: advisories.length },
    {
      feed: 'cisa-kev',
      asOf: kev.catalogVersion.replaceAll('.', '-'),
      readAt: `${vmsa.compiled}T00:00:00Z`,
      records: kev.entries.length,
    },
  ],
}

/** A row a line: a change of one row is a change of one line. */
function print(value: Knowledge): string {
  const parts = Object.entries(value).map(([key, part]) => {
    if (!Array.isArray(part)) return `  ${JSON.stringify(key)}: ${JSON.stringify(part)}`
    return `  ${JSON.stringify(key)}: [${part.map((row) => `\n    ${JSON.stringify(row)}`).join(',')}${part.length > 0 ? '\n  ' : ''}]`
  })
  return `{\n${parts.join(',\n')}\n}\n`
}

writeFileSync(join(import.meta.dirname, '../../packages/core/src/advisory/data/curated.json'), print(knowledge))
