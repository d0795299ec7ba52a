import { text } from '@sakimori/core/text'
import { hosts, mistake, vcenterName, type KeyRow } from './row.ts'

/** Rights and accounts. Those that no control sees are for the analysis of who can reach what. */
export const rightsMistakes: readonly KeyRow[] = [
  mistake(
    'access-restriction',
    [vcenterName],
    ['vcenter.administrators-from-sso', 'vcenter.root-rights-approved', 'vcenter.crypto-rights-approved'],
    text(
      'The backup account (CORP\\svc-backup) is administrator of everything: its password opens every VM and every host.',
      'バックアップ用アカウント (CORP\\svc-backup) がルートで管理者権限を持つ。そのパスワードだけで全仮想マシンと全ホストを掌握できる。',
    ),
  ),
  mistake(
    'access-restriction',
    [vcenterName],
    ['vcenter.guest-reach-narrow', 'vcenter.console-rights-narrow'],
    text(
      'The help desk may run programs in every guest and copy VM files of the whole site, domain controllers and vCenter Server included.',
      'ヘルプデスクが東京全体で、ゲスト内のプログラム実行や VM ファイルの取得までできる。ドメイン コントローラや vCenter Server も含まれる。',
    ),
  ),
  mistake(
    'access-restriction',
    ['CORP\\仮想基盤-運用', 'vcsa01'],
    [],
    text(
      'Operators manage the VM that vCenter Server runs in, and so everything.',
      '運用担当者は vCenter Server が動く仮想マシン自体を操作でき、結果としてすべてを操作できる。',
    ),
  ),
  mistake(
    'access-restriction',
    [vcenterName],
    ['vcenter.network-assignment-narrow'],
    text(
      'Leaders of development may plug their VMs into any network of Tokyo, the management network included.',
      '開発リーダーは、管理系を含む東京のどのネットワークにも仮想マシンを接続できる。',
    ),
  ),
  mistake(
    'access-restriction',
    [vcenterName],
    ['vcenter.permissions-to-groups'],
    text(
      'A colleague who left in 2021 (CORP\\t.sato) is still administrator of the legacy cluster.',
      '2021 年に退職した社員 (CORP\\t.sato) が、今も旧基盤クラスタの管理者である。',
    ),
  ),
  mistake(
    'access-restriction',
    [vcenterName],
    ['vcenter.snmp-receivers-off'],
    text(
      'Traps still go to the hardware monitor that was replaced in 2024, with the community “public”.',
      '2024 年に撤去したハードウェア監視に、コミュニティ名 public のままトラップを送り続けている。',
    ),
  ),
  mistake(
    'access-restriction',
    [vcenterName],
    ['vcenter.alarm-remote-logging-failure'],
    text(
      'No alarm tells when a host stops sending its logs: that v02 and l03 send none went unnoticed.',
      'ログ転送の停止を知らせるアラームがない。v02 と l03 がログを送っていないことに誰も気付かなかった。',
    ),
  ),
  mistake(
    'access-restriction',
    [vcenterName],
    ['vcenter.extensions-approved'],
    text(
      'The plug-in of the backup software was never put on the list of what may run in the client.',
      'バックアップ製品のプラグインが、承認済み拡張機能の一覧に載っていない。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('l01', 'p02', 'd01'),
    [],
    text(
      'Local accounts with administrator rights on hosts: a retired colleague, a monitor that is gone, an operator’s own.',
      'ホストに管理者権限のローカル アカウントが残っている。退職者、撤去済みの監視、担当者個人のもの。',
    ),
  ),
  mistake(
    'access-restriction',
    [vcenterName],
    ['vcenter.ssh-off', 'vcenter.backup-scheduled'],
    text(
      'SSH of the appliance is on, and its backups go out by FTP, unencrypted.',
      'アプライアンスの SSH が有効で、バックアップは FTP で暗号化せずに送られている。',
    ),
  ),
  mistake(
    'vm-isolation',
    ['ad01', 'ad02'],
    [],
    text(
      'Both domain controllers run on one host, and no rule keeps them apart.',
      '2 台のドメイン コントローラが同じホストで動き、分離するルールもない。',
    ),
  ),
]
