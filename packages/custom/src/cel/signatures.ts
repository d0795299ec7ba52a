import type { Expr, Expr_Call } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js'
import { suggest } from '@sakimori/core/text'
import { isSubtype, typeInfo, typeNames } from '@sakimori/vim25'
import { commonKind, dyn, wordKind, type Kind } from '../kinds.ts'
import { compilePattern } from './library.ts'
import type { Checking } from './scope.ts'
import { textOf } from './syntax.ts'

type Args = readonly Expr[]

/** A function: how it may be called, and what it gives. Operators are functions with names that nobody can write. */
interface Signature {
  readonly counts: readonly number[]
  /** Called as `text.f(…)`, the receiver being the first argument. */
  readonly method?: 'only' | 'also'
  /** What the arguments must be, as far as it is known. */
  readonly takes?: readonly Group[]
  readonly gives: Kind | ((checker: Checking, args: Args, kinds: readonly Kind[], at: Expr) => Kind)
}

type Group = 'number' | 'text' | 'bool' | 'moment' | 'list' | 'any'

/** Kinds that can be compared with each other; `undefined` where it is not known. */
function groupOf({ of }: Kind): string | undefined {
  switch (of) {
    case 'int':
    case 'double':
      return 'number'
    case 'string':
    case 'enum':
      return 'text'
    case 'bool':
      return 'bool'
    case 'timestamp':
      return 'moment'
    case 'dyn':
      return undefined
    default:
      return of
  }
}

const bool: Kind = { of: 'bool' }
const int: Kind = { of: 'int' }
const text: Kind = { of: 'string' }
const texts: Kind = { of: 'list', item: text }

const logic: Signature = { counts: [1, 2, 3], takes: ['bool', 'bool', 'bool'], gives: bool }
const order: Signature = { counts: [2], gives: ordered }
const equality: Signature = { counts: [2], gives: compared }
const arithmetic: Signature = { counts: [2], gives: added }
const onText = (gives: Kind, ...counts: readonly number[]): Signature => ({
  counts,
  method: 'only',
  takes: ['text'],
  gives,
})
const accessor: Signature = { counts: [1, 2], method: 'only', gives: int }

const SIGNATURES: Readonly<Record<string, Signature>> = {
  '_&&_': { ...logic, counts: [2] },
  '_||_': { ...logic, counts: [2] },
  '!_': { ...logic, counts: [1] },
  '@not_strictly_false': { counts: [1], gives: bool },
  '_?_:_': { counts: [3], takes: ['bool'], gives: (_checker, _args, [, then, otherwise]) => either(then, otherwise) },
  '_==_': equality,
  '_!=_': equality,
  '_<_': order,
  '_<=_': order,
  '_>_': order,
  '_>=_': order,
  '@in': { counts: [2], gives: contained },
  '_+_': arithmetic,
  '_-_': arithmetic,
  '_*_': arithmetic,
  '_/_': arithmetic,
  '_%_': arithmetic,
  '-_': { counts: [1], takes: ['number'], gives: (_checker, _args, [kind = dyn]) => kind },
  '_[_]': { counts: [2], gives: indexed },
  size: { counts: [1], method: 'also', gives: sized },
  contains: onText(bool, 2),
  startsWith: onText(bool, 2),
  endsWith: onText(bool, 2),
  matches: { counts: [2], method: 'also', takes: ['text', 'text'], gives: matched },
  lowerAscii: onText(text, 1),
  upperAscii: onText(text, 1),
  trim: onText(text, 1),
  split: onText(texts, 2, 3),
  substring: onText(text, 2, 3),
  charAt: onText(text, 2),
  indexOf: onText(int, 2, 3),
  lastIndexOf: onText(int, 2, 3),
  int: { counts: [1], gives: int },
  double: { counts: [1], gives: { of: 'double' } },
  string: { counts: [1], gives: text },
  bool: { counts: [1], gives: bool },
  timestamp: { counts: [1], gives: { of: 'timestamp' } },
  duration: { counts: [1], gives: { of: 'duration' } },
  type: { counts: [1], gives: dyn },
  dyn: { counts: [1], gives: dyn },
  getFullYear: accessor,
  getMonth: accessor,
  getDate: accessor,
  getDayOfMonth: accessor,
  getDayOfWeek: accessor,
  getDayOfYear: accessor,
  getHours: accessor,
  getMinutes: accessor,
  getSeconds: accessor,
  getMilliseconds: accessor,
  get: { counts: [1], gives: followed },
  all: { counts: [1], gives: listed },
  isA: { counts: [2], gives: tested },
}

const macros = ['all', 'exists', 'exists_one', 'map', 'filter']

