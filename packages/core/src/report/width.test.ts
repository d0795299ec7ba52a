import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { visible } from './escape.ts'
import { hostileText } from '../testing/hostile.ts'
import { displayWidth, fitColumns, padColumns, wrapColumns } from './width.ts'

describe('columns', () => {
  it('counts as terminals do', () => {
    for (const [said, width] of [
      ['abc', 3],
      ['基幹系 DB', 9],
      ['ｶﾅ', 2],
      ['（全角）', 8],
      ['e\u0301', 1],
      ['👩‍💻', 2],
      ['❤️', 2],
      ['🇯🇵', 2],
      ['한국어', 6],
      ['〜・…→', 6],
    ] as const)
      expect([said, displayWidth(said)]).toEqual([said, width])
  })

  it('cuts and fills to the column', () => {
    expect(fitColumns('基幹系データベース', 7)).toBe('基幹系…')
    expect(fitColumns('/Tokyo/host/Production/esx1.example.test', 20, 'middle')).toBe('/Tokyo/…example.test')
    expect(padColumns('基幹', 6)).toBe('基幹  ')
    fc.assert(
      fc.property(
        hostileText,
        fc.integer({ min: 2, max: 60 }),
        fc.constantFrom('end' as const, 'middle' as const),
        (said, columns, where) => {
          expect(displayWidth(fitColumns(visible(said), columns, where))).toBeLessThanOrEqual(columns)
        },
      ),
    )
  })

  it('wraps without losing a letter and without beginning a line with a closing mark', () => {
    expect(wrapColumns('one two three', 8)).toEqual(['one two', 'three'])
    expect(wrapColumns('設定を変更する。次へ', 14)).toEqual(['設定を変更する。', '次へ'])
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 8, max: 60 }), (said, columns) => {
        const shown = visible(said)
        expect(wrapColumns(shown, columns).join('').replaceAll(/\s/gu, '')).toBe(shown.replaceAll(/\s/gu, ''))
      }),
    )
  })
})
