import { changeOf, fail, judgeFacts, pass, readHostOption, type Control, type Outcome } from '../../control/index.ts'
import { inSpan, known, mapFact, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { DISABLED, parsePasswdqc, parsePwquality, type PasswordRules } from './password-rules.ts'

/** A password of fifteen characters is out of reach of guessing, whatever the speed of the machine. */
const LENGTH = 15

const PASSWDQC = 'Security.PasswordQualityControl'
const PWQUALITY = 'Security.PasswordQualityControlPwquality'

const said = {
  broken: text(
    'the rules cannot be read at "{token}", so no local password can be changed: {rules}',
    '"{token}" を解釈できないため、ローカル アカウントのパスワードを変更できない: {rules}',
  ),
  weak: text(
    'shorter or simpler passwords are allowed: {rules}',
    'より短い、または単純なパスワードが許可されている: {rules}',
  ),
  loose: text(
    'the rules do not bind everyone, or allow a password like the old one: {rules}',
    '一部のユーザーに適用されないか、以前に似たパスワードが許可されている: {rules}',
  ),
  good: text('{rules}', '{rules}'),
} as const

interface Setting {
  readonly key: typeof PASSWDQC | typeof PWQUALITY
  readonly rules: string
}

/** The rules that count: 9.1 has a second form, which counts while the older option says UNUSED. */
function readSetting(subject: Subject): Fact<Setting> {
  const older = asText(readHostOption(subject, PASSWDQC))
  if (!older.known) return older
  const moved =
    subject.release !== undefined && inSpan(subject.release, '9.1') && /^(unused)?$/i.test(older.value.trim())
  if (!moved) return mapFact(older, (rules) => ({ key: PASSWDQC, rules }))
  return mapFact(asText(readHostOption(subject, PWQUALITY)), (rules) => ({ key: PWQUALITY, rules }))
}

const asText = (fact: Fact<unknown>): Fact<string> =>
  !fact.known
    ? fact
    : typeof fact.value === 'string'
      ? known(fact.value, fact.from)
      : unknown('fault', fact.from, 'not a text')

const parse = ({ key, rules }: Setting): PasswordRules =>
  key === PASSWDQC ? parsePasswdqc(rules) : parsePwquality(rules)

/** What a repair writes, in the form that the host reads. */
function strongRules({ key }: Setting, subject: Subject): string {
  if (key === PWQUALITY)
    return `retry=3 dcredit=-1 ucredit=-1 lcredit=-1 ocredit=-1 minlen=${LENGTH} difok=4 enforce_for_root`
  const random = subject.release !== undefined && inSpan(subject.release, '9.0..9.1') ? 'random=0 ' : ''
  return `${random}similar=deny retry=3 min=disabled,disabled,disabled,disabled,${LENGTH}`
}

function judgeRules(setting: Setting, allFour: boolean): Pick<Outcome, 'verdict' | 'note'> {
  const { rules } = setting
  const parsed = parse(setting)
  if (!parsed.readable) return fail(note(said.broken, { token: parsed.why, rules }))
  const { one, two, passphrase, three, four } = parsed.least
  const mixed = [two, passphrase, three]
  const strong =
    one === DISABLED && four >= LENGTH && mixed.every((least) => (allFour ? least === DISABLED : least >= LENGTH))
  if (!strong) return fail(note(said.weak, { rules }))
  return parsed.binds ? pass(note(said.good, { rules })) : fail(note(said.loose, { rules }))
}

/** Local passwords cannot be guessed. */
export const passwordQuality: readonly Control[] = [
  {
    id: 'esx.password-quality',
    kind: 'judgement',
    facts: ['esxi-password-quality'],
    area: 'authentication',
    subject: 'HostSystem',
    severity: 'medium',
    title: text(
      'A local password has at least 15 characters of the kinds that the baseline asks for',
      'ローカル アカウントのパスワードは 15 文字以上で、ベースラインが求める文字種を含む',
    ),
    rationale: text(
      'The product allows seven characters. A stolen hash of such a password is broken within hours.',
      '製品の初期値では 7 文字でよい。その程度のパスワードは、ハッシュが盗まれると数時間で破られる。',
    ),
    impact: text(
      'It counts at the next change of a password. A mistake in the text stops all changes, those by vCenter Server included.',
      '次回のパスワード変更から有効になる。記述を誤ると、vCenter Server による変更も含めてすべて失敗する。',
    ),
    // Both forms of the rules: which of them counts is known only after reading.
    reads: [{ type: 'HostSystem', path: 'config.option' }],
    judge: (subject, _inventory, { baseline }) =>
      // The vendor's guide of 7.0 is content with length; the others ask for all four classes.
      judgeFacts([readSetting(subject)], (setting) => judgeRules(setting, baseline !== 'scg')),
    repair: {
      kind: 'change',
      disruption: 'none',
      changes: (subject) => {
        const setting = readSetting(subject)
        if (!setting.known) return []
        return [
          changeOf(subject, 'hostOption', setting.value.key, setting.value.rules, strongRules(setting.value, subject)),
        ]
      },
    },
  },
]
