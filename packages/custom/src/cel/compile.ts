import { celError, isCelError, parse, plan, type CelError, type CelInput, type CelValue } from '@bufbuild/cel'
import { ExprSchema, type Expr } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js'
import { create } from '@bufbuild/protobuf'
import type { Kind } from '../kinds.ts'
import { checkExpression } from './check.ts'
import { RANGE, type Machine } from './library.ts'
import type { Scope } from './scope.ts'
import { childrenOf, sizeOf } from './syntax.ts'

/** An expression that is no expression, or can never be right: what is wrong, and where in its text. */
export class ExpressionMistake extends Error {
  override readonly name = 'ExpressionMistake'
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** An expression that was parsed, checked and planned once, and is evaluated as often as there are objects. */
export interface Program {
  readonly kind: Kind
  /** Never throws: what goes wrong is an error of CEL. */
  readonly run: (bindings: Readonly<Record<string, CelInput>>) => CelValue | CelError
}

/** More parts than a person writes; what the limit of the text lets through. */
const MOST_PARTS = 1500
const MOST_DEPTH = 60

/** Compiles an expression for a scope. @throws ExpressionMistake */
export function compile(machine: Machine, source: string, scope: Scope): Program {
  const parsed = parseExpression(source)
  measure(parsed.expr, 0)
  if (sizeOf(parsed.expr) > MOST_PARTS) throw new ExpressionMistake('the expression is too long', 0)
  const { positions } = parsed.sourceInfo ?? {}
  const kind = checkExpression(parsed.expr, scope, (message, at) => {
    throw new ExpressionMistake(message, positions?.[String(at.id)] ?? 0)
  })
  payForRounds(parsed.expr)
  const planned = plan(machine.env, parsed.expr)
  return {
    kind,
    run: (bindings) => {
      try {
        return planned(bindings)
      } catch (error) {
        return isCelError(error) ? error : celError(error)
      }
    },
  }
}

function parseExpression(source: string): ReturnType<typeof parse> {
  try {
    return parse(source)
  } catch (error) {
    if (error instanceof RangeError) throw new ExpressionMistake('the expression is nested too deeply', 0)
    const { location, rawMessage, message } = error as Error & {
      readonly location?: { readonly start?: { readonly offset?: number } }
      readonly rawMessage?: string
    }
    throw new ExpressionMistake(shorten(rawMessage ?? message), location?.start?.offset ?? 0)
  }
}

/** The parser lists every token that it would have taken: who is helped by that knows it already. */
const shorten = (said: string) => said.replace(/ but expecting .*$/s, ' where it makes no sense')

function measure(expr: Expr, depth: number): void {
  if (depth > MOST_DEPTH) throw new ExpressionMistake('the expression is nested too deeply', 0)
  for (const child of childrenOf(expr)) measure(child, depth + 1)
}

/** Wraps what every comprehension goes through, so that its rounds are paid for before the first one. */
function payForRounds(expr: Expr): void {
  childrenOf(expr).forEach(payForRounds)
  if (expr.exprKind.case !== 'comprehensionExpr') return
  const comprehension = expr.exprKind.value
  const { iterRange, loopCondition, loopStep } = comprehension
  if (!iterRange || !loopCondition || !loopStep) return
  const weight = sizeOf(loopCondition) + sizeOf(loopStep)
  comprehension.iterRange = create(ExprSchema, {
    id: iterRange.id,
    exprKind: {
      case: 'callExpr',
      value: { function: RANGE, args: [iterRange, constant(iterRange.id, BigInt(weight))] },
    },
  })
}

const constant = (id: bigint, value: bigint): Expr =>
  create(ExprSchema, {
    id,
    exprKind: { case: 'constExpr', value: { constantKind: { case: 'int64Value', value } } },
  })
