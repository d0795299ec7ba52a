import { esxOption, is, type Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'

/** What a host lets VMs and in-band devices do to its networks. */
export const network: readonly Control[] = [
  esxOption('Net.BlockGuestBPDU', {
    id: 'esx.guest-bpdu-blocked',
    facts: ['esxi-bpdu-filter'],
    area: 'network-separation',
    severity: 'low',
    title: text(
      'The host drops spanning-tree frames that VMs send',
      '仮想マシンが送信するスパニング ツリーの BPDU を、ホストが破棄する',
    ),
    rationale: text(
      'With one such frame a VM makes a guarded switch port close, and takes every VM behind that uplink off the network.',
      '仮想マシンが BPDU を 1 つ送るだけで BPDU ガードが作動し、同じアップリンクを使うすべての仮想マシンが通信できなくなる。',
    ),
    impact: text(
      'Virtual bridges and firewalls that take part in spanning tree no longer can.',
      'スパニング ツリーに参加する仮想ブリッジや仮想ファイアウォールは動作しなくなる。',
    ),
    expect: { sakimori: is(1) },
  }),
  esxOption('Net.DVFilterBindIpAddress', {
    id: 'esx.dvfilter-unbound',
    facts: ['esxi-dvfilter-bind'],
    area: 'network-separation',
    severity: 'medium',
    title: text(
      'No address is bound to the network filter interface (dvfilter)',
      'dvfilter のネットワーク API に IP アドレスが設定されていない',
    ),
    rationale: text(
      'A VM at the bound address sees and changes the traffic of other VMs as if it were a security appliance.',
      '設定された IP アドレスの仮想マシンは、セキュリティ アプライアンスとして他の仮想マシンの通信を傍受し改ざんできる。',
    ),
    impact: text(
      'A security appliance that uses the interface stops. Waive the control where one is in use.',
      'この API を使うセキュリティ アプライアンスは動作しなくなる。使用している場合は例外として登録する。',
    ),
    expect: { sakimori: is('') },
    disruption: 'network',
  }),
  esxOption('Net.BMCNetworkEnable', {
    id: 'esx.bmc-network-off',
    facts: ['esxi-bmc-virtual-nic'],
    area: 'network-separation',
    severity: 'low',
    span: '8.0..9.1',
    title: text(
      'The host has no network to its management controller (BMC)',
      'ホストと BMC の間の内部ネットワークが無効になっている',
    ),
    rationale: text(
      'Over this network an intruder on the host attacks the BMC, which survives a reinstallation and reaches the management LAN.',
      'ホストの侵入者は、このネットワーク経由で BMC を攻撃できる。BMC は再インストール後も残り、管理 LAN にもつながる。',
    ),
    impact: text(
      'Vendor agents that talk to the BMC from inside the host lose their path.',
      'ホスト内から BMC と通信するベンダー エージェントは使えなくなる。',
    ),
    expect: { sakimori: is(0) },
  }),
  esxOption('Net.ReversePathFwdCheckPromisc', {
    id: 'esx.promiscuous-duplicates-dropped',
    facts: ['esxi-rpf-promisc'],
    area: 'portgroup-security',
    severity: 'low',
    title: text(
      'A promiscuous port does not get frames back by another uplink',
      '無差別モードのポートに、別のアップリンクから戻ったフレームが届かない',
    ),
    rationale: text(
      'With several uplinks a promiscuous port otherwise receives its own frames again; monitors miscount and detection is blurred.',
      'アップリンクが複数あると、無差別モードのポートは自分のフレームを重複して受け取る。監視の集計が狂い、検知の精度が落ちる。',
    ),
    impact: text('None that is known.', '知られている影響はない。'),
    expect: { sakimori: is(1) },
  }),
]
