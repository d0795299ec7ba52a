import { hostReleaseOf } from '../../behaviour/option-defs.ts'
import { configOf } from '../../behaviour/host-config.ts'
import { changeHostState, hostStateOf } from '../../behaviour/host-state.ts'
import { kernelModules } from '../../estate/releases/kernel-modules.ts'
import { esxProducts } from '../../estate/releases/release.ts'
import { methodsOf } from '../../kernel/call.ts'
import { notFound } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { hostFor, recordTask } from './host-call.ts'

/** The modules of a host's release, with the options that they were loaded with. */
function modulesOf(host: ManagedObject) {
  const release = hostReleaseOf(host)
  if (release === undefined) return []
  const { version, build } = configOf(host)?.product ?? {}
  const known = esxProducts[release]
  const product = { ...known, version: version ?? known.version, build: Number(build ?? known.build) }
  const { loadedModuleOptions = {} } = hostStateOf(host)
  return kernelModules(release, product).map((module) => ({
    ...module,
    optionString: loadedModuleOptions[module.name] ?? module.optionString,
  }))
}

function check(host: ManagedObject, name: string): void {
  if (!modulesOf(host).some((module) => module.name === name)) throw notFound(`the kernel module ${name}`)
}

export const hostKernelModuleSystemMethods = methodsOf('HostKernelModuleSystem', {
  QueryModules: (call) => modulesOf(hostFor(call)),
  UpdateModuleOptionString(call, { name, options }) {
    const host = hostFor(call)
    check(host, name)
    changeHostState(call.world.store, host, { moduleOptions: { ...hostStateOf(host).moduleOptions, [name]: options } })
    recordTask(call, host, 'host.KernelModuleSystem.updateModuleOptionString')
    return undefined
  },
  QueryConfiguredModuleOptionString(call, { name }) {
    const host = hostFor(call)
    check(host, name)
    return hostStateOf(host).moduleOptions?.[name] ?? ''
  },
})
