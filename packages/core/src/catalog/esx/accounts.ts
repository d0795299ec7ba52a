import { atLeast, between, esxOption, is, type Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'

/** Local accounts of a host: guessing is stopped. */
export const accounts: readonly Control[] = [
  esxOption('Security.AccountLockFailures', {
    id: 'esx.account-lock-failures',
    facts: ['esxi-account-lockout-failures'],
    area: 'authentication',
    severity: 'medium',
    title: text(
      'A local account locks after at most five failed logins',
      'ローカル アカウントは、ログインに 5 回以内の失敗でロックされる',
    ),
    rationale: text(
      'Without a lock, the password of a local account can be guessed over SSH and the API as long as anyone likes to try.',
      'ロックがなければ、ローカル アカウントのパスワードを SSH や API 経由で際限なく試されてしまう。',
    ),
    impact: text(
      'A script that keeps trying a wrong password locks its account. The console (DCUI) and the ESXi Shell do not lock.',
      '誤ったパスワードで再試行を続けるスクリプトは、自分のアカウントをロックする。コンソール (DCUI) と ESXi Shell はロックの対象にならない。',
    ),
    // 0 switches the lock off, so the range starts at 1.
    expect: { sakimori: between(1, 5), stig: is(3) },
  }),
  esxOption('Security.AccountUnlockTime', {
    id: 'esx.account-unlock-time',
    facts: ['esxi-account-unlock-time'],
    area: 'authentication',
    severity: 'medium',
    title: text(
      'A locked account stays locked for at least 15 minutes',
      'ロックされたアカウントは 15 分以上ロックされたままになる',
    ),
    rationale: text(
      'A short lock lets an attacker go on guessing after a pause.',
      'ロックが短いと、攻撃者は少し待つだけで推測を続けられる。',
    ),
    impact: text(
      'Someone who mistyped the password waits longer, or unlocks the account at the console.',
      'パスワードを打ち間違えた人は、より長く待つか、コンソールでロックを解除することになる。',
    ),
    expect: { sakimori: atLeast(900) },
  }),
  esxOption('Security.PasswordHistory', {
    id: 'esx.password-history',
    facts: ['esxi-password-history'],
    area: 'authentication',
    severity: 'low',
    // 6.5 keeps the number in a PAM file that no API reads.
    span: '6.7..9.1',
    title: text(
      'A local account cannot reuse its last five passwords',
      'ローカル アカウントでは、直近 5 回のパスワードを再利用できない',
    ),
    rationale: text(
      'If an old password may come back, one that leaked years ago opens the host again.',
      '古いパスワードを再利用できると、何年も前に漏れたパスワードで再びログインされてしまう。',
    ),
    impact: text(
      'People have to think of a new password at each change.',
      '変更のたびに新しいパスワードを考える必要がある。',
    ),
    expect: { sakimori: atLeast(5) },
  }),
  esxOption('Security.PasswordMaxDays', {
    id: 'esx.password-lifetime',
    facts: ['esxi-password-max-age'],
    area: 'authentication',
    severity: 'low',
    span: '7.0..9.1',
    title: text(
      'The lifetime of local passwords is the one that the baseline asks for',
      'ローカル アカウントのパスワードの有効期間は、ベースラインの要求どおりである',
    ),
    rationale: text(
      'Forced changes lead to weak, numbered passwords and can lock root out in an emergency; the STIG still asks for 90 days.',
      '強制的な変更は連番などの弱いパスワードを招き、緊急時に root を締め出すこともある。一方 STIG は 90 日を求めている。',
    ),
    impact: text(
      'With a short lifetime root may be unable to log in at the console until the password is changed.',
      '有効期間が短いと、パスワードを変更するまで root がコンソールにログインできなくなることがある。',
    ),
    // From 9999 on the product means "never".
    expect: { sakimori: atLeast(9999, 99_999), stig: is(90) },
  }),
]
