import { atLeast, between, changeOf, fail, pass, serverField, ssoPolicy, type Control } from '../../control/index.ts'
import { isRecord } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { judgeServer } from '../vcenter/server-judgement.ts'

const path = 'sso:lockoutPolicy'
const unlockField = 'autoUnlockIntervalSec'

/** Long enough to make guessing hopeless, short enough that an attacker cannot keep administrators out for long. */
const unlockSeconds = 300

const said = {
  never: text('an administrator must unlock the account', '管理者が解除するまでロックされる'),
  after: text('unlocked after {seconds} seconds', '{seconds} 秒後に自動解除'),
} as const

/** The unlock time, of which 0 means *never by itself*. */
function unlockOf(value: unknown): number | undefined {
  const seconds = isRecord(value) ? value[unlockField] : undefined
  return typeof seconds === 'number' ? seconds : undefined
}

/** Passwords of single sign-on's own users cannot be guessed by trying. */
export const lockout: readonly Control[] = [
  ssoPolicy('lockoutPolicy', 'maxFailedAttempts', {
    id: 'sso.lockout-attempts',
    facts: ['vc-sso-lockout-attempts'],
    area: 'authentication',
    severity: 'medium',
    title: text(
      'Single sign-on locks an account after at most 5 failed logins',
      'シングル サインオンは、5 回以内のログイン失敗でアカウントをロックする',
    ),
    rationale: text(
      'Without a lock, passwords of vCenter administrators can be tried from anywhere until one fits; 0 switches the lock off.',
      'ロックされなければ、vCenter 管理者のパスワードを際限なく試せる。0 を指定するとロックそのものが無効になる。',
    ),
    impact: text(
      'Scripts with an outdated password lock their account; so can anybody who knows an account’s name.',
      '古いパスワードを使うスクリプトは自分のアカウントをロックする。アカウント名を知る第三者が故意にロックさせることもできる。',
    ),
    expect: { sakimori: between(1, 5), stig: between(1, 3) },
  }),
  ssoPolicy('lockoutPolicy', 'failedAttemptIntervalSec', {
    id: 'sso.lockout-interval',
    facts: ['vc-sso-lockout-interval'],
    area: 'authentication',
    severity: 'low',
    title: text(
      'Single sign-on counts failed logins over at least 15 minutes',
      'シングル サインオンは、ログイン失敗の回数を 15 分以上の間隔で数える',
    ),
    rationale: text(
      'With a short window a patient attacker waits for the counter to start anew and goes on guessing.',
      '集計の間隔が短いと、攻撃者はカウンターがリセットされるのを待ちながら試行を続けられる。',
    ),
    impact: text(
      'People who mistype now and then reach the limit a little sooner.',
      'ときどき入力を誤る利用者は、上限に達しやすくなる。',
    ),
    expect: { sakimori: atLeast(900) },
  }),
  judgeServer({
    id: 'sso.unlock-time',
    facts: ['vc-sso-unlock-time'],
    area: 'authentication',
    severity: 'low',
    title: text(
      'A locked account of single sign-on stays locked for at least 5 minutes, or until an administrator unlocks it',
      'ロックされたシングル サインオンのアカウントは、5 分以上または管理者が解除するまでロックされ続ける',
    ),
    rationale: text(
      'A lock of seconds hardly slows down a program that tries passwords.',
      '数秒で解除されるロックでは、パスワードを総当たりで試すプログラムをほとんど妨げられない。',
    ),
    impact: text(
      'Whoever is locked out waits. With 0 an outsider can keep administrators locked out for as long as he likes.',
      'ロックされた利用者は待たされる。0 (自動解除なし) では、第三者が管理者を締め出し続けることもできる。',
    ),
    path,
    decode: unlockOf,
    decide: (seconds, { baseline }) => {
      const message = seconds === 0 ? note(said.never, {}) : note(said.after, { seconds })
      // The STIG asks for 0; the other guides have asked for 0 and for 300.
      const isLong = seconds === 0 || (seconds >= unlockSeconds && baseline !== 'stig')
      return isLong ? pass(message) : fail(message)
    },
    repair: {
      kind: 'change',
      disruption: 'none',
      changes: (subject, _inventory, _expected, { baseline }) => {
        const from = unlockOf(subject.object.values[path])
        const to = baseline === 'stig' ? 0 : unlockSeconds
        return from === undefined ? [] : [changeOf(subject, 'ssoPolicy', serverField(path, unlockField), from, to)]
      },
    },
  }),
]
