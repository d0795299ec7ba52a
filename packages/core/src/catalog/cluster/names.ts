import { fail, judgeFacts, notApplicable, pass, type Control } from '../../control/index.ts'
import { isRecord, known, readRaw, unknown, type Fact, type Inventory, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { notForLoneHost } from '../vcenter-only.ts'

/** Names as installations and wizards give them, with the number that a second one gets. */
const GIVEN: Readonly<Record<string, RegExp>> = {
  Datacenter: /^(New )?Datacenter( \d+)?$/i,
  ClusterComputeResource: /^(New )?Cluster( \d+)?$/i,
  ResourcePool: /^(New )?Resource Pool( \d+)?$/i,
  Network: /^VM Network( \d+)?$/i,
  VirtualMachine: /^New Virtual Machine( \d+)?$/i,
}

const GIVEN_STORE = /^datastore\d*( ?\(\d+\))?$/i
const GIVEN_VSAN = /^vsanDatastore( ?\(\d+\))?$/i

const said = {
  given: text('still named as installed: {names}', 'インストール時の名前のまま: {names}'),
  chosen: text('{count} names looked at', '{count} 個の名前を確認'),
  name: text('{name}', '{name}'),
  twice: text('{count} datastores have the name {name}', '{name} という名前のデータストアが {count} 個ある'),
  notVsan: text('not a vSAN datastore: {type}', 'vSAN データストアではない: {type}'),
} as const

function readName(subject: Subject): Fact<string> {
  const raw = readRaw(subject, 'name')
  if (!raw.known) return raw
  return typeof raw.value === 'string' ? known(raw.value, raw.from) : unknown('fault', raw.from, 'not a name')
}

function readType(store: Subject): Fact<string> {
  const raw = readRaw(store, 'summary')
  if (!raw.known) return raw
  const from = { ref: store.ref, path: 'summary.type' }
  const type = isRecord(raw.value) ? raw.value['type'] : undefined
  return typeof type === 'string' ? known(type, from) : unknown('notCollected', from)
}

/** Names of the objects that wizards name; one that nobody may see makes the answer unknown. */
function readGiven(
  root: Subject,
  inventory: Inventory,
): Fact<{ readonly given: readonly string[]; readonly count: number }> {
  const given: string[] = []
  let count = 0
  for (const object of inventory.snapshot.objects) {
    const pattern = GIVEN[object.ref.type]
    if (!pattern) continue
    const from = { ref: object.ref, path: 'name' }
    const gone = object.missing?.['name']
    if (gone) return unknown(gone.why, from, gone.detail)
    const name = object.values['name']
    if (typeof name !== 'string') return unknown('notCollected', from)
    count += 1
    if (pattern.test(name)) given.push(name)
  }
  return known({ given, count }, { ref: root.ref, path: 'name' })
}

const counts = new WeakMap<Inventory, ReadonlyMap<string, number>>()

/** How many datastores of the estate have each name, without regard to case. */
function countsOf(inventory: Inventory): ReadonlyMap<string, number> {
  const ready = counts.get(inventory)
  if (ready) return ready
  const made = new Map<string, number>()
  for (const store of inventory.all('Datastore')) {
    const name = store.name.toLowerCase()
    made.set(name, (made.get(name) ?? 0) + 1)
  }
  counts.set(inventory, made)
  return made
}

const renamed = {
  kind: 'steps',
  disruption: 'none',
  steps: text(
    'Rename the object in the vSphere Client (right click > Rename), after you have looked for scripts and backup jobs that use the old name.',
    '旧名を使うスクリプトやバックアップ ジョブがないか確認した上で、vSphere Client で名前を変更する (右クリック > 名前の変更)。',
  ),
} as const

const impact = text(
  'Scripts and jobs that find the object by its old name no longer do.',
  '旧名で対象を指定しているスクリプトやジョブは動かなくなる。',
)

/** Who cannot tell two things apart changes the wrong one. */
export const names: readonly Control[] = [
  {
    id: 'cluster.datastore-names-unique',
    kind: 'judgement',
    facts: ['datastore-unique-names'],
    area: 'access-restriction',
    subject: 'Datastore',
    severity: 'low',
    title: text(
      'The datastore has a name of its own that was chosen for it',
      'データストアに、他と重複しない、意図して付けた名前がある',
    ),
    rationale: text(
      'Among many “datastore1” an operator formats, or gives rights on, the wrong one.',
      '「datastore1」が並ぶ環境では、誤ったデータストアを初期化したり、権限を与えたりする。',
    ),
    impact,
    reads: [{ type: 'Datastore', path: 'name' }],
    judge: (store, inventory) =>
      judgeFacts([readName(store)], (name) => {
        const count = countsOf(inventory).get(store.name.toLowerCase()) ?? 0
        if (count > 1) return fail(note(said.twice, { name, count }))
        return GIVEN_STORE.test(name) ? fail(note(said.given, { names: name })) : pass(note(said.name, { name }))
      }),
    repair: renamed,
  },
  {
    id: 'cluster.vsan-datastore-named',
    kind: 'judgement',
    facts: ['vsan-datastore-name'],
    area: 'access-restriction',
    subject: 'Datastore',
    severity: 'low',
    title: text(
      'The vSAN datastore does not have the name of its installation',
      'vSAN データストアの名前が初期設定のままではない',
    ),
    rationale: text(
      'With several clusters every “vsanDatastore” looks like the others, and a VM or a right lands in the wrong cluster.',
      'クラスタが複数あると「vsanDatastore」同士を区別できず、仮想マシンや権限を誤ったクラスタに設定してしまう。',
    ),
    impact,
    reads: ['name', 'summary'].map((path) => ({ type: 'Datastore', path })),
    judge: (store) =>
      judgeFacts([readName(store), readType(store)], (name, type) => {
        if (type.toLowerCase() !== 'vsan') return notApplicable(note(said.notVsan, { type }))
        return GIVEN_VSAN.test(name) ? fail(note(said.given, { names: name })) : pass(note(said.name, { name }))
      }),
    repair: renamed,
  },
  {
    id: 'vcenter.inventory-named',
    kind: 'judgement',
    facts: ['inventory-naming'],
    area: 'access-restriction',
    subject: 'ServiceInstance',
    severity: 'low',
    title: text(
      'Datacenters, clusters, pools, networks and VMs have names that were chosen',
      'データセンター、クラスタ、プール、ネットワーク、仮想マシンに意図した名前が付いている',
    ),
    rationale: text(
      'A name from a wizard says nothing of purpose or owner; rights and VMs are put on “VM Network” or “New Cluster” unseen.',
      'ウィザードの既定名からは用途も管理者も分からない。「VM Network」や「New Cluster」には、権限や仮想マシンが見過ごされたまま置かれる。',
    ),
    impact,
    reads: Object.keys(GIVEN).map((type) => ({ type, path: 'name' })),
    judge: (root, inventory) =>
      notForLoneHost(root, inventory) ??
      judgeFacts([readGiven(root, inventory)], ({ given, count }) =>
        given.length > 0 ? fail(note(said.given, { names: someOf(given) })) : pass(note(said.chosen, { count })),
      ),
    repair: renamed,
  },
]
