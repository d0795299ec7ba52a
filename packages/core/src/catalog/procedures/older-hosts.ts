import { procedure, type Procedure } from '../../control/index.ts'
import { text } from '../../text/index.ts'
import { sshdSetting } from './sshd.ts'

/** What esxcli and options show of newer hosts, and only files show of older ones. */
export const olderHosts: readonly Procedure[] = [
  sshdSetting({
    id: 'esx.ssh-shows-notice',
    fact: 'esxi-sshd-banner',
    keyword: 'Banner',
    value: '/etc/issue',
    title: text('SSH to the host shows the notice before the login', 'ホストの SSH は、ログイン前に警告文を表示する'),
    rationale: text(
      'Whoever was never told that a login is forbidden can say so later.',
      '警告がなければ、不正にログインした者に「禁止とは知らなかった」と主張される。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-strong-ciphers',
    fact: 'esxi-sshd-ciphers',
    keyword: 'Ciphers',
    value: 'aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr',
    severity: 'medium',
    title: text('SSH to the host uses strong ciphers only', 'ホストの SSH は強力な暗号のみを使用する'),
    rationale: text(
      'One old cipher in the list is enough for an attacker on the path to have it chosen.',
      '古い暗号が 1 つでも残っていれば、経路上の攻撃者にそれを選ばされるおそれがある。',
    ),
    hint: text(
      'A part of this list is good too; the STIG of 6.5 accepts the three CTR ciphers only.',
      'この一部だけでもよい。6.5 の STIG が認めるのは CTR の 3 種類のみ。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-no-rhosts',
    fact: 'esxi-sshd-ignore-rhosts',
    keyword: 'IgnoreRhosts',
    value: 'yes',
    title: text('SSH to the host pays no heed to .rhosts files', 'ホストの SSH は .rhosts ファイルを参照しない'),
    rationale: text(
      'One such file, left by somebody who was in once, keeps a way in that asks for no password.',
      '一度侵入した者がこのファイルを残せば、パスワードなしで再び侵入できる。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-no-host-based-login',
    fact: 'esxi-sshd-hostbased-auth',
    keyword: 'HostbasedAuthentication',
    value: 'no',
    title: text(
      'SSH to the host trusts nobody because of his machine',
      'ホストの SSH は、接続元の端末を理由にログインを許可しない',
    ),
    rationale: text(
      'Who takes over the trusted machine has the host as well.',
      '信頼した端末を奪われれば、ホストにもそのままログインされる。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-no-user-environment',
    fact: 'esxi-sshd-user-environment',
    keyword: 'PermitUserEnvironment',
    value: 'no',
    title: text(
      'SSH to the host reads no environment variables from files of its users',
      'ホストの SSH は、ユーザーのファイルの環境変数を読み込まない',
    ),
    rationale: text(
      'A variable in such a file can make the next login load foreign code.',
      'ファイルに書かれた変数により、次のログイン時に不正なコードを読み込まされるおそれがある。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-no-gateway-ports',
    fact: 'esxi-sshd-gateway-ports',
    keyword: 'GatewayPorts',
    value: 'no',
    title: text(
      'SSH to the host keeps forwarded ports from other machines',
      'ホストの SSH は、転送ポートを他の端末に公開しない',
    ),
    rationale: text(
      'Otherwise one session opens a way through the host to everybody on the network.',
      '公開すれば、1 つのセッションを通じて、ネットワーク上の誰もがホストを経由できる。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-no-tunnel',
    fact: 'esxi-sshd-tunnel',
    keyword: 'PermitTunnel',
    value: 'no',
    title: text('SSH to the host joins no networks by a tunnel', 'ホストの SSH はトンネルでネットワークをつながない'),
    rationale: text(
      'A tunnel carries an intruder’s whole network past the firewalls into the management network.',
      'トンネルがあれば、攻撃者のネットワークがファイアウォールを越えて管理ネットワークにつながる。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-no-tcp-forwarding',
    fact: 'esxi-sshd-tcp-forwarding',
    keyword: 'AllowTcpForwarding',
    value: 'no',
    severity: 'medium',
    title: text('SSH to the host relays no TCP connections', 'ホストの SSH は TCP 接続を中継しない'),
    rationale: text(
      'Ransomware crews hide behind hosts that relay: from there they reach what only the management network may reach.',
      'ランサムウェアの攻撃者は、中継できるホストに隠れ、管理ネットワークからしか届かない先へ到達する。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-notices-silence',
    fact: 'esxi-sshd-client-alive-interval',
    keyword: 'ClientAliveInterval',
    value: '200',
    title: text(
      'SSH to the host asks after 200 seconds of silence whether anybody is there',
      'ホストの SSH は、200 秒間応答がない相手の生存を確認する',
    ),
    rationale: text(
      'A session whose user is gone is a root prompt that waits for the next person.',
      '利用者のいなくなったセッションは、次に触れた者に root の操作を許す。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-ends-silent-sessions',
    fact: 'esxi-sshd-client-alive-count',
    keyword: 'ClientAliveCountMax',
    value: '3',
    title: text(
      'SSH to the host ends a session after three questions without an answer',
      'ホストの SSH は、3 回応答のないセッションを切断する',
    ),
    rationale: text(
      'Without an end to the questions the session of a lost client stays open.',
      '上限がなければ、応答しなくなったクライアントのセッションが残り続ける。',
    ),
  }),
  procedure({
    id: 'esx.ssh-no-root-keys',
    facts: ['esxi-sshd-authorized-keys'],
    area: 'access-restriction',
    subject: 'HostSystem',
    severity: 'medium',
    span: '6.5..7.0',
    title: text(
      'No SSH key opens the account root of the host',
      'ホストの root にログインできる SSH 鍵が登録されていない',
    ),
    rationale: text(
      'A key lets its owner in as root even in lockdown mode, and no change of the password ends that.',
      '鍵があれば、ロックダウン モード中でも root でログインできる。パスワードを変更しても防げない。',
    ),
    impact: text('Scripts that log in with the key stop working.', 'この鍵でログインするスクリプトは動作しなくなる。'),
    steps: text(
      '1. Without SSH, as root of the host: curl -u root https://HOST/host/ssh_root_authorized_keys\n2. Where SSH is open anyway: cat /etc/ssh/keys-root/authorized_keys\nGood: nothing is printed, or the file is not there.',
      '1. SSH を使わずに、ホストの root で curl -u root https://HOST/host/ssh_root_authorized_keys を実行する。\n2. SSH を開始している場合は、cat /etc/ssh/keys-root/authorized_keys を実行する。\n合格: 何も出力されない、またはファイルがない。',
    ),
    mend: text(
      'Find out whose keys these are, then empty /etc/ssh/keys-root/authorized_keys.',
      '鍵の持ち主を確認したうえで、/etc/ssh/keys-root/authorized_keys を空にする。',
    ),
  }),
  procedure({
    id: 'esx.password-history-file',
    facts: ['esxi-password-history'],
    area: 'authentication',
    subject: 'HostSystem',
    severity: 'low',
    span: '6.5',
    title: text(
      'A host of 6.5 remembers the last five passwords of a local account',
      '6.5 のホストは、ローカル アカウントの過去 5 回のパスワードを記憶する',
    ),
    rationale: text(
      'Where an old password may come back, so does whoever has it.',
      '以前のパスワードに戻せると、それを知る者が再びログインできる。',
    ),
    impact: text('Users cannot fall back on one of their last passwords.', '直近のパスワードは再利用できなくなる。'),
    steps: text(
      '1. Start SSH on the host for the time of the check and log in as root.\n2. grep "^password" /etc/pam.d/passwd\n3. Stop SSH again.\nGood: the line with “sufficient” says “remember=5” or more.',
      '1. 確認の間だけホストの SSH を開始し、root でログインする。\n2. grep "^password" /etc/pam.d/passwd を実行する。\n3. SSH を停止する。\n合格: 「sufficient」の行に「remember=5」以上の値がある。',
    ),
    mend: text(
      'Add “remember=5” to the line of /etc/pam.d/passwd that has “sufficient”.',
      '/etc/pam.d/passwd の「sufficient」の行に「remember=5」を追加する。',
    ),
  }),
]
