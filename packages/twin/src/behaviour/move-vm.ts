import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import type { ManagedObject } from '../kernel/store.ts'
import { isRecord, listOf } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import { portIndex, replacePorts, switchByUuid } from './dvs-ports.ts'

/** Lets a VM run, or be registered, on another host; the ports of its adapters go with it. */
export function moveVm(world: World, vm: ManagedObject, to: ManagedObject): void {
  world.store.update<DataTypes['VirtualMachineRuntimeInfo']>(vm, 'runtime', (runtime) => ({
    ...runtime,
    host: to.ref as MoRef<'HostSystem'>,
  }))
  for (const { switchUuid, portKey } of portsOf(vm)) {
    const dvs = switchByUuid(world, switchUuid)
    const port = dvs === undefined ? undefined : portIndex(dvs).byKey.get(portKey)
    if (dvs === undefined || port === undefined) continue
    replacePorts(world, dvs, [{ ...port, proxyHost: to.ref as MoRef<'HostSystem'> }])
  }
}

interface PortRef {
  readonly switchUuid: string
  readonly portKey: string
}

/** The ports of distributed switches that a VM's adapters are plugged into. */
function portsOf(vm: ManagedObject): PortRef[] {
  const config = vm.get('config')
  const hardware = isRecord(config) ? config['hardware'] : undefined
  const devices = listOf(isRecord(hardware) ? hardware['device'] : undefined)
  return devices.flatMap((device) => {
    const backing = isRecord(device) ? device['backing'] : undefined
    const port = isRecord(backing) ? backing['port'] : undefined
    if (!isRecord(port)) return []
    const { switchUuid, portKey } = port
    return typeof switchUuid === 'string' && typeof portKey === 'string' ? [{ switchUuid, portKey }] : []
  })
}
