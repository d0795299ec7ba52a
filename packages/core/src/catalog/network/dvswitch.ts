import { fail, is, judgeFacts, oneOf, pass, type Control } from '../../control/index.ts'
import { isRecord, known, mapFact, readPart, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { readConfig, type Fields } from './dv-setting.ts'

const dvsReads = [{ type: 'VmwareDistributedVirtualSwitch', path: 'config' }] as const

/** Who gets the flow records; `undefined` is no one. */
function readCollector(dvs: Subject): Fact<string | undefined> {
  const config = readConfig(dvs)
  if (!config.known) return config
  const ipfix = config.value['ipfixConfig'] ?? {}
  const from = { ref: dvs.ref, path: 'config.ipfixConfig.collectorIpAddress' }
  if (!isRecord(ipfix)) return unknown('fault', from, 'no ipfixConfig')
  const address = ipfix['collectorIpAddress'] ?? ''
  if (typeof address !== 'string') return unknown('fault', from, 'not an address')
  return known(address === '' ? undefined : address, from)
}

/** A list of objects in a switch’s configuration; unset is empty, anything else is a fault. */
function readList(dvs: Subject, field: string): Fact<readonly Fields[]> {
  const config = readConfig(dvs)
  if (!config.known) return config
  const list = config.value[field] ?? []
  const from = { ref: dvs.ref, path: `config.${field}` }
  return Array.isArray(list) && list.every(isRecord) ? known(list, from) : unknown('fault', from, 'not a list')
}

const discovery = (config: unknown, from: Fact<unknown>['from']): Fact<unknown> =>
  isRecord(config) ? known(config['operation'], from) : unknown('notCollected', from, 'the switch does not say')

/** Whether a standard switch has uplinks to speak on. */
function readBridge(subject: Subject): Fact<Fields | undefined> {
  return mapFact(readPart(subject, 'HostVirtualSwitch'), ({ spec }) => {
    const bridge = isRecord(spec) ? spec['bridge'] : undefined
    return isRecord(bridge) ? bridge : undefined
  })
}

const discoveryRationale = text(
  'An advertising switch tells every device on the wire the name and address of the host, its version and which port it uses.',
  'アドバタイズするスイッチは、ホストの名前、アドレス、バージョン、使用ポートを同じ回線上のすべての機器に知らせてしまう。',
)
const discoveryImpact = text(
  'The network team’s tools no longer see the host as a neighbour. Listening still works.',
  'ネットワーク管理ツールからホストが隣接機器として見えなくなる。受信 (リッスン) は引き続き使える。',
)

/** What a distributed switch sends to others about the traffic that crosses it. */
export const dvSwitches: readonly Control[] = [
  {
    kind: 'judgement',
    id: 'network.dvswitch-netflow',
    facts: ['vds-netflow'],
    area: 'network-separation',
    severity: 'low',
    subject: 'VmwareDistributedVirtualSwitch',
    title: text(
      'NetFlow records go to an approved collector or nowhere',
      'NetFlow は承認済みのコレクタにのみ送信されるか、送信されない',
    ),
    rationale: text(
      'Flow records show who talks to whom. Sent to an address of an intruder’s choice they map the whole network.',
      'フロー情報からは、誰が誰と通信しているかが分かる。攻撃者の選んだ宛先に送られれば、ネットワーク全体の地図を渡すことになる。',
    ),
    impact: text(
      'A collector that is in use but not approved stops getting records.',
      '承認されていないが使用中のコレクタには、情報が届かなくなる。',
    ),
    reads: dvsReads,
    judge: (subject, _inventory, { policy }) =>
      judgeFacts([readCollector(subject)], (address) => {
        if (address === undefined) return pass()
        const said = note(text('sent to {address}', '送信先: {address}'), { address })
        return policy.netflowCollectors.includes(address) ? pass(said) : fail(said)
      }),
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Clear the collector under Configure > NetFlow of the switch, or name it in netflowCollectors of sakimori.yaml if it is yours.',
        '分散スイッチの [設定] > [NetFlow] でコレクタを消去する。自組織のコレクタであれば、sakimori.yaml の netflowCollectors に追加する。',
      ),
    },
  },
  {
    kind: 'judgement',
    id: 'network.dvswitch-port-mirroring',
    facts: ['vds-port-mirroring'],
    area: 'network-separation',
    severity: 'medium',
    subject: 'VmwareDistributedVirtualSwitch',
    title: text(
      'No port mirroring session runs that is not approved',
      '承認されていないポート ミラーリング セッションが動作していない',
    ),
    rationale: text(
      'A mirroring session copies every packet of the ports that it names, to a VM or to another site.',
      'ポート ミラーリングは、対象ポートのすべてのパケットを別の仮想マシンや拠点にコピーする。',
    ),
    impact: text(
      'Intrusion detection that feeds on the session goes blind.',
      'そのセッションを使う侵入検知は通信を見られなくなる。',
    ),
    reads: dvsReads,
    judge: (subject, _inventory, { policy }) => {
      const sessions = mapFact(readList(subject, 'vspanSession'), (list) =>
        list.filter(({ enabled }) => enabled !== false).map(({ name, key }) => String(name ?? key)),
      )
      return judgeFacts([sessions], (names) => {
        const foreign = names.filter((name) => !policy.mirrorSessions.includes(name))
        return foreign.length === 0
          ? pass()
          : fail(note(text('sessions: {names}', 'セッション: {names}'), { names: foreign.join(', ') }))
      })
    },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Remove the session under Configure > Port Mirroring of the switch, or name it in mirrorSessions of sakimori.yaml if it is yours.',
        '分散スイッチの [設定] > [ポート ミラーリング] でセッションを削除する。自組織のものであれば、sakimori.yaml の mirrorSessions に追加する。',
      ),
    },
  },
  {
    kind: 'judgement',
    id: 'network.dvswitch-health-check',
    facts: ['vds-health-check'],
    area: 'network-separation',
    severity: 'low',
    subject: 'VmwareDistributedVirtualSwitch',
    title: text('The health check of the distributed switch is off', '分散スイッチの健全性チェックが無効である'),
    rationale: text(
      'The check sends probes into every VLAN. They tell a listener how the switch is built, and load the physical switches.',
      '健全性チェックはすべての VLAN に検査フレームを送るため、盗聴者にスイッチの構成を知らせ、物理スイッチにも負荷をかける。',
    ),
    impact: text(
      'VLAN, MTU and teaming mismatches are no longer pointed out.',
      'VLAN、MTU、チーミングの不一致が通知されなくなる。',
    ),
    reads: dvsReads,
    judge: (subject) => {
      const running = mapFact(readList(subject, 'healthCheckConfig'), (list) =>
        list
          .filter(({ enable }) => enable !== false && enable !== undefined)
          .map((check) => String(check['_typeName'])),
      )
      return judgeFacts([running], (checks) =>
        checks.length === 0
          ? pass()
          : fail(note(text('on: {checks}', '有効: {checks}'), { checks: checks.join(', ') })),
      )
    },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Switch off both checks under Configure > Health Check of the switch. Turn them on for the minutes in which you need them.',
        '分散スイッチの [設定] > [健全性チェック] で両方のチェックを無効にする。必要なときだけ一時的に有効にする。',
      ),
    },
  },
  {
    kind: 'observation',
    id: 'network.dvswitch-discovery-protocol',
    facts: ['vds-discovery-protocol'],
    area: 'network-separation',
    severity: 'low',
    subject: 'VmwareDistributedVirtualSwitch',
    title: text(
      'The distributed switch does not advertise itself by CDP or LLDP',
      '分散スイッチが CDP や LLDP で自身の情報をアドバタイズしていない',
    ),
    rationale: discoveryRationale,
    impact: discoveryImpact,
    reads: dvsReads,
    observe: (subject) => {
      const config = readConfig(subject)
      const path = 'config.linkDiscoveryProtocolConfig.operation'
      return config.known ? discovery(config.value['linkDiscoveryProtocolConfig'], { ref: subject.ref, path }) : config
    },
    // Listening gives nothing away; the two guides want it off all the same.
    expect: { sakimori: oneOf(['none', 'listen'], 'listen'), scg: is('none'), stig: is('none') },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Set Operation to Listen or None in the advanced settings of the switch.',
        '分散スイッチの [詳細] 設定で、検出プロトコルの [操作] を [リッスン] にするか、検出プロトコル自体を無効にする。',
      ),
    },
  },
  {
    kind: 'observation',
    id: 'network.switch-discovery-protocol',
    facts: [],
    area: 'network-separation',
    severity: 'low',
    subject: 'HostVirtualSwitch',
    title: text(
      'The standard switch does not advertise itself by CDP',
      '標準スイッチが CDP で自身の情報をアドバタイズしていない',
    ),
    rationale: discoveryRationale,
    impact: discoveryImpact,
    reads: [{ type: 'HostSystem', path: 'config.network.vswitch' }],
    // Without an uplink there is nobody to tell.
    applies: (subject) => mapFact(readBridge(subject), (bridge) => bridge !== undefined),
    observe: (subject) => {
      const bridge = readBridge(subject)
      if (!bridge.known) return bridge
      return discovery(bridge.value?.['linkDiscoveryProtocolConfig'], {
        ref: subject.ref,
        path: `config.network.vswitch["${subject.name}"].spec.bridge.linkDiscoveryProtocolConfig.operation`,
      })
    },
    expect: { sakimori: oneOf(['none', 'listen'], 'listen') },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Run “esxcli network vswitch standard set --cdp-status=listen --vswitch-name=<name>” on the host.',
        'ホストで esxcli network vswitch standard set --cdp-status=listen --vswitch-name=<名前> を実行する。',
      ),
    },
  },
]
