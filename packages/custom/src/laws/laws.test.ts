import { isDemanded } from '@sakimori/core/control'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { definition, made } from '../testing/bench.ts'
import { anyDay } from './cases.ts'
import { testControl } from './test-control.ts'

const day = anyDay(new Date('2026-11-24T00:00:00Z'))
const laws = (parts: object) => testControl(definition(parts), made(parts), day)

const vlan = { subject: 'HostPortGroup', property: 'spec.vlanId' }

describe('the laws of an observation are tried by themselves', () => {
  test.each([
    [{ esxOption: 'Mem.ShareForceSalting', expect: { is: 2 } }],
    [{ esxOption: 'Syslog.global.logHost', expect: { nonEmpty: true } }],
    [{ esxOption: 'Acme.Driver.On', type: 'boolean', expect: { is: false } }],
    [{ vcenterOption: 'config.vpxd.hostPasswordLength', expect: { atLeast: 20 } }],
    [{ vmOption: 'isolation.tools.copy.disable', form: 'switch', expect: { absentOr: { is: true } } }],
    [{ vmOption: 'tools.setinfo.sizelimit', form: 'number', expect: { between: [1, 1048576] } }],
    [{ vmOption: 'acme.owner', expect: { not: 'nobody' } }],
    [{ vmOption: 'guestinfo.secret', expect: { absent: true } }],
    [{ ...vlan, expect: { between: [1, 4094] } }],
    [{ subject: 'HostVirtualSwitch', property: 'spec.policy.security.allowPromiscuous', expect: { is: false } }],
    [{ subject: 'VirtualMachine', property: 'runtime.powerState', expect: { oneOf: ['poweredOn', 'suspended'] } }],
    [{ subject: 'VirtualMachine', property: 'config.hardware.numCPU', expect: { between: [1, 8] } }],
    [{ subject: 'HostSystem', property: 'config.network.pnic.driver', expect: { within: ['ixgben', 'nvmxnet3'] } }],
    [{ subject: 'HostSystem', property: 'config.network.pnic.device', expect: { contains: ['vmnic0', 'vmnic1'] } }],
    [
      {
        subject: 'HostSystem',
        property: 'config.network.vswitch["vSwitch0"].spec.policy.security.macChanges',
        expect: { is: false },
      },
    ],
    [{ subject: 'ServiceInstance', property: 'content.about.version', expect: { not: '6.5.0' } }],
    [{ subject: 'Datastore', property: 'summary.type', expect: { oneOf: ['VMFS', 'NFS41'] } }],
    [{ subject: 'ClusterComputeResource', property: 'configurationEx.dasConfig.enabled', expect: { is: true } }],
    [
      {
        esxcli: { command: 'system settings kernel list', row: ['Name', 'execInstalledOnly'], column: 'Configured' },
        form: 'switch',
        expect: { is: true },
      },
    ],
  ])('%j is seen to pass, to fail and to be unknown', (parts) => {
    const report = laws(parts)
    expect(report.broken).toEqual([])
    expect(report.seen).toEqual({ pass: true, fail: true, unknown: true })
  })

  test('an expectation that nothing misses is found out', () => {
    const open = laws({
      subject: 'VirtualMachine',
      property: 'config.template',
      expect: { absentOr: { oneOf: [true, false] } },
    })
    expect(open.broken).toEqual([{ law: 'seen', state: 'fail' }])
    const shut = laws({ subject: 'HostSystem', property: 'config.network.pnic.driver', expect: { within: [] } })
    expect(shut.broken).toEqual([])
  })

  test('whatever number is expected, it is kept, and the control is asked', () => {
    const number = fc.integer({ min: -1000, max: 1_000_000 })
    const words = fc.oneof(
      number.map((value) => ({ is: value })),
      number.map((value) => ({ not: value })),
      number.map((value) => ({ atLeast: value })),
      fc.tuple(number, fc.nat(1000)).map(([low, more]) => ({ between: [low, low + more] })),
      fc.uniqueArray(number, { minLength: 1, maxLength: 5 }).map((values) => ({ oneOf: values })),
      number.map((value) => ({ absentOr: { is: value } })),
    )
    fc.assert(
      fc.property(words, (expectWords) => {
        const parts = {
          subject: 'VirtualMachine',
          property: 'config.hardware.numCPU',
          expect: expectWords,
          releases: '8.0',
        }
        expect(isDemanded(made(parts), 'stig', '8.0')).toBe(true)
        expect(laws(parts)).toMatchObject({ broken: [], seen: { pass: true, fail: true, unknown: true } })
      }),
      { numRuns: 100 },
    )
  })
})

