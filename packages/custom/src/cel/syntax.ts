import type { Expr } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js'

/** The parts directly below one, in the order in which they stand. */
export function childrenOf({ exprKind }: Expr): readonly Expr[] {
  const there = (...parts: readonly (Expr | undefined)[]) => parts.filter((part) => part !== undefined)
  switch (exprKind.case) {
    case 'selectExpr':
      return there(exprKind.value.operand)
    case 'callExpr':
      return there(exprKind.value.target, ...exprKind.value.args)
    case 'listExpr':
      return exprKind.value.elements
    case 'structExpr':
      return exprKind.value.entries.flatMap(({ keyKind, value }) =>
        there(keyKind.case === 'mapKey' ? keyKind.value : undefined, value),
      )
    case 'comprehensionExpr': {
      const { iterRange, accuInit, loopCondition, loopStep, result } = exprKind.value
      return there(iterRange, accuInit, loopCondition, loopStep, result)
    }
    default:
      return []
  }
}

/** How many parts an expression has, itself included. */
export const sizeOf = (expr: Expr): number => 1 + childrenOf(expr).reduce((sum, child) => sum + sizeOf(child), 0)

/** `self.config.firmware`, where an expression is nothing else than a name and fields of it. */
export function chainOf({ exprKind }: Expr): string | undefined {
  if (exprKind.case === 'identExpr') return exprKind.value.name
  if (exprKind.case !== 'selectExpr' || !exprKind.value.operand) return undefined
  const before = chainOf(exprKind.value.operand)
  return before === undefined ? undefined : `${before}.${exprKind.value.field}`
}

/** The text of a constant. */
export const textOf = ({ exprKind }: Expr): string | undefined =>
  exprKind.case === 'constExpr' && exprKind.value.constantKind.case === 'stringValue'
    ? exprKind.value.constantKind.value
    : undefined
