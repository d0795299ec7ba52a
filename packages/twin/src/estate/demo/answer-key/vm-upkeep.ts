import { text } from '@sakimori/core/text'
import { vmRows } from '../vms.ts'
import { mistake, type KeyRow } from './row.ts'

/** What nobody kept up in VMs: the release below them, VMware Tools, logs, limits. */
export const vmUpkeepMistakes: readonly KeyRow[] = [
  mistake(
    'patches',
    vmRows.filter(({ host }) => host.startsWith('l')).map(({ name }) => name),
    ['vm.supported-release'],
    text(
      'Everything on the legacy cluster stands on a release that has got no fixes since 2022.',
      '旧基盤の仮想マシンはすべて、2022 年以降修正が提供されていないリリースの上で動いている。',
    ),
  ),
  mistake(
    'patches',
    ['XP-検査機01', 'XP-検査機02'],
    ['vm.tools-current'],
    text(
      'The inspection machines run VMware Tools of 2018, the last that their Windows takes.',
      '検査機の VMware Tools は 2018 年の版で、この Windows に入る最後のものである。',
    ),
  ),
  mistake(
    'patches',
    ['XP-検査機01', 'XP-検査機02', '生産管理-AP02', '勤怠管理', 'プリントサーバ'],
    ['vm.tools-patched'],
    text(
      'Three servers took VMware Tools 12.3.0 from the old image of p05: vSphere calls them current, and attackers use a flaw in them.',
      '3 台のサーバーは p05 の古いイメージにあった VMware Tools 12.3.0 のままである。vSphere では最新と表示されるが、悪用が確認された脆弱性が残っている。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['plc-gw01'],
    ['vm.log-files-kept', 'vm.log-size-limited'],
    text(
      'The appliance of the plant limits none of its logs, and on 6.5 nothing else does.',
      '工場のアプライアンスはログの世代数もサイズも設定されておらず、6.5 では既定の制限も当てにできない。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['dev-db01'],
    ['vm.log-enabled'],
    text(
      'The log of a development database was switched off in the search for a slow disk.',
      'ディスク遅延の調査で、開発用データベースのログ出力を止めたままである。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['監視-zabbix01'],
    ['vm.resource-allocation'],
    text(
      'The monitor was doubled in size, and its old memory limit stayed: it swaps while the host has room.',
      '監視サーバーはメモリを倍増した際に古いメモリ制限が残り、ホストに余裕があるのにスワップしている。',
    ),
  ),
]
