import { describe, expect, test } from 'vitest'
import { mistakes } from '../testing/bench.ts'

const reads = [
  'runtime.powerState',
  'runtime.host',
  'config.hardware.numCPU',
  'config.hardware.device',
  'config.extraConfig',
  'config.annotation',
  'config.template',
  'config.bootOptions',
  'guest.toolsVersionStatus2',
  { type: 'HostSystem', path: 'runtime.connectionState' },
]

const said = (pass: string, more: object = {}) =>
  mistakes({ subject: 'VirtualMachine', judge: { reads, pass }, ...more }).map(
    ({ path, message, offset }) => `${path.join('.')} ${offset}: ${message}`,
  )

describe('what can never be right is said before anything is read', () => {
  test.each([
    ['slef.name == "a"', /^judge\.pass 0: there is no slef here; did you mean self\?$/],
    ['self.config.hardware.numCPUs > 1', /VirtualHardware has no numCPUs; did you mean numCPU\?/],
    ['self.config.hardwar.numCPU > 1', /VirtualMachineConfigInfo has no hardwar; did you mean hardware\?/],
    ['self.config.hardware.memoryMB > 1', /config\.hardware\.memoryMB of VirtualMachine is not among the reads/],
    ['self.config.firmware == "efi"', /config\.firmware of VirtualMachine is not among the reads/],
    ['self.nme == "a"', /VirtualMachine has no nme; did you mean name\?/],
    ['self.config.hardware.device.exists(d, d.backing.fileNam == "")', /has no fileNam; did you mean fileName\?/],
    [
      'self.config.hardware.device.exists(d, has(d.conectable))',
      /VirtualDevice has no conectable; did you mean connectable\?/,
    ],
    ['self.runtime.powerState == "PoweredOn"', /VirtualMachinePowerState has no PoweredOn; did you mean poweredOn\?/],
    ['self.runtime.powerState in ["poweredOn", "poweredof"]', /did you mean poweredOff\?/],
    ['self.config.hardware.numCPU == "4"', /a whole number is never equal to a text/],
    ['self.config.template == 1', /true or false is never equal to a whole number/],
    ['self.config.hardware.numCPU > "4"', /have no order/],
    ['self.config.hardware.numCPU * 1.5 > 4.0', /not mixed/],
    ['self.config.hardware.numCPU', /^judge\.pass 0: it must be true or false, and this gives a whole number/],
    ['self.config.annotation && true', /&& wants true or false, and this is a text/],
    ['self.config.annotation == null', /asked by has/],
    ['self.config.annotation.matches("(a")', /not a regular expression of RE2/],
    ['self.config.annotation.matches("a(?=b)")', /not a regular expression of RE2/],
    ['self.config.annotation.startWith("a")', /there is no function startWith; did you mean startsWith\?/],
    ['startsWith(self.config.annotation, "a")', /write text\.startsWith/],
    ['self.config.hardware.device.all(d.key > 1)', /all wants a variable and an expression/],
    ['self.config.hardware.device.all(self, true)', /self means something else/],
    ['self.config.annotation.all(c, true)', /only a list is gone through/],
    ['self.runtime.host.name == "a"', /get\(…\) gives the HostSystem/],
    ['get(self.runtime.host).runtime.bootTime < now', /runtime\.bootTime of HostSystem is not among the reads/],
    ['get(self.config.annotation).name == "a"', /get wants a reference/],
    [
      'all("Datastore").size() > 0',
      /no reads of Datastore are declared; declared are those of VirtualMachine, HostSystem/,
    ],
    ['all(self.name).size() > 0', /name of a type in quotes/],
    ['self == get(self.runtime.host)', /compare their ref/],
    ['isA(self.config.hardware.device[0], "VirtualDsk")', /there is no type VirtualDsk; did you mean VirtualDisk\?/],
    ['self.config.hardware.device.exists(d, isA(d, "OptionValue"))', /a VirtualDevice is never a OptionValue/],
    ['policy.certificateDayLeft > 1', /did you mean certificateDaysLeft\?/],
    ['estate.kind == "vCenter"', /has no vCenter; did you mean vcenter\?/],
    ['self.config.hardware.device["0"].key == 1', /by its number/],
    ['Message{a: 1} == 1', /messages are not known/],
    ['size(self.config.hardware.numCPU) == 1', /has no size/],
    ['self.config.hardware.numCPU == 1 +', /^judge\.pass 33: /],
    ['"abc', /^judge\.pass 0: /],
  ])('%s', (pass, wanted) => {
    const all = said(pass)
    expect(all.length).toBe(1)
    expect(all[0]).toMatch(wanted)
    expect(all[0]).not.toMatch(/\n/)
  })

  test('a field that an older release lacks is asked for by has first, or the releases are narrowed', () => {
    const older = { reads: ['config.flags'], pass: 'self.config.flags.vbsEnabled' }
    const message = (judge: object, releases?: string) =>
      mistakes({ subject: 'VirtualMachine', judge, ...(releases === undefined ? {} : { releases }) }).map(
        ({ message: one }) => one,
      )
    expect(message(older)[0]).toMatch(
      /vbsEnabled of VirtualMachineFlagInfo exists since API 6\.7, and the control applies to 6\.5/,
    )
    expect(message(older, '6.7..9.1')).toEqual([])
    const guarded = { ...older, pass: 'has(self.config.flags.vbsEnabled) && self.config.flags.vbsEnabled' }
    expect(message(guarded)).toEqual([])
  })

  test('what is right is let through', () => {
    for (const pass of [
      'true',
      'self.config.hardware.device.filter(d, isA(d, "VirtualDisk")).all(d, d.backing.fileName != "")',
      'self.config.hardware.device.map(d, d.key).exists(k, k > 1)',
      'self.config.extraConfig.all(o, o.value != "x")',
      'get(self.runtime.host).runtime.connectionState == "connected"',
      'self.config.template ? self.config.hardware.numCPU == 1 : self.config.hardware.numCPU > 1',
      'type(self.config.annotation) == string',
      'self.config.annotation == "a" || !has(self.config.annotation)',
      'now - duration("24h") > timestamp("2020-01-01T00:00:00Z")',
    ])
      expect(said(pass)).toEqual([])
  })

  test('a note says where its mistake is', () => {
    const judge = { reads, pass: 'true', note: 'has {self.config.hardware.numCPUs} CPUs' }
    const [mistake] = mistakes({ subject: 'VirtualMachine', judge })
    expect(mistake?.path).toEqual(['judge', 'note'])
    expect(mistake?.offset).toBe('has {self.config.hardware'.length)
  })
})
