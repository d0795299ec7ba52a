import { describe, expect, test } from 'vitest'
import { factIds, factObject, idsIn, type Control } from '../control/index.ts'
import { releases } from '../model/index.ts'
import { text } from '../text/index.ts'
import { coverCatalog, isVsphere, publishers } from './coverage.ts'
import { catalog, findControl } from './index.ts'
import { elsewhere, outside, uncovered } from './uncovered.ts'

const implemented = new Set(catalog.flatMap(({ facts }) => facts))

describe('the fact base and the catalogue', () => {
  test('every fact of vSphere proper has a control or a reason why not: never both, never neither', () => {
    const inside = factIds.filter(isVsphere)
    expect(inside.filter((fact) => implemented.has(fact) && uncovered.has(fact))).toEqual([])
    expect(inside.filter((fact) => !implemented.has(fact) && !uncovered.has(fact))).toEqual([])
    expect(inside.length).toBe(326)
  })

  test('what is outside is outside as a whole object, with one reason', () => {
    const objects = outside.flatMap((group) => group.objects)
    expect(new Set(objects).size).toBe(objects.length)
    expect(factIds.filter((fact) => objects.includes(factObject(fact)) && uncovered.has(fact))).toEqual([])
    expect(factIds.length - factIds.filter(isVsphere).length).toBe(123)
  })
})

describe('a row of a release that its control does not judge', () => {
  test('has a reason of its own, and no such reason is left over', () => {
    const gaps = publishers.flatMap((publisher) =>
      releases.flatMap((release) =>
        coverCatalog(catalog, publisher, release).notCovered.flatMap((row) => row.gaps.map(({ fact }) => fact)),
      ),
    )
    const implementedElsewhere = new Set(gaps.filter((fact) => implemented.has(fact)))
    expect([...implementedElsewhere].sort()).toEqual([...elsewhere.keys()].sort())
  })
})

describe.each(publishers)('the rows of %s', (publisher) => {
  test.each(releases)('for %s are each in exactly one list', (release) => {
    const { automated, procedural, notCovered } = coverCatalog(catalog, publisher, release)
    const listed = [...automated, ...procedural, ...notCovered].map(({ id }) => id)
    const published = new Set(factIds.filter(isVsphere).flatMap((fact) => idsIn(publisher, [fact], release)))
    expect(listed.toSorted()).toEqual([...published].sort())
    for (const { gaps } of notCovered) expect(gaps.length).toBeGreaterThan(0)
    for (const { facts } of [...automated, ...procedural]) for (const fact of facts) expect(implemented).toContain(fact)
  })
})

describe('one row', () => {
  const locked = findControl('esx.account-lock-failures')
  const cover = (...controls: readonly Control[]) => coverCatalog(controls, 'scg', '8.0')
  const where = ({ automated, procedural, notCovered }: ReturnType<typeof cover>, id: string) =>
    [automated, procedural, notCovered].map((rows) => rows.some((row) => row.id === id))
  const row = 'esxi-8.account-lockout'

  test('is automated when a machine answers it, by hand when only a person does, open when nobody does', () => {
    if (!locked) throw new Error('no such control')
    const asked: Control = {
      ...locked,
      kind: 'procedure',
      id: 'esx.asked',
      steps: text('Look.', '見る。'),
    }
    expect(where(cover(locked), row)).toEqual([true, false, false])
    expect(where(cover(asked), row)).toEqual([false, true, false])
    expect(where(cover(asked, locked), row)).toEqual([true, false, false])
    expect(where(cover(), row)).toEqual([false, false, true])
  })

  test('of several facts stands where its weakest fact stands, and counts once', () => {
    const shared = factIds.filter((fact) => idsIn('scg', [fact], '9.0').includes('esx-9.ssh-configuration'))
    expect(shared.length).toBeGreaterThan(2)
    if (!locked) throw new Error('no such control')
    const { notCovered } = coverCatalog([{ ...locked, facts: shared.slice(1) }], 'scg', '9.0')
    const open = notCovered.filter(({ id }) => id === 'esx-9.ssh-configuration')
    expect(open.map(({ gaps }) => gaps.map(({ fact }) => fact))).toEqual([shared.slice(0, 1)])
    const whole = coverCatalog([{ ...locked, facts: shared }], 'scg', '9.0')
    const named = ({ id }: { readonly id: string }) => id === 'esx-9.ssh-configuration'
    expect(whole.automated.find(named)?.controls).toEqual([locked.id])
    const byHand: Control = {
      ...locked,
      kind: 'procedure',
      id: 'esx.asked',
      steps: text('Look.', '見る。'),
      facts: shared.slice(1),
    }
    const half = coverCatalog([{ ...locked, facts: shared.slice(0, 1) }, byHand], 'scg', '9.0')
    expect(half.automated.some(named)).toBe(false)
    expect(half.procedural.find(named)?.controls).toEqual([locked.id, 'esx.asked'])
  })

  test('of another release than a control judges is open, and says so', () => {
    if (!locked) throw new Error('no such control')
    const { notCovered } = cover({ ...locked, span: '9.0..9.1' })
    expect(notCovered.find(({ id }) => id === row)?.gaps[0]?.reason.en).toMatch(/not on this release/)
  })
})
