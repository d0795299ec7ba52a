import { text } from '@sakimori/core/text'
import { hosts, mistake, vcenterName, type KeyRow } from './row.ts'

/** Patches, certificates and logins. */
export const upkeep: readonly KeyRow[] = [
  mistake(
    'patches',
    hosts('l01', 'l02', 'l03', 'v01', 'v02', 'd04'),
    ['esx.supported-release', 'esx.patch-level'],
    text(
      'The legacy cluster still runs 6.5, the desktops and one host of Osaka 7.0: nobody mends these releases any more. l03 has not been patched since 2017.',
      '旧基盤クラスタは 6.5、VDI と大阪の 1 台は 7.0 のままで、もう修正が提供されない。l03 は 2017 年から一度もパッチが当たっていない。',
    ),
  ),
  mistake(
    'patches',
    hosts('p05'),
    ['esx.patch-level'],
    text(
      'p05 was bought later and left out of the update baseline: it still has 8.0 U2 as it came.',
      'p05 は後から購入したためアップデートの対象から漏れ、8.0 U2 の初期ビルドのままである。',
    ),
  ),
  mistake(
    'patches',
    hosts('p05'),
    ['esx.image-booted'],
    text(
      'In October p05 got its update at last, and nobody restarted it: the old build still runs.',
      '10 月にようやく p05 へ更新を入れたが、再起動していない。稼働しているのは古いビルドのままである。',
    ),
  ),
  mistake(
    'patches',
    [vcenterName],
    ['vcenter.patch-level'],
    text(
      'The update of vCenter Server has waited for the backup software since 2024.',
      'バックアップ ソフトの対応待ちを理由に、vCenter Server の更新が 2024 年から止まっている。',
    ),
  ),
  mistake(
    'patches',
    hosts('l02'),
    ['esx.acceptance-level'],
    text(
      'A community driver for a cheap network card was installed, and the acceptance level was lowered for it.',
      '安価な NIC を使うためにコミュニティ製ドライバを入れ、許容レベルを CommunitySupported に下げたままである。',
    ),
  ),
  mistake(
    'patches',
    hosts('v01'),
    ['esx.hyperthread-warning'],
    text(
      'The warning about CPU flaws was hidden, because it was in the way.',
      'CPU の脆弱性に関する警告が、目障りだという理由で非表示にされている。',
    ),
  ),
  mistake(
    'vm-isolation',
    hosts('l02', 'l03'),
    ['esx.core-scheduler'],
    text(
      'On l02 and l03 the scheduler against L1TF was switched off again: the month-end batch ran too long.',
      'l02 と l03 では、月次バッチの遅延を理由に、L1TF 対策のスケジューラが再び無効にされている。',
    ),
  ),
  mistake(
    'vm-isolation',
    hosts('v01'),
    ['esx.core-scheduler-forced'],
    text(
      'The CAD desktop reaches a graphics card of v01 directly and shares cores with the other desktops: stale data of theirs leaks.',
      'CAD 用デスクトップは v01 の GPU に直接アクセスし、他のデスクトップとコアを共有している。古いデータが漏れるおそれがある。',
    ),
  ),
  mistake(
    'patches',
    hosts('l03'),
    ['esx.cpu-microcode'],
    text(
      'The processors of l03 run the microcode that they were sold with: neither the BIOS nor ESX was ever updated.',
      'l03 の CPU のマイクロコードは購入時のままである。BIOS も ESX も一度も更新されていない。',
    ),
  ),
  mistake(
    'patches',
    hosts('l03', 'v02'),
    ['esx.firmware-patched'],
    text(
      'The management controller of l03 lets anybody in without a password (CVE-2017-12542). v02 got a spare main board, and with it the firmware of 2021.',
      'l03 の管理コントローラには、パスワードなしで侵入できる (CVE-2017-12542)。v02 は予備のマザーボードに交換され、ファームウェアが 2021 年のものに戻っている。',
    ),
  ),
  mistake(
    'certificates',
    hosts('d02'),
    ['esx.certificate-dates'],
    text('The certificate of d02 expired in March 2026.', 'd02 の証明書は 2026 年 3 月に期限が切れている。'),
  ),
  mistake(
    'certificates',
    hosts('l01'),
    ['esx.certificate-strength'],
    text(
      'The certificate of l01 has a key of 1024 bits and is signed with SHA-1: it was made by a script of 2012.',
      'l01 の証明書は 1024 ビット鍵と SHA-1 署名で、2012 年のスクリプトで作られたものである。',
    ),
  ),
  mistake(
    'certificates',
    hosts('l03'),
    ['esx.certificate-issuer', 'esx.certificate-name', 'esx.certificate-own-name'],
    text(
      'l03 still has the certificate of its installation, signed by itself and made out to localhost.',
      'l03 はインストール時の自己署名証明書のままで、名前は localhost.localdomain である。',
    ),
  ),
  mistake(
    'certificates',
    hosts('l02', 'l03'),
    ['esx.tls-old-versions'],
    text('TLS 1.0 and 1.1 were never switched off.', 'TLS 1.0 と 1.1 が無効化されていない。'),
  ),
  mistake(
    'certificates',
    [vcenterName],
    ['vcenter.host-certificate-mode'],
    text(
      'vCenter Server takes any certificate that a host shows at first (thumbprint mode), so that old hosts could be added.',
      '古いホストを登録するため、最初に提示された証明書をそのまま受け入れるサムプリント モードになっている。',
    ),
  ),
  mistake(
    'certificates',
    hosts('p04'),
    ['esx.syslog-server-verified', 'esx.syslog-certificate-strict'],
    text(
      'p04 does not check the certificate of the log server; it was switched off when that certificate had expired once.',
      'p04 はログ サーバーの証明書を検証していない。以前その証明書が切れたときに検証を止め、戻していない。',
    ),
  ),
  mistake(
    'authentication',
    hosts('l02', 'l03'),
    ['esx.account-lock-failures', 'esx.account-unlock-time', 'esx.password-quality'],
    text(
      'Local accounts never lock on l03, late on l02, and open again after two minutes; seven characters make a password.',
      'ローカル アカウントは l03 ではロックされず、l02 でもロックが遅く、2 分で解除される。パスワードは 7 文字でよい。',
    ),
  ),
  mistake(
    'authentication',
    hosts('v02'),
    ['esx.password-quality'],
    text(
      'v02 was reinstalled, and the password rules were forgotten.',
      'v02 は再インストール後、パスワード規則の設定が漏れている。',
    ),
  ),
  mistake(
    'authentication',
    hosts('v01'),
    ['esx.password-history'],
    text('Old passwords may come back on v01.', 'v01 では過去のパスワードを再利用できる。'),
  ),
  mistake(
    'authentication',
    hosts('d04'),
    [
      'esx.domain-membership',
      'esx.domain-admins-group',
      'esx.domain-admins-group-not-added',
      'esx.domain-revalidation',
    ],
    text(
      'd04 is in the domain with the settings of its installation: whoever makes a group "ESX Admins" is root there (CVE-2024-37085).',
      'd04 は初期設定のままドメインに参加している。「ESX Admins」グループを作れる者なら誰でも root になれる (CVE-2024-37085)。',
    ),
  ),
  mistake(
    'authentication',
    hosts('l03', 'd03'),
    ['esx.time-synchronised'],
    text(
      'The clocks of l03 (no server) and d03 (service stopped) drift: logs cannot be put together.',
      'l03 は時刻サーバー未設定、d03 は NTP が停止しており、時刻がずれてログを突き合わせられない。',
    ),
  ),
  mistake(
    'authentication',
    [vcenterName],
    ['vcenter.vpxuser-rotation'],
    text(
      'The password of vpxuser is never changed: a host that was away for long had to be added again once.',
      'vpxuser のパスワードが変更されない設定である。長期間切断したホストの再登録を嫌って止めた。',
    ),
  ),
  mistake(
    'authentication',
    [vcenterName],
    [],
    text(
      'Single Sign-On allows ten failures, unlocks after a minute, and its passwords never expire.',
      'SSO は 10 回まで失敗を許し、1 分でロックを解除する。パスワードの有効期限も実質ない。',
    ),
  ),
  mistake(
    'authentication',
    [vcenterName],
    [],
    text(
      'vCenter Server asks the domain over plain LDAP, as the administrator of the domain.',
      'vCenter Server は平文の LDAP で、しかもドメイン管理者のアカウントで AD に接続している。',
    ),
  ),
]

