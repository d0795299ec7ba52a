import {
  esxcliValue,
  esxOption,
  hostOptionTypes,
  isVcenter,
  vcenterOption,
  vcenterOptionTypes,
  vmOption,
  type EsxcliCell,
  type Expectation,
  type HostOption,
  type Observation,
  type VcenterOption,
  type VmOption,
} from '@sakimori/core/control'
import { suggest } from '@sakimori/core/text'
import { expectationOf, type CustomControl } from '../definition.ts'
import { readReal } from '../facts.ts'
import { wordKind, type Kind } from '../kinds.ts'
import { collectorReads, realPathOf, tooNew } from '../reads.ts'
import { commonParts, releasesOfControl, stepsOf } from './common.ts'
import { refuse } from './mistake.ts'

type Build = (definition: CustomControl) => Observation

const expected = (definition: CustomControl, kind: Kind): Expectation => {
  if (!definition.expect) return refuse([], 'what is expected is missing')
  const expectation = expectationOf(definition.expect)
  checkExpectation(expectation, kind)
  return expectation
}

/** The site's own steps, where it has some; else what the builder makes of it. */
const withSteps = (definition: CustomControl, built: Observation): Observation =>
  definition.repair === undefined ? built : { ...built, repair: stepsOf(definition) }

/** The type of an option that the fact base does not have, as its author says. */
const typeOf = ({ type }: CustomControl) => (type === undefined ? {} : { type })

export const buildEsxOption: Build = (definition) => {
  const key = definition.esxOption as HostOption
  const kind = optionKind(definition, key, hostOptionTypes, 'esxOption')
  const expect = { sakimori: expected(definition, kind) }
  // The type of the value was checked above, as far as it is known: names come from YAML here, not from the catalogue.
  const row = { ...commonParts(definition), ...typeOf(definition), expect } as unknown as Parameters<
    typeof esxOption<HostOption>
  >[1]
  return withSteps(definition, esxOption(key, row))
}

export const buildVcenterOption: Build = (definition) => {
  const key = definition.vcenterOption as VcenterOption
  const kind = optionKind(definition, key, vcenterOptionTypes, 'vcenterOption')
  const expect = { sakimori: expected(definition, kind) }
  return withSteps(definition, vcenterOption(key, { ...commonParts(definition), ...typeOf(definition), expect }))
}

const forms: Readonly<Record<string, Kind>> = {
  switch: { of: 'bool' },
  number: { of: 'int' },
  text: { of: 'string' },
  word: { of: 'string' },
}

export const buildVmOption: Build = (definition) => {
  const { form = 'text' } = definition
  if (form === 'word') return refuse(['form'], 'a key of extraConfig is read as switch, number or text')
  const expect = { sakimori: expected(definition, forms[form] ?? { of: 'dyn' }) }
  const key = definition.vmOption as VmOption
  return withSteps(definition, vmOption(key, form, { ...commonParts(definition), expect }))
}

export const buildEsxcli: Build = (definition) => {
  const { esxcli, form = 'text' } = definition
  if (!esxcli) return refuse([], 'the command is missing')
  const cell: EsxcliCell = {
    path: `esxcli:${esxcli.command}` as EsxcliCell['path'],
    column: esxcli.column,
    ...(esxcli.row ? { row: esxcli.row } : {}),
  }
  const expect = { sakimori: expected(definition, forms[form] ?? { of: 'dyn' }) }
  return esxcliValue(cell, form, { ...commonParts(definition), expect, repair: stepsOf(definition) })
}

/** What kind of value an observation looks at; `undefined` where everything is a text that is read. */
export function observedKind(definition: CustomControl): Kind | undefined {
  const { subject, property, esxOption, vcenterOption } = definition
  if (esxOption !== undefined) return optionKind(definition, esxOption, hostOptionTypes, 'esxOption')
  if (vcenterOption !== undefined) return optionKind(definition, vcenterOption, vcenterOptionTypes, 'vcenterOption')
  if (!subject || property === undefined) return undefined
  const real = realPathOf(subject, property)
  return 'mistake' in real ? undefined : real.kind
}

