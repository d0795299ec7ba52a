import { between, esxOption, is, nonEmpty, type Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'

/** Sessions and doors of a host: they close when nobody uses them, and say whose house it is. 0 means "never" in all of these. */
export const sessions: readonly Control[] = [
  esxOption('UserVars.DcuiTimeOut', {
    id: 'esx.console-timeout',
    facts: ['esxi-dcui-timeout'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'An idle session at the console (DCUI) ends within ten minutes',
      'コンソール (DCUI) のアイドル セッションは 10 分以内に終了する',
    ),
    rationale: text(
      'Someone who walks past an abandoned console, or opens it through the BMC, has an administrator’s session.',
      '放置されたコンソールの前を通った者や、BMC 経由で開いた者が、管理者のセッションをそのまま使える。',
    ),
    impact: text(
      'People at the console have to log in again after a pause.',
      '操作を中断すると、再度ログインが必要になる。',
    ),
    expect: { sakimori: between(1, 600), stig: [['6.7..7.0', is(120)]] },
  }),
  esxOption('UserVars.ESXiShellTimeOut', {
    id: 'esx.shell-availability-timeout',
    facts: ['esxi-shell-timeout'],
    area: 'access-restriction',
    severity: 'medium',
    title: text(
      'SSH and the ESXi Shell switch themselves off again within ten minutes',
      'SSH と ESXi Shell は、起動しても 10 分以内に自動で停止する',
    ),
    rationale: text(
      'A service that was started for one repair and forgotten stays a way in for months.',
      '作業のために起動したまま忘れられたサービスは、何か月も侵入口として残る。',
    ),
    impact: text(
      'The service may be gone before one logs in; open sessions stay. It counts from the next start of the service.',
      'ログインする前にサービスが停止することがある。接続中のセッションは残る。次回のサービス起動から有効になる。',
    ),
    expect: { sakimori: between(1, 600), scg: [['6.5..7.0', between(1, 900)]] },
  }),
  esxOption('UserVars.ESXiShellInteractiveTimeOut', {
    id: 'esx.shell-idle-timeout',
    facts: ['esxi-shell-interactive-timeout'],
    area: 'access-restriction',
    severity: 'medium',
    title: text('An idle shell session ends within 15 minutes', 'シェルのアイドル セッションは 15 分以内に終了する'),
    rationale: text(
      'An unattended root shell can be used by whoever gets to the workstation.',
      '放置された root のシェルは、端末に触れた者なら誰でも使える。',
    ),
    impact: text(
      'A long command that prints nothing may be cut off. It counts for sessions that are opened afterwards.',
      '出力のない長時間のコマンドが切断されることがある。設定後に開いたセッションから有効になる。',
    ),
    expect: {
      sakimori: between(1, 900),
      stig: [
        ['6.5', is(600)],
        ['6.7..7.0', is(120)],
      ],
      cis: [['6.5..7.0', between(1, 300)]],
    },
  }),
  esxOption('UserVars.HostClientSessionTimeout', {
    id: 'esx.host-client-timeout',
    facts: ['esxi-host-client-timeout'],
    area: 'access-restriction',
    severity: 'low',
    span: '6.7..9.1',
    title: text(
      'An idle session of the VMware Host Client ends within 15 minutes',
      'VMware Host Client のアイドル セッションは 15 分以内に終了する',
    ),
    rationale: text(
      'A browser window left open gives its next user full rights on the host.',
      '開いたままのブラウザを使えば、次に触れた者がホストを自由に操作できる。',
    ),
    impact: text('People have to log in again after a pause.', '操作を中断すると、再度ログインが必要になる。'),
    expect: { sakimori: between(1, 900), stig: [['7.0', is(600)]] },
  }),
  esxOption('Config.HostAgent.vmacore.soap.sessionTimeout', {
    id: 'esx.api-session-timeout',
    facts: ['esxi-api-session-timeout'],
    area: 'access-restriction',
    severity: 'low',
    title: text('An idle API session ends within 30 minutes', 'API のアイドル セッションは 30 分以内に終了する'),
    rationale: text(
      'The token of a session that never ends can be stolen and used long after its owner has left.',
      '終了しないセッションのトークンは、盗まれれば所有者の離席後も使われ続ける。',
    ),
    impact: text(
      'Automation that pauses for longer has to log in again.',
      '長く停止する自動化処理は、再ログインが必要になる。',
    ),
    // The guide's number went from 30 to 10 and to 15 minutes, while the STIG stays at exactly 30.
    expect: {
      sakimori: between(1, 30),
      scg: [
        ['7.0', between(1, 30)],
        ['8.0..9.0', between(1, 10)],
        ['9.1', between(1, 15)],
      ],
      stig: is(30),
    },
  }),
  esxOption('UserVars.SuppressShellWarning', {
    id: 'esx.shell-warning',
    facts: ['esxi-shell-warning'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'The host warns while SSH or the ESXi Shell is running',
      'SSH または ESXi Shell の実行中、ホストは警告を表示する',
    ),
    rationale: text(
      'With the warning hidden, nobody notices that an intruder, or a colleague, opened the door.',
      '警告を消すと、侵入者や同僚がシェルを開けたことに誰も気付けない。',
    ),
    impact: text('The host shows a warning as long as a shell is on.', 'シェルが有効な間、ホストに警告が表示される。'),
    expect: { sakimori: is(0) },
  }),
  esxOption('Config.HostAgent.plugins.solo.enableMob', {
    id: 'esx.mob-off',
    facts: ['esxi-mob'],
    area: 'access-restriction',
    severity: 'medium',
    title: text(
      'The managed object browser of the host is off',
      'ホストの管理対象オブジェクト ブラウザ (MOB) が無効になっている',
    ),
    rationale: text(
      'The browser shows and changes the whole object model; with a stolen login it is a ready-made tool of attack.',
      'MOB ではオブジェクト モデル全体を閲覧および変更できる。盗んだ認証情報があれば、そのまま攻撃の道具になる。',
    ),
    impact: text(
      'Developers who look at objects in the browser use another tool.',
      'MOB で調査する開発者は、別のツールを使う必要がある。',
    ),
    expect: { sakimori: is(false) },
  }),
  esxOption('Annotations.WelcomeMessage', {
    id: 'esx.console-banner',
    facts: ['esxi-banner-dcui'],
    area: 'access-restriction',
    severity: 'low',
    title: text('The console (DCUI) shows the site’s notice', 'コンソール (DCUI) に、組織の警告文が表示される'),
    rationale: text(
      'Without a notice an intruder can claim not to have known that access was forbidden.',
      '警告文がなければ、侵入者は禁止を知らなかったと主張できる。',
    ),
    impact: text(
      'The notice takes the place of the welcome screen with the addresses of the host.',
      'ホストの IP アドレスなどを示す初期画面が、警告文に置き換わる。',
    ),
    expect: { sakimori: nonEmpty() },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Write the notice that your organisation agreed on into the advanced setting Annotations.WelcomeMessage.',
        '組織で定めた警告文を、詳細設定 Annotations.WelcomeMessage に設定する。',
      ),
    },
  }),
  esxOption('Config.Etc.issue', {
    id: 'esx.ssh-banner',
    facts: ['esxi-banner-issue'],
    area: 'access-restriction',
    severity: 'low',
    title: text('A login over SSH shows the site’s notice', 'SSH のログイン時に、組織の警告文が表示される'),
    rationale: text(
      'Without a notice an intruder can claim not to have known that access was forbidden.',
      '警告文がなければ、侵入者は禁止を知らなかったと主張できる。',
    ),
    impact: text(
      'Scripts that read the output of SSH see some more lines.',
      'SSH の出力を読み取るスクリプトでは、行が増えることに注意する。',
    ),
    expect: { sakimori: nonEmpty() },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Write the notice that your organisation agreed on into the advanced setting Config.Etc.issue.',
        '組織で定めた警告文を、詳細設定 Config.Etc.issue に設定する。',
      ),
    },
  }),
]
