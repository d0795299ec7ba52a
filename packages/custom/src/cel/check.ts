import type { Expr, Expr_Call, Expr_Comprehension, Expr_Select } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js'
import { suggest } from '@sakimori/core/text'
import { apiVersions } from '@sakimori/vim25'
import { commonKind, dyn, fieldNames, fieldOf, kindOfField, wordKind, type Kind, type ReadNode } from '../kinds.ts'
import { isKnownIn, unknownName } from '../paths/real-path.ts'
import { realPathOf } from '../reads.ts'
import { callKind } from './signatures.ts'
import { identity } from './objects.ts'
import type { Checking, Complain, Scope } from './scope.ts'
import { chainOf, childrenOf } from './syntax.ts'

/** Names that stand for types of CEL, as in `type(x) == string`. */
const typeNames = new Set(['int', 'double', 'bool', 'string', 'list', 'map', 'null_type', 'type'])

/**
 * Works out what an expression gives, by VMODL's tables, and complains of what can never be right: a field that no type has, a
 * comparison of a number with a text, a word that an enumeration does not have. What it cannot know it lets pass; evaluation
 * decides then.
 */
export function checkExpression(expr: Expr, scope: Scope, complain: Complain): Kind {
  return new Checker(scope, complain, testedIn(expr)).kindOf(expr)
}

/** The fields that `has` asks about anywhere. */
function testedIn(expr: Expr): ReadonlySet<string> {
  const tested = new Set<string>()
  const look = (part: Expr) => {
    const chain = part.exprKind.case === 'selectExpr' && part.exprKind.value.testOnly ? chainOf(part) : undefined
    if (chain !== undefined) tested.add(chain)
    childrenOf(part).forEach(look)
  }
  look(expr)
  return tested
}

class Checker implements Checking {
  readonly scope: Scope
  readonly complain: Complain
  readonly #tested: ReadonlySet<string>
  #variables: ReadonlyMap<string, Kind>

  constructor(scope: Scope, complain: Complain, tested: ReadonlySet<string>) {
    this.scope = scope
    this.complain = complain
    this.#tested = tested
    this.#variables = scope.variables
  }

  kindOf(expr: Expr): Kind {
    const { exprKind } = expr
    switch (exprKind.case) {
      case 'identExpr':
        return this.#variable(exprKind.value.name, expr)
      case 'constExpr':
        return constants[exprKind.value.constantKind.case ?? 'nullValue'] ?? dyn
      case 'selectExpr':
        return this.#select(exprKind.value, expr)
      case 'callExpr':
        return this.#call(exprKind.value, expr)
      case 'listExpr':
        return { of: 'list', item: commonKind(exprKind.value.elements.map((item) => this.kindOf(item))) }
      case 'structExpr':
        if (exprKind.value.messageName !== '') return this.complain('messages are not known here', expr)
        childrenOf(expr).forEach((child) => this.kindOf(child))
        return dyn
      case 'comprehensionExpr':
        return this.#comprehension(exprKind.value, expr)
      case undefined:
        return this.complain('something is missing here', expr)
    }
  }

  #variable(name: string, at: Expr): Kind {
    const kind = this.#variables.get(name)
    if (kind) return kind
    if (typeNames.has(name)) return dyn
    const near = suggest(
      name,
      [...this.#variables.keys()].filter((one) => !one.startsWith('@')),
    )
    return this.complain(`there is no ${name} here${near ? `; did you mean ${near}?` : ''}`, at)
  }

  #select({ operand, field, testOnly }: Expr_Select, at: Expr): Kind {
    if (!operand) return this.complain('something is missing before the dot', at)
    const kind = this.fieldOf(this.kindOf(operand), field, at)
    return testOnly ? { of: 'bool' } : kind
  }

  /** The kind of a field of a value of some kind. */
  fieldOf(kind: Kind, name: string, at: Expr): Kind {
    switch (kind.of) {
      case 'dyn':
        return dyn
      case 'record':
        return kind.fields.get(name) ?? this.complain(unknownName(name, 'it', [...kind.fields.keys()]), at)
      case 'ref':
        if (name === 'type' || name === 'value') return { of: 'string' }
        return this.complain(`a reference has only type and value; get(…) gives the ${kind.to}`, at)
      case 'data':
        return this.#dataField(kind.name, name, at)
      case 'object':
        return this.#property(kind.nodes, name, at)
      default:
        return this.complain(`${name}: ${wordKind(kind)} has no fields`, at)
    }
  }

  #dataField(type: string, name: string, at: Expr): Kind {
    if (name === '_typeName') return { of: 'string' }
    const field = fieldOf(type, name)
    if (!field) return this.complain(unknownName(name, type, fieldNames(type)), at)
    const since = apiVersions[field.since] ?? ''
    const without = this.scope.releases.filter((release) => !isKnownIn(release, since))
    if (without.length > 0 && !this.#tested.has(chainOf(at) ?? ''))
      return this.complain(
        `${name} of ${type} exists since API ${since}, and the control applies to ${without.join(', ')} as well: ask has(…) first, or narrow releases:`,
        at,
      )
    return kindOfField(field)
  }

  #property(nodes: readonly ReadNode[], name: string, at: Expr): Kind {
    const below = nodes.flatMap((node) => node.children.get(name) ?? [])
    if (below.length > 0) {
      const leaves = below.flatMap(({ leaf }) => leaf?.kind ?? [])
      return leaves.length === below.length ? commonKind(leaves) : { of: 'object', nodes: below }
    }
    const own = nodes.some(({ root }) => root) ? identity.get(name) : undefined
    if (own) return own
    const [node] = nodes
    if (!node) return dyn
    const path = node.path === '' ? name : `${node.path}.${name}`
    const real = realPathOf(node.type, path)
    const unreal = 'mistake' in real && real.unknownName
    return this.complain(unreal ? real.mistake : `${path} of ${node.type} is not among the reads`, at)
  }

  #call(call: Expr_Call, at: Expr): Kind {
    return callKind(this, call, at)
  }

  #comprehension(loop: Expr_Comprehension, at: Expr): Kind {
    const { iterRange, accuInit, loopCondition, loopStep, result } = loop
    if (!iterRange || !accuInit || !loopCondition || !loopStep || !result)
      return this.complain('a macro is not complete', at)
    if (this.scope.variables.has(loop.iterVar)) return this.complain(`${loop.iterVar} means something else already`, at)
    const range = this.kindOf(iterRange)
    if (range.of !== 'list' && range.of !== 'dyn')
      return this.complain(`only a list is gone through, and this is ${wordKind(range)}`, iterRange)
    const item = range.of === 'list' ? range.item : dyn
    const outer = this.#variables
    const within = (accu: Kind) => new Map([...outer, [loop.iterVar, item], [loop.accuVar, accu]])
    const start = this.kindOf(accuInit)
    this.#variables = within(start)
    const stepped = this.kindOf(loopStep)
    this.#variables = within(stepped)
    this.kindOf(loopCondition)
    const found = this.kindOf(result)
    this.#variables = outer
    return found
  }
}

const constants: Readonly<Record<string, Kind>> = {
  nullValue: { of: 'null' },
  boolValue: { of: 'bool' },
  int64Value: { of: 'int' },
  uint64Value: dyn,
  doubleValue: { of: 'double' },
  stringValue: { of: 'string' },
  bytesValue: dyn,
}
