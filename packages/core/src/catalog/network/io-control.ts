import { is, type Control } from '../../control/index.ts'
import { known, unknown } from '../../model/index.ts'
import { text } from '../../text/index.ts'
import { readConfig } from './dv-setting.ts'

/** One VM cannot take the whole of an uplink. */
export const ioControl: readonly Control[] = [
  {
    id: 'network.dvswitch-io-control',
    kind: 'observation',
    facts: ['vds-nioc'],
    area: 'network-separation',
    subject: 'VmwareDistributedVirtualSwitch',
    severity: 'low',
    title: text(
      'Network I/O Control shares out the uplinks of the distributed switch',
      '分散スイッチで Network I/O Control が有効になっている',
    ),
    rationale: text(
      'Without it one VM that floods the uplink takes management, vMotion and storage of the host with it.',
      '無効だと、1 台の仮想マシンの大量通信で、同じアップリンクを使う管理、vMotion、ストレージまで止まりうる。',
    ),
    impact: text(
      'Traffic is limited by its shares as soon as an uplink is full.',
      'アップリンクが飽和すると、シェアに応じて通信が制限される。',
    ),
    reads: [{ type: 'VmwareDistributedVirtualSwitch', path: 'config' }],
    observe: (dvs) => {
      const config = readConfig(dvs)
      if (!config.known) return config
      const from = { ref: dvs.ref, path: 'config.networkResourceManagementEnabled' }
      const enabled = config.value['networkResourceManagementEnabled']
      return typeof enabled === 'boolean' ? known(enabled, from) : unknown('notCollected', from)
    },
    expect: { sakimori: is(true) },
    repair: {
      kind: 'steps',
      disruption: 'network',
      steps: text(
        'Distributed switch > Settings > Edit Settings: Network I/O Control enabled; then set the shares of the kinds of traffic.',
        '分散スイッチ > 設定 > 設定の編集 で Network I/O Control を有効にし、トラフィックの種類ごとにシェアを設定する。',
      ),
    },
  },
]
