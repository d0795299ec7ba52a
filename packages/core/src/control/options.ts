import { isKeyed, isRecord, mapFact, readRaw, unknown, within, type Fact, type Subject } from '../model/index.ts'
import type { OptionWireType } from './published.ts'

/** Option names are compared without regard to case: servers and guides disagree on it. */
const fold = (key: string) => key.toLowerCase()

type OptionIndex = ReadonlyMap<string, unknown>

const indexes = new WeakMap<object, OptionIndex | 'malformed'>()

/**
 * Indexes a list of `OptionValue` once per object read; later duplicates win, as in the server.
 * In a list with an entry that has no key any option could hide, so it is no index at all.
 */
function indexOptions(list: readonly unknown[]): OptionIndex | 'malformed' {
  const ready = indexes.get(list)
  if (ready) return ready
  const index = new Map<string, unknown>()
  let sound = true
  for (const entry of list)
    if (isKeyed(entry)) index.set(fold(entry.key), unbox(entry['value']))
    else sound = false
  const made = sound ? index : 'malformed'
  indexes.set(list, made)
  return made
}

/** Numbers of any type come boxed, `{ _typeName: 'long', _value: 5 }`, so that a repair can write the same type back. */
function unbox(value: unknown): unknown {
  return isRecord(value) && '_value' in value ? value['_value'] : value
}

/** How one entry of one list is named, in the evidence and in the index. Controls ask for the same few of every VM. */
interface EntryName {
  readonly path: string
  readonly folded: string
}

const entryNames = new Map<string, Map<string, EntryName>>()

function nameEntry(path: string, key: string): EntryName {
  let keys = entryNames.get(path)
  if (!keys) entryNames.set(path, (keys = new Map()))
  let name = keys.get(key)
  if (!name) keys.set(key, (name = { path: `${path}["${key}"]`, folded: fold(key) }))
  return name
}

/**
 * One entry of a list of options, or a fact that says why it is not there.
 * `absence: 'unset'` reads a missing entry as a known absence (a VM's extraConfig lists all that is set);
 * `absence: 'unknown'` does not (a host may leave out options that it has).
 */
function readOption(subject: Subject, path: string, key: string, absence: 'unset' | 'unknown'): Fact<unknown> {
  const list = readRaw(subject, path)
  const { path: entryPath, folded } = nameEntry(path, key)
  if (!list.known) return within(list, entryPath)
  const from = { ref: subject.ref, path: entryPath }
  // A VM that its host cannot reach has no configuration at all: that is not the absence of one key.
  if (list.value === undefined) return unknown('notCollected', from, 'the object has no list of options')
  if (!Array.isArray(list.value)) return unknown('fault', from, 'not a list of options')
  const index = indexOptions(list.value)
  if (index === 'malformed') return unknown('fault', from, 'an option without a key')
  const value = index.get(folded)
  if (typeof value === 'object' && value !== null) return unknown('fault', from, 'not the value of an option')
  if (value !== undefined || index.has(folded)) return { known: true, value, from }
  const gone = subject.object.missing?.[entryPath]
  if (gone) return unknown(gone.why, from, gone.detail)
  return absence === 'unset'
    ? { known: true, value: undefined, from }
    : unknown('notCollected', from, 'not in the list of options')
}

/** Reads the truth of the many spellings that a vmx file may hold; any other text stays as it is, and holds nowhere. */
export function parseSwitch(value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (/^(true|yes|on|1)$/i.test(value.trim())) return true
  if (/^(false|no|off|0)$/i.test(value.trim())) return false
  return value
}

/** Reads a whole number from its text; any other text stays as it is. */
export function parseNumber(value: unknown): unknown {
  return typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value
}

/**
 * Reads a value as the type that the option has: servers answer booleans as `true` or 1 by version, and vCenter Server
 * keeps some numbers and booleans as text. What does not read so stays as it is, and holds nowhere.
 */
export function asWireType(value: unknown, type: OptionWireType): unknown {
  switch (type) {
    case 'boolean':
      return value === 1 || value === 0 ? value === 1 : parseSwitch(value)
    case 'int':
    case 'long':
      return typeof value === 'boolean' ? Number(value) : parseNumber(value)
    case 'string':
      return value
  }
}

/** A host's advanced option. */
export const readHostOption = (subject: Subject, key: string): Fact<unknown> =>
  readOption(subject, 'config.option', key, 'unknown')

/** A VM's extraConfig entry, as text. */
export const readVmOption = (subject: Subject, key: string): Fact<unknown> =>
  readOption(subject, 'config.extraConfig', key, 'unset')

/** An advanced setting of vCenter Server; unset settings have their default, so absence is known. */
export const readVcenterOption = (subject: Subject, key: string): Fact<unknown> =>
  readOption(subject, 'OptionManager.setting', key, 'unset')

/** A VM switch: a boolean in text, or its absence. */
export const readVmSwitch = (subject: Subject, key: string): Fact<unknown> =>
  mapFact(readVmOption(subject, key), parseSwitch)
