import { text } from '@sakimori/core/text'
import { mistake, vcenterName, type KeyRow } from './row.ts'

/** How people log in to vCenter Server. */
export const signOnMistakes: readonly KeyRow[] = [
  mistake(
    'authentication',
    [vcenterName],
    ['sso.lockout-attempts', 'sso.unlock-time'],
    text(
      'After complaints single sign-on locks only after ten failed logins, and for one minute.',
      '苦情を受けて、シングル サインオンのロックは 10 回の失敗後、しかも 1 分間だけに緩められた。',
    ),
  ),
  mistake(
    'authentication',
    [vcenterName],
    ['sso.ldaps', 'sso.ldap-bind-account'],
    text(
      'The domain is asked over plain LDAP, and as its administrator: every login shows its password on the network.',
      'ドメインへの接続は平文の LDAP で、しかもドメイン管理者のアカウントを使う。ログインのたびにパスワードがネットワークを流れる。',
    ),
  ),
  mistake(
    'authentication',
    [vcenterName],
    ['sso.multifactor'],
    text(
      'A password alone opens everything; the project for a second factor is on next year’s budget.',
      'パスワードだけですべてにログインできる。多要素認証の導入は来年度の予算待ちである。',
    ),
  ),
]
