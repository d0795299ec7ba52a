import { atLeast, fail, is, judgeFacts, oneOf, pass, type Control } from '../../control/index.ts'
import { isKeyed, isRecord, known, mapFact, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { removal, vmDevice } from './device-row.ts'
import { deviceClasses, type VmDevice } from './devices.ts'
import { readFilled, vmSetting } from './setting-row.ts'

const { sound, passthrough, disk } = deviceClasses

/** Modes in which a disk forgets, so that what an intruder did is gone after the next power-off. */
const FORGETTING = new Set(['independent_nonpersistent', 'nonpersistent', 'append', 'undoable'])
const diskMode = ({ backing }: VmDevice) => (typeof backing['diskMode'] === 'string' ? backing['diskMode'] : 'no mode')
/** Raw disks have no mode; one that is not understood may be any. */
const isForgetful = ({ backing: { diskMode: mode } }: VmDevice) =>
  mode !== undefined && (typeof mode !== 'string' || FORGETTING.has(mode))

/** `vmx-19` is 19. */
const hardwareNumber = (version: unknown) =>
  typeof version === 'string' && /^vmx-\d+$/.test(version) ? Number(version.slice(4)) : version

/** Whether the firmware is EFI; a word that we do not know is not taken for BIOS. */
function isEfi(subject: Subject): Fact<boolean> {
  const firmware = readFilled(subject, 'config.firmware')
  if (!firmware.known) return firmware
  const { value, from } = firmware
  return value === 'efi' || value === 'bios' ? known(value === 'efi', from) : unknown('fault', from, 'not a firmware')
}

/** EFI Secure Boot of a VM whose firmware is EFI; the object without the field means off. */
function readSecureBoot(subject: Subject): Fact<unknown> {
  const options = readFilled(subject, 'config.bootOptions')
  if (!options.known) return options
  if (!isRecord(options.value)) return unknown('fault', options.from, 'not boot options')
  return known(options.value['efiSecureBootEnabled'] ?? false, {
    ref: subject.ref,
    path: 'config.bootOptions.efiSecureBootEnabled',
  })
}

const FILTER_KEY = /^ethernet\d+\.filter\d+\.name$/i

/** The network filters that are written into the VMX file, as `key=name`. */
function readFilters(subject: Subject): Fact<readonly string[]> {
  const fact = readRaw(subject, 'config.extraConfig')
  if (!fact.known) return fact
  if (fact.value === undefined) return unknown('notCollected', fact.from, 'no list of options')
  const list: readonly unknown[] | undefined = Array.isArray(fact.value) ? fact.value : undefined
  if (!list?.every(isKeyed)) return unknown('fault', fact.from, 'not a list of options')
  const found = list.filter(({ key, value }) => FILTER_KEY.test(key) && value !== '')
  return known(
    found.map(({ key, value }) => `${key}=${String(value)}`),
    fact.from,
  )
}

/** How a VM is built: what it shares with the host, and how its traffic and start are protected. */
export const vmHardware: readonly Control[] = [
  vmDevice({
    id: 'vm.sound-card',
    facts: ['vm-audio'],
    area: 'vm-isolation',
    severity: 'low',
    title: text('The VM has no sound card', '仮想マシンにサウンド カードがない'),
    rationale: text(
      'A server needs no sound. Each emulated device is code of the host that a guest can attack.',
      'サーバに音声は不要である。エミュレートされるデバイスはどれも、ゲストから攻撃できるホスト側のコードになる。',
    ),
    impact: text(
      'Virtual desktops lose their sound. Removal needs the VM to be off.',
      '仮想デスクトップでは音が出なくなる。削除にはパワーオフが必要である。',
    ),
    offends: (device) => sound.has(device.type),
    repair: removal(
      text(
        'Power off the VM and remove the sound card in Edit Settings.',
        '仮想マシンをパワーオフし、[設定の編集] でサウンド カードを削除する。',
      ),
    ),
  }),
  vmDevice({
    id: 'vm.pci-passthrough',
    facts: ['vm-pci-passthrough'],
    area: 'vm-isolation',
    severity: 'medium',
    title: text('No physical PCI device is given to the VM', '仮想マシンに物理 PCI デバイスがパススルーされていない'),
    rationale: text(
      'A guest that drives real hardware can reload its firmware and stay there for the next tenant, and may slip past the controls of the hypervisor.',
      '実ハードウェアを直接操作できるゲストは、ファームウェアを書き換えて居座ったり、ハイパーバイザーの制御をすり抜けたりできる。',
    ),
    impact: text(
      'GPU, AI and SR-IOV workloads need it: accept those with a waiver.',
      'GPU、AI、SR-IOV のワークロードでは必要になる。その場合は例外として承認する。',
    ),
    offends: (device) => passthrough.has(device.type),
    state: (device) => String(device.backing['_typeName'] ?? device.type),
    repair: removal(
      text(
        'Power off the VM and remove the PCI device in Edit Settings.',
        '仮想マシンをパワーオフし、[設定の編集] で PCI デバイスを削除する。',
      ),
    ),
  }),
  vmDevice({
    id: 'vm.persistent-disks',
    facts: ['vm-nonpersistent-disk'],
    area: 'vm-isolation',
    severity: 'medium',
    title: text('Every virtual disk keeps what is written to it', 'すべての仮想ディスクが書き込まれた内容を保持する'),
    rationale: text(
      'On a disk that forgets at power-off an intruder leaves no trace, and the guest’s own logs are lost with it.',
      'パワーオフで内容が破棄されるディスクでは、侵入の痕跡が残らず、ゲストのログも失われる。',
    ),
    impact: text(
      'A VM that is meant to reset itself, such as a kiosk or a training desktop, keeps its changes.',
      'キオスク端末や研修用デスクトップなど、再起動のたびに初期化したい仮想マシンでは、変更が残るようになる。',
    ),
    offends: (device) => disk.has(device.type) && isForgetful(device),
    state: diskMode,
    repair: removal(
      text(
        'Power off the VM and set the disk mode to Dependent or Independent - Persistent. What the disk would have dropped stays.',
        '仮想マシンをパワーオフし、ディスク モードを [依存型] または [独立型 - 通常] に変更する。',
      ),
    ),
  }),
  {
    kind: 'judgement',
    id: 'vm.network-filter',
    facts: ['vm-dvfilter'],
    area: 'vm-isolation',
    severity: 'low',
    subject: 'VirtualMachine',
    title: text(
      'No network filter is written into the VMX file',
      'VMX ファイルにネットワーク フィルタ (dvFilter) が設定されていない',
    ),
    rationale: text(
      'A filter reads and changes every packet of the adapter. One that nobody remembers is a place to listen, or a hole when its appliance is gone.',
      'フィルタはアダプタのすべてのパケットを参照、変更できる。誰も把握していないフィルタは盗聴の足場になり、製品が撤去されていれば通信の穴になる。',
    ),
    impact: text(
      'A security product that hooks in this way stops seeing the VM: ask its owner first.',
      'この仕組みを使うセキュリティ製品は仮想マシンの通信を見られなくなる。先に担当者に確認する。',
    ),
    reads: [{ type: 'VirtualMachine', path: 'config.extraConfig' }],
    judge: (subject) =>
      judgeFacts([readFilters(subject)], (filters) =>
        filters.length === 0 ? pass() : fail(note(text('{filters}', '{filters}'), { filters: filters.join(', ') })),
      ),
    repair: {
      kind: 'steps',
      disruption: 'powerCycle',
      steps: text(
        'Find out which product set the filter. If none uses it, power off the VM and remove the key in Advanced Parameters.',
        'どの製品が設定したフィルタかを確認する。使われていなければ、仮想マシンをパワーオフして [詳細パラメータ] からキーを削除する。',
      ),
    },
  },
  {
    kind: 'observation',
    id: 'vm.hardware-version',
    facts: ['vm-hardware-version'],
    area: 'vm-isolation',
    severity: 'low',
    subject: 'VirtualMachine',
    title: text('The virtual hardware is not obsolete', '仮想ハードウェアのバージョンが古くない'),
    rationale: text(
      'Old virtual hardware lacks what newer releases protect a guest with: Secure Boot, virtual TPM, mitigations of CPU flaws.',
      '古い仮想ハードウェアでは、セキュア ブート、仮想 TPM、CPU の脆弱性緩和など、新しいリリースの保護機能が使えない。',
    ),
    impact: text(
      'The VM must be off, the guest finds new hardware, and there is no way back but a snapshot. Older hosts cannot run it any more.',
      'パワーオフが必要で、ゲストは新しいハードウェアを検出する。元に戻すにはスナップショットしかなく、古いホストでは動かなくなる。',
    ),
    reads: [{ type: 'VirtualMachine', path: 'config.version' }],
    observe: (subject) => mapFact(readFilled(subject, 'config.version'), hardwareNumber),
    expect: {
      sakimori: [
        ['6.5..7.0', atLeast(13)],
        ['8.0..9.1', atLeast(17)],
      ],
      cis: [
        ['6.5..7.0', atLeast(13)],
        ['8.0..9.1', atLeast(19)],
      ],
    },
    repair: {
      kind: 'steps',
      disruption: 'powerCycle',
      steps: text(
        'Update VMware Tools, take a snapshot, power off the VM and choose Compatibility > Upgrade VM Compatibility.',
        'VMware Tools を更新してスナップショットを取得し、仮想マシンをパワーオフして [互換性] > [仮想マシンの互換性のアップグレード] を実行する。',
      ),
    },
  },
  vmSetting('config.migrateEncryption', 'vmSetting', 'migrateEncryption', {
    id: 'vm.vmotion-encryption',
    facts: ['vm-vmotion-encryption'],
    area: 'vm-isolation',
    severity: 'medium',
    disruption: 'none',
    whenEncrypted: 'required',
    title: text(
      'The memory of the VM is encrypted while it moves by vMotion',
      'vMotion の際に仮想マシンのメモリが暗号化される',
    ),
    rationale: text(
      'Unencrypted vMotion sends the whole memory, keys and passwords included, over the network in the clear.',
      '暗号化しない vMotion では、鍵やパスワードを含むメモリ全体が平文でネットワークに流れる。',
    ),
    impact: text(
      'vMotion costs some CPU. With “required” the VM cannot move to a host that cannot encrypt.',
      'vMotion の CPU 負荷が少し増える。[必須] にすると、暗号化できないホストには移行できない。',
    ),
    // “Opportunistic” encrypts wherever both hosts can, and every host since 6.5 can.
    expect: { sakimori: oneOf(['opportunistic', 'required'], 'required'), scg: [['7.0..9.1', is('required')]] },
  }),
  vmSetting('config.ftEncryptionMode', 'vmSetting', 'ftEncryptionMode', {
    id: 'vm.ft-encryption',
    facts: ['vm-ft-encryption'],
    area: 'vm-isolation',
    severity: 'low',
    span: '7.0..9.1',
    disruption: 'none',
    title: text('Fault Tolerance traffic of the VM is encrypted', '仮想マシンの Fault Tolerance 通信が暗号化される'),
    rationale: text(
      'Fault Tolerance sends the running memory to the second host without end; in the clear it can be read on the way.',
      'Fault Tolerance は実行中のメモリをセカンダリ ホストに送り続ける。平文であれば経路上で読み取られる。',
    ),
    impact: text('Fault Tolerance costs some CPU.', 'Fault Tolerance の CPU 負荷が少し増える。'),
    expect: {
      sakimori: oneOf(['ftEncryptionOpportunistic', 'ftEncryptionRequired'], 'ftEncryptionRequired'),
      scg: is('ftEncryptionRequired'),
    },
  }),
  {
    kind: 'observation',
    id: 'vm.secure-boot',
    facts: ['vm-secure-boot'],
    area: 'vm-isolation',
    severity: 'medium',
    subject: 'VirtualMachine',
    title: text(
      'A VM with EFI firmware starts with Secure Boot',
      'EFI ファームウェアの仮想マシンはセキュア ブートで起動する',
    ),
    rationale: text(
      'Without Secure Boot malware can put itself before the operating system and hide from everything inside the guest.',
      'セキュア ブートがなければ、マルウェアが OS より先に起動し、ゲスト内のあらゆる検知から隠れられる。',
    ),
    impact: text(
      'A guest with an unsigned boot loader or driver does not start. The VM must be off to change it.',
      '署名のないブート ローダーやドライバを使うゲストは起動しなくなる。変更にはパワーオフが必要である。',
    ),
    reads: [
      { type: 'VirtualMachine', path: 'config.firmware' },
      { type: 'VirtualMachine', path: 'config.bootOptions' },
    ],
    applies: isEfi,
    observe: readSecureBoot,
    expect: { sakimori: is(true) },
    // A guest that is not ready for it does not start again, so a person decides.
    repair: {
      kind: 'steps',
      disruption: 'powerCycle',
      steps: text(
        'Make sure that the guest supports Secure Boot, power off the VM and switch Secure Boot on under VM Options > Boot Options.',
        'ゲスト OS がセキュア ブートに対応していることを確認し、仮想マシンをパワーオフして [仮想マシン オプション] > [起動オプション] でセキュア ブートを有効にする。',
      ),
    },
  },
]
