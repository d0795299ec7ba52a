import { procedure, type Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'

/**
 * esxcli tells the signature of one module at a time: some hundred calls on each host, an hour for a large estate, and all
 * that at the expense of its vCenter Server. So a person asks, where there is a doubt.
 */
export const kernelModules: readonly Control[] = [
  procedure({
    id: 'esx.kernel-modules-signed',
    facts: ['esxi-kernel-modules'],
    area: 'access-restriction',
    subject: 'HostSystem',
    severity: 'medium',
    title: text(
      'Every kernel module that the host has loaded is signed',
      'ホストにロードされたカーネル モジュールは、すべて署名されている',
    ),
    rationale: text(
      'A module runs inside the hypervisor: one that nobody signed sees the memory of every machine, and no setting of the host holds it back.',
      'モジュールはハイパーバイザー内部で動作する。署名のないモジュールは全仮想マシンのメモリを参照でき、ホストの設定では防げない。',
    ),
    impact: text(
      'Looking changes nothing. A driver that is taken away takes its device along.',
      '確認による影響はない。ドライバを削除すると、そのデバイスは使えなくなる。',
    ),
    steps: text(
      '1. In the ESXi Shell, open for a moment: for m in $(esxcli system module list --loaded=true | tail -n +3 | cut -d" " -f1); do esxcli system module get -m $m | grep -E "Module:|Signed Status:|Containing VIB:"; done\n2. Look for a status other than "VMware Signed", and for a module without a package.\nGood: every module is signed and belongs to a package that you installed.',
      '1. ESXi Shell を一時的に有効にし、次を実行する: for m in $(esxcli system module list --loaded=true | tail -n +3 | cut -d" " -f1); do esxcli system module get -m $m | grep -E "Module:|Signed Status:|Containing VIB:"; done\n2. 「VMware Signed」以外の状態や、VIB に属さないモジュールがないかを調べる。\n合格: すべてのモジュールが署名済みで、自社で導入した VIB に属している。',
    ),
    disruption: 'reboot',
    mend: text(
      'If nobody knows the module, treat the host as broken into. Otherwise put it into maintenance mode, remove the package with esxcli software vib remove -n NAME, and restart it.',
      '心当たりのないモジュールがあれば、侵入されたものとして対処する。それ以外は、メンテナンス モードにして esxcli software vib remove -n 名前 で VIB を削除し、再起動する。',
    ),
  }),
]
