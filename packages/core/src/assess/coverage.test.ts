import { describe, expect, test } from 'vitest'
import { defaultPolicy, idsIn, type Control, type Judgement } from '../control/index.ts'
import { known, openInventory } from '../model/index.ts'
import { first, setOption, snapshotOf, type Draft } from '../testing/draft.ts'
import { found } from '../testing/found.ts'
import { goodEstate, sampleDay } from '../testing/good-estate.ts'
import { assess, findingIds, judge, type AssessOptions } from './assess.ts'

const context = { now: sampleDay, policy: defaultPolicy, baseline: 'sakimori' } as const
const assessed = (draft: Draft, controls: readonly Control[], more: Partial<AssessOptions> = {}) =>
  assess(openInventory(snapshotOf(draft)), { context, controls, ...more })

/** A judgement that says one thing of everything. */
const always = (outcome: ReturnType<Judgement['judge']>, more: Partial<Judgement> = {}): Judgement => ({
  ...(found('esx.ssh-stopped') as Judgement),
  judge: () => outcome,
  ...more,
})

const lockFailures = found('esx.account-lock-failures')
const unlockTime = found('esx.account-unlock-time')
const switchFlag = found('network.switch-promiscuous-mode')

describe('coverage', () => {
  test('counts an object once, however many controls look at it, and parts of a host one by one', () => {
    const { coverage } = assessed(goodEstate('8.0'), [
      lockFailures,
      unlockTime,
      found('vm.console-copy'),
      found('network.portgroup-guest-tagging'),
    ])
    expect(coverage).toEqual({
      objects: 8,
      objectsByType: { HostSystem: 2, VirtualMachine: 2, HostPortGroup: 4 },
      checks: 10,
      byVerdict: { fail: 0, unknown: 0, manual: 0, pass: 10, notApplicable: 0 },
      unknownByReason: { notCollected: 0, noPermission: 0, notSupported: 0, fault: 0 },
      unsupportedObjects: 0,
    })
  })

  test('says why what is unknown is unknown', () => {
    const draft = goodEstate('8.0')
    const [one, other] = draft.objects.filter(({ ref }) => ref.type === 'HostSystem')
    for (const [host, why] of [
      [one, 'noPermission'],
      [other, 'notSupported'],
    ] as const) {
      delete host?.values['config.option']
      if (host) host.missing['config.option'] = { why }
    }
    const { coverage } = assessed(draft, [lockFailures, unlockTime, found('esx.ssh-stopped')])
    expect(coverage.byVerdict).toMatchObject({ unknown: 4, pass: 2 })
    expect(coverage.unknownByReason).toEqual({ notCollected: 0, noPermission: 2, notSupported: 2, fault: 0 })
  })

  test('goes by the fact that is missing, not by those that were read beside it', () => {
    const draft = goodEstate('8.0')
    setOption(first(draft, 'HostSystem'), 'config.option', 'ScratchConfig.CurrentScratchLocation', undefined)
    const { coverage } = assessed(draft, [found('esx.audit-records-persistent')])
    expect(coverage.unknownByReason).toEqual({ notCollected: 1, noPermission: 0, notSupported: 0, fault: 0 })
  })

  test('an answer that is unknown for no reason that was told is a fault', () => {
    const { coverage } = assessed(goodEstate('8.0'), [always({ verdict: 'unknown', evidence: [] })])
    expect(coverage.unknownByReason).toEqual({ notCollected: 0, noPermission: 0, notSupported: 0, fault: 2 })
  })

  test('parts that a host would not list are unknown, whoever asks, and no objects', () => {
    const draft = goodEstate('8.0')
    const path = 'config.network.vswitch'
    const host = first(draft, 'HostSystem')
    delete host.values[path]
    host.missing[path] = { why: 'noPermission' }
    const blind = always({ verdict: 'pass', evidence: [] }, { subject: 'HostVirtualSwitch' })
    const { coverage, findings } = assessed(draft, [blind, switchFlag])
    expect(findings.map(({ verdict }) => verdict)).toEqual(['unknown', 'pass', 'unknown', 'pass'])
    expect(findings[0]?.evidence).toMatchObject([{ known: false, missing: 'noPermission', from: { path } }])
    expect(coverage).toMatchObject({ objects: 1, objectsByType: { HostVirtualSwitch: 1 }, checks: 4 })
  })

  test('objects older than any rule are counted once each, and nothing is asked of them', () => {
    const draft = goodEstate('6.5')
    draft.estate = { ...draft.estate, version: '6.0.0' }
    for (const { values } of draft.objects)
      if ('config.product' in values) values['config.product'] = { version: '6.0.0' }
    const { coverage, findings } = assessed(draft, [
      lockFailures,
      unlockTime,
      found('vm.console-copy'),
      found('network.portgroup-guest-tagging'),
    ])
    expect([findings, coverage.objects, coverage.unsupportedObjects]).toEqual([[], 0, 8])
  })
})

