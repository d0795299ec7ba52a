import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anySample, HIDDEN_LEFT } from '../../testing/hostile.ts'
import { assessSample, plainSample } from '../../testing/report-sample.ts'
import { displayWidth } from '../width.ts'
import { renderTerminal } from './render.ts'

const plain = { locale: 'en', colour: false, width: 80 } as const

describe('the terminal report', () => {
  it('lets no name move the cursor, colour the screen or leave the line', () => {
    fc.assert(
      fc.property(
        anySample,
        fc.constantFrom('en' as const, 'ja' as const),
        fc.integer({ min: 20, max: 160 }),
        (sample, locale, width) => {
          const shown = renderTerminal(assessSample(sample), { locale, colour: false, width })
          expect(shown).not.toMatch(HIDDEN_LEFT)
          const room = Math.min(120, Math.max(48, width))
          // A command is never cut or broken: it is there to be copied. A closing mark may hang by one wide character.
          for (const line of shown.split('\n').filter((each) => !each.startsWith('  $ ')))
            expect(displayWidth(line)).toBeLessThanOrEqual(room + 2)
        },
      ),
      { numRuns: 80 },
    )
  })

  it('says the same with and without colour', () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const assessment = assessSample(sample)
        const coloured = renderTerminal(assessment, { ...plain, colour: true })
        expect(stripVTControlCharacters(coloured)).toBe(renderTerminal(assessment, plain))
      }),
      { numRuns: 40 },
    )
  })

  it('counts what the assessment counts', () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const assessment = assessSample(sample)
        const { checks, byVerdict } = assessment.coverage
        const shown = renderTerminal(assessment, { ...plain, width: 120 })
        expect(shown).toContain(
          `Fail ${byVerdict.fail} · Not assessed ${byVerdict.unknown} · Check by hand ${byVerdict.manual} · Pass ${byVerdict.pass}`,
        )
        expect(shown).toContain(`of ${checks} checks`)
        const failing = [...shown.matchAll(/ (\d+) of \d+ fail(?: \(\+(\d+) waived\))?$| all (\d+) waived$/gm)]
        const sum = failing.reduce(
          (total, [, open, waived, all]) => total + Number(open ?? 0) + Number(waived ?? 0) + Number(all ?? 0),
          0,
        )
        expect(sum).toBe(byVerdict.fail)
      }),
      { numRuns: 60 },
    )
  })

  it('warns when nobody verified the server, and only then', () => {
    expect(renderTerminal(assessSample({ ...plainSample, tls: 'insecure' }), plain)).toContain('WARNING')
    expect(renderTerminal(assessSample(plainSample), plain)).not.toContain('WARNING')
  })

  it('names three objects, and all of them when verbose', () => {
    const vms = Array.from({ length: 30 }, (_, index) => ({ name: `vm-${index}`, copy: false }))
    const assessment = assessSample({ ...plainSample, vms })
    const short = renderTerminal(assessment, plain)
    expect(short).toContain('+27 more')
    expect(short).not.toContain('vm-29')
    expect(renderTerminal(assessment, { ...plain, verbose: true })).toContain('vm-29')
  })

  it('shows which waivers have run out and which fit nothing', () => {
    const waiver = {
      id: 'W-1',
      control: 'esx.account-lock-failures',
      scope: { all: true as const },
      owner: 'a',
      approver: 'b',
      reason: 'c',
      expires: '2026-01-01',
    }
    const unused = { ...waiver, id: 'W-2', control: 'no.such' }
    const shown = renderTerminal(assessSample({ ...plainSample, waivers: [waiver, unused] }), { ...plain, width: 120 })
    expect(shown).toContain('expired: W-1 (esx.account-lock-failures, ended 2026-01-01; open again: 1)')
    expect(shown).toContain('unused: W-2')
  })
})
