import { describe, expect, test } from 'vitest'
import { renderNote } from '../../text/index.ts'
import { idsIn, type Baseline } from '../../control/index.ts'
import { releases, type Release } from '../../model/index.ts'
import { add, first, setOption, type Draft, type Spoiler } from '../../testing/draft.ts'
import { goodEstate } from '../../testing/good-estate.ts'
import { goodVmValues } from '../../testing/good-vm.ts'
import { disc, vmDevice, vmDeviceOf, vmKey, vmSpoilers, vmValue } from '../../testing/spoilers/vm.ts'
import { findingsOf, verdictOf } from '../../testing/verdicts.ts'
import { vmControls } from './index.ts'

function controlOf(id: string) {
  const found = vmControls.find((control) => control.id === id)
  if (!found) throw new Error(`no control ${id}`)
  return found
}

/** The verdict on the first VM of a good estate after some changes. */
function after(release: Release, id: string, changes: readonly Spoiler[], baseline: Baseline = 'sakimori') {
  const draft = goodEstate(release)
  for (const change of changes) change(draft)
  return verdictOf(draft, controlOf(id), { baseline })
}

const said = (draft: Draft, id: string) => {
  const finding = findingsOf(draft, controlOf(id))[0]
  return finding?.note ? renderNote(finding.note, 'en') : undefined
}

describe('trap 1: a missing key has three meanings', () => {
  test.each(vmControls.filter(({ id }) => id.startsWith('vm.hosted-')).map(({ id }) => id))(
    '%s: only an explicit FALSE is a finding',
    (id) => {
      for (const release of ['6.5', '6.7', '7.0'] as const) expect(after(release, id, [emptyKeys])).toBe('pass')
      const spoil = vmSpoilers[id]
      expect(spoil && after('7.0', id, [spoil])).toBe('fail')
      // Withdrawn by the vendor, and gone from every newer guide.
      expect(after('8.0', id, [emptyKeys])).toBeUndefined()
    },
  )

  test.each(['vm.disk-shrink', 'vm.disk-wiper', 'vm.console-drag-and-drop'])(
    '%s: absent is bad on 6.x and good from 7.0 on',
    (id) => {
      expect(releases.map((release) => after(release, id, [emptyKeys]))).toEqual([
        'fail',
        'fail',
        'pass',
        'pass',
        'pass',
        'pass',
      ])
    },
  )

  test('copy and paste are off where nothing is set', () => {
    for (const release of releases) expect(after(release, 'vm.console-copy', [emptyKeys])).toBe('pass')
  })

  test.each([40, -1, 0, 2])('%i console connections never pass', (count) => {
    for (const release of releases)
      expect(after(release, 'vm.console-connections', [vmValue('config.maxMksConnections', count)])).toBe('fail')
  })

  test('console connections and automatic lock that the server does not tell are unknown', () => {
    expect(after('8.0', 'vm.console-connections', [vmValue('config.maxMksConnections', undefined)])).toBe('unknown')
    expect(after('8.0', 'vm.console-auto-lock', [vmValue('config.guestAutoLockEnabled', undefined)])).toBe('unknown')
  })

  test('a VM whose configuration could not be read has no missing keys: it is unknown', () => {
    const gone = [vmValue('config.extraConfig', undefined), vmValue('config.hardware.device', undefined)]
    for (const id of [
      'vm.console-copy',
      'vm.page-sharing-salt',
      'vm.hosted-unity',
      'vm.network-filter',
      'vm.floppy',
      'vm.cdrom-disconnected',
    ])
      expect(after('6.7', id, gone)).toBe('unknown')
  })

  test('3D is on by default in the 7.0 guide alone', () => {
    expect(releases.map((release) => after(release, 'vm.3d-acceleration', [emptyKeys]))).toEqual([
      'pass',
      'pass',
      'fail',
      'pass',
      'pass',
      'pass',
    ])
  })

  test('a size limit of 0 is no limit, and a text is no number', () => {
    expect(after('8.0', 'vm.guest-info-size', [vmKey('tools.setInfo.sizeLimit', '0')])).toBe('fail')
    expect(after('8.0', 'vm.guest-info-size', [vmKey('tools.setInfo.sizeLimit', '1 MB')])).toBe('fail')
    expect(after('8.0', 'vm.guest-info-size', [vmKey('tools.setInfo.sizeLimit', undefined)])).toBe('pass')
  })
})

