import { describe, expect, test } from 'vitest'
import { openInventory, type Release } from '../model/index.ts'
import { first, setOption, snapshotOf, type Spoiler } from '../testing/draft.ts'
import { found } from '../testing/found.ts'
import { goodEstate, sampleDay } from '../testing/good-estate.ts'
import { findingsOf } from '../testing/verdicts.ts'
import { withhold } from '../testing/withhold.ts'
import { absent, absentOr, between, defaultPolicy, is, nonEmpty, oneOf, within, type Expectation } from './index.ts'

/** What the repair of a control changes on the first object that it asks, as `object field: from → to`. */
function repaired(release: Release, id: string, expected: Expectation | undefined, ...changes: readonly Spoiler[]) {
  const { repair, subject: type } = found(id)
  if (repair.kind !== 'change') throw new Error(`${id} is repaired by a person`)
  const draft = goodEstate(release)
  for (const change of changes) change(draft)
  const inventory = openInventory(snapshotOf(draft))
  const [subject] = inventory.all(type)
  if (!subject) throw new Error(`no ${type}`)
  const context = { now: sampleDay, policy: defaultPolicy, baseline: 'sakimori' } as const
  return repair
    .changes(subject, inventory, expected, context)
    .map(({ ref, field, from, to }) => `${ref.value} ${field}: ${String(from)} → ${String(to)}`)
}

const blind =
  (id: string): Spoiler =>
  (draft) =>
    withhold(draft, found(id).reads)

describe('the repair of an option of a host', () => {
  const id = 'esx.account-lock-failures'
  const key = 'Security.AccountLockFailures'
  const now =
    (value: unknown): Spoiler =>
    (draft) =>
      setOption(first(draft, 'HostSystem'), 'config.option', key, value)

  test('writes what is expected; where absence would do, the value, since an option of a host cannot be taken away', () => {
    expect(repaired('8.0', id, between(1, 5), now(0))).toEqual([`host-10 ${key}: 0 → 5`])
    expect(repaired('8.0', id, absentOr(is(3)), now(0))).toEqual([`host-10 ${key}: 0 → 3`])
    expect(repaired('8.0', id, absent(), now(0))).toEqual([`host-10 ${key}: 0 → undefined`])
  })

  test('writes nothing where a person must choose, where nothing is asked, and over what it cannot see', () => {
    expect(repaired('8.0', id, nonEmpty(), now(0))).toEqual([])
    expect(repaired('8.0', id, undefined, now(0))).toEqual([])
    expect(repaired('8.0', id, between(1, 5), now(undefined))).toEqual([])
    expect(repaired('8.0', id, between(1, 5), blind(id))).toEqual([])
  })
})

describe('the repair of a key of extraConfig', () => {
  const id = 'vm.console-copy'
  const key = 'isolation.tools.copy.disable'
  const now =
    (value: unknown): Spoiler =>
    (draft) =>
      setOption(first(draft, 'VirtualMachine'), 'config.extraConfig', key, value)

  test('writes text, and takes away what may be absent', () => {
    expect(repaired('8.0', id, is(true), now('FALSE'))).toEqual([`vm-100 ${key}: FALSE → TRUE`])
    expect(repaired('8.0', id, is(false), now(undefined))).toEqual([`vm-100 ${key}: undefined → FALSE`])
    expect(repaired('8.0', id, is(7), now('x'))).toEqual([`vm-100 ${key}: x → 7`])
    expect(repaired('8.0', id, absentOr(is(true)), now('FALSE'))).toEqual([`vm-100 ${key}: FALSE → undefined`])
    expect(repaired('8.0', id, nonEmpty(), now('x'))).toEqual([])
    expect(repaired('8.0', id, undefined, now('x'))).toEqual([])
    expect(repaired('8.0', id, is(true), blind(id))).toEqual([])
  })
})

