import { between, esxOption, idsIn, is, nonEmpty, type FactId, type Row } from './index.ts'
import { inSpan } from '../model/index.ts'
import { text } from '../text/index.ts'

const row: Omit<Row, 'expect'> = {
  id: 'esx.sample',
  facts: ['esxi-account-unlock-time'],
  area: 'authentication',
  severity: 'low',
  title: text('a', 'あ'),
  rationale: text('a', 'あ'),
  impact: text('a', 'あ'),
}

esxOption('Security.AccountUnlockTime', { ...row, expect: { sakimori: between(900, 1800) } })
// @ts-expect-error a wrong option name
esxOption('Security.AccountUnlockTimes', { ...row, expect: { sakimori: between(900, 1800) } })
// @ts-expect-error a text for an option that holds a number
esxOption('Security.AccountUnlockTime', { ...row, expect: { sakimori: is('900') } })
// @ts-expect-error a number for an option that holds a boolean
esxOption('Config.HostAgent.plugins.solo.enableMob', { ...row, expect: { sakimori: is(0) } })
// @ts-expect-error a number for an option that holds a text
esxOption('Syslog.global.logHost', { ...row, expect: { sakimori: between(1, 2), scg: nonEmpty() } })
// @ts-expect-error a release that never was
inSpan('8.0', '7.5..8.0')
// @ts-expect-error a release that never was
inSpan('8.1', '8.0')
// @ts-expect-error a row that the fact base does not have, and so an id that was never published
const wrong: FactId = 'esxi-account-unlock-times'
idsIn('stig', [wrong], '8.0')
// @ts-expect-error a baseline that nobody publishes
idsIn('nist', ['esxi-account-unlock-time'], '8.0')
