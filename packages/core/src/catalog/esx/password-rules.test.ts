import { describe, expect, test } from 'vitest'
import { first, setOption } from '../../testing/draft.ts'
import { goodEstate } from '../../testing/good-estate.ts'
import { findingsOf, type Choices } from '../../testing/verdicts.ts'
import type { Release } from '../../model/index.ts'
import { renderNote } from '../../text/index.ts'
import { passwordQuality } from './password-quality.ts'
import { DISABLED, parsePasswdqc, parsePwquality } from './password-rules.ts'

const [control] = passwordQuality

/** Why the rules of a host are refused; `good` and `unknown` where they are not. */
function answer(release: Release, rules: string | undefined, choices: Choices = {}, pwquality?: string): string {
  const draft = goodEstate(release)
  setOption(first(draft, 'HostSystem'), 'config.option', 'Security.PasswordQualityControl', rules)
  if (pwquality !== undefined)
    setOption(first(draft, 'HostSystem'), 'config.option', 'Security.PasswordQualityControlPwquality', pwquality)
  const [finding] = control ? findingsOf(draft, control, choices) : []
  if (finding?.verdict !== 'fail') return finding?.verdict === 'pass' ? 'good' : (finding?.verdict ?? 'nothing asked')
  const note = finding.note ? renderNote(finding.note, 'en') : ''
  // Whatever the reason is, a reader sees the rules that it is about.
  if (!note.endsWith(`: ${(pwquality !== undefined && rules === 'UNUSED' ? pwquality : rules) ?? ''}`)) return note
  const reasons = {
    weak: /^shorter or simpler/,
    loose: /^the rules do not bind/,
    broken: /^the rules cannot be read at /,
  }
  return Object.entries(reasons).find(([, said]) => said.test(note))?.[0] ?? note
}

