import { text } from '@sakimori/core/text'
import { hosts, mistake, type KeyRow } from './row.ts'

/** What VMs share, how they are isolated, and what is plugged into them. */
export const guestsMistakes: readonly KeyRow[] = [
  mistake(
    'page-sharing',
    hosts('l01', 'l02'),
    ['esx.page-sharing-salted', 'esx.page-sharing-between-vms'],
    text(
      'Memory is short on the old hosts, so page sharing between all VMs was switched on.',
      '旧基盤はメモリが足りず、全仮想マシン間のページ共有を有効にしている。',
    ),
  ),
  mistake(
    'page-sharing',
    hosts('v01'),
    ['esx.page-sharing-between-vms'],
    text(
      'The host’s own setting is good, and two desktops on v01 share memory all the same: they carry the same salt.',
      'ホストの設定は正しいが、v01 の 2 台のデスクトップは同じソルトを持つため、メモリを共有している。',
    ),
  ),
  mistake(
    'page-sharing',
    ['VDI-設計-003', 'VDI-設計-007'],
    ['vm.page-sharing-salt'],
    text(
      'Two desktops got a salt when the golden image was tried out.',
      '2 台のデスクトップに、マスター イメージ検証時のソルトが残っている。',
    ),
  ),
  mistake(
    'page-sharing',
    hosts('d04'),
    ['esx.memory-zeroed-early'],
    text(
      'd04 leaves the memory of VMs that were powered off as it was.',
      'd04 は電源を切った仮想マシンのメモリをすぐには消去しない。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['erp-ap02', '踏み台-jump01'],
    ['vm.console-copy', 'vm.console-paste'],
    text(
      'Copying through the console was opened for a job on erp-ap02, and for comfort on the jump host.',
      'erp-ap02 は作業のため、踏み台は利便性のために、コンソールのコピーと貼り付けが許可されている。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['踏み台-jump01'],
    ['vm.console-drag-and-drop', 'vm.console-auto-lock'],
    text(
      'On the jump host files can be dragged in, and the desktop stays open when the console closes.',
      '踏み台はドラッグ アンド ドロップも可能で、コンソールを閉じてもデスクトップがロックされない。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['踏み台-jump01', 'backup01'],
    ['vm.console-connections'],
    text('More than one person can watch these consoles.', 'コンソールに複数人が同時に接続できる。'),
  ),
  mistake(
    'vm-isolation',
    ['erp-db01', 'erp-db02'],
    ['vm.vmotion-encryption'],
    text(
      'The databases of the ERP move in clear text: encryption was blamed for a slow vMotion once.',
      'ERP のデータベースは平文で vMotion される。以前、移行が遅い原因として暗号化が疑われた。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['erp-db01', 'erp-db02'],
    [],
    text(
      'The two databases write to one shared disk (multi-writer).',
      '2 台のデータベースが 1 つの共有ディスクに書き込める (マルチライター)。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['生産管理-DB01'],
    ['vm.ft-encryption'],
    text(
      'Fault Tolerance would send this VM’s memory in clear text.',
      'Fault Tolerance の通信が暗号化されない設定である。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['erp-ap01'],
    ['vm.host-info'],
    text(
      'The guest can ask about its host, for a monitor of the ERP that was never bought.',
      '導入されなかった ERP 監視製品のため、ゲストからホスト情報を参照できる。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['公開端末-01'],
    ['vm.persistent-disks'],
    text(
      'The public terminal forgets everything at each restart, traces of an intrusion included.',
      '公開端末は再起動のたびに内容が消え、侵入の痕跡も残らない。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['VDI-CAD01'],
    ['vm.pci-passthrough', 'vm.3d-acceleration'],
    text(
      'The CAD desktop has a graphics card of the host to itself, and 3D acceleration.',
      'CAD 用デスクトップは物理 GPU のパススルーと 3D アクセラレーションを使っている。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['VDI-設計-005'],
    ['vm.sound-card'],
    text('A sound card was added for a video meeting.', 'ビデオ会議のためにサウンド カードが追加されている。'),
  ),
  mistake(
    'vm-isolation',
    ['dmz-web02'],
    ['vm.network-filter'],
    text(
      'A network filter of a product that was taken away years ago is still in the VMX file.',
      '数年前に撤去した製品のネットワーク フィルタが VMX ファイルに残っている。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['dev-gitlab', 'dev-jenkins'],
    ['vm.secure-boot'],
    text(
      'Secure Boot was switched off for a driver and never back on.',
      'ドライバのためにセキュア ブートを無効にし、戻していない。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['XP-検査機01', 'XP-検査機02', '旧図面管理', 'tmpl-win2012'],
    ['vm.hardware-version'],
    text(
      'The virtual hardware is that of vSphere 5 and before.',
      '仮想ハードウェアが vSphere 5 以前の世代のままである。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['XP-検査機01'],
    ['vm.vnc'],
    text(
      'The console of an inspection machine is shown over VNC to whoever is in the plant network.',
      '検査機のコンソールが VNC で工場ネットワークの誰にでも見える。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['plc-gw01'],
    [
      'vm.console-drag-and-drop',
      'vm.console-gui-options',
      'vm.disk-shrink',
      'vm.disk-wiper',
      'vm.shared-folders',
      'vm.device-connection-by-guest',
    ],
    text(
      'An appliance as its maker ships it: no isolation key is set, and on 6.5 an absent key leaves these doors open.',
      '納品されたままのアプライアンスで、隔離設定がない。6.5 ではキーがないと許可された状態になる。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['旧会計サーバ'],
    ['vm.device-connection-by-guest'],
    text(
      'The guest may plug devices in and out: somebody needed the DVD drive from inside.',
      'ゲストから DVD ドライブを操作するため、デバイスの接続が許可されている。',
    ),
  ),
  mistake(
    'removable-media',
    ['erp-ap03', 'dev-db01', 'VDI-設計-011', '旧会計サーバ'],
    ['vm.cdrom-disconnected'],
    text(
      'Discs were left in the drives: installation images, and on the old accounts server the drive of the host itself.',
      'ディスクが接続されたままである。インストール用 ISO のほか、旧会計サーバではホストの物理ドライブがつながっている。',
    ),
  ),
  mistake(
    'removable-media',
    ['旧会計サーバ'],
    ['vm.device-guest-control'],
    text(
      'Users of the old accounts server can connect the drive themselves.',
      '旧会計サーバの利用者は、自分でドライブを接続できる。',
    ),
  ),
  mistake(
    'removable-media',
    ['license01'],
    ['vm.usb-device'],
    text(
      'A USB dongle of a host is passed to the licence server.',
      'ホストの USB ドングルがライセンス サーバーに接続されている。',
    ),
  ),
  mistake(
    'removable-media',
    ['license01', 'backup01'],
    ['vm.usb-controller'],
    text(
      'USB controllers: one for the dongle, one for a disk that was used once.',
      'USB コントローラがある。1 台はドングル用、もう 1 台は一度だけ使った外付けディスク用である。',
    ),
  ),
  mistake(
    'removable-media',
    ['XP-検査機02', '旧受発注-AP'],
    ['vm.floppy'],
    text(
      'Two old VMs still have a floppy drive; the inspection machine uses it.',
      '古い 2 台にフロッピー ドライブがあり、検査機では今も使われている。',
    ),
  ),
  mistake(
    'removable-media',
    ['ws2008-ライセンス'],
    ['vm.parallel-port'],
    text('A parallel port for a dongle of 2009.', '2009 年のドングルのためにパラレル ポートがある。'),
  ),
  mistake(
    'removable-media',
    ['tmpl-rhel8', 'plc-gw01'],
    ['vm.serial-port'],
    text(
      'A serial port in a template: every VM that is made from it gets one. The gateway’s leads to the network.',
      'テンプレートにシリアル ポートがあり、そこから作る仮想マシンすべてに付く。ゲートウェイのものはネットワークにつながる。',
    ),
  ),
  mistake(
    'removable-media',
    ['plc-gw01'],
    ['vm.serial-port-encrypted'],
    text(
      'The serial port of the gateway listens on the host over plain telnet.',
      'ゲートウェイのシリアル ポートは、ホスト上で平文の telnet を待ち受けている。',
    ),
  ),
]
