import type { DataTypes } from '@sakimori/vim25/types'
import { mergeOptions, setHostOptions } from '../../behaviour/change-options.ts'
import { configOf } from '../../behaviour/host-config.ts'
import { needHost } from '../../behaviour/host-reach.ts'
import { hostRowsOf, optionRefusal, optionRule, vcenterRowsOf, wireType } from '../../behaviour/option-defs.ts'
import { hostOf } from '../../computed/host-managers.ts'
import type { OptionRow } from '../../estate/releases/option-row.ts'
import { demand, methodsOf, sessionOf, type Call } from '../../kernel/call.ts'
import { invalidArgument, vimFault, type VimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { recordTask } from './host-call.ts'

type OptionValue = DataTypes['OptionValue']

/** The options behind an OptionManager: those of a host, or the advanced settings of a vCenter Server. */
interface OptionSet {
  readonly held: readonly OptionValue[]
  readonly rows: readonly OptionRow[]
  /** What it takes to change one, and on which object (vSphere API, OptionManager.UpdateOptions). */
  readonly privilege: string
  readonly entity: ManagedObject
  /** Whether an option of that name may be made. */
  readonly takesNew: (option: OptionValue) => boolean
  readonly set: (changes: readonly OptionValue[]) => void
}

function optionSetOf({ world, self }: Call): OptionSet {
  const host = hostOf(world, self)
  return host === undefined ? serverOptions({ world, self }) : hostOptions({ world }, host)
}

function hostOptions({ world }: Pick<Call, 'world'>, host: ManagedObject): OptionSet {
  needHost(world, host)
  return {
    held: configOf(host)?.option ?? [],
    rows: hostRowsOf(host),
    privilege: 'Host.Config.AdvancedConfig',
    entity: host,
    takesNew: () => false,
    set: (changes) => setHostOptions(world.store, host, changes),
  }
}

/** A vCenter Server takes new settings as text below 'config.' (facts/vcsim.md §2.2; that is what govc relies on). */
function serverOptions({ world, self }: Pick<Call, 'world' | 'self'>): OptionSet {
  const held = (self.get('setting') ?? []) as readonly OptionValue[]
  return {
    held,
    rows: vcenterRowsOf(world.parts.about.version),
    privilege: 'Global.Settings',
    entity: world.find(world.rootFolder) ?? self,
    takesNew: ({ key, value }) => /^config(\.[\w-]+)+$/.test(key) && wireType(value) === 'string',
    set: (changes) => world.parts.local.set(self, 'setting', mergeOptions(held, changes)),
  }
}

/** The option of that name, or all below a name that ends with a dot. */
function select(held: readonly OptionValue[], name: string): readonly OptionValue[] {
  const found = held.filter(({ key }) => (name.endsWith('.') ? key.startsWith(name) : key === name))
  if (found.length === 0) throw invalidName(name)
  return found
}

const invalidName = (name: string) =>
  vimFault('InvalidName', { name }, `The name '${name}' is not valid: there is no such option`)

/** InvalidName for an option that the server does not have, InvalidArgument for a value that it does not take. */
function refusal({ held, rows, takesNew }: OptionSet, option: OptionValue): VimFault | undefined {
  const before = held.find(({ key }) => key === option.key)
  if (before === undefined) return takesNew(option) ? undefined : invalidName(option.key)
  const row = rows.find(({ key }) => key === option.key)
  const why = optionRefusal(optionRule(before, row), option.value)
  return why === undefined ? undefined : invalidArgument('changedValue.value', why)
}

export const optionManagerMethods = methodsOf('OptionManager', {
  QueryOptions(call, { name }) {
    const { held } = optionSetOf(call)
    return name === undefined || name === '' ? held : select(held, name)
  },
  UpdateOptions(call, { changedValue }) {
    const options = optionSetOf(call)
    demand(call.world, sessionOf(call), options.entity, options.privilege)
    // Servers change one after the other and stop at the first that they refuse (vSphere API, OptionManager.UpdateOptions).
    const refusals = changedValue.map((option) => refusal(options, option))
    const first = refusals.findIndex((fault) => fault !== undefined)
    const accepted = first < 0 ? changedValue : changedValue.slice(0, first)
    if (accepted.length > 0) {
      options.set(accepted)
      recordTask(call, options.entity, 'option.OptionManager.updateValues')
    }
    const fault = refusals[first]
    if (fault !== undefined) throw fault
    return undefined
  },
})
