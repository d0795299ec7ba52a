import { procedure, type Procedure, type ProcedureRow } from '../../control/index.ts'
import { text } from '../../text/index.ts'

type Row = Pick<ProcedureRow, 'id' | 'facts' | 'area' | 'severity' | 'title' | 'rationale' | 'steps' | 'mend'>

/** Asked once an estate: the answer is a way of working, and hundreds of hosts share it. */
const ofServers = (row: Row, more: Partial<ProcedureRow> = {}): Procedure =>
  procedure({
    impact: text(
      'A setting of the firmware counts after the server restarts; one of the management controller counts at once.',
      'ファームウェアの設定はサーバーの再起動後に、管理コントローラ (BMC) の設定は直ちに有効になる。',
    ),
    ...row,
    ...more,
  })

/** What is below ESX: the firmware, the management controller, the room. */
export const hardware: readonly Procedure[] = [
  ofServers(
    {
      id: 'esx.hardware-firmware-current',
      facts: ['hw-firmware-current'],
      area: 'patches',
      severity: 'medium',
      title: text(
        'The firmware of every server comes from its vendor and is current',
        'すべてのサーバーのファームウェアは、ベンダーが提供した最新のものである',
      ),
      rationale: text(
        'What hides in firmware survives a new installation of ESX, and holes in firmware and processors are mended there only.',
        'ファームウェアに潜むマルウェアは ESX を再インストールしても残る。また、ファームウェアや CPU の脆弱性はここでしか直せない。',
      ),
      steps: text(
        '1. In the vSphere Client open a host > Configure > Hardware > Overview and note the model, the BIOS version and its date. For all at once, PowerCLI: Get-VMHost, then ExtensionData.Hardware.BiosInfo of each.\n2. Look the model up on the vendor’s support page and compare versions of BIOS, management controller, network and storage adapters.\n3. Check that downloads come from the vendor’s site and that their checksum or signature is verified before use.\nGood: no server is behind a security release of its vendor, and a record says who checked and when.',
        '1. vSphere Client で ホスト > 設定 > ハードウェア > 概要 を開き、機種、BIOS のバージョンと日付を控える。一括で調べる場合は PowerCLI の Get-VMHost で ExtensionData.Hardware.BiosInfo を出力する。\n2. ベンダーのサポート ページで機種を検索し、BIOS、管理コントローラ、ネットワーク/ストレージ アダプタのバージョンを比べる。\n3. ベンダーのサイトから入手し、適用前にチェックサムまたは署名を検証していることを確認する。\n合格: ベンダーのセキュリティ リリースより古いサーバーがなく、誰がいつ確認したかの記録がある。',
      ),
      mend: text(
        'Put one host after the other into maintenance mode and update it with the vendor’s tool (or vSphere Lifecycle Manager with a hardware support manager).',
        'ホストを 1 台ずつメンテナンス モードにし、ベンダーのツール (または vSphere Lifecycle Manager と Hardware Support Manager) で更新する。',
      ),
    },
    { disruption: 'reboot' },
  ),
  ofServers(
    {
      id: 'esx.hardware-boot-order',
      facts: ['hw-boot-order'],
      area: 'removable-media',
      severity: 'medium',
      title: text('Servers start from their own boot device only', 'サーバーは所定の起動デバイスからのみ起動する'),
      rationale: text(
        'Whoever starts a server from a USB stick, a virtual DVD or the network reads and changes the disk of ESX without a password.',
        'USB メモリ、仮想 DVD、ネットワークから起動できれば、パスワードなしで ESX のディスクを読み書きできる。',
      ),
      steps: text(
        '1. Open the firmware setup through the management controller (iDRAC, iLO, CIMC, XCC …) and go to the boot menu.\n2. Look at the list of boot devices, at one-time boot, and whether a setup password is set.\nGood: the device of ESX is the only entry (network too, if Auto Deploy is in use), USB, optical and other network entries are off, and the setup asks for a password.',
        '1. 管理コントローラ (iDRAC、iLO、CIMC、XCC など) からファームウェアの設定画面を開き、起動メニューへ進む。\n2. 起動デバイスの一覧、ワンタイム ブート、設定画面のパスワードの有無を確認する。\n合格: ESX の起動デバイスのみが有効 (Auto Deploy を使う場合はネットワークも可) で、USB、光学ドライブ、その他のネットワーク起動は無効、設定画面にパスワードがある。',
      ),
      mend: text(
        'Remove the other entries, switch one-time boot off and set a setup password; a server profile of the vendor does it on all alike.',
        'その他の起動エントリを削除し、ワンタイム ブートを無効にして、設定画面にパスワードを設定する。ベンダーのサーバー プロファイルを使うと全台に適用できる。',
      ),
    },
    { disruption: 'reboot' },
  ),
  ofServers(
    {
      id: 'esx.hardware-external-ports',
      facts: ['hw-external-ports'],
      area: 'removable-media',
      severity: 'medium',
      title: text(
        'Ports that nobody uses are off on every server',
        'すべてのサーバーで、使用しない外部ポートは無効である',
      ),
      rationale: text(
        'A free USB or serial port takes a keyboard that types by itself, or a stick that carries data away.',
        '空いている USB ポートやシリアル ポートは、自動でキー入力する機器や、データを持ち出すメモリの接続口になる。',
      ),
      steps: text(
        '1. In the firmware setup look at front and rear USB ports, serial ports, SD readers and optical drives.\n2. At the rack look for devices that are plugged in, and for network sockets without a label.\nGood: what is not needed is disabled (a front USB port may be enabled for the hour of a repair), and nothing unknown is plugged in.',
        '1. ファームウェアの設定画面で、前面/背面の USB ポート、シリアル ポート、SD カード、光学ドライブの設定を確認する。\n2. ラックで、接続された機器とラベルのないネットワーク ポートを確認する。\n合格: 不要なものは無効であり (前面 USB は作業時のみ有効化)、不明な機器が接続されていない。',
      ),
      mend: text(
        'Disable the ports in the firmware setup and keep a keyboard for the management controller’s console instead.',
        'ファームウェアの設定画面でポートを無効にし、操作には管理コントローラのコンソールを使う。',
      ),
    },
    { disruption: 'reboot' },
  ),
  ofServers({
    id: 'esx.bmc-accounts',
    facts: ['hw-bmc-authentication'],
    area: 'authentication',
    severity: 'medium',
    title: text(
      'Management controllers have personal accounts that do not depend on vSphere',
      '管理コントローラには、vSphere に依存しない個人アカウントがある',
    ),
    rationale: text(
      'A shared or factory account names nobody. And if the controllers trust the directory that an intruder holds, he holds the hardware too.',
      '共有アカウントや出荷時アカウントでは操作者を特定できない。また、侵害されたディレクトリを信頼していれば、ハードウェアまで奪われる。',
    ),
    steps: text(
      '1. Log in to a management controller and open the list of users and the directory settings.\n2. Try the factory account with the password that the vendor prints or publishes.\n3. Ask which directory or groups can log in, and who is in them.\nGood: the factory password is gone, each person has an account of his own, a break-glass account is sealed, and the directory is not the one whose loss would also take vCenter.',
      '1. 管理コントローラにログインし、ユーザー一覧とディレクトリ連携の設定を開く。\n2. 出荷時アカウントと、本体の印字または公開されているパスワードでログインを試す。\n3. どのディレクトリやグループがログインでき、誰が所属しているかを確認する。\n合格: 出荷時パスワードは変更済み、個人ごとのアカウントがあり、緊急用アカウントは封印され、連携先は vCenter と同時に失われるディレクトリではない。',
    ),
    mend: text(
      'Change the factory password, make an account for each person with the least role, and seal one break-glass password.',
      '出荷時パスワードを変更し、個人ごとに最小権限のアカウントを作成し、緊急用パスワードを 1 つ封印して保管する。',
    ),
  }),
  ofServers({
    id: 'esx.bmc-configuration-locked',
    facts: ['hw-bmc-config-lock'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'The configuration of management controllers is locked where the vendor offers it',
      'ベンダーが対応する場合、管理コントローラの設定はロックされている',
    ),
    rationale: text(
      'From a host that is taken over, vendor tools can change firmware settings; the lock stops them.',
      '乗っ取られたホストからは、ベンダーのツールでファームウェアの設定を変更できる。ロックはこれを防ぐ。',
    ),
    steps: text(
      '1. In the management controller look for the vendor’s lock (Dell: System Lockdown Mode; HPE: host authentication and RBSU settings; Lenovo and Cisco: write protection from the host).\nGood: it is on, or the vendor has none and that is written down.',
      '1. 管理コントローラで、ベンダーのロック機能 (Dell: System Lockdown Mode、HPE: ホスト認証と RBSU の設定、Lenovo/Cisco: ホストからの書き込み保護) を確認する。\n合格: 有効である。機能がない機種は、その旨が記録されている。',
    ),
    mend: text(
      'Switch the lock on. It has to be lifted for updates of firmware.',
      'ロックを有効にする。ファームウェアの更新時は一時的な解除が必要になる。',
    ),
  }),
  ofServers({
    id: 'esx.bmc-logs-forwarded',
    facts: ['hw-bmc-logging'],
    area: 'access-restriction',
    severity: 'medium',
    title: text(
      'Management controllers send their logs to a central log server',
      '管理コントローラのログは、集中ログ サーバーへ転送されている',
    ),
    rationale: text(
      'Logins to the controller and opened chassis leave a trace nowhere else, and its own log is small and can be cleared.',
      '管理コントローラへのログインや筐体の開放は、ほかに記録が残らない。本体のログは容量が小さく、消去もできる。',
    ),
    steps: text(
      '1. In the management controller open the settings for remote syslog or alerts.\n2. Log in with a wrong password and look for the event on the log server.\nGood: the event arrives within minutes, with the right time and the name of the server.',
      '1. 管理コントローラで、リモート syslog またはアラートの設定を開く。\n2. 誤ったパスワードでログインし、ログ サーバーでそのイベントを探す。\n合格: 数分以内に、正しい時刻とサーバー名で記録される。',
    ),
    mend: text(
      'Enter the log server in each controller (by TLS where it can) and switch events of logins and hardware on.',
      '各管理コントローラにログ サーバーを登録し (可能なら TLS)、ログインとハードウェアのイベントを有効にする。',
    ),
  }),
  ofServers({
    id: 'esx.bmc-hardened',
    facts: ['hw-bmc-security'],
    area: 'access-restriction',
    severity: 'high',
    title: text(
      'Management controllers are reached from an administration network only, and over modern protocols',
      '管理コントローラには、管理用ネットワークから安全なプロトコルでのみ接続できる',
    ),
    rationale: text(
      'Whoever reaches the controller sits at the console: he restarts, boots his own media and types as root. IPMI gives password hashes to anybody who asks.',
      '管理コントローラに到達できる者は、コンソールの前に座っているのと同じである。再起動、任意メディアからの起動、root の操作ができる。IPMI はパスワード ハッシュを誰にでも渡す。',
    ),
    steps: text(
      '1. From a desk and from a VM try https://<controller>: it must not answer.\n2. From the administration network: nmap -sS -sU -p 22,23,80,443,623,5900 <controller>.\n3. In the controller look at IPMI over LAN, Telnet, SNMP v1/v2, the TLS version, the certificate and the host-to-controller network (USB NIC).\nGood: only HTTPS (and SSH if needed) answers, and only there; IPMI, Telnet, HTTP and SNMP v1/v2 are off; TLS 1.2 or newer with a certificate of your own; the USB NIC is off.',
      '1. 一般の端末と仮想マシンから https://<管理コントローラ> を試す。応答してはならない。\n2. 管理用ネットワークから nmap -sS -sU -p 22,23,80,443,623,5900 <管理コントローラ> を実行する。\n3. 管理コントローラで IPMI over LAN、Telnet、SNMP v1/v2、TLS のバージョン、証明書、ホストとの内部ネットワーク (USB NIC) を確認する。\n合格: 管理用ネットワークからの HTTPS (必要なら SSH) のみ応答する。IPMI、Telnet、HTTP、SNMP v1/v2 は無効、TLS 1.2 以降と自組織の証明書を使い、USB NIC は無効である。',
    ),
    mend: text(
      'Move the controllers to a network of their own behind a firewall and switch the old protocols off.',
      '管理コントローラをファイアウォールで区切った専用ネットワークへ移し、古いプロトコルを無効にする。',
    ),
  }),
  ofServers({
    id: 'esx.bmc-time',
    facts: ['hw-bmc-time'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'Management controllers take their time from the site’s time servers',
      '管理コントローラの時刻は、組織の時刻サーバーと同期している',
    ),
    rationale: text(
      'With a wrong clock nobody can line up the controller’s log with those of hosts, and certificates fail.',
      '時刻がずれていると、管理コントローラのログをホストのログと突き合わせられない。証明書の検証も失敗する。',
    ),
    steps: text(
      '1. In the management controller open the time or NTP settings and compare the clock with that of a host (esxcli system time get).\nGood: at least two time servers, the same as the hosts use, and a difference below a few seconds.',
      '1. 管理コントローラで時刻または NTP の設定を開き、時計をホスト (esxcli system time get) と比べる。\n合格: ホストと同じ時刻サーバーが 2 台以上設定され、差が数秒以内である。',
    ),
    mend: text(
      'Enter the time servers of the hosts in every controller.',
      'ホストと同じ時刻サーバーを各管理コントローラに設定する。',
    ),
  }),
  ofServers({
    id: 'esx.hardware-room',
    facts: ['physical-security'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'Servers, storage and switches stand in locked rooms that record who enters',
      'サーバー、ストレージ、スイッチは、入退室を記録する施錠区画に設置されている',
    ),
    rationale: text(
      'With a hand on the machine one takes disks, resets passwords and plugs in devices, whatever the software forbids.',
      '機器に直接触れられれば、ソフトウェアの制限にかかわらず、ディスクの持ち出し、パスワードの初期化、機器の接続ができる。',
    ),
    steps: text(
      '1. Walk to the racks: are the doors of room and rack locked, is there a camera?\n2. Ask for last month’s list of entries and compare it with the people who may enter.\n3. Ask what happens to disks that are returned or thrown away.\nGood: every entry has a name that may enter, and disks leave erased or destroyed, with a record.',
      '1. 現地で、部屋とラックの施錠、監視カメラの有無を確認する。\n2. 先月の入退室記録を取り寄せ、入室を許可された人の一覧と照合する。\n3. 返却または廃棄するディスクの扱いを確認する。\n合格: すべての入室が許可された人のものであり、ディスクは消去または破壊の記録を残して搬出されている。',
    ),
    mend: text(
      'Lock the racks, record entries, and settle with the vendor that faulty disks stay or are destroyed.',
      'ラックを施錠し、入退室を記録する。故障ディスクは返却不要または破壊とする契約をベンダーと結ぶ。',
    ),
  }),
]
