import { catalog, coverCatalog, publishers } from '@sakimori/core/catalog'
import { releases } from '@sakimori/core/model'
import { displayWidth } from '@sakimori/core/report'
import { describe, expect, test } from 'vitest'
import { coverageJson, coverageText } from './coverage.ts'

const tables = publishers.flatMap((baseline) => releases.map((release) => coverCatalog(catalog, baseline, release)))
const stig = coverCatalog(catalog, 'stig', '8.0')
// A part of the catalogue, so that each list of the text has something.
const few = coverCatalog(
  catalog.filter(({ kind }, index) => kind === 'procedure' || index % 3 > 0),
  'stig',
  '7.0',
)

describe('the coverage of the catalogue', () => {
  test.each(['en', 'ja'] as const)('fits 80 columns in %s, ids and reasons too', (locale) => {
    for (const shown of [coverageText(tables, locale, 80, false), coverageText([few], locale, 80, true)])
      // A closing mark of Japanese may hang over the edge by one wide character.
      for (const line of shown.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(82)
  })

  test('has a line for each table with numbers that add up, and a bar whose parts are all there', () => {
    const shown = coverageText([few], 'en', 80, false)
    const [, rows = '', automated = '', procedural = '', open = '', bar = ''] =
      /^STIG 7\.0 +(\d+) +(\d+)(?: \(\d+ %\))? +(\d+)(?: \(\d+ %\))? +(\d+)(?: \(\d+ %\))? {2}([█▒·]+)$/m.exec(shown) ??
      []
    expect(Number(automated) + Number(procedural) + Number(open)).toBe(Number(rows))
    expect([automated, procedural, open].map(Number)).toEqual([
      few.automated.length,
      few.procedural.length,
      few.notCovered.length,
    ])
    expect([bar.includes('█'), bar.includes('▒'), bar.includes('·')]).toEqual(
      [few.automated, few.procedural, few.notCovered].map(({ length }) => length > 0),
    )
  })

  test('says that nothing was published, instead of showing an empty table', () => {
    expect(coverageText([], 'en', 80, true)).toContain('no guide for the release')
    expect(coverageText([], 'ja', 80, true)).toContain('公開されていません')
  })

  test('names every id and the reason of each gap when one table was asked for', () => {
    const shown = coverageText([few], 'en', 100, true)
    for (const { id } of [...few.automated, ...few.procedural, ...few.notCovered]) expect(shown).toContain(id)
    const said = shown.replaceAll(/\s+/g, ' ')
    for (const { gaps } of few.notCovered) for (const { reason } of gaps) expect(said).toContain(reason.en)
  })

  test('is JSON of a stable shape', () => {
    const { schema, tables: shown, outside } = coverageJson([stig])
    expect(schema).toBe('sakimori/coverage/1')
    expect(shown.map(({ baseline, release, rows, counts }) => [baseline, release, rows, counts])).toEqual([
      [
        'stig',
        '8.0',
        stig.automated.length + stig.procedural.length + stig.notCovered.length,
        {
          automated: stig.automated.length,
          procedural: stig.procedural.length,
          notCovered: stig.notCovered.length,
        },
      ],
    ])
    expect(shown[0]?.automated).toContainEqual({
      id: 'ESXI-80-000005',
      facts: ['esxi-account-lockout-failures'],
      controls: ['esx.account-lock-failures'],
    })
    expect(outside.map(({ objects, facts }) => [objects[0], facts.length])).toEqual([
      ['nsx', 52],
      ['vcf', 71],
    ])
  })
})
