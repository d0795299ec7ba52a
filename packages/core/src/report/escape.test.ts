import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeJson, shorten, visible } from './escape.ts'
import { HIDDEN_LEFT, hostileText } from '../testing/hostile.ts'

describe('escaping', () => {
  it('shows what is hidden and leaves what is seen', () => {
    expect(visible('\u001b[31mred\u0007')).toBe('\\x1b[31mred\\x07')
    expect(visible('a\u202eb\u2028c\nd')).toBe('a\\u202eb\\u2028c\\nd')
    expect(visible('\ud800x')).toBe('\\ud800x')
    expect(visible('\u{e0041}')).toBe('\\u{e0041}')
    expect(visible('基幹系 DB é 👩‍💻 ❤️')).toBe('基幹系 DB é 👩‍💻 ❤️')
    expect(visible('a\u200db')).toBe('a\\u200db')
  })

  it('leaves nothing hidden in any text', () => {
    fc.assert(
      fc.property(hostileText, (said) => {
        expect(visible(said)).not.toMatch(HIDDEN_LEFT)
      }),
    )
  })

  it('keeps JSON the same data', () => {
    fc.assert(
      fc.property(hostileText, (said) => {
        const escaped = escapeJson(JSON.stringify({ said }))
        expect(escaped).not.toMatch(HIDDEN_LEFT)
        expect(JSON.parse(escaped)).toEqual({ said })
      }),
    )
  })

  it('cuts with the length said, never through a character', () => {
    expect(shorten('abc', 3)).toBe('abc')
    expect(shorten('abcdef', 3)).toBe('abc… (6)')
    expect(shorten('ab😀cdef', 3)).toBe('ab… (8)')
  })
})