describe('trap 2: STIG turns on the same question', () => {
  test.each([
    'vm.console-copy',
    'vm.console-paste',
    'vm.disk-shrink',
    'vm.host-info',
    'vm.device-connection-by-guest',
    'vm.guest-info-size',
  ])('%s: an absent key is a finding up to 7.0 and none from 8.0 on', (id) => {
    expect(releases.map((release) => after(release, id, [emptyKeys], 'stig'))).toEqual([
      'fail',
      'fail',
      'fail',
      'pass',
      'pass',
      'pass',
    ])
  })

  test('a page-sharing salt is a finding in all of them', () => {
    for (const release of releases) {
      expect(after(release, 'vm.page-sharing-salt', [emptyKeys], 'stig')).toBe('pass')
      expect(after(release, 'vm.page-sharing-salt', [vmKey('sched.mem.pshare.salt', 'x')], 'stig')).toBe('fail')
    }
  })

  test('3D: 7.0 already passes an absent key', () => {
    expect(after('7.0', 'vm.3d-acceleration', [emptyKeys], 'stig')).toBe('pass')
    expect(after('6.7', 'vm.3d-acceleration', [emptyKeys], 'stig')).toBe('fail')
  })

  test('vMotion: STIG passes opportunistic, the vendor’s guide wants required', () => {
    const opportunistic = [vmValue('config.migrateEncryption', 'opportunistic')]
    expect(after('8.0', 'vm.vmotion-encryption', opportunistic)).toBe('pass')
    expect(after('8.0', 'vm.vmotion-encryption', opportunistic, 'stig')).toBe('pass')
    expect(after('8.0', 'vm.vmotion-encryption', opportunistic, 'scg')).toBe('fail')
    expect(
      after('8.0', 'vm.vmotion-encryption', [
        vmValue('config.keyId', { keyId: 'k' }),
        vmValue('config.migrateEncryption', 'disabled'),
      ]),
    ).toBe('pass')
  })
})

test('trap 3: a key that is set to the good value is as good as none', () => {
  for (const id of ['vm.console-copy', 'vm.disk-shrink', 'vm.host-info']) {
    expect(after('9.1', id, [])).toBe('pass')
    expect(after('9.1', id, [emptyKeys])).toBe('pass')
  }
})

describe('trap 4: keys have no case and values many spellings', () => {
  test.each(['TRUE', 'true', 'True', '1', 'yes', ' on '])('copy.disable = %j', (value) => {
    expect(after('6.5', 'vm.console-copy', [vmKey('ISOLATION.Tools.COPY.disable', value)])).toBe('pass')
  })
  test.each(['FALSE', '0', 'no', '', 'enabled', '２'])('copy.disable = %j', (value) => {
    expect(after('8.0', 'vm.console-copy', [vmKey('isolation.tools.copy.disable', value)])).toBe('fail')
  })
})

describe('trap 34: errors of the guides are not ours', () => {
  test('the GUI options must be off, although the 6.5 guide prints 1', () => {
    expect(after('6.5', 'vm.console-gui-options', [vmKey('isolation.tools.setGUIOptions.enable', '1')], 'scg')).toBe(
      'fail',
    )
    expect(
      after('6.5', 'vm.console-gui-options', [vmKey('isolation.tools.setGUIOptions.enable', 'FALSE')], 'scg'),
    ).toBe('pass')
  })
  test('the shared folders are judged by the key that exists', () => {
    expect(after('6.5', 'vm.shared-folders', [vmKey('isolation.tools.hgfsServerSet.disable', '0')], 'scg')).toBe('fail')
    expect(after('6.5', 'vm.shared-folders', [vmKey('isolation.tools.hgfs.disable', '0')], 'scg')).toBe('pass')
  })
})

