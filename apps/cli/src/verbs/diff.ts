import { readSnapshot } from '@sakimori/collect'
import { assess, type Finding } from '@sakimori/core/assess'
import { baselines, type Baseline } from '@sakimori/core/control'
import { openInventory, type Inventory } from '@sakimori/core/model'
import {
  compareCertificates,
  listCertificates,
  visible,
  wordSelection,
  type CertificateChange,
} from '@sakimori/core/report'
import { render } from '@sakimori/core/text'
import { assessOptions } from '../config/assess-options.ts'
import { filterOf, knownWord, type FilterFlags } from '../config/filter.ts'
import { exitCodes } from '../exit.ts'
import { knowledgeForAudit } from '../knowledge.ts'
import type { Verb } from '../verb.ts'
import { words } from '../words.ts'

export interface DiffFlags extends FilterFlags {
  readonly baseline?: string
  readonly json?: boolean
}

interface Change {
  readonly control: string
  readonly path: string
  readonly before: string
  readonly after: string
}

/** What changed in the verdicts, and which certificates are others, between two snapshots: exit code 1 when something got worse. */
export const diff: Verb<[string, string, DiffFlags]> = async (world, before, after, flags) => {
  const { config, terminal, now } = world
  const baseline = knownWord<Baseline>('--baseline', flags.baseline ?? config.baseline ?? 'sakimori', baselines)
  const options = assessOptions(world, baseline, now, filterOf(flags, world.controls), knowledgeForAudit(world))
  const was = openInventory(await readSnapshot(before))
  const is = openInventory(await readSnapshot(after))
  const { findings: earlier, selection } = assess(was, options)
  const old = index(earlier)
  const fresh = index(assess(is, options).findings)
  const certificates = certificateChanges(was, is, now)
  const { locale } = terminal
  if (selection) terminal.say(words.partialDiff, { what: wordSelection(selection, locale) })
  const changes: Change[] = []
  for (const [key, finding] of fresh) {
    const verdict = old.get(key)?.verdict ?? render(words.appeared, locale)
    if (verdict !== finding.verdict)
      changes.push({ control: finding.control.id, path: finding.subject.path, before: verdict, after: finding.verdict })
  }
  for (const [key, finding] of old) {
    if (!fresh.has(key))
      changes.push({
        control: finding.control.id,
        path: finding.subject.path,
        before: finding.verdict,
        after: render(words.vanished, locale),
      })
  }
  if (flags.json) await terminal.write(`${JSON.stringify([...changes, ...certificates], null, 2)}\n`)
  else if (changes.length + certificates.length === 0) await terminal.write(`${render(words.nothingChanged, locale)}\n`)
  else {
    for (const change of changes)
      await terminal.write(`${change.before} → ${change.after}  ${change.control}  ${visible(change.path)}\n`)
    for (const { certificate, before: from, after: to } of certificates)
      await terminal.write(
        `${from ?? '-'} → ${to ?? '-'}  ${render(words.certificate, locale)}  ${visible(certificate)}\n`,
      )
  }
  return changes.some((change) => change.after === 'fail') ? exitCodes.findings : exitCodes.clean
}

/** A certificate that is another one than before, by its SHA-256 thumbprint; `null` where there is none. */
interface CertificateDiff {
  readonly certificate: string
  readonly kind: CertificateChange['kind']
  readonly before: string | null
  readonly after: string | null
}

function certificateChanges(before: Inventory, after: Inventory, now: Date): readonly CertificateDiff[] {
  const list = (inventory: Inventory) => listCertificates(inventory, { findings: [], now, daysLeft: 0 })
  return compareCertificates(list(before), list(after)).map((change) => ({
    certificate: change.where,
    kind: change.kind,
    before: change.before?.certificate.fingerprint256 ?? null,
    after: change.after?.certificate.fingerprint256 ?? null,
  }))
}

const index = (findings: readonly Finding[]) =>
  new Map(
    findings.map((finding) => [
      `${finding.control.id} ${finding.subject.ref.type}:${finding.subject.ref.value} ${finding.subject.key ?? ''}`,
      finding,
    ]),
  )