describe('trap 24: the rules of pam_passwdqc', () => {
  test.each([
    ['similar=deny retry=3 min=disabled,disabled,disabled,disabled,15', 'good'],
    ['  min=disabled,disabled,disabled,disabled,15   retry=3 similar=deny ', 'good'],
    ['min=disabled,disabled,disabled,disabled,20 max=64', 'good'],
    ['retry=3 min=disabled,disabled,disabled,7,7', 'weak'],
    ['retry=3 min=disabled,disabled,disabled,disabled,14', 'weak'],
    ['retry=3', 'weak'],
    ['similar=permit min=disabled,disabled,disabled,disabled,15', 'loose'],
    ['enforce=none min=disabled,disabled,disabled,disabled,15', 'loose'],
  ])('%s: %s', (rules, expected) => {
    expect(answer('8.0', rules)).toBe(expected)
  })

  test.each([
    '',
    'min=15',
    'min=disabled,disabled,disabled,disabled,fifteen',
    'min=disabled,disabled,disabled,7,15',
    'min=disabled,disabled,disabled,disabled,15,15',
    'min=disabled,disabled,disabled,disabled,15 max=12',
    'min=disabled,disabled,disabled,disabled,15 similar',
    'min=disabled,disabled,disabled,disabled,15 nonsense=1',
  ])('a broken text fails, because it stops every change of a password: %j', (rules) => {
    expect(parsePasswdqc(rules).readable).toBe(false)
    expect(answer('8.0', rules)).toBe('broken')
  })

  test('the text of the guide of 7.0 is enough for the guide, not for the others', () => {
    const rules = 'retry=3 min=disabled,15,15,15,15 max=64 similar=deny passphrase=3'
    expect(answer('7.0', rules, { baseline: 'scg' })).toBe('good')
    expect(answer('7.0', rules)).toBe('weak')
    expect(answer('7.0', 'min=15,15,15,15,15', { baseline: 'scg' })).toBe('weak')
  })

  test('the five numbers are one class, two classes, passphrase, three and four classes', () => {
    expect(parsePasswdqc('min=disabled,24,11,8,7')).toEqual({
      readable: true,
      least: { one: DISABLED, two: 24, passphrase: 11, three: 8, four: 7 },
      binds: true,
    })
  })

  test('an allowed minimum is one that no shorter one stands before, and lies within max', () => {
    for (const rules of ['min=8,8,8,8,8', 'min=disabled,disabled,disabled,disabled,15 max=15'])
      expect(parsePasswdqc(rules).readable, rules).toBe(true)
    expect(parsePasswdqc('min=disabled,disabled,disabled,8,9')).toEqual({
      readable: false,
      why: 'min=disabled,disabled,disabled,8,9',
    })
    expect(parsePasswdqc('min=8,8,8,8,8 max=7')).toEqual({ readable: false, why: 'max=7' })
    expect(parsePasswdqc('min=8,8,8,8')).toEqual({ readable: false, why: 'min=8,8,8,8' })
    for (const rules of ['min=8,8,8,8,8x', 'min=8,8,8,8,x8', 'min=x8,8,8,8,8'])
      expect(parsePasswdqc(rules), rules).toEqual({ readable: false, why: rules })
    expect(parsePasswdqc('similar')).toEqual({ readable: false, why: 'similar' })
    expect(parsePasswdqc('non-unix use_first_pass')).toMatchObject({ readable: true, least: { four: 7 } })
    expect(parsePasswdqc('non-unix=1')).toEqual({ readable: false, why: 'non-unix=1' })
    expect(parsePasswdqc('enforce=users')).toMatchObject({ binds: false })
    expect(parsePasswdqc('enforce=everyone similar=deny')).toMatchObject({ binds: true })
  })

  test.each([
    // Without a demand every mix has the length, which is 8 by itself.
    ['enforce_for_root', { one: 8, two: 8, passphrase: DISABLED, three: 8, four: 8 }, true],
    ['minlen=15', { one: 15, two: 15, passphrase: DISABLED, three: 15, four: 15 }, false],
    ['minlen=15 dcredit=-1', { one: 15, two: 15, passphrase: DISABLED, three: 15, four: 15 }, false],
    ['minlen=15 dcredit=-1 ucredit=-2', { one: DISABLED, two: 15, passphrase: DISABLED, three: 15, four: 15 }, false],
    ['minlen=15 minclass=3', { one: DISABLED, two: DISABLED, passphrase: DISABLED, three: 15, four: 15 }, false],
    ['minlen=15 minclass=4', { one: DISABLED, two: DISABLED, passphrase: DISABLED, three: DISABLED, four: 15 }, false],
    // Each class that is there counts for so many characters.
    ['minlen=15 dcredit=2 ocredit=1', { one: 12, two: 12, passphrase: DISABLED, three: 12, four: 12 }, false],
    ['  minlen=15    lcredit=0 ', { one: 15, two: 15, passphrase: DISABLED, three: 15, four: 15 }, false],
    ['enforce_for_root enforcing=0', { one: 8, two: 8, passphrase: DISABLED, three: 8, four: 8 }, false],
    ['enforce_for_root enforcing=1 difok=1', { one: 8, two: 8, passphrase: DISABLED, three: 8, four: 8 }, true],
    ['enforce_for_root difok=0', { one: 8, two: 8, passphrase: DISABLED, three: 8, four: 8 }, false],
  ])('pam_pwquality: %s', (rules, least, binds) => {
    expect(parsePwquality(rules)).toEqual({ readable: true, least, binds })
  })

  test.each(['minlen=', '=15', 'minlen', 'xminlen=15', 'minlen=15x', 'minlen=1-5'])(
    'pam_pwquality, broken: %s',
    (rules) => {
      expect(parsePwquality(rules)).toEqual({ readable: false, why: rules })
    },
  )

  test('9.1 has a second form, which counts while the older one is not used', () => {
    const good = 'retry=3 dcredit=-1 ucredit=-1 lcredit=-1 ocredit=-1 minlen=15 difok=4 enforce_for_root'
    expect(answer('9.1', 'UNUSED', {}, good)).toBe('good')
    expect(answer('9.1', 'UNUSED', {}, good.replace('15', '7'))).toBe('weak')
    expect(answer('9.1', 'UNUSED', {}, good.replace(' enforce_for_root', ''))).toBe('loose')
    expect(answer('9.1', 'UNUSED', {}, good.replace('ocredit=-1', 'ocredit=1'))).toBe('weak')
    expect(answer('9.1', 'retry=3 min=disabled,disabled,disabled,7,7', {}, good)).toBe('weak')
    expect(answer('9.1', undefined, {}, good)).toBe('unknown')
    expect(answer('9.1', 'UNUSED', {}, 'minlen=lots')).toBe('broken')
    expect(parsePwquality('minlen=lots').readable).toBe(false)
  })
})
