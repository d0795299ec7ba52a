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
    title: text('A locked account stays locked for at least 15 minutes', 'ロックされたアカウントは 15 分以上ロックされたままになる'),
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
]
