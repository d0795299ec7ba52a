import { renderNote } from '@sakimori/core/text'
import { describe, expect, test } from 'vitest'
import { sampleSubject, snapshotOf } from './laws/sample.ts'
import { findingsOn, judged, made, whyUnknown } from './testing/bench.ts'

const reads = ['config.hardware.numCPU', 'config.firmware', 'config.template']
const values = { 'config.hardware.numCPU': 4, 'config.firmware': 'efi', 'config.template': false }
const missing = ['config.firmware']
const verdict = (pass: string, gone: readonly string[] = [], given: Readonly<Record<string, unknown>> = values) =>
  judged({ reads, pass }, given, gone).verdict

describe('a judgement', () => {
  test('passes and fails by its expression, and names the facts that it touched', () => {
    expect(verdict('self.config.hardware.numCPU <= 8')).toBe('pass')
    const finding = judged({ reads, pass: 'self.config.hardware.numCPU > 8 && self.config.template' }, values)
    expect(finding.verdict).toBe('fail')
    expect(finding.evidence.map(({ from }) => from.path)).toEqual(['config.hardware.numCPU'])
  })

  test('does not apply where appliesWhen is false, and is unknown where that is not known', () => {
    const judge = { reads, appliesWhen: 'self.config.firmware == "bios"', pass: 'true' }
    expect(judged(judge, values).verdict).toBe('notApplicable')
    expect(judged(judge, { ...values, 'config.firmware': 'bios' }).verdict).toBe('pass')
    expect(judged(judge, values, missing).verdict).toBe('unknown')
  })

  test('says in its note what it found, and only of a failure', () => {
    const note = {
      en: '{self.config.hardware.numCPU} CPUs of {self.name}',
      ja: '{self.name}: {self.config.hardware.numCPU} 個',
    }
    const failing = judged({ reads, pass: 'false', note }, values)
    expect(failing.note && renderNote(failing.note, 'en')).toBe('4 CPUs of sample')
    expect(failing.note && renderNote(failing.note, 'ja')).toBe('sample: 4 個')
    expect(judged({ reads, pass: 'true', note }, values).note).toBeUndefined()
  })
})

describe('a missing fact', () => {
  // Wherever it stands: nothing but a definite other side of && and || decides without it.
  test.each([
    'self.config.firmware == "efi"',
    'self.config.firmware != "efi"',
    '!(self.config.firmware == "efi")',
    'has(self.config.firmware)',
    '!has(self.config.firmware)',
    'self.config.firmware in ["efi", "bios"]',
    'self.config.firmware.startsWith("e") ? true : false',
    'self.config.firmware == "efi" && self.config.hardware.numCPU == 4',
    'self.config.firmware == "efi" || self.config.hardware.numCPU == 5',
    'self.config.hardware.numCPU == 4 && self.config.firmware == "efi"',
    '[self.config.firmware].exists(f, f == "efi")',
    '[self.config.firmware].all(f, f == "efi")',
    '["efi"].all(f, f == self.config.firmware)',
    '["efi"].exists(f, f == self.config.firmware)',
    '["efi"].exists_one(f, f == self.config.firmware)',
    'size(["efi"].filter(f, f == self.config.firmware)) == 0',
    'size(["efi"].map(f, self.config.firmware)) == 1',
    '{"a": self.config.firmware} != {"a": "x"}',
    '[self.config.firmware] != ["x"]',
    'string(self.config.firmware) != ""',
    'dyn(self.config.firmware) != 1',
    'self["config"].firmware == "efi"',
  ])('gives unknown in %s, with the fact as evidence', (pass) => {
    const finding = judged({ reads, pass }, values, missing)
    expect([finding.verdict, whyUnknown(finding)]).toEqual(['unknown', 'noPermission: System.Read'])
    // And the expression is one that decides when the fact is there.
    expect(['pass', 'fail']).toContain(verdict(pass))
  })

  test.each([
    ['self.config.firmware == "efi" || self.config.hardware.numCPU == 4', 'pass'],
    ['self.config.hardware.numCPU == 4 || self.config.firmware == "efi"', 'pass'],
    ['self.config.firmware == "efi" && self.config.hardware.numCPU == 5', 'fail'],
    ['self.config.hardware.numCPU == 5 && self.config.firmware == "efi"', 'fail'],
    ['self.config.hardware.numCPU == 4 ? true : self.config.firmware == "efi"', 'pass'],
    ['["efi", "x"].exists(f, f == "x" || f == self.config.firmware)', 'pass'],
  ])('does not matter where the rest decides: %s is %s', (pass, wanted) => {
    const finding = judged({ reads, pass }, values, missing)
    expect(finding.verdict).toBe(wanted)
    // It is no part of the evidence of what it did not decide.
    expect(finding.evidence.every(({ known }) => known)).toBe(true)
  })
})

