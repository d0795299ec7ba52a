import { esxOption, is, type Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'

/** The memory of one VM stays its own. */
export const memory: readonly Control[] = [
  esxOption('Mem.ShareForceSalting', {
    id: 'esx.page-sharing-salted',
    facts: ['esxi-tps-salting'],
    area: 'page-sharing',
    severity: 'medium',
    title: text(
      'Memory pages are shared inside a VM only, unless VMs carry the same salt',
      '同じソルトを持つ場合を除き、メモリ ページは仮想マシン間で共有されない',
    ),
    rationale: text(
      'Where pages are shared, one VM can time the accesses of another one to them and work out its encryption keys.',
      'ページが共有されていると、別の仮想マシンのアクセスを時間差から観測し、その暗号鍵を推定できる。',
    ),
    impact: text(
      'Less memory is saved when it is short. It counts for a VM after vMotion or a power cycle.',
      'メモリ不足時の節約効果が減る。仮想マシンには vMotion または電源の再投入後に反映される。',
    ),
    // 0: shared by all, salts are ignored. 1: shared by all VMs without a salt.
    expect: { sakimori: is(2) },
  }),
  esxOption('Mem.MemEagerZero', {
    id: 'esx.memory-zeroed-early',
    facts: ['esxi-mem-eager-zero'],
    area: 'page-sharing',
    severity: 'low',
    span: '7.0..9.1',
    title: text(
      'The memory of a VM is wiped as soon as it is given back',
      '仮想マシンのメモリは、解放されるとすぐに消去される',
    ),
    rationale: text(
      'Otherwise keys and passwords of a VM stay in memory after it was powered off, for someone who can read the host’s memory.',
      '消去しなければ、電源を切った仮想マシンの鍵やパスワードが、ホストのメモリを読める者の前に残る。',
    ),
    impact: text(
      'Powering off a large VM takes longer.',
      'メモリの大きい仮想マシンの電源オフに時間がかかるようになる。',
    ),
    expect: { sakimori: is(1) },
  }),
  esxOption('Mem.EncryptTierNvme', {
    id: 'esx.memory-tier-encrypted',
    facts: ['esxi-memory-tiering-encryption'],
    area: 'page-sharing',
    severity: 'medium',
    span: '9.0..9.1',
    title: text('Memory that is tiered to NVMe is encrypted', 'NVMe に階層化されたメモリは暗号化されている'),
    rationale: text(
      'A device that is pulled or sent in for repair otherwise carries the memory of VMs in clear text.',
      '暗号化しなければ、取り外しや修理で持ち出された NVMe デバイスに仮想マシンのメモリが平文で残る。',
    ),
    impact: text(
      'It costs some CPU and latency, where memory tiering is in use.',
      'メモリ階層化の使用時に、CPU 負荷と遅延がわずかに増える。',
    ),
    expect: { sakimori: is(1) },
  }),
  esxOption('Config.HostAgent.plugins.vmsvc.allowForensicSnapshots', {
    id: 'esx.forensic-snapshots-off',
    facts: ['esxi-forensic-snapshots'],
    area: 'vm-isolation',
    severity: 'low',
    span: '9.0..9.1',
    title: text(
      'Forensic snapshots cannot be taken on the host',
      'ホストでフォレンジック スナップショットを取得できない',
    ),
    rationale: text(
      'A forensic snapshot holds the whole memory of a VM, keys and passwords included.',
      'フォレンジック スナップショットには、鍵やパスワードを含む仮想マシンのメモリ全体が保存される。',
    ),
    impact: text(
      'Switch it on again for an investigation that needs it.',
      '調査で必要になったときは、一時的に有効化する。',
    ),
    expect: { sakimori: is(false) },
  }),
]
