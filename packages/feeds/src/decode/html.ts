import { parse, type HTMLElement } from 'node-html-parser'
import { FeedError } from '../feed-error.ts'
import { readText, type Publication } from '../read/bytes.ts'

/** Pages of advisories have under 1 MB; the parser keeps all of one in memory, and is slow on those that are broken. */
const MAX_BYTES = 2 * 2 ** 20
/** A table with more is none that a person reads. */
const MAX_CELLS = 50_000

/** Elements of one name that were opened and not closed again: the parser's time grows with their square. */
const MAX_OPEN = 1000
const MAX_TAGS = 200_000
/** Of these the parser looks for the end of each one to the end of the page. */
const BLOCKS = new Set(['script', 'style', 'noscript', 'pre', 'textarea'])
const MAX_BLOCKS = 20
/** Elements that have no end. */
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))

/** @throws FeedError */
export function readHtml(feed: string, publication: Publication): HTMLElement {
  const text = withoutComments(readText(feed, publication, MAX_BYTES))
  checkTags(feed, text)
  // Nothing of a script or style is ever a word of the page.
  return parse(text, {
    comment: false,
    blockTextElements: { script: false, style: false, noscript: false },
  })
}

/** A comment that does not end hides the rest, as in a browser; the parser would look for its end again and again. */
function withoutComments(text: string): string {
  const parts: string[] = []
  for (let at = 0; at < text.length;) {
    const start = text.indexOf('<!--', at)
    parts.push(text.slice(at, start === -1 ? undefined : start))
    const end = start === -1 ? -1 : text.indexOf('-->', start)
    if (end === -1) break
    at = end + 3
  }
  // Nothing of HTML; the parser would look for its end likewise.
  return parts.join(' ').replaceAll('<![CDATA[', ' ')
}

function checkTags(feed: string, text: string): void {
  const open = new Map<string, number>()
  let tags = 0
  for (const [, slash, name = ''] of text.matchAll(/<(\/?)([a-z][a-z0-9:-]{0,30})/gi)) {
    tags += 1
    const key = name.toLowerCase()
    const count = Math.max(0, (open.get(key) ?? 0) + (slash === '/' ? -1 : 1))
    if (!VOID.has(key)) open.set(key, count)
    if (count > (BLOCKS.has(key) ? MAX_BLOCKS : MAX_OPEN) || tags > MAX_TAGS)
      throw new FeedError('hostile', feed, `a page of ${tags > MAX_TAGS ? 'too many tags' : `<${key}> without an end`}`)
  }
}

/** The words of an element on one line. */
export const textOf = (element: HTMLElement): string =>
  element.structuredText.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ').trim()

/** A table as rows of words; a cell over several rows or columns stands in each of them. */
export type Table = readonly (readonly string[])[]

/** @throws FeedError tooLarge */
export const tablesOf = (feed: string, page: HTMLElement): readonly Table[] =>
  page.querySelectorAll('table').map((table) => readTable(feed, table))

function readTable(feed: string, table: HTMLElement): Table {
  const rows: string[][] = []
  let cells = 0
  const trs = table.querySelectorAll('tr').filter((row) => row.closest('table') === table)
  trs.forEach((tr, at) => {
    const row = (rows[at] ??= [])
    let column = 0
    for (const cell of tr.querySelectorAll('td,th').filter((one) => one.closest('tr') === tr)) {
      while (row[column] !== undefined) column += 1
      const down = Math.min(span(cell, 'rowspan'), trs.length - at)
      const across = span(cell, 'colspan')
      cells += down * across
      if (cells > MAX_CELLS) throw new FeedError('tooLarge', feed, `a table of over ${MAX_CELLS} cells`)
      const words = wordsOfCell(cell)
      for (let y = at; y < at + down; y += 1)
        for (let x = column; x < column + across; x += 1) (rows[y] ??= [])[x] = words
    }
  })
  return rows.map((row) => Array.from(row, (words) => words ?? ''))
}

/** Lines of a cell stay apart: they are a list. */
const wordsOfCell = (cell: HTMLElement): string =>
  cell.structuredText
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')

function span(cell: HTMLElement, name: 'rowspan' | 'colspan'): number {
  const value = Number(cell.getAttribute(name) ?? 1)
  return Number.isInteger(value) && value >= 1 && value <= 1000 ? value : 1
}
