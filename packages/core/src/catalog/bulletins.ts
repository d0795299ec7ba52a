import {
  HARDWARE,
  readHardware,
  readHostInstalled,
  readingOf,
  readSince,
  readVcenterInstalled,
  speaksOfHardware,
  type Bulletin,
  type Concern,
  type Reading,
} from '../advisory/index.ts'
import { isVcenter, pass, procedure, type Context, type Outcome, type Procedure } from '../control/index.ts'
import type { Fact } from '../model/index.ts'
import { note, render, text, type Locale, type Note, type Text } from '../text/index.ts'
import { host, knowledgeOf, vcenter } from './patches.ts'

const said = {
  listed: text(
    '{count} bulletins since {since} that no build can be judged by: {list}',
    '{since} 以降、ビルドでは判定できない公開情報が {count} 件ある: {list}',
  ),
  unread: text(
    'The data of {asOf} hold no feed of bulletins of the last 30 days. Run `sakimori advisories update`, or read the bulletins at their publishers.',
    '{asOf} 時点のデータには、30 日以内に取得した公開情報のフィードがない。`sakimori advisories update` を実行するか、各発行元の情報を確認する。',
  ),
  none: text(
    'no bulletin since {since} besides what builds are judged by ({feeds})',
    'ビルドで判定できるものを除き、{since} 以降の公開情報はない ({feeds})',
  ),
} as const

/** So many are named; the rest is counted. */
const NAMED = 5

const lineOf = ({ id, published, updated, title }: Bulletin, locale: Locale): string =>
  `${id} (${updated ?? published}) ${(title[locale] ?? title.ja ?? title.en ?? '').slice(0, 120)}`.trim()

/** A bulletin has its own title in each language, where its publisher gave it one. */
function listNote({ bulletins, since }: Reading): Note {
  const word = (locale: Locale) => {
    const list = bulletins.slice(0, NAMED).map((one) => lineOf(one, locale))
    return render(said.listed, locale, {
      count: bulletins.length,
      since,
      list: [...list, ...(bulletins.length > NAMED ? ['…'] : [])].join('; '),
    })
  }
  return { text: { en: word('en'), ja: word('ja') } satisfies Text }
}

/** What a person is to read about one server, by the site's knowledge. */
function ask(concern: Concern, evidence: readonly Fact<unknown>[], context: Context): Outcome {
  const knowledge = knowledgeOf(context)
  const day = context.now.toISOString().slice(0, 10)
  const reading = readingOf(knowledge, concern, day)
  if (reading.bulletins.length > 0)
    return { verdict: 'manual', evidence, note: listNote(reading), asksSince: readSince(reading, day) }
  if (reading.feeds.length === 0) {
    const message = note(said.unread, { asOf: knowledge.asOf })
    return { verdict: 'manual', evidence, note: message, asksSince: readSince(reading, day) }
  }
  // Something may be said of this very machine, and nobody knows what machine it is.
  if (evidence.some((fact) => !fact.known) && speaksOfHardware(knowledge, day)) return { verdict: 'unknown', evidence }
  return { ...pass(note(said.none, { since: reading.since, feeds: reading.feeds.join(', ') })), evidence }
}

const shared = {
  area: 'patches',
  severity: 'medium',
  impact: text('Daily work is not affected.', '日常業務への影響はない。'),
  mend: text(
    'Apply the update or the workaround that the bulletin names, and record who read it and what was decided.',
    '公開情報に示された更新または回避策を適用し、誰が読み、どう判断したかを記録する。',
  ),
} as const

/**
 * Publications that name what the estate runs and no build that has the fix: only a person can say whether they matter.
 * An attestation answers up to its own day; what is published afterwards asks again.
 */
export const bulletinsRead: readonly Procedure[] = [
  procedure({
    ...shared,
    id: 'vcenter.bulletins-read',
    facts: [],
    subject: 'ServiceInstance',
    reads: vcenter.reads,
    title: text(
      'Somebody has read the latest bulletins on vCenter Server',
      'vCenter Server に関する最新の公開情報を担当者が確認している',
    ),
    rationale: text(
      'Alerts of JPCERT/CC and entries of JVN iPedia often come before the vendor names a fixed build, and some tell of attacks only.',
      'JPCERT/CC の注意喚起や JVN iPedia の情報は、修正ビルドの公開に先立つことが多く、攻撃の発生だけを伝えるものもある。',
    ),
    applies: isVcenter,
    steps: text(
      '1. Read each bulletin that the note names; `sakimori advisories show <id>` has its address.\n2. Decide whether the estate is affected, and what is to be done by when.\nGood: every bulletin has been read, and a record says who decided what.',
      '1. 注記に挙がった公開情報を読む。URL は `sakimori advisories show <ID>` で確認できる。\n2. 影響の有無と、いつまでに何をするかを決める。\n合格: すべての公開情報を確認済みで、誰が何を決めたかの記録がある。',
    ),
    asks: (subject, _inventory, context) => {
      const installed = readVcenterInstalled(subject)
      if (!installed.known) return { verdict: 'unknown', evidence: [installed] }
      return ask({ product: 'vcenter' }, [installed], context)
    },
  }),
  procedure({
    ...shared,
    id: 'esx.bulletins-read',
    facts: [],
    subject: 'HostSystem',
    reads: [...host.reads, { type: 'HostSystem', path: HARDWARE }],
    title: text(
      'Somebody has read the latest bulletins on ESX and on the hardware of the host',
      'ESX とホストのハードウェアに関する最新の公開情報を担当者が確認している',
    ),
    rationale: text(
      'Flaws of firmware and management controllers are published by the maker of the server or in JVN iPedia, and no build of ESX mends them.',
      'ファームウェアや管理コントローラの脆弱性は、サーバー メーカーや JVN iPedia が公開する。ESX のビルドでは修正されない。',
    ),
    steps: text(
      '1. Read each bulletin that the note names; `sakimori advisories show <id>` has its address.\n2. For hardware, compare the versions of BIOS and management controller with those of the bulletin.\n3. Decide whether the host is affected, and what is to be done by when.\nGood: every bulletin has been read, and a record says who decided what.',
      '1. 注記に挙がった公開情報を読む。URL は `sakimori advisories show <ID>` で確認できる。\n2. ハードウェアについては、BIOS と管理コントローラのバージョンを公開情報と比べる。\n3. 影響の有無と、いつまでに何をするかを決める。\n合格: すべての公開情報を確認済みで、誰が何を決めたかの記録がある。',
    ),
    asks: (subject, _inventory, context) => {
      const [installed, hardware] = [readHostInstalled(subject), readHardware(subject)]
      if (!installed.known) return { verdict: 'unknown', evidence: [installed] }
      const machine = hardware.known ? hardware.value : undefined
      return ask({ product: 'esx', ...(machine ? { hardware: machine } : {}) }, [installed, hardware], context)
    },
  }),
]
