import type { Contribution } from '@sakimori/core/advisory'
import { limits } from '../limits.ts'
import { oneLine } from './line.ts'

type Skipped = Contribution['skipped'][number]

/** What a decoder could not use, or need not: nothing vanishes, and a feed of 40,000 records makes no 40,000 lines. */
export class Leftovers {
  readonly #one: Skipped[] = []
  readonly #counted = new Map<string, number>()
  #more = 0

  /** A record that should have been usable. */
  add(record: string, why: string): void {
    if (this.#one.length < limits.skipped)
      this.#one.push({ record: oneLine(record, 120) || '(no id)', why: oneLine(why) })
    else this.#more += 1
  }

  /** A record that is well and of no concern here, for instance a flaw of a browser. */
  pass(why: string): void {
    this.#counted.set(why, (this.#counted.get(why) ?? 0) + 1)
  }

  list(): readonly Skipped[] {
    const counted = [...this.#counted].map(([why, count]) => ({ record: records(count), why }))
    const more = this.#more > 0 ? [{ record: records(this.#more), why: 'as those before: not listed one by one' }] : []
    return [...this.#one, ...more, ...counted]
  }
}

const records = (count: number) => (count === 1 ? '1 record' : `${count} records`)
