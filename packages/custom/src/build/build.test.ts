import { baselines, isDemanded } from '@sakimori/core/control'
import fc from 'fast-check'
import { releases } from '@sakimori/core/model'
import { describe, expect, test } from 'vitest'
import { CustomControls } from '../definition.ts'
import { definition, made, mistakes } from '../testing/bench.ts'

const said = (parts: object) => mistakes(parts).map(({ path, message }) => `${path.join('.')}: ${message}`)

describe('a control of a site', () => {
  test('is asked under every baseline, of the releases of its span, and answers to its own references', () => {
    const control = made({
      esxOption: 'Mem.ShareForceSalting',
      expect: { is: 2 },
      releases: '7.0..8.0',
      references: ['ISMS-7.1'],
    })
    for (const baseline of baselines)
      expect(releases.filter((release) => isDemanded(control, baseline, release))).toEqual(['7.0', '8.0'])
    expect([control.custom, control.facts]).toEqual([{ references: ['ISMS-7.1'] }, []])
  })

  test('may be written in one language, or in both', () => {
    expect(made({ title: { ja: '題' }, procedure: { en: 'Look.', ja: '確認する。' } })).toMatchObject({
      title: { en: '題', ja: '題' },
      steps: { en: 'Look.', ja: '確認する。' },
    })
  })

  test('reads what the collector must ask for', () => {
    expect(made({ esxOption: 'Mem.ShareForceSalting', expect: { is: 2 } }).reads).toEqual([
      { type: 'HostSystem', path: 'config.option["Mem.ShareForceSalting"]' },
    ])
    const keyed = { subject: 'HostSystem', property: 'config.network.vswitch["vSwitch0"].mtu', expect: { is: 1500 } }
    expect(made(keyed).reads).toEqual([{ type: 'HostSystem', path: 'config.network.vswitch' }])
    expect(made({ subject: 'HostPortGroup', property: 'spec.vlanId', expect: { between: [1, 4094] } }).reads).toEqual([
      { type: 'HostSystem', path: 'config.network.portgroup' },
    ])
    const judge = { reads: ['config.firmware', { type: 'HostSystem', path: 'runtime.connectionState' }], pass: 'true' }
    expect(made({ subject: 'VirtualMachine', judge }).reads).toEqual([
      { type: 'VirtualMachine', path: 'config.firmware' },
      { type: 'HostSystem', path: 'runtime.connectionState' },
    ])
  })
})

describe('a definition that its schema refuses', () => {
  const problem = (parts: object) => {
    try {
      definition(parts)
    } catch (error) {
      return JSON.parse((error as Error).message)
        .map(({ message }: { message: string }) => message)
        .join('; ') as string
    }
    return 'none'
  }
  const option = { esxOption: 'Mem.ShareForceSalting', expect: { is: 2 } }
  test.each([
    ['no shape', {}, /exactly one of esxOption, vcenterOption/],
    ['two shapes', { ...option, vmOption: 'x' }, /this has esxOption and vmOption/],
    ['no expectation', { esxOption: 'Mem.ShareForceSalting' }, /esxOption needs expect/],
    [
      'an expectation of a judgement',
      { subject: 'VirtualMachine', judge: { reads: ['name'], pass: 'true' }, expect: { is: 1 } },
      /expect does not go with judge/,
    ],
    [
      'a subject where the shape has its own',
      { ...option, subject: 'VirtualMachine' },
      /subject does not go with esxOption/,
    ],
    ['an id of ours', { ...option, id: 'esx.lockdown-mode' }, /custom\. and a name/],
    ['an id in capitals', { ...option, id: 'custom.VmName' }, /custom\. and a name/],
    ['a release that never was', { ...option, releases: '8.1' }, /the releases are 6\.5/],
    ['an expectation in no words', { ...option, expect: { equals: 2 } }, /an expectation is one of/],
    ['no language', { ...option, title: {} }, /write a text/],
    [
      'an esxcli command that writes',
      { esxcli: { command: 'system ssh key add', column: 'x' }, expect: { is: 'x' } },
      /only a command that reads/,
    ],
    [
      'an esxcli command with a shell',
      { esxcli: { command: 'system list; reboot list', column: 'x' }, expect: { is: 'x' } },
      /only a command that reads/,
    ],
  ])('%s', (_what, parts, wanted) => {
    expect(problem(parts)).toMatch(wanted)
  })

  test('too many at once', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ id: `custom.c${index}` }))
    expect(CustomControls.safeParse(many).error?.issues.some(({ message }) => message.includes('1000'))).toBe(true)
  })
})

