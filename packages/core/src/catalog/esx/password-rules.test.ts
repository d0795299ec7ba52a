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
