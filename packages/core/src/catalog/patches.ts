import {
  APPLIANCE_VERSION,
  compareUrgency,
  curated,
  indexOf,
  isWithdrawn,
  lineOf,
  patchStateOf,
  priorityOf,
  readHostInstalled,
  readVcenterInstalled,
  type Installed,
  type Knowledge,
  type OpenAdvisory,
  type PatchState,
  type UpdateTarget,
} from '../advisory/index.ts'
import {
  fail,
  manual,
  pass,
  type Context,
  type Judgement,
  type Outcome,
  type Read,
  type Row,
} from '../control/index.ts'
import { unknown, type Fact, type Inventory, type Known, type Subject } from '../model/index.ts'
import { note, text, type Note, type Text } from '../text/index.ts'
import { notForLoneHost } from './vcenter-only.ts'

/** Which server a row is about, and where it says what it is. */
export interface Server {
  readonly subject: 'HostSystem' | 'ServiceInstance'
  readonly reads: readonly Read[]
  readonly read: (subject: Subject) => Fact<Installed>
}

export const host: Server = {
  subject: 'HostSystem',
  reads: [{ type: 'HostSystem', path: 'config.product' }],
  read: readHostInstalled,
}

export const vcenter: Server = {
  subject: 'ServiceInstance',
  reads: [
    { type: 'ServiceInstance', path: 'content.about' },
    { type: 'ServiceInstance', path: APPLIANCE_VERSION },
  ],
  read: readVcenterInstalled,
}

const said = {
  lacking: text(
    '{release} lacks fixes of {count} advisories; most urgent {advisory} of {published}; update to {target}',
    '{release} には {count} 件のアドバイザリの修正が含まれていない。最優先は {published} の {advisory}。{target} へ更新する',
  ),
  attacked: text(
    '{release} lacks fixes of {count} advisories, with flaws that attackers use; most urgent {advisory} of {published}; update to {target}',
    '{release} には、悪用が確認された脆弱性を含む {count} 件のアドバイザリの修正が含まれていない。最優先は {published} の {advisory}。{target} へ更新する',
  ),
  stuck: text(
    '{release} lacks fixes of {count} advisories; most urgent {advisory} of {published}; no release is known that closes them',
    '{release} には {count} 件のアドバイザリの修正が含まれていない。最優先は {published} の {advisory}。修正済みのリリースは知られていない',
  ),
  unclear: text(
    'the data of {asOf} cannot tell whether {release} holds the fix of {advisory}; see its release notes',
    '{asOf} 時点のデータでは、{release} に {advisory} の修正が含まれるか判断できない。リリース ノートで確認すること',
  ),
  unmended: text(
    'the vendor mends {advisory} nowhere on {line}: apply its workaround, or upgrade to {target}',
    '{advisory} は {line} では修正されない。回避策を適用するか、{target} へアップグレードする',
  ),
  beyond: text(
    '{release} is newer than the data of {asOf}; renew them with `sakimori advisories update`',
    '{release} は {asOf} 時点のデータより新しい。`sakimori advisories update` でデータを更新すること',
  ),
  patched: text('{release} holds every fix known on {asOf}', '{release} は {asOf} 時点で公開済みの修正をすべて含む'),
  withdrawn: text(
    'the vendor withdrew {release}; update to {target}',
    '{release} はベンダーにより公開が取り下げられている。{target} へ更新する',
  ),
  withdrawnLast: text(
    'the vendor withdrew {release}, and no later release is known on {asOf}; see the advisory of its recall',
    '{release} はベンダーにより公開が取り下げられている。{asOf} 時点で後継のリリースはない。取り下げの告知を確認すること',
  ),
  unlisted: text(
    '{release}, which is on no list of releases, is above every fix known on {asOf}',
    '{release} はリリース一覧にないビルドだが、{asOf} 時点で公開済みの修正より新しい',
  ),
  supported: text(
    'general support of {line} ends on {ends} (data of {asOf})',
    '{line} のジェネラル サポートは {ends} に終了する ({asOf} 時点のデータ)',
  ),
  ended: text('general support of {line} ended on {ends}', '{line} のジェネラル サポートは {ends} に終了している'),
} as const

/** The server runs a build that holds the fixes of all published advisories. */
export function patchLevel(server: Server, row: Row & { readonly steps: Text }): Judgement {
  const { steps, ...rest } = row
  return {
    ...aboutServer(server, rest, steps),
    judge: (subject, inventory, context) =>
      ofServer(server, subject, inventory, (installed) => judgeLevel(knowledgeOf(context), installed, dayOf(context))),
  }
}

