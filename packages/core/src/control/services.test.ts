import { describe, expect, test } from 'vitest'
import { openInventory } from '../model/index.ts'
import { first, snapshotOf } from '../testing/draft.ts'
import { found } from '../testing/found.ts'
import { goodEstate, sampleDay } from '../testing/good-estate.ts'
import { findingsOf } from '../testing/verdicts.ts'
import { withhold } from '../testing/withhold.ts'
import { renderNote } from '../text/index.ts'
import { defaultPolicy } from './index.ts'

const control = found('esx.ssh-stopped')
const service = (running: unknown, policy: unknown) => ({ key: 'TSM-SSH', label: 'SSH', running, policy })

const hosting = (services: unknown) => {
  const draft = goodEstate('8.0')
  first(draft, 'HostSystem').values['config.service.service'] = services
  return draft
}

describe('a service that must be stopped', () => {
  const finding = (services: unknown) => findingsOf(hosting(services), control)[0]
  const said = (services: unknown) => {
    const note = finding(services)?.note
    return note && [renderNote(note, 'en'), renderNote(note, 'ja')]
  }

  test('says what runs and how it starts, or that it is not there', () => {
    expect(said([service(true, 'automatic')])).toEqual([
      'running: true, start-up policy: automatic',
      '実行中: true、起動ポリシー: automatic',
    ])
    expect(said([{ key: 'TSM', running: true, policy: 'on' }])).toEqual([
      'this host does not have the service',
      'このホストにはこのサービスがない',
    ])
  })

  test.each([
    ['no list', 'TSM-SSH', 'not a list of services'],
    ['an unset list', undefined, 'not a list of services'],
    ['no text for a policy', [service(false, 0)], 'no running or policy'],
    ['no truth for running', [service('false', 'off')], 'no running or policy'],
  ])('is unknown with %s', (_what, services, detail) => {
    expect(finding(services)).toMatchObject({
      verdict: 'unknown',
      evidence: [{ missing: 'fault', detail, from: { path: 'config.service.service["TSM-SSH"]' } }],
    })
  })

  test('is unknown for the reason that the list is', () => {
    const draft = hosting(undefined)
    withhold(draft, control.reads)
    expect(findingsOf(draft, control)[0]?.evidence).toMatchObject([{ known: false, missing: 'noPermission' }])
  })

  test.each([
    [service(true, 'on'), ['policy on off', 'running true false']],
    [service(true, 'off'), ['running true false']],
    [service(false, 'automatic'), ['policy automatic off']],
    [service(false, 'off'), []],
    [{ key: 'TSM' }, []],
    [service(false, 0), []],
  ])('is repaired as far as %j needs it', (state, changes) => {
    const inventory = openInventory(snapshotOf(hosting([state])))
    const [host] = inventory.all('HostSystem')
    const context = { now: sampleDay, policy: defaultPolicy, baseline: 'sakimori' } as const
    const made =
      control.repair.kind === 'change' && host ? control.repair.changes(host, inventory, undefined, context) : []
    expect(made.map(({ field, from, to }) => `${field} ${from} ${to}`)).toEqual(changes)
    for (const { part, ref } of made) expect([part, ref.value]).toEqual(['TSM-SSH', 'host-10'])
  })
})
