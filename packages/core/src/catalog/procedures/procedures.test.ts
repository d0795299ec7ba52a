import { describe, expect, test } from 'vitest'
import { assess, type Attestation, type AttestedVerdict } from '../../assess/index.ts'
import { defaultPolicy, isDemanded, type Procedure } from '../../control/index.ts'
import { openInventory, releases, type Release } from '../../model/index.ts'
import { asking } from '../../testing/asking.ts'
import { first, snapshotOf, type Spoiler } from '../../testing/draft.ts'
import { goodEstate, sampleDayOf } from '../../testing/good-estate.ts'
import { procedures } from './index.ts'

const { firstVerdict } = asking(procedures)

const judge = (control: Procedure, release: Release, attestations: readonly Attestation[] = []) =>
  assess(openInventory(snapshotOf(goodEstate(release))), {
    context: { now: sampleDayOf(release), policy: defaultPolicy, baseline: 'sakimori' },
    controls: [control],
    attestations,
  }).findings.map(({ verdict }) => verdict)

const said = (control: Procedure, verdict: AttestedVerdict): Attestation => ({
  control: control.id,
  verdict,
  by: '山田花子',
  evidence: 'TICKET-42',
  date: '2026-11-01',
  expires: '2099-12-31',
})

describe.each(procedures.map((control) => [control.id, control] as const))('%s', (_id, control) => {
  const asked = releases.filter((release) => isDemanded(control, 'sakimori', release))

  test('tells where to look and what good looks like, in both languages', () => {
    expect(control.steps.en).toMatch(/^1\. [^]*\nGood: /)
    expect(control.steps.ja).toMatch(/^1\. [^]*\n合格: /)
    expect(control.steps.ja.split('\n')).toHaveLength(control.steps.en.split('\n').length)
  })

  test('waits for a person, and for nobody else', () => {
    expect(asked.length).toBeGreaterThan(0)
    for (const release of asked) {
      const verdicts = judge(control, release)
      expect(verdicts.length).toBeGreaterThan(0)
      expect(verdicts.filter((verdict) => verdict !== 'manual' && verdict !== 'notApplicable')).toEqual([])
    }
  })

  test.each(['pass', 'fail', 'notApplicable'] as const)('takes the word of a person: %s', (verdict) => {
    for (const release of asked) {
      const before = judge(control, release)
      const after = judge(control, release, [said(control, verdict)])
      expect(after).toEqual(before.map((open) => (open === 'manual' ? verdict : open)))
    }
  })
})

describe('a question is not asked where the answer is known to be “none”', () => {
  const put =
    (type: string, path: string, value: unknown): Spoiler =>
    (draft) => {
      first(draft, type).values[path] = value
      const asked = (draft.asked[type] ??= [])
      if (!asked.includes(path)) asked.push(path)
    }
  const hide =
    (type: string, path: string): Spoiler =>
    (draft) => {
      delete first(draft, type).values[path]
      first(draft, type).missing[path] = { why: 'noPermission' }
    }

  test.each([
    ['off', { enabled: false }, 'notApplicable'],
    ['on', { enabled: true }, 'manual'],
    ['not said', {}, 'manual'],
    ['not there', undefined, 'manual'],
    ['of a form that nobody knows', { enabled: 'no' }, 'manual'],
  ])('vSAN that is %s', (_what, vsanConfigInfo, verdict) => {
    const cluster = put('ClusterComputeResource', 'configurationEx', { vsanConfigInfo })
    expect(firstVerdict('8.0', 'cluster.vsan-encrypted-at-rest', [cluster])).toBe(verdict)
  })

  test('vSAN of a cluster that may not be read is asked about', () => {
    const hidden = hide('ClusterComputeResource', 'configurationEx')
    expect(firstVerdict('8.0', 'cluster.vsan-encrypted-at-rest', [hidden])).toBe('manual')
  })

  test.each([
    ['linux-x64', 'notApplicable'],
    ['win32-x64', 'manual'],
    [undefined, 'manual'],
  ])('vCenter Server on %s and its Windows account', (osType, verdict) => {
    const about = put('ServiceInstance', 'content.about', { osType })
    expect(firstVerdict('6.7', 'vcenter.windows-service-account', [about])).toBe(verdict)
  })

  test.each([
    ['tpm', 'manual'],
    ['none', 'notApplicable'],
    [undefined, 'manual'],
  ])('a host sealed by %s and its recovery key', (protectionMode, verdict) => {
    const state = put('HostSystem', 'runtime.stateEncryption', { protectionMode })
    expect(firstVerdict('8.0', 'esx.tpm-recovery-key-kept', [state])).toBe(verdict)
  })

  test('vCenter Server is not asked about on a lone host', () => {
    const lone: Spoiler = (draft) => {
      draft.estate = { ...draft.estate, kind: 'esx' }
    }
    expect(firstVerdict('8.0', 'vcenter.login-message', [lone])).toBe('notApplicable')
    expect(firstVerdict('8.0', 'esx.bmc-hardened', [lone])).toBe('manual')
  })
})
