import { describe, expect, test } from 'vitest'
import type { Baseline } from '../../control/index.ts'
import { first, type Draft } from '../../testing/draft.ts'
import { found } from '../../testing/found.ts'
import { goodEstate } from '../../testing/good-estate.ts'
import { findingsOf, verdictOf } from '../../testing/verdicts.ts'
import { withhold } from '../../testing/withhold.ts'

const server = (change: (values: Record<string, unknown>) => void): Draft => {
  const draft = goodEstate('9.0')
  change(first(draft, 'ServiceInstance').values)
  return draft
}

describe('bugs confessed by SCG 9.0 and 9.1 tools, 902- and 910-20260612-01', () => {
  test.each(['vcenter.ssh-off', 'vcenter.time-synchronised', 'vcenter.root-password-expiry'])(
    'without a session to the appliance its settings passed: %s',
    (id) => {
      const draft = goodEstate('9.0')
      withhold(draft, found(id).reads)
      expect(findingsOf(draft, found(id)).map(({ verdict }) => verdict)).toEqual(['unknown'])
    },
  )

  test('an empty list of NTP servers passed', () => {
    const of = (servers: unknown) =>
      verdictOf(
        server((values) => {
          values['rest:/api/appliance/ntp'] = servers
        }),
        found('vcenter.time-synchronised'),
      )
    expect([of([]), of(['ntp1.example.test']), of(null)]).toEqual(['fail', 'pass', 'unknown'])
  })

  test.each(['sakimori', 'scg', 'stig'] as const)(
    'an unlock time of 0, by an administrator alone, failed: %s',
    (baseline) => {
      const of = (seconds: number, by: Baseline) =>
        verdictOf(
          server((values) => {
            values['sso:lockoutPolicy'] = {
              maxFailedAttempts: 3,
              failedAttemptIntervalSec: 900,
              autoUnlockIntervalSec: seconds,
            }
          }),
          found('sso.unlock-time'),
          { baseline: by },
        )
      expect(of(0, baseline)).toBe('pass')
      expect(of(1, baseline)).toBe('fail')
    },
  )
})

describe('bugs confessed by SCG 8.0 tools, 803-20260107-01', () => {
  test('the appliance was asked once for each distributed switch, and not at all without one', () => {
    const isSwitch = (type: string) => /Distributed/.test(type)
    const none = goodEstate('8.0')
    none.objects.splice(0, none.objects.length, ...none.objects.filter(({ ref }) => !isSwitch(ref.type)))
    const several = goodEstate('8.0')
    several.objects.push(
      ...several.objects
        .filter(({ ref }) => isSwitch(ref.type))
        .map((one) => ({ ...one, ref: { ...one.ref, value: `${one.ref.value}-b` } })),
    )
    for (const draft of [none, several])
      for (const id of ['vcenter.ssh-off', 'vcenter.firewall-inbound', 'vcenter.syslog-remote'])
        expect(findingsOf(draft, found(id)).map(({ verdict }) => verdict)).toEqual(['pass'])
  })
})

describe('bugs confessed by reading the DISA InSpec profiles', () => {
  test('the issuer of certificates had to be the U.S. Government', () => {
    const draft = goodEstate('8.0')
    expect(verdictOf(draft, found('vcenter.certificate-issuer'))).toBe('pass')
    const policy = { trustedIssuers: ['U.S. Government'] }
    expect(verdictOf(draft, found('vcenter.certificate-issuer'), { policy })).toBe('fail')
  })
})