describe('the repair of what esxcli shows', () => {
  const path = 'esxcli:system ssh server config list'
  const cell =
    (Value: string): Spoiler =>
    (draft) => {
      first(draft, 'HostSystem').values[path] = [{ Key: 'ciphers', Value }]
    }

  test('writes text, never takes away, and leaves alone what it cannot see', () => {
    const id = 'esx.sshd-ciphers'
    expect(repaired('8.0', id, within('a', 'b'), cell('c'))).toEqual(['host-10 ciphers: c → a,b'])
    expect(repaired('8.0', id, is(200), cell('c'))).toEqual(['host-10 ciphers: c → 200'])
    expect(repaired('8.0', id, absent(), cell('c'))).toEqual([])
    expect(repaired('8.0', id, nonEmpty(), cell('c'))).toEqual([])
    expect(repaired('8.0', id, undefined, cell('c'))).toEqual([])
    expect(repaired('8.0', id, is('a'), blind(id))).toEqual([])
  })

  test('turns a switch from what it was', () => {
    const id = 'esx.sshd-fips'
    const at = found(id).reads[0]?.path ?? ''
    const turned = (text: string, to: boolean) =>
      repaired('8.0', id, is(to), (draft) => {
        first(draft, 'HostSystem').values[at] = [{ Enabled: text }]
      })
    expect(turned('FALSE', true)).toEqual(['host-10 Enabled: false → true'])
    expect(turned('True', false)).toEqual(['host-10 Enabled: true → false'])
  })
})

describe('the repair of the server', () => {
  test('names the field of the answer that it changes, or the whole answer', () => {
    const level =
      (value: unknown): Spoiler =>
      (draft) =>
        setOption(first(draft, 'ServiceInstance'), 'OptionManager.setting', 'config.log.level', value)
    expect(repaired('8.0', 'vcenter.log-level', is('info'), level('none'))).toEqual([
      'ServiceInstance config.log.level: none → info',
    ])
    expect(
      repaired('8.0', 'vcenter.tls-profile', oneOf(['NIST_2024']), (draft) => {
        first(draft, 'ServiceInstance').values['rest:/api/appliance/tls/profiles/global'] = { profile: 'COMPATIBLE' }
      }),
    ).toEqual(['ServiceInstance rest:/api/appliance/tls/profiles/global#profile: COMPATIBLE → NIST_2024'])
    expect(
      repaired('8.0', 'vcenter.ssh-off', is(false), (draft) => {
        first(draft, 'ServiceInstance').values['rest:/api/appliance/access/ssh'] = true
      }),
    ).toEqual(['ServiceInstance rest:/api/appliance/access/ssh: true → false'])
  })
})

describe('what the server answers', () => {
  const evidence = (id: string, path: string, answer: unknown) => {
    const draft = goodEstate('8.0')
    first(draft, 'ServiceInstance').values[path] = answer
    return findingsOf(draft, found(id))[0]?.evidence
  }

  test('without the field that is asked is a fault, and names it', () => {
    const path = 'rest:/api/appliance/tls/profiles/global'
    for (const answer of [{}, 'NIST_2024', null])
      expect(evidence('vcenter.tls-profile', path, answer)).toContainEqual(
        expect.objectContaining({ known: false, missing: 'fault', detail: 'no profile' }),
      )
    expect(evidence('vcenter.ssh-off', 'rest:/api/appliance/access/ssh', undefined)).toContainEqual(
      expect.objectContaining({ known: false }),
    )
  })

  test('and would not show is missing for the reason that it gave', () => {
    for (const id of ['vcenter.tls-profile', 'sso.lockout-attempts']) {
      const draft = goodEstate('8.0')
      withhold(draft, found(id).reads)
      expect(findingsOf(draft, found(id))[0]?.evidence).toContainEqual(
        expect.objectContaining({ known: false, missing: 'noPermission' }),
      )
    }
  })

  test('is judged only on vCenter Server, and the evidence says why', () => {
    expect(evidence('vcenter.ssh-off', 'rest:/api/appliance/access/ssh', false)?.[0]).toMatchObject({
      value: true,
      from: { ref: { type: 'ServiceInstance' }, path: 'estate.kind' },
    })
  })
})
