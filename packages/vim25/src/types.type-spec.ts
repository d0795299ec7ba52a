/** Each mistake that must not compile, once. tsc is the test: an unused @ts-expect-error is an error. */
import { connect, isA, ref, type PropertyValue, type ValidPath } from './index.ts'
import type { HostLockdownMode, HostVirtualSwitch, VirtualDevice } from './types.ts'

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never
const path = <const P extends string>(value: P & ValidPath<'HostSystem', P>) => value

export const valueOfAPath: Same<
  PropertyValue<'HostSystem', 'config.network.vswitch'>,
  readonly HostVirtualSwitch[] | undefined
> = true
export const valueThatIsAlwaysSet: Same<PropertyValue<'HostSystem', 'name'>, string> = true
path('config.network.vswitch')
// @ts-expect-error a path that does not exist
path('config.network.vswitches')
// @ts-expect-error a step into a list
path('config.network.vswitch.length')
// @ts-expect-error a step into a text
path('name.length')
// @ts-expect-error a step into a reference
path('parent.value')
// @ts-expect-error a property of another type
path('config.hardware.device')

export async function calls() {
  const vim = await connect({ url: 'vcenter' })
  const options = ref('OptionManager', 'VpxSettings')
  const [first] = await vim.call(options, 'QueryOptions', { name: 'config.' })
  const key: string | undefined = first?.key
  // @ts-expect-error a wrong result
  const wrong: number | undefined = first?.key
  // @ts-expect-error a method of another type
  await vim.call(options, 'EnterLockdownMode', {})
  // @ts-expect-error a misspelt argument
  await vim.call(options, 'QueryOptions', { nam: 'config.' })
  // @ts-expect-error an argument of the wrong type
  await vim.call(options, 'QueryOptions', { name: 5 })
  // @ts-expect-error a required argument left out
  await vim.call(options, 'UpdateOptions', {})
  // @ts-expect-error a type that does not exist
  ref('HostSytem', 'host-1')
  // @ts-expect-error a path that does not exist, in a retrieval
  vim.retrieve([{ type: 'HostSystem', paths: ['name', 'nmae'] }])
  // @ts-expect-error the second of two requests is wrong too
  vim.retrieve([{ type: 'HostSystem', paths: ['name'] }, { type: 'VirtualMachine', paths: ['config.product'] }])
  for await (const { ref: host, values } of vim.retrieve([{ type: 'HostSystem', paths: ['name', 'config.certificate'] }])) {
    const type: 'HostSystem' = host.type
    const name: string | undefined = values.name
    const bytes: readonly number[] | undefined = values['config.certificate']
    // @ts-expect-error a path that was not asked for
    const other = values['config.product']
    yieldAll(type, name, bytes, other)
  }
  const asked: string[] = ['name']
  for await (const { values } of vim.retrieve([{ type: 'HostSystem', paths: asked }])) {
    const unknown: unknown = values['name']
    yieldAll(unknown)
  }
  yieldAll(key, wrong)
}

export function narrows(device: VirtualDevice, mode: HostLockdownMode) {
  if (device._typeName === 'VirtualDisk') yieldAll(device.capacityInKB)
  if (isA(device, 'VirtualEthernetCard')) yieldAll(device.macAddress)
  // @ts-expect-error a field of a subtype, not narrowed
  yieldAll(device.capacityInKB)
  // @ts-expect-error a misspelt enum value
  const misspelt: HostLockdownMode = 'lockdownStrikt'
  switch (mode) {
    case 'lockdownDisabled':
    case 'lockdownNormal':
    case 'lockdownStrict':
      return
    default: {
      // @ts-expect-error a newer server may send another value: a match is never exhaustive
      const none: never = mode
      yieldAll(none, misspelt)
    }
  }
}

declare function yieldAll(...values: unknown[]): void
