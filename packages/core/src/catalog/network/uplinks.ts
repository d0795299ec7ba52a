import { fail, judgeFacts, notApplicable, pass, type Control, type Outcome, type Repair } from '../../control/index.ts'
import {
  isRecord,
  known,
  mapFact,
  readPart,
  readRaw,
  unknown,
  type Fact,
  type Inventory,
  type Subject,
} from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import type { Fields } from './dv-setting.ts'
import { distributedKey, standardKey } from './segment.ts'
import { readRecords, readWiring, wiringReads } from './wiring.ts'

const SWITCHES = 'config.network.vswitch'
const PROXIES = 'config.network.proxySwitch'
const NICS = 'config.network.pnic'
const PORTGROUPS = 'config.network.portgroup'

/** The physical adapters of a switch: all of them, and those whose link is up. */
interface Uplinks {
  readonly name: string
  readonly all: readonly string[]
  readonly up: readonly string[]
}

/** A switch names its adapters by key; one whose link is down has no speed. */
function uplinksOf(name: string, keys: unknown, nics: readonly Fields[]): Uplinks {
  const wanted = Array.isArray(keys) ? keys.map((key) => (isRecord(key) ? String(key['key']) : String(key))) : []
  const own = nics.filter(({ key, device }) => wanted.includes(String(key)) || wanted.includes(String(device)))
  return {
    name,
    all: wanted,
    up: own.filter(({ linkSpeed }) => isRecord(linkSpeed)).map(({ device }) => String(device)),
  }
}

const internal = text(
  'no uplink: the switch stays inside the host',
  'アップリンクがなく、ホスト内部だけのスイッチである',
)
const idle = text('no port group uses the switch', 'このスイッチを使うポート グループはない')
const counted = text(
  '{name}: {up} of {all} uplinks with link ({devices})',
  '{name}: アップリンク {all} 本のうちリンク アップは {up} 本 ({devices})',
)

const spell = ({ name, up }: Uplinks) => `${name}: ${up.join(', ')}`

function judgeUplinks(switches: readonly Uplinks[]): Pick<Outcome, 'verdict' | 'note'> {
  const weak = switches.find(({ up }) => up.length < 2)
  if (!weak) return pass()
  return fail(
    note(counted, { name: weak.name, up: weak.up.length, all: weak.all.length, devices: weak.up.join(', ') || '–' }),
  )
}

const rationale = text(
  'With one path a pulled cable, a dead card or one attacked switch port takes every VM and the host’s management off the network.',
  '経路が 1 本だと、ケーブルの抜け、NIC の故障、スイッチ ポートへの攻撃 1 つで、仮想マシンもホストの管理通信もすべて途絶える。',
)
const impact = text(
  'Needs a free physical adapter and cabling to a second switch.',
  '空きの物理アダプタと、別のスイッチへの配線が必要になる。',
)
const addUplink: Repair = {
  kind: 'steps',
  disruption: 'network',
  steps: text(
    'Cable a second physical adapter to another physical switch with the same VLANs, then add it to the virtual switch as an active or standby uplink.',
    '2 本目の物理アダプタを、同じ VLAN を通す別の物理スイッチに接続し、仮想スイッチに有効またはスタンバイのアップリンクとして追加する。',
  ),
}

const noDvs = text('the host is on no distributed switch', 'ホストは分散スイッチに接続されていない')

function readProxies(host: Subject): Fact<readonly (Uplinks & { readonly uuid: string })[]> {
  const nics = readRecords(host, NICS)
  if (!nics.known) return nics
  const proxies = readRecords(host, PROXIES)
  if (!proxies.known) return proxies
  const made = proxies.value.flatMap(({ dvsName, dvsUuid, pnic }) =>
    typeof dvsName === 'string' && typeof dvsUuid === 'string'
      ? [{ ...uplinksOf(dvsName, pnic, nics.value), uuid: dvsUuid }]
      : [],
  )
  return made.length === proxies.value.length
    ? known(made, proxies.from)
    : unknown('fault', proxies.from, 'a switch without a name')
}

/** All switches of a host with the keys that segments know them by. */
function readSwitches(host: Subject, inventory: Inventory): Fact<readonly (Uplinks & { readonly carrier: string })[]> {
  const nics = readRecords(host, NICS)
  if (!nics.known) return nics
  const standard = readRecords(host, SWITCHES)
  if (!standard.known) return standard
  if (standard.value.some(({ name }) => typeof name !== 'string'))
    return unknown('fault', standard.from, 'a switch without a name')
  const proxies = readProxies(host)
  if (!proxies.known) return proxies
  const references = new Map<unknown, string>()
  for (const dvs of inventory.all('VmwareDistributedVirtualSwitch')) {
    const uuid = readRaw(dvs, 'uuid')
    if (!uuid.known) return uuid
    references.set(uuid.value, dvs.ref.value)
  }
  const made: (Uplinks & { readonly carrier: string })[] = standard.value.map(({ name, pnic }) => ({
    ...uplinksOf(String(name), pnic, nics.value),
    carrier: standardKey(String(name)),
  }))
  for (const { uuid, ...links } of proxies.value) {
    const reference = references.get(uuid)
    if (reference === undefined)
      return unknown('notCollected', proxies.from, `the distributed switch ${links.name} is not in the snapshot`)
    made.push({ ...links, carrier: distributedKey(reference) })
  }
  return known(made, proxies.from)
}

