import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalog, findControl } from '../catalog/index.ts'
import { releases, releasesOf } from '../model/index.ts'
import {
  answersFramework,
  compareItems,
  frameworks,
  frameworksOf,
  frameworksOfFacts,
  factIds,
  matchesItem,
  parseFramework,
  publishedIds,
  type Control,
  type Framework,
} from './index.ts'
import { crosswalk, nistByCci } from './generated/frameworks.ts'

/** How each publisher writes its ids. */
const SPELLING: Readonly<Record<Framework, RegExp>> = {
  nist80053r5: /^[A-Z]{2}-[1-9]\d?( \([1-9]\d?\))?( (\([a-z]\)|[a-z])( (\(\d\)|\d))?)?$/,
  nist800171r3: /^03\.\d\d\.\d\d(\.[a-z](\.\d\d)?)?$/,
  nistCsf2: /^(GV|ID|PR|DE|RS|RC)\.[A-Z]{2}(-\d\d)?$/,
  cisControls81: /^([1-9]|1[0-8])(\.[1-9]\d?)?$/,
  pciDss401: /^(A[1-3]|[1-9]|1[0-2])(\.\d{1,2}){1,4}$/,
  cci: /^CCI-\d{6}$/,
}

const found = (id: string): Control => {
  const control = findControl(id)
  if (!control) throw new Error(`no ${id}`)
  return control
}

describe('the items of frameworks', () => {
  test('are spelled as their publishers spell them, once each, in order', () => {
    for (const fact of factIds)
      for (const framework of frameworks) {
        const ids = frameworksOfFacts([fact])[framework] ?? []
        for (const id of ids) expect(id, `${fact} ${framework}`).toMatch(SPELLING[framework])
        expect(new Set(ids).size).toBe(ids.length)
        expect(ids).toEqual([...ids].sort(compareItems))
      }
  })

  test('are shown by every control whose facts have some', () => {
    const facts = new Set(Object.keys(crosswalk))
    const traced = catalog.filter((control) => control.facts.some((fact) => facts.has(fact)))
    expect(traced.length).toBeGreaterThan(100)
    for (const control of traced) {
      const shown = frameworksOf(control)
      for (const fact of control.facts)
        for (const [framework, ids] of Object.entries(crosswalk[fact] ?? {}))
          expect(shown[framework as Framework], `${control.id} ${framework}`).toEqual(expect.arrayContaining([...ids]))
    }
  })

  test('have the CCIs of the STIG rules of a release, and what DISA makes of them', () => {
    for (const control of catalog)
      for (const release of control.span ? releasesOf(control.span) : releases) {
        const rules = control.facts
          .flatMap((fact) => publishedIds(fact).stig ?? [])
          .filter((rule) => rule.releases.includes(release))
        const { cci = [], nist80053r5 = [] } = frameworksOf(control, release)
        expect(new Set(cci), control.id).toEqual(new Set(rules.flatMap((rule) => rule.cci ?? [])))
        expect(nist80053r5, control.id).toEqual(expect.arrayContaining(cci.flatMap((one) => nistByCci[one] ?? [])))
      }
  })

  test('take nothing from an older revision of NIST SP 800-53, which numbers otherwise', () => {
    // CCI-000192 was IA-5 (1) (a) in revision 4; that item is about lists of common passwords in revision 5.
    const { cci, nist80053r5 } = frameworksOf(found('esx.password-quality'), '7.0')
    expect(cci).toContain('CCI-000192')
    expect(nist80053r5).not.toContain('IA-5 (1) (a)')
  })

  test('leave out the CIS safeguards that the crosswalk confuses', () => {
    const held = new Set(factIds.flatMap((fact) => frameworksOfFacts([fact]).cisControls81 ?? []))
    for (const one of ['3.1', '4.1', '8.1', '13.1', '16.1']) expect(held).not.toContain(one)
    expect(held).toContain('4')
  })

  test('go by release, and outside the span of a control there are none', () => {
    expect(frameworksOf(found('esx.account-lock-failures'), '8.0')).toEqual({
      nist80053r5: ['AC-7', 'AC-7 a'],
      nist800171r3: ['03.01.08.a', '03.01.08.b'],
      pciDss401: ['8.3.4'],
      cci: ['CCI-000044'],
    })
    const late = catalog.find(({ span, facts }) => span?.startsWith('8.0') && facts.some((fact) => crosswalk[fact]))
    expect(late && [frameworksOf(late, '6.5'), Object.keys(frameworksOf(late, '8.0')).length > 0]).toEqual([{}, true])
  })
})