describe('a definition whose names are not real', () => {
  test.each([
    [{ esxOption: 'Mem.ShareForceSaltin', expect: { is: 2 } }, /did you mean Mem\.ShareForceSalting\?/],
    [{ esxOption: 'mem.shareforcesalting', expect: { is: 2 } }, /the option is written Mem\.ShareForceSalting/],
    [{ esxOption: 'Acme.Driver.Level', expect: { is: 2 } }, /say its type/],
    [{ esxOption: 'Mem.ShareForceSalting', type: 'string', expect: { is: '2' } }, /is of the type (int|long)/],
    [{ esxOption: 'Mem.ShareForceSalting', expect: { is: '2' } }, /a whole number, so it can never be "2"/],
    [
      { subject: 'VirtualMachine', property: 'config.firmwar', expect: { is: 'efi' } },
      /has no firmwar; did you mean firmware\?/,
    ],
    [{ subject: 'VirtualMachine', property: 'runtime.powerState', expect: { is: 'on' } }, /can never be "on"/],
    [
      { subject: 'VirtualMachine', property: 'config.hardware.numCPU', expect: { nonEmpty: true } },
      /nonEmpty is asked of a text or a list/,
    ],
    [
      { subject: 'VirtualMachine', property: 'config.hardware.numCPU', expect: { between: [8, 1] } },
      /the smaller number comes first/,
    ],
    [
      { subject: 'VirtualMachine', property: 'config.sevEnabled', expect: { is: true } },
      /exists since API 7\.0\.1\.0.*write releases: "7\.0\.\.9\.1"/,
    ],
    [{ subject: 'HostSystem', property: 'config.option["Mem.ShareForceSalting"]', expect: { is: 2 } }, /esxOption:/],
    [{ subject: 'VirtualMachine', judge: { reads: ['config.network.vswitch'], pass: 'true' } }, /has no network/],
    [
      { subject: 'VirtualMachine', judge: { reads: [{ type: 'HostSystm', path: 'name' }], pass: 'true' } },
      /did you mean HostSystem\?/,
    ],
    [
      { subject: 'HostSystem', judge: { reads: ['config.network.vswitch["vSwitch0"].mtu'], pass: 'true' } },
      /reads lists as a whole: read config\.network\.vswitch/,
    ],
  ])('%j', (parts, wanted) => {
    const all = said(parts)
    expect(all.length).toBe(1)
    expect(all[0]).toMatch(wanted)
  })
})

test('whatever is written, a definition is refused in words or makes a control', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.constantFrom('__proto__', 'constructor', 'config.option', 'name', '{', '["x"]'),
    fc.jsonValue(),
  )
  fc.assert(
    fc.property(
      fc.constantFrom('esxOption', 'vcenterOption', 'vmOption', 'property', 'judge', 'esxcli'),
      anything,
      anything,
      (shape, value, other) => {
        const parts = {
          [shape]: shape === 'judge' ? { reads: [value], pass: other } : value,
          ...(['property', 'judge'].includes(shape) ? { subject: 'VirtualMachine' } : {}),
          ...(shape === 'judge' ? {} : { expect: { is: other } }),
        }
        try {
          for (const line of said(parts)) expect(line).not.toMatch(/\bat .*:\d+:\d+|undefined|\[object/)
        } catch (error) {
          expect((error as Error).name).toMatch(/ZodError/)
        }
      },
    ),
    { numRuns: 400 },
  )
})
