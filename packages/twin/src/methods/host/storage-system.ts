import { configOf } from '../../behaviour/host-config.ts'
import { methodsOf } from '../../kernel/call.ts'
import { notFound } from '../../kernel/fault.ts'
import { hostFor } from './host-call.ts'

/** Looking for new storage finds none: the twin's devices do not come and go. */
export const hostStorageSystemMethods = methodsOf('HostStorageSystem', {
  RescanHba(call, { hbaDevice }) {
    const adapters = configOf(hostFor(call))?.storageDevice?.hostBusAdapter ?? []
    if (!adapters.some(({ device }) => device === hbaDevice)) throw notFound(`the adapter ${hbaDevice}`)
    return undefined
  },
  RescanAllHba(call) {
    hostFor(call)
    return undefined
  },
  RescanVmfs(call) {
    hostFor(call)
    return undefined
  },
  RefreshStorageSystem(call) {
    hostFor(call)
    return undefined
  },
})
