import {
  fail,
  judgeFacts,
  notApplicable,
  pass,
  readHostOption,
  readVmOption,
  readVmSwitch,
  type Control,
} from '../../control/index.ts'
import {
  asMoRef,
  known,
  readRaw,
  unknown,
  type Fact,
  type Inventory,
  type Subject,
  type Unknown,
} from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'

const SALTING = 'Mem.ShareForceSalting'
const SALT = 'sched.mem.pshare.salt'
const ENABLE = 'sched.mem.pshare.enable'

/** The running VMs of one host, and what could not be read of those that may be among them. */
interface Tenants {
  readonly running: readonly Subject[]
  readonly gaps: readonly Unknown[]
}

interface Housing {
  readonly byHost: ReadonlyMap<string, { running: Subject[]; gaps: Unknown[] }>
  /** Running VMs whose host is not known: any host may be theirs. */
  readonly homeless: readonly Unknown[]
}

const housings = new WeakMap<Inventory, Housing>()

/** Sorts the VMs of an inventory by the host that they run on, once. */
function houses(inventory: Inventory): Housing {
  const ready = housings.get(inventory)
  if (ready) return ready
  const byHost = new Map<string, { running: Subject[]; gaps: Unknown[] }>()
  const homeless: Unknown[] = []
  for (const vm of inventory.all('VirtualMachine')) {
    const power = readRaw(vm, 'runtime.powerState')
    // Only a running VM has pages in memory.
    if (power.known && (power.value === 'poweredOff' || power.value === 'suspended')) continue
    const home = readRaw(vm, 'runtime.host')
    const host = home.known ? asMoRef(home.value)?.value : undefined
    if (host === undefined) {
      homeless.push(home.known ? unknown('notCollected', home.from, 'a running VM without a host') : home)
      continue
    }
    const tenants = byHost.get(host) ?? { running: [], gaps: [] }
    byHost.set(host, tenants)
    if (power.known && power.value === 'poweredOn') tenants.running.push(vm)
    else tenants.gaps.push(power.known ? unknown('fault', power.from, 'not a power state') : power)
  }
  const made = { byHost, homeless }
  housings.set(inventory, made)
  return made
}

function tenantsOf(host: Subject, inventory: Inventory): Tenants {
  const { byHost, homeless } = houses(inventory)
  const own = byHost.get(host.ref.value)
  return { running: own?.running ?? [], gaps: [...homeless, ...(own?.gaps ?? [])] }
}

/**
 * What a VM shares pages by under a host's salting: VMs with the same answer share. `undefined` is a VM that shares
 * with no other. 0 ignores the salts. 1 takes the VM’s salt, and all without one count as salt 0. 2 takes the VM’s
 * salt, else its `vc.uuid`, which a clumsy copy may carry along.
 */
function sharingKey(vm: Subject, salting: 0 | 1 | 2): Fact<string | undefined> {
  const enabled = readVmSwitch(vm, ENABLE)
  if (!enabled.known) return enabled
  if (enabled.value === false) return known(undefined, enabled.from)
  if (salting === 0) return known('all', enabled.from)
  const salt = readVmOption(vm, SALT)
  if (!salt.known) return salt
  if (typeof salt.value === 'string' && salt.value !== '') return known(`salt ${salt.value}`, salt.from)
  if (salting === 1) return known('salt 0', salt.from)
  const uuid = readRaw(vm, 'config.instanceUuid')
  if (!uuid.known) return uuid
  // A VM without a UUID gets a salt at random.
  if (uuid.value === undefined) return known(undefined, uuid.from)
  return typeof uuid.value === 'string'
    ? known(`uuid ${uuid.value}`, uuid.from)
    : unknown('fault', uuid.from, 'not a UUID')
}

