import { text } from '@sakimori/core/text'
import type { HostKey } from '../host-rows.ts'
import { vmRows } from '../vms.ts'
import { hosts, mistake, parts, type KeyRow } from './row.ts'

const legacyGuests = ['LG-業務', 'LG-情報', 'LG-工場'] as const

/** Port groups and switches. */
export const portgroupMistakes: readonly KeyRow[] = [
  mistake(
    'portgroup-security',
    ['MIRROR-IDS', 'TEMP-capture-2023'],
    ['network.dvportgroup-promiscuous-mode'],
    text(
      'Two port groups let a VM hear everybody: one for the intrusion detection, a need that should be a recorded exception, and one that was forgotten after a capture in 2023.',
      '2 つのポート グループで無差別モードが許可されている。1 つは侵入検知用で、例外として登録すべきもの。もう 1 つは 2023 年の調査後に消し忘れたものである。',
    ),
  ),
  mistake(
    'portgroup-security',
    ['DMZ-LB'],
    ['network.dvportgroup-mac-changes', 'network.dvportgroup-forged-transmits'],
    text(
      'The load balancers use VRRP; nobody recorded that their port group is loose for it.',
      '負荷分散装置が VRRP を使うため緩められているが、例外として記録されていない。',
    ),
  ),
  mistake(
    'portgroup-security',
    ['開発'],
    ['network.dvportgroup-mac-learning'],
    text(
      'MAC learning is on for all of development, since nested ESXi was tried there once.',
      'ネストした ESXi を試して以来、開発全体で MAC ラーニングが有効である。',
    ),
  ),
  mistake(
    'portgroup-security',
    ['SV-DB'],
    ['network.dvportgroup-override-policy'],
    text(
      'Single ports of the database network may differ in VLAN and security.',
      'データベースのネットワークで、ポート単位に VLAN とセキュリティを上書きできる。',
    ),
  ),
  mistake(
    'portgroup-security',
    ['DSwitch-TKY'],
    ['network.dvport-override'],
    text(
      'One port does differ: that of 人事給与-DB is promiscuous, while its port group looks safe.',
      '実際に「人事給与-DB」のポートだけが無差別モードになっており、ポート グループを見ても分からない。',
    ),
  ),
  mistake(
    'portgroup-security',
    ['VDI'],
    ['network.dvportgroup-port-reset'],
    text(
      'A port of the desktops keeps its settings for whoever comes next.',
      'VDI のポートは、前の仮想マシンの設定を次の仮想マシンに引き継ぐ。',
    ),
  ),
  mistake(
    'portgroup-security',
    ['DSwitch-OSA'],
    ['network.dvswitch-mac-changes'],
    text(
      'The default of the switch in Osaka is loose: the next port group that somebody makes will be, too.',
      '大阪の分散スイッチの既定値が緩い。次に作るポート グループもそうなる。',
    ),
  ),
  mistake(
    'portgroup-security',
    parts('l02', 'vSwitch1'),
    ['network.switch-promiscuous-mode'],
    text(
      'Promiscuous mode was allowed on the whole switch of l02, for a sniffer.',
      '通信解析のため、l02 の標準スイッチ全体で無差別モードが許可されている。',
    ),
  ),
  mistake(
    'portgroup-security',
    parts('l02', ...legacyGuests),
    ['network.portgroup-promiscuous-mode'],
    text(
      'So every port group of l02 that says nothing itself allows it.',
      'その結果、l02 の個別設定のないポート グループもすべて許可になる。',
    ),
  ),
  mistake(
    'portgroup-security',
    parts('l03', 'vSwitch1'),
    ['network.switch-mac-changes', 'network.switch-forged-transmits'],
    text('The switch of l03 is as 6.5 installs it.', 'l03 の標準スイッチは 6.5 の初期設定のままである。'),
  ),
  mistake(
    'portgroup-security',
    parts('l03', ...legacyGuests),
    ['network.portgroup-mac-changes', 'network.portgroup-forged-transmits'],
    text(
      'Its port groups inherit that: VMs may pass for one another.',
      'ポート グループもそれを継承し、仮想マシンが互いになりすませる。',
    ),
  ),
  mistake(
    'portgroup-security',
    hosts('l02'),
    ['esx.promiscuous-duplicates-dropped'],
    text(
      'Promiscuous ports of l02 get their own frames back.',
      'l02 の無差別モードのポートは、自分のフレームを重複して受け取る。',
    ),
  ),
]

