import {
  fail,
  is,
  judgeFacts,
  notApplicable,
  pass,
  readHostOption,
  type Control,
  type Judgement,
  type Row,
} from '../../control/index.ts'
import { isRecord, known, mapFact, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { readTold } from './read-told.ts'

const STATE = 'runtime.stateEncryption'
const CHIP = 'capability.tpmSupported'
const SECURE_BOOT = 'capability.uefiSecureBoot'
const BIOS = 'hardware.biosInfo'
const TXT = 'capability.txtEnabled'
const PROCESSORS = 'hardware.cpuPkg'

const said = {
  on: text('the host started with Secure Boot', 'ホストはセキュア ブートで起動している'),
  off: text('the host started without Secure Boot', 'ホストはセキュア ブートなしで起動している'),
  noChip: text('the host has no TPM: see esx.tpm-present', 'ホストに TPM がない (esx.tpm-present を参照)'),
  chip: text('TPM {version}, attestation: {status}', 'TPM {version}、証明 (アテステーション): {status}'),
  chipless: text('no TPM', 'TPM なし'),
  state: text('{field}: {value}', '{field}: {value}'),
  entropy: text('disableHwrng: {hwrng}, entropySources: {sources}', 'disableHwrng: {hwrng}、entropySources: {sources}'),
} as const

function readChip(subject: Subject): Fact<boolean> {
  const told = readTold(subject, CHIP)
  if (!told.known) return told
  return typeof told.value === 'boolean'
    ? known(told.value, told.from)
    : unknown('fault', told.from, 'neither yes nor no')
}

/**
 * Whether the host started with Secure Boot. Only builds from 8.0 U3 on say it themselves; older ones with a TPM do where
 * they require it (they would not have started otherwise), and one that started by BIOS cannot have it.
 */
function readSecureBoot(subject: Subject): Fact<boolean> {
  const told = readRaw(subject, SECURE_BOOT)
  if (told.known && typeof told.value === 'boolean') return known(told.value, told.from)
  if (told.known && told.value !== undefined) return unknown('fault', told.from, 'neither yes nor no')
  if (!told.known && told.missing !== 'notSupported') return told
  const required = readTold(subject, STATE, 'requireSecureBoot')
  if (required.known && required.value === true) return known(true, required.from)
  const bios = readRaw(subject, BIOS)
  if (bios.known && isRecord(bios.value) && bios.value['firmwareType'] === 'BIOS') return known(false, bios.from)
  return unknown('notSupported', told.from, 'builds before 8.0 U3 do not tell')
}

/** What vCenter Server made of the chip’s proof; unset where nobody has asked for one. Servers before 6.7 have no such thing. */
function readAttestation(subject: Subject): Fact<string | undefined> {
  const raw = readRaw(subject, 'summary.tpmAttestation')
  if (!raw.known) return raw.missing === 'notSupported' ? known(undefined, raw.from) : raw
  if (raw.value === undefined) return known(undefined, raw.from)
  const status = isRecord(raw.value) ? raw.value['status'] : undefined
  return typeof status === 'string' ? known(status, raw.from) : unknown('fault', raw.from, 'no status')
}

function readChipVersion(subject: Subject): Fact<string> {
  const told = readTold(subject, 'capability.tpmVersion')
  if (!told.known) return told
  return typeof told.value === 'string' ? known(told.value, told.from) : unknown('fault', told.from, 'not a version')
}

/** Servers with processors of other makers have their own means. */
const isIntel = (subject: Subject): Fact<boolean> =>
  mapFact(
    readTold(subject, PROCESSORS),
    (packages) => Array.isArray(packages) && packages.some((one) => isRecord(one) && one['vendor'] === 'intel'),
  )

const ENTROPY = ['VMkernel.Boot.disableHwrng', 'VMkernel.Boot.entropySources'] as const

/** A part of the host’s configuration that the TPM seals. DISA counts a host without a chip as well, if for less. */
function sealed(field: string, wanted: string | boolean, row: Row): Judgement {
  return {
    ...row,
    kind: 'judgement',
    subject: 'HostSystem',
    reads: [STATE, CHIP].map((path) => ({ type: 'HostSystem', path })),
    judge: (subject, _inventory, { baseline }) => {
      const chip = readChip(subject)
      if (chip.known && !chip.value && baseline !== 'stig')
        return { ...notApplicable(note(said.noChip, {})), evidence: [chip] }
      return judgeFacts([chip, readTold(subject, STATE, field)], (_chip, value) => {
        const message = note(said.state, { field, value: String(value) })
        return value === wanted ? pass(message) : fail(message)
      })
    },
    repair: {
      kind: 'steps',
      disruption: 'reboot',
      steps: text(
        'First store the recovery key of the host (esxcli system settings encryption recovery list) outside of it. Then set mode, Secure Boot and executables with esxcli system settings encryption set, and restart the host from maintenance mode.',
        'まずホストの回復キー (esxcli system settings encryption recovery list) をホスト外に保管する。次に esxcli system settings encryption set でモード、セキュア ブート、実行ファイルの制限を設定し、メンテナンス モードにして再起動する。',
      ),
    },
  }
}

const sealedImpact = text(
  'If the TPM, the main board or the firmware setting changes, the host does not start without its recovery key. The mode cannot be switched off again.',
  'TPM やマザーボードの交換、ファームウェア設定の変更をすると、回復キーなしではホストが起動しない。モードは元に戻せない。',
)

/** A host starts with what its vendor signed, and keeps its secrets in its own chip. */
export const bootIntegrity: readonly Control[] = [
  {
    id: 'esx.secure-boot',
    kind: 'judgement',
    facts: ['esxi-secure-boot'],
    area: 'access-restriction',
    subject: 'HostSystem',
    severity: 'high',
    span: '7.0..9.1',
    title: text('The host has started with UEFI Secure Boot', 'ホストは UEFI セキュア ブートで起動している'),
    rationale: text(
      'Without it a changed boot loader or driver runs before every defence of the host, and survives reinstallation of packages.',
      '無効だと、改ざんされたブート ローダーやドライバがあらゆる防御より先に動き、パッケージを入れ直しても残る。',
    ),
    impact: text(
      'A host with an unsigned package does not start: check with secureBoot.py -c before you switch it on.',
      '署名のない VIB があるとホストは起動しない。有効にする前に secureBoot.py -c で確認すること。',
    ),
    reads: [SECURE_BOOT, STATE, BIOS].map((path) => ({ type: 'HostSystem', path })),
    judge: (subject) =>
      judgeFacts([readSecureBoot(subject)], (on) => (on ? pass(note(said.on, {})) : fail(note(said.off, {})))),
    repair: {
      kind: 'steps',
      disruption: 'reboot',
      steps: text(
        'Check all packages with /usr/lib/vmware/secureboot/bin/secureBoot.py -c, put the host into maintenance mode, and switch Secure Boot on in its firmware (UEFI mode).',
        '/usr/lib/vmware/secureboot/bin/secureBoot.py -c で全 VIB を確認し、メンテナンス モードにしてから、ファームウェア (UEFI モード) でセキュア ブートを有効にする。',
      ),
    },
  },
  sealed('requireSecureBoot', true, {
    id: 'esx.secure-boot-enforced',
    facts: ['esxi-secure-boot-enforcement'],
    area: 'access-restriction',
    severity: 'medium',
    span: '7.0..9.1',
    title: text(
      'The TPM of the host lets it start only with Secure Boot',
      'TPM により、ホストはセキュア ブートでなければ起動しない',
    ),
    rationale: text(
      'Otherwise someone at the management controller switches Secure Boot off, and the host starts with whatever he put there.',
      '強制しなければ、BMC に侵入した者がセキュア ブートを切り、仕込んだものでホストを起動できる。',
    ),
    impact: sealedImpact,
  }),
  sealed('protectionMode', 'tpm', {
    id: 'esx.configuration-sealed',
    facts: ['esxi-tpm-config-encryption'],
    area: 'access-restriction',
    severity: 'medium',
    span: '7.0..9.1',
    title: text(
      'The configuration of the host is encrypted with a key in its TPM',
      'ホストの構成情報は TPM 内の鍵で暗号化されている',
    ),
    rationale: text(
      'The boot disk holds password hashes and keys. Without the seal they are read from a stolen or discarded disk.',
      'ブート ディスクにはパスワード ハッシュや鍵がある。暗号化されていなければ、盗難や廃棄のディスクから読み出せる。',
    ),
    impact: sealedImpact,
  }),
  sealed('requireExecInstalledOnly', true, {
    id: 'esx.installed-programs-only-sealed',
    facts: ['esxi-exec-installed-only-enforcement'],
    area: 'access-restriction',
    severity: 'medium',
    span: '7.0..9.1',
    title: text(
      'The TPM of the host keeps the rule to run only programs from installed packages',
      'インストール済みの VIB だけを実行する規則が TPM により強制されている',
    ),
    rationale: text(
      'Without the seal, root takes the rule away with one boot option, and the next start runs an encryptor.',
      '強制しなければ、root は起動オプション 1 つで規則を外せ、次の起動からは暗号化プログラムも実行できる。',
    ),
    impact: text(
      'The boot option must be set first (esx.installed-programs-only-at-boot). Programs that were copied to the host no longer start.',
      '先に起動オプション (esx.installed-programs-only-at-boot) を設定する必要がある。ホストにコピーしたプログラムは起動しなくなる。',
    ),
  }),
  {
    id: 'esx.tpm-present',
    kind: 'judgement',
    facts: ['esxi-tpm-present'],
    area: 'access-restriction',
    subject: 'HostSystem',
    severity: 'medium',
    title: text(
      'The host has a TPM 2.0 chip whose attestation vCenter Server has not refused',
      'ホストに TPM 2.0 があり、vCenter Server がその証明を拒否していない',
    ),
    rationale: text(
      'Only a TPM can prove to vCenter Server what the host has started, and keep its keys from whoever holds the disk.',
      'ホストが何で起動したかを vCenter Server に証明し、ディスクを持つ者から鍵を守れるのは TPM だけである。',
    ),
    impact: text(
      'A chip is bought and built in with the host off. After a refusal, look for a changed firmware before you accept it.',
      'チップの追加にはホストの停止が必要である。拒否されている場合は、受け入れる前にファームウェアの改変を疑うこと。',
    ),
    reads: [CHIP, 'capability.tpmVersion', 'summary.tpmAttestation'].map((path) => ({ type: 'HostSystem', path })),
    judge: (subject) => {
      const chip = readChip(subject)
      if (chip.known && !chip.value) return { ...fail(note(said.chipless, {})), evidence: [chip] }
      return judgeFacts([chip, readChipVersion(subject), readAttestation(subject)], (_, version, status) => {
        const message = note(said.chip, { version, status: status ?? '-' })
        return version === '2.0' && status !== 'notAccepted' ? pass(message) : fail(message)
      })
    },
    repair: {
      kind: 'steps',
      disruption: 'reboot',
      steps: text(
        'Fit a TPM 2.0 (SHA-256, TIS/FIFO) and enable it in the firmware; see cluster > Monitor > Security for the attestation.',
        'TPM 2.0 (SHA-256、TIS/FIFO) を搭載し、ファームウェアで有効にする。証明の状態はクラスタ > 監視 > セキュリティで確認する。',
      ),
    },
  },
  {
    id: 'esx.trusted-execution',
    // Hosts of 6.5 do not tell.
    span: '6.7..9.1',
    kind: 'observation',
    facts: ['hw-cpu-intel-txt'],
    area: 'access-restriction',
    subject: 'HostSystem',
    severity: 'low',
    title: text(
      'Trusted Execution Technology (TXT) of the Intel processors is on',
      'Intel CPU の TXT (Trusted Execution Technology) が有効になっている',
    ),
    rationale: text(
      'TXT measures the start of the hypervisor into the TPM; without it a changed loader leaves no trace there.',
      'TXT はハイパーバイザの起動を計測して TPM に記録する。無効だと、ローダーの改ざんが記録に残らない。',
    ),
    impact: text(
      'Changed in the firmware, with a restart; some servers need the TPM to be active first.',
      'ファームウェアで設定し、再起動が必要である。先に TPM を有効にする必要があるサーバーもある。',
    ),
    reads: [TXT, PROCESSORS].map((path) => ({ type: 'HostSystem', path })),
    applies: isIntel,
    observe: (subject) => readTold(subject, TXT),
    expect: { sakimori: is(true) },
    repair: {
      kind: 'steps',
      disruption: 'reboot',
      steps: text(
        'Put the host into maintenance mode and switch TXT on in the firmware, beside the TPM and VT-d.',
        'ホストをメンテナンス モードにし、ファームウェアで TPM、VT-d とあわせて TXT を有効にする。',
      ),
    },
  },
  {
    id: 'esx.hardware-entropy',
    kind: 'judgement',
    facts: ['esxi-entropy'],
    area: 'access-restriction',
    subject: 'HostSystem',
    severity: 'low',
    span: '8.0..9.1',
    title: text(
      'The host draws its random numbers from the hardware, too',
      'ホストの乱数生成にハードウェアのエントロピー源が使われている',
    ),
    rationale: text(
      'Keys are as good as the random numbers that they are made of; with few sources someone can guess them.',
      '鍵の強さは乱数の質で決まる。エントロピー源が足りないと、鍵を推測されるおそれがある。',
    ),
    impact: text('The host has to be restarted.', 'ホストの再起動が必要である。'),
    reads: ENTROPY.map((key) => ({ type: 'HostSystem', path: `config.option["${key}"]` })),
    judge: (subject) =>
      judgeFacts(
        [
          readHostOption(subject, 'VMkernel.Boot.disableHwrng'),
          readHostOption(subject, 'VMkernel.Boot.entropySources'),
        ],
        (hwrng, sources) => {
          const message = note(said.entropy, { hwrng: String(hwrng), sources: String(sources) })
          // Servers answer switches as false or 0 by version.
          return (hwrng === false || hwrng === 0) && sources === 0 ? pass(message) : fail(message)
        },
      ),
    repair: {
      kind: 'steps',
      disruption: 'reboot',
      steps: text(
        'esxcli system settings kernel set -s disableHwrng -v FALSE, then -s entropySources -v 0, and restart the host from maintenance mode.',
        'esxcli system settings kernel set -s disableHwrng -v FALSE と -s entropySources -v 0 を実行し、メンテナンス モードにして再起動する。',
      ),
    },
  },
]
