import { describe, expect, test } from 'vitest'
import { asking } from '../../testing/asking.ts'
import { first, setOption, type Spoiler } from '../../testing/draft.ts'
import { processorValues } from '../../testing/processors.ts'
import { processor } from './processor.ts'

const { firstVerdict, firstNote } = asking(processor)

const set =
  (values: Readonly<Record<string, unknown>>): Spoiler =>
  (draft) => {
    Object.assign(first(draft, 'HostSystem').values, values)
  }
const cpu = (name: Parameters<typeof processorValues>[0]) => set(processorValues(name))
const option =
  (key: string, value: boolean | undefined): Spoiler =>
  (draft) =>
    setOption(first(draft, 'HostSystem'), 'config.option', `VMkernel.Boot.${key}`, value)
const gone =
  (path: string): Spoiler =>
  (draft) => {
    const host = first(draft, 'HostSystem')
    delete host.values[path]
    host.missing[path] = { why: 'noPermission' }
  }
/** A host before 8.0.3 tells its model by a register alone. */
const byRegister = (eax: string) => {
  const [one] = processorValues('haswell')['hardware.cpuPkg'] as Record<string, unknown>[]
  const { family: _family, model: _model, stepping: _stepping, ...rest } = one ?? {}
  return set({ 'hardware.cpuPkg': [{ ...rest, cpuFeature: [{ _typeName: 'HostCpuIdInfo', level: 1, eax }] }] })
}
const vendor = (name: string) => set({ 'hardware.cpuPkg': [{ _typeName: 'HostCpuPackage', index: 0, vendor: name }] })
const noFeatures = set({ 'config.featureCapability': undefined })
const threadsOff = set({ 'config.hyperThread': { available: true, active: false, config: false } })

describe('esx.core-scheduler', () => {
  const id = 'esx.core-scheduler'

  test('is asked of processors with the flaws alone', () => {
    expect(firstVerdict('8.0', id, [cpu('haswell')])).toBe('fail')
    expect(firstNote('8.0', id, [cpu('haswell')])).toContain('L1TF (CVE-2018-3646), MDS (CVE-2018-12130)')
    expect(firstVerdict('8.0', id, [cpu('cascadeLake')])).toBe('pass')
    expect(firstVerdict('8.0', id, [vendor('amd'), noFeatures])).toBe('pass')
  })

  test('reads the model from the register where no field has it', () => {
    const haswellEp = '0000:0000:0000:0011:0000:0110:1111:0010'
    const cascadeLake = '0000:0000:0000:0101:0000:0110:0101:0111'
    expect(firstVerdict('7.0', id, [cpu('haswell'), byRegister(haswellEp)])).toBe('fail')
    // A nested host does not show what the processor claims; its model says it.
    expect(firstVerdict('7.0', id, [cpu('haswell'), byRegister(cascadeLake)])).toBe('pass')
    expect(firstVerdict('7.0', id, [cpu('haswell'), byRegister('0000:11')])).toBe('unknown')
  })

  test('knows nothing of processors that are on no list and do not tell', () => {
    expect(firstVerdict('8.0', id, [vendor('unknown')])).toBe('unknown')
    expect(firstVerdict('8.0', id, [vendor('intel'), noFeatures])).toBe('unknown')
    // Stepping 5 of Cascade Lake: L1TF is mended, MDS is not said to be.
    const stepping5 = '0000:0000:0000:0101:0000:0110:0101:0101'
    expect(firstVerdict('8.0', id, [cpu('haswell'), byRegister(stepping5)])).toBe('unknown')
    expect(firstVerdict('8.0', id, [gone('config.featureCapability')])).toBe('unknown')
  })

  test('is content with either version of the scheduler, or with no threads at all', () => {
    expect(firstNote('8.0', id, [cpu('haswell'), option('hyperthreadingMitigation', true)])).toContain('scheduler v1')
    const second = [option('hyperthreadingMitigation', true), option('hyperthreadingMitigationIntraVM', false)]
    expect(firstNote('8.0', id, [cpu('haswell'), ...second])).toContain('scheduler v2')
    const old = [option('hyperthreadingMitigation', true), option('hyperthreadingMitigationIntraVM', undefined)]
    expect(firstVerdict('6.5', id, [cpu('haswell'), ...old])).toBe('pass')
    expect(firstVerdict('8.0', id, [cpu('haswell'), threadsOff])).toBe('pass')
    expect(firstVerdict('8.0', id, [cpu('haswell'), gone('config.hyperThread')])).toBe('unknown')
    expect(firstVerdict('8.0', id, [cpu('haswell'), option('hyperthreadingMitigation', undefined)])).toBe('unknown')
    // One of two sockets is enough.
    const two = [...list('haswell'), ...list('cascadeLake')]
    expect(firstVerdict('8.0', id, [cpu('haswell'), set({ 'hardware.cpuPkg': two })])).toBe('fail')
  })
})

