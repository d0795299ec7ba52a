import { setHostOptions } from '../../behaviour/change-options.ts'
import { hostOption } from '../../behaviour/host-options.ts'
import { hostRowsOf } from '../../behaviour/option-defs.ts'
import { powerPoliciesOf, usePowerPolicy } from '../../behaviour/power-policy.ts'
import { methodsOf } from '../../kernel/call.ts'
import { invalidArgument } from '../../kernel/fault.ts'
import { hostFor, recordTask } from './host-call.ts'

const option = 'Power.CpuPolicy'

export const hostPowerSystemMethods = methodsOf('HostPowerSystem', {
  ConfigurePowerPolicy(call, { key }) {
    const host = hostFor(call)
    const policy = powerPoliciesOf(host).find((offered) => offered.key === key)
    if (policy === undefined) throw invalidArgument('key', `is no power policy: ${key}`)
    const { store } = call.world
    const { choices = [] } = hostRowsOf(host).find((row) => row.key === option) ?? {}
    const value = choices.find((choice) => choice.toLowerCase() === policy.name.toLowerCase())
    if (value !== undefined && hostOption(host, option) !== undefined) {
      setHostOptions(store, host, [{ _typeName: 'OptionValue', key: option, value }])
    }
    usePowerPolicy(store, host, policy)
    recordTask(call, host, 'host.PowerSystem.configurePolicy')
    return undefined
  },
})
