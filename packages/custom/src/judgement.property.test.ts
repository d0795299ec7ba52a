import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleSubject, snapshotOf } from './laws/sample.ts'
import { findingsOn, made } from './testing/bench.ts'

/** The facts that an expression may look at, with all the values that each takes here; unset is one. */
const facts = {
  'config.hardware.numCPU': [1, 2, undefined],
  'config.hardware.memoryMB': [1, 2, undefined],
  'config.template': [true, false, undefined],
} as const
type Path = keyof typeof facts
const paths = Object.keys(facts) as Path[]

const number = fc.constantFrom('self.config.hardware.numCPU', 'self.config.hardware.memoryMB', '1', '2')
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom(
      'self.config.template',
      'true',
      'false',
      'has(self.config.template)',
      'has(self.config.hardware.numCPU)',
    ),
    fc.tuple(number, fc.constantFrom('==', '!=', '<', '>='), number).map((parts) => `(${parts.join(' ')})`),
    fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map((parts) => `(${parts.join(' ')})`),
    tie('condition').map((inner) => `!(${inner})`),
    fc
      .tuple(tie('condition'), tie('condition'), tie('condition'))
      .map(([if_, then, or]) => `(${if_} ? ${then} : ${or})`),
    fc
      .tuple(
        fc.constantFrom('all', 'exists', 'exists_one'),
        fc.array(number, { maxLength: 3 }),
        tie('condition'),
        number,
      )
      .map(([macro, items, inner, other]) => `[${items.join(', ')}].${macro}(n, n == ${other} || ${inner})`),
    fc
      .tuple(fc.array(number, { minLength: 1, maxLength: 3 }), tie('condition'))
      .map(([items, inner]) => `[${items.join(', ')}].filter(n, ${inner}).size() > 0`),
    fc.tuple(number, fc.array(number, { maxLength: 3 })).map(([one, items]) => `${one} in [${items.join(', ')}]`),
  ),
}))

function* completions(
  gone: readonly Path[],
  values: Readonly<Record<string, unknown>>,
): Generator<Record<string, unknown>> {
  const [first, ...rest] = gone
  if (first === undefined) yield { ...values }
  else
    for (const value of facts[first])
      yield* completions(rest, { ...values, ...(value === undefined ? {} : { [first]: value }) })
}

test('what is decided without a fact is decided the same whatever the fact is', () => {
  let decided = 0
  fc.assert(
    fc.property(
      condition,
      fc.subarray(paths, { minLength: 1 }),
      fc.record({
        'config.hardware.numCPU': fc.constantFrom(1, 2),
        'config.hardware.memoryMB': fc.constantFrom(1, 2),
        'config.template': fc.boolean(),
      }),
      (pass, gone, all) => {
        const control = made({ subject: 'VirtualMachine', judge: { reads: paths, pass } })
        const values = Object.fromEntries(Object.entries(all).filter(([path]) => !gone.includes(path as Path)))
        const verdict = (given: Readonly<Record<string, unknown>>, missing: readonly string[]) =>
          findingsOn(
            control,
            snapshotOf({
              release: '8.0',
              objects: [sampleSubject('VirtualMachine', given, missing)],
              reads: control.reads,
            }),
          )[0]?.verdict
        const blind = verdict(values, gone)
        if (blind === 'unknown') return
        decided += 1
        for (const given of completions(gone, values)) expect(verdict(given, []), JSON.stringify(given)).toBe(blind)
      },
    ),
    { numRuns: 1500 },
  )
  // The property says something only if expressions are decided now and then.
  expect(decided).toBeGreaterThan(100)
})
