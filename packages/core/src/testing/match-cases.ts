import type { Installed, MatchState, Product } from '../advisory/index.ts'
import cases from './data/match-cases.json' with { type: 'json' }

/** What one release reports, one flaw of one advisory, and the verdict that was worked out by hand from the vendor’s tables. */
export interface MatchCase {
  readonly release: string
  readonly installed: Installed
  readonly advisory: string
  readonly cve: string
  readonly state: MatchState
  readonly why: string
}

type Row = [string, Product, [string, number, Installed['role']?, string?], string, string, MatchState, string]

export const matchCases: readonly MatchCase[] = (cases as Row[]).map(
  ([release, product, [branch, build, role = 'iso', version], advisory, cve, state, why]) => ({
    release,
    installed: { product, branch, build, role, ...(version === undefined ? {} : { version }) },
    advisory,
    cve,
    state,
    why,
  }),
)
