import { describe, expect, test } from 'vitest'
import { releases } from '../../model/index.ts'
import { add, type Draft, type Spoiler } from '../../testing/draft.ts'
import { found } from '../../testing/found.ts'
import { goodEstate } from '../../testing/good-estate.ts'
import { goodVmValues } from '../../testing/good-vm.ts'
import { vmDevice, vmKey, vmValue } from '../../testing/spoilers/vm.ts'
import { findingsOf, verdictOf } from '../../testing/verdicts.ts'
import { catalog } from '../index.ts'

/** The verdict on the first VM of a good estate of 9.0 after some changes. */
function after(id: string, ...changes: readonly Spoiler[]) {
  const draft = goodEstate('9.0')
  for (const change of changes) change(draft)
  return verdictOf(draft, found(id))
}

const addVm = (draft: Draft, value: string, name: string, more: Record<string, unknown>) =>
  add(draft, 'VirtualMachine', value, {
    ...goodVmValues('9.0', 1),
    'config.instanceUuid': `uuid-${value}`,
    'runtime.host': { type: 'HostSystem', value: 'host-10' },
    parent: { type: 'Folder', value: 'group-v3' },
    name,
    ...more,
  })

describe('bugs confessed by SCG 9.0 and 9.1 tools, 902- and 910-20260612-01', () => {
  test.each([
    ['1048576', 'pass'],
    // As texts, “900000” and “65536” are more than “1048576”.
    ['900000', 'pass'],
    ['65536', 'pass'],
    ['10485760', 'fail'],
    ['1048577', 'fail'],
  ])('numbers were compared as texts: tools.setInfo.sizeLimit = %s', (size, verdict) => {
    expect(after('vm.guest-info-size', vmKey('tools.setInfo.sizeLimit', size))).toBe(verdict)
  })

  test.each([
    ['vmx-22', 'pass'],
    ['vmx-31', 'pass'],
    ['vmx-17', 'pass'],
    ['vmx-16', 'fail'],
    // As texts, “vmx-9” is more than “vmx-17”.
    ['vmx-9', 'fail'],
  ])('hardware newer than the script knew (vmx-21) failed: %s', (version, verdict) => {
    expect(after('vm.hardware-version', vmValue('config.version', version))).toBe(verdict)
  })
})

describe('bugs confessed by reading the SCG scripts', () => {
  const floppy = vmDevice({ _typeName: 'VirtualFloppy' })

  test('templates were left out', () => {
    expect(after('vm.floppy', floppy, vmValue('config.template', true))).toBe('fail')
  })

  test('a VM whose notes have the word “VMware” was taken for an appliance and left out', () => {
    expect(after('vm.floppy', floppy, vmValue('config.annotation', 'VMware cluster of the web shop'))).toBe('fail')
    expect(after('vm.floppy', floppy, vmValue('name', 'VMware vCenter Server'))).toBe('fail')
  })

  test('objects were addressed by name: a twin name, or one with a wildcard, met another VM', () => {
    const draft = goodEstate('9.0')
    addVm(draft, 'vm-900', 'web01', { 'config.maxMksConnections': 40 })
    addVm(draft, 'vm-901', 'web0[1]*', { 'config.maxMksConnections': 40 })
    const seen = findingsOf(draft, found('vm.console-connections')).map(({ subject, verdict }) => [
      subject.ref.value,
      verdict,
    ])
    expect(seen).toEqual([
      ['vm-100', 'pass'],
      ['vm-101', 'pass'],
      ['vm-900', 'fail'],
      ['vm-901', 'fail'],
    ])
  })
})

describe('bugs confessed by reading the DISA InSpec profiles', () => {
  test('an assertion about an empty answer passed: a VM that tells nothing', () => {
    for (const release of releases) {
      const draft = goodEstate(release)
      for (const vm of draft.objects.filter(({ ref }) => ref.type === 'VirtualMachine')) {
        vm.values['config.extraConfig'] = undefined
        vm.values['config.hardware.device'] = undefined
      }
      const asked = catalog.filter(
        ({ kind, subject, reads }) =>
          kind !== 'procedure' &&
          subject === 'VirtualMachine' &&
          reads.some(({ path }) => path === 'config.extraConfig' || path === 'config.hardware.device'),
      )
      expect(asked.length).toBeGreaterThan(20)
      for (const control of asked)
        expect(
          findingsOf(draft, control).map(({ verdict }) => verdict),
          `${release} ${control.id}`,
        ).not.toContain('pass')
    }
  })

  test('a device was looked for by its label, which is another word on a Japanese server', () => {
    expect(
      after('vm.floppy', vmDevice({ _typeName: 'VirtualFloppy', deviceInfo: { label: 'フロッピー ドライブ 1' } })),
    ).toBe('fail')
  })
})

describe('bugs confessed by vmware/dod-compliance-and-automation issue 129', () => {
  test('agents of the cluster (vCLS) were failed for what only the platform may change', () => {
    const agent = vmValue('config.managedBy', { extensionKey: 'com.vmware.vim.eam', type: 'cluster-agent' })
    const floppy = vmDevice({ _typeName: 'VirtualFloppy' })
    expect(after('vm.floppy', floppy, agent)).toBe('notApplicable')
    // Nor does a VM hide behind the name of an agent.
    expect(after('vm.floppy', floppy, vmValue('name', 'vCLS-4f2a'))).toBe('fail')
  })
})
