import {
  fail,
  judgeFacts,
  manual,
  not,
  notApplicable,
  pass,
  type Context,
  type Control,
  type FactId,
  type Outcome,
  type Repair,
} from '../../control/index.ts'
import { isRecord, known, mapFact, readPart, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text, type Text } from '../../text/index.ts'
import { judgePair, pairReads, type Fields, type Pair } from './dv-setting.ts'

/** The VLAN of a distributed port group, by the class of its setting: a trunk is a class, not the number 4095. */
export type VlanSetting =
  | { readonly kind: 'id'; readonly id: number }
  | { readonly kind: 'private'; readonly id: number }
  | { readonly kind: 'trunk'; readonly ranges: readonly (readonly [number, number])[] }

/** Reads the VLAN of the port defaults of a distributed port group. */
export function vlanOf(setting: unknown): VlanSetting | undefined {
  const vlan = isRecord(setting) ? setting['vlan'] : undefined
  if (!isRecord(vlan)) return undefined
  if (typeof vlan['vlanId'] === 'number') return { kind: 'id', id: vlan['vlanId'] }
  if (typeof vlan['pvlanId'] === 'number') return { kind: 'private', id: vlan['pvlanId'] }
  if (vlan['_typeName'] !== 'VmwareDistributedVirtualSwitchTrunkVlanSpec') return undefined
  // A trunk without ranges carries nothing, yet it is one; a range that cannot be read is not “no range”.
  const listed = vlan['vlanId'] ?? []
  if (!Array.isArray(listed)) return undefined
  const ranges = listed
    .filter(isRecord)
    .flatMap(({ start, end }) => (typeof start === 'number' && typeof end === 'number' ? [[start, end] as const] : []))
  return ranges.length === listed.length ? { kind: 'trunk', ranges } : undefined
}

function readDvVlan(portgroup: Subject, { config }: Pair): Fact<VlanSetting> {
  const from = { ref: portgroup.ref, path: 'config.defaultPortConfig.vlan' }
  const vlan = vlanOf(config['defaultPortConfig'])
  return vlan ? known(vlan, from) : unknown('fault', from, 'not a VLAN setting')
}

/** The VLAN id of a standard port group. */
function readVlanId(portgroup: Subject): Fact<number> {
  const part = readPart(portgroup, 'HostPortGroup')
  if (!part.known) return part
  const spec: Fields = isRecord(part.value['spec']) ? part.value['spec'] : {}
  const from = { ref: portgroup.ref, path: `${part.from.path}.spec.vlanId` }
  return typeof spec['vlanId'] === 'number' ? known(spec['vlanId'], from) : unknown('fault', from, 'not a VLAN id')
}

const portgroupReads = [{ type: 'HostSystem', path: 'config.network.portgroup' }] as const

const chooseVlan: Repair = {
  kind: 'steps',
  disruption: 'network',
  steps: text(
    'Choose a VLAN that the physical switch carries on every uplink, then change the VLAN ID of the port group at a time when its VMs may lose the network.',
    'すべてのアップリンクで物理スイッチが通す VLAN を選び、仮想マシンの通信が途切れてもよい時間にポート グループの VLAN ID を変更する。',
  ),
}

const idSaid = text('VLAN {id}', 'VLAN {id}')
const untaggedSaid = text(
  'untagged (VLAN 0): the physical switch decides which VLAN this is, so look there',
  'タグなし (VLAN 0) のため、どの VLAN になるかは物理スイッチ次第である。物理スイッチ側で確認する',
)
const tagsItselfSaid = text(
  'a trunk: see the control about trunks',
  'トランクのため、トランクに関するコントロールで判定する',
)

/** A VLAN that VMs have no business in, asked of both kinds of port group. */
interface Forbidden {
  readonly slug: string
  readonly facts: readonly [standard: FactId, distributed: FactId]
  readonly titles: readonly [standard: Text, distributed: Text]
  readonly rationale: Text
  readonly impact: Text
  readonly judge: (id: number, context: Context) => Pick<Outcome, 'verdict' | 'note'>
}

const forbidden: readonly Forbidden[] = [
  {
    slug: 'native-vlan',
    facts: ['vswitch-native-vlan', 'vds-native-vlan'],
    titles: [
      text('The standard port group is not on the native VLAN', '標準ポート グループがネイティブ VLAN を使っていない'),
      text(
        'The distributed port group is not on the native VLAN',
        '分散ポート グループがネイティブ VLAN を使っていない',
      ),
    ],
    rationale: text(
      'The native VLAN travels without a tag, and switches talk to one another on it: a VM there can reach control traffic and hop into other VLANs.',
      'ネイティブ VLAN はタグなしで流れ、スイッチ同士の制御にも使われる。そこに置かれた仮想マシンは制御通信に届き、他の VLAN へ侵入する足掛かりを得る。',
    ),
    impact: text(
      'VMs lose the network if the new VLAN is not carried by the uplinks.',
      '新しい VLAN がアップリンクで通っていないと、仮想マシンは通信できなくなる。',
    ),
    judge: (id, { policy }) => {
      if (policy.nativeVlans.includes(id)) return fail(note(idSaid, { id }))
      return id === 0 ? manual(note(untaggedSaid, {})) : pass(note(idSaid, { id }))
    },
  },
  {
    slug: 'reserved-vlan',
    facts: ['vswitch-reserved-vlan', 'vds-reserved-vlan'],
    titles: [
      text(
        'The standard port group is not on a VLAN that the physical switch reserves',
        '標準ポート グループが物理スイッチの予約 VLAN を使っていない',
      ),
      text(
        'The distributed port group is not on a VLAN that the physical switch reserves',
        '分散ポート グループが物理スイッチの予約 VLAN を使っていない',
      ),
    ],
    rationale: text(
      'A switch drops or misuses frames in the VLANs that it keeps for itself: traffic fails, or meets that of the switch.',
      'スイッチが内部で使う VLAN のフレームは破棄されたり、スイッチ自身の通信と混ざったりする。',
    ),
    impact: text(
      'VMs lose the network until the new VLAN is carried by the uplinks.',
      '新しい VLAN がアップリンクで通るまで、仮想マシンは通信できない。',
    ),
    judge: (id, { policy }) =>
      policy.reservedVlans.includes(id) ? fail(note(idSaid, { id })) : pass(note(idSaid, { id })),
  },
]

