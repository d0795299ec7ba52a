import { describe, expect, test } from 'vitest'
import { compareItems, frameworks, frameworksOf, idsIn, isDemanded } from '../control/index.ts'
import { releases } from '../model/index.ts'
import { catalog, coverFramework, publishers } from './index.ts'

describe('the items of a framework on a release', () => {
  test('have every control that relates to them and is asked there, in the right column', () => {
    for (const framework of frameworks)
      for (const release of releases) {
        const { rows } = coverFramework(catalog, framework, release)
        const table = new Map(rows.map((row) => [row.id, row]))
        for (const control of catalog.filter((one) => isDemanded(one, 'sakimori', release)))
          for (const id of frameworksOf(control, release)[framework] ?? [])
            expect(table.get(id)?.[control.kind === 'procedure' ? 'procedural' : 'automated'], id).toContain(control.id)
        for (const { facts, automated, procedural, gaps } of rows)
          expect(automated.length + procedural.length > 0 || gaps.length === facts.length).toBe(true)
      }
  })

  test('have no other, and a gap is a question that no control answers there', () => {
    for (const framework of frameworks)
      for (const release of releases) {
        const asked = catalog.filter((one) => isDemanded(one, 'sakimori', release))
        const answered = new Set(asked.flatMap(({ facts }) => facts))
        const { rows } = coverFramework(catalog, framework, release)
        expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toSorted(compareItems))
        for (const { id, facts, automated, procedural, gaps } of rows) {
          const held = asked.filter((control) => control.facts.some((fact) => facts.includes(fact)))
          const named = (isProcedure: boolean) =>
            held.filter(({ kind }) => (kind === 'procedure') === isProcedure).map((control) => control.id)
          expect(automated.toSorted(), id).toEqual(named(false).toSorted())
          expect(procedural.toSorted(), id).toEqual(named(true).toSorted())
          expect(
            gaps.map(({ fact }) => fact),
            id,
          ).toEqual(facts.filter((fact) => !answered.has(fact)))
          // A question that nobody published for the release is there only where a control of ours asks it.
          for (const fact of facts)
            expect(publishers.some((one) => idsIn(one, [fact], release).length > 0) || answered.has(fact), fact).toBe(
              true,
            )
        }
      }
  })

  test('name what nobody answers, with the reason', () => {
    const none = coverFramework([], 'nist80053r5', '8.0', 'AC-7')
    expect(none.rows.map(({ id }) => id)).toEqual(['AC-7', 'AC-7 a', 'AC-7 b'])
    for (const { automated, procedural, facts, gaps } of none.rows) {
      expect([automated, procedural]).toEqual([[], []])
      expect(gaps.map(({ fact }) => fact)).toEqual(facts)
      for (const { reason } of gaps) expect(reason.en).not.toBe('')
    }
  })

  test('are in their natural order', () => {
    const ids = coverFramework(catalog, 'pciDss401', '9.1', '8.3').rows.map(({ id }) => id)
    expect(ids.indexOf('8.3.9')).toBeLessThan(ids.indexOf('8.3.10.1'))
    expect(ids.filter((id) => !id.startsWith('8.3'))).toEqual([])
  })
})
