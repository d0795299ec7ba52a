import { text } from '@sakimori/core/text'
import { hosts, mistake, vcenterName, type KeyRow } from './row.ts'

const legacy = hosts('l01', 'l02', 'l03')

/** What hosts and clusters stand on: their chips, their storage, where they report to, and how alike they are. */
export const groundMistakes: readonly KeyRow[] = [
  mistake(
    'patches',
    ['TKY-本番', 'TKY-旧基盤', 'OSA-DR'],
    ['cluster.hosts-same-build'],
    text(
      'Three clusters run hosts of different builds: p05, l03 and d04 were left behind, and VMs move to them all the same.',
      '3 つのクラスタでホストのビルドが揃っていない。p05、l03、d04 が取り残されたまま、仮想マシンは移動してくる。',
    ),
  ),
  mistake(
    'patches',
    ['TKY-旧基盤'],
    ['cluster.hosts-same-acceptance-level', 'cluster.high-availability-on', 'cluster.evc-set'],
    text(
      'In the legacy cluster one host takes community packages, nothing restarts VMs by itself, and no EVC mode lets newer hosts join.',
      '旧基盤クラスタは、1 台だけコミュニティ VIB を許容し、HA も EVC もない。障害時は手で起動し、新しいホストも追加できない。',
    ),
  ),
  mistake(
    'authentication',
    hosts('d02'),
    ['esx.time-servers-real'],
    text(
      'd02 names one time server twice: the second was to be another one.',
      'd02 には同じ時刻サーバーが 2 回登録されている。2 つ目は別のサーバーのはずだった。',
    ),
  ),
  mistake(
    'authentication',
    ['TKY-旧基盤', 'OSA-DR'],
    ['cluster.hosts-same-time-servers'],
    text(
      'So the clocks of Osaka do not follow the same servers, and one legacy host follows none.',
      'その結果、大阪のホストは時刻サーバーが揃わず、旧基盤には時刻サーバーのないホストがある。',
    ),
  ),
  mistake(
    'authentication',
    legacy,
    ['esx.iscsi-mutual-chap'],
    text(
      'The legacy hosts mount their LUNs without any password: whoever reaches VLAN 33 can do the same.',
      '旧基盤のホストは認証なしで LUN をマウントしている。VLAN 33 に到達できれば誰でも同じことができる。',
    ),
  ),
  mistake(
    'firewall',
    hosts('v02'),
    ['esx.firewall-needed-rulesets'],
    text(
      'Rule sets that nobody needs are open on v02: a debugger’s ports and FTP, for a support case of 2022.',
      'v02 では、2022 年のサポート対応で開けたデバッガ用ポートと FTP のルールセットが残っている。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('p02'),
    ['esx.log-servers-real'],
    text(
      'p02 sends its logs to itself as well: left over from the test of a log collector.',
      'p02 はログを自分自身にも転送している。ログ収集ツールの試験の名残である。',
    ),
  ),
  mistake(
    'access-restriction',
    ['TKY-本番', 'TKY-VDI', 'TKY-旧基盤'],
    ['cluster.hosts-same-log-servers'],
    text(
      'In three clusters the hosts do not report to the same log servers; from v02 and l03 nothing comes at all.',
      '3 つのクラスタでログの転送先が揃っていない。v02 と l03 からは何も届かない。',
    ),
  ),
  mistake(
    'access-restriction',
    legacy,
    ['esx.tpm-present'],
    text(
      'The legacy servers have no TPM: what they start cannot be proved.',
      '旧基盤のサーバーには TPM がなく、何で起動したかを証明できない。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('l03'),
    ['esx.core-dump-kept'],
    text(
      'l03 keeps no core dump: why it crashed in 2024 nobody could find out.',
      'l03 はコア ダンプを残さない。2024 年のクラッシュの原因は分からずじまいである。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('d03'),
    ['esx.installed-programs-only-sealed'],
    text(
      'On d03 the TPM does not hold the rule against foreign programs, or that night in October would have failed.',
      'd03 では規則が TPM で強制されていない。強制されていれば、10 月のあの夜の変更は成功しなかった。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('v01'),
    ['esx.audit-record-capacity', 'esx.audit-records-persistent', 'esx.logs-persistent'],
    text(
      'v01 starts from an SD card: its scratch lies in memory, and with it the logs and 4 MiB of audit records.',
      'v01 は SD カードから起動しており、スクラッチ領域がメモリ上にある。ログも、4 MiB しかない監査記録も再起動で失われる。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('v02'),
    ['esx.host-client-telemetry-off'],
    text(
      'Somebody agreed to usage data in the Host Client of v02.',
      'v02 の Host Client で、誰かが使用状況データの送信に同意している。',
    ),
  ),
  mistake(
    'access-restriction',
    [vcenterName],
    ['vcenter.inventory-named'],
    text(
      'A network is still called “VM Network”: nobody knows what it is for, and VMs are on it.',
      '「VM Network」という名前のままのネットワークがあり、用途不明のまま仮想マシンが接続されている。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('d01'),
    ['esx.secure-boot', 'esx.secure-boot-enforced', 'esx.installed-programs-only-sealed'],
    text(
      'Secure Boot was switched off on d01 for a driver without a signature, and with it all that the TPM enforced.',
      'd01 は署名のないドライバのためにセキュア ブートを切った。TPM による強制もすべて外れている。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('p05'),
    ['esx.hardware-entropy'],
    text(
      'On p05 the random numbers of the processor are switched off: advice from a forum, about another fault.',
      'p05 では、別の障害についての掲示板の助言に従い、CPU の乱数生成器を使わない設定にしている。',
    ),
  ),
  mistake(
    'access-restriction',
    ['datastore1'],
    ['cluster.datastore-names-unique'],
    text(
      'The disk of l03 is a datastore with the name of the installer; the next new host will have one, too.',
      'l03 の内蔵ディスクがインストール時の名前のデータストアになっている。次に増設するホストにも同じ名前ができる。',
    ),
  ),
  mistake(
    'network-separation',
    ['OSA-DR'],
    ['cluster.hosts-same-name-servers'],
    text(
      'd04 asks a name server on the Internet, which learns every name of the company and could answer anything.',
      'd04 だけがインターネット上の DNS サーバーを参照している。社内の名前がすべて漏れ、偽の応答も受けうる。',
    ),
  ),
  mistake(
    'network-separation',
    ['DSwitch-OSA'],
    ['network.dvswitch-io-control'],
    text(
      'Nothing shares out the two uplinks of Osaka: a recovery test starves the storage.',
      '大阪では 2 本のアップリンクの帯域制御がなく、復旧訓練のたびにストレージの通信が圧迫される。',
    ),
  ),
  mistake(
    'network-separation',
    hosts('d01', 'd02', 'd03', 'd04'),
    ['esx.nfs-protected'],
    text(
      'The NFS server of Osaka stands in a network where the hosts have no adapter: plain NFS goes over management and the router.',
      '大阪の NFS サーバーのネットワークにはホストのアダプタがなく、保護のない NFS が管理ネットワークとルーターを経由している。',
    ),
  ),
]
