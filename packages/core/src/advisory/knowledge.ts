import type { Severity } from '../model/index.ts'

/** The products that an advisory is matched against: hosts and vCenter Server by build, VMware Tools by version. */
export const products = ['esx', 'vcenter', 'tools'] as const
export type Product = (typeof products)[number]

/** The guests that a row of VMware Tools speaks of. */
export const guestFamilies = ['windows', 'linux', 'other'] as const
export type GuestFamily = (typeof guestFamilies)[number]

/** A day, `2026-07-29`: all that an advisory or a release is dated by. Days compare as texts. */
export type Day = string

/**
 * Which number of a release this is. Before 7.0 Update 2 the client of vCenter Server reports another one than its ISO
 * image carries, and the Windows edition a third; they never compare with each other.
 */
export const buildRoles = ['iso', 'client', 'appliance', 'windows', 'windows-client', 'unspecified'] as const
export type BuildRole = (typeof buildRoles)[number]

/** What a release is; only the first three are something to update to. */
export const releaseKinds = [
  'ga',
  'update',
  'full',
  'security-only',
  'withdrawn',
  'free-edition',
  'hotpatch',
  'extended-support',
] as const
export type ReleaseKind = (typeof releaseKinds)[number]

/** One release of a product. */
export interface ReleaseRow {
  readonly product: Product
  /** The three-part version that a server reports. Build numbers compare inside one branch only. */
  readonly branch: string
  readonly name: string
  readonly kind: ReleaseKind
  /** Absent where no source names it. */
  readonly date?: Day
  /** Of the appliance, `8.0.3.00400`; of VMware Tools the release itself. */
  readonly version?: string
  /** Empty where the release is known and its number is not. */
  readonly builds: readonly { readonly build: number; readonly role: BuildRole }[]
  readonly sources: readonly string[]
}

/** How long the vendor mends a line. */
export interface LifeCycleRow {
  readonly line: string
  readonly generalSupport: Day
  readonly technicalGuidance?: Day
  readonly source: string
}

/** Where a flaw is mended on one branch, or that it is not. */
export type Fix =
  | {
      readonly status: 'fixed'
      readonly release: string
      /** The lowest number of the branch that holds the fix; absent where only its version is known. */
      readonly build?: number
      /** What `about.build` shows of the same release, where that differs. */
      readonly clientBuild?: number
      /** Of the appliance or of VMware Tools. */
      readonly version?: string
      /** Builds that hold it although their number is lower than that of an older patch without it. */
      readonly alsoFixedBuilds?: readonly number[]
      /** Versions of maintenance branches (the first two numbers) that hold it from there on: `12.4.9` beside 12.5.4. */
      readonly alsoFixedVersions?: readonly string[]
      readonly patch?: string
      /** The number was worked out from the id of the bulletin. */
      readonly derived?: true
    }
  /** The vendor mends nothing on this line. */
  | { readonly status: 'noFix' }
  /** Affected; a fix exists or may exist, and its number is in no public source. */
  | { readonly status: 'notPublic' }

/** One row of an advisory's response matrix. */
export interface AdvisoryRow {
  readonly product: Product
  /** `8.0`; of VMware Tools the first number, `12`. */
  readonly line: string
  /** The branch that the fix was built for; absent where the row speaks of the line as a whole. */
  readonly branch?: string
  readonly cves: readonly string[]
  readonly cvss?: number
  /** Of VMware Tools: the guests that are affected; all when absent. */
  readonly guests?: readonly GuestFamily[]
  readonly fix: Fix
  /** `memory` marks a row that no stored source confirms. */
  readonly source?: string
}

/** A setting that a flaw also depends on. */
export interface SettingRow {
  readonly cves: readonly string[]
  readonly product: Product
  /** Releases without the fix are safe with it (`workaround`), or releases with the fix need it too (`required`). */
  readonly kind: 'workaround' | 'required'
  /** The controls of the catalogue that look at it; it is in place when all of them pass. */
  readonly controls: readonly string[]
  readonly text: Titles & { readonly en: string; readonly ja: string }
  readonly source: string
}

export interface Titles {
  readonly en?: string
  readonly ja?: string
}

/** One security advisory of the vendor. */
export interface Advisory {
  readonly id: string
  readonly published: Day
  readonly updated?: Day
  readonly severity: Severity
  readonly title: Titles
  readonly url?: string
  readonly cves: readonly string[]
  readonly rows: readonly AdvisoryRow[]
  readonly settings: readonly SettingRow[]
  /** Whether each flaw of each affected line has its row. From an incomplete one nothing follows for a missing row. */
  readonly complete: boolean
  readonly sources: readonly string[]
}

/** Someone was seen using the flaw. */
export interface Exploited {
  readonly cve: string
  readonly since?: Day
  readonly ransomware: boolean
  readonly source: string
}

