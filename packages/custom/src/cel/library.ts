import {
  celEnv,
  celError,
  celFunc,
  celMethod,
  CelScalar,
  isCelError,
  isCelList,
  isCelMap,
  isCelUint,
  listType,
  mapType,
  type CelEnv,
  type CelFunc,
  type CelInput,
  type CelList,
  type CelMap,
  type CelValue,
} from '@bufbuild/cel'
import { strings } from '@bufbuild/cel/ext'
import { RE2JS } from '@bufbuild/re2'
import { derives } from '../kinds.ts'
import type { Meter } from './meter.ts'
import { ObjectView, type World } from './objects.ts'
import { asCel, DataView, GrowingList, type Answer } from './values.ts'

const { BOOL, BYTES, DYN, STRING } = CelScalar
const LIST = listType(DYN)
const MAP = mapType(DYN, DYN)

/** The longest text that an expression may put together, and the longest list: doubling is only a `+` away. */
const LONGEST_TEXT = 64 * 1024
const LONGEST_LIST = 200_000

/** String functions of CEL's strings extension whose result is no longer than what they are given. */
const harmless = new Set(['lowerAscii', 'upperAscii', 'trim', 'split', 'substring', 'indexOf', 'lastIndexOf', 'charAt'])

/** Patterns are compiled once: RE2 takes longer to compile one than to run it. */
const patterns = new Map<string, RE2JS>()
const MOST_PATTERNS = 500

/** @throws an error of the regex engine for a pattern that is none */
export function compilePattern(pattern: string): RE2JS {
  const known = patterns.get(pattern)
  if (known) return known
  const compiled = RE2JS.compile(pattern)
  if (patterns.size < MOST_PATTERNS) patterns.set(pattern, compiled)
  return compiled
}

/** What an expression can call, and the world that `get` and `all` look at; set before each evaluation. */
export interface Machine {
  readonly env: CelEnv
  world: World | undefined
}

/** The functions of CEL, with a price on those whose cost grows with their arguments, and ours. */
export function createMachine(meter: Meter): Machine {
  const machine: { env: CelEnv; world: World | undefined } = { world: undefined, env: celEnv() }
  const world = () => machine.world ?? fail('no estate')
  const throwing = (answer: Answer): CelValue => (isCelError(answer) ? fail(answer) : answer)
  const funcs: CelFunc[] = [
    ...strings.filter(({ name }) => harmless.has(name)),
    celFunc('get', [DYN], DYN, (ref) => throwing(world().get(ref))),
    celFunc('all', [STRING], LIST, (type) => throwing(world().all(type)) as CelList),
    celFunc('isA', [DYN, STRING], BOOL, isA),
    celFunc(RANGE, [LIST, CelScalar.INT], LIST, (list, weight) => range(meter, list, weight)),
    celFunc(RANGE, [MAP, CelScalar.INT], LIST, (map, weight) => range(meter, Array.from(map.keys()), weight)),
    celFunc('_==_', [DYN, DYN], BOOL, (one, other) => isEqual(meter, one, other)),
    celFunc('_!=_', [DYN, DYN], BOOL, (one, other) => !isEqual(meter, one, other)),
    celFunc('@in', [DYN, LIST], BOOL, (value, list) => isIn(meter, value, list)),
    celFunc('_+_', [STRING, STRING], STRING, (one, other) => {
      if (one.length + other.length > LONGEST_TEXT) fail(`a text of more than ${LONGEST_TEXT} characters`)
      return one + other
    }),
    celFunc('_+_', [LIST, LIST], LIST, (one, other) => {
      meter.charge(other.size)
      if (one.size + other.size > LONGEST_LIST) fail(`a list of more than ${LONGEST_LIST} items`)
      return asCel(GrowingList.concat(one, other)) as CelList
    }),
    celFunc('_+_', [BYTES, BYTES], BYTES, () => fail('bytes cannot be put together')),
    celMethod('matches', STRING, [STRING], BOOL, function (this: string, pattern: string) {
      // RE2 is linear in both.
      meter.charge(Math.ceil((this.length * pattern.length) / 256))
      return compilePattern(pattern).test(this)
    }),
  ]
  machine.env = celEnv({ funcs })
  return machine
}

/** What the range of every comprehension is wrapped in: it pays for all its rounds before the first. */
export const RANGE = '@range'

function range(meter: Meter, items: CelList | readonly CelInput[], weight: bigint): CelList {
  const rounds = isCelList(items) ? items.size : items.length
  meter.charge(rounds * Number(weight))
  return items as CelList
}

function isA(value: CelValue, type: string): boolean {
  if (value instanceof ObjectView) return derives(value.node.type, type)
  const view: unknown = value
  if (!(view instanceof DataView)) return fail('isA wants an object')
  if (view.kind.of === 'ref') return derives(String(view.raw['type']), type)
  return derives(view.kind.of === 'data' ? view.kind.name : String(view.raw['_typeName']), type)
}

/**
 * Equality as CEL has it: numbers across their types, lists and maps item by item. An item that is an error is an error,
 * not a difference; every comparison is paid for, since lists of lists can share their items a million times over.
 */
function isEqual(meter: Meter, one: CelValue, other: CelValue): boolean {
  if (one === other) return true
  if (typeof one !== 'object' && typeof other !== 'object')
    // oxlint-disable-next-line eqeqeq -- 1 and 1.0 are equal in CEL, and JavaScript compares bigint and number by their value
    return isNumber(one) && isNumber(other) ? one == other : false
  meter.charge(1)
  if (isObject(one) || isObject(other)) fail('objects are not compared; compare their ref')
  if (isCelUint(one)) return isEqual(meter, one.value, other)
  if (isCelUint(other)) return isEqual(meter, one, other.value)
  if (isCelList(one)) return isCelList(other) && isSameList(meter, one, other)
  if (isCelMap(one)) return isCelMap(other) && isSameMap(meter, one, other)
  return same(one, other)
}

const isObject = (value: unknown): boolean => value instanceof ObjectView

const isNumber = (value: unknown): boolean => typeof value === 'number' || typeof value === 'bigint'

function isSameList(meter: Meter, one: CelList, other: CelList): boolean {
  if (one.size !== other.size) return false
  for (let index = 0; index < one.size; index += 1)
    if (!isEqual(meter, sound(one.get(index)), sound(other.get(index)))) return false
  return true
}

function isSameMap(meter: Meter, one: CelMap, other: CelMap): boolean {
  if (one.size !== other.size) return false
  for (const key of one.keys())
    if (!other.has(key) || !isEqual(meter, sound(one.get(key)), sound(other.get(key)))) return false
  return true
}

const sound = (item: unknown): CelValue => (isCelError(item) || item === undefined ? fail(item) : (item as CelValue))

/** Moments, durations, bytes and types: the evaluator's own equality, which is of a bounded size here. */
const plainEqual = celEnv().funcs.find('_==_')
const same = (one: CelValue, other: CelValue): boolean => plainEqual?.call(0, undefined, [one, other]) === true

function isIn(meter: Meter, value: CelValue, list: CelList): boolean {
  meter.charge(list.size)
  let gone: unknown
  for (const item of list as Iterable<unknown>) {
    if (isCelError(item)) gone ??= item
    else if (isEqual(meter, value, item as CelValue)) return true
  }
  return gone === undefined ? false : fail(gone)
}

function fail(why: unknown): never {
  throw celError(why ?? 'no value')
}
