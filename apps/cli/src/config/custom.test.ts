import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UsageError } from '../exit.ts'
import { loadSettings } from './load.ts'
import { configJsonSchema, controlsJsonSchema } from './schema.ts'
import { parseYaml } from './yaml-file.ts'

let dir = ''
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'sakimori-custom-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

const control = (id: string, more: string) => `  - id: custom.${id}
    area: vm-isolation
    severity: low
    title: T
    rationale: R
${more}
`
const cpus = (id = 'few-cpus') =>
  control(id, '    subject: VirtualMachine\n    property: config.hardware.numCPU\n    expect: {between: [1, 8]}')

const load = (config: string) => {
  const file = join(dir, 'sakimori.yaml')
  writeFileSync(file, config)
  return loadSettings(file, {})
}

const mistake = async (config: string) => {
  try {
    await load(config)
  } catch (error) {
    if (error instanceof UsageError) return error.message.replaceAll(`${dir}/`, '')
    throw error
  }
  return 'no mistake'
}

describe('controls in sakimori.yaml', () => {
  test('stand beside the catalogue, and are tailored, waived and attested like it', async () => {
    const { controls, own } = await load(`controls:
${cpus()}${control('door', '    procedure: Look at the door.')}tailoring:
  custom.few-cpus: {severity: high}
waivers:
  - {id: W-1, control: custom.few-cpus, scope: {all: true}, owner: o, approver: a, reason: r, expires: 2027-03-31}
attestations:
  - {control: custom.door, verdict: pass, by: y, evidence: e, date: 2026-11-01, expires: 2027-10-31}
`)
    expect(own.map(({ control: { id } }) => id)).toEqual(['custom.few-cpus', 'custom.door'])
    expect(controls.length).toBeGreaterThan(100)
    expect(controls.slice(-2)).toEqual(own.map((one) => one.control))
    expect(await mistake(`controls:\n${cpus()}tailoring:\n  custom.few-cpu: {severity: high}\n`)).toMatch(
      /:11:\d+: tailoring\.custom\.few-cpu: there is no control custom\.few-cpu; did you mean custom\.few-cpus\?/,
    )
    expect(
      await mistake(
        `controls:\n${cpus()}attestations:\n  - {control: custom.few-cpus, verdict: pass, by: y, evidence: e, date: 2026-11-01, expires: 2027-10-31}\n`,
      ),
    ).toMatch(/read from the estate/)
  })

  test('come from files and folders, in the order of their names', async () => {
    mkdirSync(join(dir, 'controls'))
    writeFileSync(join(dir, 'controls', 'b.yaml'), `controls:\n${cpus('b')}`)
    writeFileSync(join(dir, 'controls', 'a.yml'), `controls:\n${cpus('a')}`)
    writeFileSync(join(dir, 'controls', 'notes.txt'), 'no YAML: {')
    writeFileSync(join(dir, 'more.yaml'), `controls:\n${cpus('c')}`)
    const { own } = await load('controlsFrom: [controls, more.yaml]\n')
    expect(own.map(({ control: { id } }) => id)).toEqual(['custom.a', 'custom.b', 'custom.c'])
    expect(await mistake(`controls:\n${cpus('c')}controlsFrom: [more.yaml]\n`)).toBe(
      'more.yaml:2:9: the id custom.c is used twice; first at sakimori.yaml:2:9',
    )
    expect(await mistake('controlsFrom: [nowhere]\n')).toMatch(/^could not read nowhere: ENOENT/)
    writeFileSync(join(dir, 'more.yaml'), 'controls:\n  - idd: x\n')
    expect(await mistake('controlsFrom: [more.yaml]\n')).toMatch(
      /^more\.yaml:2:5: .*unknown key idd; did you mean id\?/m,
    )
    rmSync(join(dir, 'controls'), { recursive: true })
  })

  const judged = (pass: string) =>
    `controls:\n${control('j', `    subject: VirtualMachine\n    judge:\n      reads: [config.firmware]\n      pass: ${pass}`)}`
  const word = 'config.firmwar'
  test.each([
    ['plain', 'self.config.firmwar == "efi"'],
    ['in quotes', '\'self.config.firmwar == "efi"\''],
    ['on several lines', '|\n        true\n          && self.config.firmwar == "efi"'],
    ['folded', '>-\n        true &&\n        self.config.firmwar == "efi"'],
  ])('a mistake in an expression is said where it stands: %s', async (_how, pass) => {
    const source = judged(pass)
    const line = source.split('\n').findLastIndex((one) => one.includes(word))
    // The dot before the name that is wrong.
    const column = (source.split('\n')[line]?.indexOf(word) ?? 0) + 'config'.length
    expect(await mistake(source)).toBe(
      `sakimori.yaml:${line + 1}:${column + 1}: custom.j.judge.pass: VirtualMachineConfigInfo has no firmwar; did you mean firmware?`,
    )
  })

  test.each([
    ['a shape that is missing', control('x', ''), /^sakimori\.yaml:2:5: controls\.0: a control has exactly one of/],
    ['a key that is none', control('x', '    proprety: name'), /unknown key proprety; did you mean property\?/],
    [
      'a read that is none',
      control('x', '    subject: VirtualMachine\n    judge: {reads: [config.firmwar], pass: "true"}'),
      /^sakimori\.yaml:8:21: custom\.x\.judge\.reads\.0: .*did you mean firmware\?/,
    ],
    ['a name of JavaScript', control('x', '    __proto__: {x: 1}\n    constructor: 1'), /unknown key/],
    ['an escape sequence', control('x', '    procedure: "a\\u001b[31mb"'), /no control characters/],
    [
      'an alias bomb',
      `  - &a [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 8 }, (_, index) => `  - &${'bcdefghi'[index]} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`).join('\n')}\n`,
      /alias/i,
    ],
  ])('%s', async (_what, yaml, said) => {
    const message = await mistake(`controls:\n${yaml}`)
    expect(message).toMatch(said)
  })

  test('ten thousand of them are refused soon, in few lines', async () => {
    const started = performance.now()
    const message = await mistake(
      `controls:\n${Array.from({ length: 10_000 }, (_, index) => cpus(`c${index}`)).join('')}`,
    )
    expect(message).toMatch(/more than 1000 controls/)
    expect(message.split('\n').length).toBeLessThan(25)
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  test('a thousand of them load', async () => {
    const { own } = await load(`controls:\n${Array.from({ length: 1000 }, (_, index) => cpus(`c${index}`)).join('')}`)
    expect(own.length).toBe(1000)
  })
})

describe('the published JSON Schema', () => {
  const ajv = new Ajv({ strict: false })
  const valid = ajv.compile(controlsJsonSchema())
  const parsed = (more: string) => parseYaml(`controls:\n${control('x', more)}`, 'x').value

  test.each([
    ['    subject: VirtualMachine\n    property: name\n    expect: {is: x}', true],
    ['    procedure: {ja: 見る}', true],
    ['    subject: VirtualMachine\n    judge: {reads: [name], pass: "true"}', true],
    ['    vmOption: a\n    esxOption: b\n    expect: {is: x}', false],
    ['    vmOption: a', false],
    ['    vmOption: a\n    expect: {equals: x}', false],
    ['    procedure: x\n    nonsense: y', false],
  ])('says the same as the program: %j is %s', (more, wanted) => {
    expect(valid(parsed(more))).toBe(wanted)
  })

  test('of sakimori.yaml knows the controls, too', () => {
    const config = ajv.compile(configJsonSchema())
    expect(config(parsed('    procedure: x'))).toBe(true)
    expect(config(parsed(''))).toBe(false)
  })
})
