import { fail, judgeFacts, manual, pass, readVcenterOption, type Control } from '../../control/index.ts'
import { isRecord, known, mapFact, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { isOff, SETTINGS, vcenterJudgement } from './judgement-row.ts'

const SESSIONS = 'SessionManager.sessionList'
const LOGINS = 'EventManager.QueryEvents()#administratorLogins'
/** The days that the logins are counted over. */
const DAYS = 30

interface Logins {
  readonly accounts: readonly string[]
  readonly complete: boolean
  readonly days: number
}

function readLogins(vcenter: Subject): Fact<Logins> {
  const fact = readRaw(vcenter, LOGINS)
  if (!fact.known) return fact
  const { accounts, complete, days } = isRecord(fact.value) ? fact.value : {}
  if (!Array.isArray(accounts) || typeof complete !== 'boolean' || !Array.isArray(days))
    return unknown('fault', fact.from, 'not a count of logins')
  return known({ accounts: accounts.map(String), complete, days: days.length }, fact.from)
}

/** How many days back the events reach. */
const readKept = (vcenter: Subject): Fact<number | 'unlimited'> => {
  const limited = readVcenterOption(vcenter, 'event.maxAgeEnabled')
  if (!limited.known || isOff(limited.value)) return mapFact(limited, () => 'unlimited' as const)
  const age = readVcenterOption(vcenter, 'event.maxAge')
  if (!age.known) return age
  const days = Number(age.value)
  return Number.isInteger(days) && age.value !== undefined
    ? known(days, age.from)
    : unknown('notCollected', age.from, 'not in the list of settings')
}

interface Use {
  readonly user: string
  readonly program: string
  readonly address: string
}

/** The program without its version: `govc/0.37.0` and `govc/0.38.0` are one. */
const programOf = (agent: string) => agent.split(/[/\s(]/, 1)[0] ?? agent

function readSessions(vcenter: Subject): Fact<readonly Use[]> {
  const fact = readRaw(vcenter, SESSIONS)
  if (!fact.known) return fact
  const list: readonly unknown[] | undefined = Array.isArray(fact.value) ? fact.value : undefined
  if (!list?.every(isRecord)) return unknown('fault', fact.from, 'not a list of sessions')
  return known(
    list.map(({ userName, userAgent, ipAddress }) => ({
      user: String(userName),
      program: programOf(typeof userAgent === 'string' ? userAgent : ''),
      address: String(ipAddress),
    })),
    fact.from,
  )
}

/** Programs of people: one person may well use two of them, from two places. */
const BROWSER = /^(mozilla|vmware-client|vsphere|powercli|vmware\.vim\.)/i

/** Accounts that two different programs use from two different machines. */
function sharedAccounts(uses: readonly Use[]): readonly string[] {
  const byUser = new Map<string, Use[]>()
  for (const use of uses) {
    if (use.program === '' || BROWSER.test(use.program)) continue
    byUser.set(use.user, [...(byUser.get(use.user) ?? []), use])
  }
  return [...byUser].flatMap(([user, own]) => {
    const programs = new Set(own.map(({ program }) => program))
    const addresses = new Set(own.map(({ address }) => address))
    return programs.size > 1 && addresses.size > 1 ? [`${user} (${[...programs].join(', ')})`] : []
  })
}

const said = {
  logins: text('{account} logged in on {days} of {of} days', '{account} は {of} 日間のうち {days} 日ログインしている'),
  shared: text('used by several programs: {names}', '複数のプログラムが使用: {names}'),
  look: text(
    'sessions of the moment show no shared account; what runs at other times must be asked of its owners',
    '現在のセッションに共用アカウントは見当たらない。別の時間帯に動くものは担当者への確認が必要である',
  ),
} as const

/** Which accounts are used, and by whom. */
export const usage: readonly Control[] = [
  vcenterJudgement({
    id: 'vcenter.built-in-administrator-rests',
    facts: ['vc-sso-admin-use'],
    area: 'authentication',
    severity: 'medium',
    title: text(
      'The built-in administrator of Single Sign-On is kept for emergencies',
      'Single Sign-On の組み込み管理者アカウントは非常時にだけ使われている',
    ),
    rationale: text(
      'What is done with a shared account was done by nobody, and a password that is typed every day is stolen sooner than one in a safe.',
      '共用アカウントの操作は誰が行ったか分からない。毎日入力されるパスワードは、金庫に保管されたものより早く盗まれる。',
    ),
    impact: text(
      'Administrators work with accounts of their own, and scripts with service accounts.',
      '管理者は個人のアカウントを、スクリプトはサービス アカウントを使う。',
    ),
    reads: [LOGINS, SETTINGS],
    judge: (vcenter, _inventory, { policy }) => {
      const logins = readLogins(vcenter)
      const kept = readKept(vcenter)
      const outcome = judgeFacts([logins, kept], ({ accounts: [account = ''], days }) => {
        const counted = note(said.logins, { account, days, of: DAYS })
        return days > policy.emergencyLoginDays ? fail(counted) : pass(counted)
      })
      // Few logins in half a month, or in a list that was cut, are no few logins in a month.
      const isWhole =
        logins.known && logins.value.complete && kept.known && (kept.value === 'unlimited' || kept.value >= DAYS)
      return outcome.verdict === 'pass' && !isWhole
        ? {
            verdict: 'unknown',
            evidence: [...outcome.evidence, unknown('notCollected', kept.from, 'not the whole month')],
          }
        : outcome
    },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Give each administrator an account of his own in the administrators’ group, change the built-in account’s password and lock it away, and find the scripts that used it by the agents of its login events.',
        '管理者ごとに個別アカウントを用意して管理者グループに登録し、組み込みアカウントのパスワードを変更して封印する。使用中のスクリプトはログイン イベントのユーザー エージェントから特定する。',
      ),
    },
  }),
  vcenterJudgement({
    id: 'vcenter.service-account-per-application',
    facts: ['vc-service-accounts'],
    area: 'authentication',
    severity: 'low',
    title: text(
      'Each application logs in to vCenter Server with an account of its own',
      'アプリケーションごとに専用のアカウントで vCenter Server にログインしている',
    ),
    rationale: text(
      'An account that several programs share holds the rights of all of them, and cannot be closed when one of them is broken into.',
      '複数のプログラムが共用するアカウントにはすべての権限が集まり、一つが侵害されても停止できない。',
    ),
    impact: text('A program must be given its new account.', 'プログラム側のアカウント設定を変更する必要がある。'),
    reads: [SESSIONS],
    judge: (vcenter) =>
      judgeFacts([readSessions(vcenter)], (uses) => {
        const names = sharedAccounts(uses)
        return names.length > 0 ? fail(note(said.shared, { names: someOf(names) })) : manual(note(said.look, {}))
      }),
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Make an account for each program that is named, with a role of just what it needs, and change over one program after the other.',
        '挙げられたプログラムごとに必要最小限のロールを持つアカウントを作成し、順に切り替える。',
      ),
    },
  }),
]