/** Any UTF-16 unit, halves of pairs among them; fast-check takes seconds to make its own unit of that kind. */
const anyUnit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code))

describe('an item that is asked for', () => {
  test.each([
    ['AC-7', 'AC-7', true],
    ['AC-07', 'AC-7', true],
    ['ac-7', 'AC-7 a', true],
    ['AC-7', 'AC-7 (1)', true],
    ['AC-7a', 'AC-7 a', true],
    ['AC-07(01)', 'AC-7 (1)', true],
    ['AC-7 a', 'AC-7', false],
    ['AC-7 a', 'AC-7 b', false],
    ['AC-7', 'AC-17', false],
    ['AC-1', 'AC-17', false],
    ['AC-1*', 'AC-17', true],
    ['AC', 'AC-17', true],
    ['AC-*', 'AC-17 (2)', true],
    ['?C-7', 'AC-7', true],
    ['*-7', 'SC-7 (5)', true],
    ['8.3', '8.3.10.1', true],
    ['8.3.1', '8.3.10.1', false],
    ['A3', 'A3.2.1', true],
    ['3', 'A3.2.1', false],
    ['3.1.8', '03.01.08.a', true],
    ['03.01.08', '03.01.08.a', true],
    ['PR.AA', 'PR.AA-05', true],
    ['pr.aa-5', 'PR.AA-05', true],
    ['CCI-44', 'CCI-000044', true],
    ['*', 'AC-7', true],
    ['', 'AC-7', false],
    ['-', 'AC-7', false],
    ['(AC', 'AC-7', true],
  ])('as %j means %s: %s', (pattern, id, means) => {
    expect(matchesItem(pattern, id)).toBe(means)
  })

  test('means at least itself, whatever is held', () => {
    for (const fact of factIds)
      for (const ids of Object.values(frameworksOfFacts([fact])))
        for (const id of ids) expect(matchesItem(id, id)).toBe(true)
  })

  test('is read from any text without a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyUnit }), (pattern) => {
        expect([true, false]).toContain(matchesItem(pattern, 'AC-7 (1) a'))
        expect(parseFramework(pattern) === undefined || pattern.trim() !== '').toBe(true)
      }),
    )
  })

  test('is held by a control when one of its items is meant, of the framework that is named', () => {
    const control = found('esx.account-lock-failures')
    const asked = ['nist80053r5:AC-7 a', 'nist800171r3:03.01.08.b', 'pciDss401', 'nistCsf2', 'nosuch:AC-7', 'cci:CCI-1']
    expect(asked.map((one) => answersFramework(control, one))).toEqual([true, true, true, false, false, false])
  })

  test('keeps what stands after a second colon, and needs no exact name', () => {
    expect(parseFramework(' cci : CCI-44 ')).toEqual({ framework: 'cci', item: 'CCI-44' })
    expect(parseFramework('cci:a:b')).toEqual({ framework: 'cci', item: 'a:b' })
  })

  test('is of any of the releases that are asked about', () => {
    const control = found('esx.account-unlock-time')
    const each = (['7.0', '8.0'] as const).flatMap((release) => frameworksOf(control, release).cci ?? [])
    expect(new Set(frameworksOf(control, '7.0', '8.0').cci)).toEqual(new Set(each))
    expect(each.length).toBeGreaterThan(0)
  })

  test('may be left to the framework alone', () => {
    expect(parseFramework('pciDss401')).toEqual({ framework: 'pciDss401', item: '*' })
    expect(parseFramework('PCIDSS401: 8.3')).toEqual({ framework: 'pciDss401', item: '8.3' })
    expect([parseFramework('iso27001:A.5'), parseFramework('')]).toEqual([undefined, undefined])
  })
})
