import { describe, expect, test } from 'vitest'
import { asking } from '../../testing/asking.ts'
import { vmValue } from '../../testing/spoilers/vm.ts'
import { vmTools } from './tools.ts'

const { firstVerdict, firstNote } = asking(vmTools)
const id = 'vm.tools-patched'
const version = (number: unknown) => vmValue('guest.toolsVersion', number)
const type = (word: unknown) => vmValue('guest.toolsInstallType', word)
const family = (word: unknown) => vmValue('guest.guestFamily', word)
const status = (word: unknown) => vmValue('guest.toolsVersionStatus2', word)

describe('vm.tools-patched', () => {
  test('what the host calls current may still lack fixes, and attackers know', () => {
    const old = [version('12389'), status('guestToolsCurrent')]
    expect(firstVerdict('8.0', id, old)).toBe('fail')
    expect(firstNote('8.0', id, old)).toBe(
      'VMware Tools 12.3.5 lack fixes of 4 advisories; attackers use CVE-2025-41244; update to 12.5.4 or later',
    )
    const used = [version('12325'), family('windowsGuest')]
    expect(firstNote('8.0', id, used)).toContain('CVE-2023-20867')
    const unused = { now: new Date('2025-03-25T00:00:00Z') }
    expect(firstNote('8.0', id, old, unused)).toBe(
      'VMware Tools 12.3.5 lack fixes of 1 advisories, the latest VMSA-2025-0005 of 2025-03-25; update to 12.5.1 or later',
    )
  })

  test('a package of the distribution is a question for a person, by number or without', () => {
    const packaged = [version('12389'), type('guestToolsTypeOpenVMTools'), family('linuxGuest')]
    expect(firstVerdict('8.0', id, packaged)).toBe('manual')
    expect(firstNote('8.0', id, packaged)).toContain('ask it for CVE-2025-41244, CVE-2025-22247')
    expect(firstVerdict('8.0', id, [version('2147483647')])).toBe('manual')
    // A kind that nobody knows: then who manages them tells.
    const unmanaged = [version('12389'), type('guestToolsTypeUnknown'), family('linuxGuest')]
    expect(firstVerdict('8.0', id, [...unmanaged, status('guestToolsUnmanaged')])).toBe('manual')
    expect(firstVerdict('8.0', id, [...unmanaged, status('guestToolsCurrent')])).toBe('fail')
  })

  test('a guest that is not known leaves the flaws of some guests open', () => {
    const day = { now: new Date('2025-08-01T00:00:00Z') }
    expect(firstNote('8.0', id, [version('12450'), family(undefined)], day)).toContain('which guest runs is not known')
  })

  test('without VMware Tools there is nothing to patch; without a number nobody knows', () => {
    expect(firstVerdict('8.0', id, [version('0')])).toBe('notApplicable')
    expect(firstVerdict('8.0', id, [version(undefined)])).toBe('unknown')
    expect(firstVerdict('8.0', id, [version('')])).toBe('unknown')
    for (const odd of ['12.3.5', '99999', '12', -1, {}, '9'.repeat(40)])
      expect(firstVerdict('8.0', id, [version(odd)]), String(odd)).toBe('unknown')
  })

  test('a guest that is off is not asked, and a line younger than the data is not judged', () => {
    expect(firstVerdict('8.0', id, [version('12389'), vmValue('runtime.powerState', 'poweredOff')])).toBe(
      'notApplicable',
    )
    expect(firstVerdict('8.0', id, [version(String(14 * 1024))])).toBe('unknown')
  })
})
