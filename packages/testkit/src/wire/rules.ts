import type { Reply } from './reply.ts'
import type { WireObject } from './rewrite.ts'

/** One request at the proxy. `forward` sends it on to the target (once, however often it is called). */
export type Exchange = {
  /** The SOAP method (`RetrievePropertiesEx`), or `GET /sdk/vimServiceVersions.xml` for what is not SOAP. */
  readonly method: string
  readonly request: string
  /** The object the method is called on. */
  readonly target: WireObject
  forward(): Promise<Reply>
}

/** What to do with a request. */
export type Action =
  /** Move these properties to missingSet with NoPermission; `config` also withholds `config.option`. */
  | {
      readonly kind: 'withhold'
      readonly paths: readonly string[]
      readonly types?: readonly string[]
      readonly privilegeId?: string
    }
  /** The second kind of expired session: 200, and every property is missing with NotAuthenticated. */
  | { readonly kind: 'allNotAuthenticated' }
  /** A fault instead of a reply; `NotAuthenticated` is the first kind of expired session. */
  | { readonly kind: 'fault'; readonly type: string; readonly privilegeId?: string; readonly message?: string }
  /** Only the first bytes of the reply: with the connection cut, or ended as if that were all. */
  | { readonly kind: 'truncate'; readonly atByte: number; readonly cut?: boolean }
  | { readonly kind: 'html' }
  | { readonly kind: 'entityBomb' }
  /** Another text in every element of this name: `memoryMB` → `plenty`. */
  | { readonly kind: 'mistype'; readonly element: string; readonly text: string }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'delay'; readonly ms: number }

/** What becomes of a request: a reply (of which `sendBytes` may cut the rest off with the connection), silence, the end. */
export type Outcome = { readonly reply: Reply; readonly cutAfter?: number } | 'hang' | 'drop'

/** When to do it: for which methods, from which matching call on, how often, and whether a new Login ends it. */
export type Rule = {
  /** Methods by name; none: all. */
  readonly on?: string | readonly string[]
  /** The first matching call it applies to, counted from 1. */
  readonly from?: number
  /** How many calls it applies to. */
  readonly times?: number
  /** Once it has applied, a Login that goes through ends it: an expired session is cured by logging in. */
  readonly untilLogin?: boolean
  readonly do: Action | ((exchange: Exchange) => Outcome | Promise<Outcome>)
}

type State = { readonly rule: Rule; seen: number; applied: number; over: boolean }

const matches = ({ on }: Rule, method: string): boolean => {
  if (on === undefined) return true
  return typeof on === 'string' ? on === method : on.includes(method)
}

/** Keeps count of the calls, and says which rule applies to each: the first that does. */
export class RuleBook {
  readonly #states: State[]

  constructor(rules: readonly Rule[]) {
    this.#states = rules.map((rule) => ({ rule, seen: 0, applied: 0, over: false }))
  }

  /** Counts a call for every rule that matches it, and picks the one that applies. */
  pick(method: string): Rule | undefined {
    const matching = this.#states.filter(({ rule }) => matches(rule, method))
    for (const state of matching) state.seen += 1
    const state = matching.find(
      ({ rule, seen, applied, over }) => !over && seen >= (rule.from ?? 1) && applied < (rule.times ?? Infinity),
    )
    if (state !== undefined) state.applied += 1
    return state?.rule
  }

  /** To be told of every Login that went through. */
  noteLogin(): void {
    for (const state of this.#states) if (state.rule.untilLogin === true && state.applied > 0) state.over = true
  }
}