describe('what is unset', () => {
  const unset = { 'config.hardware.numCPU': 4 }

  test('is known to be absent: has answers, and so does a guarded expression', () => {
    expect(verdict('has(self.config.firmware)', [], unset)).toBe('fail')
    expect(verdict('!has(self.config.firmware)', [], unset)).toBe('pass')
    expect(verdict('has(self.config.firmware) && self.config.firmware == "efi"', [], unset)).toBe('fail')
  })

  test('has no value, and to ask for one is a fault that is said', () => {
    const finding = judged({ reads, pass: 'self.config.firmware == "efi"' }, unset)
    expect([finding.verdict, whyUnknown(finding)]).toEqual([
      'unknown',
      'fault: config.firmware is not set; ask has(…) first',
    ])
  })
})

describe('a fault of the expression', () => {
  test.each([
    ['a result that is no condition', 'dyn(1)', /neither true nor false/],
    ['a division by zero', '1 / (self.config.hardware.numCPU - 4) == 1', /divide by zero/],
    ['an index that is not there', '["a"][self.config.hardware.numCPU] == "a"', /index 4/],
    ['an overload that is not there', 'dyn(self.config.firmware) < 1', /no matching overload/],
    ['a value that is not what VMODL says', 'self.config.template', /config\.template is not true or false/],
    ['a text that is no number', 'int(self.config.firmware) == 1', /efi/],
  ])('%s is unknown with a reason, never a pass', (_what, pass, said) => {
    const finding = judged({ reads, pass }, { ...values, 'config.template': 'no' })
    expect([finding.verdict, whyUnknown(finding)]).toEqual(['unknown', expect.stringMatching(said)])
  })
})

describe('other objects', () => {
  const host = (id: string, state: string) => ({
    type: 'HostSystem',
    id,
    name: id,
    values: { 'runtime.connectionState': state },
    missing: [] as string[],
  })
  const on = { 'runtime.host': { type: 'HostSystem', value: 'host-1' } }
  const withHosts = ['runtime.host', { type: 'HostSystem', path: 'runtime.connectionState' }]

  test('are reached by their references', () => {
    const judge = { reads: withHosts, pass: 'get(self.runtime.host).runtime.connectionState == "connected"' }
    expect(judged(judge, on, [], [host('host-1', 'connected')]).verdict).toBe('pass')
    expect(judged(judge, on, [], [host('host-1', 'disconnected')]).verdict).toBe('fail')
    expect(whyUnknown(judged(judge, on))).toBe('notCollected: the snapshot does not have this object')
    const blind = { ...host('host-1', 'connected'), missing: ['runtime.connectionState'] }
    expect(judged(judge, on, [], [blind]).verdict).toBe('unknown')
  })

  test('are listed by their type, and one that is not known counts in neither direction', () => {
    const judge = { reads: withHosts, pass: 'all("HostSystem").all(h, h.runtime.connectionState == "connected")' }
    const good = host('host-1', 'connected')
    expect(judged(judge, on, [], [good, host('host-2', 'connected')]).verdict).toBe('pass')
    const blind = { ...host('host-2', 'connected'), missing: ['runtime.connectionState'] }
    expect(judged(judge, on, [], [good, blind]).verdict).toBe('unknown')
    expect(judged(judge, on, [], [blind, host('host-3', 'disconnected')]).verdict).toBe('fail')
  })

  test('that are no subjects are read too, under the type that they derive from', () => {
    const network = (type: string, name: string) => ({ type, id: name, name, values: {}, missing: [] as string[] })
    const judge = {
      reads: ['network', { type: 'Network', path: 'name' }],
      pass: 'self.network.all(n, get(n).name.startsWith("prod-")) && all("Network").size() == 2',
    }
    const refs = (...names: readonly [type: string, name: string][]) => ({
      network: names.map(([type, value]) => ({ type, value })),
    })
    const both = [network('Network', 'prod-1'), network('DistributedVirtualPortgroup', 'prod-2')]
    const named = refs(['Network', 'prod-1'], ['DistributedVirtualPortgroup', 'prod-2'])
    expect(judged(judge, named, [], both).verdict).toBe('pass')
  })
})

