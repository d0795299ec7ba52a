/**
 * What was made of lazy properties last. A collector asks each VM for twenty paths below `config` in a row, and each VM for
 * a setting of the same host: making the value once for all of them is most of the work saved. Small, so that a hundred
 * thousand VMs stay unmade.
 */
export class LazyCache {
  readonly #size: number
  /** In the order of their last use: the first is the oldest. */
  readonly #held = new Map<object, Map<string, unknown>>()

  constructor(size: number) {
    this.#size = size
  }

  /** The value for an owner and a name, made when it is not held. */
  get(owner: object, name: string, make: () => unknown): unknown {
    let values = this.#held.get(owner)
    if (values === undefined) values = new Map()
    else this.#held.delete(owner)
    this.#held.set(owner, values)
    if (this.#held.size > this.#size) this.#dropOldest()
    if (values.has(name)) return values.get(name)
    const made = make()
    values.set(name, made)
    return made
  }

  #dropOldest(): void {
    const oldest = this.#held.keys().next()
    if (oldest.done !== true) this.#held.delete(oldest.value)
  }
}
