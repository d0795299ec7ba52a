import {
  fail,
  notApplicable,
  pass,
  readHostOption,
  type Area,
  type Control,
  type Severity,
} from '../../control/index.ts'
import {
  asMoRef,
  isRecord,
  known,
  mapFact,
  readRaw,
  unknown,
  type Fact,
  type Inventory,
  type Subject,
} from '../../model/index.ts'
import { note, text, type Text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'

const members = new WeakMap<Inventory, ReadonlyMap<string, readonly Subject[]>>()

/** The hosts of a cluster; sorted once per inventory. */
function hostsOf(cluster: Subject, inventory: Inventory): readonly Subject[] {
  const ready = members.get(inventory)
  if (ready) return ready.get(cluster.ref.value) ?? []
  const sorted = new Map<string, Subject[]>()
  for (const host of inventory.all('HostSystem')) {
    const parent = asMoRef(host.object.values['parent'])?.value
    if (parent === undefined) continue
    const list = sorted.get(parent)
    if (list) list.push(host)
    else sorted.set(parent, [host])
  }
  members.set(inventory, sorted)
  return sorted.get(cluster.ref.value) ?? []
}

const said = {
  single: text('the cluster has fewer than two hosts', 'クラスタのホストが 1 台以下である'),
  same: text('all {count} hosts: {value}', '全 {count} 台: {value}'),
  differ: text('{values}', '{values}'),
  none: text(
    'none is set on any of the hosts: their own controls count that',
    'どのホストにも設定がない (ホストのコントロールで評価する)',
  ),
} as const

/** What the hosts of one cluster should have in common. */
interface Trait {
  readonly id: string
  readonly area: Area
  readonly severity: Severity
  readonly path: string
  /** The trait in words that are equal exactly when the hosts are alike. */
  readonly read: (host: Subject) => Fact<string>
  readonly title: Text
  readonly rationale: Text
  readonly steps: Text
}

const impact = text(
  'As of the setting itself; see the controls of the hosts.',
  '設定そのものの影響に準じる。ホストの各コントロールを参照。',
)

/** A judgement over the hosts of a cluster. A host that could not be asked may be the one that differs. */
const alike = ({ path, read, steps, ...row }: Trait): Control => ({
  ...row,
  kind: 'judgement',
  facts: [],
  subject: 'ClusterComputeResource',
  impact,
  reads: [{ type: 'HostSystem', path }],
  judge: (cluster, inventory) => {
    const hosts = hostsOf(cluster, inventory)
    if (hosts.length < 2) return { ...notApplicable(note(said.single, {})), evidence: [] }
    const groups = new Map<string, string[]>()
    const evidence = hosts.map(read)
    for (const [index, fact] of evidence.entries()) {
      if (!fact.known) return { verdict: 'unknown', evidence: [fact] }
      groups.set(fact.value, [...(groups.get(fact.value) ?? []), hosts[index]?.name ?? ''])
    }
    const [first] = [...groups.keys()]
    if (groups.size === 1 && first === '') return { ...notApplicable(note(said.none, {})), evidence }
    if (groups.size === 1)
      return { ...pass(note(said.same, { count: hosts.length, value: first ?? '-' })), evidence: evidence.slice(0, 1) }
    const values = [...groups].map(([value, names]) => `${value || '-'}: ${someOf(names)}`).join('; ')
    return { ...fail(note(said.differ, { values })), evidence }
  },
  repair: { kind: 'steps', disruption: 'none', steps },
})

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
/** The order of servers matters to no one’s security; a repeated one counts once. */
const spell = (list: readonly string[]) =>
  [...new Set(list.map((one) => one.trim().toLowerCase()).filter((one) => one !== ''))].toSorted().join(', ')

/** Reads an object of a host’s configuration; what is no such object, or lacks what identifies it, is not understood. */
function readShaped(
  host: Subject,
  path: string,
  shape: (value: Readonly<Record<string, unknown>>) => string | undefined,
): Fact<string> {
  const raw = readRaw(host, path)
  if (!raw.known) return raw
  const said = isRecord(raw.value) ? shape(raw.value) : undefined
  return said === undefined ? unknown('fault', raw.from, 'not understood') : known(said, raw.from)
}

/** Hosts of one cluster that differ: one of them was forgotten, or somebody was at it. */
export const alikeHosts: readonly Control[] = [
  alike({
    id: 'cluster.hosts-same-build',
    area: 'patches',
    severity: 'medium',
    path: 'config.product',
    read: (host) =>
      readShaped(host, 'config.product', ({ version, build }) =>
        typeof version === 'string' && typeof build === 'string' ? `${version} build ${build}` : undefined,
      ),
    title: text('All hosts of the cluster run the same build', 'クラスタ内の全ホストが同じビルドである'),
    rationale: text(
      'The host that was left out of an update is the one through which the whole cluster is entered: VMs move to it, too.',
      'アップデートから漏れた 1 台が、クラスタ全体への入口になる。仮想マシンはそのホストにも移動する。',
    ),
    steps: text(
      'Bring the older hosts to the newest build of the cluster, one at a time from maintenance mode; a cluster image keeps them there.',
      '古いホストを 1 台ずつメンテナンス モードにし、クラスタ内の最新ビルドに揃える。クラスタ イメージで管理すると揃った状態を保てる。',
    ),
  }),
  alike({
    id: 'cluster.hosts-same-acceptance-level',
    area: 'patches',
    severity: 'medium',
    path: 'HostImageConfigManager.HostImageConfigGetAcceptance()',
    read: (host) => {
      const raw = readRaw(host, 'HostImageConfigManager.HostImageConfigGetAcceptance()')
      if (!raw.known) return raw
      return typeof raw.value === 'string' ? known(raw.value, raw.from) : unknown('fault', raw.from, 'not a level')
    },
    title: text(
      'All hosts of the cluster accept packages of the same level',
      'クラスタ内の全ホストで VIB の許容レベルが揃っている',
    ),
    rationale: text(
      'The host that takes weaker signatures decides how safe the memory of every VM that moves to it is.',
      '緩いレベルの 1 台が、そこへ移動してくる全仮想マシンの安全性を決めてしまう。',
    ),
    steps: text(
      'Remove the packages of the lower level from the host that differs, and raise its level.',
      '異なるホストから低いレベルの VIB を削除し、許容レベルを引き上げる。',
    ),
  }),
  alike({
    id: 'cluster.hosts-same-time-servers',
    area: 'authentication',
    severity: 'low',
    path: 'config.dateTimeInfo',
    read: (host) =>
      readShaped(host, 'config.dateTimeInfo', ({ ntpConfig }) =>
        spell(isRecord(ntpConfig) ? listOf(ntpConfig['server']) : []),
      ),
    title: text(
      'All hosts of the cluster take the time from the same servers',
      'クラスタ内の全ホストが同じ時刻サーバーを参照している',
    ),
    rationale: text(
      'Hosts that follow different clocks drift apart: logs cannot be put together, and VMs jump in time when they move.',
      '別々の時刻に従うホストは互いにずれ、ログを突き合わせられない。移動した仮想マシンの時刻も飛ぶ。',
    ),
    steps: text(
      'Enter the same time servers on all hosts of the cluster.',
      'クラスタ内の全ホストに同じ時刻サーバーを設定する。',
    ),
  }),
  alike({
    id: 'cluster.hosts-same-log-servers',
    area: 'access-restriction',
    severity: 'medium',
    path: 'config.option["Syslog.global.logHost"]',
    read: (host) => mapFact(readHostOption(host, 'Syslog.global.logHost'), (value) => spell(String(value).split(','))),
    title: text(
      'All hosts of the cluster send their logs to the same servers',
      'クラスタ内の全ホストが同じログ サーバーに転送している',
    ),
    rationale: text(
      'An intruder picks the host whose logs nobody receives, or turns them away from the server that is watched.',
      '侵入者はログが届かないホストを選ぶか、監視されているサーバーから転送先をそらす。',
    ),
    steps: text(
      'Set Syslog.global.logHost to the same value on all hosts; find out who changed the one that differs.',
      '全ホストの Syslog.global.logHost を同じ値にする。異なるホストは、誰が変更したかを調べること。',
    ),
  }),
  alike({
    id: 'cluster.hosts-same-name-servers',
    area: 'network-separation',
    severity: 'low',
    path: 'config.network.dnsConfig',
    read: (host) => readShaped(host, 'config.network.dnsConfig', ({ address }) => spell(listOf(address))),
    title: text(
      'All hosts of the cluster ask the same DNS servers',
      'クラスタ内の全ホストが同じ DNS サーバーを参照している',
    ),
    rationale: text(
      'Who answers the names of one host sends it to a false vCenter Server, log server or time server.',
      '1 台のホストの名前解決を握った者は、偽の vCenter Server、ログ サーバー、時刻サーバーへ誘導できる。',
    ),
    steps: text(
      'Host > Configure > TCP/IP configuration: enter the same DNS servers on all hosts.',
      'ホスト > 設定 > TCP/IP 設定 で、全ホストに同じ DNS サーバーを設定する。',
    ),
  }),
]