/** The kind of a call. */
export function callKind(checker: Checking, call: Expr_Call, at: Expr): Kind {
  const { function: name, target } = call
  const signature = Object.hasOwn(SIGNATURES, name) ? SIGNATURES[name] : undefined
  const isMethod = target !== undefined
  if (isMethod && macros.includes(name))
    return checker.complain(`${name} wants a variable and an expression, as in list.${name}(x, x.name == "a")`, at)
  if (!signature || (isMethod ? !signature.method : signature.method === 'only')) {
    const near = suggest(name, [...Object.keys(SIGNATURES).filter((one) => /^[a-z]/i.test(one)), ...macros, 'has'])
    const other = signature ? (isMethod ? `; write ${name}(…)` : `; write text.${name}(…)`) : ''
    return checker.complain(`there is no function ${name}${other || (near ? `; did you mean ${near}?` : '')}`, at)
  }
  const args = isMethod ? [target, ...call.args] : call.args
  const kinds = args.map((arg) => checker.kindOf(arg))
  if (!signature.counts.includes(args.length))
    return checker.complain(
      `${name} takes ${signature.counts.map((count) => count - (isMethod ? 1 : 0)).join(' or ')} arguments`,
      at,
    )
  for (const [index, wanted] of (signature.takes ?? []).entries()) {
    const group = kinds[index] && groupOf(kinds[index])
    if (group !== undefined && wanted !== 'any' && group !== wanted)
      return checker.complain(
        `${wordName(name)} wants ${groupWords[wanted]}, and this is ${wordKind(kinds[index] ?? dyn)}`,
        args[index] ?? at,
      )
  }
  return typeof signature.gives === 'function' ? signature.gives(checker, args, kinds, at) : signature.gives
}

const groupWords: Readonly<Record<Exclude<Group, 'any'>, string>> = {
  number: 'a number',
  text: 'a text',
  bool: 'true or false',
  moment: 'a moment',
  list: 'a list',
}

/** `_&&_` as it is written. */
const wordName = (name: string) => (name === '_?_:_' ? 'the condition of ?:' : name.replaceAll('_', ''))

function compared(checker: Checking, args: Args, [one = dyn, other = dyn]: readonly Kind[], at: Expr): Kind {
  if (one.of === 'null' || other.of === 'null')
    return checker.complain('no value is null: what is not set is asked by has(…)', at)
  for (const object of [one, other])
    if (object.of === 'object') return checker.complain('objects are not compared; compare their ref', at)
  const groups = [groupOf(one), groupOf(other)]
  if (groups[0] !== undefined && groups[1] !== undefined && groups[0] !== groups[1])
    return checker.complain(`${wordKind(one)} is never equal to ${wordKind(other)}`, at)
  checkWord(checker, one, args[1])
  checkWord(checker, other, args[0])
  return bool
}

/** A word that is compared with an enumeration must be one of its own. */
function checkWord(checker: Checking, kind: Kind, said: Expr | undefined): void {
  const word = said && textOf(said)
  if (kind.of !== 'enum' || word === undefined || kind.values.includes(word)) return
  const near = suggest(word, kind.values)
  checker.complain(
    `${kind.name} has no ${word}${near ? `; did you mean ${near}?` : `; it has ${kind.values.join(', ')}`}`,
    said as Expr,
  )
}

function contained(checker: Checking, args: Args, [value = dyn, list = dyn]: readonly Kind[], at: Expr): Kind {
  if (list.of === 'list') {
    const groups = [groupOf(value), groupOf(list.item)]
    if (groups[0] !== undefined && groups[1] !== undefined && groups[0] !== groups[1])
      return checker.complain(`${wordKind(value)} is never in a list of which each is ${wordKind(list.item)}`, at)
    const items = args[1]?.exprKind.case === 'listExpr' ? args[1].exprKind.value.elements : []
    for (const item of items) checkWord(checker, value, item)
    checkWord(checker, list.item, args[0])
    return bool
  }
  return list.of === 'dyn' ? bool : checker.complain(`in wants a list, and this is ${wordKind(list)}`, at)
}

function ordered(checker: Checking, _args: Args, [one = dyn, other = dyn]: readonly Kind[], at: Expr): Kind {
  const groups = [groupOf(one), groupOf(other)]
  const comparable = ['number', 'text', 'bool', 'moment', 'duration', undefined]
  if (!groups.every((group) => comparable.includes(group)) || (groups[0] && groups[1] && groups[0] !== groups[1]))
    return checker.complain(`${wordKind(one)} and ${wordKind(other)} have no order`, at)
  return bool
}

