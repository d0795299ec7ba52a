import { fail, judgeFacts, notApplicable, pass, type Control, type Outcome } from '../../control/index.ts'
import { isRecord, mapFact, readRaw, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { leftAlone } from './device-row.ts'
import { isAdapter, isPlatformMade, readDevices, readManagedBy } from './devices.ts'

const MANAGED_BY = 'config.managedBy'
const DEVICES = 'config.hardware.device'

/** Many controls ask the same of each VM. */
const outcomes = new WeakMap<Subject, { readonly outcome: Outcome | undefined }>()

/** The outcome for a VM that the platform keeps, or of which nobody can say who keeps it. */
function leavePlatform(vm: Subject): Outcome | undefined {
  const ready = outcomes.get(vm)
  if (ready) return ready.outcome
  const managedBy = readManagedBy(vm)
  const left = managedBy.known ? leftAlone(managedBy.value) : { verdict: 'unknown' as const }
  const outcome = left && { ...left, evidence: [managedBy] }
  outcomes.set(vm, { outcome })
  return outcome
}

/**
 * A control that is asked only of VMs that people made: vCenter Server puts back what anyone changes about its own, and
 * the vendor supports no change of them (vSphere Cluster Services). Controls that look at who keeps a VM stay as they are.
 */
export const forVmsOfPeople = (control: Control): Control =>
  control.subject !== 'VirtualMachine' || control.reads.some(({ path }) => path === MANAGED_BY)
    ? control
    : {
        ...control,
        reads: [...control.reads, { type: 'VirtualMachine', path: MANAGED_BY }],
        exempts: leavePlatform,
      }

const said = {
  other: text('not an agent of a cluster', 'クラスタのエージェントではない'),
  bare: text('no network adapter', 'ネットワーク アダプタなし'),
  wired: text('an agent with network adapters: {adapters}', 'エージェントにネットワーク アダプタがある: {adapters}'),
} as const

/** Whether the VM passes for an agent that a cluster runs for itself. */
const readAgent = (vm: Subject): Fact<boolean> =>
  mapFact(
    readRaw(vm, MANAGED_BY),
    (value) => isRecord(value) && isPlatformMade(String(value['extensionKey'])) && value['type'] === 'cluster-agent',
  )

/** Being left alone is a good disguise: what wears it must look like what it says. */
export const platformVms: readonly Control[] = [
  {
    id: 'vm.cluster-agent-without-network',
    kind: 'judgement',
    facts: [],
    area: 'vm-isolation',
    subject: 'VirtualMachine',
    severity: 'high',
    title: text(
      'A VM that passes for an agent of the cluster (vCLS) has no network adapter',
      'クラスタのエージェント (vCLS) を名乗る仮想マシンにネットワーク アダプタがない',
    ),
    rationale: text(
      'Agents of the cluster have no network. One that does was made by an intruder, who hides among VMs that nobody looks at.',
      'クラスタのエージェントはネットワークを持たない。持っているものは、誰も見ない仮想マシンに紛れた侵入者の持ち物である。',
    ),
    impact: text(
      'Treat it as an incident: keep the VM and its disks before you remove anything.',
      'インシデントとして扱う。削除する前に、仮想マシンとディスクを保全すること。',
    ),
    reads: [MANAGED_BY, DEVICES].map((path) => ({ type: 'VirtualMachine', path })),
    judge: (vm) => {
      const agent = readAgent(vm)
      if (agent.known && !agent.value) return { ...notApplicable(note(said.other, {})), evidence: [agent] }
      return judgeFacts([agent, readDevices(vm)], (_agent, devices) => {
        const adapters = devices.filter(isAdapter).map(({ label }) => label)
        return adapters.length > 0
          ? fail(note(said.wired, { adapters: adapters.join(', ') }))
          : pass(note(said.bare, {}))
      })
    },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Look up in the events who made the VM and when. Disconnect its adapters, take a copy, and let the cluster make its agents anew (retreat mode).',
        'イベントで、いつ誰が作成したかを調べる。アダプタを切断して複製を取り、リトリート モードでエージェントを作り直させる。',
      ),
    },
  },
]
