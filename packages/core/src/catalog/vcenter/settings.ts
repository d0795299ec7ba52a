import { absentOr, atLeast, between, is, vcenterOption, type Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'

/** Settings of vCenter Server itself. */
export const settings: readonly Control[] = [
  vcenterOption('VirtualCenter.VimPasswordExpirationInDays', {
    id: 'vcenter.vpxuser-rotation',
    facts: ['vc-vpxuser-rotation'],
    area: 'authentication',
    severity: 'medium',
    title: text(
      'vCenter Server changes its password on each host (vpxuser) at least every 30 days',
      'vCenter Server は、各ホストの vpxuser のパスワードを 30 日以内の間隔で変更する',
    ),
    rationale: text(
      'vpxuser has full rights on every host; a password stolen from one of them works until it is changed.',
      'vpxuser はホストの全権限を持つ。盗まれたパスワードは、変更されるまで使われ続ける。',
    ),
    impact: text(
      'A host that is disconnected for long may have to be added again with root’s password.',
      '長期間切断されていたホストは、root のパスワードで再接続が必要になることがある。',
    ),
    // The product's own value is 30.
    expect: { sakimori: absentOr(between(1, 30)) },
  }),
  vcenterOption('config.vpxd.hostPasswordLength', {
    id: 'vcenter.vpxuser-password-length',
    facts: ['vc-vpxuser-length'],
    area: 'authentication',
    severity: 'low',
    title: text('The password of vpxuser has at least 32 characters', 'vpxuser のパスワードは 32 文字以上である'),
    rationale: text(
      'A shorter password of the strongest account of each host can be guessed from a stolen hash.',
      '各ホストで最も強い権限を持つアカウントのパスワードが短いと、盗まれたハッシュから割り出される。',
    ),
    impact: text('It counts at the next change of the password.', '次回のパスワード変更から有効になる。'),
    // The product's own value is 32.
    expect: { sakimori: absentOr(atLeast(32)) },
  }),
  vcenterOption('config.vpxd.enableDebugBrowse', {
    id: 'vcenter.mob-off',
    facts: ['vc-mob'],
    area: 'access-restriction',
    severity: 'medium',
    span: '6.5..6.7',
    title: text(
      'The managed object browser of vCenter Server is off',
      'vCenter Server の管理対象オブジェクト ブラウザ (MOB) が無効になっている',
    ),
    rationale: text(
      'The browser shows and changes the whole inventory; with a stolen login it is a ready-made tool of attack.',
      'MOB ではインベントリ全体を閲覧および変更できる。盗んだ認証情報があれば、そのまま攻撃の道具になる。',
    ),
    impact: text(
      'Some vendors’ support procedures and extensions use it; it can be switched on for them.',
      '一部のベンダーのサポート手順や拡張機能で使われる。必要なときだけ有効にする。',
    ),
    expect: { sakimori: is(false) },
    absence: 'unknown',
  }),
  vcenterOption('vpxd.event.syslog.enabled', {
    id: 'vcenter.events-to-syslog',
    facts: ['vc-event-syslog'],
    area: 'access-restriction',
    severity: 'medium',
    span: '7.0..9.1',
    title: text('vCenter Server writes its events to syslog', 'vCenter Server のイベントは syslog に出力される'),
    rationale: text(
      'Events say who logged in and changed what; only those in syslog reach a server that an intruder cannot clean.',
      'イベントには、誰がログインし何を変更したかが残る。syslog に出力すれば、侵入者が消せない外部サーバーに送れる。',
    ),
    impact: text('The log server receives more messages.', 'ログ サーバーの受信量が増える。'),
    // The product's own value is true.
    expect: { sakimori: absentOr(is(true)) },
  }),
]
