import {
  atLeast,
  fail,
  is,
  isVcenter,
  judgeFacts,
  pass,
  readVcenterOption,
  vcenterOption,
  type Control,
  type Observation,
} from '../../control/index.ts'
import { mapFact } from '../../model/index.ts'
import { note, text, type Text } from '../../text/index.ts'
import { isOff, readListed, SETTINGS, vcenterJudgement } from './judgement-row.ts'

/** How long one kind of record is kept; nothing is asked where nothing is ever removed. */
function retention(kind: 'event' | 'task', id: string, title: Text): Observation {
  const row = vcenterOption(`${kind}.maxAge`, {
    id,
    facts: ['vc-event-retention'],
    area: 'access-restriction',
    severity: 'low',
    title,
    rationale: text(
      'An intrusion is often noticed weeks later; by then the record of who did what must still be there.',
      '侵入は数週間後に発覚することが多い。その時点で、誰が何をしたかの記録が残っていなければならない。',
    ),
    impact: text('The database of vCenter Server grows.', 'vCenter Server のデータベースが大きくなる。'),
    expect: { sakimori: atLeast(30) },
    absence: 'unknown',
  })
  return {
    ...row,
    applies: (subject, inventory) => {
      const server = isVcenter(subject, inventory)
      if (!server.known || !server.value) return server
      return mapFact(readVcenterOption(subject, `${kind}.maxAgeEnabled`), (value) => !isOff(value))
    },
  }
}

/** A name of the product with its version, as the appliance shows it when nobody has changed the text. */
const PRODUCT = /Platform Services Controller|vCenter Server (?:Appliance )?\d/i

const said = {
  empty: text('no text is set', '文章が設定されていない'),
  names: text('the text names the product and its version', '文章に製品名とバージョンが含まれている'),
} as const

/** What vCenter Server writes down, for how long, and what it tells strangers. */
export const records: readonly Control[] = [
  vcenterOption('config.log.level', {
    id: 'vcenter.log-level',
    facts: ['vc-log-level'],
    area: 'access-restriction',
    severity: 'low',
    title: text('vCenter Server logs at level “info”', 'vCenter Server のログ レベルは info である'),
    rationale: text(
      'Below this level logins and changes are missing from the log; above it the files turn over within hours.',
      'これより低いとログインや変更が記録されず、高いと数時間でログが一巡してしまう。',
    ),
    impact: text('The size of the logs changes.', 'ログの量が変わる。'),
    expect: { sakimori: is('info') },
    absence: 'unknown',
  }),
  retention(
    'event',
    'vcenter.event-retention',
    text('vCenter Server keeps its events for at least 30 days', 'vCenter Server のイベントは 30 日以上保持される'),
  ),
  retention(
    'task',
    'vcenter.task-retention',
    text('vCenter Server keeps its tasks for at least 30 days', 'vCenter Server のタスクは 30 日以上保持される'),
  ),
  vcenterJudgement({
    id: 'vcenter.console-notice',
    facts: ['vc-etc-issue'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'Before a login the appliance shows a notice, and not its product and version',
      'アプライアンスのログイン前に、製品名とバージョンではなく利用上の注意が表示される',
    ),
    rationale: text(
      'The version tells a stranger which flaws to try; a notice is what a warning or a prosecution rests on later.',
      'バージョンは、試すべき脆弱性を部外者に教えてしまう。注意書きは、警告や法的措置の根拠になる。',
    ),
    impact: text('None. The text is shown on the console and over SSH.', '影響はない。コンソールと SSH に表示される。'),
    reads: [SETTINGS],
    judge: (vcenter) =>
      judgeFacts([readListed(vcenter, 'etc.issue')], (issue) => {
        if (typeof issue !== 'string' || issue.trim() === '') return fail(note(said.empty, {}))
        return PRODUCT.test(issue) ? fail(note(said.names, {})) : pass()
      }),
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Set etc.issue under vCenter Server > Configure > Advanced Settings to the notice of your organisation.',
        'vCenter Server > 設定 > 詳細設定で、etc.issue に組織の定める注意書きを設定する。',
      ),
    },
  }),
]
