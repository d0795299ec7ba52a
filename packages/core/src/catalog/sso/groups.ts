import { fail, pass, type Control, type Row } from '../../control/index.ts'
import { isRecord } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { judgeServer } from '../vcenter/server-judgement.ts'

interface Members {
  readonly users: readonly string[]
  readonly groups: readonly string[]
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

function membersOf(value: unknown): Members | undefined {
  const { users, groups } = isRecord(value) ? value : {}
  return isTexts(users) && isTexts(groups) ? { users, groups } : undefined
}

const said = {
  few: text('members: {names}', 'メンバー: {names}'),
  empty: text('the group is empty', 'グループは空である'),
  more: text('should not be in it: {names}', '所属すべきでないメンバー: {names}'),
} as const

/** A group of single sign-on that must have no members but these; names without their domain, which every site chooses. */
const smallGroup = (group: string, allowed: readonly string[], row: Row): Control =>
  judgeServer({
    ...row,
    path: `sso:members/${group}`,
    decode: membersOf,
    decide: ({ users, groups }) => {
      const isAllowed = (user: string) => allowed.includes(user.replace(/@[^@]*$/, '').toLowerCase())
      const more = [...users.filter((user) => !isAllowed(user)), ...groups]
      if (more.length > 0) return fail(note(said.more, { names: someOf(more) }))
      return pass(users.length === 0 ? note(said.empty, {}) : note(said.few, { names: someOf(users) }))
    },
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Administration > Single Sign On > Users and Groups > Groups: remove from the group whoever has no need of it.',
        '管理 > シングル サインオン > ユーザーおよびグループ > グループ: 必要のないメンバーをグループから削除する。',
      ),
    },
  })

/** Groups whose members can do more than their name says. */
export const groups: readonly Control[] = [
  smallGroup('SystemConfiguration.BashShellAdministrators', ['administrator'], {
    id: 'sso.bash-shell-administrators',
    facts: ['vc-bash-shell-admins'],
    area: 'authentication',
    severity: 'high',
    title: text(
      'Nobody but the built-in administrator may use the Bash shell of the appliance',
      'アプライアンスの Bash シェルを使えるのは組み込みの管理者だけである',
    ),
    rationale: text(
      'Members become root of vCenter Server: they can read every stored password and erase every trace.',
      'メンバーは vCenter Server の root になれる。保存されたパスワードをすべて読み取り、痕跡を消すこともできる。',
    ),
    impact: text(
      'Those who are removed can no longer open the shell with their own account.',
      '削除されたメンバーは、自分のアカウントでシェルを開けなくなる。',
    ),
  }),
  smallGroup('TrustedAdmins', [], {
    id: 'sso.trusted-admins',
    facts: ['vc-trusted-admins'],
    area: 'authentication',
    severity: 'medium',
    title: text(
      'The group of Trust Authority administrators (TrustedAdmins) is empty',
      'Trust Authority の管理者グループ (TrustedAdmins) は空である',
    ),
    rationale: text(
      'Members decide which hosts count as trusted, and so where encrypted VMs may run.',
      'メンバーは信頼するホストを決められる。つまり、暗号化された仮想マシンをどこで動かせるかを左右できる。',
    ),
    impact: text(
      'Where vSphere Trust Authority is in use, put its administrators into the group while they work on it, and waive the finding.',
      'vSphere Trust Authority を使う場合は、作業する間だけ管理者を追加し、例外として登録する。',
    ),
  }),
]
