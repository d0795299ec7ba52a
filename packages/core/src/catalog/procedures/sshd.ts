import { procedure, type FactId, type Procedure } from '../../control/index.ts'
import { fill, text, type Text } from '../../text/index.ts'

interface Row {
  readonly id: string
  readonly fact: FactId
  /** As it stands in `sshd_config`. */
  readonly keyword: string
  /** The value that is good; `undefined` where the line must not be there. */
  readonly value: string | undefined
  readonly severity?: 'high' | 'medium' | 'low'
  readonly title: Text
  readonly rationale: Text
  /** What else the reader of the answer has to know. */
  readonly hint?: Text
}

const impact = text(
  'Old SSH clients may no longer log in; sessions that are open stay.',
  '古い SSH クライアントはログインできなくなることがある。接続中のセッションは維持される。',
)

const look = text(
  '1. Start SSH on the host for the time of the check (host > Configure > System > Services > SSH > Start) and log in as root.\n2. /usr/lib/vmware/openssh/bin/sshd -T | grep -i "^{keyword}"\n3. Stop SSH again.\nGood: {good}',
  '1. 確認の間だけホストの SSH を開始し (ホスト > 設定 > システム > サービス > SSH > 起動)、root でログインする。\n2. /usr/lib/vmware/openssh/bin/sshd -T | grep -i "^{keyword}" を実行する。\n3. SSH を停止する。\n合格: {good}',
)
const valueIsGood = text('the value is “{value}”.', '値が「{value}」である。')
const absenceIsGood = text('nothing is printed.', '何も出力されない。')
const writeLine = text(
  'Set the line “{keyword} {value}” in /etc/ssh/sshd_config, once, before any “Match”.',
  '/etc/ssh/sshd_config の「Match」より前に「{keyword} {value}」を 1 行だけ記載する。',
)
const removeLine = text(
  'Take the line “{keyword}” out of /etc/ssh/sshd_config.',
  '/etc/ssh/sshd_config から「{keyword}」の行を削除する。',
)

/** From 8.0 on esxcli tells these; before, only the file on the host does. */
export function sshdSetting({ id, fact, keyword, value, severity = 'low', title, rationale, hint }: Row): Procedure {
  const good = value === undefined ? absenceIsGood : fill(valueIsGood, { value })
  const steps = { en: fill(look, { keyword, good: good.en }).en, ja: fill(look, { keyword, good: good.ja }).ja }
  return procedure({
    id,
    facts: [fact],
    area: 'access-restriction',
    subject: 'HostSystem',
    severity,
    span: '6.5..7.0',
    title,
    rationale,
    impact,
    steps: hint ? { en: `${steps.en} ${hint.en}`, ja: steps.ja + hint.ja } : steps,
    mend: value === undefined ? fill(removeLine, { keyword }) : fill(writeLine, { keyword, value }),
  })
}