test('trap 36: no text of ours names a rule; the ids come from the table', () => {
  for (const control of vmControls) {
    for (const { en, ja } of [control.title, control.rationale, control.impact])
      expect(`${en} ${ja}`).not.toMatch(/VMCH-|VCFV-|vm-[789]\./)
    for (const release of releases)
      expect(idsIn('stig', control.facts, release).every((id) => /^[A-Z]/.test(id))).toBe(true)
  }
})

describe('trap 18: page sharing is decided by the host and its VMs together', () => {
  interface Tenant {
    readonly salt?: string
    readonly uuid?: string | undefined
    readonly off?: boolean
    readonly power?: string
  }
  /** A host with a level of salting and the given VMs on it. */
  function hosting(salting: unknown, tenants: readonly Tenant[], spoil: Spoiler = () => undefined) {
    const draft = goodEstate('8.0')
    for (const vm of draft.objects.filter(({ ref }) => ref.type === 'VirtualMachine'))
      vm.values['runtime.powerState'] = 'poweredOff'
    for (const [index, { salt, off, power = 'poweredOn', ...own }] of tenants.entries()) {
      const vm = add(draft, 'VirtualMachine', `vm-${900 + index}`, {
        ...goodVmValues('8.0', index),
        name: `t${index}`,
        parent: undefined,
        'runtime.host': { type: 'HostSystem', value: 'host-10' },
        'runtime.powerState': power,
        'config.instanceUuid': 'uuid' in own ? own.uuid : `uuid-${index}`,
      })
      setOption(vm, 'config.extraConfig', 'sched.mem.pshare.salt', salt)
      if (off) setOption(vm, 'config.extraConfig', 'sched.mem.pshare.enable', 'FALSE')
    }
    if (salting !== undefined) setOption(first(draft, 'HostSystem'), 'config.option', 'Mem.ShareForceSalting', salting)
    spoil(draft)
    const finding = findingsOf(draft, controlOf('esx.page-sharing-between-vms'))[0]
    return { verdict: finding?.verdict, note: finding?.note?.values }
  }

  test('0: all share, whatever their salts', () => {
    expect(hosting(0, [{ salt: 'a' }, { salt: 'b' }, {}])).toMatchObject({
      verdict: 'fail',
      note: { count: 3, groups: 1, names: 't0, t1, t2' },
    })
  })
  test('1: those without a salt share with one another', () => {
    expect(hosting(1, [{}, {}, { salt: 'a' }])).toMatchObject({ verdict: 'fail', note: { count: 2, names: 't0, t1' } })
    expect(hosting(1, [{}, { salt: 'a' }, { salt: 'b' }]).verdict).toBe('pass')
    expect(hosting(1, [{}, { salt: '0' }]).verdict).toBe('fail')
  })
  test('2: those with the same explicit salt share, and those with the same UUID', () => {
    expect(hosting(2, [{}, {}, {}]).verdict).toBe('pass')
    expect(hosting(2, [{ salt: 'a' }, { salt: 'a' }, { salt: 'b' }, { salt: 'b' }, {}])).toMatchObject({
      verdict: 'fail',
      note: { count: 4, groups: 2 },
    })
    expect(hosting(2, [{ uuid: 'same' }, { uuid: 'same' }]).verdict).toBe('fail')
    // Without a UUID the host draws a salt at random.
    expect(hosting(2, [{ uuid: undefined }, { uuid: undefined }]).verdict).toBe('pass')
  })
  test('a VM that does not share pages, or does not run, is in no group', () => {
    expect(hosting(0, [{ off: true }, {}]).verdict).toBe('pass')
    expect(hosting(0, [{ power: 'poweredOff' }, {}, { power: 'suspended' }]).verdict).toBe('pass')
    expect(hosting(0, []).verdict).toBe('notApplicable')
  })
  test('what is not known stays unknown', () => {
    const withhold =
      (path: string): Spoiler =>
      (draft) => {
        const vm = draft.objects.at(-1)
        if (!vm) return
        delete vm.values[path]
        vm.missing[path] = { why: 'noPermission' }
      }
    for (const path of ['runtime.host', 'runtime.powerState', 'config.extraConfig', 'config.instanceUuid'])
      expect([path, hosting(2, [{}, {}], withhold(path)).verdict]).toEqual([path, 'unknown'])
    expect(hosting(3, [{}, {}]).verdict).toBe('unknown')
    expect(hosting(true, [{}, {}]).verdict).toBe('unknown')
  })
})

