import { describe, expect, test } from 'vitest'
import { asking } from '../../testing/asking.ts'
import { first, setOption, type Spoiler } from '../../testing/draft.ts'
import { vmControls } from './index.ts'

const { firstVerdict } = asking(vmControls)

const vm =
  (values: Record<string, unknown>): Spoiler =>
  (draft) =>
    Object.assign(first(draft, 'VirtualMachine').values, values)

const managedBy = (extensionKey: string, type = 'cluster-agent') =>
  vm({ 'config.managedBy': { _typeName: 'ManagedByInfo', extensionKey, type } })

const agent = managedBy('com.vmware.vim.eam')
const copyOpen: Spoiler = (draft) =>
  setOption(first(draft, 'VirtualMachine'), 'config.extraConfig', 'isolation.tools.copy.disable', 'FALSE')
const withheld: Spoiler = (draft) => {
  const { values, missing } = first(draft, 'VirtualMachine')
  delete values['config.managedBy']
  missing['config.managedBy'] = { why: 'noPermission' }
}

describe('a VM that the platform keeps', () => {
  test('does not fail what nobody may change about it', () => {
    expect(firstVerdict('8.0', 'vm.console-copy', [copyOpen])).toBe('fail')
    expect(firstVerdict('8.0', 'vm.console-copy', [copyOpen, agent])).toBe('notApplicable')
  })

  test('is known by who keeps it, not by its name or by any other solution', () => {
    const named = vm({ name: 'vCLS-4c4c4544-0010' })
    expect(firstVerdict('8.0', 'vm.console-copy', [copyOpen, named])).toBe('fail')
    expect(firstVerdict('8.0', 'vm.console-copy', [copyOpen, managedBy('com.example.backup')])).toBe('fail')
  })

  test('may be any VM of which nobody can say who keeps it', () => {
    expect(firstVerdict('8.0', 'vm.console-copy', [withheld])).toBe('unknown')
  })

  test('must look like what it says: an agent of the cluster has no network', () => {
    const id = 'vm.cluster-agent-without-network'
    expect(firstVerdict('8.0', id, [])).toBe('notApplicable')
    expect(firstVerdict('8.0', id, [agent])).toBe('fail')
    expect(firstVerdict('8.0', id, [agent, vm({ 'config.hardware.device': [] })])).toBe('pass')
    expect(firstVerdict('8.0', id, [managedBy('com.vmware.vim.eam', 'vsan-file-service')])).toBe('notApplicable')
    expect(firstVerdict('8.0', id, [withheld])).toBe('unknown')
  })
})
