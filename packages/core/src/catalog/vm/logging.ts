import { absentOr, between, is, vmOption, type Control, type Observation, type VmOption } from '../../control/index.ts'
import { text } from '../../text/index.ts'
import { expectByAbsence } from './option-row.ts'
import { vmSetting } from './setting-row.ts'

const impact = text(
  'A little more or less space on the VM’s datastore. It counts after the next power cycle.',
  '仮想マシンのデータストアの使用量がわずかに変わる。次回の電源の入れ直し後に有効になる。',
)

/** A number of the VM's own log. Up to 6.7 nobody has published what an absent key means; later the default is good. */
const logNumber = (
  key: VmOption,
  row: Omit<Parameters<typeof vmOption>[2], 'area' | 'severity' | 'impact'>,
): Observation => vmOption(key, 'number', { ...row, area: 'vm-isolation', severity: 'low', impact })

/** The log of the VM's own process: what the guest, its devices and its consoles did. */
export const vmLogging: readonly Control[] = [
  vmSetting('config.flags.enableLogging', 'vmSetting', 'flags.enableLogging', {
    id: 'vm.log-enabled',
    facts: ['vm-log-enabled'],
    area: 'vm-isolation',
    severity: 'low',
    disruption: 'none',
    title: text('The VM writes its log', '仮想マシンがログ (vmware.log) を出力する'),
    rationale: text(
      'Without the log nobody can tell afterwards which device was connected, when the VM was moved, or why it stopped.',
      'ログがなければ、どのデバイスが接続されたか、いつ移行されたか、なぜ停止したかを後から調べられない。',
    ),
    impact: text('The log takes some megabytes of the datastore.', 'ログがデータストアを数 MB 使用する。'),
    expect: { sakimori: is(true) },
  }),
  logNumber('log.keepOld', {
    id: 'vm.log-files-kept',
    facts: ['vm-log-keepold'],
    title: text('The VM keeps at least ten old log files', '仮想マシンの古いログ ファイルが 10 世代以上保持される'),
    rationale: text(
      'Each start of the VM begins a new file; with few of them a handful of restarts removes the record of an attack.',
      'ログは起動のたびに新しいファイルになる。世代数が少ないと、数回の再起動で攻撃の記録が消える。',
    ),
    expect: {
      sakimori: expectByAbsence('vm-log-keepold', between(10, 100, 10), '6.5..6.7').sakimori,
      scg: absentOr(is(10)),
      stig: absentOr(is(10)),
    },
  }),
  logNumber('log.rotateSize', {
    id: 'vm.log-size-limited',
    facts: ['vm-log-rotatesize'],
    title: text(
      'A log file of the VM is closed at about 2 MB',
      '仮想マシンのログ ファイルは約 2 MB でローテーションされる',
    ),
    rationale: text(
      'A guest can make its host write messages. Without a limit the log fills the datastore, and the VMs on it stop; with too small a one the traces are soon gone.',
      'ゲストの操作でホスト側のログを増やせる。上限がなければデータストアが枯渇してほかの仮想マシンも止まり、小さすぎれば痕跡がすぐに消える。',
    ),
    expect: {
      ...expectByAbsence('vm-log-rotatesize', between(1_024_000, 2_048_000), '6.5..6.7'),
      scg: absentOr(is(2_048_000)),
      cis: [
        ['6.5..7.0', is(1_024_000)],
        ['8.0..9.1', absentOr(is(2_048_000))],
      ],
    },
  }),
]
