import type { Release } from '../model/index.ts'
import {
  hostOptionTypes,
  objectByFact,
  publishedByFact,
  vcenterOptionTypes,
  vmOptionKeys,
} from './generated/published.ts'

/** The published rows that one fact answers to. Ids and numbers only. */
export interface PublishedIds {
  /** Ids of the vendor's Security Configuration Guide, by the guide's release (`6.0` included). */
  readonly scg?: Readonly<Record<string, readonly string[]>>
  readonly stig?: readonly StigRule[]
  /** Numbers by benchmark and version: numbers move between versions. */
  readonly cis?: Readonly<Record<string, readonly string[]>>
}

/** NSX has release lines of its own. */
export type NsxLine = 'nsx-3.x' | 'nsx-4.x'

export interface StigRule {
  readonly id: string
  readonly releases: readonly (Release | NsxLine)[]
  readonly cat: 'CAT I' | 'CAT II' | 'CAT III'
  readonly vuln?: string
  readonly cci?: readonly string[]
  /** What this rule says of an extraConfig key that is not there; it flips between releases. */
  readonly absentIsFinding?: boolean
}

/** The name of a row of the controls' fact base. */
export type FactId = keyof typeof publishedByFact

export type HostOption = keyof typeof hostOptionTypes
export type VcenterOption = keyof typeof vcenterOptionTypes
export type VmOption = (typeof vmOptionKeys)[number]

/** The type that the wire wants for an option's value. `UpdateOptions` refuses any other. */
export type OptionWireType = 'long' | 'int' | 'boolean' | 'string'

/** The value of an option as the code sees it. */
export type OptionValueOf<W extends OptionWireType> = W extends 'long' | 'int'
  ? number
  : W extends 'boolean'
    ? boolean
    : string

export type HostOptionValue<K extends HostOption> = OptionValueOf<(typeof hostOptionTypes)[K]>

export { hostOptionTypes, vcenterOptionTypes }

/** The published rows of a fact. */
export function publishedIds(fact: FactId): PublishedIds {
  return publishedByFact[fact]
}

/** Every fact, in the order of the fact base. */
export const factIds = Object.keys(publishedByFact) as readonly FactId[]

/** What a fact is about: an object of vSphere, of NSX or of another appliance of VCF. */
export type FactObject = (typeof objectByFact)[FactId]

/** What a fact is about. */
export function factObject(fact: FactId): FactObject {
  return objectByFact[fact]
}

/** Where a demand comes from. */
export const baselines = ['sakimori', 'scg', 'stig', 'cis'] as const
export type Baseline = (typeof baselines)[number]

/**
 * The ids under which a baseline publishes these facts for a release; empty when it does not.
 * `sakimori` demands everything that the catalogue has.
 */
export function idsIn(baseline: Baseline, facts: readonly FactId[], release: Release): readonly string[] {
  if (baseline === 'sakimori') return []
  return facts.flatMap((fact) => {
    const ids = publishedIds(fact)
    switch (baseline) {
      case 'scg':
        return ids.scg?.[release] ?? []
      case 'stig':
        return (ids.stig ?? []).filter((rule) => rule.releases.includes(release)).map((rule) => rule.id)
      case 'cis':
        return Object.entries(ids.cis ?? {}).flatMap(([benchmark, numbers]) =>
          benchmark.includes(` ${release} `) ? numbers.map((number) => `${benchmark} ${number}`) : [],
        )
    }
  })
}
