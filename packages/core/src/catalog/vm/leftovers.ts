import { absentOr, fail, is, judgeFacts, pass, vmOption, type Control } from '../../control/index.ts'
import { isRecord, known, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { leftAlone, removal, vmDevice } from './device-row.ts'
import { readManagedBy } from './devices.ts'
import { vmSwitch } from './option-row.ts'
import { readFilled } from './setting-row.ts'

const AHCI = 'VirtualAHCIController'

/** What one resource of a VM is set to. */
interface Allocation {
  /** MHz or MB; -1 is no limit. */
  readonly limit: number
  readonly level: string
}

function readAllocation(vm: Subject, path: 'config.cpuAllocation' | 'config.memoryAllocation'): Fact<Allocation> {
  const fact = readFilled(vm, path)
  if (!fact.known) return fact
  const { limit, shares } = isRecord(fact.value) ? fact.value : {}
  const level = isRecord(shares) ? shares['level'] : undefined
  // The API leaves the limit unset only in a specification, never in what it shows.
  if (typeof limit !== 'number' || typeof level !== 'string')
    return unknown('fault', fact.from, 'no limit or no shares')
  return known({ limit, level }, fact.from)
}

/** The memory of a VM in MB, which vSphere takes in steps of 4 only. */
function readMemory(vm: Subject): Fact<number> {
  const fact = readFilled(vm, 'summary.config.memorySizeMB')
  if (!fact.known) return fact
  return typeof fact.value === 'number' && fact.value > 0 && fact.value % 4 === 0
    ? known(fact.value, fact.from)
    : unknown('fault', fact.from, 'not a size of memory')
}

const above = (name: string, { level }: Allocation) =>
  level === 'high' || level === 'custom' ? [`${name}: shares ${level}`] : []

/** Settings of a VM that somebody left behind, and that help an attacker or starve a neighbour. */
export const vmLeftovers: readonly Control[] = [
  vmSwitch('isolation.tools.autoInstall.disable', {
    id: 'vm.tools-auto-install',
    fact: 'vm-tools-autoinstall',
    severity: 'low',
    must: true,
    title: text(
      'Automatic installation of VMware Tools is not opened',
      'VMware Tools の自動インストールが許可されていない',
    ),
    rationale: text(
      'An installation that the host starts restarts the guest and replaces drivers without its owner asking for it.',
      'ホスト側から始まるインストールは、ゲスト管理者の意図しない再起動やドライバの入れ替えにつながる。',
    ),
    impact: text(
      'VMware Tools are updated by hand or by the tools of the guest.',
      'VMware Tools は手動またはゲスト側の仕組みで更新する。',
    ),
  }),
  vmOption('svga.vgaOnly', 'switch', {
    id: 'vm.vga-only',
    facts: ['vm-vga-only'],
    area: 'vm-isolation',
    severity: 'low',
    // Withdrawn by the vendor: it breaks graphical consoles, so only the old guides ask for the key itself.
    span: '6.5..6.7',
    title: text(
      'The console of a VM without a desktop is kept to VGA where the guide of its release asks for it',
      'リリースのガイドが求める場合、デスクトップを使わない仮想マシンのコンソールは VGA に限定されている',
    ),
    rationale: text(
      'The full graphics device is a large piece of the host’s code that a guest can talk to; plain VGA is a small one.',
      '高機能なグラフィックス デバイスはゲストから到達できるホスト側のコードが多い。VGA であればごく少なく済む。',
    ),
    impact: text(
      'Graphical desktops of the guest no longer work in the console: use it for servers without one only.',
      'ゲストのグラフィカル デスクトップがコンソールに表示されなくなる。デスクトップのないサーバーだけに適用する。',
    ),
    expect: { sakimori: absentOr(is(true)), scg: is(true), cis: is(true) },
  }),
  vmDevice({
    id: 'vm.ahci-controller-in-use',
    facts: ['vm-ahci'],
    area: 'vm-isolation',
    severity: 'low',
    title: text(
      'The VM has no SATA controller without a device on it',
      'デバイスが接続されていない SATA コントローラーが仮想マシンに残っていない',
    ),
    rationale: text(
      'A controller that nothing uses serves an attacker only: it is emulated by code of the host that a guest can reach.',
      '使われていないコントローラーは攻撃者にしか役立たない。ゲストから到達できるホスト側のコードで処理されるためである。',
    ),
    impact: text('Removal needs the VM to be off.', '削除にはパワーオフが必要である。'),
    offends: (device) => device.type === AHCI && !device.holdsDevices,
    state: () => 'nothing on it',
    repair: removal(
      text(
        'Power off the VM and remove the SATA controller in Edit Settings.',
        '仮想マシンをパワーオフし、[設定の編集] で SATA コントローラーを削除する。',
      ),
    ),
  }),
  {
    kind: 'judgement',
    id: 'vm.resource-allocation',
    facts: ['vm-resource-limits'],
    area: 'vm-isolation',
    severity: 'low',
    subject: 'VirtualMachine',
    title: text(
      'The VM takes no more than its share of the host, and is not throttled by a forgotten limit',
      '仮想マシンのシェアがほかより高く設定されておらず、消し忘れたメモリ制限もない',
    ),
    rationale: text(
      'Raised shares let one busy or captured VM crowd out its neighbours. A memory limit below the VM’s size makes it swap while the host has memory to spare.',
      'シェアを上げた仮想マシンは、暴走や乗っ取りの際にほかを圧迫する。構成より小さいメモリ制限があると、ホストに余裕があってもスワップする。',
    ),
    impact: text(
      'A VM that was favoured on purpose gets slower under load: put it into a resource pool, or waive the finding.',
      '意図して優先していた仮想マシンは、負荷時に遅くなる。リソース プールで優先するか、例外として承認する。',
    ),
    reads: [
      { type: 'VirtualMachine', path: 'config.cpuAllocation' },
      { type: 'VirtualMachine', path: 'config.memoryAllocation' },
      { type: 'VirtualMachine', path: 'summary.config.memorySizeMB' },
      { type: 'VirtualMachine', path: 'config.managedBy' },
    ],
    judge: (vm) =>
      judgeFacts(
        [
          readManagedBy(vm),
          readAllocation(vm, 'config.cpuAllocation'),
          readAllocation(vm, 'config.memoryAllocation'),
          readMemory(vm),
        ],
        (extension, cpu, memory, size) => {
          const platform = leftAlone(extension)
          if (platform) return platform
          const throttled = memory.limit >= 0 && memory.limit < size
          const wrong = [
            ...above('CPU', cpu),
            ...above('memory', memory),
            ...(throttled ? [`memory: limit ${memory.limit} MB of ${size} MB`] : []),
          ]
          return wrong.length === 0 ? pass() : fail(note(text('{found}', '{found}'), { found: wrong.join(', ') }))
        },
      ),
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'In Edit Settings set the shares of CPU and memory to Normal and the memory limit to Unlimited. Where a VM must come first, use a resource pool.',
        '[設定の編集] で CPU とメモリのシェアを [標準]、メモリの制限を [制限なし] にする。優先が必要な場合はリソース プールを使う。',
      ),
    },
  },
]