/** Any property of the subject. */
export const buildProperty: Build = (definition) => {
  const { subject, property } = definition
  if (!subject || property === undefined) return refuse([], 'the subject is missing')
  const instead = {
    'config.option[': 'esxOption',
    'config.extraConfig[': 'vmOption',
    'OptionManager.setting[': 'vcenterOption',
  }
  for (const [start, shape] of Object.entries(instead))
    if (property.startsWith(start)) return refuse(['property'], `an option is asked by ${shape}: and its name`)
  const real = realPathOf(subject, property)
  if ('mistake' in real) return refuse(['property'], real.mistake)
  const old = tooNew(subject, real, releasesOfControl(definition))
  if (old !== undefined) return refuse(['property'], old)
  return {
    ...commonParts(definition),
    kind: 'observation',
    subject,
    reads: collectorReads(subject, [property]),
    observe: (holder) => readReal(holder, real),
    ...(property.startsWith('OptionManager.') ? { applies: isVcenter } : {}),
    expect: { sakimori: expected(definition, real.kind) },
    repair: stepsOf(definition),
  }
}

/** The kind of an option: as the tables have it; of a name that they do not have, as the author says. */
function optionKind(
  { type }: CustomControl,
  key: string,
  types: Readonly<Record<string, string>>,
  shape: string,
): Kind {
  const exact = Object.keys(types).find((name) => name.toLowerCase() === key.toLowerCase())
  if (exact !== undefined && exact !== key) return refuse([shape], `the option is written ${exact}`)
  if (exact === undefined && type === undefined) {
    const near = suggest(key, Object.keys(types))
    return refuse(
      [shape],
      `${key} is no option that Sakimori knows${near ? `; did you mean ${near}?` : ''}; if it is right, say its type: boolean, int, long or string`,
    )
  }
  const known = exact === undefined ? type : types[exact]
  if (type !== undefined && type !== known) return refuse(['type'], `${key} is of the type ${known ?? ''}`)
  return known === 'boolean' ? { of: 'bool' } : known === 'string' ? { of: 'string' } : { of: 'int' }
}

/** Refuses an expectation that no value of the kind can meet, or that no value can miss. */
function checkExpectation(expectation: Expectation, kind: Kind): void {
  const never = (value: unknown) =>
    refuse(['expect'], `the value is ${wordKind(kind)}, so it can never be ${JSON.stringify(value)}`)
  const wants = (what: string) =>
    refuse(['expect'], `the value is ${wordKind(kind)}, and ${expectation.op} is asked of ${what}`)
  switch (expectation.op) {
    case 'is':
    case 'not':
      if (!canBe(kind, expectation.value)) never(expectation.value)
      return
    case 'oneOf':
      for (const value of expectation.values) if (!canBe(kind, value)) never(value)
      return
    case 'between':
      if (expectation.min > expectation.max) refuse(['expect'], 'the smaller number comes first')
      if (!canBe(kind, expectation.min)) wants('a number')
      return
    case 'atLeast':
      if (!canBe(kind, expectation.min)) wants('a number')
      return
    case 'containsAll':
    case 'within':
    case 'nonEmpty':
      if (!['list', 'string', 'enum', 'dyn'].includes(kind.of)) wants('a text or a list')
      return
    case 'absent':
      return
    case 'absentOr':
      return checkExpectation(expectation.then, kind)
  }
}

function canBe(kind: Kind, value: string | number | boolean): boolean {
  switch (kind.of) {
    case 'dyn':
      return true
    case 'bool':
      return typeof value === 'boolean'
    case 'int':
      return typeof value === 'number' && Number.isInteger(value)
    case 'double':
      return typeof value === 'number'
    case 'string':
    case 'timestamp':
      return typeof value === 'string'
    case 'enum':
      return typeof value === 'string' && kind.values.includes(value)
    default:
      return false
  }
}
