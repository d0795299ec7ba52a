import {
  changeOf,
  fail,
  is,
  isVcenter,
  judgeFacts,
  listOf,
  notApplicable,
  oneOf,
  pass,
  readHostOption,
  readRunning,
  type Control,
  type Judgement,
  type Outcome,
} from '../../control/index.ts'
import { readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'

const MODE = 'config.lockdownMode'
const EXCEPTIONS = 'HostAccessManager.QueryLockdownExceptions()'
const CONSOLE = 'DCUI.Access'

/** Lockdown mode hands a host over to vCenter Server; a lone host has none to hand over to. */
const isManaged = isVcenter

function readMode(subject: Subject): Fact<string> {
  const raw = readRaw(subject, MODE)
  if (!raw.known) return raw
  return typeof raw.value === 'string' ? { ...raw, value: raw.value } : unknown('fault', raw.from, 'not a mode')
}

function readExceptions(subject: Subject): Fact<readonly string[]> {
  const raw = readRaw(subject, EXCEPTIONS)
  if (!raw.known) return raw
  // A call that returns an empty list returns nothing.
  if (raw.value === undefined) return { ...raw, value: [] }
  if (!Array.isArray(raw.value) || !raw.value.every((user) => typeof user === 'string'))
    return unknown('fault', raw.from, 'not a list of users')
  return { ...raw, value: raw.value }
}

function readConsoleUsers(subject: Subject): Fact<readonly string[]> {
  const option = readHostOption(subject, CONSOLE)
  if (!option.known) return option
  const users = typeof option.value === 'string' ? listOf(option.value) : undefined
  return users ? { ...option, value: users } : unknown('fault', option.from, 'not a text')
}

/** Whole names without regard to case: a part of a name is another user. */
const strangersTo = (users: readonly string[], allowed: readonly string[]): readonly string[] => {
  const names = allowed.map((name) => name.toLowerCase())
  return users.filter((user) => !names.includes(user.toLowerCase()))
}

const said = {
  lone: text('a lone host: no vCenter Server manages it', '単独のホストであり、vCenter Server に管理されていない'),
  exceptions: text('exception users: {users}', '例外ユーザー: {users}'),
  strangers: text('not in the policy: {users}', 'ポリシーにないユーザー: {users}'),
  console: text(
    'may leave lockdown mode at the console: {users}',
    'コンソールからロックダウン モードを解除できるユーザー: {users}',
  ),
  nobody: text(
    'nobody is listed: if vCenter Server is lost while the host is locked down, the host cannot be reached',
    '誰も登録されていない。ロックダウン中に vCenter Server が失われると、ホストに到達できなくなる',
  ),
  off: text('lockdown mode is off: see esx.lockdown-mode', 'ロックダウン モードが無効 (esx.lockdown-mode を参照)'),
  ways: text(
    '{service} is running, open to the exception users: {users}',
    '{service} が実行中で、例外ユーザーがログインできる: {users}',
  ),
  noWay: text(
    'mode: {mode}; no running shell is open to an exception user',
    'モード: {mode}。実行中のシェルにログインできる例外ユーザーはいない',
  ),
} as const

const namesOf = (users: readonly string[]) => users.join(', ') || '-'

/** Judges facts of a host that vCenter Server manages. */
const ofManaged =
  (decide: Judgement['judge']): Judgement['judge'] =>
  (subject, inventory, context): Outcome => {
    const managed = isManaged(subject, inventory)
    if (managed.known && !managed.value) return { ...notApplicable(note(said.lone, {})), evidence: [managed] }
    return decide(subject, inventory, context)
  }

/** A host obeys vCenter Server alone, and still has a way back in. */
export const lockdown: readonly Control[] = [
  {
    id: 'esx.lockdown-mode',
    kind: 'observation',
    facts: ['esxi-lockdown-mode'],
    area: 'lockdown-mode',
    subject: 'HostSystem',
    severity: 'high',
    title: text(
      'Lockdown mode is on: the host is managed only through vCenter Server',
      'ロックダウン モードが有効で、ホストは vCenter Server からのみ管理される',
    ),
    rationale: text(
      'Without it, root’s password is enough to command the host directly, past the roles and the records of vCenter Server.',
      '無効だと、root のパスワードだけでホストを直接操作できる。vCenter Server のロールによる制限も記録も及ばない。',
    ),
    impact: text(
      'Tools that talk to the host itself (backup agents, hardware monitors, scripts) stop. If vCenter Server fails, only the users in DCUI.Access get in.',
      'ホストに直接接続するツール (バックアップ、ハードウェア監視、スクリプト) は使えなくなる。vCenter Server の障害時にログインできるのは DCUI.Access のユーザーだけになる。',
    ),
    reads: [{ type: 'HostSystem', path: MODE }],
    applies: isManaged,
    observe: readMode,
    expect: { sakimori: oneOf(['lockdownNormal', 'lockdownStrict']) },
    repair: {
      kind: 'change',
      disruption: 'access',
      changes: (subject) => {
        const mode = readMode(subject)
        const users = readConsoleUsers(subject)
        // Never lock a host whose console nobody may unlock: esx.console-access-list comes first.
        if (!users.known || users.value.length === 0) return []
        return mode.known ? [changeOf(subject, 'lockdownMode', 'lockdownMode', mode.value, 'lockdownNormal')] : []
      },
    },
  },
  {
    id: 'esx.lockdown-strict',
    kind: 'observation',
    facts: ['esxi-lockdown-strict'],
    area: 'lockdown-mode',
    subject: 'HostSystem',
    severity: 'low',
    title: text(
      'Lockdown mode is strict: the console (DCUI) is closed too',
      'ロックダウン モードは厳密で、コンソール (DCUI) も停止している',
    ),
    rationale: text(
      'In normal mode someone who reaches the console, through the BMC for instance, can still try to log in there.',
      '通常モードでは、BMC などからコンソールに到達した者がログインを試みる余地が残る。',
    ),
    impact: text(
      'If vCenter Server is lost for good and no exception user can use a shell, the host has to be reinstalled.',
      'vCenter Server が完全に失われ、シェルを使える例外ユーザーもいなければ、ホストの再インストールが必要になる。',
    ),
    reads: [{ type: 'HostSystem', path: MODE }],
    applies: isManaged,
    observe: readMode,
    // Ours is content with normal mode: the price of strict mode is a host that nobody can rescue.
    expect: { sakimori: [], scg: is('lockdownStrict'), cis: is('lockdownStrict') },
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Make sure that a backup of vCenter Server can be restored and that an emergency account is among the exception users. Then choose Strict: host > Configure > Security Profile > Lockdown Mode.',
        'vCenter Server のバックアップを復元できること、緊急用アカウントが例外ユーザーに含まれることを確認する。その後「厳密」を選ぶ: ホスト > 設定 > セキュリティ プロファイル > ロックダウン モード。',
      ),
    },
  },
  {
    id: 'esx.lockdown-exceptions',
    kind: 'judgement',
    facts: ['esxi-lockdown-exception-users'],
    area: 'lockdown-mode',
    subject: 'HostSystem',
    severity: 'medium',
    title: text(
      'Only users that the policy names are exempt from lockdown mode',
      'ポリシーで定めたユーザーだけが、ロックダウン モードの例外ユーザーになっている',
    ),
    rationale: text(
      'An exception user keeps all rights on the host in lockdown mode; one that nobody remembers is a back door.',
      '例外ユーザーは、ロックダウン モード中もホストでの権限を保つ。忘れられた例外ユーザーはバックドアになる。',
    ),
    impact: text(
      'Agents that log in with a removed account (NSX, hardware monitors, backup) stop. Name theirs in the policy.',
      '削除したアカウントを使うエージェント (NSX、ハードウェア監視、バックアップ) は動かなくなる。必要なものはポリシーに記載する。',
    ),
    reads: [{ type: 'HostSystem', path: EXCEPTIONS }],
    judge: ofManaged((subject, _inventory, { policy }) =>
      judgeFacts([readExceptions(subject)], (users) => {
        const strangers = strangersTo(users, policy.lockdownExceptionUsers)
        return strangers.length === 0
          ? pass(note(said.exceptions, { users: namesOf(users) }))
          : fail(note(said.strangers, { users: namesOf(strangers) }))
      }),
    ),
    repair: {
      kind: 'change',
      disruption: 'access',
      changes: (subject, _inventory, _expected, { policy }) => {
        const users = readExceptions(subject)
        if (!users.known) return []
        const strangers = strangersTo(users.value, policy.lockdownExceptionUsers)
        const to = users.value.filter((user) => !strangers.includes(user))
        return strangers.length === 0 ? [] : [changeOf(subject, 'lockdownExceptions', 'users', users.value, to)]
      },
    },
  },
  {
    id: 'esx.console-access-list',
    kind: 'judgement',
    facts: ['esxi-dcui-access-list'],
    area: 'lockdown-mode',
    subject: 'HostSystem',
    severity: 'low',
    title: text(
      'Somebody, and only whom the policy names, can leave lockdown mode at the console',
      'コンソールからロックダウン モードを解除できるユーザーが 1 人以上おり、ポリシーで定めた者だけである',
    ),
    rationale: text(
      'A user in the list needs no administrator role to unlock the host. With an empty list nobody can: a failed vCenter Server then takes the host with it.',
      'リストのユーザーは、管理者ロールがなくてもロックダウンを解除できる。逆にリストが空だと誰も解除できず、vCenter Server の障害でホストも管理不能になる。',
    ),
    impact: text(
      'Users taken from the list can no longer unlock the host at the console.',
      'リストから外れたユーザーは、コンソールでロックダウンを解除できなくなる。',
    ),
    reads: [{ type: 'HostSystem', path: `config.option["${CONSOLE}"]` }],
    judge: ofManaged((subject, _inventory, { policy }) =>
      judgeFacts([readConsoleUsers(subject)], (users) => {
        if (users.length === 0) return fail(note(said.nobody, {}))
        const strangers = strangersTo(users, policy.dcuiAccessUsers)
        return strangers.length === 0
          ? pass(note(said.console, { users: namesOf(users) }))
          : fail(note(said.strangers, { users: namesOf(strangers) }))
      }),
    ),
    repair: {
      kind: 'change',
      disruption: 'none',
      changes: (subject, _inventory, _expected, { policy }) => {
        const option = readHostOption(subject, CONSOLE)
        // A policy that names nobody would lock everyone out.
        if (!option.known || policy.dcuiAccessUsers.length === 0) return []
        return [changeOf(subject, 'hostOption', CONSOLE, option.value, policy.dcuiAccessUsers.join(','))]
      },
    },
  },
  {
    id: 'esx.lockdown-without-side-doors',
    kind: 'judgement',
    // A question of our own across four settings: no guide publishes it.
    facts: [],
    area: 'lockdown-mode',
    subject: 'HostSystem',
    severity: 'medium',
    title: text(
      'In lockdown mode no running shell is open to an exception user',
      'ロックダウン モード中、例外ユーザーがログインできるシェルは動作していない',
    ),
    rationale: text(
      'Lockdown mode does not stop exception users at SSH or the ESXi Shell: with both open, the mode is on and protects nothing.',
      'ロックダウン モードは、例外ユーザーによる SSH や ESXi Shell の利用を止めない。両方がそろうと、モードが有効でも守りにならない。',
    ),
    impact: text(
      'Software that logs in over SSH as an exception user stops.',
      '例外ユーザーとして SSH でログインするソフトウェアは使えなくなる。',
    ),
    reads: [
      { type: 'HostSystem', path: MODE },
      { type: 'HostSystem', path: EXCEPTIONS },
      { type: 'HostSystem', path: 'config.service.service' },
    ],
    judge: ofManaged((subject) =>
      judgeFacts(
        [readMode(subject), readExceptions(subject), readRunning(subject, 'TSM-SSH'), readRunning(subject, 'TSM')],
        (mode, users, ssh, shell) => {
          if (mode === 'lockdownDisabled') return notApplicable(note(said.off, {}))
          if (users.length === 0 || (!ssh && !shell)) return pass(note(said.noWay, { mode }))
          const service = [ssh && 'SSH', shell && 'ESXi Shell'].filter((name) => name !== false).join(', ')
          return fail(note(said.ways, { service, users: namesOf(users) }))
        },
      ),
    ),
    repair: {
      kind: 'change',
      disruption: 'access',
      changes: (subject) =>
        ['TSM-SSH', 'TSM'].flatMap((key) => {
          const running = readRunning(subject, key)
          return running.known && running.value
            ? [changeOf({ ...subject, key }, 'serviceRunning', 'running', true, false)]
            : []
        }),
    },
  },
]
