import type { Expr } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js'
import type { Release } from '@sakimori/core/model'
import type { Kind } from '../kinds.ts'
import type { DeclaredReads } from '../reads.ts'

/** What an expression can name. */
export interface Scope {
  readonly variables: ReadonlyMap<string, Kind>
  readonly reads: DeclaredReads
  /** The releases of the control: a field that one of them lacks must be asked for by `has` first. */
  readonly releases: readonly Release[]
}

export type Complain = (message: string, at: Expr) => never

/** The check of one expression, as the functions in it see it. */
export interface Checking {
  readonly scope: Scope
  readonly complain: Complain
  readonly kindOf: (expr: Expr) => Kind
  readonly fieldOf: (kind: Kind, name: string, at: Expr) => Kind
}
