import { catalog, findControl } from '@sakimori/core/catalog'
import { frameworksOf } from '@sakimori/core/control'
import { displayWidth } from '@sakimori/core/report'
import { describe, expect, test } from 'vitest'
import { tabulate } from '../table.ts'
import { showControlText } from './controls.ts'

describe('controls show', () => {
  test('puts the baselines side by side, where they disagree', () => {
    const control = findControl('esx.account-lock-failures')
    const shown = control ? showControlText(control, 'en', 100) : ''
    expect(shown).toMatch(/^ {2}Release {2}Sakimori {2}SCG {5}STIG {2}CIS$/m)
    expect(shown).toMatch(/^ {2}6\.5–8\.0 {2}1 to 5 {4}1 to 5 {2}3 {5}1 to 5$/m)
    expect(shown).toMatch(/^ {2}9\.0–9\.1 {2}1 to 5 {4}1 to 5 {2}3 {5}—$/m)
    expect(shown).toContain('Medium')
    expect(shown).toContain('config.option["Security.AccountLockFailures"]')
  })

  test.each(['en', 'ja'] as const)('has its parts for every control, in %s', (locale) => {
    for (const control of catalog) {
      const shown = showControlText(control, locale, 80)
      expect(shown, control.id).toMatch(locale === 'ja' ? /^要求$/m : /^Asked for$/m)
      for (const id of Object.values(frameworksOf(control)).flat().slice(0, 1)) expect(shown, control.id).toContain(id)
      expect(shown, control.id).not.toMatch(/undefined|\[object/)
    }
  })
})

describe('a table for a terminal', () => {
  const rows = [
    ['Release', 'sakimori'],
    ['8.0', 'one of "lockdownNormal", "lockdownStrict"'],
    ['ロック', '"lockdownNormal"、"lockdownStrict" のいずれか'],
  ]

  test('is as wide as it needs to be, and columns line up', () => {
    const lines = tabulate(rows, 100)
    expect(lines.length).toBe(3)
    expect(lines[1]).toBe('8.0      one of "lockdownNormal", "lockdownStrict"')
    expect(lines[2]?.startsWith('ロック   "')).toBe(true)
  })

  test('wraps its widest column where the page is too narrow', () => {
    const lines = tabulate(rows, 40)
    expect(lines.length).toBeGreaterThan(3)
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(42)
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain('one of "lockdownNormal", "lockdownStrict"')
  })
})