describe('an assessment', () => {
  test('without waivers and attestations has none, and names only what was skipped', () => {
    const { attestations, waivers, skipped } = assessed(goodEstate('8.0'), [lockFailures, unlockTime], {
      tailoring: { [unlockTime.id]: { skip: 'a gateway does it' } },
    })
    expect([attestations, waivers]).toEqual([[], []])
    expect(skipped).toEqual([{ control: unlockTime.id, reason: 'a gateway does it' }])
  })

  test('of a part leaves attestations of the rest alone: neither used nor unused', () => {
    const attestation = { verdict: 'pass', by: 'y', evidence: 'e', date: '2026-11-01', expires: '2027-01-01' } as const
    const ids = ['esx.exposed-files-unchanged', 'esx.account-unlock-time']
    const { attestations } = assessed(goodEstate('8.0'), ids.map(found), {
      attestations: ids.map((control) => ({ ...attestation, control })),
      filter: { controls: ['esx.exposed-*'] },
    })
    expect(attestations.map(({ attestation: { control } }) => control)).toEqual(['esx.exposed-files-unchanged'])
  })
})

describe('the evidence of a finding', () => {
  const paths = (draft: Draft) =>
    assessed(draft, [found('esx.domain-revalidation')]).findings[0]?.evidence.map(({ from }) => from.path)
  const domain = 'config.authenticationManagerInfo.authConfig[HostActiveDirectoryInfo]'
  const option = 'config.option["Config.HostAgent.plugins.vimsvc.authValidateInterval"]'

  test('has the value, and before it what decided that the question applies', () => {
    const draft = goodEstate('8.0')
    expect(paths(draft)).toEqual([domain])
    const host = first(draft, 'HostSystem')
    const store = { _typeName: 'HostActiveDirectoryInfo', enabled: true, joinedDomain: 'CORP' }
    host.values['config.authenticationManagerInfo'] = { authConfig: [store] }
    expect(paths(draft)).toEqual([domain, option])
    delete host.values['config.authenticationManagerInfo']
    host.missing['config.authenticationManagerInfo'] = { why: 'noPermission' }
    expect(paths(draft)).toEqual(['config.authenticationManagerInfo'])
    expect(assessed(draft, [lockFailures]).findings[0]?.evidence.map(({ from }) => from.path)).toEqual([
      'config.option["Security.AccountLockFailures"]',
    ])
  })

  test('of a question for a person is what decided that it is asked', () => {
    const procedure = found('esx.exposed-files-unchanged')
    if (procedure.kind !== 'procedure') throw new Error('not a procedure')
    const asked = (value: boolean) => ({
      ...procedure,
      applies: (subject: Parameters<NonNullable<typeof procedure.applies>>[0]) =>
        known(value, { ref: subject.ref, path: 'x' }),
    })
    const of = (control: Control) => assessed(goodEstate('8.0'), [control]).findings[0]
    const { applies: _, ...plain } = procedure
    expect(of(plain)).toMatchObject({ verdict: 'manual', evidence: [] })
    expect(of(asked(true))).toMatchObject({ verdict: 'manual', evidence: [{ value: true }] })
    expect(of(asked(false))).toMatchObject({ verdict: 'notApplicable', evidence: [{ value: false }] })
  })
})

test('an observation without an expectation has nothing to judge', () => {
  const inventory = openInventory(snapshotOf(goodEstate('8.0')))
  const [host] = inventory.all('HostSystem')
  expect(host && judge(lockFailures, host, inventory, context, undefined)).toEqual({
    verdict: 'notApplicable',
    evidence: [],
  })
})

describe('the ids of a finding', () => {
  test('are those of its baseline and release, and for a control of the site its references', () => {
    const [finding] = assessed(goodEstate('8.0'), [lockFailures]).findings
    if (!finding) throw new Error('no finding')
    expect(findingIds(finding, { ...context, baseline: 'stig' })).toEqual(idsIn('stig', lockFailures.facts, '8.0'))
    expect(findingIds(finding, { ...context, baseline: 'stig' })).toEqual(['ESXI-80-000005'])
    const own = { ...finding, control: { ...lockFailures, custom: { references: ['SITE-7'] } } }
    expect(findingIds(own, { ...context, baseline: 'stig' })).toEqual(['SITE-7'])
  })
})