const judge = {
  reads: ['config.hardware.numCPU', 'runtime.host', { type: 'HostSystem', path: 'runtime.connectionState' }],
  pass: 'self.config.hardware.numCPU <= 8 && get(self.runtime.host).runtime.connectionState == "connected"',
}
const given = { 'config.hardware.numCPU': 4, 'runtime.host': 'HostSystem:host-1' }
const others = [{ type: 'HostSystem', id: 'host-1', given: { 'runtime.connectionState': 'connected' } }]
const tests = [
  { name: 'small', given, others, then: 'pass' },
  { name: 'large', given: { ...given, 'config.hardware.numCPU': 16 }, others, then: 'fail' },
]

describe('the laws of a judgement need cases of its author', () => {
  const broken = (parts: object) => laws({ subject: 'VirtualMachine', judge, ...parts }).broken

  test('one that passes and one that fails are enough: the rest follows', () => {
    const report = laws({ subject: 'VirtualMachine', judge, tests })
    expect(report.broken).toEqual([])
    expect(report.seen).toEqual({ pass: true, fail: true, unknown: true })
    // Where a read is unset there is no answer: said, but no law.
    expect(report.advice.map(({ unsetFault }) => unsetFault)).toContain('VirtualMachine config.hardware.numCPU')
  })

  test('without a failing case it has not been seen to fail', () => {
    expect(broken({ tests: tests.slice(0, 1) })).toEqual([{ law: 'seen', state: 'fail' }])
    expect(broken({})).toEqual(['pass', 'fail', 'unknown'].map((state) => ({ law: 'seen', state })))
  })

  test('a case that gets another verdict is named, with the fault behind it', () => {
    const [first] = broken({ tests: [{ ...tests[0], given: { 'runtime.host': 'HostSystem:host-1' } }, ...tests] })
    expect(first).toEqual({
      law: 'case',
      name: 'small',
      wanted: 'pass',
      got: 'unknown',
      detail: 'config.hardware.numCPU is not set; ask has(…) first',
    })
  })

  test('an expression that looks at nothing is found out', () => {
    const blind = { ...judge, pass: 'self.name != "large"' }
    const found = broken({ judge: blind, tests: [{ given, then: 'pass' }] })
    expect(found).toContainEqual({ law: 'withheld', name: '#1', path: '*', was: 'pass', got: 'pass' })
    expect(found).toContainEqual({ law: 'seen', state: 'unknown' })
  })

  test.each([
    [{ 'config.hardware.numCPU': '4' }, /is a whole number, and "4" is not/],
    [
      { 'config.hardware.numCPUs': 4 },
      /not among the reads of VirtualMachine; did you mean config\.hardware\.numCPU\?/,
    ],
    [{ 'runtime.host': 'host-1' }, /a reference to a HostSystem/],
    [{ 'runtime.host': { type: 'HostSystem' } }, /a reference to a HostSystem/],
  ])('a value that no server sends is no case: %j', (wrong, said) => {
    const [first] = broken({ tests: [{ given: { ...given, ...wrong }, others, then: 'pass' }] }).filter(
      ({ law }) => law === 'value',
    )
    expect(first).toMatchObject({ law: 'value', mistake: expect.stringMatching(said) as string })
  })

  test('a value of a data object is checked field by field', () => {
    const devices = (device: object) =>
      broken({
        judge: {
          reads: ['config.hardware.device'],
          pass: 'self.config.hardware.device.all(d, !isA(d, "VirtualFloppy"))',
        },
        tests: [
          { given: { 'config.hardware.device': [{ _typeName: 'VirtualDisk', key: 1 }] }, then: 'pass' },
          { given: { 'config.hardware.device': [device] }, then: 'fail' },
        ],
      })
    expect(devices({ _typeName: 'VirtualFloppy', key: 1 })).toEqual([])
    expect(devices({ _typeName: 'VirtualFlopy', key: 1 })).toContainEqual(
      expect.objectContaining({ mistake: expect.stringMatching(/is no VirtualDevice/) as string }),
    )
    expect(devices({ _typeName: 'VirtualFloppy', kee: 1 })).toContainEqual(
      expect.objectContaining({ mistake: expect.stringMatching(/did you mean key\?/) as string }),
    )
  })

  test('a part of a host is judged like any other', () => {
    const parts = {
      subject: 'HostPortGroup',
      judge: {
        reads: ['spec.name', 'spec.vlanId', { type: 'HostSystem', path: 'name' }],
        pass: 'self.spec.vlanId != 0 || self.spec.name.startsWith("mgmt")',
      },
      tests: [
        { given: { 'spec.name': 'mgmt-1', 'spec.vlanId': 0 }, then: 'pass' },
        { given: { 'spec.name': 'prod-1', 'spec.vlanId': 0 }, then: 'fail' },
      ],
    }
    expect(laws(parts)).toMatchObject({ broken: [], seen: { pass: true, fail: true, unknown: true } })
  })

  test('a procedure is answered by a person', () => {
    expect(laws({ procedure: 'Look at the door.' })).toMatchObject({ kind: 'procedure', broken: [], cases: [] })
  })
})