/** Who shares a wire with whom. */
export const separationMistakes: readonly KeyRow[] = [
  mistake(
    'network-separation',
    ['TRUNK-検証'],
    ['network.dvportgroup-vlan-trunk'],
    text(
      'A port group with every VLAN, 0 to 4094, for a test firewall of 2022.',
      '2022 年の検証用ファイアウォールのために、VLAN 0〜4094 をすべて通すポート グループがある。',
    ),
  ),
  mistake(
    'network-separation',
    parts('l01', 'LG-FW'),
    ['network.portgroup-guest-tagging'],
    text(
      'The plant’s firewall VM sets its tags itself, and so enters every VLAN of l01.',
      '工場のファイアウォール VM は自分でタグを付け、l01 のすべての VLAN に入れる。',
    ),
  ),
  mistake(
    'network-separation',
    ['検証-1002'],
    ['network.dvportgroup-reserved-vlan'],
    text('VLAN 1002 belongs to the physical switch.', 'VLAN 1002 は物理スイッチの予約 VLAN である。'),
  ),
  mistake(
    'network-separation',
    parts('l02', 'VM Network'),
    ['network.portgroup-native-vlan'],
    text(
      'The fax server is on VLAN 1, where the switches talk to one another.',
      'FAX サーバーが、スイッチ間の制御に使われる VLAN 1 にある。',
    ),
  ),
  mistake(
    'network-separation',
    hosts('l03', 'd02'),
    ['network.management-isolated'],
    text(
      'VMs on the hosts’ own network: the old backup proxy on l03, the jump host of Osaka on d02.',
      'ホストの管理ネットワークに仮想マシンがいる。l03 では旧バックアップ プロキシ、d02 では大阪の踏み台。',
    ),
  ),
  mistake(
    'network-separation',
    hosts('l02', 'l03'),
    ['network.vmotion-isolated'],
    text(
      'vMotion runs in the management VLAN on l02, and over the management adapter, next to a VM, on l03.',
      'l02 では vMotion が管理 VLAN を通り、l03 では管理アダプタと兼用で、同じネットワークに仮想マシンもいる。',
    ),
  ),
  mistake(
    'network-separation',
    hosts('l03'),
    ['network.vmkernel-single-service', 'esx.guest-bpdu-blocked'],
    text(
      'One adapter of l03 carries management and vMotion; and any VM can make the switch port close with one frame.',
      'l03 は 1 つのアダプタで管理と vMotion を兼ねる。また、仮想マシンが BPDU を 1 つ送るだけでスイッチ ポートが閉じる。',
    ),
  ),
  mistake(
    'network-separation',
    parts('l01', 'vSwitch1'),
    ['network.switch-uplinks'],
    text(
      'The second uplink of l01’s VMs was taken away for the firewall.',
      'l01 の仮想マシン用の 2 本目のアップリンクが、ファイアウォールに転用されている。',
    ),
  ),
  mistake(
    'network-separation',
    hosts('p04'),
    ['network.dvswitch-uplinks'],
    text(
      'vmnic3 of p04 has had no link since its transceiver died.',
      'p04 の vmnic3 は、トランシーバーの故障以来リンクダウンしている。',
    ),
  ),
  mistake(
    'network-separation',
    hosts('p05'),
    ['esx.dvfilter-unbound', 'esx.bmc-network-off'],
    text(
      'On p05 an address is bound for network filters, left by a security appliance that was only tried; the way to its BMC is open.',
      'p05 には、試用だけで終わったセキュリティ製品の dvfilter 用アドレスが残り、BMC への内部ネットワークも有効である。',
    ),
  ),
  mistake(
    'network-separation',
    ['DSwitch-TKY'],
    ['network.dvswitch-netflow', 'network.dvswitch-port-mirroring', 'network.dvswitch-health-check'],
    text(
      'The switch in Tokyo sends flow records to an address outside that nobody knows, mirrors all VMs to a desk of 2022, and probes its VLANs.',
      '東京の分散スイッチは、社外の不明な宛先に NetFlow を送り、2022 年の検証機に全仮想マシンの通信をミラーし、健全性チェックも有効である。',
    ),
  ),
  mistake(
    'network-separation',
    ['DSwitch-OSA'],
    ['network.dvswitch-discovery-protocol'],
    text(
      'The switch in Osaka tells its neighbours who it is.',
      '大阪の分散スイッチが、隣接機器に自身の情報をアドバタイズしている。',
    ),
  ),
  mistake(
    'network-separation',
    parts('l02', 'vSwitch0'),
    ['network.switch-discovery-protocol'],
    text('So does the management switch of l02.', 'l02 の管理用スイッチも同様である。'),
  ),
  mistake(
    'network-separation',
    ['dmz-proxy01'],
    [],
    text(
      'The proxy has one leg in the DMZ and one in the server network: a way round the firewall.',
      'プロキシが DMZ と業務ネットワークの両方につながり、ファイアウォールの抜け道になっている。',
    ),
  ),
]

/** The VMs on some hosts that have an adapter; agent VMs have none. */
const pluggedOn = (...keys: readonly HostKey[]): readonly string[] =>
  vmRows.filter(({ host, nics }) => keys.includes(host) && nics.length > 0).map(({ name }) => name)

/** Where the distributed firewall is blind. */
export const segmentationMistakes: readonly KeyRow[] = [
  mistake(
    'micro-segmentation',
    pluggedOn('p05'),
    ['nsx.vm-adapters-covered'],
    text(
      'p05 was never prepared for NSX: no rule holds for the VMs that run there, a web server of the DMZ among them.',
      'p05 は NSX の準備から漏れている。DMZ の Web サーバーを含め、そこで動く仮想マシンには分散ファイアウォールのルールが効かない。',
    ),
  ),
  mistake(
    'micro-segmentation',
    pluggedOn('l01', 'l02', 'l03'),
    ['nsx.vm-adapters-covered'],
    text(
      'NSX cannot cover the standard switches of the legacy hosts: machines of the plant and old servers see one another unfiltered.',
      '旧基盤の標準スイッチは NSX の対象にできない。工場の設備と旧サーバーが、互いに何の制御もなく通信できる。',
    ),
  ),
]
