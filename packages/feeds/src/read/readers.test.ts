import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { FeedError } from '../feed-error.ts'
import { limits } from '../limits.ts'
import { readText } from './bytes.ts'
import { checkedDay, dayOf, isFuture, latest } from './day.ts'
import { cveOf, cvesIn, webUrl, webUrls } from './ids.ts'
import { at, listAt, numberAt, readJson, textAt } from './json.ts'
import { Leftovers } from './leftovers.ts'
import { oneLine } from './line.ts'
import { childOf, childrenOf, readXml, textOf, type XmlElement } from './xml.ts'

const code = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof FeedError)) throw error
    expect(error.message).not.toMatch(/\n/)
    expect(error.message).toMatch(/^test: /)
    return error.code
  }
}

const xml = (text: string | Uint8Array, ...records: readonly string[]) => {
  const found: XmlElement[] = []
  const root = readXml('test', text, new Set(records), (record) => found.push(record))
  return { root, found }
}

describe('readText', () => {
  it('reads plain and gzip bytes, without the byte order mark', () => {
    const bytes = new TextEncoder().encode('\ufeff{"日": 1}')
    expect(readText('test', bytes)).toBe('{"日": 1}')
    expect(readText('test', gzipSync(bytes))).toBe('{"日": 1}')
    expect(readText('test', '\ufeffx')).toBe('x')
  })

  it('stops a gzip bomb at the limit', () => {
    const bomb = gzipSync(Buffer.alloc(2 ** 20))
    expect(bomb.length).toBeLessThan(2000)
    expect(code(() => readText('test', bomb, 2 ** 18))).toBe('tooLarge')
  })

  it('refuses what is too large, torn or of another encoding', () => {
    expect(code(() => readText('test', 'xx', 1))).toBe('tooLarge')
    expect(code(() => readText('test', new Uint8Array(2), 1))).toBe('tooLarge')
    expect(code(() => readText('test', gzipSync(Buffer.from('hello')).subarray(0, -6)))).toBe('malformed')
    expect(code(() => readText('test', Uint8Array.of(0x93, 0xfa)))).toBe('malformed')
  })
})

describe('readJson', () => {
  it('sees own properties of the right kind alone', () => {
    const value = readJson('test', '{"__proto__": {"admin": true}, "n": 1e999, "list": {"length": 3}, "t": {"u": "v"}}')
    expect(at(value, 'admin')).toBeUndefined()
    expect(at(value, 'toString')).toBeUndefined()
    expect(at(value, '__proto__', 'admin')).toBe(true)
    expect(Object.prototype).not.toHaveProperty('admin')
    expect(numberAt(value, 'n')).toBeUndefined()
    expect(listAt(value, 'list')).toEqual([])
    expect(textAt(value, 't', 'u')).toBe('v')
    expect(textAt('text', 'length')).toBeUndefined()
    expect(at([1], 'length')).toBeUndefined()
  })

  it('refuses nesting, and is not deceived by brackets in strings', () => {
    const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    expect(code(() => readJson('test', deep(limits.depth + 1)))).toBe('hostile')
    expect(code(() => readJson('test', '['.repeat(1_000_000)))).toBe('hostile')
    expect(readJson('test', JSON.stringify(`\\"${deep(100)}`))).toBe(`\\"${deep(100)}`)
    expect(readJson('test', deep(limits.depth))).toHaveLength(1)
    expect(code(() => readJson('test', '{"a": "'))).toBe('malformed')
  })
})

