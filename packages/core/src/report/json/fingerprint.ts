import type { Finding } from '../../assess/index.ts'
import type { Estate } from '../../model/index.ts'

/**
 * The identity of a finding from one run to the next: control, server, object, part. Neither name nor value is in it,
 * so a renamed host and a value that got worse keep it. Each part is percent-encoded, so two findings never share one.
 */
export function fingerprint({ control, subject }: Finding, estate: Estate): string {
  const parts = [control.id, estate.instanceUuid, `${subject.ref.type}:${subject.ref.value}`]
  if (subject.key !== undefined) parts.push(subject.key)
  return parts.map((part) => encodeURIComponent(part.toWellFormed()).replaceAll('%3A', ':')).join('/')
}
