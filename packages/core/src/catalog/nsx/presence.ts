import { fail, judgeFacts, manual, notApplicable, pass, type Control, type Repair } from '../../control/index.ts'
import {
  asMoRef,
  isKeyed,
  isRecord,
  known,
  mapFact,
  readRaw,
  unknown,
  type Fact,
  type Inventory,
  type Subject,
  type Unknown,
} from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { deviceReads, leftAlone } from '../vm/device-row.ts'
import { isAdapter, plugOf, readDevices, readManagedBy, type Plug } from '../vm/devices.ts'

/** Extensions that the managers of NSX register with vCenter: NSX-T and its successors, and NSX for vSphere before. */
const NSX = 'com.vmware.nsx.management.nsxt'
const NSX_FOR_VSPHERE = 'com.vmware.vShieldManager'

const EXTENSIONS = 'ExtensionManager.extensionList'

/** The answer per list of extensions: every VM asks. */
const newest = new WeakMap<object, { readonly key: string | undefined }>()

/** Which NSX vCenter knows: the key of the newest one, or `undefined` for none. */
function readNsx(root: Subject | undefined): Fact<string | undefined> {
  if (!root)
    return unknown('notCollected', { ref: { type: 'ServiceInstance', value: 'ServiceInstance' }, path: EXTENSIONS })
  const list = readRaw(root, EXTENSIONS)
  if (!list.known) return list
  if (list.value === undefined) return unknown('notCollected', list.from, 'no list of extensions')
  const extensions: readonly unknown[] | undefined = Array.isArray(list.value) ? list.value : undefined
  if (!extensions?.every(isKeyed)) return unknown('fault', list.from, 'no list of extensions')
  const ready = newest.get(extensions)
  if (ready) return known(ready.key, list.from)
  const keys = new Set(extensions.map(({ key }) => key))
  const key = [NSX, NSX_FOR_VSPHERE].find((one) => keys.has(one))
  newest.set(extensions, { key })
  return known(key, list.from)
}

const rootOf = (inventory: Inventory) => inventory.all('ServiceInstance')[0]

/** Networks that only NSX can have made: opaque ones, and distributed port groups that it backs. */
function nsxNetworks(inventory: Inventory): { readonly names: readonly string[]; readonly gaps: readonly Unknown[] } {
  const names = inventory.snapshot.objects.filter(({ ref }) => ref.type === 'OpaqueNetwork').map(({ ref }) => ref.value)
  const gaps: Unknown[] = []
  for (const portgroup of inventory.all('DistributedVirtualPortgroup')) {
    const config = readRaw(portgroup, 'config')
    if (!config.known) gaps.push(config)
    else if (isRecord(config.value) && config.value['backingType'] === 'nsx') names.push(portgroup.name)
  }
  return { names, gaps }
}

const standalone = text('a lone host has no NSX manager to register', '単体のホストには NSX Manager の登録先がない')
const registered = text('registered: {key}', '登録済み: {key}')
const orphaned = text(
  'made by NSX, yet no NSX manager is registered: {names}',
  'NSX のネットワークがあるのに NSX Manager が登録されていない: {names}',
)
const none = text(
  'vCenter knows no distributed firewall: what filters traffic between VMs of one port group?',
  'vCenter に分散ファイアウォールが登録されていない。同じポート グループ内の仮想マシン間の通信を何で制御しているか確認する',
)

const review: Repair = {
  kind: 'steps',
  disruption: 'none',
  steps: text(
    'Decide how traffic between VMs of one network is filtered: by NSX, by firewalls in the guests, or by one small VLAN for each purpose. If NSX is in use, register its manager with this vCenter again and check its rules there.',
    '同一ネットワーク内の仮想マシン間の通信を、NSX、ゲスト OS のファイアウォール、用途別の小さな VLAN のどれで制御するかを決める。NSX を使用中であれば、NSX Manager をこの vCenter に再登録し、ルールを確認する。',
  ),
}

const root = { path: EXTENSIONS, type: 'ServiceInstance' } as const

const PROXIES = 'config.network.proxySwitch'

const notThis = text('no NSX of this kind is registered', '該当する NSX は登録されていない')
const bareSaid = text('not covered: {adapters}', '対象外: {adapters}')

const prepared = new WeakMap<object, ReadonlySet<string>>()

/** The distributed switches that NSX has prepared on a host, by UUID. */
function readPrepared(host: Subject): Fact<ReadonlySet<string>> {
  const list = readRaw(host, PROXIES)
  if (!list.known) return list
  const switches = list.value ?? []
  if (!Array.isArray(switches)) return unknown('fault', list.from, 'not a list')
  const ready = prepared.get(switches)
  if (ready) return known(ready, list.from)
  const made = new Set(
    switches
      .filter(isRecord)
      .filter(({ nsxtEnabled }) => nsxtEnabled === true)
      .map(({ dvsUuid }) => String(dvsUuid)),
  )
  prepared.set(switches, made)
  return known(made, list.from)
}

