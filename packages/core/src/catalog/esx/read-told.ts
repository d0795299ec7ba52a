import { isRecord, known, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'

/**
 * Reads a property of a host, or a field of one. Where neither is set the build does not tell: that is no answer, since the
 * properties that controls read here are ones that a host which knows them always fills.
 */
export function readTold(subject: Subject, path: string, field?: string): Fact<unknown> {
  const raw = readRaw(subject, path)
  if (!raw.known) return raw
  const from = { ref: subject.ref, path: field === undefined ? path : `${path}.${field}` }
  const value = field === undefined ? raw.value : isRecord(raw.value) ? raw.value[field] : undefined
  return value === undefined ? unknown('notSupported', from, 'this build does not tell') : known(value, from)
}
