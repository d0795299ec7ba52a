import { is, nonEmpty, type Control, type Observation, type Row } from '../../control/index.ts'
import { isRecord, known, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { text, type Text } from '../../text/index.ts'
import { readRecords } from '../network/wiring.ts'

const CONFIG = 'configurationEx'
/** As a whole: the property’s declared type does not have the mode, so no path leads to it. */
const SUMMARY = 'summary'
const SERVICES = 'config.virtualNicManagerInfo.netConfig'

/** A switch of a cluster service; a server that does not fill it does not tell. */
function readSwitch(cluster: Subject, service: 'dasConfig' | 'drsConfig'): Fact<boolean> {
  const raw = readRaw(cluster, CONFIG)
  if (!raw.known) return raw
  const from = { ref: cluster.ref, path: `${CONFIG}.${service}.enabled` }
  const held = isRecord(raw.value) ? raw.value[service] : undefined
  const enabled = isRecord(held) ? held['enabled'] : undefined
  return typeof enabled === 'boolean' ? known(enabled, from) : unknown('notCollected', from)
}

/** The EVC mode; the server leaves the key out where there is none. */
function readEvcMode(cluster: Subject): Fact<unknown> {
  const raw = readRaw(cluster, SUMMARY)
  if (!raw.known) return raw
  const from = { ref: cluster.ref, path: `${SUMMARY}.currentEVCModeKey` }
  return isRecord(raw.value) ? known(raw.value['currentEVCModeKey'] ?? '', from) : unknown('notCollected', from)
}

const clusterSwitch = (service: 'dasConfig' | 'drsConfig', row: Row, steps: Text): Observation => ({
  ...row,
  kind: 'observation',
  subject: 'ClusterComputeResource',
  reads: [{ type: 'ClusterComputeResource', path: CONFIG }],
  observe: (cluster) => readSwitch(cluster, service),
  expect: { sakimori: is(true) },
  repair: { kind: 'steps', disruption: 'none', steps },
})

/** Adapters that carry vMotion. */
function readVmotion(host: Subject): Fact<readonly string[]> {
  const services = readRecords(host, SERVICES)
  if (!services.known) return services
  if (services.value.length === 0) return unknown('notCollected', services.from, 'no service is listed')
  const selected = services.value
    .filter(({ nicType }) => nicType === 'vmotion')
    .flatMap(({ selectedVnic }) => (Array.isArray(selectedVnic) ? selectedVnic.map(String) : []))
  return known(selected, services.from)
}

/** A host can be emptied, patched and lost without an outage: who must wait for a window does not patch. */
export const availability: readonly Control[] = [
  clusterSwitch(
    'dasConfig',
    {
      id: 'cluster.high-availability-on',
      facts: ['cluster-ha'],
      area: 'patches',
      severity: 'low',
      title: text('vSphere HA is on for the cluster', 'クラスタで vSphere HA が有効になっている'),
      rationale: text(
        'When a host fails, or is taken out after an attack, its VMs otherwise stay down until a person starts each of them.',
        '無効だと、ホストの障害時や攻撃後の切り離し時に、人が 1 台ずつ起動するまで仮想マシンは停止したままになる。',
      ),
      impact: text(
        'The hosts need spare memory for each other, and datastores that they share.',
        'ホスト間で融通できる予備メモリと共有データストアが必要である。',
      ),
    },
    text(
      'Cluster > Configure > vSphere Availability > Edit: switch vSphere HA on, with admission control.',
      'クラスタ > 設定 > vSphere の可用性 > 編集 で、アドミッション コントロールとともに vSphere HA を有効にする。',
    ),
  ),
  clusterSwitch(
    'drsConfig',
    {
      id: 'cluster.drs-on',
      facts: ['cluster-drs'],
      area: 'patches',
      severity: 'low',
      title: text('DRS is on for the cluster', 'クラスタで DRS が有効になっている'),
      rationale: text(
        'DRS empties a host for a patch by itself. Where people have to move the VMs, hosts wait months for their patches.',
        'DRS はパッチ適用時にホストを自動で空ける。手作業で移動するサイトでは、ホストのパッチが何か月も後回しになる。',
      ),
      impact: text(
        'VMs move between hosts; start with level manual if licences or devices tie some of them down.',
        '仮想マシンがホスト間を移動する。ライセンスやデバイスで固定すべきものがあれば、まず手動レベルから始める。',
      ),
    },
    text(
      'Cluster > Configure > vSphere DRS > Edit: switch it on and choose the automation level.',
      'クラスタ > 設定 > vSphere DRS > 編集 で有効にし、自動化レベルを選ぶ。',
    ),
  ),
  {
    id: 'cluster.evc-set',
    kind: 'observation',
    facts: ['cluster-evc'],
    area: 'patches',
    subject: 'ClusterComputeResource',
    severity: 'low',
    title: text('The cluster has an EVC mode', 'クラスタに EVC モードが設定されている'),
    rationale: text(
      'Hosts of different processors cannot take each other’s running VMs without it, so a host cannot be emptied for its patches.',
      'EVC がないと、CPU 世代の異なるホスト間で稼働中の仮想マシンを移せず、パッチ適用のためにホストを空けられない。',
    ),
    impact: text(
      'VMs that run with features above the mode must be powered off first.',
      'モードを超える CPU 機能を使って稼働している仮想マシンは、先にパワーオフが必要である。',
    ),
    reads: [{ type: 'ClusterComputeResource', path: SUMMARY }],
    observe: readEvcMode,
    expect: { sakimori: nonEmpty() },
    repair: {
      kind: 'steps',
      disruption: 'powerCycle',
      steps: text(
        'Cluster > Configure > VMware EVC > Edit: choose the newest mode that all hosts offer.',
        'クラスタ > 設定 > VMware EVC > 編集 で、全ホストが対応する最も新しいモードを選ぶ。',
      ),
    },
  },
  {
    id: 'cluster.host-vmotion-ready',
    kind: 'observation',
    facts: ['cluster-vmotion'],
    area: 'patches',
    subject: 'HostSystem',
    severity: 'low',
    title: text('The host has a VMkernel adapter for vMotion', 'ホストに vMotion 用の VMkernel アダプタがある'),
    rationale: text(
      'VMs cannot leave the host while they run, so every patch of it means an outage, and is put off.',
      '稼働中の仮想マシンを移せないため、パッチ適用のたびに停止が必要になり、先送りされる。',
    ),
    impact: text(
      'vMotion carries the memory of VMs: give it a network of its own.',
      'vMotion は仮想マシンのメモリを転送する。専用のネットワークを用意すること。',
    ),
    reads: [{ type: 'HostSystem', path: SERVICES }],
    observe: readVmotion,
    expect: { sakimori: nonEmpty() },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Host > Configure > VMkernel adapters > Add Networking: an adapter with the service vMotion on a VLAN of its own.',
        'ホスト > 設定 > VMkernel アダプタ > ネットワークの追加 で、専用 VLAN に vMotion サービスのアダプタを作成する。',
      ),
    },
  },
]
