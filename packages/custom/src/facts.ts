import { known, mapFact, readPart, readRaw, unknown, within, type Fact, type Subject } from '@sakimori/core/model'
import type { RealPath } from './paths/real-path.ts'
import { splitPath, walkValue, type Step } from './paths/split-path.ts'
import { isPart } from './reads.ts'

/** Something that holds values: a subject, or an object that is none (a folder, a network). */
export type Holder = Pick<Subject, 'ref' | 'object' | 'asked'>

/** What a real path of a subject holds; of a part of a host, what its entry in the host's list holds. */
export function readReal(subject: Subject, real: RealPath): Fact<unknown> {
  if (!isPart(subject.type)) return readWalked(subject, real)
  const part = readPart(subject, subject.type)
  return within(
    mapFact(part, (entry) => walkValue(entry, real.steps)),
    `${part.from.path}.${real.path}`,
  )
}

function readWalked(holder: Holder, { path, ask, steps }: RealPath): Fact<unknown> {
  const fact = readAsked(holder, ask)
  if (steps.length === 0 || !fact.known) return fact
  return within(
    mapFact(fact, (value) => walkValue(value, steps)),
    path,
  )
}

/**
 * Reads a path that was asked for, or what a longer value holds of it: a snapshot that has `config.bootOptions` answers
 * `config.bootOptions.efiSecureBootEnabled`, whoever asked for it.
 */
export function readAsked(holder: Holder, path: string): Fact<unknown> {
  const fact = readRaw(holder, path)
  if (fact.known || fact.missing !== 'notCollected') return fact
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const outer = readRaw(holder, path.slice(0, dot))
    if (!outer.known) continue
    const from = { ref: holder.ref, path }
    if (outer.value !== undefined) return known(walkValue(outer.value, stepsOf(path.slice(dot + 1))), from)
    // Of an object that has no `config` at all nothing is known (docs/decisions/0002).
    return outer.from.path.includes('.')
      ? known(undefined, from)
      : unknown('notCollected', from, `${outer.from.path} is not set`)
  }
  return fact
}

const stepsOf = (path: string): readonly Step[] => splitPath(path) ?? []
