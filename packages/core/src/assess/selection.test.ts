import { describe, expect, test } from 'vitest'
import { catalog } from '../catalog/index.ts'
import { defaultPolicy } from '../control/index.ts'
import { openInventory } from '../model/index.ts'
import { snapshotOf } from '../testing/draft.ts'
import { goodEstate, sampleDay } from '../testing/good-estate.ts'
import { assess, type AssessOptions } from './assess.ts'
import { matchesId, selectControls } from './selection.ts'
import type { Waiver } from './waiver.ts'

describe('an id or a glob', () => {
  test.each([
    ['esx.lockdown-mode', 'esx.lockdown-mode', true],
    ['esx.lockdown', 'esx.lockdown-mode', false],
    ['esx.*', 'esx.lockdown-mode', true],
    ['*lockdown*', 'esx.lockdown-mode', true],
    ['esx.lockdown-mod?', 'esx.lockdown-mode', true],
    ['esxXlockdown-mode', 'esx.lockdown-mode', false],
    ['esx.(lockdown-mode', 'esx.lockdown-mode', false],
    ['[a-z].*', 'esx.lockdown-mode', false],
    ['', 'esx.lockdown-mode', false],
    ['*', 'esx.lockdown-mode', true],
  ])('%j and %s: %s', (pattern, id, fits) => {
    expect(matchesId(pattern, id)).toBe(fits)
  })
})

describe('a selection', () => {
  test('narrows by area, severity, id and exclusion together, and says how much is left', () => {
    const filter = {
      areas: ['lockdown-mode'],
      severity: 'medium',
      controls: ['esx.*'],
      exclude: ['*exceptions'],
    } as const
    const { controls, selection } = selectControls(catalog, filter)
    expect(controls.length).toBeGreaterThan(0)
    for (const { id, area, severity } of controls) {
      expect([area, severity === 'low']).toEqual(['lockdown-mode', false])
      expect(id).toMatch(/^esx\.(?!.*exceptions$)/)
    }
    expect(selection).toEqual({ ...filter, asked: controls.length, of: catalog.length })
  })

  test('narrows by the item of a framework, its parts among them', () => {
    const ids = (...frameworks: string[]) => selectControls(catalog, { frameworks }).controls.map(({ id }) => id)
    expect(ids('cci:CCI-000044')).toContain('esx.account-lock-failures')
    expect(ids('nist80053r5:AC-7')).toEqual(ids('nist80053r5:AC-07'))
    for (const id of ids('nist80053r5:AC-7 a')) expect(ids('nist80053r5:AC-7')).toContain(id)
    expect(ids('nist80053r5:AC-7').length).toBeLessThan(ids('nist80053r5:AC').length)
    expect(new Set(ids('nist80053r5:AC-7', 'nistCsf2'))).toEqual(
      new Set([...ids('nist80053r5:AC-7'), ...ids('nistCsf2')]),
    )
    expect(ids('nosuch:AC-7')).toEqual([])
  })

  test('of several ids takes each that fits one of them', () => {
    const ids = selectControls(catalog, { controls: ['esx.lockdown-mode', 'vm.flop*', 'nothing'] }).controls
    expect(ids.map(({ id }) => id)).toEqual(['esx.lockdown-mode', 'vm.floppy'])
  })

  test('is none where everything is let through', () => {
    expect(selectControls(catalog, {}).selection).toBeUndefined()
    expect(selectControls(catalog, { severity: 'low', controls: ['*'] }).selection).toBeUndefined()
  })
})

describe('an assessment of a part', () => {
  const waiver = (control: string): Waiver => ({
    id: control,
    control,
    scope: { all: true },
    owner: 'ops',
    approver: 'ciso',
    reason: 'measured',
    expires: '2999-01-01',
  })
  const judge = (more: Partial<AssessOptions>) =>
    assess(openInventory(snapshotOf(goodEstate('8.0'))), {
      context: { now: sampleDay, policy: defaultPolicy, baseline: 'sakimori' },
      controls: catalog,
      ...more,
    })

  test('has only the findings that were asked for, and they are those of the whole', () => {
    const whole = judge({})
    const part = judge({ filter: { areas: ['firewall'] } })
    const expected = whole.findings.filter(({ control }) => control.area === 'firewall')
    expect(part.findings).toEqual(expected)
    expect(part.coverage.checks).toBe(expected.length)
    expect([whole.selection, part.selection?.areas]).toEqual([undefined, ['firewall']])
  })

  test('goes by the severity that the site gave a control', () => {
    const tailoring = { 'esx.lockdown-exceptions': { severity: 'critical' as const } }
    const { findings } = judge({ tailoring, filter: { severity: 'critical', areas: ['lockdown-mode'] } })
    expect(new Set(findings.map(({ control }) => control.id))).toEqual(new Set(['esx.lockdown-exceptions']))
  })

  test('calls no waiver unused whose control was not asked', () => {
    const waivers = [waiver('esx.lockdown-mode'), waiver('vm.console-copy')]
    expect(judge({ waivers }).waivers.length).toBe(2)
    const { waivers: uses } = judge({ waivers, filter: { controls: ['esx.lockdown-mode'] } })
    expect(uses.map((use) => [use.waiver.control, use.state])).toEqual([['esx.lockdown-mode', 'unused']])
  })
})
