import { describe, expect, test } from 'vitest'
import { sampleSubject, snapshotOf } from '../laws/sample.ts'
import { definition, findingsOn, judged, made, mistakes, whyUnknown } from '../testing/bench.ts'

const reads = ['config.annotation']
const run = (pass: string, annotation = 'a'.repeat(60)) => judged({ reads, pass }, { 'config.annotation': annotation })

/** Milliseconds that a piece of work takes at the most, with room for a slow machine. */
const inTime = (work: () => void, ms: number) => {
  const started = performance.now()
  work()
  expect(performance.now() - started).toBeLessThan(ms)
}

/** `[1].map(a, [a, a])` over and over: a list of lists that shares its parts, 2^n of them. */
const doubled = (seed: string, times: number) =>
  Array.from({ length: times }, (_, index) => `.map(v${index}, [v${index}, v${index}])`).reduce(
    (made, more) => made + more,
    `[${seed}]`,
  )

/** Ten items, and ten for each of them, and so on. */
const nested = (depth: number): string =>
  depth === 0 ? 'true' : `[1,2,3,4,5,6,7,8,9,0].all(x${depth}, ${nested(depth - 1)})`

describe('an expression cannot hang an audit', () => {
  test.each([
    ['rounds within rounds', nested(9)],
    ['a comparison of lists that share their parts', `${doubled('1', 40)} == ${doubled('1', 40)}`],
    ['a search in such a list', `${doubled('1', 40)}[0] in ${doubled('1', 40)}`],
    ['rounds behind an absorbed error', `true && (${nested(9)} || true)`],
  ])('%s: unknown, since it takes too many steps', (_what, pass) => {
    inTime(() => {
      const finding = run(pass)
      expect([finding.verdict, whyUnknown(finding)]).toEqual(['unknown', expect.stringMatching(/steps/)])
    }, 5000)
  })

  test.each([
    [
      'a text that doubles',
      `[self.config.annotation]${Array.from({ length: 40 }, (_, i) => `.map(t${i}, t${i} + t${i})`).join('')}[0].size() > 0`,
      /65536/,
    ],
    ['bytes', '[self.config.annotation].all(t, dyn(b"a") + dyn(b"b") == dyn(b"ab"))', /bytes/],
  ])('%s is cut short', (_what, pass, said) => {
    inTime(() => expect(whyUnknown(run(pass))).toMatch(said), 2000)
  })

  test('a regular expression is linear, whatever it looks like', () => {
    inTime(() => {
      expect(run('self.config.annotation.matches("^(a+)+$")', `${'a'.repeat(5000)}!`).verdict).toBe('fail')
      expect(run('self.config.annotation.matches("(a|a)*b")', 'a'.repeat(5000)).verdict).toBe('fail')
    }, 2000)
    const long = '(x*x*)*'.repeat(250)
    inTime(
      () =>
        expect(whyUnknown(run(`self.config.annotation.matches("${long}y")`, 'x'.repeat(1_000_000)))).toMatch(/steps/),
      2000,
    )
  })

  test('a list that is filtered is gone through in time that grows with it', () => {
    const machines = Array.from({ length: 20_000 }, (_, index) => ({
      type: 'VirtualMachine',
      id: `vm-${index}`,
      name: `vm-${index}`,
      values: {},
      missing: [] as string[],
    }))
    const host = { type: 'HostSystem', id: 'subject-1', name: 'h', values: {}, missing: [] as string[] }
    const control = made({
      subject: 'HostSystem',
      judge: {
        reads: ['name', { type: 'VirtualMachine', path: 'name' }],
        pass: 'all("VirtualMachine").filter(v, v.name.endsWith("7")).map(v, v.name).all(n, n.startsWith("vm-"))',
      },
    })
    const snapshot = snapshotOf({ release: '8.0', objects: [host, ...machines], reads: control.reads })
    inTime(() => expect(findingsOn(control, snapshot).map(({ verdict }) => verdict)).toEqual(['pass']), 3000)
  })

  test('of many objects each gets its share of the steps, and the whole is bounded', () => {
    const machines = Array.from({ length: 3000 }, (_, index) =>
      sampleSubject('VirtualMachine', {}, [], `vm-${index}`),
    ).map((object, index) => ({ ...object, id: `vm-${index}` }))
    const control = made({
      subject: 'VirtualMachine',
      judge: {
        reads: ['name'],
        pass: 'all("VirtualMachine").all(v, all("VirtualMachine").all(w, v.name != "x" && w.name != "x"))',
      },
    })
    const snapshot = snapshotOf({ release: '8.0', objects: machines, reads: control.reads })
    inTime(() => {
      const verdicts = new Set(findingsOn(control, snapshot).map(({ verdict }) => verdict))
      expect([...verdicts]).toEqual(['unknown'])
    }, 20_000)
  })

  test.each([
    ['parentheses', `${'('.repeat(900)}true${')'.repeat(900)}`],
    ['lists', `${'['.repeat(900)}1${']'.repeat(900)} == []`],
    ['calls', `${'dyn('.repeat(300)}true${')'.repeat(300)}`],
    ['denials', `${'!'.repeat(1999)}true`],
    ['a row of terms', Array.from({ length: 400 }, () => 'true').join('&&')],
    ['nothing but blanks', '\n'.repeat(1000)],
  ])('%s without end: compiles, or is refused in one line', (_what, pass) => {
    inTime(() => {
      let said: readonly string[]
      try {
        said = mistakes({ subject: 'VirtualMachine', judge: { reads: ['name'], pass } }).map(({ message }) => message)
      } catch (error) {
        said = [(error as Error).name]
      }
      for (const message of said) expect(message).not.toMatch(/\n/)
    }, 2000)
  })

  test('an expression that is longer than anybody reads is refused', () => {
    expect(() =>
      definition({ subject: 'VirtualMachine', judge: { reads: ['name'], pass: 'true && '.repeat(300) } }),
    ).toThrow(/2000/)
  })
})

describe('names that JavaScript has, too', () => {
  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
    '%s is no variable and no field',
    (name) => {
      const said = (pass: string) =>
        mistakes({
          subject: 'VirtualMachine',
          judge: { reads: ['config.hardware.device', 'config.annotation'], pass },
        }).map(({ message }) => message)
      expect(said(`${name} == 1`)[0]).toMatch(/there is no/)
      expect(said(`self.${name} == 1`)[0]).toMatch(/has no|not among/)
      expect(said(`self.config.hardware.device.all(d, d.${name} == 1)`)[0]).toMatch(/has no/)
      expect(said(`policy.${name} == 1`)[0]).toMatch(/has no/)
      expect(said(`${name}(1) == 1`)[0]).toMatch(/no function/)
      expect(run(`dyn(self)[self.config.annotation] == 1`, name).verdict).toBe('unknown')
    },
  )
})
