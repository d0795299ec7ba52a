import {
  esxcliSwitch,
  esxcliValue,
  fail,
  is,
  judgeFacts,
  oneOf,
  pass,
  readEsxcli,
  readEsxcliCell,
  sinceVersion,
  type Control,
  type EsxcliPath,
} from '../../control/index.ts'
import { note, text } from '../../text/index.ts'

const ACCOUNTS: EsxcliPath = 'esxcli:system account list'
const ROOT_KEYS: EsxcliPath = 'esxcli:system ssh key list --user=root'
const FIREWALL: EsxcliPath = 'esxcli:network firewall get'
const TLS: EsxcliPath = 'esxcli:system tls server get --show-current-boot-profile'

const keysSaid = text('root may log in with {count} keys', 'root がログインに使える鍵: {count} 個')
const firewallSaid = text('enabled: {enabled}, loaded: {loaded}', '有効: {enabled}、ロード済み: {loaded}')

/** What a host shows through esxcli and through no property of the API. */
export const commandLine: readonly Control[] = [
  esxcliValue({ path: ACCOUNTS, row: ['UserID', 'dcui'], column: 'ShellAccess' }, 'switch', {
    id: 'esx.console-account-without-shell',
    facts: ['esxi-account-dcui-shell-access'],
    area: 'authentication',
    severity: 'medium',
    span: '8.0..9.1',
    title: text('The account dcui of the host may not use the shell', 'ホストの dcui アカウントはシェルを利用できない'),
    rationale: text(
      'The account belongs to the console and has all rights. Somebody who gets its session, or gives it a password, is root at a shell.',
      'dcui はコンソール用のアカウントで、管理者権限を持つ。乗っ取られたりパスワードを設定されたりすると、シェルで root と同じ操作ができる。',
    ),
    impact: text('None: the console itself goes on working.', '影響はない。コンソール (DCUI) は引き続き利用できる。'),
    expect: { sakimori: is(false) },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Run on the host: esxcli system account set -i dcui -s false',
        'ホストで次のコマンドを実行する: esxcli system account set -i dcui -s false',
      ),
    },
  }),
  esxcliValue({ path: ACCOUNTS, row: ['UserID', 'vpxuser'], column: 'ShellAccess' }, 'switch', {
    id: 'esx.vcenter-account-without-shell',
    facts: ['esxi-account-vpxuser-shell-access'],
    area: 'authentication',
    severity: 'low',
    span: '8.0..9.1',
    title: text(
      'The account vpxuser of the host may not use the shell',
      'ホストの vpxuser アカウントはシェルを利用できない',
    ),
    rationale: text(
      'Who owns vCenter Server owns the password of vpxuser on every host, and with it a root shell on each.',
      'vCenter Server を奪った攻撃者は、全ホストの vpxuser のパスワードも手に入れ、それぞれで root 相当のシェルを使える。',
    ),
    impact: text(
      'vCenter Server can then no longer give accounts their shell back: each host has to be visited. Some backup tools and host profiles break.',
      'vCenter Server からはシェル権限を元に戻せなくなり、ホストごとの作業が必要になる。一部のバックアップ ツールやホスト プロファイルも動かなくなる。',
    ),
    // Not ours: it breaks more than it protects on most sites, and there is no way back through vCenter Server.
    expect: { sakimori: [], scg: is(false), cis: is(false) },
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Log in to the host as another account that may use the shell, and run: esxcli system account set -i vpxuser -s false',
        'シェルを利用できる別のアカウントでホストにログインし、次を実行する: esxcli system account set -i vpxuser -s false',
      ),
    },
  }),
  esxcliSwitch('system security fips140 ssh', 'Enabled', {
    id: 'esx.sshd-fips',
    facts: ['esxi-sshd-fips'],
    area: 'access-restriction',
    severity: 'medium',
    span: '6.7..9.1',
    title: text(
      'The SSH server encrypts with the FIPS 140 validated module',
      'SSH サーバーは FIPS 140 認定の暗号モジュールを使用する',
    ),
    rationale: text(
      'Outside this mode the server accepts algorithms that nobody has examined, or that are known to be weak.',
      'このモードを外すと、検証されていないアルゴリズムや、弱いと分かっているアルゴリズムも使われる。',
    ),
    impact: text('Old SSH clients can no longer connect.', '古い SSH クライアントは接続できなくなる。'),
    expect: { sakimori: is(true) },
  }),
  esxcliSwitch('system security fips140 rhttpproxy', 'Enabled', {
    id: 'esx.proxy-fips',
    facts: ['esxi-rhttpproxy-fips'],
    area: 'certificates',
    severity: 'low',
    span: '7.0',
    title: text(
      'The web front end of the host encrypts with the FIPS 140 validated module',
      'ホストのリバース プロキシは FIPS 140 認定の暗号モジュールを使用する',
    ),
    rationale: text(
      'All logins to the host pass through this proxy; where the law asks for validated cryptography, it has to be used here.',
      'ホストへのログインはすべてこのプロキシを通る。認定済みの暗号が義務付けられる組織では、ここでも使う必要がある。',
    ),
    impact: text(
      'Clients that know only older algorithms can no longer connect.',
      '古いアルゴリズムにしか対応しないクライアントは接続できなくなる。',
    ),
    expect: { sakimori: [], stig: is(true) },
  }),
  {
    id: 'esx.sshd-no-root-keys',
    kind: 'judgement',
    facts: ['esxi-sshd-authorized-keys'],
    area: 'access-restriction',
    subject: 'HostSystem',
    severity: 'medium',
    // Before 8.0 the file on the host is the only place: a person looks there.
    span: '8.0..9.1',
    title: text('No SSH key lets anybody in as root', 'root でログインできる SSH 鍵が登録されていない'),
    rationale: text(
      'A key opens the host to root even in lockdown mode, outlives every change of the password, and is what intruders leave behind.',
      '鍵があれば、ロックダウン モード中でも root でログインでき、パスワードを変えても無効にならない。侵入者が残していく裏口でもある。',
    ),
    impact: text(
      'Automation that logs in with a key stops. Find out whose key it is before you remove it.',
      '鍵でログインする自動化処理は止まる。削除する前に、誰の鍵かを調べること。',
    ),
    reads: [{ type: 'HostSystem', path: ROOT_KEYS }],
    judge: (subject) =>
      judgeFacts([readEsxcli(subject, ROOT_KEYS)], (keys) =>
        keys.length === 0 ? pass() : fail(note(keysSaid, { count: keys.length })),
      ),
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'List the keys with esxcli system ssh key list -u root, and remove each that nobody vouches for with esxcli system ssh key remove -u root -k "KEY".',
        'esxcli system ssh key list -u root で鍵を確認し、所有者の分からない鍵を esxcli system ssh key remove -u root -k "鍵" で削除する。',
      ),
    },
  },
  {
    id: 'esx.firewall-enabled',
    kind: 'judgement',
    facts: ['esxi-firewall-enabled'],
    area: 'firewall',
    subject: 'HostSystem',
    severity: 'high',
    title: text('The firewall of the host is loaded and enabled', 'ホストのファイアウォールはロードされ、有効である'),
    rationale: text(
      'When it is off, every rule set and its allowed addresses still look right in the vSphere Client, and none of them is in force.',
      '無効でも vSphere Client ではルールセットや許可 IP アドレスが正しく見えるが、実際には何も制限されていない。',
    ),
    impact: text(
      'Services whose rule sets are closed become unreachable at once. Look through the rule sets first.',
      'ルールセットを閉じているサービスは、ただちに接続できなくなる。先にルールセットを確認すること。',
    ),
    reads: [{ type: 'HostSystem', path: FIREWALL }],
    judge: (subject) =>
      judgeFacts(
        [
          readEsxcliCell(subject, { path: FIREWALL, column: 'Enabled' }),
          readEsxcliCell(subject, { path: FIREWALL, column: 'Loaded' }),
        ],
        (enabled, loaded) => {
          const said = note(firewallSaid, { enabled, loaded })
          return enabled.toLowerCase() === 'true' && loaded.toLowerCase() === 'true' ? pass(said) : fail(said)
        },
      ),
    repair: {
      kind: 'steps',
      disruption: 'network',
      steps: text(
        'Run on the host: esxcli network firewall load, then esxcli network firewall set --enabled true',
        'ホストで esxcli network firewall load、続いて esxcli network firewall set --enabled true を実行する。',
      ),
    },
  },
  esxcliValue({ path: TLS, column: 'Profile' }, 'text', {
    id: 'esx.tls-profile',
    facts: ['esxi-tls-profile'],
    area: 'certificates',
    severity: 'medium',
    span: '8.0..9.1',
    // The profiles came with 8.0 Update 3; before it esx.tls-old-versions asks.
    applies: sinceVersion(8, 0, 3),
    title: text('The host started with a strict TLS profile', 'ホストは厳格な TLS プロファイルで起動している'),
    rationale: text(
      'The profile COMPATIBLE still agrees to ciphers without authenticated encryption, for the sake of old clients.',
      'プロファイル COMPATIBLE は、古いクライアントのために認証付き暗号でない暗号スイートも受け入れる。',
    ),
    impact: text(
      'Old backup proxies and plug-ins lose the host. The profile counts after the host restarts.',
      '古いバックアップ プロキシやプラグインは接続できなくなる。ホストの再起動後に有効になる。',
    ),
    expect: {
      sakimori: oneOf(['NIST_2024', 'NIST_2024_TLS_13_ONLY']),
      scg: [
        ['8.0..9.0', oneOf(['NIST_2024', 'NIST_2024_TLS_13_ONLY'])],
        ['9.1', is('NIST_2024_TLS_13_ONLY')],
      ],
      stig: is('NIST_2024'),
    },
    repair: {
      kind: 'steps',
      disruption: 'reboot',
      steps: text(
        'Run on the host: esxcli system tls server set -p NIST_2024. Put it into maintenance mode and restart it.',
        'ホストで esxcli system tls server set -p NIST_2024 を実行し、メンテナンス モードにして再起動する。',
      ),
    },
  }),
  esxcliValue({ path: 'esxcli:system syslog config get', column: 'LocalLogOutputIsPersistent' }, 'switch', {
    id: 'esx.logs-persistent',
    facts: ['esxi-log-persistent'],
    area: 'access-restriction',
    severity: 'medium',
    title: text(
      'The logs of the host lie where a restart does not erase them',
      'ホストのログは、再起動しても消えない場所に保存される',
    ),
    rationale: text(
      'Where logs lie in memory an intruder only has to restart the host to wipe out his traces.',
      'ログがメモリ上にあると、侵入者はホストを再起動するだけで痕跡を消せる。',
    ),
    impact: text(
      'Logs on an SD card or USB stick wear it out: choose a datastore.',
      'SD カードや USB メモリに書き込むと寿命が縮む。データストアを指定すること。',
    ),
    expect: { sakimori: is(true) },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Make a folder on a VMFS datastore and name it in the advanced option Syslog.global.logDir, as in [datastore1] logs/esx01.',
        'VMFS データストアにフォルダーを作り、詳細オプション Syslog.global.logDir に [datastore1] logs/esx01 のように指定する。',
      ),
    },
  }),
  esxcliSwitch('system syslog config logfilter', 'LogFilteringEnabled', {
    id: 'esx.log-filter-off',
    facts: ['esxi-log-filter'],
    area: 'access-restriction',
    severity: 'medium',
    span: '7.0..9.1',
    title: text('The host filters no messages out of its logs', 'ホストはログのメッセージを除外していない'),
    rationale: text(
      'A filter drops messages before they are written or sent. One line hides a break-in from the log server as well.',
      'フィルタに一致したメッセージは、保存も転送もされない。1 行追加するだけで、ログ サーバーからも侵入を隠せる。',
    ),
    impact: text(
      'Messages that somebody filtered out for being many come back.',
      '量が多いために除外していたメッセージが、再び出力される。',
    ),
    expect: { sakimori: is(false) },
  }),
  esxcliValue({ path: 'esxcli:system security keypersistence get', column: 'Enabled' }, 'switch', {
    id: 'esx.key-persistence-off',
    facts: ['esxi-key-persistence'],
    area: 'access-restriction',
    severity: 'low',
    span: '7.0..9.1',
    // vSphere Security, "vSphere Key Persistence on ESXi Hosts": it came with 7.0 Update 2.
    applies: sinceVersion(7, 0, 2),
    title: text(
      'The host keeps no encryption keys of virtual machines over a restart',
      'ホストは、仮想マシンの暗号化キーを再起動後まで保持しない',
    ),
    rationale: text(
      'With the keys in its TPM a stolen host starts the encrypted machines without the key server.',
      '鍵を TPM に保持していると、ホストを盗まれた場合に、キー サーバーなしで暗号化した仮想マシンを起動されてしまう。',
    ),
    impact: text(
      'Encrypted machines do not start after a power failure until the key server answers. The stored keys are lost for good.',
      '停電後、キー サーバーが応答するまで暗号化した仮想マシンは起動しない。保持していた鍵は元に戻せない。',
    ),
    expect: { sakimori: is(false) },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Make sure that the key server answers, then run on the host: esxcli system security keypersistence disable --remove-all-stored-keys=true',
        'キー サーバーに接続できることを確認し、ホストで esxcli system security keypersistence disable --remove-all-stored-keys=true を実行する。',
      ),
    },
  }),
]