function judgeLevel(knowledge: Knowledge, installed: Known<Installed>, day: string): Outcome {
  const { branch, product } = installed.value
  if (indexOf(knowledge).releasesOf(product, branch).length === 0)
    return unlisted(installed, `${branch} is not in the data of ${knowledge.asOf}`)
  const state = patchStateOf(knowledge, installed.value, day)
  const { located, asOf } = state
  const release = nameOf(state)
  // A number above all that are known may hold any fix, or lack what was found since: nothing is certain about it.
  if (located.isBeyond) {
    const message = note(said.beyond, { release, asOf })
    return { ...unlisted(installed, `build ${located.build} is newer than the data of ${asOf}`), note: message }
  }
  const open = state.open.filter(({ state: worst }) => worst !== 'review' && worst !== 'noFix')
  const [left] = state.open
  if (open.length > 0) return { ...fail(lackingNote(knowledge, state, open)), evidence: [installed] }
  if (isWithdrawn(located)) return { ...fail(withdrawnNote(state)), evidence: [installed] }
  if (left) return { ...manual(leftNote(state, left)), evidence: [installed] }
  const message = note(located.release ? said.patched : said.unlisted, { release, asOf })
  return { ...pass(message), evidence: [installed] }
}

/** What no update of the line decides: a flaw that is mended nowhere on it, or a fix whose number is not known. */
function leftNote(state: PatchState, { advisory, state: worst }: OpenAdvisory): Note {
  const { asOf, located, target } = state
  if (worst !== 'noFix' || !target) return note(said.unclear, { asOf, release: nameOf(state), advisory: advisory.id })
  return note(said.unmended, { advisory: advisory.id, line: lineOf(located.branch), target: target.release.name })
}

/** Names the most urgent of the open advisories and the release to go to. */
function lackingNote(knowledge: Knowledge, state: PatchState, open: readonly OpenAdvisory[]): Note {
  const weighed = open
    .map(({ advisory, state: worst, matches }) => {
      const cves = matches.map(({ cve }) => cve)
      return { advisory, state: worst, priority: priorityOf(knowledge, advisory, cves) }
    })
    .toSorted(compareUrgency)
  const first = weighed[0]?.advisory
  const values = {
    release: nameOf(state),
    count: open.length,
    advisory: first?.id ?? '',
    published: first?.published ?? '',
  }
  if (!state.target) return note(said.stuck, values)
  const isAttacked = weighed.some(({ priority }) => priority.exploited)
  return note(isAttacked ? said.attacked : said.lacking, { ...values, target: goalOf(state.target) })
}

/** A recalled release holds its fixes, and whatever made the vendor take it back. */
function withdrawnNote(state: PatchState): Note {
  const release = nameOf(state)
  return state.target
    ? note(said.withdrawn, { release, target: goalOf(state.target) })
    : note(said.withdrawnLast, { release, asOf: state.asOf })
}

const goalOf = ({ release }: UpdateTarget) => `${release.name} (${release.builds[0]?.build ?? ''})`

/** `ESXi 8.0 U3d (24585383)`; of a release on no list its version and number. */
const nameOf = ({ located: { release, branch, build } }: PatchState) =>
  release ? `${release.name} (${build})` : `${branch}-${build}`

/** The server runs a line that the vendor still mends for everyone. */
export function supportedRelease(server: Server, row: Row & { readonly steps: Text }): Judgement {
  const { steps, ...rest } = row
  return {
    ...aboutServer(server, rest, steps),
    judge: (subject, inventory, context) =>
      ofServer(server, subject, inventory, (installed) => {
        const line = lineOf(installed.value.branch)
        const { asOf } = knowledgeOf(context)
        const ends = supportEnds(context, line)
        if (ends === undefined) return unlisted(installed, `${line} is not in the life-cycle data of ${asOf}`)
        return dayOf(context) <= ends
          ? { ...pass(note(said.supported, { line, ends, asOf })), evidence: [installed] }
          : { ...fail(note(said.ended, { line, ends })), evidence: [installed] }
      }),
  }
}

/** What is known of releases and flaws: the site's own copy, or what Sakimori ships. */
export const knowledgeOf = ({ knowledge }: Context): Knowledge => knowledge ?? curated

/** The last day of general support of a line, `8.0`; `undefined` of one that is not in the data. */
export const supportEnds = (context: Context, line: string): string | undefined =>
  indexOf(knowledgeOf(context)).supportEnds(line)

const aboutServer = ({ subject, reads }: Server, row: Row, steps: Text): Omit<Judgement, 'judge'> => ({
  ...row,
  kind: 'judgement',
  subject,
  reads,
  repair: { kind: 'steps', disruption: subject === 'HostSystem' ? 'maintenanceMode' : 'access', steps },
})

/** Judges the server's version where the server is what the row is about. */
function ofServer(
  server: Server,
  subject: Subject,
  inventory: Inventory,
  decide: (installed: Known<Installed>) => Outcome,
): Outcome {
  const installed = server.read(subject)
  if (!installed.known) return { verdict: 'unknown', evidence: [installed] }
  const elsewhere = server.subject === 'ServiceInstance' ? notForLoneHost(subject, inventory) : undefined
  return elsewhere ?? decide(installed)
}

/** Beyond the data: nothing can be said, which is a result. */
const unlisted = (installed: Fact<unknown>, why: string): Outcome => ({
  verdict: 'unknown',
  evidence: [installed, unknown('notSupported', installed.from, why)],
})

const dayOf = ({ now }: Context) => now.toISOString().slice(0, 10)
