import {
  GUEST_FAMILY,
  readTools,
  TOOLS_STATUS,
  TOOLS_TYPE,
  TOOLS_VERSION,
  toolsStateOf,
  type Knowledge,
  type Match,
  type NumberedTools,
} from '../../advisory/index.ts'
import { fail, judgeFacts, manual, notApplicable, pass, type Control, type Outcome } from '../../control/index.ts'
import { mapFact, unknown } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { knowledgeOf } from '../patches.ts'
import { readFilled } from './setting-row.ts'

const said = {
  off: text('the guest is off', 'ゲストは停止している'),
  none: text('the guest has no VMware Tools', 'ゲストに VMware Tools がない'),
  unnumbered: text(
    'the guest’s own package does not tell its version: compare it with the advisories of the distribution',
    'ゲスト OS のパッケージはバージョンを報告しない。ディストリビューションのセキュリティ情報と照合すること',
  ),
  packaged: text(
    'open-vm-tools {version}: the distribution mends older numbers as well; ask it for {flaws}',
    'open-vm-tools {version}: 古い番号のまま修正が取り込まれていることがある。ディストリビューションの情報で {flaws} を確認すること',
  ),
  unclear: text(
    'VMware Tools {version}: which guest runs is not known, and {flaws} is not of all of them',
    'VMware Tools {version}: ゲスト OS の種類が不明で、{flaws} の対象かどうか判断できない',
  ),
  lacking: text(
    'VMware Tools {version} lack fixes of {count} advisories, the latest {advisory} of {published}; update to {target} or later',
    'VMware Tools {version} には {count} 件のアドバイザリの修正が含まれていない。最新は {published} の {advisory}。{target} 以降へ更新する',
  ),
  attacked: text(
    'VMware Tools {version} lack fixes of {count} advisories; attackers use {flaws}; update to {target} or later',
    'VMware Tools {version} には {count} 件のアドバイザリの修正が含まれていない。{flaws} は悪用が確認されている。{target} 以降へ更新する',
  ),
  stuck: text(
    'VMware Tools {version} lack fixes of {count} advisories, and no version is known that has them all',
    'VMware Tools {version} には {count} 件のアドバイザリの修正が含まれておらず、すべてを含むバージョンは知られていない',
  ),
  patched: text(
    'VMware Tools {version} hold every fix known on {asOf}',
    'VMware Tools {version} は {asOf} 時点で公開済みの修正をすべて含む',
  ),
} as const

const namesOf = (flaws: readonly Match[]) => [...new Set(flaws.map(({ cve }) => cve))].join(', ')

/** Words what is open; of versions that a number convicts the whole of it, else what a person has to look up. */
function worded(knowledge: Knowledge, tools: NumberedTools, day: string): Pick<Outcome, 'verdict' | 'note'> {
  const { version } = tools
  const { open, target } = toolsStateOf(knowledge, tools, day)
  const asOf = day < knowledge.asOf ? day : knowledge.asOf
  const certain = open.filter(({ state }) => state !== 'review')
  if (certain.length === 0) {
    if (open.length === 0) return pass(note(said.patched, { version, asOf }))
    return manual(note(tools.isPackaged ? said.packaged : said.unclear, { version, flaws: namesOf(open) }))
  }
  const advisories = [...new Set(certain.map(({ advisory }) => advisory))].toSorted((one, other) =>
    other.published.localeCompare(one.published),
  )
  const count = advisories.length
  if (target === undefined) return fail(note(said.stuck, { version, count }))
  const used = new Set(knowledge.exploited.filter(({ since = '' }) => since <= day).map(({ cve }) => cve))
  const attacked = certain.filter(({ cve }) => used.has(cve))
  const { id: advisory = '', published = '' } = advisories[0] ?? {}
  return fail(
    attacked.length > 0
      ? note(said.attacked, { version, count, flaws: namesOf(attacked), target })
      : note(said.lacking, { version, count, advisory, published, target }),
  )
}

/** VMware Tools against the advisories of their vendor. */
export const vmTools: readonly Control[] = [
  {
    kind: 'judgement',
    id: 'vm.tools-patched',
    facts: [],
    area: 'patches',
    severity: 'high',
    subject: 'VirtualMachine',
    title: text(
      'VMware Tools in the running guest hold the fixes of all published security advisories',
      '稼働中のゲストの VMware Tools に公開済みの修正がすべて適用されている',
    ),
    rationale: text(
      'vSphere calls VMware Tools current when they are those that the host brings along, however old its image is. Known flaws in them let users of the guest become its administrator, and hosts that were taken over act in guests unseen.',
      'vSphere の「最新」は、ホスト同梱の版と同じという意味でしかない。既知の脆弱性により、ゲストの一般ユーザーが管理者になり、乗っ取られたホストからゲストを操作されうる。',
    ),
    impact: text(
      'The guest may have to restart, and loses its network for a moment when the driver changes.',
      'ゲストの再起動が必要になることがある。ドライバ更新時に一時的に通信が途切れる。',
    ),
    reads: ['runtime.powerState', TOOLS_VERSION, TOOLS_TYPE, TOOLS_STATUS, GUEST_FAMILY].map((path) => ({
      type: 'VirtualMachine',
      path,
    })),
    judge: (vm, _inventory, context) => {
      const isOn = mapFact(readFilled(vm, 'runtime.powerState'), (state) => state === 'poweredOn')
      if (isOn.known && !isOn.value) return { ...notApplicable(note(said.off, {})), evidence: [isOn] }
      const knowledge = knowledgeOf(context)
      const day = context.now.toISOString().slice(0, 10)
      const tools = readTools(vm)
      if (tools.known && tools.value.kind === 'numbered' && toolsStateOf(knowledge, tools.value, day).isBeyond) {
        const why = `${tools.value.version} is of a line that is not in the data of ${knowledge.asOf}`
        return { verdict: 'unknown', evidence: [tools, unknown('notSupported', tools.from, why)] }
      }
      return judgeFacts([isOn, tools], (_on, found) => {
        switch (found.kind) {
          case 'none':
            return notApplicable(note(said.none, {}))
          case 'unnumbered':
            return manual(note(said.unnumbered, {}))
          case 'numbered':
            return worded(knowledge, found, day)
        }
      })
    },
    repair: {
      kind: 'steps',
      disruption: 'powerCycle',
      steps: text(
        'Put the fixed VMware Tools on the hosts (vSphere Lifecycle Manager, VMware Tools Async Release, or the product locker), then upgrade them in each guest. open-vm-tools are updated by the package manager of the guest.',
        '修正済みの VMware Tools をホストへ配布し (vSphere Lifecycle Manager の非同期リリース、または product locker)、各ゲストでアップグレードする。open-vm-tools はゲスト OS のパッケージ管理で更新する。',
      ),
    },
  },
]
