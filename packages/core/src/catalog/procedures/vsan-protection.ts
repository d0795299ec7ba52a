import type { Procedure } from '../../control/index.ts'
import { text } from '../../text/index.ts'
import { ofVsan } from './vsan-row.ts'

/** Who reads, and who reaches, what lies on vSAN. */
export const vsanProtection: readonly Procedure[] = [
  ofVsan({
    id: 'cluster.vsan-encrypted-at-rest',
    facts: ['vsan-encryption-at-rest'],
    area: 'vm-isolation',
    severity: 'medium',
    title: text('vSAN encrypts data at rest', 'vSAN の保存データは暗号化されている'),
    rationale: text(
      'A disk that is swapped, sold or stolen gives its blocks to whoever has it.',
      '交換、売却、盗難されたディスクからは、入手した者がデータを読み取れる。',
    ),
    impact: text(
      'On the original storage architecture disks are reformatted one group after the other, for days; hosts need the key server to start.',
      'OSA では、ディスク グループごとの再フォーマットに数日かかる。ホストの起動にはキー サーバーが必要になる。',
    ),
    steps: text(
      '1. vSphere Client > cluster > Configure > vSAN > Services > Data services (Encryption).\n2. Cluster > Monitor > vSAN > Skyline Health > Data-at-rest encryption.\nGood: data-at-rest encryption is on, the key provider is green, and its backup has been tested.',
      '1. vSphere Client > クラスタ > 設定 > vSAN > サービス > データ サービス (暗号化) を開く。\n2. クラスタ > 監視 > vSAN > Skyline Health > 保存データの暗号化 を確認する。\n合格: 保存データの暗号化が有効で、キー プロバイダが正常であり、そのバックアップからの復元を試験済みである。',
    ),
    mend: text(
      'Set up a key provider with more than one server, then edit Data services and switch data-at-rest encryption on.',
      '複数サーバーのキー プロバイダを用意し、データ サービスの編集で保存データの暗号化を有効にする。',
    ),
  }),
  ofVsan({
    id: 'cluster.vsan-encrypted-in-transit',
    facts: ['vsan-encryption-in-transit'],
    area: 'network-separation',
    severity: 'medium',
    span: '7.0..9.1',
    title: text('vSAN encrypts data between hosts', 'vSAN のホスト間通信は暗号化されている'),
    rationale: text(
      'Every block that a VM writes crosses the network to other hosts; who hears the vSAN VLAN reads the disks.',
      '仮想マシンが書き込むブロックは、ネットワークを通って他のホストに届く。vSAN の VLAN を盗聴すればディスクの内容を読める。',
    ),
    impact: text('Some processor time on each host.', '各ホストの CPU 負荷がわずかに増える。'),
    steps: text(
      '1. vSphere Client > cluster > Configure > vSAN > Services > Data services (Encryption).\nGood: data-in-transit encryption is on (7.0 Update 1 or newer); on 9.x express storage with encryption at rest, look whether it is on by itself.',
      '1. vSphere Client > クラスタ > 設定 > vSAN > サービス > データ サービス (暗号化) を開く。\n合格: 転送中データの暗号化が有効である (7.0 Update 1 以降)。9.x の ESA で保存データを暗号化している場合は、自動で有効になっているか確認する。',
    ),
    mend: text(
      'Edit Data services and switch data-in-transit encryption on.',
      'データ サービスの編集で、転送中データの暗号化を有効にする。',
    ),
  }),
  ofVsan({
    id: 'cluster.vsan-rekeyed',
    facts: ['vsan-rekey'],
    area: 'vm-isolation',
    severity: 'low',
    title: text(
      'The key of vSAN encryption is renewed as often as the site’s rule says',
      'vSAN の暗号化キーは、組織の規程どおりの周期で更新されている',
    ),
    rationale: text(
      'A key that leaked once opens the disks until it is replaced.',
      '一度漏えいしたキーは、更新されるまでディスクの復号に使える。',
    ),
    impact: text(
      'A new key-encrypting key takes minutes; new data keys (deep rekey) rewrite everything.',
      'KEK の更新は数分で終わる。データ キーの更新 (Deep Rekey) は全データを書き直す。',
    ),
    steps: text(
      '1. 9.1: vSphere Client > cluster > Configure > vSAN > Services > Encryption: the rekey interval. Before: cluster > Monitor > Events, look for “rekey”.\nGood: the last one is at most 60 days ago, or as the site’s rule says; without encryption attest notApplicable.',
      '1. 9.1 では、vSphere Client > クラスタ > 設定 > vSAN > サービス > 暗号化 で更新間隔を確認する。それ以前は、クラスタ > 監視 > イベント で「キーの再生成 (rekey)」を探す。\n合格: 直近の更新が 60 日以内、または組織の規程どおりである。暗号化していない場合は notApplicable とする。',
    ),
    mend: text(
      'Generate new encryption keys at the same place; on 9.1 set the interval.',
      '同じ画面で新しい暗号化キーを生成する。9.1 では間隔を設定する。',
    ),
  }),
  ofVsan({
    id: 'cluster.vsan-iscsi-mutual-chap',
    facts: ['vsan-iscsi-target-chap'],
    area: 'authentication',
    severity: 'low',
    title: text(
      'The iSCSI targets of vSAN and their initiators prove themselves to each other (mutual CHAP)',
      'vSAN iSCSI ターゲットとイニシエータは、相互に認証する (双方向 CHAP)',
    ),
    rationale: text(
      'Without it any machine on the network takes a LUN, or plays the target and takes what is written.',
      '認証しなければ、ネットワーク上の任意の機器が LUN に接続でき、ターゲットになりすますこともできる。',
    ),
    impact: text(
      'Initiators need the secrets and log in again.',
      'イニシエータ側にシークレットの設定と再ログインが必要になる。',
    ),
    steps: text(
      '1. vSphere Client > cluster > Configure > vSAN > iSCSI Target Service: each target > Edit > Authentication.\nGood: “Mutual CHAP” with secrets of its own at each target; with the service off attest notApplicable.',
      '1. vSphere Client > クラスタ > 設定 > vSAN > iSCSI ターゲット サービス で、各ターゲットの 編集 > 認証 を開く。\n合格: 「双方向 CHAP」で、ターゲットごとに固有のシークレットを使っている。サービスが無効の場合は notApplicable とする。',
    ),
    mend: text(
      'Choose mutual CHAP and enter the secrets on both sides, or switch the service off.',
      '双方向 CHAP を選び、両側にシークレットを設定する。使っていなければサービスを無効にする。',
    ),
    disruption: 'network',
  }),
  ofVsan({
    id: 'cluster.vsan-iscsi-own-network',
    facts: ['vsan-iscsi-network'],
    area: 'network-separation',
    severity: 'low',
    title: text(
      'The iSCSI targets of vSAN are reached over a network of their own',
      'vSAN iSCSI ターゲットは、専用のネットワークで提供されている',
    ),
    rationale: text(
      'On the management or the vSAN network, initiators stand next to the hosts’ own interfaces.',
      '管理ネットワークや vSAN ネットワークで提供すると、イニシエータがホストのインターフェイスと同じ場所に置かれる。',
    ),
    impact: text(
      'Initiators have to be pointed at new addresses.',
      'イニシエータの接続先アドレスを変更する必要がある。',
    ),
    steps: text(
      '1. vSphere Client > cluster > Configure > vSAN > iSCSI Target Service: the default and each target’s network (vmk).\n2. Host > Configure > Networking > VMkernel adapters: what else does this vmk do, which VLAN has it?\nGood: a vmk on a VLAN of its own that carries nothing else; with the service off attest notApplicable.',
      '1. vSphere Client > クラスタ > 設定 > vSAN > iSCSI ターゲット サービス で、既定と各ターゲットのネットワーク (vmk) を確認する。\n2. ホスト > 設定 > ネットワーク > VMkernel アダプタ で、その vmk のほかの用途と VLAN を確認する。\n合格: 専用 VLAN 上の、ほかの用途のない vmk である。サービスが無効の場合は notApplicable とする。',
    ),
    mend: text(
      'Make a vmk on a VLAN of its own on each host, then choose it at the service.',
      '各ホストに専用 VLAN の vmk を作成し、サービスで選択する。',
    ),
    disruption: 'network',
  }),
  ofVsan({
    id: 'cluster.vsan-nfs-clients-limited',
    facts: ['vsan-file-nfs'],
    area: 'access-restriction',
    severity: 'low',
    span: '7.0..9.1',
    title: text(
      'NFS shares of vSAN admit only the clients that need them',
      'vSAN の NFS 共有は、必要なクライアントにのみ公開されている',
    ),
    rationale: text(
      'NFS believes the address of a client: “everybody” means every machine that reaches the share.',
      'NFS はクライアントのアドレスを信用する。「全員」に公開すると、到達できるすべての機器がアクセスできる。',
    ),
    impact: text('Clients that are not listed lose the share.', '一覧にないクライアントは共有を使えなくなる。'),
    steps: text(
      '1. vSphere Client > cluster > Configure > vSAN > File Shares: each NFS share > Edit > Net access control.\nGood: “Customize net access” with addresses and the least right, root squash on; without NFS shares attest notApplicable.',
      '1. vSphere Client > クラスタ > 設定 > vSAN > ファイル共有 で、各 NFS 共有の 編集 > ネット アクセス コントロール を開く。\n合格: 「ネット アクセスのカスタマイズ」でアドレスと最小限の権限を指定し、root squash が有効である。NFS 共有がない場合は notApplicable とする。',
    ),
    mend: text(
      'List the clients’ addresses with read or write as each needs, and switch root squash on.',
      'クライアントのアドレスと必要な権限 (読み取り/書き込み) を登録し、root squash を有効にする。',
    ),
  }),
  ofVsan({
    id: 'cluster.vsan-smb-encrypted',
    facts: ['vsan-file-smb'],
    area: 'network-separation',
    severity: 'low',
    span: '7.0..9.1',
    title: text(
      'SMB shares of vSAN require encryption and a login',
      'vSAN の SMB 共有は、暗号化と認証を必須としている',
    ),
    rationale: text(
      'Files that cross the network in the clear are read on the way, whatever the permissions on the share.',
      '平文で転送されるファイルは、共有の権限にかかわらず経路上で読み取られる。',
    ),
    impact: text('Clients without SMB 3 cannot connect.', 'SMB 3 に対応しないクライアントは接続できなくなる。'),
    steps: text(
      '1. vSphere Client > cluster > Configure > vSAN > File Shares: each SMB share > Edit > Protocol encryption and access based enumeration.\n2. vSAN > Services > File Service: the Active Directory domain.\nGood: encryption is on, the domain is the site’s; without SMB shares attest notApplicable.',
      '1. vSphere Client > クラスタ > 設定 > vSAN > ファイル共有 で、各 SMB 共有の 編集 > プロトコル暗号化 とアクセス ベースの列挙を確認する。\n2. vSAN > サービス > ファイル サービス で Active Directory ドメインを確認する。\n合格: 暗号化が有効で、組織のドメインを使っている。SMB 共有がない場合は notApplicable とする。',
    ),
    mend: text('Switch protocol encryption on at each share.', '各共有でプロトコル暗号化を有効にする。'),
  }),
  ofVsan({
    id: 'cluster.vsan-storage-cluster-network',
    facts: ['vsan-storage-cluster-network'],
    area: 'network-separation',
    severity: 'low',
    span: '9.0..9.1',
    title: text(
      'Traffic between compute clusters and a vSAN storage cluster is on a network of its own, or encrypted',
      'コンピュート クラスタと vSAN ストレージ クラスタの通信は、専用ネットワークで行うか、暗号化されている',
    ),
    rationale: text(
      'It crosses racks and rooms; who hears it reads the disks of every client cluster.',
      'ラックや部屋をまたぐ通信であり、盗聴されれば全クライアント クラスタのディスクを読み取られる。',
    ),
    impact: text(
      'A change of the network may interrupt storage.',
      'ネットワークの変更でストレージが中断するおそれがある。',
    ),
    steps: text(
      '1. vSphere Client > cluster > Configure > vSAN > Remote Datastores: does it mount or serve one?\n2. Host > Configure > Networking > VMkernel adapters: which vmk has “vSAN storage cluster client”, on which VLAN; Services > Encryption.\nGood: a VLAN without other machines, or data-in-transit encryption; without a storage cluster attest notApplicable.',
      '1. vSphere Client > クラスタ > 設定 > vSAN > リモート データストア で、マウントまたは提供の有無を確認する。\n2. ホスト > 設定 > ネットワーク > VMkernel アダプタ で「vSAN ストレージ クラスタ クライアント」の vmk と VLAN を、サービス > 暗号化 で暗号化を確認する。\n合格: ほかの機器がいない VLAN であるか、転送中データが暗号化されている。ストレージ クラスタを使わない場合は notApplicable とする。',
    ),
    mend: text(
      'Give that traffic a vmk and VLAN of its own, or switch data-in-transit encryption on.',
      '専用の vmk と VLAN を割り当てる。または転送中データの暗号化を有効にする。',
    ),
    disruption: 'network',
  }),
  ofVsan({
    id: 'cluster.vsan-internet-checks-limited',
    facts: ['vsan-hcl-internet'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'vSAN’s online health checks are off or go through a proxy',
      'vSAN のオンライン健全性チェックは無効であるか、プロキシを経由している',
    ),
    rationale: text(
      'They take vCenter Server to the internet directly, and send what the cluster is made of.',
      'vCenter Server が外部に直接接続し、クラスタの構成情報を送信することになる。',
    ),
    impact: text(
      'The hardware compatibility list has to be brought up to date from a file.',
      'ハードウェア互換性リスト (HCL) をファイルから更新する必要がある。',
    ),
    steps: text(
      '1. vSphere Client > vCenter Server > Configure > vSAN > Internet Connectivity.\nGood: it is disabled, or a proxy of the site is entered.',
      '1. vSphere Client > vCenter Server > 設定 > vSAN > インターネット接続 を開く。\n合格: 無効であるか、組織のプロキシが設定されている。',
    ),
    mend: text(
      'Disable it there or enter the proxy; update the list from a file every month (vSAN > Update > Update from file).',
      '同じ画面で無効にするか、プロキシを設定する。HCL は毎月ファイルから更新する (vSAN > 更新 > ファイルから更新)。',
    ),
  }),
]
