import { fail, notApplicable, pass, type Control, type Outcome, type Repair } from '../../control/index.ts'
import { known, type Inventory, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { meets, spellSegment } from './segment.ts'
import { readWiring, wiringReads, type Guests, type Vmk, type Wiring } from './wiring.ts'

/** Judges the wiring of a host; the evidence is its VMkernel adapters in words. */
function judgeWiring(
  host: Subject,
  inventory: Inventory,
  decide: (wiring: Wiring) => Pick<Outcome, 'verdict' | 'note'>,
): Outcome {
  const wiring = readWiring(host, inventory)
  if (!wiring.known) return { verdict: 'unknown', evidence: [wiring] }
  return {
    ...decide(wiring.value),
    evidence: [known(wiring.value.vmks.map(spellVmk), { ref: host.ref, path: 'config.network.vnic' })],
  }
}

const spellVmk = ({ device, services, segment }: Vmk) => `${device} [${services.join(', ')}] ${spellSegment(segment)}`

const unused = text('no VMkernel adapter carries this service', 'このサービスを使う VMkernel アダプタはない')
const company = text(
  '{device} on {network} shares its network with {company}',
  '{network} の {device} が同じネットワークを共有している相手: {company}',
)

/** Adapters that carry one of the services, and the others. */
function split(
  { vmks }: Wiring,
  services: ReadonlySet<string>,
): readonly [carrying: readonly Vmk[], others: readonly Vmk[]] {
  const carries = (vmk: Vmk) => vmk.services.some((service) => services.has(service))
  return [vmks.filter(carries), vmks.filter((vmk) => !carries(vmk))]
}

/** Who else is on the network of a VMkernel adapter. */
function companyOf(vmk: Vmk, guests: readonly Guests[], others: readonly Vmk[]): readonly string[] {
  return [
    ...others
      .filter((other) => meets(vmk.segment, other.segment))
      .map(({ device, services }) => `${device} [${services.join(', ')}]`),
    ...guests
      .filter(({ segment }) => meets(vmk.segment, segment))
      .map(({ segment, names }) => `${spellSegment(segment)}: ${someOf(names)}`),
  ]
}

/** Fails when an adapter of these services shares its network with VMs, or with the other adapters that count. */
function alone(services: ReadonlySet<string>, counts: (other: Vmk) => boolean) {
  return (wiring: Wiring): Pick<Outcome, 'verdict' | 'note'> => {
    const [carrying, others] = split(wiring, services)
    if (carrying.length === 0) return notApplicable(note(unused, {}))
    for (const vmk of carrying) {
      const shared = companyOf(vmk, wiring.guests, others.filter(counts))
      if (shared.length > 0)
        return fail(
          note(company, { device: vmk.device, network: spellSegment(vmk.segment), company: shared.join('; ') }),
        )
    }
    return pass()
  }
}

const MANAGEMENT = new Set(['management'])
const VMOTION = new Set(['vmotion'])
/** iSCSI and NFS have no service of their own on an adapter, so they cannot be told from here. */
const STORAGE = new Set(['vsan', 'vsanWitness', 'nvmeTcp', 'nvmeRdma'])

const moveIt: Repair = {
  kind: 'steps',
  disruption: 'network',
  steps: text(
    'Make a port group with a VLAN of its own, put a new VMkernel adapter with the service on it, test it, and only then take the service off the old adapter. In the wrong order the host is cut off.',
    '専用 VLAN のポート グループを作成し、そのサービスを有効にした VMkernel アダプタを追加する。疎通を確認してから、古いアダプタのサービスを無効にする。順序を誤るとホストに接続できなくなる。',
  ),
}

/** Services that belong together by nature: each is a part of the other’s work. */
const ALLOWED_TOGETHER: readonly (readonly string[])[] = [
  ['vSphereReplication', 'vSphereReplicationNFC'],
  ['vsan', 'vsanWitness'],
]

const isFamily = (services: readonly string[]) =>
  ALLOWED_TOGETHER.some((family) => services.every((service) => family.includes(service)))

/** The host’s own traffic is apart from that of VMs. Routing and ACLs between the VLANs are not visible from here. */
export const separation: readonly Control[] = [
  {
    kind: 'judgement',
    id: 'network.management-isolated',
    facts: ['esxi-vmk-management-isolated'],
    area: 'network-separation',
    severity: 'high',
    subject: 'HostSystem',
    title: text(
      'No VM is on the management network of the host',
      'ホストの管理ネットワークに仮想マシンが接続されていない',
    ),
    rationale: text(
      'A VM on the management network reaches the login of the host and of vCenter directly, and can listen in or pose as them.',
      '管理ネットワークにつながった仮想マシンは、ホストや vCenter のログイン画面に直接到達し、盗聴やなりすましもできる。',
    ),
    impact: text(
      'VMs that belong there, such as vCenter or a backup proxy, need a routed way to the hosts, or a waiver.',
      'vCenter やバックアップ プロキシなど管理系の仮想マシンには、ホストへのルーティングか例外の承認が必要になる。',
    ),
    reads: wiringReads,
    judge: (host, inventory) =>
      judgeWiring(
        host,
        inventory,
        alone(MANAGEMENT, () => false),
      ),
    repair: moveIt,
  },
  {
    kind: 'judgement',
    id: 'network.vmotion-isolated',
    facts: ['esxi-vmk-vmotion-isolated'],
    area: 'network-separation',
    severity: 'medium',
    subject: 'HostSystem',
    title: text(
      'vMotion has a network apart from management and VMs',
      'vMotion のネットワークが管理ネットワークや仮想マシンから分離されている',
    ),
    rationale: text(
      'vMotion carries the memory of VMs. Where it is not encrypted, anyone on its network reads it.',
      'vMotion では仮想マシンのメモリが転送される。暗号化されていなければ、同じネットワークにいる誰もがその内容を読み取れる。',
    ),
    impact: text(
      'vMotion stops while the only adapter is being moved.',
      '唯一のアダプタを移行している間、vMotion は使えない。',
    ),
    reads: wiringReads,
    judge: (host, inventory) =>
      judgeWiring(
        host,
        inventory,
        alone(VMOTION, ({ services }) => services.includes('management')),
      ),
    repair: moveIt,
  },
  {
    kind: 'judgement',
    id: 'network.storage-isolated',
    facts: ['esxi-vmk-storage-isolated'],
    area: 'network-separation',
    severity: 'medium',
    subject: 'HostSystem',
    title: text(
      'vSAN and NVMe over Fabrics have a network apart from other traffic',
      'vSAN と NVMe over Fabrics のネットワークが他の通信から分離されている',
    ),
    rationale: text(
      'Storage traffic holds the contents of every disk. Who is on its network can read blocks, or starve the hosts of their storage.',
      'ストレージの通信には全ディスクの内容が流れる。同じネットワークにいる者は、ブロックを読み取ったり、ストレージを使えなくしたりできる。',
    ),
    impact: text(
      'A storage network that goes away takes its VMs with it: evacuate the host first.',
      'ストレージ ネットワークが切れると仮想マシンも停止する。先にホストから退避させる。',
    ),
    reads: wiringReads,
    judge: (host, inventory) =>
      judgeWiring(
        host,
        inventory,
        alone(STORAGE, ({ services }) => services.length > 0),
      ),
    repair: moveIt,
  },
  {
    kind: 'judgement',
    id: 'network.vmkernel-single-service',
    facts: ['esxi-vmk-management-isolated', 'esxi-vmk-vmotion-isolated'],
    area: 'network-separation',
    severity: 'medium',
    subject: 'HostSystem',
    title: text('Each VMkernel adapter carries one kind of traffic', '各 VMkernel アダプタが 1 種類の通信だけを扱う'),
    rationale: text(
      'Services on one adapter cannot be kept apart by any firewall or VLAN: who may reach one of them reaches all.',
      '1 つのアダプタに複数のサービスがあると、ファイアウォールや VLAN で分けられない。1 つに届く者はすべてに届く。',
    ),
    impact: text(
      'A new adapter needs an address and a VLAN of its own.',
      'アダプタを追加するには、専用の IP アドレスと VLAN が必要になる。',
    ),
    reads: wiringReads,
    judge: (host, inventory) =>
      judgeWiring(host, inventory, ({ vmks }) => {
        const mixed = vmks.filter(({ services }) => services.length > 1 && !isFamily(services))
        if (mixed.length === 0) return pass()
        return fail(
          note(text('{adapters}', '{adapters}'), {
            adapters: mixed.map(({ device, services }) => `${device}: ${services.join(' + ')}`).join('; '),
          }),
        )
      }),
    repair: moveIt,
  },
]
