import { FEATURES, flawOf, PROCESSORS, readProcessors, type FlawState, type Processors } from '../../advisory/index.ts'
import {
  asWireType,
  fail,
  notApplicable,
  pass,
  readHostOption,
  type Control,
  type Outcome,
} from '../../control/index.ts'
import { mapFact, unknown, type Fact, type Inventory, type Known, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { guestsWithDevices } from './passthrough.ts'
import { readTold } from './read-told.ts'

const THREADS = 'config.hyperThread'
/** The side-channel aware scheduler, and whether it keeps the threads of one VM apart as well (version 1). */
const MITIGATION = 'VMkernel.Boot.hyperthreadingMitigation'
const INTRA_VM = 'VMkernel.Boot.hyperthreadingMitigationIntraVM'
/** Version 2 on processors too that it leaves alone otherwise (VMSA-2022-0016). */
const FORCED = 'VMkernel.Boot.forceHyperthreadingMitigation'

const said = {
  mended: text('the processors do not have these flaws', 'この CPU に該当する脆弱性はない'),
  single: text('hyper-threading is off', 'ハイパースレッディングは無効である'),
  kept: text(
    'threads of a core are kept apart: side-channel aware scheduler {version}',
    'コアのスレッドは分離されている (Side-Channel Aware Scheduler {version})',
  ),
  keptSome: text(
    'threads of a core are kept apart by the side-channel aware scheduler',
    'コアのスレッドは Side-Channel Aware Scheduler により分離されている',
  ),
  shared: text(
    'the processors have {flaws}, and VMs share the threads of a core',
    'CPU に {flaws} の脆弱性があり、仮想マシンがコアのスレッドを共有している',
  ),
  noDevices: text('no VM of the host holds a PCI device', 'PCI デバイスを割り当てた仮想マシンがない'),
  forced: text('the scheduler is forced on', 'スケジューラは強制的に有効化されている'),
  leaking: text(
    '{vms}: VMs with a PCI device share the threads of a core with others',
    '{vms}: PCI デバイスを持つ仮想マシンが、他とコアのスレッドを共有している',
  ),
  lacking: text(
    'missing: {features}. The microcode of the processors is old, or ESX does not know of it',
    '不足: {features}。CPU のマイクロコードが古いか、ESX が対応していない',
  ),
  loaded: text('the processors have every mend that is asked for', '必要な緩和機能が CPU にすべて備わっている'),
  otherMaker: text('not a processor of Intel', 'Intel 製の CPU ではない'),
} as const

const CVES = { l1tf: 'L1TF (CVE-2018-3646)', mds: 'MDS (CVE-2018-12130)' } as const

/** Whether threads are in use: not where the firmware, or ESX, leaves them off. */
function readThreads(host: Subject): Fact<unknown> {
  const active = readTold(host, THREADS, 'active')
  return active.known && typeof active.value !== 'boolean'
    ? unknown('fault', active.from, 'neither on nor off')
    : active
}

const readSwitch = (host: Subject, key: string): Fact<unknown> =>
  mapFact(readHostOption(host, key), (value) => asWireType(value, 'boolean'))

const is = (fact: Fact<unknown>, value: boolean): boolean => fact.known && fact.value === value

/** On no list, and the host does not tell: a result that is shown with what is asked for. */
const untold = (processors: Fact<Processors>): Fact<unknown> =>
  unknown('notSupported', processors.from, 'the model is on no list, and the host does not tell of its mends')

/** Threads are kept apart on processors that leak from one to the other. */
function judgeScheduler(host: Subject): Outcome {
  const processors = readProcessors(host)
  const threads = readThreads(host)
  const mitigation = readSwitch(host, MITIGATION)
  const evidence = [processors, threads, mitigation]
  if (!processors.known) return { verdict: 'unknown', evidence }
  const states = (['l1tf', 'mds'] as const).map((flaw) => [flaw, flawOf(flaw, processors.value)] as const)
  if (states.every(([, state]) => state === 'absent')) return { ...pass(note(said.mended, {})), evidence: [processors] }
  if (is(threads, false)) return { ...pass(note(said.single, {})), evidence }
  if (is(mitigation, true)) return { ...pass(schedulerNote(readSwitch(host, INTRA_VM))), evidence }
  const open = states.filter(([, state]) => state === 'open').map(([flaw]) => CVES[flaw])
  if (open.length === 0) return { verdict: 'unknown', evidence: [...evidence, untold(processors)] }
  return is(threads, true) && is(mitigation, false)
    ? { ...fail(note(said.shared, { flaws: open.join(', ') })), evidence }
    : { verdict: 'unknown', evidence }
}

/** Releases before 6.7 U2 have the first version alone, and no switch. */
const schedulerNote = (intraVm: Fact<unknown>) =>
  is(intraVm, true) || is(intraVm, false)
    ? note(said.kept, { version: is(intraVm, true) ? 'v1' : 'v2' })
    : note(said.keptSome, {})

/** Threads are kept apart on processors that leak stale data to a VM which reaches a device itself (MMIO stale data). */
function judgeForced(host: Subject, inventory: Inventory): Outcome {
  const processors = readProcessors(host)
  if (!processors.known) return { verdict: 'unknown', evidence: [processors] }
  const state = flawOf('mmio', processors.value)
  if (state === 'absent') return { ...pass(note(said.mended, {})), evidence: [processors] }
  const guests = guestsWithDevices(host, inventory)
  if (guests.with.length === 0)
    return guests.untold.length > 0
      ? { verdict: 'unknown', evidence: [processors, ...guests.untold] }
      : { ...notApplicable(note(said.noDevices, {})), evidence: [processors] }
  return judgeThreads(host, processors, state, guests.with)
}

function judgeThreads(host: Subject, processors: Known<Processors>, state: FlawState, vms: readonly string[]): Outcome {
  const [threads, forced, mitigation] = [readThreads(host), readSwitch(host, FORCED), readSwitch(host, MITIGATION)]
  const evidence = [processors, threads, forced, mitigation]
  if (is(threads, false)) return { ...pass(note(said.single, {})), evidence }
  if (is(forced, true)) return { ...pass(note(said.forced, {})), evidence }
  // Where L1TF is, the scheduler does not leave the processors alone.
  const isAffected = flawOf('l1tf', processors.value) === 'open'
  if (isAffected && is(mitigation, true)) return { ...pass(note(said.keptSome, {})), evidence }
  if (state === 'untold') return { verdict: 'unknown', evidence: [...evidence, untold(processors)] }
  const isOff = is(forced, false) && (!isAffected || is(mitigation, false))
  return is(threads, true) && isOff
    ? { ...fail(note(said.leaking, { vms: vms.join(', ') })), evidence }
    : { verdict: 'unknown', evidence }
}

/**
 * What microcode brings, by the names that hosts have for it, and the flaw that it is asked for; without one, for all of
 * Intel's. Sources: KB 52085 (branch target injection), KB 55111 (SSBD), KB 55806 (L1D flush), KB 68024 (MD_CLEAR).
 */
const mends = [
  { feature: 'cpuid.ibrs' },
  { feature: 'cpuid.ibpb' },
  { feature: 'cpuid.stibp' },
  { feature: 'cpuid.ssbd' },
  { feature: 'cpuid.fcmd', flaw: 'l1tf' },
  { feature: 'cpuid.mdclear', flaw: 'mds' },
] as const

/** The processors have the mends that need microcode. */
function judgeMicrocode(host: Subject): Outcome {
  const processors = readProcessors(host)
  if (!processors.known) return { verdict: 'unknown', evidence: [processors] }
  const { maker, features } = processors.value
  if (maker === 'other') return { ...notApplicable(note(said.otherMaker, {})), evidence: [processors] }
  if (features.size === 0)
    return { verdict: 'unknown', evidence: [unknown('notSupported', processors.from, 'the host lists no features')] }
  const absent = mends
    .filter(({ feature }) => !features.has(feature))
    .map((mend) => ({ ...mend, state: 'flaw' in mend ? flawOf(mend.flaw, processors.value) : 'open' }))
  const missing = absent.filter(({ state }) => state === 'open').map(({ feature }) => feature)
  if (missing.length > 0)
    return { ...fail(note(said.lacking, { features: missing.join(', ') })), evidence: [processors] }
  return absent.some(({ state }) => state === 'untold')
    ? { verdict: 'unknown', evidence: [processors, untold(processors)] }
    : { ...pass(note(said.loaded, {})), evidence: [processors] }
}

const ofHost = (...paths: readonly string[]) => paths.map((path) => ({ type: 'HostSystem', path }))
const option = (key: string) => `config.option["${key}"]`

const restart = text(
  'It counts after the host restarts, and costs computing power: up to about 30% with version 1 of the scheduler, 10% with version 2. Look at the load of the cluster first.',
  'ホストの再起動後に有効になり、CPU 性能が低下する。最大でスケジューラ v1 は約 30%、v2 は約 10% である。事前にクラスタの負荷を確認する。',
)

/** Flaws of processors that no build of ESX mends by itself. */
export const processor: readonly Control[] = [
  {
    kind: 'judgement',
    id: 'esx.core-scheduler',
    facts: [],
    area: 'vm-isolation',
    severity: 'medium',
    subject: 'HostSystem',
    title: text(
      'VMs do not share the threads of a core on processors that leak between them (L1TF, MDS)',
      'スレッド間で情報が漏れる CPU (L1TF、MDS) では、仮想マシンがコアのスレッドを共有しない',
    ),
    rationale: text(
      'On these processors a VM reads what another one, or the host, works on in the same core: keys and passwords included. Patches alone do not mend it; the scheduler has to be switched on.',
      'これらの CPU では、同じコアで処理中の他の仮想マシンやホストのデータを、鍵やパスワードも含めて読み取れる。パッチだけでは直らず、スケジューラの有効化が必要である。',
    ),
    impact: restart,
    reads: ofHost(PROCESSORS, FEATURES, THREADS, option(MITIGATION), option(INTRA_VM)),
    judge: judgeScheduler,
    repair: {
      kind: 'steps',
      disruption: 'reboot',
      steps: text(
        '1. Read KB 55806 and choose: version 1 also keeps the processes of one VM apart, version 2 (6.7 U2 and later) only VMs.\n2. In the advanced settings of the host set VMkernel.Boot.hyperthreadingMitigation to true, and for version 2 VMkernel.Boot.hyperthreadingMitigationIntraVM to false. Use the same on all hosts of a cluster.\n3. Put the hosts into maintenance mode one by one and restart them.',
        '1. KB 55806 を読み、方式を選ぶ。v1 は 1 台の仮想マシン内のプロセス間も分離し、v2 (6.7 U2 以降) は仮想マシン間のみを分離する。\n2. ホストの詳細システム設定で VMkernel.Boot.hyperthreadingMitigation を true にする。v2 の場合は VMkernel.Boot.hyperthreadingMitigationIntraVM も false にする。クラスタ内のホストは同じ設定にそろえる。\n3. ホストを 1 台ずつメンテナンス モードにして再起動する。',
      ),
    },
  },
  {
    kind: 'judgement',
    id: 'esx.core-scheduler-forced',
    facts: [],
    area: 'vm-isolation',
    severity: 'low',
    // Before 6.7 there is no such scheduler: the advisory has no fix for 6.5.
    span: '6.7..9.1',
    subject: 'HostSystem',
    title: text(
      'VMs with a PCI device share no core with others on processors that leak stale data (MMIO)',
      '古いデータが漏れる CPU (MMIO Stale Data) では、PCI デバイスを持つ仮想マシンが他とコアを共有しない',
    ),
    rationale: text(
      'A VM that reaches a device directly can read data of others from buffers of these processors (CVE-2022-21166, VMSA-2022-0016). Newer ones too, where the scheduler stays off unless it is forced on.',
      'デバイスに直接アクセスする仮想マシンは、CPU のバッファに残った他のデータを読み取れる (CVE-2022-21166、VMSA-2022-0016)。新しい CPU では、強制しない限りスケジューラは働かない。',
    ),
    impact: restart,
    reads: [
      ...ofHost(PROCESSORS, FEATURES, THREADS, option(FORCED), option(MITIGATION)),
      { type: 'VirtualMachine', path: 'runtime.host' },
      { type: 'VirtualMachine', path: 'config.hardware.device' },
    ],
    judge: judgeForced,
    repair: {
      kind: 'steps',
      disruption: 'reboot',
      steps: text(
        'Take the device away from the VM where a virtual one will do. Else set VMkernel.Boot.forceHyperthreadingMitigation to true (builds of June 2022 and later have it) and restart the host from maintenance mode.',
        '仮想デバイスで足りる場合は、仮想マシンから PCI デバイスを外す。必要な場合は VMkernel.Boot.forceHyperthreadingMitigation (2022 年 6 月以降のビルドで利用可能) を true にし、メンテナンス モードからホストを再起動する。',
      ),
    },
  },
  {
    kind: 'judgement',
    id: 'esx.cpu-microcode',
    facts: [],
    area: 'patches',
    severity: 'high',
    subject: 'HostSystem',
    title: text(
      'The processors run microcode that mends the flaws of 2018 and 2019',
      'CPU のマイクロコードに、2018～2019 年の脆弱性の緩和機能が含まれている',
    ),
    rationale: text(
      'Without it neither ESX nor guests can keep one program from reading the memory of another (Spectre, SSB, L1TF, MDS), whatever patches they have.',
      '含まれていない場合、ESX やゲスト OS にパッチを適用しても、他のプログラムのメモリの読み取り (Spectre、SSB、L1TF、MDS) を防げない。',
    ),
    impact: text(
      'The host restarts. VMs see the new features after a power cycle, and then move only to hosts that have them.',
      'ホストの再起動が必要である。仮想マシンには電源の再投入後に反映され、以後は同じ機能を持つホストにのみ移行できる。',
    ),
    reads: ofHost(PROCESSORS, FEATURES),
    judge: judgeMicrocode,
    repair: {
      kind: 'steps',
      disruption: 'reboot',
      steps: text(
        'Update vCenter Server, then the host: patches of ESX bring microcode along. If the features are still missing, update the BIOS with the tool of the server’s maker. The revision itself shows on the host: vsish -e cat /hardware/cpu/cpuList/0',
        '先に vCenter Server、次にホストを更新する。ESX のパッチにはマイクロコードが含まれる。それでも機能が不足する場合は、サーバー メーカーのツールで BIOS を更新する。リビジョンはホスト上の vsish -e cat /hardware/cpu/cpuList/0 で確認できる。',
      ),
    },
  },
]
