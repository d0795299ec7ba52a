import { procedure, type Procedure } from '../../control/index.ts'
import { text } from '../../text/index.ts'

const nothing = text('Looking changes nothing.', '確認による影響はない。')
const switches = text(
  'A change of a switch port may interrupt the traffic of a host for some seconds: one uplink at a time.',
  'スイッチ ポートの変更により、ホストの通信が数秒間途切れることがある。アップリンクを 1 本ずつ変更する。',
)

/** What lies outside of vSphere, on the other end of its cables. */
export const storageAndNetwork: readonly Procedure[] = [
  procedure({
    id: 'network.storage-fabric-separated',
    facts: ['storage-san-segregation'],
    area: 'network-separation',
    severity: 'medium',
    title: text(
      'Each host sees only its own LUNs and shares, over a fabric of its own',
      '各ホストは、専用のファブリックを通じて自身に割り当てられた LUN や共有だけを参照できる',
    ),
    rationale: text(
      'A host or server that sees foreign LUNs can read and overwrite the disks of VMs past every permission of vSphere.',
      '無関係な LUN が見えるホストやサーバーからは、vSphere の権限をすべて迂回して仮想マシンのディスクを読み書きできる。',
    ),
    impact: text(
      'Taking away a path or LUN that is in use stops VMs: compare with the datastores first.',
      '使用中のパスや LUN を外すと仮想マシンが停止する。先にデータストアと照合すること。',
    ),
    steps: text(
      '1. Ask the storage team for zoning, LUN masking and NFS exports.\n2. In the vSphere Client open a host > Configure > Storage > Storage Devices (or esxcli storage core device list) and compare: is there a device without a datastore, or one of another cluster?\n3. For iSCSI and NFS look at the VLAN: who else is in it?\nGood: zones hold one initiator each, exports name hosts and not networks, and storage traffic is on VLANs without other machines.',
      '1. ストレージ担当者から、ゾーニング、LUN マスキング、NFS エクスポートの設定を入手する。\n2. vSphere Client で ホスト > 設定 > ストレージ > ストレージ デバイス (または esxcli storage core device list) を開き、データストアのないデバイスや別クラスタのデバイスがないか照合する。\n3. iSCSI と NFS は、同じ VLAN にほかの機器がいないか確認する。\n合格: ゾーンはイニシエータごと、エクスポートはネットワークではなくホスト単位で、ストレージの VLAN にほかの機器がいない。',
    ),
    mend: text(
      'Have zones, masks and exports narrowed to the hosts of the cluster, and storage moved to VLANs of its own.',
      'ゾーン、マスク、エクスポートをクラスタのホストだけに絞り、ストレージを専用の VLAN に移す。',
    ),
    disruption: 'network',
  }),
  procedure({
    id: 'esx.iscsi-secrets-differ',
    facts: ['esxi-iscsi-unique-secrets'],
    area: 'authentication',
    severity: 'low',
    title: text('No two hosts share an iSCSI CHAP secret', 'iSCSI の CHAP シークレットはホストごとに異なる'),
    rationale: text(
      'The secret of one host that is taken over opens the storage of all hosts that use the same.',
      '同じシークレットを使っていれば、1 台のホストの侵害で全ホストのストレージに接続されてしまう。',
    ),
    impact: text(
      'The session of the host has to log in again; change it host by host in maintenance mode.',
      'ホストのセッションは再ログインが必要になる。メンテナンス モードで 1 台ずつ変更する。',
    ),
    steps: text(
      '1. In the vSphere Client open a host > Configure > Storage > Storage Adapters > iSCSI adapter > Properties > Authentication: is CHAP on? The secret itself is never shown.\n2. Ask the storage team how the secrets were made, and compare them on the array or in the password safe.\nGood: each host has a secret of its own in both directions, or there is no iSCSI (attest notApplicable).',
      '1. vSphere Client で ホスト > 設定 > ストレージ > ストレージ アダプタ > iSCSI アダプタ > プロパティ > 認証 を開き、CHAP が有効か確認する (シークレットは表示されない)。\n2. ストレージ担当者にシークレットの作成方法を確認し、アレイまたはパスワード管理庫で比べる。\n合格: 双方向ともホストごとに固有である。iSCSI を使っていなければ notApplicable とする。',
    ),
    mend: text(
      'Make a random secret for each host and direction, enter it on the array and then at the adapter.',
      'ホストごと、方向ごとに乱数でシークレットを作成し、アレイ、アダプタの順に設定する。',
    ),
    disruption: 'maintenanceMode',
  }),
  procedure({
    id: 'vm.disks-zeroed-before-deletion',
    facts: ['storage-vmdk-zeroing'],
    area: 'vm-isolation',
    severity: 'low',
    title: text(
      'Disks with sensitive data are overwritten before they are deleted',
      '機密データを含む仮想ディスクは、削除前に上書き消去されている',
    ),
    rationale: text(
      'Deleting a VMDK frees its blocks and leaves what is in them; whoever gets them next, or the disk, can read it.',
      'VMDK を削除しても、解放されたブロックに内容が残る。次にそのブロックや物理ディスクを得た者に読み取られるおそれがある。',
    ),
    impact: text(
      'Overwriting takes time and load on the storage.',
      '上書きには時間がかかり、ストレージに負荷がかかる。',
    ),
    steps: text(
      '1. Read the instruction for retiring a VM: does it name the classes of data and the way to erase?\n2. Take the last three VMs that were retired and ask for the record.\nGood: for each the disk was overwritten (on a host: vmkfstools -w /vmfs/volumes/<datastore>/<vm>/<disk>.vmdk) or it was encrypted and its key destroyed, and somebody signed.',
      '1. 仮想マシンの廃止手順書を読み、データの区分と消去方法が定められているか確認する。\n2. 直近に廃止した 3 台について、記録を確認する。\n合格: 各ディスクが上書きされている (ホスト上で vmkfstools -w /vmfs/volumes/<データストア>/<VM>/<ディスク>.vmdk) か、暗号化済みで鍵が破棄されており、担当者の署名がある。',
    ),
    mend: text(
      'Add the step to the instruction, or encrypt such VMs so that destroying the key is enough.',
      '廃止手順に消去を加える。または、鍵の破棄で済むよう対象の仮想マシンを暗号化する。',
    ),
  }),
  procedure({
    id: 'network.physical-ports-fixed-trunk',
    facts: ['physical-switch-trunk-nonegotiate'],
    area: 'network-separation',
    severity: 'low',
    span: '6.5..6.7',
    title: text(
      'Switch ports towards hosts do not negotiate trunks',
      'ホストを接続するスイッチ ポートは、トランクをネゴシエートしない',
    ),
    rationale: text(
      'Virtual switches do not speak the negotiation; a VM that fakes it could turn a port into a trunk with every VLAN.',
      '仮想スイッチはネゴシエーションに対応しない。これを偽装した仮想マシンが、ポートを全 VLAN のトランクに変えるおそれがある。',
    ),
    impact: switches,
    steps: text(
      '1. Find the ports: vSphere Client > host > Configure > Networking > Physical adapters > CDP or LLDP tab.\n2. On the switch (Cisco): show interfaces <port> switchport.\nGood: “Negotiation of Trunking: Off” and a mode that is fixed to trunk (or access).',
      '1. vSphere Client で ホスト > 設定 > ネットワーク > 物理アダプタ > CDP または LLDP タブ から、接続先のポートを特定する。\n2. スイッチ (Cisco の例) で show interfaces <ポート> switchport を実行する。\n合格: 「Negotiation of Trunking: Off」で、モードがトランク (またはアクセス) に固定されている。',
    ),
    mend: text(
      'On the port: switchport mode trunk, then switchport nonegotiate (or what the vendor calls it).',
      'ポートに switchport mode trunk、続けて switchport nonegotiate を設定する (他社製品では相当する設定)。',
    ),
    disruption: 'network',
  }),
  procedure({
    id: 'network.physical-ports-edge',
    facts: ['physical-switch-stp-portfast'],
    area: 'network-separation',
    severity: 'low',
    span: '6.5..6.7',
    title: text(
      'Switch ports towards hosts are spanning tree edge ports',
      'ホストを接続するスイッチ ポートは、スパニング ツリーのエッジ ポートである',
    ),
    rationale: text(
      'Virtual switches take no part in spanning tree: an ordinary port is deaf for half a minute after each link change, and HA may think that the host is gone.',
      '仮想スイッチはスパニング ツリーに参加しない。通常のポートではリンクが変わるたびに約 30 秒間通信できず、HA がホスト障害と誤認するおそれがある。',
    ),
    impact: switches,
    steps: text(
      '1. Find the ports: vSphere Client > host > Configure > Networking > Physical adapters > CDP or LLDP tab.\n2. On the switch (Cisco): show spanning-tree interface <port> portfast.\nGood: edge (portfast trunk) is on, and BPDU guard too where no guest bridges networks.',
      '1. vSphere Client で ホスト > 設定 > ネットワーク > 物理アダプタ > CDP または LLDP タブ から、接続先のポートを特定する。\n2. スイッチ (Cisco の例) で show spanning-tree interface <ポート> portfast を実行する。\n合格: エッジ (portfast trunk) が有効である。ゲストがブリッジしない環境では BPDU ガードも有効である。',
    ),
    mend: text(
      'On the port: spanning-tree portfast trunk (or edge trunk); on the hosts, Net.BlockGuestBPDU = 1 before BPDU guard.',
      'ポートに spanning-tree portfast trunk (または edge trunk) を設定する。BPDU ガードの前に、ホストの Net.BlockGuestBPDU を 1 にする。',
    ),
    disruption: 'network',
  }),
  procedure({
    id: 'network.physical-vlans-documented',
    facts: ['physical-switch-vlan-documented'],
    area: 'network-separation',
    severity: 'low',
    span: '6.5..6.7',
    title: text(
      'The VLANs on the trunks towards hosts are written down, and no others are allowed',
      'ホスト向けトランクの VLAN は文書化され、それ以外は許可されていない',
    ),
    rationale: text(
      'A VLAN that nobody needs on a trunk is reachable by whoever takes a host over.',
      'トランクに不要な VLAN があれば、ホストを乗っ取った者がそこへ到達できる。',
    ),
    impact: switches,
    steps: text(
      '1. On the switch (Cisco): show interfaces trunk, and note the allowed VLANs of the ports of hosts.\n2. List the VLANs in use: vSphere Client > Networking, or Get-VDPortgroup and Get-VirtualPortGroup.\n3. Compare both with the network plan.\nGood: all three lists are the same.',
      '1. スイッチ (Cisco の例) で show interfaces trunk を実行し、ホスト向けポートの許可 VLAN を控える。\n2. 使用中の VLAN を、vSphere Client のネットワーク画面、または Get-VDPortgroup と Get-VirtualPortGroup で一覧にする。\n3. 両方をネットワーク設計書と照合する。\n合格: 3 つの一覧が一致する。',
    ),
    mend: text(
      'Limit the trunk to the VLANs in use (switchport trunk allowed vlan …) and bring the plan up to date.',
      'トランクを使用中の VLAN に限定し (switchport trunk allowed vlan …)、設計書を更新する。',
    ),
    disruption: 'network',
  }),
  procedure({
    id: 'vm.from-hardened-templates',
    facts: ['vm-templates'],
    area: 'vm-isolation',
    severity: 'low',
    title: text(
      'New virtual machines come from hardened templates that are kept up to date',
      '新しい仮想マシンは、要塞化され更新されているテンプレートから作成されている',
    ),
    rationale: text(
      'What is built by hand is hardened by luck; a forgotten setting or an old package goes into every copy.',
      '手作業で作成すると、要塞化は運任せになる。設定の漏れや古いパッケージは、すべての複製に引き継がれる。',
    ),
    impact: nothing,
    steps: text(
      '1. In the vSphere Client open VMs and Templates and Content Libraries: which templates exist, when were they changed last?\n2. Take five new VMs and ask in Monitor > Events what they were made from.\n3. Ask for the hardening checklist of each template.\nGood: new VMs come from a template, each has an owner, and none is older than the patch cycle.',
      '1. vSphere Client の 仮想マシンおよびテンプレート と コンテンツ ライブラリ で、テンプレートの一覧と最終更新日を確認する。\n2. 新しい仮想マシンを 5 台選び、監視 > イベント で作成元を確認する。\n3. 各テンプレートの要塞化チェックリストを確認する。\n合格: 新しい仮想マシンはテンプレートから作成され、各テンプレートに責任者がおり、パッチ周期より古いものがない。',
    ),
    mend: text(
      'Make one template for each operating system, harden it, give it an owner and renew it with each patch cycle.',
      'OS ごとにテンプレートを作成して要塞化し、責任者を決め、パッチ周期ごとに更新する。',
    ),
  }),
  procedure({
    id: 'vm.guest-services-needed',
    facts: ['vm-guest-functions'],
    area: 'vm-isolation',
    severity: 'low',
    title: text(
      'Guests run only the services and devices that their task needs',
      'ゲスト OS では、業務に必要なサービスと機能だけが動作している',
    ),
    rationale: text(
      'Each service that nobody needs is a door more, and costs memory and processor on the host.',
      '不要なサービスは侵入口を増やし、ホストのメモリと CPU も消費する。',
    ),
    impact: nothing,
    steps: text(
      '1. In a sample of guests list what runs and listens (Linux: systemctl list-units --type=service, ss -tulpn; Windows: Get-Service, Get-NetTCPConnection -State Listen).\n2. Look for screen savers, desktops on servers, file sharing, print spoolers and the like.\nGood: for each service somebody can say what it is for, and a checklist of the operating system (CIS, STIG) is in use.',
      '1. ゲストをいくつか選び、動作中のサービスと待ち受けポートを一覧にする (Linux: systemctl list-units --type=service、ss -tulpn、Windows: Get-Service、Get-NetTCPConnection -State Listen)。\n2. スクリーン セーバー、サーバーのデスクトップ環境、ファイル共有、印刷スプーラなどの有無を確認する。\n合格: 各サービスの用途を説明でき、OS のチェックリスト (CIS、STIG など) を使用している。',
    ),
    mend: text(
      'Switch the services off in the template first, then in the guests.',
      'まずテンプレートで、次に各ゲストで不要なサービスを無効にする。',
    ),
  }),
]