/** Physical paths: enough of them, and management not sharing its only one with VMs. */
export const uplinks: readonly Control[] = [
  {
    kind: 'judgement',
    id: 'network.switch-uplinks',
    facts: ['esxi-uplink-redundancy'],
    area: 'network-separation',
    severity: 'low',
    subject: 'HostVirtualSwitch',
    title: text(
      'A standard switch in use has two or more working uplinks',
      '使用中の標準スイッチに、リンク アップしているアップリンクが 2 本以上ある',
    ),
    rationale,
    impact,
    reads: [
      { type: 'HostSystem', path: SWITCHES },
      { type: 'HostSystem', path: PORTGROUPS },
      { type: 'HostSystem', path: NICS },
    ],
    judge: (subject) => {
      const part = readPart(subject, 'HostVirtualSwitch')
      const portgroups = readRecords(subject, PORTGROUPS)
      const nics = readRecords(subject, NICS)
      const links = nics.known ? mapFact(part, ({ pnic }) => uplinksOf(subject.name, pnic, nics.value)) : nics
      const used = mapFact(portgroups, (list) =>
        list.some(({ spec }) => isRecord(spec) && spec['vswitchName'] === subject.key),
      )
      const outcome = judgeFacts([links, used], (found, isUsed) => {
        if (!isUsed) return notApplicable(note(idle, {}))
        return found.all.length === 0 ? notApplicable(note(internal, {})) : judgeUplinks([found])
      })
      return { ...outcome, evidence: [mapFact(links, ({ up }) => up), used] }
    },
    repair: addUplink,
  },
  {
    kind: 'judgement',
    id: 'network.dvswitch-uplinks',
    facts: ['esxi-uplink-redundancy'],
    area: 'network-separation',
    severity: 'low',
    subject: 'HostSystem',
    title: text(
      'The host reaches each distributed switch by two or more working uplinks',
      'ホストから各分散スイッチへのアップリンクが 2 本以上リンク アップしている',
    ),
    rationale,
    impact,
    reads: [
      { type: 'HostSystem', path: PROXIES },
      { type: 'HostSystem', path: NICS },
    ],
    judge: (host) => {
      const proxies = readProxies(host)
      const outcome = judgeFacts([proxies], (switches) =>
        switches.length === 0 ? notApplicable(note(noDvs, {})) : judgeUplinks(switches),
      )
      return { ...outcome, evidence: [mapFact(proxies, (switches) => switches.map(spell))] }
    },
    repair: addUplink,
  },
  {
    kind: 'judgement',
    id: 'network.management-uplink',
    facts: ['esxi-uplink-redundancy'],
    area: 'network-separation',
    severity: 'medium',
    subject: 'HostSystem',
    title: text(
      'Management does not share a single working uplink with VMs',
      '管理通信が、ただ 1 本のアップリンクを仮想マシンと共有していない',
    ),
    rationale: text(
      'A VM that floods the one adapter cuts the administrators off at the very moment at which they are needed.',
      '1 本しかないアダプタを仮想マシンが使い切ると、対応が必要なまさにその時に、管理者がホストに接続できなくなる。',
    ),
    impact,
    reads: [
      ...wiringReads,
      { type: 'HostSystem', path: SWITCHES },
      { type: 'HostSystem', path: PROXIES },
      { type: 'HostSystem', path: NICS },
      { type: 'VmwareDistributedVirtualSwitch', path: 'uuid' },
    ],
    judge: (host, inventory) => {
      const wiring = readWiring(host, inventory)
      const switches = readSwitches(host, inventory)
      if (!wiring.known || !switches.known) return { verdict: 'unknown', evidence: [wiring.known ? switches : wiring] }
      const busy = new Set(wiring.value.guests.map(({ segment }) => segment.carrier))
      const management = wiring.value.vmks.filter(({ services }) => services.includes('management'))
      const carriers = management.map(({ segment }) => segment.carrier)
      const lost = carriers.find((one) => !switches.value.some(({ carrier }) => carrier === one))
      if (lost !== undefined)
        return {
          verdict: 'unknown',
          evidence: [unknown('fault', switches.from, 'management is on a switch that is not listed')],
        }
      const shared = new Set(carriers.filter((carrier) => busy.has(carrier)))
      const evidence = [mapFact(switches, (list) => list.map(spell))]
      return { ...judgeUplinks(switches.value.filter(({ carrier }) => shared.has(carrier))), evidence }
    },
    repair: addUplink,
  },
]
