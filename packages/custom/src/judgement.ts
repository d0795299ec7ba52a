import { isCelError, isCelList, type CelError, type CelInput, type CelValue } from '@bufbuild/cel'
import type { Context, Judgement, Outcome } from '@sakimori/core/control'
import { defaultPolicy } from '@sakimori/core/control'
import { releaseOf, unknown, type Estate, type Inventory, type Release, type Subject } from '@sakimori/core/model'
import type { Note, Text } from '@sakimori/core/text'
import { compile, ExpressionMistake, type Program } from './cel/compile.ts'
import type { Machine } from './cel/library.ts'
import type { Meter } from './cel/meter.ts'
import { notKnown, World } from './cel/objects.ts'
import type { Scope } from './cel/scope.ts'
import { plainToCel } from './cel/values.ts'
import { dyn, wordKind, type Kind } from './kinds.ts'
import type { DeclaredReads } from './reads.ts'

/** What evaluates judgements: one for all controls of a site, since one expression runs at a time. */
export interface Engine {
  readonly machine: Machine
  readonly meter: Meter
}

/**
 * Steps that one control may take over a whole estate, and the least and the most that one object gets of them. A step is one
 * part of an expression that is gone through once more: 50 to 100 ns. So a control costs an audit seconds at most, and the
 * same snapshot always gets the same answer, on a slow machine as on a fast one.
 */
const STEPS_OF_A_CONTROL = 50_000_000
const LEAST_STEPS = 20_000
const MOST_STEPS = 5_000_000

const stepsFor = (objects: number): number =>
  Math.min(MOST_STEPS, Math.max(LEAST_STEPS, Math.floor(STEPS_OF_A_CONTROL / Math.max(1, objects))))

/** The expressions of a judgement, ready to run. */
export interface Expressions {
  readonly appliesWhen?: Program | undefined
  readonly pass: Program
  readonly note?: NoteTemplate | undefined
}

/** A text whose braces hold expressions: `{self.config.hardware.numCPU} CPUs`. */
interface NoteTemplate {
  readonly text: Text
  readonly slots: Readonly<Record<string, Program>>
}

const string: Kind = { of: 'string' }
const list: Kind = { of: 'list', item: string }

const estateKinds = new Map<string, Kind>([
  ['name', string],
  ['kind', { of: 'enum', name: 'the kind of an estate', values: ['vcenter', 'esx'] }],
  ['product', string],
  ['version', string],
  ['build', string],
  ['apiVersion', string],
  ['instanceUuid', string],
  ['release', string],
  ['collectedAt', { of: 'timestamp' }],
])

const policyKinds = new Map<string, Kind>(
  Object.entries(defaultPolicy).map(([name, value]) => [
    name,
    typeof value === 'number'
      ? { of: 'int' }
      : ['nativeVlans', 'reservedVlans'].includes(name)
        ? { of: 'list', item: { of: 'int' } }
        : list,
  ]),
)

/** What an expression of a control can name. */
export function scopeOf(reads: DeclaredReads, releases: readonly Release[]): Scope {
  const [self] = reads.values()
  return {
    reads,
    releases,
    variables: new Map<string, Kind>([
      ['self', self ? { of: 'object', nodes: [self] } : dyn],
      ['estate', { of: 'record', fields: estateKinds }],
      ['policy', { of: 'record', fields: policyKinds }],
      ['now', { of: 'timestamp' }],
    ]),
  }
}

/** Compiles an expression that must be true or false. @throws ExpressionMistake */
export function compileCondition(machine: Machine, source: string, scope: Scope): Program {
  const program = compile(machine, source, scope)
  if (program.kind.of !== 'bool' && program.kind.of !== 'dyn')
    throw new ExpressionMistake(`it must be true or false, and this gives ${wordKind(program.kind)}`, 0)
  return program
}

/** Compiles the expressions in the braces of a note. @throws ExpressionMistake */
export function compileNote(machine: Machine, said: Text, scope: Scope): NoteTemplate {
  const slots: Record<string, Program> = {}
  const names = new Map<string, string>()
  const fill = (template: string) =>
    template.replaceAll(/\{([^{}]+)\}/g, (_whole, source: string, offset: number) => {
      let name = names.get(source)
      if (name === undefined) {
        names.set(source, (name = `v${names.size}`))
        try {
          slots[name] = compile(machine, source, scope)
        } catch (error) {
          if (!(error instanceof ExpressionMistake)) throw error
          throw new ExpressionMistake(error.message, offset + 1 + error.offset)
        }
      }
      return `{${name}}`
    })
  return { text: { en: fill(said.en), ja: fill(said.ja) }, slots }
}

