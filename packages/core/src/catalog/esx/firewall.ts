import { changeOf, fail, judgeFacts, pass, type Control } from '../../control/index.ts'
import { isRecord, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'

const POLICY = 'config.firewall.defaultPolicy'
const RULESETS = 'config.firewall.ruleset'

interface DefaultPolicy {
  readonly incomingBlocked: boolean
  readonly outgoingBlocked: boolean
}

function readDefaultPolicy(subject: Subject): Fact<DefaultPolicy> {
  const raw = readRaw(subject, POLICY)
  if (!raw.known) return raw
  const { incomingBlocked, outgoingBlocked } = isRecord(raw.value) ? raw.value : {}
  if (typeof incomingBlocked !== 'boolean' || typeof outgoingBlocked !== 'boolean')
    return unknown('fault', raw.from, 'a direction without a policy')
  return { ...raw, value: { incomingBlocked, outgoingBlocked } }
}

interface Ruleset {
  readonly key: string
  readonly enabled: boolean
  /** Whether an administrator may set its list of addresses; from 8.0 U2 on some rule sets belong to the system. */
  readonly restrictable: boolean
  readonly open: boolean
}

function readRulesets(subject: Subject): Fact<readonly Ruleset[]> {
  const raw = readRaw(subject, RULESETS)
  if (!raw.known) return raw
  if (!Array.isArray(raw.value)) return unknown('fault', raw.from, 'not a list of rule sets')
  const rulesets: Ruleset[] = []
  for (const item of raw.value) {
    const { key, enabled, allowedHosts, ipListUserConfigurable } = isRecord(item) ? item : {}
    if (typeof key !== 'string' || typeof enabled !== 'boolean')
      return unknown('fault', raw.from, 'a rule set without key or state')
    const allIp = isRecord(allowedHosts) ? allowedHosts['allIp'] : undefined
    if (enabled && typeof allIp !== 'boolean') return unknown('fault', raw.from, `${key}: no list of addresses`)
    rulesets.push({ key, enabled, restrictable: ipListUserConfigurable !== false, open: allIp !== false })
  }
  return { ...raw, value: rulesets }
}

/** Rule sets that no release lets anyone restrict, whatever `ipListUserConfigurable` says or does not say. */
const NEVER_RESTRICTABLE: ReadonlySet<string> = new Set(['nfsClient', 'nfs41Client', 'vsanEncryption', 'proxy'])
const isSystems = (key: string) => NEVER_RESTRICTABLE.has(key) || key.startsWith('trusted-infrastructure-')

const said = {
  policy: text(
    'incoming blocked: {incoming}, outgoing blocked: {outgoing}',
    '受信をブロック: {incoming}、送信をブロック: {outgoing}',
  ),
  open: text('open to every address: {keys}', 'すべての IP アドレスに開放: {keys}'),
  restricted: text(
    '{count} enabled rule sets, each with a list of addresses or not restrictable',
    '有効なルールセット {count} 個は、接続元を制限済みか、制限できないもののみ',
  ),
} as const

/** The host's own firewall lets through what is meant to come through. */
export const firewall: readonly Control[] = [
  {
    id: 'esx.firewall-default-policy',
    kind: 'judgement',
    facts: ['esxi-firewall-default-policy'],
    area: 'firewall',
    subject: 'HostSystem',
    severity: 'high',
    title: text(
      'The firewall of the host blocks what no rule set allows, in both directions',
      'ホストのファイアウォールは、ルールセットで許可されない通信を送受信とも遮断する',
    ),
    rationale: text(
      'Otherwise every port that some program opens can be reached, and a planted back door may call home.',
      '遮断しなければ、プログラムが開いたポートすべてに到達でき、仕込まれたバックドアも外部と通信できる。',
    ),
    impact: text(
      'Software on the host that has no rule set of its own loses its connections.',
      '専用のルールセットを持たないホスト上のソフトウェアは通信できなくなる。',
    ),
    reads: [{ type: 'HostSystem', path: POLICY }],
    judge: (subject) =>
      judgeFacts([readDefaultPolicy(subject)], ({ incomingBlocked, outgoingBlocked }) => {
        const message = note(said.policy, { incoming: String(incomingBlocked), outgoing: String(outgoingBlocked) })
        return incomingBlocked && outgoingBlocked ? pass(message) : fail(message)
      }),
    repair: {
      kind: 'change',
      disruption: 'network',
      changes: (subject) => {
        const policy = readDefaultPolicy(subject)
        if (!policy.known) return []
        const fields = ['incomingBlocked', 'outgoingBlocked'] as const
        return fields
          .filter((field) => !policy.value[field])
          .map((field) => changeOf(subject, 'firewallDefaultPolicy', field, false, true))
      },
    },
  },
  {
    id: 'esx.firewall-allowed-addresses',
    kind: 'judgement',
    facts: ['esxi-firewall-allowed-ip'],
    area: 'firewall',
    subject: 'HostSystem',
    severity: 'high',
    title: text(
      'Enabled firewall rule sets accept only listed addresses',
      '有効なファイアウォール ルールセットは、指定した IP アドレスだけを許可する',
    ),
    rationale: text(
      'A rule set that is open to every address lets a stolen laptop anywhere in the network try the host’s services.',
      'すべての IP アドレスに開放されたルールセットでは、ネットワーク上のどの端末からでもホストのサービスを攻撃できる。',
    ),
    impact: text(
      'A list that forgets vCenter Server, an administrator’s workstation, a storage or a vMotion peer cuts it off.',
      'リストから vCenter Server、管理端末、ストレージ、vMotion の相手が漏れると、その通信は遮断される。',
    ),
    reads: [{ type: 'HostSystem', path: RULESETS }],
    judge: (subject, _inventory, { policy }) =>
      judgeFacts([readRulesets(subject)], (rulesets) => {
        const enabled = rulesets.filter((ruleset) => ruleset.enabled)
        const open = enabled.filter(
          ({ key, open, restrictable }) =>
            open && restrictable && !isSystems(key) && !policy.openRulesets.includes(key),
        )
        return open.length === 0
          ? pass(note(said.restricted, { count: enabled.length }))
          : fail(note(said.open, { keys: open.map((ruleset) => ruleset.key).join(', ') }))
      }),
    repair: {
      kind: 'steps',
      disruption: 'network',
      steps: text(
        'For each rule set named in the note: host > Configure > Firewall > Edit, clear "Allow connections from any IP address" and list the networks that need it, that of vCenter Server and your own first. Name rule sets that must stay open in the policy.',
        '注記の各ルールセットについて、ホスト > 設定 > ファイアウォール > 編集 で「任意の IP アドレスからの接続を許可」を外し、必要なネットワークを列挙する。vCenter Server と自分の端末を最初に入れること。開放が必要なものはポリシーに記載する。',
      ),
    },
  },
]
