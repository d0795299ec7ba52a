import type { Finding } from './assess.ts'

/** Who accepted which deviation, why, and until when. Matches on identity, never on a name. */
export interface Waiver {
  /** The waiver's own name, for reports and for the list of unused ones. */
  readonly id: string
  readonly control: string
  readonly scope: WaiverScope
  readonly owner: string
  readonly approver: string
  readonly reason: string
  /** The last moment at which it holds, RFC 3339. A date alone means the end of that day in UTC. */
  readonly expires: string
}

/**
 * Which objects: `ref` is `Type:moid`, `part` a port group or switch on it, `vcenter` the instance UUID of the server
 * (references repeat from one vCenter to the next), `instanceUuid` the VM's own.
 */
export type WaiverScope =
  | { readonly all: true }
  | { readonly ref: string; readonly part?: string; readonly vcenter?: string }
  | { readonly instanceUuid: string }

/** What became of a waiver in one assessment. */
export interface WaiverUse {
  readonly waiver: Waiver
  readonly state: 'active' | 'expired' | 'unused'
  /** Failures that it covers, or would cover if it had not expired. */
  readonly matched: number
}

/** The moment at which a waiver or an attestation ends: of a date alone, the last millisecond of that day in UTC. */
export function waiverEnd(expires: string): number {
  return Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(expires) ? `${expires}T23:59:59.999Z` : expires)
}

/** Lays waivers over failures. An expired one covers nothing, and is reported; so is one that matches nothing. */
export function matchWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  now: Date,
  vcenter: string,
): { readonly findings: readonly Finding[]; readonly uses: readonly WaiverUse[] } {
  if (waivers.length === 0) return { findings, uses: [] }
  const byControl = Map.groupBy(waivers, (waiver) => waiver.control)
  const matched = new Map<Waiver, number>()
  const inForce = (waiver: Waiver) => now.getTime() <= waiverEnd(waiver.expires)
  const waived = findings.map((finding) => {
    if (finding.verdict !== 'fail' && finding.verdict !== 'manual') return finding
    const fitting = (byControl.get(finding.control.id) ?? []).filter((waiver) => covers(waiver.scope, finding, vcenter))
    for (const waiver of fitting) matched.set(waiver, (matched.get(waiver) ?? 0) + 1)
    const waiver = fitting.find(inForce)
    return waiver ? { ...finding, waiver } : finding
  })
  const uses = waivers.map((waiver): WaiverUse => {
    const count = matched.get(waiver) ?? 0
    return { waiver, matched: count, state: count === 0 ? 'unused' : inForce(waiver) ? 'active' : 'expired' }
  })
  return { findings: waived, uses }
}

/** Whether a scope names the object of a finding. */
export function covers(scope: WaiverScope, { subject }: Finding, vcenter: string): boolean {
  if ('all' in scope) return true
  if ('instanceUuid' in scope) return subject.object.values['config.instanceUuid'] === scope.instanceUuid
  if (scope.vcenter !== undefined && scope.vcenter !== vcenter) return false
  if (scope.ref !== `${subject.ref.type}:${subject.ref.value}`) return false
  return scope.part === undefined || scope.part === subject.key
}