/** How the SSH server of older hosts behaves while it runs. */
export const sshd: readonly Procedure[] = [
  sshdSetting({
    id: 'esx.ssh-protocol-2',
    fact: 'esxi-sshd-protocol',
    keyword: 'Protocol',
    value: '2',
    severity: 'medium',
    title: text('SSH to the host speaks protocol 2 only', 'ホストの SSH はプロトコル 2 のみを使用する'),
    rationale: text(
      'Version 1 can be broken on the way, and with it every password that is typed.',
      'バージョン 1 は通信経路上で解読でき、入力したパスワードも漏えいする。',
    ),
    hint: text(
      'Where nothing is printed, the server is new enough (7.6) to know version 2 only: good too.',
      '何も出力されない場合は、バージョン 2 のみに対応した新しい sshd (7.6 以降) であり、これも合格とする。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-no-root',
    fact: 'esxi-sshd-root-login',
    keyword: 'PermitRootLogin',
    value: 'no',
    severity: 'medium',
    title: text('Nobody logs in to the host as root over SSH', 'SSH で root としてホストにログインできない'),
    rationale: text(
      'Behind a shared root the log names nobody, and everybody knows which account to guess.',
      '共有の root では操作者をログから特定できない。また、推測すべきアカウント名が誰にでも分かる。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-no-empty-passwords',
    fact: 'esxi-sshd-empty-passwords',
    keyword: 'PermitEmptyPasswords',
    value: 'no',
    severity: 'high',
    title: text('SSH to the host refuses empty passwords', 'ホストの SSH は空のパスワードを拒否する'),
    rationale: text(
      'An account that was left without a password would be an open door.',
      'パスワードが未設定のアカウントがあれば、誰でもログインできてしまう。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-strong-macs',
    fact: 'esxi-sshd-macs',
    keyword: 'MACs',
    value: 'hmac-sha2-256,hmac-sha2-512',
    title: text(
      'SSH to the host protects its traffic with strong checksums (MACs) only',
      'ホストの SSH は強力なメッセージ認証コード (MAC) のみを使用する',
    ),
    rationale: text(
      'Weak checksums (MD5, short tags) let someone on the way change what passes.',
      '弱い MAC (MD5 や短いタグ) では、経路上で通信内容を改ざんされるおそれがある。',
    ),
    hint: text(
      'Their “-etm” forms are good too. The STIG of 6.5 also accepts hmac-sha1; we do not ask for it.',
      '「-etm」付きの方式も合格とする。6.5 の STIG は hmac-sha1 も認めるが、使用は勧めない。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-no-gssapi',
    fact: 'esxi-sshd-gssapi',
    keyword: 'GSSAPIAuthentication',
    value: 'no',
    title: text('SSH to the host does not offer GSSAPI', 'ホストの SSH は GSSAPI 認証を提供しない'),
    rationale: text(
      'A way to log in that nobody uses is code that anybody can attack before the login.',
      '使わない認証方式は、ログイン前に誰でも攻撃できるコードになる。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-no-kerberos',
    fact: 'esxi-sshd-kerberos',
    keyword: 'KerberosAuthentication',
    value: 'no',
    title: text('SSH to the host does not offer Kerberos', 'ホストの SSH は Kerberos 認証を提供しない'),
    rationale: text(
      'It hands passwords to a part that the host does not need, and widens what can be attacked before the login.',
      'ホストに不要な部分へパスワードを渡すことになり、ログイン前に攻撃できる範囲も広がる。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-strict-modes',
    fact: 'esxi-sshd-strict-modes',
    keyword: 'StrictModes',
    value: 'yes',
    title: text(
      'SSH to the host checks who may write to the files that it trusts',
      'ホストの SSH は、信頼するファイルの書き込み権限を検査する',
    ),
    rationale: text(
      'Without the check, a key file that others can write is accepted: they add a key and log in.',
      '検査しなければ、他者が書き込めるキー ファイルも受け入れられ、鍵を追加してログインされるおそれがある。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-no-compression',
    fact: 'esxi-sshd-compression',
    keyword: 'Compression',
    value: 'no',
    title: text('SSH to the host does not compress', 'ホストの SSH は圧縮を行わない'),
    rationale: text(
      'Compression before the login lets strangers feed a complicated library; it has had holes.',
      'ログイン前の圧縮は、部外者に複雑なライブラリへの入力を許す。過去に脆弱性も見つかっている。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-no-x11',
    fact: 'esxi-sshd-x11',
    keyword: 'X11Forwarding',
    value: 'no',
    title: text('SSH to the host does not forward X11', 'ホストの SSH は X11 転送を行わない'),
    rationale: text(
      'A host has no windows to show; the channel leads back to the administrator’s desk.',
      'ホストに表示すべき画面はなく、この経路は管理者の端末への逆向きの通路になる。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-no-client-environment',
    fact: 'esxi-sshd-accept-env',
    keyword: 'AcceptEnv',
    value: undefined,
    title: text(
      'SSH to the host takes no environment variables from the client',
      'ホストの SSH は、クライアントの環境変数を受け取らない',
    ),
    rationale: text(
      'Variables of the client can change what a restricted command does.',
      'クライアントの環境変数により、制限されたコマンドの動作を変えられるおそれがある。',
    ),
  }),
  sshdSetting({
    id: 'esx.ssh-one-session',
    fact: 'esxi-sshd-max-sessions',
    keyword: 'MaxSessions',
    value: '1',
    title: text(
      'One SSH connection to the host carries one session',
      'ホストへの 1 つの SSH 接続では 1 セッションのみ使用できる',
    ),
    rationale: text(
      'Further sessions over the same connection open without a login of their own.',
      '同じ接続上の追加セッションは、改めてログインせずに開かれる。',
    ),
  }),
]
