import type { Severity } from '../model/index.ts'
import type { AdvisoryRow, Bulletin, Day, Exploited, ReleaseRow } from './knowledge.ts'

/** Something that is known now and was not before. */
export type News =
  | { readonly kind: 'advisory'; readonly advisory: string; readonly severity: Severity; readonly published: Day }
  /** The vendor changed it: its day moved on, or it names more flaws. */
  | { readonly kind: 'revised'; readonly advisory: string; readonly updated: Day; readonly cves: readonly string[] }
  | {
      readonly kind: 'rows'
      readonly advisory: string
      readonly feed: string
      readonly rows: readonly AdvisoryRow[]
    }
  | { readonly kind: 'release'; readonly release: ReleaseRow }
  | { readonly kind: 'withdrawn'; readonly release: ReleaseRow }
  | { readonly kind: 'exploited'; readonly mark: Exploited }
  | { readonly kind: 'bulletin'; readonly bulletin: Bulletin; readonly isRevision: boolean }

/** A fix that could be put on no branch. */
export interface Unplaced {
  readonly feed: string
  readonly advisory: string
  readonly row: AdvisoryRow
}
