import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Assessment, Selection } from '../assess/index.ts'
import { areas, severities } from '../control/index.ts'
import { HIDDEN_LEFT, hostileText } from '../testing/hostile.ts'
import { assessSample, plainSample } from '../testing/report-sample.ts'
import { renderCsvChunks } from './csv/render.ts'
import { renderHtmlChunks } from './html/render.ts'
import { renderJson } from './json/render.ts'
import { reportSchema } from './json/schema.ts'
import { wordSelection } from './selection.ts'
import { renderTerminal } from './terminal/render.ts'

const part = (selection: Selection | undefined): Assessment => ({ ...assessSample(plainSample), selection })
const some: Selection = {
  areas: ['firewall'],
  severity: 'high',
  controls: ['esx.*'],
  frameworks: ['nist80053r5:AC-7', 'pciDss401'],
  exclude: ['vm.a?'],
  asked: 7,
  of: 159,
}

const formats = {
  terminal: (assessment: Assessment, locale: 'en' | 'ja') =>
    renderTerminal(assessment, { locale, colour: false, width: 300 }),
  html: (assessment: Assessment, locale: 'en' | 'ja') => [...renderHtmlChunks(assessment, { locale })].join(''),
  csv: (assessment: Assessment, locale: 'en' | 'ja') => [...renderCsvChunks(assessment, { locale })].join(''),
}

describe('a part of an audit', () => {
  test.each(['en', 'ja'] as const)('is named in every report (%s), and the whole is not called a part', (locale) => {
    const plain = (said: string) => said.replaceAll(/\s+/g, '')
    for (const [format, render] of Object.entries(formats)) {
      const words = plain(wordSelection(some, locale))
      expect(plain(render(part(some), locale)), format).toContain(words)
      expect(plain(render(part(undefined), locale)), format).not.toContain(
        plain(wordSelection({ asked: 7, of: 159 }, locale)),
      )
    }
    expect(formats.terminal(part(some), locale)).toMatch(/⚠ (PARTIAL|部分監査)/)
    expect(formats.html(part(some), locale)).toMatch(/class="warning">⚠ (This is a part|部分監査)/)
  })

  test('names a framework as its publisher does', () => {
    expect(wordSelection(some, 'en')).toContain('framework NIST SP 800-53 r5 AC-7, PCI DSS 4.0.1')
  })

  test('is on every row of the CSV', () => {
    const [header = '', ...rows] = formats.csv(part(some), 'en').split('\r\n').filter(Boolean)
    expect(header.split(',')).toContain('Partial audit')
    for (const row of rows) expect(row).toContain('7 of 159 controls')
  })

  test('is data in the JSON report, by its schema', () => {
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(reportSchema)
    fc.assert(
      fc.property(
        fc.record(
          {
            areas: fc.array(fc.constantFrom(...areas)),
            severity: fc.constantFrom(...severities),
            controls: fc.array(hostileText),
            frameworks: fc.array(hostileText),
            exclude: fc.array(hostileText),
            asked: fc.nat(),
            of: fc.nat(),
          },
          { requiredKeys: ['asked', 'of'] },
        ),
        (selection) => {
          const report: unknown = JSON.parse(renderJson(part(selection)))
          validate(report)
          expect(validate.errors ?? []).toEqual([])
          for (const render of Object.values(formats))
            expect(render(part(selection), 'en').replaceAll('\r\n', '\n')).not.toMatch(HIDDEN_LEFT)
        },
      ),
      { numRuns: 30 },
    )
    expect(JSON.parse(renderJson(part(undefined)))).toMatchObject({ selection: null })
  })
})
