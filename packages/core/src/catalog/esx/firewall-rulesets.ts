import { fail, judgeFacts, pass, type Control } from '../../control/index.ts'
import { isKeyed, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'

const RULESETS = 'config.firewall.ruleset'

/** Rule sets that an installation leaves closed and that daily work never needs: debuggers, file transfer, remote consoles. */
const SELDOM_NEEDED: ReadonlySet<string> = new Set([
  'ftpClient',
  'gdbserver',
  'httpClient',
  'remoteSerialPort',
  'sshClient',
  'vic-engine',
])

interface Ruleset {
  readonly key: string
  readonly enabled: boolean
  readonly required?: unknown
  readonly userControllable?: unknown
}

const isRuleset = (entry: unknown): entry is Ruleset => isKeyed(entry) && typeof entry['enabled'] === 'boolean'

/** The rule sets that are open and that an administrator could close. */
function readOpen(subject: Subject): Fact<readonly string[]> {
  const raw = readRaw(subject, RULESETS)
  if (!raw.known) return raw
  if (!Array.isArray(raw.value) || !raw.value.every(isRuleset))
    return unknown('fault', raw.from, 'a rule set without key or state')
  const open = raw.value.filter(
    ({ enabled, required, userControllable }) => enabled && required !== true && userControllable !== false,
  )
  return { ...raw, value: open.map(({ key }) => key) }
}

const said = {
  extra: text('open without need: {keys}', '不要に開いている: {keys}'),
  none: text(
    '{count} rule sets that can be closed are open, all of them needed',
    '閉じられるルールセットのうち {count} 個が開いているが、いずれも必要なもの',
  ),
} as const

/** Nothing is open that nobody needs. */
export const neededRulesets: readonly Control[] = [
  {
    id: 'esx.firewall-needed-rulesets',
    kind: 'judgement',
    facts: ['esxi-firewall-unneeded-rulesets'],
    area: 'firewall',
    subject: 'HostSystem',
    severity: 'medium',
    title: text(
      'Only firewall rule sets that are needed are open',
      '必要なファイアウォール ルールセットだけが開いている',
    ),
    rationale: text(
      'A rule set that was opened for one support case lets a planted program listen, or carry data away, for years.',
      'サポート対応で一度開けたルールセットは、仕込まれたプログラムの待ち受けやデータの持ち出しに何年も使われかねない。',
    ),
    impact: text(
      'What still uses the rule set is cut off: ask before you close it.',
      'ルールセットをまだ使っているものがあれば通信が切れる。閉じる前に確認すること。',
    ),
    reads: [{ type: 'HostSystem', path: RULESETS }],
    judge: (subject, _inventory, { policy }) =>
      judgeFacts([readOpen(subject)], (open) => {
        const { allowedRulesets } = policy
        const extra = open.filter((key) =>
          allowedRulesets.length > 0 ? !allowedRulesets.includes(key) : SELDOM_NEEDED.has(key),
        )
        return extra.length > 0
          ? fail(note(said.extra, { keys: extra.join(', ') }))
          : pass(note(said.none, { count: open.length }))
      }),
    repair: {
      kind: 'steps',
      disruption: 'network',
      steps: text(
        'Close each rule set of the note: host > Configure > Firewall > Edit. Name the ones that your site needs in policy.allowedRulesets; then only those may be open.',
        '注記の各ルールセットを、ホスト > 設定 > ファイアウォール > 編集 で閉じる。サイトで必要なものを policy.allowedRulesets に列挙すると、それ以外はすべて指摘される。',
      ),
    },
  },
]