export interface CvssScore {
  readonly version: '2.0' | '3.0' | '3.1' | '4.0'
  readonly score: number
  readonly vector?: string
  /** Who scored: scorers differ, and the report names them. */
  readonly by: string
}

/** What feeds say of one CVE besides where it is fixed. */
export interface CveNote {
  readonly cve: string
  readonly cvss: readonly CvssScore[]
  /** Of FIRST: chance of exploitation in the next 30 days, 0 to 1. */
  readonly epss?: { readonly score: number; readonly percentile?: number; readonly date: Day }
  /** CISA's decision points. */
  readonly ssvc?: { readonly exploitation: string; readonly automatable: string; readonly technicalImpact: string }
  /** Kinds of weakness, `CWE-787`. */
  readonly cwes?: readonly string[]
  readonly titles: Titles
  readonly links: readonly string[]
}

/** Something that a bulletin is about: one of our products, or hardware by its maker's words. */
export interface BulletinTarget {
  readonly product?: Product
  /** As the maker writes it: matched against the host's own words. */
  readonly vendor?: string
  readonly model?: string
}

/** A publication of a feed that names something an estate may run, and says nothing that a build could be judged by. */
export interface Bulletin {
  readonly feed: string
  readonly id: string
  /** Of a feed that mixes them: a warning of its own, the week's review, brief news, a note on one flaw. */
  readonly kind?: 'alert' | 'weekly' | 'news' | 'note'
  readonly url?: string
  readonly published: Day
  readonly updated?: Day
  readonly title: Titles
  readonly severity?: Severity
  readonly cves: readonly string[]
  readonly targets: readonly BulletinTarget[]
}

/** A part of a server that runs firmware of its own. */
export type FirmwarePart = 'bios' | 'bmc'

/** Where a maker mends a flaw of its servers. Nothing follows for a model that no row names. */
export interface FirmwareRow {
  /** The maker's advisory, `DSA-2024-035`; the CVE where it is not known. */
  readonly id: string
  /** As servers name their maker; case does not count. */
  readonly makers: readonly string[]
  /** As servers name their model; case does not count, and `*` stands for any text. */
  readonly models: readonly string[]
  readonly part: FirmwarePart
  /** The first firmware that is mended: by its version, or by the day that it carries where versions say nothing. */
  readonly fixed: { readonly version: string } | { readonly day: Day }
  /** The first version with the flaw, where older ones do not have it. */
  readonly since?: string
  readonly cves: readonly string[]
  readonly published: Day
  readonly url?: string
  readonly source: string
  /** On this day the maker offered nothing newer for these models; of most rows nobody has looked. */
  readonly newestOn?: Day
}

/** How fresh one feed is in this knowledge. */
export interface FeedState {
  readonly feed: string
  /** The day up to which it speaks, by its own words. */
  readonly asOf: Day
  /** When it was read. */
  readonly readAt: string
  readonly records: number
  /** The last time that it could not be read, and why; what it said before still counts. */
  readonly trouble?: { readonly at: string; readonly why: string }
}

/** All that is known of releases and flaws, each row with where it comes from. A plain value: one file, one hash. */
export interface Knowledge {
  readonly schema: 'sakimori/knowledge/1'
  /** The day it was compiled: what was published later is not in it. */
  readonly asOf: Day
  readonly sources: Readonly<Record<string, string>>
  readonly releases: readonly ReleaseRow[]
  readonly lifeCycle: readonly LifeCycleRow[]
  readonly advisories: readonly Advisory[]
  readonly exploited: readonly Exploited[]
  readonly notes: readonly CveNote[]
  readonly bulletins: readonly Bulletin[]
  readonly hardware: readonly FirmwareRow[]
  readonly feeds: readonly FeedState[]
}

/** What one reading of one feed adds: rows of the same shapes, and what could not be used. */
export interface Contribution {
  readonly feed: string
  /** The day up to which the feed speaks, by its own words; of one that does not say, its newest record. */
  readonly asOf: Day
  readonly releases?: readonly ReleaseRow[]
  readonly advisories?: readonly Advisory[]
  readonly exploited?: readonly Exploited[]
  readonly notes?: readonly CveNote[]
  readonly bulletins?: readonly Bulletin[]
  readonly hardware?: readonly FirmwareRow[]
  /** Records that were left out, each with the reason: nothing vanishes. */
  readonly skipped: readonly { readonly record: string; readonly why: string }[]
}

/** `8.0.3` is of the line `8.0`. */
export const lineOf = (branch: string): string => branch.split('.').slice(0, 2).join('.')

/** Orders dotted versions by their numbers: `8.0.3.00400` before `8.0.3.00500`. */
export function compareVersions(one: string, other: string): number {
  const left = one.split('.').map(Number)
  const right = other.split('.').map(Number)
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
