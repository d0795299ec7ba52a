import { known, mapFact, unknown, type Fact, type Inventory, type Subject } from '../model/index.ts'
import type { Change, ChangeKind, ChangeValue, Disruption } from './change.ts'
import type { Expectations, Observation, Repair } from './control.ts'
import { wanted, type Expectation, type Scalar } from './expectation.ts'
import { asWireType, parseNumber, parseSwitch, readHostOption, readVcenterOption, readVmOption } from './options.ts'
import {
  hostOptionTypes,
  vcenterOptionTypes,
  type HostOption,
  type HostOptionValue,
  type OptionWireType,
  type VcenterOption,
  type VmOption,
} from './published.ts'

/** What every row says of itself; a builder adds how to read and how to repair. */
export type Row = Omit<Observation, 'kind' | 'subject' | 'reads' | 'observe' | 'expect' | 'repair' | 'applies'>

/** An expectation whose values have the option's own type: a number for a text does not compile. */
type ExpectationOf<V> =
  | Extract<Expectation, { op: V extends number ? 'between' | 'atLeast' : 'containsAll' | 'within' | 'nonEmpty' }>
  | { readonly op: 'is'; readonly value: V }
  | { readonly op: 'oneOf'; readonly values: readonly V[]; readonly set: V }
  | { readonly op: 'not'; readonly value: V; readonly set?: V | undefined }
  | { readonly op: 'absent' }
  | { readonly op: 'absentOr'; readonly then: ExpectationOf<V> }

type SpannedOf<V> = ExpectationOf<V> | readonly (readonly [import('../model/index.ts').Span, ExpectationOf<V>])[]
type ExpectationsOf<V> = {
  readonly sakimori: SpannedOf<V>
  readonly scg?: SpannedOf<V>
  readonly stig?: SpannedOf<V>
  readonly cis?: SpannedOf<V>
}

/**
 * The change of one setting towards what is expected; none when a person must choose the value.
 * An option of a host or of vCenter Server cannot be taken away, so where absence would do the value is written.
 */
export function repairSetting(
  kind: ChangeKind,
  field: string,
  disruption: Disruption,
  read: (subject: Subject) => Fact<unknown>,
): Repair {
  return {
    kind: 'change',
    disruption,
    changes: (subject, _inventory, expected) => {
      const now = read(subject)
      const to = expected && wanted(expected.op === 'absentOr' ? expected.then : expected)
      if (!now.known || !to) return []
      return [changeOf(subject, kind, field, now.value, 'to' in to ? to.to : undefined)]
    },
  }
}

/** A change on a subject, from the value that was observed. */
export function changeOf(subject: Subject, kind: ChangeKind, field: string, from: unknown, to: ChangeValue): Change {
  const part = subject.key === undefined ? {} : { part: subject.key }
  return { kind, ref: subject.ref, ...part, field, from: from as ChangeValue, to }
}

/** An advanced option of a host. */
export function esxOption<K extends HostOption>(
  key: K,
  row: Row & {
    readonly expect: ExpectationsOf<HostOptionValue<K>>
    readonly disruption?: Disruption
    readonly repair?: Repair
    /** Of an option that the fact base does not have. */
    readonly type?: OptionWireType
  },
): Observation {
  const { disruption = 'none', repair, type = hostOptionTypes[key], ...rest } = row
  const read = (subject: Subject) => readHostOption(subject, key)
  const observe = (subject: Subject) => mapFact(read(subject), (value) => asWireType(value, type))
  return {
    ...rest,
    kind: 'observation',
    subject: 'HostSystem',
    reads: [{ type: 'HostSystem', path: `config.option["${key}"]` }],
    observe,
    expect: rest.expect,
    repair: repair ?? repairSetting('hostOption', key, disruption, read),
  }
}

/** Whether the estate is a vCenter Server; a lone host has a `ServiceInstance` too. */
export const isVcenter = (subject: Subject, inventory: Inventory): Fact<boolean> =>
  known(inventory.estate.kind === 'vcenter', { ref: subject.ref, path: 'estate.kind' })

/**
 * An advanced setting of vCenter Server. One that is not listed has its default: `absent` in the expectation may
 * accept it, unless `absence: 'unknown'` says that nobody knows the default.
 */
export function vcenterOption<K extends VcenterOption>(
  key: K,
  row: Row & {
    readonly expect: Expectations
    readonly disruption?: Disruption
    readonly absence?: 'unknown'
    /** Of a setting that the fact base does not have. */
    readonly type?: OptionWireType
  },
): Observation {
  const { disruption = 'none', absence, type = vcenterOptionTypes[key], ...rest } = row
  const read = (subject: Subject) => {
    const fact = readVcenterOption(subject, key)
    if (fact.known && fact.value === undefined && absence)
      return unknown('notCollected', fact.from, 'not in the list of settings')
    return fact
  }
  return {
    ...rest,
    kind: 'observation',
    subject: 'ServiceInstance',
    applies: isVcenter,
    reads: [{ type: 'ServiceInstance', path: 'OptionManager.setting' }],
    observe: (subject) => mapFact(read(subject), (value) => asWireType(value, type)),
    repair: repairSetting('vcenterOption', key, disruption, read),
  }
}

/** What a key of extraConfig holds once it is read from its text. */
export type VmOptionForm = 'switch' | 'number' | 'text'

const PARSE: Readonly<Record<VmOptionForm, (value: unknown) => unknown>> = {
  switch: parseSwitch,
  number: parseNumber,
  text: (value) => value,
}

/** A key of a VM's extraConfig. A written value counts after the next power cycle. */
export function vmOption(key: VmOption, form: VmOptionForm, row: Row & { readonly expect: Expectations }): Observation {
  const observe = (subject: Subject) => mapFact(readVmOption(subject, key), PARSE[form])
  return {
    ...row,
    kind: 'observation',
    subject: 'VirtualMachine',
    reads: [{ type: 'VirtualMachine', path: 'config.extraConfig' }],
    observe,
    repair: {
      kind: 'change',
      disruption: 'powerCycle',
      changes: (subject, _inventory, expected) => {
        const now = readVmOption(subject, key)
        const to = expected && wanted(expected)
        if (!now.known || !to) return []
        return [changeOf(subject, 'vmOption', key, now.value, 'to' in to ? vmxText(to.to) : undefined)]
      },
    },
  }
}

/** extraConfig holds text only. */
const vmxText = (value: Scalar) => (typeof value === 'boolean' ? (value ? 'TRUE' : 'FALSE') : String(value))
