import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { NameTable } from './names.ts'
import { XmlScanner, type XmlHandler, type XmlLimits } from './scanner.ts'
import { TextReader } from './text.ts'
import { XmlError } from './xml-error.ts'

type Event = readonly [kind: 'open' | 'text' | 'close', value: string]

/** Shared, as the client shares them: what one document left there must not change what another one reads. */
const names = new NameTable()
const texts = new TextReader()

/** What the scanner reports when it keeps every text; adjoining pieces of text are joined. */
function scan(chunks: readonly Uint8Array[], limits: Partial<XmlLimits> = {}): Event[] {
  const events: Event[] = []
  const handler: XmlHandler = {
    open(name, attributes) {
      const pairs = Array.from({ length: attributes.count }, (_, i) => [attributes.names[i]?.raw, attributes.values[i]])
      events.push(['open', JSON.stringify([name.raw, ...pairs])])
      scanner.keepText = true
    },
    text(text) {
      const last = events.at(-1)
      if (last?.[0] === 'text') events[events.length - 1] = ['text', last[1] + text]
      else if (text !== '') events.push(['text', text])
    },
    close(name) {
      events.push(['close', name.raw])
      scanner.keepText = true
    },
  }
  const scanner = new XmlScanner(handler, names, texts, limits)
  for (const chunk of chunks) scanner.write(chunk)
  scanner.end()
  return events
}

/** The same by saxes, an independent conforming parser; 'error' when it objects. */
function oracle(xml: string): Event[] | 'error' {
  const events: Event[] = []
  let failed = false
  const parser = new SaxesParser()
  const text = (value: string) => {
    const last = events.at(-1)
    if (last?.[0] === 'text') events[events.length - 1] = ['text', last[1] + value]
    else if (value !== '' && depth > 0) events.push(['text', value])
  }
  let depth = 0
  parser.on('error', () => (failed = true))
  parser.on('opentag', (tag) => {
    depth += 1
    events.push(['open', JSON.stringify([tag.name, ...Object.entries(tag.attributes)])])
  })
  parser.on('text', text)
  parser.on('cdata', text)
  parser.on('closetag', (tag) => {
    depth -= 1
    events.push(['close', tag.name])
  })
  parser.write(xml).close()
  return failed ? 'error' : events
}

const bytes = (xml: string) => new TextEncoder().encode(xml)
const attempt = (chunks: readonly Uint8Array[]) => {
  try {
    return scan(chunks)
  } catch (error) {
    if (error instanceof XmlError) return 'error'
    throw error
  }
}

const name = fc.constantFrom('a', 'b', 'soapenv:Body', 'val', 'é', '日本', 'x-1.y', 'n_0')
const piece = fc.constantFrom(
  'x',
  ' ',
  '\n',
  '\r\n',
  '\r',
  '\t',
  'ü',
  '日',
  '😀',
  '&amp;',
  '&lt;',
  '&#65;',
  '&#x1F600;',
  '>',
  ']',
  ']]',
  '"',
  "'",
)
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('').replaceAll(']]>', ']'))
const value = text.map((raw) => raw.replaceAll('"', '&quot;'))
const attributes = fc
  .uniqueArray(fc.tuple(fc.constantFrom('type', 'xsi:type', 'xmlns', 'xmlns:q', 'a'), value), {
    selector: ([key]) => key,
    maxLength: 3,
  })
  .map((pairs) => pairs.map(([key, raw]) => ` ${key} = "${raw}"`).join(''))
const other = fc.constantFrom('<!-- c - & < ü -->', '<?pi some <data>?>', '<![CDATA[<&]]]]>', '<![CDATA[é\r\n]]>', '')
const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
  content: fc.oneof({ maxDepth: 4 }, text, other, tie('element')),
  element: fc
    .tuple(name, attributes, fc.array(tie('content'), { maxLength: 4 }), fc.boolean())
    .map(([tag, attrs, inner, short]) =>
      short && inner.length === 0 ? `<${tag}${attrs} />` : `<${tag}${attrs}\n>${inner.join('')}</${tag} >`,
    ),
}))
const document = fc
  .tuple(
    fc.constantFrom('', '<?xml version="1.0" encoding="UTF-8"?>\n', '\uFEFF<?xml version="1.0"?>', '<!-- x -->'),
    element,
    fc.constantFrom('', '\n', '<!-- y -->'),
  )
  .map((parts) => parts.join(''))

