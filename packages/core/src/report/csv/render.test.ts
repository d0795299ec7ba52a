import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shorten, visible } from '../escape.ts'
import { anySample, HIDDEN_LEFT, hostileText } from '../../testing/hostile.ts'
import { assessSample, plainSample } from '../../testing/report-sample.ts'
import { renderCsvChunks, writeCell } from './render.ts'

/** RFC 4180, written from the grammar and not from our writer. */
function parseCsv(csv: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < csv.length; at += 1) {
    const mark = csv[at]
    if (quoted) {
      if (mark !== '"') cell += mark
      else if (csv[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (mark === '"' && cell === '') quoted = true
    else if (mark === '"') throw new Error('a quote inside a bare cell')
    else if (mark === ',') {
      row.push(cell)
      cell = ''
    } else if (mark === '\r' && csv[at + 1] === '\n') {
      rows.push([...row, cell])
      row = []
      cell = ''
      at += 1
    } else if (mark === '\r' || mark === '\n') throw new Error('a bare line break')
    else cell += mark
  }
  if (cell !== '' || row.length > 0) throw new Error('no line break at the end')
  return rows
}

const write = (sample: typeof plainSample) => [...renderCsvChunks(assessSample(sample), { locale: 'en' })].join('')

describe('the CSV report', () => {
  it('gives every name back, and one row a finding', () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const assessment = assessSample(sample)
        const [header = [], ...rows] = parseCsv(write(sample))
        expect(rows.length).toBe(assessment.findings.length)
        const column = (title: string) => header.indexOf(title)
        for (const [index, { control, subject }] of assessment.findings.entries()) {
          const row = rows[index] ?? []
          expect(row.length).toBe(header.length)
          expect(row[column('Control')]).toBe(control.id)
          const guard = /^[\s\u3000]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(subject.name) ? "'" : ''
          expect(row[column('Name')]).toBe(guard + visible(shorten(subject.name, 1000)))
          expect(row[column('Reference')]).toBe(`${subject.ref.type}:${subject.ref.value}`)
        }
        const verdicts = rows.map((row) => row[column('Verdict')])
        expect(verdicts.filter((verdict) => verdict === 'Fail').length).toBe(assessment.coverage.byVerdict.fail)
        expect(verdicts.filter((verdict) => verdict === 'Not assessed').length).toBe(
          assessment.coverage.byVerdict.unknown,
        )
      }),
      { numRuns: 60 },
    )
  })

  it('has no cell that a spreadsheet would run, and no hidden character', () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const csv = write(sample)
        expect(csv.replaceAll('\r\n', '\n')).not.toMatch(HIDDEN_LEFT)
        for (const cell of parseCsv(csv).flat()) expect(cell).not.toMatch(/^[\s\u3000]*[=+\-@＝＋－＠]/)
      }),
      { numRuns: 60 },
    )
  })

  it('guards any text by itself', () => {
    for (const formula of ['=1', ' =1', '\u3000＝1', '\t=1', '\rx', '+1', '-1', '@A', '＋1', '－1', '＠A'])
      expect(writeCell(formula)).toMatch(/^"?'/)
    for (const plain of ['a=1', '1-2', 'x@y', '', '基幹系']) expect(writeCell(plain)).toBe(plain)
    fc.assert(
      fc.property(hostileText, (said) => {
        expect(parseCsv(`${writeCell(said)}\r\n`)).toEqual([[expect.stringMatching(/^(?![\s]*[=+\-@＝＋－＠])/)]])
      }),
    )
  })

  it('begins with a byte order mark only when asked, and titles its columns in the reader’s language', () => {
    const [first = ''] = renderCsvChunks(assessSample(plainSample), { locale: 'ja', bom: true })
    expect(first.startsWith('\ufeffコントロール,項目,')).toBe(true)
    expect(write(plainSample).startsWith('Control,Title,')).toBe(true)
  })

  it('names the items of NIST SP 800-53 of each row', () => {
    const [header = [], ...rows] = parseCsv(write(plainSample))
    const at = header.indexOf('NIST SP 800-53 r5 items')
    const said = rows.filter(([control]) => control === 'esx.account-lock-failures').map((row) => row[at])
    expect(said.length).toBeGreaterThan(0)
    expect(new Set(said)).toEqual(new Set(['AC-7, AC-7 a']))
  })
})
