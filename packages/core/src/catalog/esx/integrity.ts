import { esxOption, is, type Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'

/** A host runs only programs that came in a signed package. Two options say so: the running one and that of the next start. */
export const integrity: readonly Control[] = [
  esxOption('User.execInstalledOnly', {
    id: 'esx.installed-programs-only',
    facts: ['esxi-exec-installed-only-runtime'],
    area: 'access-restriction',
    severity: 'critical',
    span: '8.0..9.1',
    title: text(
      'The host now runs only programs from installed packages',
      'ホストは現在、インストール済みの VIB に含まれるプログラムだけを実行する',
    ),
    rationale: text(
      'Ransomware switches this off first and then runs its encryptor. A host where it is off may have an intruder already.',
      'ランサムウェアはまずこの設定を無効にし、続いて暗号化プログラムを実行する。無効なホストは、すでに侵入されているおそれがある。',
    ),
    impact: text(
      'Programs that were copied to the host no longer start. Find out who changed the setting before you set it back.',
      'ホストにコピーしたプログラムは起動しなくなる。元に戻す前に、誰が変更したかを調べること。',
    ),
    expect: { sakimori: is(1) },
  }),
  esxOption('VMkernel.Boot.execInstalledOnly', {
    id: 'esx.installed-programs-only-at-boot',
    facts: ['esxi-exec-installed-only'],
    area: 'access-restriction',
    severity: 'high',
    title: text(
      'The host starts with the rule to run only programs from installed packages',
      'ホストは、インストール済みの VIB に含まれるプログラムだけを実行する設定で起動する',
    ),
    rationale: text(
      'Without the rule at boot an intruder with root runs any program; where the running setting exists, root can switch it off.',
      '起動時に設定されていなければ、root を得た侵入者は任意のプログラムを実行できる。実行時の設定も root なら解除できる。',
    ),
    impact: text(
      'Vendor tools and scripts that are not in a package stop. It counts after the host restarts.',
      'VIB に含まれないベンダー ツールやスクリプトは動かなくなる。ホストの再起動後に有効になる。',
    ),
    expect: { sakimori: is(true) },
    disruption: 'reboot',
  }),
]
