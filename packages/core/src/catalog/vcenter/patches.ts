import type { Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'
import { patchLevel, supportedRelease, vcenter } from '../patches.ts'

/** vCenter Server runs what its vendor still mends. */
export const patches: readonly Control[] = [
  patchLevel(vcenter, {
    id: 'vcenter.patch-level',
    facts: ['vc-patch-level'],
    area: 'patches',
    severity: 'critical',
    title: text(
      'vCenter Server holds the fixes of all published security advisories',
      '公開済みのセキュリティ アドバイザリの修正がすべて vCenter Server に適用されている',
    ),
    rationale: text(
      'Several published flaws give code execution on vCenter Server without a login, and with it every host and VM.',
      '公開された脆弱性には、認証なしで vCenter Server 上のコード実行を許すものがある。そうなれば、すべてのホストと仮想マシンが掌握される。',
    ),
    impact: text(
      'vCenter Server restarts; hosts and VMs keep running, but cannot be managed meanwhile.',
      'vCenter Server が再起動する。ホストと仮想マシンは動き続けるが、その間は管理できない。',
    ),
    steps: text(
      'Take a file-based backup and a snapshot, then update the appliance to the fixed build that the note names. If the branch has no fix, upgrade to the newest one.',
      'ファイルベースのバックアップとスナップショットを取得し、注記の修正ビルドへアプライアンスを更新する。そのブランチに修正がなければ最新のブランチへアップグレードする。',
    ),
  }),
  supportedRelease(vcenter, {
    id: 'vcenter.supported-release',
    facts: ['vc-supported-version'],
    area: 'patches',
    severity: 'high',
    title: text(
      'The release of vCenter Server is under general support',
      'vCenter Server のリリースはジェネラル サポート期間内である',
    ),
    rationale: text(
      'After the end of general support new flaws stay open, on the one server that commands all others.',
      'ジェネラル サポートが終了すると、すべてを管理するサーバーに新たな脆弱性が残り続ける。',
    ),
    impact: text(
      'An upgrade needs a release that the hosts, the backup and the other solutions support.',
      'アップグレード先は、ホスト、バックアップ、連携ソリューションが対応するリリースでなければならない。',
    ),
    steps: text(
      'Upgrade vCenter Server to a supported release. Check the hosts and the connected solutions against the vendor’s compatibility lists first.',
      'サポート期間内のリリースへ vCenter Server をアップグレードする。事前にホストと連携ソリューションの互換性を確認する。',
    ),
  }),
]
