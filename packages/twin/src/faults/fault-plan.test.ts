import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FaultPlan, readSentinel, type FaultRule } from './fault-plan.ts'
import { readFaultRule } from './fault-rule.ts'

const method = fc.constantFrom('*', 'Login', 'RetrievePropertiesEx', 'Retrieve*')
const nth = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined })
const target = fc.tuple(method, nth)
const at = ([name, count]: readonly [string, number | undefined]) => (count === undefined ? name : `${name}:${count}`)

/** What can be typed, with the rule that it stands for. */
const typed: fc.Arbitrary<readonly [string, FaultRule]> = fc.oneof(
  fc
    .tuple(fc.nat(600_000), method)
    .map(([ms, name]) => [`latency=${ms}@${name}`, { method: name, action: { kind: 'latency', ms } }] as const),
  fc
    .tuple(fc.constantFrom('drop' as const, 'truncate' as const, 'expire' as const, 'meddle' as const), target)
    .map(([kind, where]) => [`${kind}=${at(where)}`, { method: where[0], nth: where[1], action: { kind } }] as const),
  fc
    .tuple(fc.constantFrom('NotAuthenticated', 'HostNotReachable', 'InvalidState'), target)
    .map(
      ([type, where]) =>
        [`fault=${type}@${at(where)}`, { method: where[0], nth: where[1], action: { kind: 'fault', type } }] as const,
    ),
)

test('what is typed after the name says the same as its JSON', () => {
  fc.assert(
    fc.property(fc.array(typed, { minLength: 1, maxLength: 4 }), (wanted) => {
      const read = readSentinel(`user@vsphere.local!${wanted.map(([text]) => text).join(',')}`)
      expect(read).toEqual({ name: 'user@vsphere.local', rules: wanted.map(([, rule]) => rule) })
      for (const [, rule] of wanted) {
        expect(readFaultRule(JSON.parse(JSON.stringify(rule)))).toEqual(rule)
      }
    }),
  )
})

test('anything else is a name, or no login; never an error', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = readSentinel(text)
      if (!text.includes('!')) expect(read).toEqual({ name: text, rules: [] })
    }),
  )
})

test('no JSON is more than a rule or a reason', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const read = readFaultRule(value)
      expect('error' in read ? typeof read.error : typeof read.method).toBe('string')
    }),
  )
})

test('the n-th call of a method is counted for each rule alone', () => {
  const plan = new FaultPlan([
    { method: 'Login', nth: 2, action: { kind: 'drop' } },
    { method: 'Log*', action: { kind: 'latency', ms: 1 } },
    { method: '*', nth: 1, action: { kind: 'expire' } },
  ])
  expect(['Login', 'Logout', 'Login'].map((name) => plan.next(name).map(({ kind }) => kind))).toEqual([
    ['latency', 'expire'],
    ['latency'],
    ['drop', 'latency'],
  ])
})