test('reads what saxes reads, wherever the bytes are cut', () => {
  fc.assert(
    fc.property(document, (xml) => {
      const expected = oracle(xml)
      const all = bytes(xml)
      for (let at = 0; at <= all.length; at += 1) {
        expect(attempt([all.slice(0, at), all.slice(at)])).toEqual(expected)
      }
      expect(attempt([...all].map((byte) => Uint8Array.of(byte)))).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

test('refuses what saxes refuses, after any one byte was changed', () => {
  const damage = fc.tuple(fc.nat(), fc.constantFrom(...bytes('<>/&;"\'=! x:]-'), 0))
  fc.assert(
    fc.property(document, damage, fc.nat(), (xml, [where, byte], cut) => {
      const all = bytes(xml)
      all[where % all.length] = byte
      const damaged = new TextDecoder('utf-8', { ignoreBOM: true }).decode(all)
      // Where a character of several bytes was hit, the replacement character would hide that from the oracle.
      if (damaged.includes('\uFFFD') || isStricter(damaged)) return
      const at = cut % (all.length + 1)
      expect([damaged, attempt([all.slice(0, at), all.slice(at)])]).toEqual([damaged, oracle(damaged)])
    }),
    { numRuns: 1000 },
  )
})

/** Where this scanner refuses more than saxes, by intent: declarations, other encodings, and names that are no QNames. */
function isStricter(xml: string): boolean {
  const declared = /encoding\s*=\s*"([^"]*)/.exec(xml)?.[1] ?? 'UTF-8'
  return /<![^-[]|<!\[[^C]|[<\s/?]:|:[\s=/>:?]|:[^\w]|:\d|\w:\w*:/.test(xml) || declared !== 'UTF-8'
}

const hostile: readonly [what: string, xml: string, message: RegExp][] = [
  ['a DOCTYPE', '<!DOCTYPE a><a/>', /DOCTYPE/],
  ['an entity bomb', '<!DOCTYPE a [<!ENTITY b "&b;&b;">]><a>&b;</a>', /DOCTYPE/],
  ['an entity of its own', '<a>&bomb;</a>', /entity/],
  ['an entity named like a property of every object', '<a>&constructor;</a>', /entity/],
  ['a reference without an end', '<a>&amp </a>', /entity/],
  ['a reference to a forbidden character', '<a>&#0;</a>', /forbids/],
  ['a surrogate as a reference', '<a>&#xD800;</a>', /forbids/],
  ['a control character', '<a>\u0001</a>', /control character/],
  ['crossed tags', '<a><b></a></b>', /not <\/b>/],
  ['an attribute twice', '<a x="1" x="2"/>', /twice/],
  ['two roots', '<a/><b/>', /second root/],
  ['text before the root', 'x<a/>', /outside/],
  ['text behind the root', '<a/>x', /outside|early/],
  ['an end tag only', '</a>', /without a start/],
  ['another encoding', '<?xml version="1.0" encoding="UTF-16"?><a/>', /UTF-8/],
  ['an attribute without quotes', '<a x=1/>', /not quoted/],
  ['a depth bomb', '<a>'.repeat(300), /256 levels/],
  ['a huge name', `<${'a'.repeat(2000)}/>`, /a name of/],
  ['a huge tag', `<a x="${'y'.repeat(70_000)}`, /a tag of more/],
  ['a wrong name', '<1a/>', /not a name/],
  ['nothing', '', /early/],
]
test.each(hostile)('refuses %s', (_, xml, message) => {
  expect(() => scan([bytes(xml)])).toThrow(message)
  expect(() => scan([...bytes(xml)].map((byte) => Uint8Array.of(byte)))).toThrow(message)
})

test('refuses bytes that are not UTF-8', () => {
  expect(() => scan([Uint8Array.of(0x3c, 0x61, 0x3e, 0xc3, 0x28, 0x3c, 0x2f, 0x61, 0x3e)])).toThrow(/UTF-8/)
})

test('calls every early end truncated', () => {
  const all = bytes('<?xml version="1.0"?><a x="1"><b>text &amp; more</b><!-- c --><c/></a>')
  for (let at = 0; at < all.length; at += 1) {
    expect(() => scan([all.slice(0, at)])).toThrow(expect.objectContaining({ kind: 'truncated' }))
  }
})

test('limits the text between two tags', () => {
  expect(() => scan([bytes('<a>12345678901</a>')], { text: 10 })).toThrow(/text of more than 10/)
  expect(() => scan([bytes('<a>123456'), bytes('78901</a>')], { text: 10 })).toThrow(/text of more than 10/)
})

test('limits the number of different names', () => {
  const scanner = new XmlScanner({ open() {}, text() {}, close() {} })
  const elements = Array.from({ length: 70_000 }, (_, i) => `<n${i}/>`).join('')
  expect(() => scanner.write(bytes(`<a>${elements}</a>`))).toThrow(/different names/)
})

test('skips an element with all that is in it, and still checks its tags', () => {
  const events: string[] = []
  const run = (xml: string) => {
    const scanner: XmlScanner = new XmlScanner({
      open(name) {
        events.push(`+${name.raw}`)
        if (name.raw === 'skip') scanner.skip()
        else scanner.keepText = true
      },
      text: (value) => void events.push(value),
      close: (name) => void events.push(`-${name.raw}`),
    })
    scanner.write(bytes(xml))
    scanner.end()
  }
  run('<a><skip>no<b>no</b><skip/></skip><c>yes</c></a>')
  expect(events).toEqual(['+a', '+skip', '+c', 'yes', '-c', '-a'])
  expect(() => run('<a><skip><b></c></skip></a>')).toThrow(/end tag/)
})