/** What `+ - * / %` gives; a whole number and a fraction are not mixed in CEL. */
function added(checker: Checking, _args: Args, [one = dyn, other = dyn]: readonly Kind[], at: Expr): Kind {
  const name = at.exprKind.case === 'callExpr' ? at.exprKind.value.function : ''
  if (one.of === 'dyn' || other.of === 'dyn') return one.of === 'list' || other.of === 'list' ? either(one, other) : dyn
  const pair = `${one.of === 'enum' ? 'string' : one.of} ${other.of === 'enum' ? 'string' : other.of}`
  if (pair === 'int int' || (pair === 'double double' && name !== '_%_')) return one
  if (name === '_+_' && pair === 'string string') return text
  if (name === '_+_' && pair === 'list list') return either(one, other)
  if (name === '_-_' && pair === 'timestamp timestamp') return { of: 'duration' }
  if (/^_[+-]_$/.test(name) && pair === 'timestamp duration') return one
  if (/^_[+-]_$/.test(name) && pair === 'duration duration') return one
  if (name === '_+_' && pair === 'duration timestamp') return other
  const mixed = pair === 'int double' || pair === 'double int'
  return checker.complain(
    mixed
      ? 'a whole number and a fraction are not mixed: write double(…) or 2.0'
      : `${wordName(name)} does not go with ${wordKind(one)} and ${wordKind(other)}`,
    at,
  )
}

/** One of two kinds; an empty list has items of any kind. */
function either(one: Kind = dyn, other: Kind = dyn): Kind {
  if (one.of === 'list' && other.of === 'list') return one.item.of === 'dyn' ? other : one
  return commonKind([one, other])
}

function indexed(checker: Checking, args: Args, [holder = dyn, index = dyn]: readonly Kind[], at: Expr): Kind {
  if (holder.of === 'list')
    return index.of === 'int' || index.of === 'dyn'
      ? holder.item
      : checker.complain('a list is asked for an item by its number', at)
  if (holder.of === 'dyn') return dyn
  const name = args[1] && textOf(args[1])
  return name === undefined
    ? checker.complain(`${wordKind(holder)} is asked for a field by its name`, at)
    : checker.fieldOf(holder, name, at)
}

function sized(checker: Checking, args: Args, [kind = dyn]: readonly Kind[]): Kind {
  if (['string', 'enum', 'list', 'dyn'].includes(kind.of)) return int
  return checker.complain(`${wordKind(kind)} has no size`, args[0] as Expr)
}

function matched(checker: Checking, args: Args): Kind {
  const pattern = args[1] && textOf(args[1])
  if (pattern === undefined) return bool
  try {
    compilePattern(pattern)
  } catch (error) {
    return checker.complain(`not a regular expression of RE2: ${(error as Error).message}`, args[1] as Expr)
  }
  return bool
}

function followed(checker: Checking, args: Args, [kind = dyn]: readonly Kind[]): Kind {
  const { reads } = checker.scope
  if (kind.of === 'dyn') return { of: 'object', nodes: [...reads.values()] }
  if (kind.of !== 'ref')
    return checker.complain(`get wants a reference, and this is ${wordKind(kind)}`, args[0] as Expr)
  const nodes = [...reads].flatMap(([type, node]) =>
    isSubtype(type, kind.to) || isSubtype(kind.to, type) ? [node] : [],
  )
  return nodes.length > 0
    ? { of: 'object', nodes }
    : checker.complain(
        `no reads of ${kind.to} are declared; add {type: ${kind.to}, path: name} or what is needed of it`,
        args[0] as Expr,
      )
}

function listed(checker: Checking, args: Args): Kind {
  const { reads } = checker.scope
  const type = args[0] && textOf(args[0])
  const node = type === undefined ? undefined : reads.get(type)
  if (node) return { of: 'list', item: { of: 'object', nodes: [node] } }
  return checker.complain(
    type === undefined
      ? 'all wants the name of a type in quotes'
      : `no reads of ${type} are declared; declared are those of ${[...reads.keys()].join(', ')}`,
    args[0] as Expr,
  )
}

function tested(checker: Checking, args: Args, [kind = dyn]: readonly Kind[]): Kind {
  const name = args[1] && textOf(args[1])
  if (name === undefined) return checker.complain('isA wants the name of a type in quotes', args[1] as Expr)
  const known = typeInfo(name)
  if (!known || known.kind === 'enum') {
    const near = suggest(name, [...typeNames('data'), ...typeNames('managed')])
    return checker.complain(`there is no type ${name}${near ? `; did you mean ${near}?` : ''}`, args[1] as Expr)
  }
  const declared = kind.of === 'data' ? kind.name : kind.of === 'ref' ? kind.to : undefined
  if (declared !== undefined && !isSubtype(name, declared) && !isSubtype(declared, name))
    return checker.complain(`a ${declared} is never a ${name}`, args[1] as Expr)
  return bool
}
