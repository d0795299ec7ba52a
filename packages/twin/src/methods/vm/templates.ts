import { hostOfVm } from '../../behaviour/host-reach.ts'
import { methodsOf } from '../../kernel/call.ts'
import { invalidArgument } from '../../kernel/fault.ts'
import { computeOf, hostForPool, ownerOf } from './placement.ts'
import { needServer, notAllowed } from './refuse.ts'
import { showConfig } from './show-config.ts'
import { setRuntime } from './power.ts'
import { configOf, needPower, reachableHost, recordTask } from './vm-record.ts'

export const templateMethods = methodsOf('VirtualMachine', {
  MarkAsTemplate(call) {
    needServer(call.world, 'keep templates')
    const { world, self: vm } = call
    const config = configOf(vm)
    reachableHost(world, vm)
    if (config.template) throw notAllowed('it is a template already')
    needPower(vm, ['poweredOff'], 'poweredOff')
    showConfig(world, vm, { ...config, template: true })
    // A template takes no resources: it is in no pool.
    world.store.set(vm, 'resourcePool', undefined)
    recordTask(call, 'VirtualMachine.markAsTemplate')
    return undefined
  },
  MarkAsVirtualMachine(call, { pool: ref, host: wanted }) {
    needServer(call.world, 'keep templates')
    const { world, self: vm } = call
    const config = configOf(vm)
    if (!config.template) throw notAllowed('it is no template')
    const pool = world.find(ref)
    const own = hostOfVm(world, vm)
    if (pool === undefined) throw invalidArgument('pool')
    // It stays where it is unless its host is of another compute resource.
    const stays = wanted === undefined && own !== undefined && computeOf(world, own) === ownerOf(world, pool)
    const host = stays ? own : hostForPool(world, pool, wanted)
    reachableHost(world, vm)
    setRuntime(world, vm, { host: host.ref as never })
    world.store.set(vm, 'resourcePool', pool.ref)
    showConfig(world, vm, { ...config, template: false })
    recordTask(call, 'VirtualMachine.markAsVirtualMachine')
    return undefined
  },
})
