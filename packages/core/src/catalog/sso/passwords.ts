import { atLeast, between, changeOf, fail, pass, serverField, ssoPolicy, type Control } from '../../control/index.ts'
import { isRecord } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { judgeServer } from '../vcenter/server-judgement.ts'

const path = 'sso:passwordPolicy'

/** What a password must hold at least; of characters in a row, at most. */
const rules = [
  { field: 'passwordFormat.alphabeticRestriction.minUppercaseCount', name: 'upper case', limit: 1, isMost: false },
  { field: 'passwordFormat.alphabeticRestriction.minLowercaseCount', name: 'lower case', limit: 1, isMost: false },
  { field: 'passwordFormat.alphabeticRestriction.minAlphabeticCount', name: 'letters', limit: 2, isMost: false },
  { field: 'passwordFormat.minNumericCount', name: 'digits', limit: 1, isMost: false },
  { field: 'passwordFormat.minSpecialCharCount', name: 'special', limit: 1, isMost: false },
  { field: 'passwordFormat.maxIdenticalAdjacentCharacters', name: 'identical in a row', limit: 3, isMost: true },
] as const

type Numbers = readonly number[]

/** The numbers of the rules, in their order; a policy without one of them is not understood. */
function numbersOf(value: unknown): Numbers | undefined {
  const numbers = rules.map(({ field }) =>
    field.split('.').reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), value),
  )
  return numbers.every((one) => typeof one === 'number') ? numbers : undefined
}

const holds = (number: number, { limit, isMost }: (typeof rules)[number]) =>
  isMost ? number >= 1 && number <= limit : number >= limit

const broken = (numbers: Numbers) => rules.filter((rule, index) => !holds(numbers[index] ?? 0, rule))

const said = {
  weak: text('too weak: {fields}', '条件が弱い項目: {fields}'),
  strong: text('every kind of character is asked for', 'すべての文字種が必須'),
} as const

/** Passwords of single sign-on's own users withstand guessing. */
export const passwords: readonly Control[] = [
  ssoPolicy('passwordPolicy', 'passwordFormat.lengthRestriction.minLength', {
    id: 'sso.password-min-length',
    facts: ['vc-sso-password-min-length'],
    area: 'authentication',
    severity: 'medium',
    title: text(
      'Passwords of single sign-on have at least 15 characters',
      'シングル サインオンのパスワードは 15 文字以上である',
    ),
    rationale: text(
      'Length is what makes a stolen hash worthless; eight characters are tried out within hours.',
      '盗まれたハッシュの解読を防ぐ決め手は長さである。8 文字なら数時間で総当たりできる。',
    ),
    impact: text(
      'It counts when a password is next changed. Scripts and appliances that store a short one must follow.',
      '次回のパスワード変更から適用される。短いパスワードを保存しているスクリプトや機器も合わせて変更する。',
    ),
    expect: { sakimori: atLeast(15) },
  }),
  judgeServer({
    id: 'sso.password-composition',
    facts: ['vc-sso-password-composition'],
    area: 'authentication',
    severity: 'low',
    title: text(
      'Passwords of single sign-on mix letters, digits and special characters',
      'シングル サインオンのパスワードには、英大文字、英小文字、数字、特殊文字の混在が求められる',
    ),
    rationale: text(
      'Words and names of one kind of character are the first that a guessing program tries.',
      '単一の文字種からなる単語や名前は、推測プログラムが真っ先に試す。',
    ),
    impact: text('It counts when a password is next changed.', '次回のパスワード変更から適用される。'),
    path,
    decode: numbersOf,
    decide: (numbers) => {
      const weak = broken(numbers)
      return weak.length === 0
        ? pass(note(said.strong, {}))
        : fail(note(said.weak, { fields: weak.map(({ name }) => name).join(', ') }))
    },
    repair: {
      kind: 'change',
      disruption: 'none',
      changes: (subject) => {
        const numbers = numbersOf(subject.object.values[path])
        if (numbers === undefined) return []
        return broken(numbers).map((rule) =>
          changeOf(subject, 'ssoPolicy', serverField(path, rule.field), numbers[rules.indexOf(rule)], rule.limit),
        )
      },
    },
  }),
  ssoPolicy('passwordPolicy', 'prohibitedPreviousPasswordsCount', {
    id: 'sso.password-reuse',
    facts: ['vc-sso-password-reuse'],
    area: 'authentication',
    severity: 'low',
    title: text(
      'Single sign-on refuses the last 5 passwords',
      'シングル サインオンは、過去 5 回分のパスワードの再使用を拒否する',
    ),
    rationale: text(
      'Otherwise a password that leaked is back in use after one change.',
      '拒否しなければ、漏えいしたパスワードが 1 回の変更を挟んで再び使われる。',
    ),
    impact: text('People need new passwords for longer.', '利用者は新しいパスワードを考える必要がある。'),
    expect: { sakimori: atLeast(5) },
  }),
  ssoPolicy('passwordPolicy', 'passwordLifetimeDays', {
    id: 'sso.password-lifetime',
    facts: ['vc-sso-password-lifetime'],
    area: 'authentication',
    severity: 'low',
    title: text(
      'Passwords of single sign-on last as long as the baseline says',
      'シングル サインオンのパスワードの有効期間はベースラインの定めどおりである',
    ),
    rationale: text(
      'The guides disagree: forced changes lead to weak series of passwords, while a leaked one that never expires stays useful.',
      'ガイドによって見解が分かれる。強制的な変更は弱い連番のパスワードを招き、無期限では漏えいしたパスワードが使われ続ける。',
    ),
    impact: text(
      'An account whose password expires can no longer log in, service accounts included.',
      'パスワードが期限切れになるとログインできない。サービス用アカウントも同様である。',
    ),
    // No demand of our own. The vendor's guide lets passwords last, the STIG wants them changed.
    expect: {
      sakimori: [],
      scg: [['7.0..9.1', atLeast(9999)]],
      stig: [
        ['6.5..6.7', between(1, 60)],
        ['7.0..8.0', between(1, 90)],
      ],
    },
    // A policy without a lifetime never lets a password expire.
    absence: { means: 99_999, beside: 'passwordFormat' },
  }),
]
