import { changeOf, fail, judgeFacts, pass, type Control } from '../../control/index.ts'
import { isKeyed, isRecord, known, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { judgePair, pairReads, readConfig, readPair, uplinksOf, type Fields, type Pair } from './dv-setting.ts'

/** Overrides that matter on a port; blocking one is how a port is cut off in an emergency, and is left alone. */
const OVERRIDES = [
  'shapingOverrideAllowed',
  'vendorConfigOverrideAllowed',
  'livePortMovingAllowed',
  'vlanOverrideAllowed',
  'uplinkTeamingOverrideAllowed',
  'securityPolicyOverrideAllowed',
  'ipfixOverrideAllowed',
  'macManagementOverrideAllowed',
  'networkResourcePoolOverrideAllowed',
  'trafficFilterOverrideAllowed',
] as const

/** The policy of a port group: which of its settings a single port may change. */
function readPolicy(portgroup: Subject, { config }: Pair): Fact<Fields> {
  const policy = config['policy']
  const from = { ref: portgroup.ref, path: 'config.policy' }
  return isRecord(policy) ? known(policy, from) : unknown('fault', from, 'no policy')
}

/** Later releases added fields; an old server that leaves one out does not have that override. */
function readAllowed(portgroup: Subject, pair: Pair): Fact<readonly string[]> {
  const policy = readPolicy(portgroup, pair)
  if (!policy.known) return policy
  if (typeof policy.value['securityPolicyOverrideAllowed'] !== 'boolean')
    return unknown('fault', policy.from, 'no securityPolicyOverrideAllowed')
  return known(
    OVERRIDES.filter((name) => policy.value[name] === true),
    policy.from,
  )
}

/** MAC learning of a port group: on, off, or not a thing of this release. */
function readLearning(portgroup: Subject, { config }: Pair): Fact<boolean> {
  const setting = config['defaultPortConfig']
  const from = { ref: portgroup.ref, path: 'config.defaultPortConfig.macManagementPolicy.macLearningPolicy.enabled' }
  if (!isRecord(setting)) return unknown('fault', from, 'no port settings')
  const management = setting['macManagementPolicy'] ?? {}
  if (!isRecord(management)) return unknown('fault', from, 'no macManagementPolicy')
  const learning = management['macLearningPolicy']
  // A switch that was not upgraded has neither policy, and so cannot learn.
  if (learning === undefined) return known(false, from)
  return isRecord(learning) && typeof learning['enabled'] === 'boolean'
    ? known(learning['enabled'], from)
    : unknown('fault', from, 'no enabled')
}

/** Whether a port is reset when its VM leaves. */
function readReset(portgroup: Subject, pair: Pair): Fact<boolean> {
  const policy = readPolicy(portgroup, pair)
  if (!policy.known) return policy
  const value = policy.value['portConfigResetAtDisconnect']
  const from = { ref: portgroup.ref, path: 'config.policy.portConfigResetAtDisconnect' }
  return typeof value === 'boolean' ? known(value, from) : unknown('fault', from, 'not a boolean')
}

/** Settings whose override on a single port defeats the port group’s security. */
const WATCHED = ['securityPolicy', 'macManagementPolicy', 'vlan'] as const

/** Whether one port says something of its own about security, MAC addresses or VLAN. */
function overrides(port: Fields): readonly string[] {
  const setting = isRecord(port['config']) ? port['config']['setting'] : undefined
  if (!isRecord(setting)) return []
  return WATCHED.filter((name) => isOwn(setting[name]))
}

/** `securityPolicy` keeps `inherited` on each of its flags as well. */
function isOwn(policy: unknown): boolean {
  if (!isRecord(policy)) return false
  if (policy['inherited'] === false) return true
  return Object.values(policy).some((field) => isRecord(field) && field['inherited'] === false)
}

/** A port has a key and a configuration; what it sets of its own may be left out. */
const isPort = (one: unknown): one is Fields =>
  isKeyed(one) &&
  isRecord(one['config']) &&
  (one['config']['setting'] === undefined || isRecord(one['config']['setting']))

function readOverrides(dvs: Subject): Fact<readonly string[]> {
  const ports = readRaw(dvs, 'FetchDVPorts()')
  if (!ports.known) return ports
  if (ports.value === undefined) return unknown('notCollected', ports.from, 'no list of ports')
  const list: readonly unknown[] | undefined = Array.isArray(ports.value) ? ports.value : undefined
  if (!list?.every(isPort)) return unknown('fault', ports.from, 'not a list of ports')
  const config = readConfig(dvs)
  if (!config.known) return config
  const uplinks = uplinksOf(config.value)
  const found = list
    // An uplink port has settings of its own by nature; a port of an NSX segment has NSX’s.
    .filter((port) => !uplinks.has(String(port['portgroupKey'])) && port['segmentPortId'] === undefined)
    .map((port) => ({ key: String(port['key']), own: overrides(port) }))
    .filter(({ own }) => own.length > 0)
  return known(
    found.map(({ key, own }) => `${key} (${own.join(', ')})`),
    ports.from,
  )
}

const allowedSaid = text('ports may override: {names}', 'ポートで上書きできる設定: {names}')
const overriddenSaid = text('{count} port(s) override: {ports}', '{count} 個のポートで上書きされている: {ports}')

/** What a single port of a distributed switch may do differently from its port group. */
export const portOverrides: readonly Control[] = [
  {
    kind: 'judgement',
    id: 'network.dvportgroup-mac-learning',
    facts: ['vds-mac-learning'],
    area: 'portgroup-security',
    severity: 'medium',
    span: '6.7..9.1',
    subject: 'DistributedVirtualPortgroup',
    title: text(
      'MAC learning is off on the distributed port group',
      '分散ポート グループで MAC ラーニングが無効である',
    ),
    rationale: text(
      'With MAC learning a guest speaks and listens for addresses that are not its own, as many as the limit allows.',
      'MAC ラーニングが有効だと、ゲストは上限数までの他の MAC アドレスで送受信できる。',
    ),
    impact: text(
      'Nested ESXi and containers with addresses of their own need it: keep them on a port group apart, with a waiver.',
      'ネストされた ESXi や独自のアドレスを持つコンテナでは必要になる。専用のポート グループに分け、例外として承認する。',
    ),
    reads: pairReads,
    judge: (subject, inventory) =>
      judgePair(
        subject,
        inventory,
        (pair) => readLearning(subject, pair),
        (on) => (on ? fail() : pass()),
      ),
    repair: {
      kind: 'change',
      disruption: 'network',
      changes: (subject, inventory) => {
        const pair = readPair(subject, inventory)
        const now = pair.known ? readLearning(subject, pair.value) : pair
        return now.known && now.value ? [changeOf(subject, 'dvPortgroupSecurity', 'macLearning', true, false)] : []
      },
    },
  },
  {
    kind: 'judgement',
    id: 'network.dvportgroup-override-policy',
    facts: ['vds-port-overrides'],
    area: 'portgroup-security',
    severity: 'medium',
    subject: 'DistributedVirtualPortgroup',
    title: text(
      'Ports may not override the settings of their port group',
      'ポート グループの設定をポート単位で上書きできない',
    ),
    rationale: text(
      'Where ports may differ, one port can be opened quietly while the port group still looks safe.',
      'ポート単位の上書きが許可されていると、ポート グループは安全に見えるまま、1 つのポートだけを密かに緩められる。',
    ),
    impact: text(
      'Ports that differ already keep their settings until these are reset by hand.',
      'すでに上書きされているポートの設定は、手動でリセットするまで残る。',
    ),
    reads: pairReads,
    judge: (subject, inventory) =>
      judgePair(
        subject,
        inventory,
        (pair) => readAllowed(subject, pair),
        (names) => (names.length === 0 ? pass() : fail(note(allowedSaid, { names: names.join(', ') }))),
      ),
    repair: {
      kind: 'change',
      disruption: 'none',
      changes: (subject, inventory) => {
        const pair = readPair(subject, inventory)
        const now = pair.known ? readAllowed(subject, pair.value) : pair
        return now.known ? now.value.map((name) => changeOf(subject, 'dvPortgroupOverride', name, true, false)) : []
      },
    },
  },
  {
    kind: 'judgement',
    id: 'network.dvportgroup-port-reset',
    facts: ['vds-port-reset'],
    area: 'portgroup-security',
    severity: 'low',
    subject: 'DistributedVirtualPortgroup',
    title: text(
      'A port forgets its own settings when its VM leaves',
      '仮想マシンが切断されるとポートの設定がリセットされる',
    ),
    rationale: text(
      'A port that keeps what was set for one VM hands those permissions to the next VM that is plugged in.',
      '設定が残ったポートは、次に接続された仮想マシンにその権限を引き継いでしまう。',
    ),
    impact: text(
      'Settings that were made on a single port are gone after a reconnection.',
      'ポート単位で行った設定は、再接続すると失われる。',
    ),
    reads: pairReads,
    judge: (subject, inventory) =>
      judgePair(
        subject,
        inventory,
        (pair) => readReset(subject, pair),
        (on) => (on ? pass() : fail()),
      ),
    repair: {
      kind: 'change',
      disruption: 'none',
      changes: (subject, inventory) => {
        const pair = readPair(subject, inventory)
        const now = pair.known ? readReset(subject, pair.value) : pair
        return now.known && !now.value
          ? [changeOf(subject, 'dvPortgroupOverride', 'portConfigResetAtDisconnect', false, true)]
          : []
      },
    },
  },
  {
    kind: 'judgement',
    id: 'network.dvport-override',
    facts: ['vds-port-overrides'],
    area: 'portgroup-security',
    severity: 'medium',
    subject: 'VmwareDistributedVirtualSwitch',
    title: text(
      'No port differs from its port group in security, MAC or VLAN settings',
      'セキュリティ、MAC、VLAN の設定を個別に上書きしているポートがない',
    ),
    rationale: text(
      'Forbidding overrides does not undo those that are there: such a port stays open although its port group says otherwise.',
      '上書きを禁止しても、すでにある上書きは消えない。ポート グループの設定に反して、そのポートだけが緩いまま残る。',
    ),
    impact: text(
      'The VM on the port falls back to the settings of the port group, and may lose a VLAN that it relied on.',
      'そのポートの仮想マシンにはポート グループの設定が適用され、利用していた VLAN に接続できなくなることがある。',
    ),
    reads: [
      { type: 'VmwareDistributedVirtualSwitch', path: 'FetchDVPorts()' },
      { type: 'VmwareDistributedVirtualSwitch', path: 'config' },
    ],
    judge: (subject) =>
      judgeFacts([readOverrides(subject)], (ports) =>
        ports.length === 0 ? pass() : fail(note(overriddenSaid, { count: ports.length, ports: someOf(ports) })),
      ),
    repair: {
      kind: 'steps',
      disruption: 'network',
      steps: text(
        'On the Ports tab of the distributed switch open each port that is named, edit its settings and reset them to those of the port group.',
        '分散スイッチの [ポート] タブで該当するポートを開き、設定を編集してポート グループの設定にリセットする。',
      ),
    },
  },
]
