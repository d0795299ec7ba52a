import type { Fact, Unknown } from '@sakimori/core/model'

/** Facts that a verdict names; a judgement over ten thousand objects touches more than anybody reads. */
const MOST_KNOWN = 24
const MOST_MISSING = 8

/** An expression has used up its steps. It is no CEL error that `||` could absorb: the verdict is unknown in any case. */
class StepsUsedUp extends Error {
  override readonly name = 'StepsUsedUp'
}

/** Counts what one evaluation costs, and keeps the facts that it touched. One evaluation at a time. */
export class Meter {
  #left = 0
  #limit = 0
  #known: Fact<unknown>[] = []
  #missing: Unknown[] = []

  /** Starts an evaluation. */
  begin(limit: number): void {
    this.#left = limit
    this.#limit = limit
    this.#known = []
    this.#missing = []
  }

  /** Pays for work before it is done. @throws StepsUsedUp, again and again once it has happened */
  charge(steps: number): void {
    this.#left -= steps
    if (this.#left < 0) throw new StepsUsedUp(`the expression needs more than ${this.#limit} steps`)
  }

  touch(fact: Fact<unknown>): void {
    if (!fact.known) {
      if (this.#missing.length < MOST_MISSING) this.#missing.push(fact)
    } else if (this.#known.length < MOST_KNOWN) this.#known.push(fact)
  }

  get usedUp(): boolean {
    return this.#left < 0
  }

  get limit(): number {
    return this.#limit
  }

  /** What was touched, each once. */
  get touched(): { readonly known: readonly Fact<unknown>[]; readonly missing: readonly Unknown[] } {
    return { known: once(this.#known), missing: once(this.#missing) }
  }
}

/** A handful at the most, so that comparing them with each other costs less than a set of their names. */
function once<F extends Fact<unknown>>(facts: readonly F[]): readonly F[] {
  return facts.filter(
    ({ from }, index) =>
      facts.findIndex(
        (other) =>
          other.from.path === from.path &&
          other.from.ref.value === from.ref.value &&
          other.from.ref.type === from.ref.type,
      ) === index,
  )
}