const list = (name: Parameters<typeof processorValues>[0]) => processorValues(name)['hardware.cpuPkg'] as unknown[]

describe('esx.core-scheduler-forced', () => {
  const id = 'esx.core-scheduler-forced'
  const passthrough: Spoiler = (draft) => {
    first(draft, 'VirtualMachine').values['config.hardware.device'] = [
      { _typeName: 'VirtualSriovEthernetCard', key: 4000 },
    ]
  }
  const homeless: Spoiler = (draft) => {
    const vm = first(draft, 'VirtualMachine')
    delete vm.values['runtime.host']
    vm.missing['runtime.host'] = { why: 'noPermission' }
  }

  test('looks for VMs with devices on processors that leak stale data', () => {
    expect(firstVerdict('8.0', id, [cpu('cascadeLake')])).toBe('notApplicable')
    expect(firstVerdict('8.0', id, [cpu('sapphireRapids'), passthrough])).toBe('pass')
    expect(firstVerdict('8.0', id, [cpu('cascadeLake'), passthrough])).toBe('fail')
    expect(firstNote('8.0', id, [cpu('cascadeLake'), passthrough])).toContain('web01')
    expect(firstVerdict('8.0', id, [cpu('cascadeLake'), passthrough, homeless])).toBe('unknown')
    expect(firstVerdict('6.5', id, [cpu('cascadeLake'), passthrough])).toBeUndefined()
  })

  test('asks for the scheduler to be forced where it stays off otherwise', () => {
    const on = option('hyperthreadingMitigation', true)
    expect(firstVerdict('8.0', id, [cpu('cascadeLake'), passthrough, on])).toBe('fail')
    expect(firstVerdict('8.0', id, [cpu('haswell'), passthrough, on])).toBe('pass')
    const forced = option('forceHyperthreadingMitigation', true)
    expect(firstVerdict('8.0', id, [cpu('cascadeLake'), passthrough, forced])).toBe('pass')
    expect(firstVerdict('8.0', id, [cpu('cascadeLake'), passthrough, threadsOff])).toBe('pass')
    const unsaid = option('forceHyperthreadingMitigation', undefined)
    expect(firstVerdict('8.0', id, [cpu('cascadeLake'), passthrough, unsaid])).toBe('unknown')
  })
})

describe('esx.cpu-microcode', () => {
  const id = 'esx.cpu-microcode'
  const without = (name: Parameters<typeof processorValues>[0], ...keys: readonly string[]) => {
    const all = processorValues(name)['config.featureCapability'] as { key: string }[]
    return [cpu(name), set({ 'config.featureCapability': all.filter(({ key }) => !keys.includes(key)) })]
  }

  test('asks for what the model needs', () => {
    expect(firstVerdict('8.0', id, without('haswell', 'cpuid.mdclear'))).toBe('fail')
    expect(firstNote('8.0', id, without('haswell', 'cpuid.mdclear', 'cpuid.ssbd'))).toContain(
      'cpuid.ssbd, cpuid.mdclear',
    )
    expect(firstVerdict('8.0', id, without('cascadeLake', 'cpuid.mdclear', 'cpuid.fcmd'))).toBe('pass')
    expect(firstVerdict('8.0', id, without('cascadeLake', 'cpuid.stibp'))).toBe('fail')
  })

  test('a feature that is listed as absent is absent, and no list says nothing', () => {
    const off = (processorValues('haswell')['config.featureCapability'] as object[]).map((one) => ({
      ...one,
      value: 'Bool:Min:0',
    }))
    // None at all is as good as no list: a host has hundreds.
    expect(firstVerdict('8.0', id, [set({ 'config.featureCapability': off })])).toBe('unknown')
    expect(firstVerdict('8.0', id, [noFeatures])).toBe('unknown')
    expect(firstVerdict('8.0', id, [set({ 'config.featureCapability': 'all' })])).toBe('unknown')
    expect(firstVerdict('8.0', id, [vendor('amd')])).toBe('notApplicable')
  })
})
