import type { Control, Judgement, Procedure } from '@sakimori/core/control'
import { ExpressionMistake } from '../cel/compile.ts'
import { createMachine } from '../cel/library.ts'
import { Meter } from '../cel/meter.ts'
import type { CustomControl } from '../definition.ts'
import { compileCondition, compileNote, judgeBy, scopeOf, type Engine } from '../judgement.ts'
import { collectorReads, declareReads, leavesOf } from '../reads.ts'
import { textOf } from '../text.ts'
import { commonParts, releasesOfControl, stepsOf } from './common.ts'
import { ControlMistake, refuse, type Mistake } from './mistake.ts'
import { buildEsxcli, buildEsxOption, buildProperty, buildVcenterOption, buildVmOption } from './observations.ts'

/** The engine in which the expressions of a site's controls run. */
export function createEngine(): Engine {
  const meter = new Meter()
  return { meter, machine: createMachine(meter) }
}

/** Makes a control of its definition: its names are real ones and its expressions compile, or it says what is wrong. */
export function buildControl(
  definition: CustomControl,
  engine: Engine,
): Control | { readonly mistakes: readonly Mistake[] } {
  try {
    return build(definition, engine)
  } catch (error) {
    if (error instanceof ControlMistake) return { mistakes: error.mistakes }
    throw error
  }
}

function build(definition: CustomControl, engine: Engine): Control {
  if (definition.esxOption !== undefined) return buildEsxOption(definition)
  if (definition.vcenterOption !== undefined) return buildVcenterOption(definition)
  if (definition.vmOption !== undefined) return buildVmOption(definition)
  if (definition.property !== undefined) return buildProperty(definition)
  if (definition.esxcli !== undefined) return buildEsxcli(definition)
  if (definition.judge !== undefined) return buildJudgement(definition, engine)
  return buildProcedure(definition)
}

function buildJudgement(definition: CustomControl, engine: Engine): Judgement {
  const { judge, subject } = definition
  if (!judge || !subject) return refuse([], 'the subject is missing')
  const releases = releasesOfControl(definition)
  const declared = declareReads(subject, judge.reads, releases)
  if ('mistakes' in declared)
    throw new ControlMistake(
      ...declared.mistakes.map(([index, message]) => ({ path: ['judge', 'reads', index], message })),
    )
  const { types } = declared
  const scope = scopeOf(types, releases)
  const { machine } = engine
  const { appliesWhen, note } = judge
  const expressions = {
    appliesWhen:
      appliesWhen === undefined
        ? undefined
        : at(['judge', 'appliesWhen'], () => compileCondition(machine, appliesWhen, scope)),
    pass: at(['judge', 'pass'], () => compileCondition(machine, judge.pass, scope)),
    note: note === undefined ? undefined : at(['judge', 'note'], () => compileNote(machine, textOf(note), scope)),
  }
  return {
    ...commonParts(definition),
    kind: 'judgement',
    subject,
    reads: [...types].flatMap(([type, tree]) =>
      collectorReads(
        type,
        leavesOf(tree).map(({ path }) => path),
      ),
    ),
    judge: judgeBy(engine, expressions, types),
    repair: stepsOf(definition),
  }
}

/** Says where a mistake in an expression is. */
function at<T>(path: Mistake['path'], compile: () => T): T {
  try {
    return compile()
  } catch (error) {
    if (!(error instanceof ExpressionMistake)) throw error
    throw new ControlMistake({ path, message: error.message, offset: error.offset })
  }
}

function buildProcedure(definition: CustomControl): Procedure {
  const { procedure, subject = 'ServiceInstance' } = definition
  if (procedure === undefined) return refuse([], 'the steps are missing')
  return {
    ...commonParts(definition),
    kind: 'procedure',
    subject,
    reads: [],
    steps: textOf(procedure),
    repair: stepsOf(definition),
  }
}
