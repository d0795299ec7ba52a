import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeHtml, shorten } from '../escape.ts'
import { anySample, HIDDEN_LEFT, hostileText, renameAll } from '../../testing/hostile.ts'
import { assessSample, plainSample, type Sample } from '../../testing/report-sample.ts'
import { renderHtmlChunks } from './render.ts'
import { STYLE, STYLE_HASH } from './style.ts'

const write = (sample: Sample, locale: 'en' | 'ja' = 'en') =>
  [...renderHtmlChunks(assessSample(sample), { locale })].join('')

/** Every tag of a page, its style left out; throws where a `<` or `>` is no tag of ours. */
function tagsOf(page: string): string[] {
  const bare = page.replace(/<style>[^]*?<\/style>/, '<style></style>')
  const tags: string[] = []
  const text = bare.replaceAll(/<!doctype html>|<\/?[a-z][a-z0-9]*\s*(?:[a-zA-Z-]+(?:="[^"<>]*")?\s*)*\/?>/g, (tag) => {
    tags.push(tag)
    return ''
  })
  expect(text).not.toMatch(/[<>"]/)
  return tags
}

describe('the HTML report', () => {
  it('has the same tags and attributes whatever things are called', () => {
    const plain = tagsOf(write(renameAll('plain')))
    fc.assert(
      fc.property(hostileText, (name) => {
        expect(tagsOf(write(renameAll(name)))).toEqual(plain)
      }),
      { numRuns: 60 },
    )
  })

  it('has nothing that runs, asks or hides, whatever an estate says', () => {
    fc.assert(
      fc.property(anySample, fc.constantFrom('en' as const, 'ja' as const), (sample, locale) => {
        const page = write(sample, locale)
        expect(page).not.toMatch(HIDDEN_LEFT)
        for (const tag of tagsOf(page)) {
          expect(tag).not.toMatch(
            /^<(script|img|iframe|object|embed|base|link|form|video|audio|use|image|foreignObject)\b/,
          )
          expect(tag).not.toMatch(/ (on\w+|src|style|srcset|action|xlink:href)=/)
          expect(tag).not.toMatch(/ href="(?!#)/)
        }
        expect(page).toContain(`<h1>${escapeHtml(shorten(sample.estateName, 240))}</h1>`)
      }),
      { numRuns: 60 },
    )
  })

  it('has each id once, and every link leads to one', () => {
    for (const tags of [tagsOf(write(plainSample)), tagsOf(write({ ...plainSample, hosts: [] }))]) {
      const ids = tags.flatMap((tag) => / id="([^"]*)"/.exec(tag)?.[1] ?? [])
      expect(new Set(ids).size).toBe(ids.length)
      const targets = tags.flatMap((tag) => / (?:href="#|aria-labelledby=")([^"]*)"/.exec(tag)?.[1] ?? [])
      expect(targets.filter((target) => !ids.includes(target))).toEqual([])
    }
  })

  it('names the related items of security frameworks beside the published ids of a control', () => {
    const body = /id="esx\.account-lock-failures">[^]*?<\/details>/.exec(write(plainSample))?.[0]
    expect(body).toContain('<li>NIST SP 800-53 r5: AC-7, AC-7 a</li>')
    expect(body).toContain('<li>PCI DSS 4.0.1: 8.3.4</li>')
    expect(write(plainSample, 'ja')).toContain('<h5>関連するフレームワークの項目</h5>')
  })

  it('lets through its own style and nothing else', () => {
    const hash = createHash('sha256').update(STYLE).digest('base64')
    expect(STYLE_HASH).toBe(hash)
    const page = write(plainSample)
    expect(page).toContain(`default-src 'none'; style-src 'sha256-${hash}'`)
    expect(page).toContain(`<style>${STYLE}</style>`)
    expect(STYLE).not.toMatch(/url\(|@import|expression/)
  })

  it('adds up: the rows of the areas are the counts of the coverage', () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const { coverage } = assessSample(sample)
        const table = /<table class="areas">[^]*?<\/table>/.exec(write(sample))?.[0] ?? ''
        const rows = [...table.matchAll(/<tr>\s*<th scope="row">[^]*?<\/tr>/g)].map(([row]) =>
          [...row.matchAll(/<td class="num">([\d,]+)<\/td>/g)].map(([, count = '']) =>
            Number(count.replaceAll(',', '')),
          ),
        )
        const sum = [0, 1, 2, 3, 4].map((column) => rows.reduce((total, row) => total + (row[column] ?? 0), 0))
        const { fail, unknown, manual, pass, notApplicable } = coverage.byVerdict
        expect(sum).toEqual([fail, unknown, manual, pass, notApplicable])
      }),
      { numRuns: 40 },
    )
  })

  it('stays small for ten thousand virtual machines with long names', () => {
    const vms = Array.from({ length: 10_000 }, (_, index) => ({ name: `${'長'.repeat(500)}${index}`, copy: false }))
    const page = write({ ...plainSample, vms })
    expect(page).toContain('and 9,900 more: see the JSON report')
    expect(page.length).toBeLessThan(200_000)
  })

  it('says that the server was not verified, and that nothing was judged', () => {
    expect(write({ ...plainSample, tls: 'insecure' })).toContain('Nobody verified which server answered')
    expect(write({ ...plainSample, hosts: [], vms: [] })).toContain('Nothing could be judged')
    expect(write(plainSample, 'ja')).toContain('<html lang="ja">')
  })
})
