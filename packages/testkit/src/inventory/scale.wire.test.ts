import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { describePeer } from '../peers/lane.ts'
import { runPyvmomi } from '../peers/pyvmomi.ts'
import { startVcsim } from '../peers/vcsim.ts'
import { writeRealisticInventory } from './realistic/write.ts'
import { scaleInventory } from './scale.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sakimori-scale-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

/** How many there are, told apart by name, uuid and MAC; how many their hosts, pools and networks list; who answers. */
const counting = `
vms = collect(vim.VirtualMachine, 'name', 'config.uuid', 'runtime.host', 'guest.net')
hosts = collect(vim.HostSystem, 'name', 'vm', 'configManager.serviceSystem')
listed = lambda kind: sum(len(p['vm']) for _, p, _ in collect(kind, 'vm'))
at = {vm._moId: p['runtime.host']._moId for vm, p, _ in vms}
emit({
    'vms': [len(vms), len({p['name'] for _, p, _ in vms}), len({p['config.uuid'] for _, p, _ in vms}), len({p['guest.net'][0].macAddress for _, p, _ in vms})],
    'hosts': [len(hosts), len({p['name'] for _, p, _ in hosts}), len({p['configManager.serviceSystem']._moId for _, p, _ in hosts})],
    'listed': [listed(vim.HostSystem), listed(vim.ResourcePool), listed(vim.Datastore)],
    'consistent': all(at[vm._moId] == host._moId for host, p, _ in hosts for vm in p['vm']),
    'services': len(hosts[-1][1]['configManager.serviceSystem'].serviceInfo.service),
})`

describePeer(['vcsim', 'vcsim-v0.46.3', 'pyvmomi'], 'a scaled inventory', () => {
  test.each(['newest', 'v0.46.3'] as const)('lists every VM and host in vcsim %s', async (version) => {
    const load = join(dir, 'inventory')
    await writeRealisticInventory(load)
    await scaleInventory(load, { vms: 300, hosts: 12 })
    await using server = await startVcsim({ load, version })
    expect(await runPyvmomi(server, counting)).toEqual({
      vms: [300, 300, 300, 300],
      hosts: [12, 12, 12],
      listed: [300, 300, 300],
      consistent: true,
      services: 12,
    })
  })
})
