import { describe, expect, test } from 'vitest'
import { asking } from '../../testing/asking.ts'
import { vmDevice, vmKey, vmValue } from '../../testing/spoilers/vm.ts'
import { vmControls } from './index.ts'

const { firstVerdict, firstNote } = asking(vmControls)

describe('the release below a VM', () => {
  const id = 'vm.supported-release'
  const day = (now: string) => ({ now: new Date(now) })

  test('is judged by the host that the VM is on, and by the day', () => {
    expect(firstVerdict('6.7', id, [], day('2022-10-15T00:00:00Z'))).toBe('pass')
    expect(firstVerdict('6.7', id, [], day('2022-10-16T00:00:00Z'))).toBe('fail')
    expect(firstNote('6.7', id, [], day('2026-11-26T00:00:00Z'))).toBe(
      'general support of 6.7, which esx1.example.test runs, ended on 2022-10-15',
    )
  })

  test('without a host there is none; with one that nobody saw, nobody knows', () => {
    expect(firstVerdict('6.7', id, [vmValue('runtime.host', undefined)])).toBe('notApplicable')
    expect(firstVerdict('6.7', id, [vmValue('runtime.host', { type: 'HostSystem', value: 'host-99' })])).toBe('unknown')
  })

  test('newer releases are not asked: their hosts answer', () => {
    expect(firstVerdict('8.0', id, [])).toBeUndefined()
  })
})

describe('VMware Tools', () => {
  const id = 'vm.tools-current'
  const status = 'guest.toolsVersionStatus2'

  test('a guest that is off says nothing of them, and is not asked', () => {
    const off = vmValue('runtime.powerState', 'poweredOff')
    expect(firstVerdict('8.0', id, [off, vmValue(status, undefined)])).toBe('notApplicable')
    expect(firstVerdict('8.0', id, [vmValue(status, undefined)])).toBe('unknown')
  })

  test('newer ones than the host brings along are no worse, but not what the guide asks for', () => {
    const newer = vmValue(status, 'guestToolsSupportedNew')
    expect(firstVerdict('8.0', id, [newer])).toBe('pass')
    expect(firstVerdict('8.0', id, [newer], { baseline: 'scg' })).toBe('fail')
    for (const bad of ['guestToolsNotInstalled', 'guestToolsTooOld', 'guestToolsBlacklisted', 'guestToolsNeedUpgrade'])
      expect(firstVerdict('8.0', id, [vmValue(status, bad)]), bad).toBe('fail')
  })
})

describe('the log of a VM', () => {
  test('an absent key is the good default from 7.0 on, and nobody knows before; STIG 7.0 wants the size named', () => {
    for (const [id, key] of [
      ['vm.log-files-kept', 'log.keepOld'],
      ['vm.log-size-limited', 'log.rotateSize'],
    ] as const) {
      expect(firstVerdict('6.7', id, [vmKey(key, undefined)]), id).toBe('fail')
      expect(firstVerdict('7.0', id, [vmKey(key, undefined)]), id).toBe('pass')
    }
    const unset = [vmKey('log.rotateSize', undefined)]
    expect(firstVerdict('7.0', 'vm.log-size-limited', unset, { baseline: 'stig' })).toBe('fail')
    expect(firstVerdict('8.0', 'vm.log-size-limited', unset, { baseline: 'stig' })).toBe('pass')
  })

  test('no limit at all is no limit', () => {
    expect(firstVerdict('8.0', 'vm.log-size-limited', [vmKey('log.rotateSize', '0')])).toBe('fail')
    expect(firstVerdict('8.0', 'vm.log-files-kept', [vmKey('log.keepOld', '0')])).toBe('fail')
    expect(firstVerdict('8.0', 'vm.log-files-kept', [vmKey('log.keepOld', 'many')])).toBe('fail')
  })
})

describe('what was left behind', () => {
  const allocation = (limit: unknown, level: unknown) => ({
    _typeName: 'ResourceAllocationInfo',
    limit,
    shares: { _typeName: 'SharesInfo', shares: 1, level },
  })
  const id = 'vm.resource-allocation'

  test('a limit at or above the size of the memory throttles nothing', () => {
    const verdict = (limit: number) =>
      firstVerdict('8.0', id, [vmValue('config.memoryAllocation', allocation(limit, 'normal'))])
    expect([verdict(-1), verdict(8192), verdict(8188), verdict(0)]).toEqual(['pass', 'pass', 'fail', 'fail'])
  })

  test('raised shares take from others, lowered ones do not; the platform’s VMs keep theirs', () => {
    const shares = (level: string) => vmValue('config.cpuAllocation', allocation(-1, level))
    expect(firstVerdict('8.0', id, [shares('low')])).toBe('pass')
    expect(firstNote('8.0', id, [shares('high')])).toBe('CPU: shares high')
    expect(firstVerdict('8.0', id, [shares('custom')])).toBe('fail')
    const platform = vmValue('config.managedBy', { extensionKey: 'com.vmware.vim.eam', type: 'cluster-agent' })
    expect(firstVerdict('8.0', id, [shares('custom'), platform])).toBe('notApplicable')
    expect(firstVerdict('8.0', id, [vmValue('config.cpuAllocation', allocation(undefined, 'low'))])).toBe('unknown')
  })

  test('a SATA controller with a drive on it is in use', () => {
    const ahci = (device: readonly number[]) => vmDevice({ _typeName: 'VirtualAHCIController', device })
    expect(firstVerdict('8.0', 'vm.ahci-controller-in-use', [ahci([16_000])])).toBe('pass')
    expect(firstVerdict('8.0', 'vm.ahci-controller-in-use', [ahci([])])).toBe('fail')
  })

  test('the VGA key is asked for by the old guides only; an explicit FALSE is worth nothing to anyone', () => {
    const unset = [vmKey('svga.vgaOnly', undefined)]
    expect(firstVerdict('6.5', 'vm.vga-only', unset)).toBe('pass')
    expect(firstVerdict('6.5', 'vm.vga-only', unset, { baseline: 'scg' })).toBe('fail')
    expect(firstVerdict('7.0', 'vm.vga-only', unset)).toBeUndefined()
  })
})