describe('readXml', () => {
  it('gives the records by local names and forgets the rest', () => {
    const { root, found } = xml(
      '<?xml version="1.0" encoding="UTF-8"?><r:RDF xmlns:r="u"><head><x/></head>' +
        '<s:item s:id="1" __proto__="p"> a&amp;<![CDATA[<b>]]> <s:item/><link> u </link><link>v</link></s:item></r:RDF>',
      'item',
    )
    expect(root.name).toBe('RDF')
    expect(root.children).toEqual([])
    expect(found).toHaveLength(1)
    const [item] = found as [XmlElement]
    expect(item.attributes.get('id')).toBe('1')
    expect(item.attributes.get('__proto__')).toBe('p')
    expect(item.text.trim()).toBe('a&<b>')
    expect(textOf(item, 'link')).toBe('u')
    expect(childrenOf(item, 'link')).toHaveLength(2)
    expect(childOf(item, 'item', 'none')).toBeUndefined()
    expect(textOf(item, 'item')).toBeUndefined()
  })

  it('refuses a DOCTYPE: neither a billion laughs nor a file from outside', () => {
    const laughs = `<!DOCTYPE l [<!ENTITY a "ha">${'b c d e f g h i j'
      .split(' ')
      .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghij'[at]};`.repeat(10)}">`)
      .join('')}]><l>&j;</l>`
    expect(code(() => xml(laughs, 'l'))).toBe('hostile')
    expect(code(() => xml('<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>', 'l'))).toBe('hostile')
    expect(code(() => xml('<!DOCTYPE l SYSTEM "http://example.com/l.dtd"><l/>', 'l'))).toBe('hostile')
  })

  it.each(['toString', '__proto__', 'constructor', 'x'])('knows no entity %s', (name) => {
    expect(code(() => xml(`<l>&${name};</l>`, 'l'))).toBe('malformed')
  })

  it('refuses what is deep, torn, huge or of another encoding', () => {
    expect(code(() => xml('<a>'.repeat(limits.depth + 1), 'a'))).toBe('hostile')
    expect(code(() => xml(`<a>${'<b/>'.repeat(limits.recordElements)}</a>`, 'a'))).toBe('tooLarge')
    expect(code(() => xml('<a><b></a>', 'a'))).toBe('malformed')
    expect(code(() => xml('', 'a'))).toBe('malformed')
    expect(code(() => xml('<a>', 'a'))).toBe('malformed')
    expect(code(() => xml('<a/><a/>', 'a'))).toBe('malformed')
    expect(code(() => xml('<a>&#27;[2J</a>', 'a'))).toBe('malformed')
    expect(code(() => xml('<?xml version="1.0" encoding="Shift_JIS"?><a/>', 'a'))).toBe('unsupported')
  })
})

describe('days', () => {
  it('reads the day as its writer has it', () => {
    expect(dayOf('2023-11-02T11:57+09:00')).toBe('2023-11-02')
    expect(dayOf('2024-02-29')).toBe('2024-02-29')
    for (const said of ['2023-02-29', '2023-13-01', '2023-1-1', '2023-01-011', '0001-01-01', '20230101', '', undefined])
      expect(dayOf(said)).toBeUndefined()
  })

  it('gives a feed one day of grace', () => {
    const about = { now: '2026-02-28' }
    expect(isFuture('2026-03-01', about)).toBe(false)
    expect(isFuture('2026-03-02', about)).toBe(true)
    expect(isFuture('9999-12-31', about)).toBe(true)
    expect(checkedDay('test', '2026-03-01', about)).toBe('2026-03-01')
    expect(code(() => checkedDay('test', '9999-12-31', about))).toBe('future')
    expect(latest(['2026-01-02', undefined, '2026-01-10'])).toBe('2026-01-10')
    expect(latest([])).toBeUndefined()
  })
})

describe('ids and addresses', () => {
  it('takes CVE ids and nothing like them', () => {
    expect(cveOf(' cve-2024-37085 ')).toBe('CVE-2024-37085')
    for (const said of ['CVE-1998-0001', 'CVE-2024-123', 'CVE-2024-1234x', '', undefined])
      expect(cveOf(said)).toBeUndefined()
    expect(cvesIn('CVE-2024-0001, CVE-2024-0002\u00a0and CVE-2024-0001', 'x', undefined)).toEqual([
      'CVE-2024-0001',
      'CVE-2024-0002',
    ])
  })

  it('takes addresses of the web alone', () => {
    expect(webUrl(' https://example.com/a b ')).toBe('https://example.com/a%20b')
    for (const said of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:text/html,x',
      'https://user:word@example.com/',
      '../../etc/passwd',
      `https://example.com/${'x'.repeat(2000)}`,
      undefined,
    ])
      expect(webUrl(said)).toBeUndefined()
    expect(webUrls(['https://example.com', 'https://example.com/', 'x'])).toEqual(['https://example.com/'])
  })
})

describe('texts', () => {
  it('become one plain line', () => {
    expect(oneLine(' a\r\n\tb\u3000 c\u001b[2J\u202ed ')).toBe('a b c [2J d')
    expect(oneLine('abcdef', 4)).toBe('abc…')
    expect(oneLine('ab😀cd', 4)).toBe('ab…')
  })

  it('count what is left out beyond the first thousand', () => {
    const leftovers = new Leftovers()
    for (let i = 0; i < limits.skipped + 2; i += 1) leftovers.add(`r${i}`, 'bad\u001b')
    leftovers.pass('of no concern')
    leftovers.pass('of no concern')
    const list = leftovers.list()
    expect(list).toHaveLength(limits.skipped + 2)
    expect(list.slice(-2)).toEqual([
      { record: '2 records', why: 'as those before: not listed one by one' },
      { record: '2 records', why: 'of no concern' },
    ])
    expect(list[0]).toEqual({ record: 'r0', why: 'bad' })
  })
})