/** The judge of a control: it runs the expressions on one object, and turns what they say into a verdict. */
export function judgeBy(
  engine: Engine,
  { appliesWhen, pass, note }: Expressions,
  reads: DeclaredReads,
): Judgement['judge'] {
  const worlds = new WeakMap<Inventory, World>()
  return (subject, inventory, context) => {
    const { machine, meter } = engine
    let world = worlds.get(inventory)
    if (!world) worlds.set(inventory, (world = new World(inventory, reads, meter)))
    machine.world = world
    meter.begin(stepsFor(inventory.all(subject.type).length))
    const bindings = bindingsOf(world, subject, inventory, context)
    const applies = appliesWhen ? appliesWhen.run(bindings) : true
    if (applies === false && !meter.usedUp) return { verdict: 'notApplicable', evidence: evidenceOf(meter) }
    if (applies !== true) return undecided(meter, subject, 'appliesWhen', applies)
    const holds = pass.run(bindings)
    if (typeof holds !== 'boolean' || meter.usedUp) return undecided(meter, subject, 'pass', holds)
    const evidence = evidenceOf(meter)
    if (holds) return { verdict: 'pass', evidence }
    return { verdict: 'fail', evidence, note: note && noteOf(note, bindings) }
  }
}

/** A missing fact says why nothing was decided; otherwise the expression itself is at fault. */
function undecided(meter: Meter, subject: Subject, where: string, answer: CelValue | CelError): Outcome {
  const { missing, known } = meter.touched
  const from = { ref: subject.ref, path: where }
  const fault = (detail: string): Outcome => ({
    verdict: 'unknown',
    evidence: [unknown('fault', from, detail), ...missing, ...known],
  })
  if (meter.usedUp)
    return fault(`it takes more than the ${meter.limit} steps that an object has in an estate of this size`)
  if (!isCelError(answer)) return fault('it gave neither true nor false')
  const because = missing.some((fact) => answer.message === notKnown(fact.from.path))
  return because ? { verdict: 'unknown', evidence: [...missing, ...known] } : fault(answer.message)
}

/** What a verdict rests on. A missing fact that did not matter (`true || …`) is no part of it. */
const evidenceOf = (meter: Meter): Outcome['evidence'] => meter.touched.known

const MOST_LETTERS = 200

function noteOf({ text, slots }: NoteTemplate, bindings: Bindings): Note {
  const values = Object.entries(slots).map(([name, program]) => [name, wordOf(program.run(bindings))] as const)
  return { text, values: Object.fromEntries(values) }
}

/** A value in a sentence; one that cannot be had is a question mark. */
function wordOf(value: CelValue | CelError): string {
  if (isCelError(value)) return '?'
  if (isCelList(value)) return Array.from(value, wordOf).slice(0, 20).join(', ').slice(0, MOST_LETTERS)
  return typeof value === 'object' ? '…' : String(value).slice(0, MOST_LETTERS)
}

type Bindings = Readonly<Record<string, CelInput>>

const estates = new WeakMap<Estate, CelValue>()
const moments = new WeakMap<Date, CelValue>()
const policies = new WeakMap<Context['policy'], CelValue>()

function bindingsOf(world: World, subject: Subject, { estate }: Inventory, { now, policy }: Context): Bindings {
  const cached = <K extends object>(cache: WeakMap<K, CelValue>, key: K, make: () => unknown) => {
    let value = cache.get(key)
    if (value === undefined) cache.set(key, (value = plainToCel(make())))
    return value
  }
  // Without a prototype: the evaluator looks names up as they come, `constructor` too.
  const bindings = Object.create(null) as Record<string, CelInput>
  bindings['self'] = world.self(subject)
  bindings['estate'] = cached(estates, estate, () => ({
    ...estate,
    release: releaseOf(estate.version) ?? '',
    collectedAt: new Date(estate.collectedAt),
  }))
  bindings['policy'] = cached(policies, policy, () => policy)
  bindings['now'] = cached(moments, now, () => now) as CelInput
  return bindings
}