/** The groups of VMs that share pages with one another: two or more with the same key. */
function sharingGroups(
  vms: readonly Subject[],
  salting: 0 | 1 | 2,
): { readonly groups: readonly (readonly Subject[])[]; readonly gaps: readonly Unknown[] } {
  const byKey = new Map<string, Subject[]>()
  const gaps: Unknown[] = []
  for (const vm of vms) {
    const key = sharingKey(vm, salting)
    if (!key.known) gaps.push(key)
    else if (key.value !== undefined) {
      const group = byKey.get(key.value)
      if (group) group.push(vm)
      else byKey.set(key.value, [vm])
    }
  }
  return { groups: [...byKey.values()].filter((group) => group.length > 1), gaps }
}

const shared = text(
  '{count} of {running} running VMs share memory pages with others, in {groups} group(s): {names}',
  'パワーオン中の仮想マシン {running} 台のうち {count} 台が、{groups} 個のグループでメモリ ページを共有している: {names}',
)
const empty = text('no VM runs on this host', 'このホストで動作中の仮想マシンはない')
/** Some of many gaps say as much as all of them. */
const GAPS_SHOWN = 5

/** Page sharing across VMs, judged from both ends: the host’s salting and the salts of the VMs that run there. */
export const pageSharing: readonly Control[] = [
  {
    kind: 'judgement',
    id: 'esx.page-sharing-between-vms',
    facts: [],
    area: 'page-sharing',
    severity: 'medium',
    subject: 'HostSystem',
    title: text(
      'No two running VMs of the host share memory pages',
      'このホストで動作する仮想マシン同士がメモリ ページを共有していない',
    ),
    rationale: text(
      'Where pages are shared, a write takes longer; by timing it a guest learns what its neighbour holds, down to encryption keys. Neither the host’s setting nor a VM’s alone tells who shares: both together do.',
      '共有されたページへの書き込みは時間がかかるため、その差から隣の仮想マシンのメモリの内容を推測でき、暗号鍵まで知られるおそれがある。誰が共有しているかは、ホストと仮想マシン両方の設定を合わせて初めて分かる。',
    ),
    impact: text(
      'Memory that sharing saved is needed again. The change counts for a VM after vMotion or a power cycle.',
      '共有で節約していた分のメモリが必要になる。変更は各仮想マシンの vMotion または電源の入れ直し後に有効になる。',
    ),
    reads: [
      { type: 'HostSystem', path: `config.option["${SALTING}"]` },
      { type: 'VirtualMachine', path: 'runtime.host' },
      { type: 'VirtualMachine', path: 'runtime.powerState' },
      { type: 'VirtualMachine', path: 'config.extraConfig' },
      { type: 'VirtualMachine', path: 'config.instanceUuid' },
    ],
    judge: (host, inventory) => {
      const salting = readHostOption(host, SALTING)
      if (!salting.known) return { verdict: 'unknown', evidence: [salting] }
      const level = salting.value
      if (level !== 0 && level !== 1 && level !== 2)
        return { verdict: 'unknown', evidence: [unknown('fault', salting.from, 'not a level of salting')] }
      const { running, gaps } = tenantsOf(host, inventory)
      const { groups, gaps: unread } = sharingGroups(running, level)
      return judgeFacts([salting, ...[...gaps, ...unread].slice(0, GAPS_SHOWN)], () => {
        if (running.length === 0) return notApplicable(note(empty, {}))
        if (groups.length === 0) return pass()
        const sharing = groups.flat()
        const names = someOf(sharing.map((vm) => vm.name))
        return fail(note(shared, { count: sharing.length, running: running.length, groups: groups.length, names }))
      })
    },
    repair: {
      kind: 'steps',
      disruption: 'powerCycle',
      steps: text(
        'Set Mem.ShareForceSalting to 2 on the host, remove sched.mem.pshare.salt from the VMs that are named, then move each VM away and back by vMotion or power it off and on.',
        'ホストの Mem.ShareForceSalting を 2 に設定し、挙げられた仮想マシンから sched.mem.pshare.salt を削除する。その後、各仮想マシンを vMotion で移動するか、電源を入れ直す。',
      ),
    },
  },
]