/** VLANs of port groups: none tags for itself, and none sits where it should not. */
export const vlans: readonly Control[] = [
  {
    kind: 'observation',
    id: 'network.portgroup-guest-tagging',
    facts: ['vswitch-vgt-vlan-4095'],
    area: 'network-separation',
    severity: 'medium',
    subject: 'HostPortGroup',
    title: text(
      'The standard port group does not pass every VLAN to its guests (VLAN 4095)',
      '標準ポート グループがすべての VLAN をゲストに通していない (VLAN 4095 でない)',
    ),
    rationale: text(
      'On VLAN 4095 the guest sets the tag: it reads and enters every VLAN that reaches the host, the management network included.',
      'VLAN 4095 ではゲスト自身がタグを付けるため、管理ネットワークを含め、ホストに届くすべての VLAN を盗聴し、侵入できる。',
    ),
    impact: text(
      'Virtual firewalls, routers and nested ESXi that tag for themselves need it.',
      '自分でタグを付ける仮想ファイアウォール、ルーター、ネストされた ESXi では必要になる。',
    ),
    reads: portgroupReads,
    observe: readVlanId,
    expect: { sakimori: not(4095) },
    repair: chooseVlan,
  },
  {
    kind: 'judgement',
    id: 'network.dvportgroup-vlan-trunk',
    facts: ['vds-vlan-trunk'],
    area: 'network-separation',
    severity: 'medium',
    subject: 'DistributedVirtualPortgroup',
    title: text(
      'The distributed port group carries one VLAN, not a trunk',
      '分散ポート グループが VLAN トランクではなく、1 つの VLAN だけを通す',
    ),
    rationale: text(
      'On a trunk the guest sets the tag, and so enters each VLAN of the range.',
      'トランクではゲスト自身がタグを付けるため、範囲内のどの VLAN にも入り込める。',
    ),
    impact: text(
      'Virtual firewalls and routers need a trunk: narrow it to their VLANs and accept it with a waiver.',
      '仮想ファイアウォールやルーターでは必要になる。必要な VLAN だけに絞り、例外として承認する。',
    ),
    reads: pairReads,
    judge: (subject, inventory) =>
      judgePair(
        subject,
        inventory,
        (pair) => readDvVlan(subject, pair),
        (vlan) =>
          vlan.kind === 'trunk'
            ? fail(note(text('VLANs {ranges}', '通す VLAN: {ranges}'), { ranges: spell(vlan.ranges) }))
            : pass(),
        (vlan) => (vlan.kind === 'trunk' ? `trunk ${spell(vlan.ranges)}` : vlan.id),
      ),
    repair: chooseVlan,
  },
  ...forbidden.map((row): Control => ({
    kind: 'judgement',
    id: `network.portgroup-${row.slug}`,
    facts: [row.facts[0]],
    area: 'network-separation',
    severity: 'low',
    subject: 'HostPortGroup',
    title: row.titles[0],
    rationale: row.rationale,
    impact: row.impact,
    reads: portgroupReads,
    judge: (subject, _inventory, context) => judgeFacts([readVlanId(subject)], (id) => row.judge(id, context)),
    repair: chooseVlan,
  })),
  ...forbidden.map((row): Control => ({
    kind: 'judgement',
    id: `network.dvportgroup-${row.slug}`,
    facts: [row.facts[1]],
    area: 'network-separation',
    severity: 'low',
    subject: 'DistributedVirtualPortgroup',
    title: row.titles[1],
    rationale: row.rationale,
    impact: row.impact,
    reads: pairReads,
    judge: (subject, inventory, context) =>
      judgePair(
        subject,
        inventory,
        (pair) => mapFact(readDvVlan(subject, pair), (vlan) => (vlan.kind === 'trunk' ? undefined : vlan.id)),
        (id) => (id === undefined ? notApplicable(note(tagsItselfSaid, {})) : row.judge(id, context)),
      ),
    repair: chooseVlan,
  })),
]

const spell = (ranges: readonly (readonly [number, number])[]) =>
  ranges.map(([start, end]) => (start === end ? String(start) : `${start}–${end}`)).join(', ')
