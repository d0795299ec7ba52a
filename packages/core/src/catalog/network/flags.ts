import type { FactId } from '../../control/index.ts'
import { text, type Text } from '../../text/index.ts'

/** One of the three layer-2 permissions that every kind of virtual switch has. */
export interface Flag {
  readonly field: 'allowPromiscuous' | 'macChanges' | 'forgedTransmits'
  /** The end of the control's id. */
  readonly slug: string
  readonly standardFact: FactId
  readonly distributedFact: FactId
  /** The good state of each kind of object. */
  readonly titles: Readonly<Record<'switch' | 'portgroup' | 'dvswitch' | 'dvportgroup', Text>>
  readonly rationale: Text
  readonly impact: Text
}

/** The same question to four kinds of object is one entry here and four rows. */
export const flags: readonly Flag[] = [
  {
    field: 'allowPromiscuous',
    slug: 'promiscuous-mode',
    standardFact: 'vswitch-promiscuous-mode',
    distributedFact: 'vds-promiscuous-mode',
    titles: {
      switch: text('The standard switch rejects promiscuous mode', '標準スイッチで無差別モードが拒否されている'),
      portgroup: text(
        'The standard port group rejects promiscuous mode',
        '標準ポート グループで無差別モードが拒否されている',
      ),
      dvswitch: text(
        'The distributed switch rejects promiscuous mode by default',
        '分散スイッチの既定値で無差別モードが拒否されている',
      ),
      dvportgroup: text(
        'The distributed port group rejects promiscuous mode',
        '分散ポート グループで無差別モードが拒否されている',
      ),
    },
    rationale: text(
      'In promiscuous mode one VM receives the frames of all the others on the same network and reads whatever is not encrypted.',
      '無差別モードでは、1 台の仮想マシンが同じネットワーク上のすべてのフレームを受信でき、暗号化されていない通信を盗聴できる。',
    ),
    impact: text(
      'Intrusion detection, packet capture and nested ESXi stop seeing foreign frames: give them a port group of their own and a waiver.',
      '侵入検知、パケット キャプチャ、ネストされた ESXi は他宛てのフレームを受信できなくなる。専用のポート グループに分け、例外として承認する。',
    ),
  },
  {
    field: 'macChanges',
    slug: 'mac-changes',
    standardFact: 'vswitch-mac-changes',
    distributedFact: 'vds-mac-changes',
    titles: {
      switch: text(
        'The standard switch rejects MAC address changes',
        '標準スイッチで MAC アドレス変更が拒否されている',
      ),
      portgroup: text(
        'The standard port group rejects MAC address changes',
        '標準ポート グループで MAC アドレス変更が拒否されている',
      ),
      dvswitch: text(
        'The distributed switch rejects MAC address changes by default',
        '分散スイッチの既定値で MAC アドレス変更が拒否されている',
      ),
      dvportgroup: text(
        'The distributed port group rejects MAC address changes',
        '分散ポート グループで MAC アドレス変更が拒否されている',
      ),
    },
    rationale: text(
      'A guest that may take another MAC address can receive the traffic of the machine that it belongs to.',
      'MAC アドレスを変更できるゲストは、他のマシンの MAC アドレスを名乗り、その通信を受け取れる。',
    ),
    impact: text(
      'Microsoft NLB in unicast mode, some clusters and licences bound to a MAC address need to change it.',
      'ユニキャスト モードの Microsoft NLB、一部のクラスタ、MAC アドレスに紐付くライセンスは、MAC アドレスの変更を必要とする。',
    ),
  },
  {
    field: 'forgedTransmits',
    slug: 'forged-transmits',
    standardFact: 'vswitch-forged-transmits',
    distributedFact: 'vds-forged-transmits',
    titles: {
      switch: text('The standard switch rejects forged transmits', '標準スイッチで偽装転送が拒否されている'),
      portgroup: text(
        'The standard port group rejects forged transmits',
        '標準ポート グループで偽装転送が拒否されている',
      ),
      dvswitch: text(
        'The distributed switch rejects forged transmits by default',
        '分散スイッチの既定値で偽装転送が拒否されている',
      ),
      dvportgroup: text(
        'The distributed port group rejects forged transmits',
        '分散ポート グループで偽装転送が拒否されている',
      ),
    },
    rationale: text(
      'A guest that may send with a false source address can speak as another machine and turn its traffic aside.',
      '送信元を偽ったフレームを送れるゲストは、別のマシンになりすまして通信の流れを変えられる。',
    ),
    impact: text(
      'Nested ESXi, virtual routers and bridges, VRRP or CARP and Microsoft NLB send for other addresses. MAC learning on a distributed port group is the lesser evil for them.',
      'ネストされた ESXi、仮想ルーターやブリッジ、VRRP、CARP、Microsoft NLB は別アドレスで送信する。これらには分散ポート グループの MAC ラーニングの方がまだ安全である。',
    ),
  },
]
