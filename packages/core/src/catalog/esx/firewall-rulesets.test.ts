import { expect, test } from 'vitest'
import { asking } from '../../testing/asking.ts'
import { first, type Spoiler } from '../../testing/draft.ts'
import { neededRulesets } from './firewall-rulesets.ts'

const { firstVerdict, firstNote } = asking(neededRulesets)
const id = 'esx.firewall-needed-rulesets'

const rulesets =
  (...list: readonly object[]): Spoiler =>
  (draft) => {
    first(draft, 'HostSystem').values['config.firewall.ruleset'] = list
  }
const gdb = { key: 'gdbserver', enabled: true }
const client = { key: 'vSphereClient', enabled: true }

test('a rule set that is seldom needed counts where it is open and can be closed', () => {
  expect(firstNote('8.0', id, [rulesets(client, gdb)])).toBe('open without need: gdbserver')
  expect(firstNote('8.0', id, [rulesets(gdb, { ...gdb, key: 'ftpClient' })])).toBe(
    'open without need: gdbserver, ftpClient',
  )
  for (const more of [{ enabled: false }, { required: true }, { userControllable: false }])
    expect(firstVerdict('8.0', id, [rulesets(client, { ...gdb, ...more })])).toBe('pass')
  for (const more of [{ required: false }, { userControllable: true }])
    expect(firstVerdict('8.0', id, [rulesets(client, { ...gdb, ...more })])).toBe('fail')
  // Those that are open and cannot be closed are not counted.
  expect(firstNote('8.0', id, [rulesets(client, { ...client, required: true })])).toContain('1 rule sets')
})

test('where the policy lists what is needed, everything else is not', () => {
  const policy = { allowedRulesets: ['gdbserver'] }
  expect(firstVerdict('8.0', id, [rulesets(gdb)], { policy })).toBe('pass')
  expect(firstNote('8.0', id, [rulesets(gdb, client)], { policy })).toBe('open without need: vSphereClient')
})

test('one rule set without key or state makes the list unknown', () => {
  for (const odd of [{ key: 'x' }, { enabled: true }, { key: 7, enabled: true }, { key: 'x', enabled: 'yes' }])
    expect(firstVerdict('8.0', id, [rulesets(client, odd)])).toBe('unknown')
})
