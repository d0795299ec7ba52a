import { between, is, sshSetting, within, type Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'

const nothing = text(
  'It counts for new logins over SSH; sessions that are open stay as they are.',
  '新しい SSH ログインから有効になる。接続中のセッションには影響しない。',
)

/** How the SSH server of a host is set up, for the hours in which it has to run. */
export const sshServer: readonly Control[] = [
  sshSetting('banner', 'text', {
    id: 'esx.sshd-banner',
    facts: ['esxi-sshd-banner'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'The SSH server shows the notice of the host before the login',
      'SSH サーバーは、ログイン前にホストの警告文を表示する',
    ),
    rationale: text(
      'A notice that is written but not shown warns nobody, and an intruder can say that nothing forbade the login.',
      '警告文は、設定しても表示されなければ意味がない。不正ログインの際に「禁止されていなかった」と言い逃れされる。',
    ),
    impact: text(
      'Scripts that read the first lines of a session may stumble over the notice.',
      'セッションの先頭行を読むスクリプトは、警告文で誤動作することがある。',
    ),
    expect: { sakimori: is('/etc/issue') },
  }),
  sshSetting('ciphers', 'text', {
    id: 'esx.sshd-ciphers',
    facts: ['esxi-sshd-ciphers'],
    area: 'access-restriction',
    severity: 'medium',
    title: text(
      'The SSH server offers only AES ciphers in GCM or CTR mode',
      'SSH サーバーが使う暗号は、AES の GCM と CTR に限られている',
    ),
    rationale: text(
      'With CBC modes or older ciphers in the list, an attacker on the path can make both ends agree on one that can be broken.',
      'CBC モードや古い暗号が残っていると、経路上の攻撃者に弱い暗号を選ばされ、通信を解読されるおそれがある。',
    ),
    impact: text(
      'SSH clients that know none of these ciphers can no longer connect.',
      'これらの暗号に対応しない SSH クライアントは接続できなくなる。',
    ),
    expect: {
      sakimori: within('aes256-gcm@openssh.com', 'aes128-gcm@openssh.com', 'aes256-ctr', 'aes192-ctr', 'aes128-ctr'),
    },
  }),
  sshSetting('ignorerhosts', 'word', {
    id: 'esx.sshd-ignores-rhosts',
    facts: ['esxi-sshd-ignore-rhosts'],
    area: 'access-restriction',
    severity: 'low',
    title: text('The SSH server ignores .rhosts files', 'SSH サーバーは .rhosts ファイルを無視する'),
    rationale: text(
      'With such a file in a home directory somebody who was in once lets other machines in without a password.',
      '一度侵入した者がこのファイルを置けば、別の端末からパスワードなしでログインできるようになる。',
    ),
    impact: nothing,
    expect: { sakimori: is('yes') },
  }),
  sshSetting('hostbasedauthentication', 'word', {
    id: 'esx.sshd-no-host-based-login',
    facts: ['esxi-sshd-hostbased-auth'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'The SSH server lets nobody in because of the machine that he comes from',
      'SSH サーバーは、接続元の端末だけを根拠にログインを許可しない',
    ),
    rationale: text(
      'Trust in a machine is trust in everybody on it: whoever takes the one over has the other as well.',
      '端末を信頼すると、その端末の利用者全員を信頼することになる。端末を奪われれば、ホストも奪われる。',
    ),
    impact: nothing,
    expect: { sakimori: is('no') },
  }),
  sshSetting('permituserenvironment', 'word', {
    id: 'esx.sshd-no-user-environment',
    facts: ['esxi-sshd-user-environment'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'The SSH server takes no environment variables from files of the user',
      'SSH サーバーは、ユーザーのファイルから環境変数を読み込まない',
    ),
    rationale: text(
      'A variable such as LD_PRELOAD can make the next login run foreign code, past every limit of the shell.',
      'LD_PRELOAD のような変数を使えば、次のログイン時に不正なコードを実行させ、シェルの制限を回避できる。',
    ),
    impact: nothing,
    expect: { sakimori: is('no') },
  }),
  sshSetting('gatewayports', 'word', {
    id: 'esx.sshd-no-gateway-ports',
    facts: ['esxi-sshd-gateway-ports'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'Ports that an SSH session forwards are closed to other machines',
      'SSH で転送されたポートは、他の端末からは利用できない',
    ),
    rationale: text(
      'Otherwise one session makes the host a door for the whole network, into wherever the session leads.',
      '許可すると、1 つのセッションがホストを踏み台に変え、ネットワーク上の誰もが転送先に到達できてしまう。',
    ),
    impact: nothing,
    expect: { sakimori: is('no') },
  }),
  sshSetting('permittunnel', 'word', {
    id: 'esx.sshd-no-tunnel',
    facts: ['esxi-sshd-tunnel'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'The SSH server opens no tunnel between networks',
      'SSH サーバーは、ネットワーク間のトンネルを許可しない',
    ),
    rationale: text(
      'A tunnel device joins the management network with the intruder’s own, and no firewall in between sees it.',
      'トンネル デバイスは管理ネットワークを攻撃者のネットワークにつなぎ、途中のファイアウォールを素通りする。',
    ),
    impact: nothing,
    expect: { sakimori: is('no') },
  }),
  sshSetting('allowtcpforwarding', 'word', {
    id: 'esx.sshd-no-tcp-forwarding',
    facts: ['esxi-sshd-tcp-forwarding'],
    area: 'access-restriction',
    severity: 'medium',
    title: text('The SSH server forwards no TCP connections', 'SSH サーバーは TCP 転送を許可しない'),
    rationale: text(
      'Ransomware gangs use hosts as a relay: through a forwarded port they reach what only the management network may reach, and stay there unseen.',
      'ランサムウェアの攻撃者は、ホストを中継点として悪用する。転送ポートを通じて管理ネットワークの奥に到達し、気付かれずに居座る。',
    ),
    impact: text(
      'Administrators who tunnel through a host need a jump server instead.',
      'ホストを経由したトンネルを使っている管理者は、踏み台サーバーに切り替える必要がある。',
    ),
    expect: { sakimori: is('no') },
  }),
  sshSetting('allowstreamlocalforwarding', 'word', {
    id: 'esx.sshd-no-socket-forwarding',
    facts: ['esxi-sshd-stream-local-forwarding'],
    area: 'access-restriction',
    severity: 'low',
    title: text('The SSH server forwards no local sockets', 'SSH サーバーはローカル ソケットの転送を許可しない'),
    rationale: text(
      'Services of the host listen on local sockets and trust who can open them; forwarding hands them to a remote machine.',
      'ホストの内部サービスは、ローカル ソケットに接続できる相手を信頼している。転送すると、リモートの端末から操作されてしまう。',
    ),
    impact: nothing,
    expect: { sakimori: is('no') },
  }),
  sshSetting('clientalivecountmax', 'number', {
    id: 'esx.sshd-alive-count',
    facts: ['esxi-sshd-client-alive-count'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'The SSH server gives a silent client up after at most three questions',
      'SSH サーバーは、応答のないクライアントへの確認を 3 回以内で打ち切る',
    ),
    rationale: text(
      'With many more, the session of a client that is gone stays open for hours; with 0 it is never closed.',
      '回数が多いと、切断したクライアントのセッションが何時間も残る。0 にすると切断されなくなる。',
    ),
    impact: text(
      'Sessions over a shaky network are cut a little earlier.',
      '不安定な回線では、セッションがやや早く切断される。',
    ),
    expect: { sakimori: between(1, 3), scg: is(3), stig: is(3), cis: is(3) },
  }),
  sshSetting('clientaliveinterval', 'number', {
    id: 'esx.sshd-alive-interval',
    facts: ['esxi-sshd-client-alive-interval'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'The SSH server asks a silent client within 200 seconds whether it is still there',
      'SSH サーバーは、応答のないクライアントに 200 秒以内に生存を確認する',
    ),
    rationale: text(
      'Without the question (0) a session of root outlives its client, and somebody on the network may take it over.',
      '確認しない設定 (0) では、クライアントが消えても root のセッションが残り、乗っ取られるおそれがある。',
    ),
    impact: text(
      'Sessions over a shaky network are cut a little earlier, since they are asked at all.',
      '確認が行われるため、不安定な回線ではセッションがやや早く切断される。',
    ),
    expect: { sakimori: between(1, 200), scg: is(200), stig: is(200), cis: is(200) },
  }),
]
