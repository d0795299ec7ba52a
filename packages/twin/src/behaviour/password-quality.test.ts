import { describe, expect, test } from 'vitest'
import { ManagedObject } from '../kernel/store.ts'
import { passwordRefusal } from './password-quality.ts'

const hostWith = (options: Readonly<Record<string, unknown>>) =>
  new ManagedObject(
    { type: 'HostSystem', value: 'host-1' },
    {
      config: { _typeName: 'HostConfigInfo', option: Object.entries(options).map(([key, value]) => ({ key, value })) },
    },
  )

const judge = (host: ManagedObject, password: string, former: readonly string[] = []) =>
  passwordRefusal(host, { userName: 'alice', password, former })

describe('pam_passwdqc, as hosts come with it: min=disabled,disabled,disabled,7,7', () => {
  const host = hostWith({ 'Security.PasswordQualityControl': 'retry=3 min=disabled,disabled,disabled,7,7' })
  test.each([
    ['xQaTEhb!', 'capital, small, other: three kinds'],
    ['xQaT3#A', 'four kinds in seven characters'],
  ])('%s is taken: %s', (password) => {
    expect(judge(host, password)).toBeUndefined()
  })
  test.each([
    ['Xqat3hi', 'the capital at the start does not count, so two kinds are left'],
    ['xQaTEh2', 'nor does the digit at the end'],
    ['xqatehb', 'one kind'],
    ['xQ3#', 'too short'],
    ['alice#1', "the account's name and little more"],
    ['', 'empty'],
  ])('%s is refused: %s', (password) => {
    expect(judge(host, password)).toBeDefined()
  })
})

test('similar=deny refuses what holds the former password', () => {
  const host = hostWith({
    'Security.PasswordQualityControl': 'similar=deny retry=3 min=disabled,disabled,disabled,disabled,7',
  })
  expect(judge(host, 'xQaT3#Ab', ['xQaT3#A'])).toContain('former')
})

test('the history goes as far back as the option says', () => {
  const rules = 'similar=permit min=disabled,disabled,disabled,7,7'
  const former = ['first-One#1', 'second-One#2']
  const remembering = (count: number) =>
    hostWith({ 'Security.PasswordQualityControl': rules, 'Security.PasswordHistory': count })
  expect(judge(remembering(2), 'second-One#2', former)).toBe('was used before')
  expect(judge(remembering(1), 'second-One#2', former)).toBeUndefined()
})

test('pam_pwquality of 9.1 asks for each kind, and for changed characters', () => {
  const host = hostWith({
    'Security.PasswordQualityControl': 'UNUSED',
    'Security.PasswordQualityControlPwquality': 'dcredit=-1 ucredit=-1 lcredit=-1 ocredit=-1 minlen=15 difok=4',
  })
  expect(judge(host, 'Correct-Horse-9x')).toBeUndefined()
  expect(judge(host, 'correct-horse-9x')).toContain('capitals')
  expect(judge(host, 'Correct-Horse-x')).toContain('digits')
  expect(judge(host, 'Correct-Horse9')).toContain('shorter')
  expect(judge(host, 'Correct-Horse-9xy', ['Correct-Horse-9x'])).toContain('former')
})
