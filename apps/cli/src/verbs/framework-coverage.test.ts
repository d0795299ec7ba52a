import { parseFramework } from '@sakimori/core/control'
import { releases } from '@sakimori/core/model'
import { displayWidth } from '@sakimori/core/report'
import { describe, expect, test } from 'vitest'
import { coverFrameworks, frameworkJson, frameworkText } from './framework-coverage.ts'

const query = (asked: string) => parseFramework(asked) ?? { framework: 'cci', item: 'none' }

describe('the coverage of a framework', () => {
  test.each(['en', 'ja'] as const)('fits its page, and has a row an item with its controls, in %s', (locale) => {
    const asked = query('nist80053r5:AC')
    const shown = frameworkText(asked, coverFrameworks(asked, ['8.0']), locale, 100, true)
    for (const line of shown.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(102)
    expect(shown).toMatch(/^AC-7 a .*esx\.account-lock-failures/m)
    expect(shown).not.toContain('undefined')
  })

  test('is a line a release where none was named, and says where the items are', () => {
    const asked = query('pciDss401')
    const shown = frameworkText(asked, coverFrameworks(asked, releases), 'en', 100, false)
    for (const release of releases)
      expect(shown).toMatch(new RegExp(`^${release.replace('.', '\\.')} +\\d+ +\\d+ +\\d+ +\\d+$`, 'm'))
    expect(shown).toContain('controls coverage --framework pciDss401 --release 8.0')
  })

  test('is JSON of a stable shape, whose counts add up', () => {
    const { schema, tables } = frameworkJson(coverFrameworks(query('cisControls81'), releases))
    expect(schema).toBe('sakimori/framework-coverage/1')
    expect(tables.map(({ release }) => release)).toEqual([...releases])
    for (const { counts, rows } of tables) {
      expect(counts.items).toBe(rows.length)
      expect(counts.automated + counts.procedural + counts.notCovered).toBe(counts.items)
    }
  })

  test('says so where nothing is there', () => {
    expect(frameworkText(query('cci'), [], 'en', 80, true)).toContain('None on this release.')
  })
})