describe('devices', () => {
  const platform = vmValue('config.managedBy', {
    _typeName: 'ManagedByInfo',
    extensionKey: 'com.vmware.vim.eam',
    type: 'cluster-agent',
  })

  test('are told by class, never by label', () => {
    expect(
      after('8.0', 'vm.floppy', [vmDevice({ _typeName: 'VirtualKeyboard', deviceInfo: { label: 'Floppy drive 1' } })]),
    ).toBe('pass')
    expect(
      after('8.0', 'vm.floppy', [vmDevice({ _typeName: 'VirtualFloppy', deviceInfo: { label: 'フロッピー' } })]),
    ).toBe('fail')
    expect(after('8.0', 'vm.usb-controller', [vmDevice({ _typeName: 'VirtualUSBController' })])).toBe('fail')
    expect(after('8.0', 'vm.sound-card', [vmDevice({ _typeName: 'VirtualSoundBlaster16' })])).toBe('fail')
    expect(after('8.0', 'vm.pci-passthrough', [vmDevice({ _typeName: 'VirtualSriovEthernetCard' })])).toBe('fail')
  })

  test('of a class that is new to us disturb nothing; without a class the answer is unknown', () => {
    expect(after('9.1', 'vm.floppy', [vmDevice({ _typeName: 'VirtualQuantumPort' })])).toBe('pass')
    expect(after('9.1', 'vm.floppy', [vmDevice({ deviceInfo: { label: 'Floppy' } })])).toBe('unknown')
    for (const list of [null, 'x', [null], [7], [[]]])
      expect(after('9.1', 'vm.floppy', [vmValue('config.hardware.device', list)])).toBe('unknown')
  })

  test('of a VM that the platform keeps are left alone; a name alone is no proof', () => {
    const floppy = vmDevice({ _typeName: 'VirtualFloppy' })
    expect(after('8.0', 'vm.floppy', [floppy, platform])).toBe('notApplicable')
    expect(after('8.0', 'vm.floppy', [floppy, vmValue('name', 'vCLS (1)')])).toBe('fail')
    expect(
      after('8.0', 'vm.floppy', [
        floppy,
        vmValue('config.managedBy', { extensionKey: 'com.example.backup', type: 'x' }),
      ]),
    ).toBe('fail')
  })

  test('of a template count like those of a VM', () => {
    expect(
      after('8.0', 'vm.floppy', [vmValue('config.template', true), vmDevice({ _typeName: 'VirtualFloppy' })]),
    ).toBe('fail')
  })

  test('of a VM that is off count when they connect at power-on', () => {
    const off = vmValue('runtime.powerState', 'poweredOff')
    expect(after('8.0', 'vm.cdrom-disconnected', [off, disc({ connected: false, startConnected: true })])).toBe('fail')
    expect(after('8.0', 'vm.cdrom-disconnected', [off, disc({ connected: false, startConnected: false })])).toBe('pass')
    expect(after('8.0', 'vm.cdrom-disconnected', [disc({ connected: true })])).toBe('fail')
    expect(after('8.0', 'vm.cdrom-disconnected', [disc({ connected: undefined })])).toBe('fail')
  })

  test('a disc is described by where it comes from', () => {
    const draft = goodEstate('8.0')
    vmDeviceOf('VirtualCdrom', (device) => ({
      ...device,
      backing: { _typeName: 'VirtualCdromIsoBackingInfo', fileName: '[iso] a.iso' },
    }))(draft)
    disc({ connected: true })(draft)
    expect(said(draft, 'vm.cdrom-disconnected')).toBe('CD/DVD ドライブ 1 (connected, ISO [iso] a.iso)')
  })

  test.each([
    ['telnets://192.0.2.1:1', undefined, 'pass'],
    ['tcp+ssl://192.0.2.1:1', undefined, 'pass'],
    ['telnet://192.0.2.1:1', undefined, 'fail'],
    ['tcp://192.0.2.1:1', undefined, 'fail'],
    ['vm-serial', 'telnets://192.0.2.1:1', 'pass'],
    ['telnets://192.0.2.1:1', 'telnet://192.0.2.1:1', 'fail'],
    [undefined, undefined, 'fail'],
  ])('a serial port to %s by way of %s: %s', (serviceURI, proxyURI, verdict) => {
    const backing = { _typeName: 'VirtualSerialPortURIBackingInfo', serviceURI, proxyURI }
    expect(after('8.0', 'vm.serial-port-encrypted', [vmDevice({ _typeName: 'VirtualSerialPort', backing })])).toBe(
      verdict,
    )
  })

  test('the guest controls a device only where neither the device nor the isolation key forbids it', () => {
    const willing = disc({ allowGuestControl: true })
    expect(releases.map((release) => after(release, 'vm.device-guest-control', [emptyKeys, willing]))).toEqual([
      'fail',
      'fail',
      'pass',
      'pass',
      'pass',
      'pass',
    ])
    expect(after('6.5', 'vm.device-guest-control', [willing])).toBe('pass')
    expect(after('8.0', 'vm.device-guest-control', [vmKey('isolation.device.connectable.disable', 'FALSE')])).toBe(
      'pass',
    )
  })
})

