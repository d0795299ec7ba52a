import type { Procedure } from '../../control/index.ts'
import { text } from '../../text/index.ts'
import { ofVsan } from './vsan-row.ts'

/** Whether what lies on vSAN stays whole and there. */
export const vsanIntegrity: readonly Procedure[] = [
  ofVsan({
    id: 'cluster.vsan-health-service',
    facts: ['vsan-health-check-enabled'],
    area: 'access-restriction',
    severity: 'low',
    span: '6.5',
    title: text('The health service of vSAN is on', 'vSAN の健全性サービスは有効である'),
    rationale: text(
      'Without it nobody is told of a wrong driver or a split cluster before data is lost.',
      '無効では、不適切なドライバーやクラスタの分断に、データを失う前に気付けない。',
    ),
    impact: text('None to speak of.', '特になし。'),
    steps: text(
      '1. vSphere Web Client > cluster > Configure > vSAN > Health and Performance.\n2. Cluster > Monitor > vSAN > Health.\nGood: the service is enabled with an interval of an hour or less, and red items have an owner.',
      '1. vSphere Web Client > クラスタ > 設定 > vSAN > 健全性とパフォーマンス を開く。\n2. クラスタ > 監視 > vSAN > 健全性 を確認する。\n合格: サービスが 1 時間以内の間隔で有効であり、異常項目に担当者がいる。',
    ),
    mend: text('Enable it there.', '同じ画面で有効にする。'),
  }),
  ofVsan({
    id: 'cluster.vsan-no-force-provisioning',
    facts: ['vsan-force-provisioning'],
    area: 'vm-isolation',
    severity: 'low',
    title: text(
      'No storage policy of vSAN forces provisioning',
      'vSAN のストレージ ポリシーで、強制プロビジョニングは使われていない',
    ),
    rationale: text(
      'It creates disks without the copies that the policy promises; the next failure loses them.',
      'ポリシーで定めた冗長性のないディスクが作成され、次の障害で失われるおそれがある。',
    ),
    impact: text(
      'New disks are refused while the cluster cannot keep the policy.',
      'ポリシーを満たせない間は、新しいディスクを作成できない。',
    ),
    steps: text(
      '1. vSphere Client > Policies and Profiles > VM Storage Policies: each vSAN policy > Edit > vSAN > Advanced Policy Rules. In PowerCLI: Get-SpbmStoragePolicy, and look for VSAN.forceProvisioning in the rules.\nGood: “Force provisioning” is off in every policy.',
      '1. vSphere Client > ポリシーおよびプロファイル > 仮想マシン ストレージ ポリシー で、各 vSAN ポリシーの 編集 > vSAN > 詳細なポリシー ルール を開く。PowerCLI では Get-SpbmStoragePolicy のルールで VSAN.forceProvisioning を確認する。\n合格: すべてのポリシーで「強制プロビジョニング」が無効である。',
    ),
    mend: text(
      'Switch it off, reapply the policy and see to it that the objects become compliant.',
      '無効にしてポリシーを再適用し、オブジェクトが準拠状態になることを確認する。',
    ),
  }),
  ofVsan({
    id: 'cluster.vsan-checksums',
    facts: ['vsan-object-checksum'],
    area: 'vm-isolation',
    severity: 'low',
    title: text(
      'No storage policy of vSAN disables the checksum of objects',
      'vSAN のストレージ ポリシーで、オブジェクト チェックサムは無効にされていない',
    ),
    rationale: text(
      'Without checksums silent errors of a disk go into the copies and the backup unnoticed.',
      'チェックサムがなければ、ディスクの静かな破損に気付かないまま、複製やバックアップに広がる。',
    ),
    impact: text('Objects are rewritten in the background.', 'オブジェクトがバックグラウンドで書き直される。'),
    steps: text(
      '1. vSphere Client > Policies and Profiles > VM Storage Policies: each vSAN policy > Edit > vSAN > Advanced Policy Rules. In PowerCLI: Get-SpbmStoragePolicy, and look for VSAN.checksumDisabled in the rules.\nGood: “Disable object checksum” is off in every policy.',
      '1. vSphere Client > ポリシーおよびプロファイル > 仮想マシン ストレージ ポリシー で、各 vSAN ポリシーの 編集 > vSAN > 詳細なポリシー ルール を開く。PowerCLI では Get-SpbmStoragePolicy のルールで VSAN.checksumDisabled を確認する。\n合格: すべてのポリシーで「オブジェクト チェックサムの無効化」がオフである。',
    ),
    mend: text('Switch it off and reapply the policy.', 'オフにしてポリシーを再適用する。'),
  }),
  ofVsan({
    id: 'cluster.vsan-operations-reserve',
    facts: ['vsan-operations-reserve'],
    area: 'vm-isolation',
    severity: 'low',
    title: text(
      'vSAN keeps capacity in reserve for its own operations',
      'vSAN は、自身の運用に必要な容量を予約している',
    ),
    rationale: text(
      'A cluster that is full cannot rebuild after a failure, and VMs stop writing.',
      '容量が枯渇すると障害後の再構築ができず、仮想マシンの書き込みも停止する。',
    ),
    impact: text('Less capacity can be handed out.', '割り当て可能な容量が減る。'),
    steps: text(
      '1. vSphere Client > cluster > Configure > vSAN > Services > Reservations and Alerts (7.0 Update 1 or newer). Before: cluster > Monitor > vSAN > Capacity.\nGood: the operations reserve is on; before 7.0 Update 1, 25 to 30 % are free.',
      '1. vSphere Client > クラスタ > 設定 > vSAN > サービス > 予約とアラート を開く (7.0 Update 1 以降)。それ以前は、クラスタ > 監視 > vSAN > 容量 を確認する。\n合格: 運用の予約が有効である。7.0 Update 1 より前は、25～30 % の空きがある。',
    ),
    mend: text(
      'Free capacity if need be, then switch the operations reserve on.',
      '必要なら空き容量を確保し、運用の予約を有効にする。',
    ),
  }),
  ofVsan({
    id: 'cluster.vsan-default-policy-deliberate',
    facts: ['vsan-auto-policy'],
    area: 'vm-isolation',
    severity: 'low',
    span: '9.0..9.1',
    title: text(
      'vSAN chooses its default storage policy automatically only where the site wants it to',
      'vSAN の自動ポリシー管理は、組織の方針に沿って設定されている',
    ),
    rationale: text(
      'With it, redundancy changes when hosts come and go, without anybody’s decision; the vendor’s own advice differs between 9.0 (on) and 9.1 (off).',
      '有効にすると、ホストの増減に応じて冗長度が自動的に変わる。ベンダーの推奨も 9.0 (有効) と 9.1 (無効) で異なる。',
    ),
    impact: text('Objects may be laid out anew.', 'オブジェクトが再配置されることがある。'),
    steps: text(
      '1. vSphere Client > cluster > Configure > vSAN > Services > Storage > Auto-policy management.\nGood: off (9.1), or as a written decision of the site says.',
      '1. vSphere Client > クラスタ > 設定 > vSAN > サービス > ストレージ > 自動ポリシー管理 を開く。\n合格: 無効である (9.1)、または組織の決定として文書化された設定である。',
    ),
    mend: text(
      'Set it as decided, and give the datastore a default policy by name.',
      '決定どおりに設定し、データストアの既定ポリシーを明示的に指定する。',
    ),
  }),
  ofVsan({
    id: 'cluster.vsan-auto-raid',
    facts: ['vsan-auto-raid'],
    area: 'vm-isolation',
    severity: 'low',
    span: '9.1',
    title: text('vSAN chooses the RAID layout itself (Auto-RAID)', 'vSAN の Auto-RAID は有効である'),
    rationale: text(
      'A layout that is chosen by hand does not follow the cluster when hosts are lost or added.',
      '手動で選んだ配置は、ホストの減少や追加に追随しない。',
    ),
    impact: text('Objects may be laid out anew.', 'オブジェクトが再配置されることがある。'),
    steps: text(
      '1. vSphere Client > cluster > Configure > vSAN > Services > Storage > Auto-RAID.\nGood: on, on express storage; on the original architecture attest notApplicable.',
      '1. vSphere Client > クラスタ > 設定 > vSAN > サービス > ストレージ > Auto-RAID を開く。\n合格: ESA で有効である。OSA の場合は notApplicable とする。',
    ),
    mend: text('Switch it on there.', '同じ画面で有効にする。'),
  }),
  ofVsan({
    id: 'cluster.vsan-auto-rebalance',
    facts: ['vsan-auto-rebalance'],
    area: 'vm-isolation',
    severity: 'low',
    span: '9.0..9.1',
    title: text('vSAN rebalances its disks by itself', 'vSAN の自動リバランスは有効である'),
    rationale: text(
      'Disks that fill unevenly come to a stop while others are empty.',
      '使用量が偏ると、空きのあるディスクが残っていても、満杯のディスクで書き込みが止まる。',
    ),
    impact: text(
      'Some load on network and disks while it moves data.',
      'データ移動中はネットワークとディスクに負荷がかかる。',
    ),
    steps: text(
      '1. vSphere Client > cluster > Configure > vSAN > Services > Advanced Options > Automatic rebalance.\nGood: on.',
      '1. vSphere Client > クラスタ > 設定 > vSAN > サービス > 詳細オプション > 自動リバランス を開く。\n合格: 有効である。',
    ),
    mend: text('Switch it on there.', '同じ画面で有効にする。'),
  }),
  ofVsan({
    id: 'cluster.vsan-disks-claimed-by-hand',
    facts: ['vsan-managed-disk-claim'],
    area: 'access-restriction',
    severity: 'low',
    span: '9.0..9.1',
    title: text(
      'vSAN takes no disks by itself (managed disk claim is off)',
      'vSAN のマネージド ディスク要求は無効である',
    ),
    rationale: text(
      'A disk that is plugged in for another purpose is erased and taken.',
      '別の目的で接続したディスクが、消去されて取り込まれるおそれがある。',
    ),
    impact: text('New disks have to be claimed by hand.', '新しいディスクは手動で要求する必要がある。'),
    steps: text(
      '1. vSphere Client > cluster > Configure > vSAN > Disk Management (or Services > Storage): vSAN managed disk claim.\nGood: off.',
      '1. vSphere Client > クラスタ > 設定 > vSAN > ディスク管理 (またはサービス > ストレージ) で、vSAN マネージド ディスク要求を確認する。\n合格: 無効である。',
    ),
    mend: text('Switch it off there.', '同じ画面で無効にする。'),
  }),
]
