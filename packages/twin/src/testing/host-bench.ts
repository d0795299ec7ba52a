import type { MoRef, VimClient } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { adjustableClock, generateEstate, startTwin, type Clock, type GenerateOptions, type Twin } from '../index.ts'
import { letIn, logIn, managersOf, property } from './clients.ts'

export type Managers = Required<DataTypes['HostConfigManager']>

/** A twin with three hosts, one of which is looked at closely. */
export interface HostBench extends AsyncDisposable {
  readonly twin: Twin
  readonly clock: Clock & { readonly advance: (seconds: number) => void }
  readonly vim: VimClient
  readonly host: MoRef<'HostSystem'>
  readonly other: MoRef<'HostSystem'>
  readonly managers: Managers
  /** Where the host itself can be reached. */
  readonly door: string
  readonly config: () => Promise<Required<DataTypes['HostConfigInfo']>>
  readonly service: (key: string) => Promise<DataTypes['HostService'] | undefined>
  readonly setOptions: (...changed: DataTypes['OptionValue'][]) => Promise<unknown>
  /** Waits for a task; throws its fault. */
  readonly run: (task: Promise<MoRef<'Task'>>) => Promise<unknown>
}

/** Starts it, logs in as administrator, and takes the host out of lockdown mode. */
export async function hostBench(options: Partial<GenerateOptions> = {}): Promise<HostBench> {
  const clock = adjustableClock()
  const wanted: GenerateOptions = { hosts: 3, vms: 9, seed: 1, release: '8.0', ...options }
  const twin = await startTwin({
    estate: (certificate) => generateEstate(wanted, certificate),
    doors: 'all',
    now: clock,
  })
  const vim = await logIn(twin.url)
  const [first, second] = twin.doors
  if (first === undefined || second === undefined) throw new Error('the bench needs two hosts')
  const host = first.host as MoRef<'HostSystem'>
  await letIn(vim, host)
  const managers = (await managersOf(vim, host)) as Managers
  const config = async () => (await property(vim, host, 'config')) as Required<DataTypes['HostConfigInfo']>
  return {
    twin,
    clock,
    vim,
    host,
    other: second.host as MoRef<'HostSystem'>,
    managers,
    door: first.url,
    config,
    service: async (key) => (await config()).service.service?.find((one) => one.key === key),
    setOptions: (...changedValue) => vim.call(managers.advancedOption, 'UpdateOptions', { changedValue }),
    run: async (task) => vim.waitForTask(await task),
    async [Symbol.asyncDispose]() {
      await vim.close()
      await twin[Symbol.asyncDispose]()
    },
  }
}

export const long = (value: number) => ({ _typeName: 'long' as const, _value: value })

export const option = (
  key: string,
  value: NonNullable<DataTypes['OptionValue']['value']>,
): DataTypes['OptionValue'] => ({
  _typeName: 'OptionValue',
  key,
  value,
})