describe('typed settings', () => {
  test('only Windows locks its desktop', () => {
    const draft = goodEstate('8.0')
    expect(findingsOf(draft, controlOf('vm.console-auto-lock')).map(({ verdict }) => verdict)).toEqual([
      'pass',
      'notApplicable',
    ])
  })

  test.each([
    ['6.5', 'vmx-13', 'pass'],
    ['6.5', 'vmx-9', 'fail'],
    ['8.0', 'vmx-13', 'fail'],
    ['8.0', 'vmx-17', 'pass'],
    ['8.0', 'vmx-100', 'pass'],
    ['8.0', 'vmx', 'fail'],
  ] as const)('hardware on %s: %s is a %s', (release, version, verdict) => {
    expect(after(release, 'vm.hardware-version', [vmValue('config.version', version)])).toBe(verdict)
  })

  test('Secure Boot is asked of EFI alone', () => {
    expect(after('8.0', 'vm.secure-boot', [vmValue('config.firmware', 'bios')])).toBe('notApplicable')
    expect(after('8.0', 'vm.secure-boot', [vmValue('config.firmware', undefined)])).toBe('unknown')
    expect(after('8.0', 'vm.secure-boot', [vmValue('config.bootOptions', undefined)])).toBe('unknown')
  })

  test('a filter key is found by its pattern, in any case', () => {
    expect(after('8.0', 'vm.network-filter', [vmKey('Ethernet12.Filter3.NAME', 'x')])).toBe('fail')
    expect(after('8.0', 'vm.network-filter', [vmKey('ethernet0.filter1.param', 'x')])).toBe('pass')
    expect(after('8.0', 'vm.network-filter', [vmKey('xethernet0.filter1.name', 'x')])).toBe('pass')
  })
})

/** Takes every key out of the first VM's extraConfig but one that has nothing to do with security. */
function emptyKeys(draft: Draft): void {
  vmValue('config.extraConfig', [{ _typeName: 'OptionValue', key: 'nvram', value: 'vm.nvram' }])(draft)
}

const junk: readonly unknown[] = [7, 'x', [null], [7], ['x'], [[]]]

test.each(vmControls.map((control) => [control.id, control] as const))(
  '%s never passes on a value of a wrong type',
  (_, control) => {
    const release = releases.findLast((one) => findingsOf(goodEstate(one), control).length > 0) ?? '6.5'
    for (const { type, path } of control.reads) {
      // A key of encryption and a manager are either there or not.
      if (path === 'config.keyId' || path === 'config.managedBy') continue
      const whole = path.replace(/\[".*"\]$/, '')
      for (const value of [...junk, null, true, [], {}, [{}]]) {
        // Any text may be a UUID.
        if (path === 'config.instanceUuid' && value === 'x') continue
        const draft = goodEstate(release)
        for (const object of draft.objects) if (object.ref.type === type) object.values[whole] = value
        const found = findingsOf(draft, control).map(({ verdict }) => verdict)
        expect([path, value, junk.includes(value) && found.includes('pass')]).toEqual([path, value, false])
      }
    }
  },
)