/** Whether the distributed firewall sees an adapter that is plugged in like this. */
function isCovered(plug: Plug, switches: ReadonlySet<string>): boolean {
  switch (plug.to) {
    case 'opaque':
    case 'nothing':
      return true
    case 'dvportgroup':
      return switches.has(plug.switchUuid)
    case 'portgroup':
    case 'unknown':
      return false
  }
}

/** The adapters of a VM that the distributed firewall does not see. */
function readBare(vm: Subject, inventory: Inventory): Fact<readonly string[]> {
  const devices = readDevices(vm)
  if (!devices.known) return devices
  const home = readRaw(vm, 'runtime.host')
  if (!home.known) return home
  const host = inventory.find(asMoRef(home.value))
  const switches = host
    ? readPrepared(host)
    : unknown('notCollected', home.from, 'the host of the VM is not in the snapshot')
  return mapFact(switches, (covered) =>
    devices.value
      .filter((device) => isAdapter(device) && !isCovered(plugOf(device), covered))
      .map(({ label }) => label),
  )
}

/** How far micro-segmentation reaches, as vCenter can tell. The rules themselves are in NSX, with its own login. */
export const nsxPresence: readonly Control[] = [
  {
    kind: 'judgement',
    id: 'nsx.registered',
    facts: [],
    area: 'micro-segmentation',
    severity: 'medium',
    subject: 'ServiceInstance',
    title: text(
      'A distributed firewall (NSX) is registered with vCenter',
      '分散ファイアウォール (NSX) が vCenter に登録されている',
    ),
    rationale: text(
      'A VLAN does not part the VMs that are on it. Without a firewall at each adapter, one VM that is taken over reaches all its neighbours.',
      'VLAN は、その中の仮想マシン同士を分離しない。アダプタごとのファイアウォールがなければ、1 台が乗っ取られると隣のすべてに届いてしまう。',
    ),
    impact: text(
      'NSX needs a licence, its own managers and a plan of rules. Begin with rules that only log.',
      'NSX にはライセンス、専用の管理アプライアンス、ルールの設計が必要である。まずはログだけを取るルールから始める。',
    ),
    reads: [root, { type: 'DistributedVirtualPortgroup', path: 'config' }],
    judge: (subject, inventory) => {
      if (inventory.estate.kind === 'esx') return { ...notApplicable(note(standalone, {})), evidence: [] }
      const nsx = readNsx(subject)
      if (!nsx.known) return { verdict: 'unknown', evidence: [nsx] }
      if (nsx.value !== undefined) return { ...pass(note(registered, { key: nsx.value })), evidence: [nsx] }
      const { names, gaps } = nsxNetworks(inventory)
      if (names.length > 0) return { ...fail(note(orphaned, { names: someOf(names) })), evidence: [nsx] }
      return gaps[0] ? { verdict: 'unknown', evidence: [nsx, gaps[0]] } : { ...manual(note(none, {})), evidence: [nsx] }
    },
    repair: review,
  },
  {
    kind: 'judgement',
    id: 'nsx.vm-adapters-covered',
    facts: [],
    area: 'micro-segmentation',
    severity: 'low',
    subject: 'VirtualMachine',
    title: text(
      'Where NSX is in use, every network adapter of the VM is on a switch that it covers',
      'NSX を使用する環境では、仮想マシンの全ネットワーク アダプタが NSX の対象スイッチに接続されている',
    ),
    rationale: text(
      'The distributed firewall sees only adapters on switches that NSX has prepared. An adapter elsewhere is a way round every rule.',
      '分散ファイアウォールの対象は、NSX が準備したスイッチ上のアダプタだけである。それ以外のアダプタは、すべてのルールの抜け道になる。',
    ),
    impact: text(
      'The adapter moves to another port group, and the rules of NSX then hold for it.',
      'アダプタは別のポート グループに移り、以後は NSX のルールが適用される。',
    ),
    reads: [
      ...deviceReads,
      root,
      { type: 'VirtualMachine', path: 'runtime.host' },
      { type: 'HostSystem', path: PROXIES },
    ],
    judge: (vm, inventory) => {
      const nsx = readNsx(rootOf(inventory))
      if (nsx.known && nsx.value !== NSX) return { ...notApplicable(note(notThis, {})), evidence: [nsx] }
      const managedBy = readManagedBy(vm)
      const bare = readBare(vm, inventory)
      return judgeFacts(
        [nsx, managedBy, bare],
        (_key, extension, names) =>
          leftAlone(extension) ?? (names.length === 0 ? pass() : fail(note(bareSaid, { adapters: names.join(', ') }))),
      )
    },
    repair: {
      kind: 'steps',
      disruption: 'network',
      steps: text(
        'Move the adapter to a port group of a distributed switch that NSX has prepared, or prepare the switch in NSX. Adapters on standard switches cannot be covered.',
        'NSX が準備した分散スイッチのポート グループにアダプタを移すか、NSX でそのスイッチを準備する。標準スイッチ上のアダプタは対象にできない。',
      ),
    },
  },
]
