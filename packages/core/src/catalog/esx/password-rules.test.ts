import { describe, expect, test } from 'vitest'
import { first, setOption } from '../../testing/draft.ts'
import { goodEstate } from '../../testing/good-estate.ts'
import { verdictOf, type Choices } from '../../testing/verdicts.ts'
import type { Release } from '../../model/index.ts'
import { passwordQuality } from './password-quality.ts'
import { DISABLED, parsePasswdqc, parsePwquality } from './password-rules.ts'

const [control] = passwordQuality

function verdict(release: Release, rules: string | undefined, choices: Choices = {}, pwquality?: string) {
  const draft = goodEstate(release)
  setOption(first(draft, 'HostSystem'), 'config.option', 'Security.PasswordQualityControl', rules)
  if (pwquality !== undefined)
    setOption(first(draft, 'HostSystem'), 'config.option', 'Security.PasswordQualityControlPwquality', pwquality)
  return control && verdictOf(draft, control, choices)
}

describe('trap 24: the rules of pam_passwdqc', () => {
  test.each([
    ['similar=deny retry=3 min=disabled,disabled,disabled,disabled,15', 'pass'],
    ['  min=disabled,disabled,disabled,disabled,15   retry=3 similar=deny ', 'pass'],
    ['min=disabled,disabled,disabled,disabled,20 max=64', 'pass'],
    ['retry=3 min=disabled,disabled,disabled,7,7', 'fail'],
    ['retry=3 min=disabled,disabled,disabled,disabled,14', 'fail'],
    ['retry=3', 'fail'],
    ['similar=permit min=disabled,disabled,disabled,disabled,15', 'fail'],
    ['enforce=none min=disabled,disabled,disabled,disabled,15', 'fail'],
  ])('%s: %s', (rules, expected) => {
    expect(verdict('8.0', rules)).toBe(expected)
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
    expect(verdict('8.0', rules)).toBe('fail')
  })

  test('the text of the guide of 7.0 is enough for the guide, not for the others', () => {
    const rules = 'retry=3 min=disabled,15,15,15,15 max=64 similar=deny passphrase=3'
    expect(verdict('7.0', rules, { baseline: 'scg' })).toBe('pass')
    expect(verdict('7.0', rules)).toBe('fail')
    expect(verdict('7.0', 'min=15,15,15,15,15', { baseline: 'scg' })).toBe('fail')
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
    expect(verdict('9.1', 'UNUSED', {}, good)).toBe('pass')
    expect(verdict('9.1', 'UNUSED', {}, good.replace('15', '7'))).toBe('fail')
    expect(verdict('9.1', 'UNUSED', {}, good.replace(' enforce_for_root', ''))).toBe('fail')
    expect(verdict('9.1', 'UNUSED', {}, good.replace('ocredit=-1', 'ocredit=1'))).toBe('fail')
    expect(verdict('9.1', 'retry=3 min=disabled,disabled,disabled,7,7', {}, good)).toBe('fail')
    expect(verdict('9.1', undefined, {}, good)).toBe('unknown')
    expect(parsePwquality('minlen=lots').readable).toBe(false)
  })
})