/** The firewall, shells, services, logs and lockdown mode. */
export const doors: readonly KeyRow[] = [
  mistake(
    'firewall',
    hosts('p03', 'l03'),
    ['esx.firewall-allowed-addresses'],
    text(
      'On p03 everyone may reach SSH, on l03 every open rule set: no address was ever listed there.',
      'p03 では SSH に、l03 では開いているすべてのルールセットに、どの IP アドレスからでも接続できる。',
    ),
  ),
  mistake(
    'firewall',
    hosts('l02'),
    ['esx.firewall-default-policy'],
    text(
      'l02 lets everything in that no rule set names: "for the monitoring", says a note of 2018.',
      'l02 はルールセットにない受信もすべて通す。2018 年のメモには「監視のため」とだけある。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('p03', 'l01', 'l02', 'd01'),
    ['esx.ssh-stopped'],
    text(
      'SSH runs on four hosts; on three of them it starts by itself.',
      '4 台のホストで SSH が動いたままで、うち 3 台は自動起動になっている。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('l02'),
    ['esx.shell-stopped'],
    text(
      'The ESXi Shell of l02 was started for a repair and forgotten.',
      'l02 では、障害対応で起動した ESXi Shell が忘れられている。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('p03', 'l02'),
    ['esx.shell-warning'],
    text(
      'The warning about open shells was hidden instead of closing them.',
      'シェルを止める代わりに、シェルの警告を非表示にしている。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('l01', 'l02', 'l03'),
    ['esx.slp-stopped', 'esx.cim-stopped', 'esx.installed-programs-only-at-boot'],
    text(
      'The legacy hosts run SLP and the CIM server, as installed, and any program that is copied to them: what ESXiArgs needed.',
      '旧基盤のホストでは SLP と CIM サーバーが初期設定のまま動き、持ち込まれたプログラムも実行できる。ESXiArgs が悪用した状態である。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('p02'),
    ['esx.cim-stopped'],
    text(
      'The CIM server was left running for a monitor that is gone.',
      '撤去済みのハードウェア監視のために、CIM サーバーが動いたままである。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('d01'),
    ['esx.snmp-stopped'],
    text(
      'SNMP was switched on for a trial, with the community "public".',
      '試験のために有効にした SNMP が、コミュニティ名 public のまま残っている。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('d03'),
    ['esx.installed-programs-only', 'esx.installed-programs-only-at-boot', 'esx.sshd-no-root-keys'],
    text(
      'Foreign programs may run on d03 since a night in October, and root has an SSH key that nobody knows. Ransomware does this first: it is to be treated as an incident.',
      'd03 では 10 月のある夜から未署名のプログラムを実行でき、root に誰のものか分からない SSH 鍵もある。ランサムウェアの最初の一手であり、インシデントとして扱う。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('l03'),
    ['esx.shell-availability-timeout', 'esx.shell-idle-timeout', 'esx.console-banner', 'esx.ssh-banner'],
    text(
      'On l03 shells stay open for ever, and no notice is shown to who logs in.',
      'l03 ではシェルがいつまでも開いたままで、ログイン時の警告文もない。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('v01'),
    ['esx.mob-off'],
    text(
      'The managed object browser of v01 answers: a script of a vendor wanted it.',
      'v01 の MOB が有効である。ベンダーのスクリプトのために開けた。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('v02', 'l03'),
    ['esx.syslog-remote'],
    text('The logs of v02 and l03 lie on the hosts alone.', 'v02 と l03 のログはホスト上にしかない。'),
  ),
  mistake(
    'access-restriction',
    hosts('v01', 'v02'),
    ['esx.audit-records-remote'],
    text('The desktop hosts send no audit records.', 'VDI のホストは監査記録を転送していない。'),
  ),
  mistake(
    'access-restriction',
    hosts('v01'),
    ['esx.audit-records-kept'],
    text('v01 does not even keep audit records.', 'v01 は監査記録の保存すらしていない。'),
  ),
  mistake(
    'access-restriction',
    [vcenterName],
    ['vcenter.events-to-syslog'],
    text(
      'Events of vCenter Server no longer go to syslog: the log server was full once.',
      'ログ サーバーの容量不足を機に、vCenter Server のイベント転送が止められている。',
    ),
  ),
  mistake(
    'lockdown-mode',
    hosts('p03', 'l01', 'l02', 'l03'),
    ['esx.lockdown-mode'],
    text(
      'Lockdown mode is off on the legacy hosts, and on p03 since a fault in summer.',
      '旧基盤のホストと、夏の障害以降の p03 で、ロックダウン モードが無効である。',
    ),
  ),
  mistake(
    'lockdown-mode',
    hosts('p02', 'd01'),
    ['esx.lockdown-exceptions'],
    text(
      'Exception users that nobody remembers: a monitoring account on p02, an operator’s own account on d01.',
      '忘れられた例外ユーザーが残っている。p02 は監視用アカウント、d01 は運用担当者の個人アカウント。',
    ),
  ),
  mistake(
    'lockdown-mode',
    hosts('d01'),
    ['esx.lockdown-without-side-doors'],
    text(
      'On d01 the exception user can use SSH, which runs: lockdown mode protects nothing there.',
      'd01 では SSH が動き、例外ユーザーがログインできる。ロックダウン モードは有効でも守りにならない。',
    ),
  ),
  mistake(
    'lockdown-mode',
    hosts('p01', 'v02'),
    ['esx.console-access-list'],
    text(
      'On p01 an operator may leave lockdown mode at the console; on v02 nobody may, so a lost vCenter Server takes the host with it.',
      'p01 では担当者個人がコンソールからロックダウンを解除できる。v02 は誰も解除できず、vCenter Server を失うと管理不能になる。',
    ),
  ),
]
