import { govc, govcEnv, govcJson, type Server } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, password } from '../../testing/clients.ts'
import { vmBench, type VmBench } from '../../testing/vm-bench.ts'

let bench: VmBench
let server: Server
const pool = '/東京/host/東京-CL01/Resources'
const vm = 'made'

beforeAll(async () => {
  bench = await vmBench()
  const { url } = bench.twin
  const { hostname, port } = new URL(url)
  const env = { ...govcEnv(url, administrator, password), GOVC_DATASTORE: 'ds-c01-2', GOVC_RESOURCE_POOL: pool }
  server = { url, host: hostname, port: Number(port), username: administrator, password, env }
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
})

const run = (command: string, ...args: readonly string[]) => govc(server, [command, ...args])
const on = (command: string, ...args: readonly string[]) => run(command, '-vm', vm, ...args)
const collect = async (path: string, property: string) => (await run('collect', '-s', path, property)).trim()
const complaint = async (work: Promise<string>) => {
  try {
    return `no complaint, but: ${await work}`
  } catch (error) {
    return String(error)
  }
}

describePeer('govc', 'govc and virtual machines', () => {
  test('vm.create, vm.info, vm.change: what is changed shows where it belongs', async () => {
    await run(
      'vm.create',
      '-on=false',
      '-net',
      'VLAN101',
      '-disk',
      '1G',
      '-m',
      '2048',
      '-c',
      '2',
      '-g',
      'ubuntu64Guest',
      vm,
    )
    expect(await run('vm.info', '-r', vm)).toMatch(
      /Ubuntu Linux \(64-bit\)[^]*2048MB[^]*2 vCPU[^]*Storage:\s+ds-c01-2[^]*Network:\s+VLAN101/,
    )
    await on(
      'vm.change',
      '-m',
      '4096',
      '-c',
      '4',
      '-annotation',
      '注記',
      '-e',
      'a.b=1',
      '-e',
      'c=2',
      '-sync-time-with-host',
    )
    await on('vm.change', '-e', 'A.B=', '-migrate-encryption', 'required', '-nested-hv-enabled')
    const info = await run('vm.info', '-e', vm)
    expect(info).toMatch(/4096MB[^]*4 vCPU[^]*c:\s+2/)
    expect(info).not.toContain('a.b')
    const path = `vm/${vm}`
    expect(await collect(path, 'config.annotation')).toBe('注記')
    expect(await collect(path, 'config.migrateEncryption')).toBe('required')
    expect(await complaint(on('vm.change', '-g', 'nonsense'))).toContain('configSpec.guestId')
    expect(await run('events', '-n', '3', path)).toMatch(/Reconfigured made/)
  })

  test('device.*: drives, ports, controllers and adapters', async () => {
    expect(await on('device.cdrom.add')).toBe('cdrom-3000\n')
    await on('device.cdrom.insert', '-device', 'cdrom-3000', 'iso/linux.iso')
    expect(await on('device.info', 'cdrom-3000')).toContain('ISO [ds-c01-2] iso/linux.iso')
    await on('device.cdrom.eject', '-device', 'cdrom-3000')
    expect(await on('device.floppy.add')).toBe('floppy-8000\n')
    await on('device.serial.add')
    await on('device.serial.connect', 'telnet://:33233')
    expect(await on('device.info', 'serialport-*')).toContain('Remote telnet://:33233')
    expect(await on('device.usb.add')).toBe('usb-7000\n')
    expect(await complaint(on('device.usb.add'))).toContain("Invalid configuration for device '0'")
    expect(await on('device.scsi.add', '-type', 'pvscsi')).toBe('pvscsi-1001\n')
    await run('vm.network.add', '-vm', vm, '-net', 'VLAN102', '-net.adapter', 'vmxnet3')
    await run('vm.network.change', '-vm', vm, '-net', 'VLAN103', 'ethernet-1')
    expect(await run('vm.info', '-r', vm)).toMatch(/Network:\s+VLAN101, VLAN103/)
    await on('device.disconnect', 'floppy-8000')
    expect(await on('device.info', 'floppy-8000')).toMatch(/Connected:\s+false[^]*Start connected:\s+false/)
    await on('device.remove', 'floppy-8000', 'pvscsi-1001')
    expect(await on('device.ls')).not.toMatch(/floppy|pvscsi/)
    await on('device.boot', '-order', 'cdrom,disk')
    expect((await on('device.ls', '-boot')).split('\n').map((line) => line.split(' ')[0])).toEqual([
      'cdrom-3000',
      'disk-1000-0',
      '',
    ])
    expect(await complaint(on('device.boot', '-secure'))).toContain('efiSecureBootEnabled')
    await on('device.boot', '-secure', '-firmware', 'efi', '-order', '-')
  })

  test('vm.power: states, and what is refused while a VM runs', async () => {
    await run('vm.power', '-on', vm)
    expect(await run('vm.info', vm)).toMatch(/Power state:\s+poweredOn/)
    expect(await complaint(run('vm.power', '-on', vm))).toContain('(Powered on)')
    expect(await complaint(on('device.remove', 'serialport-*'))).toContain('(Powered on)')
    expect(await complaint(on('vm.change', '-m', '8192'))).toContain('Memory hot plug')
    expect(await complaint(run('vm.power', '-s', vm))).toContain('VMware Tools is not running')
    await run('vm.power', '-on', '-M', vm, 'erp-000001')
    await run('vm.power', '-suspend', vm)
    await run('vm.power', '-on', vm)
    await run('vm.power', '-reset', vm)
    await run('vm.power', '-off', vm)
    expect(await run('events', '-n', '20', `vm/${vm}`)).toMatch(
      /is suspended[^]*is resumed[^]*is reset[^]*is powered off/,
    )
  })

  test('a guest with tools shuts down, and has its address again', async () => {
    const guest = 'erp-000001'
    const address = await collect(`vm/東京-CL01/業務系/${guest}`, 'guest.ipAddress')
    await run('vm.power', '-s', guest)
    expect(await collect(`vm/東京-CL01/業務系/${guest}`, 'guest.ipAddress')).toBe('')
    await run('vm.power', '-on', guest)
    expect(await collect(`vm/東京-CL01/業務系/${guest}`, 'guest.ipAddress')).toBe(address)
  })

  test('snapshot.*: a tree, a revert, and disks that are whole again in the end', async () => {
    const file = async () => /File:\s+(.*)/.exec(await on('device.info', 'disk-1000-0'))?.[1]
    const base = await file()
    await on('snapshot.create', 'root')
    await on('snapshot.create', 'child')
    await on('vm.change', '-m', '1024')
    await on('snapshot.revert', 'root')
    expect(await collect(`vm/${vm}`, 'config.hardware.memoryMB')).toBe('4096')
    await on('snapshot.create', 'other')
    expect(await on('snapshot.tree', '-f')).toMatch(/root\/child\n\s+root\/other/)
    await on('snapshot.remove', 'root')
    expect(await file()).toMatch(/-00000\d\.vmdk$/)
    await on('snapshot.remove', '*')
    expect(await file()).toBe(base)
    expect(await on('snapshot.tree')).toBe('')
  })

  test('vm.clone, vm.markastemplate, vm.migrate, vm.upgrade', async () => {
    await run('vm.clone', '-vm', vm, '-on=false', 'twin')
    const [own, copy] = await Promise.all(
      [vm, 'twin'].map(
        async (name) =>
          (await govcJson(server, ['device.info', '-vm', name, 'ethernet-0', 'disk-1000-0'])) as {
            devices: { macAddress?: string; backing: { fileName?: string; port?: { portKey: string } } }[]
          },
      ),
    )
    for (const [index, device] of (own?.devices ?? []).entries())
      expect(copy?.devices[index]).not.toMatchObject({ backing: device.backing })
    await run('vm.markastemplate', 'twin')
    expect(await complaint(run('vm.change', '-vm', 'twin', '-e', 'x=1'))).toContain('template')
    expect(await complaint(run('vm.power', '-on', 'twin'))).toContain('template')
    await run('vm.markasvm', 'twin')
    await run('vm.migrate', '-host', 'esx0003.sakimori.example', 'twin')
    expect(await run('vm.info', 'twin')).toMatch(/Host:\s+esx0003/)
    await run('vm.create', '-on=false', '-net', 'VLAN101', '-version', 'vmx-15', '-cluster', '東京-CL01', 'old')
    await run('vm.upgrade', '-vm', 'old')
    expect(await collect('vm/old', 'config.version')).toBe('vmx-21')
    expect(await run('vm.upgrade', '-vm', 'old')).toContain('already')
  })

  test('vm.unregister, vm.register, vm.destroy, datastore.ls', async () => {
    await run('vm.unregister', 'twin')
    expect(await run('datastore.ls', 'twin')).toContain('twin.vmx')
    await run('vm.register', 'twin/twin.vmx')
    expect(await complaint(run('vm.register', 'twin/twin.vmx'))).toContain('already exists')
    await run('vm.destroy', 'twin', 'old')
    expect(await complaint(run('datastore.ls', 'twin'))).toContain('not found')
    expect(await run('find', '/', '-type', 'm', '-name', 'twin')).toBe('')
  })

  test('folders, pools, clusters and names', async () => {
    await run('folder.create', 'vm/a', 'vm/a/b')
    await run('object.mv', `vm/${vm}`, 'vm/a/b')
    expect(await complaint(run('object.mv', 'vm/a', 'vm/a/b'))).toContain('cannot hold')
    await run('object.rename', 'vm/a/b', 'c')
    expect(await run('ls', 'vm/a/c')).toContain(vm)
    await run('object.mv', `vm/a/c/${vm}`, 'vm')
    await run('object.destroy', 'vm/a')
    await run('pool.create', '-cpu.shares', 'low', `${pool}/p`)
    await run('pool.change', '-mem.limit', '4096', `${pool}/p`)
    expect(await run('pool.info', `${pool}/p`)).toMatch(/CPU Shares:\s+low[^]*Mem Limit:\s+4096MB/)
    await run('pool.destroy', `${pool}/p`)
    await run('cluster.change', '-drs-enabled=false', '-ha-enabled', '/東京/host/東京-CL01')
    expect(await collect('/東京/host/東京-CL01', 'configurationEx.drsConfig.enabled')).toBe('false')
    await run('cluster.rule.create', '-name', 'apart', '-enable', '-anti-affinity', 'erp-000001', 'web-000002')
    expect(await run('cluster.rule.ls', '-l')).toContain('apart (ClusterAntiAffinityRuleSpec)')
    expect(await complaint(run('object.destroy', '/東京/host/東京-CL01'))).toContain('in use')
  })

  test('licences, options, targets', async () => {
    const key = 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE'
    expect(await run('license.ls')).toContain('eval')
    await run('license.add', key)
    await run('license.assign', '-host', 'esx0001.sakimori.example', key)
    expect(await run('license.assigned.ls')).toMatch(new RegExp(`esx0001\\S+\\s+${key}`))
    expect(await complaint(run('license.remove', key))).toContain('assigned')
    expect(await run('vm.option.ls', '-cluster', '東京-CL01')).toContain('vmx-21')
    expect(await run('vm.target.info', '-host', 'esx0001.sakimori.example')).toMatch(/Datastore:\s+ds-c01-1/)
  })
})