describe('values as VMODL has them', () => {
  const devices = {
    'config.hardware.device': [
      {
        _typeName: 'VirtualDisk',
        key: 2000,
        capacityInKB: 1048576,
        backing: { _typeName: 'VirtualDiskFlatVer2BackingInfo', fileName: '[ds1] a/a.vmdk' },
      },
      { _typeName: 'VirtualVmxnet3', key: 4000, macAddress: '00:50:56:00:00:01' },
    ],
    'config.extraConfig': [
      { _typeName: 'OptionValue', key: 'a', value: { _typeName: 'long', _value: 5 } },
      { _typeName: 'OptionValue', key: 'b', value: 'TRUE' },
    ],
    'config.createDate': '2026-01-02T03:04:05Z',
    'runtime.powerState': 'poweredOn',
  }
  test.each([
    'size(self.config.hardware.device) == 2',
    'self.config.hardware.device.exists(d, isA(d, "VirtualEthernetCard") && d.macAddress.startsWith("00:50:56"))',
    'self.config.hardware.device.exists_one(d, isA(d, "VirtualDisk") && d.backing.fileName.contains("[ds1]"))',
    'self.config.hardware.device.filter(d, d._typeName == "VirtualDisk").all(d, d.capacityInKB / 1024 == 1024)',
    'self.config.hardware.device.map(d, d.key) == [2000, 4000]',
    'self.config.extraConfig.exists(o, o.key == "a" && o.value == 5)',
    'self.config.extraConfig.exists(o, o.key.lowerAscii() == "b" && o.value == "TRUE")',
    'self.config.createDate < now && now - self.config.createDate > duration("24h")',
    'self.config.createDate.getFullYear() == 2026',
    'self.runtime.powerState in ["poweredOn", "suspended"]',
    'self.name == "sample" && self.type == "VirtualMachine" && self.release == "8.0" && self.ref.value == "subject-1"',
    'estate.kind == "vcenter" && estate.version.startsWith("8.0")',
    'policy.certificateDaysLeft == 30 && 1 in policy.nativeVlans',
    'self.name.matches("^s[a-z]+e$")',
    '(self.config.hardware.device.map(d, d.key) + [1]).size() == 3',
  ])('%s', (pass) => {
    const finding = judged({ reads: Object.keys(devices), pass }, devices)
    expect([finding.verdict, whyUnknown(finding)]).toEqual(['pass', 'nothing is missing'])
  })
})

test('a snapshot that holds the whole answers for its part, whoever asked for it', () => {
  const control = made({
    subject: 'VirtualMachine',
    judge: { reads: ['config.bootOptions.efiSecureBootEnabled'], pass: 'self.config.bootOptions.efiSecureBootEnabled' },
  })
  const on = (values: Readonly<Record<string, unknown>>) => {
    const objects = [sampleSubject('VirtualMachine', values, [])]
    return findingsOn(control, snapshotOf({ release: '8.0', objects, reads: [] })).map(({ verdict }) => verdict)
  }
  expect(on({ 'config.bootOptions': { efiSecureBootEnabled: true } })).toEqual(['pass'])
  expect(on({ 'config.bootOptions': { efiSecureBootEnabled: false } })).toEqual(['fail'])
  // Of an old snapshot that holds neither, nothing is known.
  expect(on({})).toEqual(['unknown'])
})
