import {
  hostOptionTypes,
  vcenterOptionTypes,
  wanted,
  type Expectation,
  type Observation,
  type Scalar,
} from '@sakimori/core/control'
import type { SubjectType } from '@sakimori/core/model'
import type { CustomControl } from '../definition.ts'
import { fieldOf, kindOfField, type Kind } from '../kinds.ts'
import type { RealPath } from '../paths/real-path.ts'
import type { Step } from '../paths/split-path.ts'
import { realPathOf } from '../reads.ts'
import { sampleSubject, type SampleObject } from './sample.ts'

/** Makes the subject of an observation with a value in the place that is observed; `undefined` leaves it unset. */
export type Plant = (value: unknown) => SampleObject

/** How a value gets to where a control looks. */
export function plantFor(definition: CustomControl, control: Observation): Plant {
  const { esxOption, vcenterOption, vmOption, property, esxcli } = definition
  const type: SubjectType = control.subject
  const subject = (values: Readonly<Record<string, unknown>>) => sampleSubject(type, values, [])
  const option = (path: string, key: string, box: string) => (value: unknown) =>
    subject({ [path]: value === undefined ? [] : [{ _typeName: 'OptionValue', key, value: boxed(value, box) }] })
  if (esxOption !== undefined) return option('config.option', esxOption, typeOf(hostOptionTypes, esxOption, definition))
  if (vcenterOption !== undefined)
    return option('OptionManager.setting', vcenterOption, typeOf(vcenterOptionTypes, vcenterOption, definition))
  if (vmOption !== undefined) return (value) => option('config.extraConfig', vmOption, 'string')(textOf(value))
  if (esxcli !== undefined)
    return (value) => {
      const [column, text] = esxcli.row ?? []
      const row = column === undefined ? {} : { [column]: text }
      return subject({
        [`esxcli:${esxcli.command}`]: value === undefined ? [] : [{ ...row, [esxcli.column]: textOf(value) }],
      })
    }
  const real = property === undefined ? undefined : realPathOf(type, property)
  if (!real || 'mistake' in real) return () => subject({})
  return plantProperty(type, real)
}

const typeOf = (types: Readonly<Record<string, string>>, key: string, { type }: CustomControl): string =>
  type ?? types[key] ?? 'string'

const boxed = (value: unknown, type: string) => (typeof value === 'number' ? { _typeName: type, _value: value } : value)

const textOf = (value: unknown) =>
  value === undefined ? undefined : typeof value === 'boolean' ? String(value).toUpperCase() : String(value)

function plantProperty(type: SubjectType, real: RealPath): Plant {
  if (real.ask === '') return (value) => sampleSubject(type, value === undefined ? {} : { [real.path]: value }, [])
  const asked = realPathOf(type, real.ask)
  const kind: Kind = 'mistake' in asked ? { of: 'dyn' } : asked.kind
  return (value) => {
    const held = putAt(kind, real.steps, value)
    return sampleSubject(type, held === undefined ? {} : { [real.ask]: held }, [])
  }
}

/** The value whose walk along the steps gives a value back. */
function putAt(kind: Kind, steps: readonly Step[], value: unknown): unknown {
  const [step, ...rest] = steps
  if (!step) return value
  const item = kind.of === 'list' ? kind.item : kind
  if ('key' in step) {
    const held = putAt(item, rest, value)
    return held === undefined ? [] : [{ ...(held as object), key: step.key }]
  }
  const field = item.of === 'data' ? fieldOf(item.name, step.field) : undefined
  const below: Kind = field ? kindOfField(field) : { of: 'dyn' }
  const inside = (one: unknown) => ({ [step.field]: putAt(below, rest, one) })
  if (kind.of !== 'list') return inside(value)
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(inside)
}

const OTHER = 'not-what-is-expected'

/** Values worth trying: what a repair would write, what stands just outside, and what has nothing to do with it. */
export function candidates(expectation: Expectation, kind: Kind | undefined): readonly unknown[] {
  const want = wanted(expectation.op === 'absentOr' ? expectation.then : expectation)
  const numbers: number[] = []
  const texts: string[] = [OTHER, '']
  const look = (one: Expectation): void => {
    if (one.op === 'between') numbers.push(one.min, one.max, one.min - 1, one.max + 1)
    if (one.op === 'atLeast') numbers.push(one.min, one.min - 1)
    if (one.op === 'is' || one.op === 'not') note(one.value)
    if (one.op === 'oneOf') one.values.forEach(note)
    if (one.op === 'containsAll' || one.op === 'within')
      texts.push(one.values.join(','), `${one.values.join(',')},${OTHER}`)
    if (one.op === 'absentOr') look(one.then)
  }
  const note = (value: Scalar): void => {
    if (typeof value === 'number') numbers.push(value, value + 1, value - 1)
    if (typeof value === 'string') texts.push(value)
  }
  look(expectation)
  const all: readonly unknown[] = [
    ...(want && 'to' in want ? [want.to] : []),
    ...numbers,
    ...(kind?.of === 'enum' ? kind.values : texts),
    ...(kind?.of === 'list' ? [[], ...texts.map((text) => text.split(','))] : []),
    true,
    false,
    0,
    1,
    undefined,
  ]
  return all.filter((value) => fits(value, kind))
}

/** Whether a server could send it: a case with any other would prove nothing. */
function fits(value: unknown, kind: Kind | undefined): boolean {
  if (value === undefined) return true
  switch (kind?.of) {
    case 'int':
    case 'double':
      return typeof value === 'number'
    case 'bool':
      return typeof value === 'boolean'
    case 'enum':
      return typeof value === 'string'
    case 'string':
      return typeof value === 'string'
    case 'list':
      return Array.isArray(value)
    default:
      return true
  }
}
