import { procedure, type Control } from '../../control/index.ts'
import { mapFact, type Subject } from '../../model/index.ts'
import { text } from '../../text/index.ts'
import { AUTHENTICATION, readDomain } from './directory.ts'

/** Whether the host is in a domain: only then it matters how it joined. */
const isJoined = (subject: Subject) => mapFact(readDomain(subject), (domain) => domain !== undefined)

/** What no interface of vCenter Server tells of a host. */
export const hostProcedures: readonly Control[] = [
  procedure({
    id: 'esx.secure-boot-by-hand',
    facts: ['esxi-secure-boot'],
    area: 'access-restriction',
    subject: 'HostSystem',
    severity: 'high',
    span: '6.5..6.7',
    title: text(
      'A host of 6.5 or 6.7 has started with UEFI Secure Boot, as seen on the host itself',
      '6.5 / 6.7 のホストが UEFI セキュア ブートで起動していることを、ホスト上で確認した',
    ),
    rationale: text(
      'These releases do not tell vCenter Server whether the signed loader was used; a changed one runs before every defence.',
      'これらのリリースは、署名済みローダーで起動したかを vCenter Server に伝えない。改ざんされたローダーは、あらゆる防御より先に動く。',
    ),
    impact: text(
      'A host with an unsigned package does not start any more.',
      '署名のない VIB があると、ホストは起動しなくなる。',
    ),
    steps: text(
      'Open the ESXi Shell for a moment and run /usr/lib/vmware/secureboot/bin/secureBoot.py -s. “Enabled” is good.',
      'ESXi Shell を一時的に有効にし、/usr/lib/vmware/secureboot/bin/secureBoot.py -s を実行する。「Enabled」と表示されればよい。',
    ),
    disruption: 'reboot',
    mend: text(
      'Run secureBoot.py -c; if every package passes, switch Secure Boot on in the firmware and restart the host from maintenance mode.',
      'secureBoot.py -c で全 VIB を確認し、問題がなければファームウェアでセキュア ブートを有効にして、メンテナンス モードから再起動する。',
    ),
  }),
  procedure({
    id: 'esx.named-local-administrator',
    facts: ['esxi-local-admin-account'],
    area: 'authentication',
    subject: 'HostSystem',
    severity: 'low',
    title: text(
      'The host has a named local administrator beside root, for emergencies',
      'ホストに、root とは別に緊急用の名前付きローカル管理者がいる',
    ),
    rationale: text(
      'Where all use root, nobody can say later who it was; and a locked root leaves no way in.',
      '全員が root を使うと、誰の操作か後から分からない。また、root がロックされると入る手段がなくなる。',
    ),
    impact: text(
      'One more password per host has to be kept, changed and watched.',
      'ホストごとに、保管・変更・監視すべきパスワードが 1 つ増える。',
    ),
    // Rights that a host gives itself do not reach vCenter Server, and lockdown mode keeps us from asking the host.
    steps: text(
      'Log in to the Host Client (during lockdown as an exception user): Manage > Security & users > Users, and Host > Permissions. Good is one account of a person or a sealed one, with the role Administrator.',
      'Host Client にログインし (ロックダウン中は例外ユーザーで)、管理 > セキュリティとユーザー > ユーザー と、ホスト > 権限 を確認する。個人または封印管理のアカウントが 1 つあり、管理者ロールを持っていればよい。',
    ),
    mend: text(
      'esxcli system account add -i NAME -p PASSWORD -c PASSWORD, then esxcli system permission set -i NAME -r Admin; keep the password in a sealed envelope or a vault.',
      'esxcli system account add -i 名前 -p パスワード -c パスワード、続いて esxcli system permission set -i 名前 -r Admin を実行し、パスワードは封印または保管庫で管理する。',
    ),
  }),
  procedure({
    id: 'esx.domain-join-by-proxy',
    facts: ['esxi-ad-auth-proxy'],
    area: 'authentication',
    subject: 'HostSystem',
    severity: 'low',
    title: text(
      'Host profiles join hosts to the domain through vSphere Authentication Proxy',
      'ホスト プロファイルによるドメイン参加は、vSphere Authentication Proxy を経由する',
    ),
    rationale: text(
      'Otherwise the profile holds the password of a domain account, readable to whoever administers profiles.',
      '経由しないと、プロファイルにドメイン アカウントのパスワードが保存され、プロファイルの管理者なら誰でも取り出せる。',
    ),
    impact: text(
      'Joining fails as long as the proxy is not set up. Without host profiles there is nothing to do.',
      'プロキシが未設定だと参加に失敗する。ホスト プロファイルを使っていなければ対応は不要である。',
    ),
    reads: [{ type: 'HostSystem', path: AUTHENTICATION }],
    applies: isJoined,
    steps: text(
      'Policies and Profiles > Host Profiles > Edit > Security and Services > Authentication > Active Directory: the join method must be the proxy server (CAM). Where no profile is attached to the host, it does not apply.',
      'ポリシーおよびプロファイル > ホスト プロファイル > 編集 > セキュリティおよびサービス > 認証 > Active Directory で、参加方法がプロキシ サーバー (CAM) になっていることを確認する。プロファイルを使っていないホストは対象外とする。',
    ),
    mend: text(
      'Start the Authentication Proxy service of vCenter Server, give it the account, and choose it as the join method in the profile.',
      'vCenter Server の Authentication Proxy サービスを起動してアカウントを設定し、プロファイルの参加方法に指定する。',
    ),
  }),
  procedure({
    id: 'esx.persistent-boot-device',
    facts: ['hw-boot-device'],
    area: 'access-restriction',
    subject: 'HostSystem',
    severity: 'medium',
    title: text(
      'The host starts from a durable disk, not from an SD card or USB stick',
      'ホストは SD カードや USB メモリではなく、耐久性のあるディスクから起動する',
    ),
    rationale: text(
      'Cards wear out and fail silently; logs, dumps and keys of the host then lie in memory, and an intrusion leaves nothing to look at.',
      'SD カードや USB メモリは劣化し、気付かないうちに故障する。ログやダンプ、鍵がメモリ上に置かれ、侵入されても証拠が残らない。',
    ),
    impact: text(
      'The host has to be installed anew on the disk; its configuration can be saved and restored.',
      'ディスクへの再インストールが必要になる。構成はバックアップして復元できる。',
    ),
    steps: text(
      'esxcli storage core device list: look at the device with “Is Boot Device: true”. “Is USB: true”, or a model such as “SD” or “Internal Dual SD”, is a finding.',
      'esxcli storage core device list で「Is Boot Device: true」のデバイスを確認する。「Is USB: true」、またはモデルが SD 系 (Internal Dual SD など) であれば不適合とする。',
    ),
    disruption: 'maintenanceMode',
    mend: text(
      'Fit a disk of at least 32 GB (better a mirrored pair of 128 GB), back up the configuration, install the same build on it and restore.',
      '32 GB 以上 (できれば 128 GB のミラー) のディスクを搭載し、構成をバックアップして同じビルドをインストールし、復元する。',
    ),
  }),
  procedure({
    id: 'esx.confidential-computing-decided',
    facts: ['hw-cpu-amd-sev', 'hw-cpu-intel-sgx'],
    area: 'vm-isolation',
    severity: 'low',
    title: text(
      'The site has decided where VMs need memory that the host cannot read (AMD SEV, Intel SGX or TDX)',
      'ホストから読めないメモリ (AMD SEV、Intel SGX / TDX) が必要な仮想マシンを、サイトとして定めている',
    ),
    rationale: text(
      'Who controls the host reads the memory of every VM, keys included, unless the processor keeps it encrypted.',
      'ホストを掌握した者は、全仮想マシンのメモリを鍵まで読み取れる。防げるのは CPU によるメモリ暗号化だけである。',
    ),
    impact: text(
      'Such VMs cannot use vMotion, snapshots or some devices, and processors and firmware must be ready for it.',
      '対象の仮想マシンでは vMotion、スナップショット、一部のデバイスが使えない。CPU とファームウェアの対応も必要である。',
    ),
    steps: text(
      'List the VMs that hold keys or personal data; for each, decide whether the host is trusted. Where it is not, look up host > Configure > Hardware (SGX, SEV, TDX) and the VM options.',
      '鍵や個人情報を扱う仮想マシンを洗い出し、ホストを信頼してよいかを判断する。信頼できない場合は、ホスト > 設定 > ハードウェア (SGX、SEV、TDX) と仮想マシン オプションを確認する。',
    ),
    disruption: 'reboot',
    mend: text(
      'Switch SEV-SNP, SGX or TDX on in the firmware of the hosts that are to carry such VMs, and then in the VMs.',
      '対象のホストのファームウェアで SEV-SNP、SGX、TDX を有効にし、続いて仮想マシンで有効にする。',
    ),
  }),
  procedure({
    id: 'esx.authority-store-clean',
    facts: ['esxi-certificate-hygiene'],
    area: 'certificates',
    subject: 'HostSystem',
    severity: 'low',
    title: text(
      'The host trusts no authority whose certificate is expired or withdrawn',
      'ホストが信頼する認証局に、期限切れや失効したものがない',
    ),
    rationale: text(
      'Keys of forgotten authorities lie about for years; who finds one issues certificates that the host believes.',
      '忘れられた認証局の鍵は何年も放置される。それを手に入れた者は、ホストが信じる証明書を発行できる。',
    ),
    impact: text(
      'Taking a live authority away cuts the host off from vCenter Server or the log server.',
      '使用中の認証局を外すと、vCenter Server やログ サーバーと通信できなくなる。',
    ),
    // The call that lists them wants Certificate.Manage, with which one could replace them: no right for an auditor.
    steps: text(
      'On the host: openssl crl2pkcs7 -nocrl -certfile /etc/vmware/ssl/castore.pem | openssl pkcs7 -print_certs -text -noout. Good: each certificate is valid today and belongs to an authority that the site knows.',
      'ホストで openssl crl2pkcs7 -nocrl -certfile /etc/vmware/ssl/castore.pem | openssl pkcs7 -print_certs -text -noout を実行する。どの証明書も有効期間内で、サイトが把握している認証局のものであればよい。',
    ),
    mend: text(
      'Remove the authority from vCenter Server (Administration > Certificates > Trusted Root), then refresh the hosts: host > Configure > Certificate > Refresh CA Certificates.',
      'vCenter Server から認証局を削除し (管理 > 証明書 > 信頼できるルート)、ホスト > 設定 > 証明書 > CA 証明書の更新 でホストに反映する。',
    ),
  }),
]
