import { applianceSetting, fail, is, oneOf, pass, type Control } from '../../control/index.ts'
import { isRecord } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { judgeServer } from './server-judgement.ts'

interface InboundRule {
  readonly address: string
  readonly prefix: number
  readonly policy: string
}

/** The rules of the appliance's firewall in their order: the first that fits an address decides. */
function rulesOf(value: unknown): readonly InboundRule[] | undefined {
  if (!Array.isArray(value)) return undefined
  const rules: InboundRule[] = []
  for (const item of value) {
    const { address, prefix, policy } = isRecord(item) ? item : {}
    if (typeof address !== 'string' || typeof prefix !== 'number' || typeof policy !== 'string') return undefined
    rules.push({ address, prefix, policy })
  }
  return rules
}

/** Every address of one kind; IPv6 has an end of its own. */
const isAnyIpv4 = ({ address, prefix }: InboundRule) => prefix === 0 && !address.includes(':')
const refuses = ({ policy }: InboundRule) => policy === 'REJECT' || policy === 'IGNORE'

const said = {
  open: text('every address may connect', 'すべてのアドレスから接続できる'),
  limited: text('only these may connect: {sources}', '接続を許可する送信元: {sources}'),
} as const

/** The doors of the appliance in which vCenter Server runs. */
export const appliance: readonly Control[] = [
  applianceSetting('appliance/access/ssh', {
    id: 'vcenter.ssh-off',
    facts: ['vc-ssh'],
    area: 'access-restriction',
    severity: 'high',
    title: text('SSH of the vCenter Server appliance is off', 'vCenter Server アプライアンスの SSH は無効になっている'),
    rationale: text(
      'Behind SSH waits the root account of the server that commands every host; the port is tried day and night.',
      'SSH の先には、全ホストを管理するサーバーの root がある。このポートは絶えず攻撃を受ける。',
    ),
    impact: text(
      'Whoever needs a shell switches it on in the management interface (port 5480) or uses the console.',
      'シェルが必要なときは、管理インターフェイス (ポート 5480) で有効にするか、コンソールを使う。',
    ),
    expect: { sakimori: is(false) },
    disruption: 'access',
  }),
  judgeServer({
    id: 'vcenter.firewall-inbound',
    facts: ['vc-firewall-inbound'],
    area: 'firewall',
    severity: 'medium',
    span: '6.7..9.1',
    title: text(
      'The firewall of the appliance admits named networks and refuses the rest',
      'アプライアンスのファイアウォールは、指定したネットワークだけを許可し、それ以外を拒否する',
    ),
    rationale: text(
      'Several flaws of vCenter Server could be used by anybody who reached its ports; fewer who reach them, fewer who can.',
      'vCenter Server には、ポートに到達できれば誰でも悪用できる脆弱性が繰り返し見つかっている。到達できる範囲を絞れば危険も減る。',
    ),
    impact: text(
      'Hosts, backup, monitoring and administrators must be in the admitted networks, or they are shut out; so is Sakimori.',
      'ホスト、バックアップ、監視、管理者の端末は許可するネットワークに含める。漏れがあれば締め出される。Sakimori も例外ではない。',
    ),
    path: 'rest:/api/appliance/networking/firewall/inbound',
    decode: rulesOf,
    decide: (rules) => {
      const last = rules.findIndex(isAnyIpv4)
      const isClosed = last >= 0 && rules[last] !== undefined && refuses(rules[last])
      const sources = rules.slice(0, last).map(({ address, prefix }) => `${address}/${prefix}`)
      return isClosed ? pass(note(said.limited, { sources: someOf(sources) })) : fail(note(said.open, {}))
    },
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'In the management interface (port 5480) under Firewall: accept the networks of the hosts, the administrators and the connected systems, this machine included, then reject 0.0.0.0/0 as the last rule.',
        '管理インターフェイス (ポート 5480) の「ファイアウォール」: ホスト、管理者、連携システムのネットワークを (この端末も含めて) 許可してから、最後の規則で 0.0.0.0/0 を拒否する。',
      ),
    },
  }),
  applianceSetting('appliance/tls/profiles/global', {
    field: 'profile',
    id: 'vcenter.tls-profile',
    facts: ['vc-tls-profile'],
    area: 'certificates',
    severity: 'medium',
    // From 8.0 Update 3 on; an earlier 8.0 does not answer.
    span: '8.0..9.1',
    title: text(
      'vCenter Server uses a strict TLS profile (NIST_2024)',
      'vCenter Server は厳格な TLS プロファイル (NIST_2024) を使用する',
    ),
    rationale: text(
      'The compatible profile keeps old cipher suites for old clients; whoever is on the path can make use of them.',
      '互換プロファイルには古いクライアント向けの暗号スイートが残る。経路上の攻撃者に利用されるおそれがある。',
    ),
    impact: text(
      'Services restart, and clients that know only the old suites can no longer connect.',
      'サービスが再起動する。古い暗号スイートにしか対応しないクライアントは接続できなくなる。',
    ),
    expect: {
      sakimori: oneOf(['NIST_2024', 'NIST_2024_TLS_13_ONLY']),
      scg: [
        ['8.0..9.0', oneOf(['NIST_2024', 'NIST_2024_TLS_13_ONLY'])],
        ['9.1', is('NIST_2024_TLS_13_ONLY')],
      ],
    },
    disruption: 'access',
  }),
  applianceSetting('appliance/system/global-fips', {
    field: 'enabled',
    id: 'vcenter.fips-mode',
    facts: ['vc-fips'],
    area: 'certificates',
    severity: 'low',
    span: '7.0..9.1',
    title: text(
      'The appliance runs in FIPS mode where the baseline asks for it',
      'ベースラインが求める場合、アプライアンスは FIPS モードで動作する',
    ),
    rationale: text(
      'Validated cryptography is a duty of some sites; elsewhere it adds little to a strict TLS profile.',
      '認証済みの暗号モジュールは一部の組織で義務付けられている。それ以外では、厳格な TLS プロファイルに比べ効果は小さい。',
    ),
    impact: text(
      'The appliance restarts. Integrated Windows Authentication and some plug-ins stop working.',
      'アプライアンスが再起動する。統合 Windows 認証と一部のプラグインは使えなくなる。',
    ),
    // No demand of our own.
    expect: { sakimori: [], scg: [['8.0..9.0', is(true)]], stig: [['7.0..8.0', is(true)]] },
    disruption: 'reboot',
  }),
]
