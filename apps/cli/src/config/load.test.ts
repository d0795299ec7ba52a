import { describe, expect, test } from 'vitest'
import { UsageError } from '../exit.ts'
import { parseConfig } from './load.ts'

const mistake = (source: string) => {
  try {
    parseConfig(source, 'sakimori.yaml')
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  return 'no mistake'
}

const waiver = (change: string) =>
  `waivers:
  - id: W-1
    control: esx.account-unlock-time
    scope: {ref: "HostSystem:host-21"}
    owner: ops
    approver: ciso
    reason: measured
    expires: 2027-03-31
`.replace(...(change.split(' => ') as [string, string]))

describe('sakimori.yaml', () => {
  test('an empty file and a whole one are accepted', () => {
    expect(parseConfig('', 'x')).toEqual({})
    expect(parseConfig('# only a comment\n', 'x')).toEqual({})
    expect(parseConfig(waiver('ops => ops'), 'x').waivers?.[0]?.expires).toBe('2027-03-31')
  })

  test.each([
    [
      'an unknown key, with what was meant',
      'baselin: scg\n',
      /^sakimori\.yaml:1:1: unknown key baselin; did you mean baseline\?$/,
    ],
    ['a wrong value', 'baseline: scgs\n', /^sakimori\.yaml:1:11: baseline: /],
    ['broken YAML', 'targets:\n  - name: a\n url: b\n', /^sakimori\.yaml:3:\d+: /],
    ['the same key twice', 'lang: en\nlang: ja\n', /^sakimori\.yaml:2:1: /],
    ['a mis-indented waiver', 'waivers:\n  id: W-1\n', /^sakimori\.yaml:2:3: waivers: /],
    ['a waiver without an approver', waiver('    approver: ciso\n => '), /^sakimori\.yaml:2:5: waivers\.0\.approver: /],
    [
      'a date that would mean another day',
      waiver('2027-03-31 => 2027/03/31'),
      /^sakimori\.yaml:8:14: waivers\.0\.expires: write a day as 2027-03-31/,
    ],
    ['a moment without a zone', waiver('2027-03-31 => 2027-03-31T10:00:00'), /expires: write a day/],
    [
      'a control that is not there',
      waiver('account-unlock-time => account-unlock-tim'),
      /^sakimori\.yaml:3:14: waivers\.0\.control: there is no control esx\.account-unlock-tim; did you mean esx\.account-unlock-time\?$/,
    ],
    ['a name where an identity belongs', waiver('{ref: "HostSystem:host-21"} => {name: esx1}'), /scope: a scope is/],
    [
      'a tailored control that is not there',
      'tailoring:\n  esx.nothing: {severity: low}\n',
      /^sakimori\.yaml:2:\d+: tailoring\.esx\.nothing: there is no control/,
    ],
  ])('%s is an error with line and column', (_what, source, said) => {
    expect(mistake(source)).toMatch(said)
  })

  const attestation = (change = 'IT => IT') =>
    `attestations:
  - control: vcenter.experience-program-off
    verdict: pass
    by: 山田花子
    role: IT
    evidence: TICKET-42
    date: 2026-11-01
    expires: 2027-10-31
`.replace(...(change.split(' => ') as [string, string]))

  test('an attestation of a procedure is accepted', () => {
    expect(parseConfig(attestation(), 'x').attestations?.[0]).toMatchObject({ by: '山田花子', verdict: 'pass' })
    const whole = parseConfig(attestation('verdict: pass => scope: {all: true}\n    verdict: fail'), 'x')
    expect(whole.attestations?.[0]).toMatchObject({ scope: { all: true }, verdict: 'fail' })
  })

  test.each([
    [
      'of an automated control',
      attestation('vcenter.experience-program-off => esx.lockdown-mode'),
      /^sakimori\.yaml:2:14: attestations\.0\.control: esx\.lockdown-mode is read from the estate.*waiver$/,
    ],
    [
      'of a control that is not there',
      attestation('program-off => programs-off'),
      /^sakimori\.yaml:2:14: .*there is no control vcenter\.experience-programs-off; did you mean vcenter\.experience-program-off\?$/,
    ],
    ['that knows nothing', attestation('pass => unknown'), /^sakimori\.yaml:3:14: attestations\.0\.verdict: /],
    ['of nobody', attestation('    by: 山田花子\n => '), /^sakimori\.yaml:2:5: attestations\.0\.by: /],
    [
      'that ends before it begins',
      attestation('2027-10-31 => 2026-10-31'),
      /^sakimori\.yaml:8:14: attestations\.0\.expires: an attestation cannot end before its date$/,
    ],
    [
      'that never ends',
      attestation('    expires: 2027-10-31\n => '),
      /^sakimori\.yaml:2:5: attestations\.0\.expires: /,
    ],
    ['with a slip', attestation('role => rol'), /^sakimori\.yaml:2:5: .*unknown key rol; did you mean role\?$/],
  ])('an attestation %s is an error with line and column', (_what, source, said) => {
    expect(mistake(source)).toMatch(said)
  })

  test('the same waiver id twice is an error', () => {
    const twice = waiver('ops => ops')
    expect(mistake(twice + twice.split('\n').slice(1).join('\n'))).toMatch(
      /^sakimori\.yaml:9:9: waivers\.1\.id: the waiver id W-1 is used twice$/,
    )
  })

  test('an alias bomb is refused', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.replaceAll(/./g, (name, index) => `${name}: &${name} [${`*${'abcdefg'[index]},`.repeat(9)}]\n`)}`
    expect(mistake(bomb)).toMatch(/alias/i)
  })
})
