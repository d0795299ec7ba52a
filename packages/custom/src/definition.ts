import { areas, severities } from '@sakimori/core/control'
import { releases } from '@sakimori/core/model'
import { z } from 'zod'
import { ExpectationWords } from './expectation.ts'

export { ExpectationWords, expectationOf } from './expectation.ts'

/** What a control can be about: managed objects, and the parts of a host that are judged one by one. */
const subjects = [
  'ServiceInstance',
  'HostSystem',
  'VirtualMachine',
  'ClusterComputeResource',
  'Datastore',
  'DistributedVirtualPortgroup',
  'VmwareDistributedVirtualSwitch',
  'HostVirtualSwitch',
  'HostPortGroup',
] as const

/** A longer one is not a sentence, and a longer expression is not one that somebody has understood. */
const LONGEST_TEXT = 4000
const LONGEST_EXPRESSION = 2000

/** Text goes to terminals: no escape sequences in it. Lines may break. */
const sentence = z
  .string()
  .trim()
  .min(1)
  .max(LONGEST_TEXT)
  .regex(/^(?:[^\p{Cc}\p{Cf}]|[\n\t])*$/u, { error: 'no control characters, please' })

/** A text of one line: a name, a path, an id. */
const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cf}]*$/u, { error: 'one line without control characters' })

/** One text for both languages, or one for each; the language that is left out shows the other. */
const Words = z
  .union([sentence, z.strictObject({ en: sentence, ja: sentence.optional() }), z.strictObject({ ja: sentence })], {
    error: 'write a text, or {en: …, ja: …} with one of the two at least',
  })
  .describe('A text, or one for each language; the one that is left out shows the other.')

const expression = z.string().trim().min(1).max(LONGEST_EXPRESSION).describe('An expression in CEL (https://cel.dev).')

const path = line(300)

const Read = z
  .union(
    [
      path,
      z.strictObject({
        type: line(100),
        path,
      }),
    ],
    { error: 'a read is a property path of the subject, or {type: …, path: …} for other objects' },
  )
  .describe('A property path of the subject as VMODL has it, or one of another type of object.')

const span = z
  .string()
  .regex(
    new RegExp(
      `^(${releases.join('|').replaceAll('.', String.raw`\.`)})(\\.\\.(${releases.join('|').replaceAll('.', String.raw`\.`)}))?$`,
    ),
    {
      error: `write one release or a span, such as "8.0" or "7.0..9.1"; the releases are ${releases.join(', ')}`,
    },
  )
  .describe('The releases that it applies to; all of them when left out.')

const given = z.record(z.string(), z.unknown())

const Case = z
  .strictObject({
    name: line(200).optional(),
    objectName: line(200).optional().describe('The name of the object that is judged.'),
    given: given.optional().describe('Values of the reads by their path; what is not named is unset.'),
    missing: z.array(path).optional().describe('Paths that could not be read.'),
    others: z
      .array(
        z.strictObject({
          type: line(100),
          id: line(100),
          name: line(200).optional(),
          given: given.optional(),
          missing: z.array(path).optional(),
        }),
      )
      .max(50)
      .optional()
      .describe('Other objects of the estate.'),
    release: z.enum(releases).optional().describe('The newest that the control applies to when left out.'),
    now: z.iso.date().optional().describe('The day of the assessment.'),
    then: z.enum(['pass', 'fail', 'unknown', 'notApplicable']),
  })
  .describe('A small estate and the verdict that it must get.')
export type Case = z.infer<typeof Case>

/** The ways to ask, with what each needs beside it. */
const shapes = {
  esxOption: ['expect'],
  vcenterOption: ['expect'],
  vmOption: ['expect'],
  property: ['subject', 'expect'],
  esxcli: ['expect'],
  judge: ['subject'],
  procedure: [],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type Shape = keyof typeof shapes

const isShape = (key: string): key is Shape => Object.hasOwn(shapes, key)

/** What of the optional keys goes with which shapes. */
const companions: Readonly<Record<string, readonly Shape[]>> = {
  expect: ['esxOption', 'vcenterOption', 'vmOption', 'property', 'esxcli'],
  form: ['vmOption', 'esxcli'],
  type: ['esxOption', 'vcenterOption'],
  subject: ['property', 'judge', 'procedure'],
  tests: ['judge'],
}

const Judge = z.strictObject({
  reads: z.array(Read).min(1).max(40),
  appliesWhen: expression.optional(),
  pass: expression,
  note: Words.optional().describe('What is said of an object that fails; {an expression} in braces shows its value.'),
})

const Esxcli = z.strictObject({
  command: z
    .string()
    .max(200)
    .regex(/^[a-z0-9]+( [a-z0-9-]+)* (get|list)( --[a-z0-9-]+(=[\w.:/-]+)?)*$/, {
      error: 'only a command that reads: words, then get or list, then options such as --user=root',
    }),
  row: z
    .tuple([line(100), line(200)])
    .optional()
    .describe('[column, text]: the row that has the text in the column.'),
  column: line(100),
})

/** One control of the site, as it stands in YAML. */
export const CustomControl = z
  .strictObject({
    id: z
      .string()
      .max(80)
      .regex(/^custom\.[a-z0-9]+(-[a-z0-9]+)*$/, {
        error: 'an id is custom. and a name in kebab-case that stays for ever, such as custom.vm-name-has-owner',
      }),
    area: z.enum(areas),
    severity: z.enum(severities),
    title: Words,
    rationale: Words,
    impact: Words.optional(),
    releases: span.optional(),
    references: z.array(line(300)).max(20).optional().describe('Ids or addresses that it answers to.'),
    repair: Words.optional().describe('What a person does about a failure.'),
    subject: z.enum(subjects).optional(),
    esxOption: line(200).optional().describe('An advanced option of hosts.'),
    vcenterOption: line(200).optional().describe('An advanced setting of vCenter Server.'),
    vmOption: line(200).optional().describe('A key of the extraConfig of virtual machines.'),
    property: path.optional().describe('A property path of the subject.'),
    esxcli: Esxcli.optional().describe('One cell that a host shows by esxcli alone.'),
    judge: Judge.optional(),
    procedure: Words.optional().describe('The steps by which a person finds the answer.'),
    expect: ExpectationWords.optional(),
    form: z.enum(['switch', 'number', 'text', 'word']).optional().describe('How the text is read; text when left out.'),
    type: z
      .enum(['boolean', 'int', 'long', 'string'])
      .optional()
      .describe('The type of an option that Sakimori does not know.'),
    tests: z.array(Case).max(50).optional(),
  })
  .superRefine((control, context) => {
    const keys = Object.entries(control).flatMap(([key, value]) => (value === undefined ? [] : [key]))
    const wrong = (path: readonly string[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message, input: control })
    const [shape, second] = keys.filter(isShape)
    if (shape === undefined || second !== undefined)
      return wrong(
        second === undefined ? [] : [second],
        `a control has exactly one of ${Object.keys(shapes).join(', ')}${second === undefined ? '' : `; this has ${shape} and ${second}`}`,
      )
    for (const needed of shapes[shape]) if (!keys.includes(needed)) wrong([], `${shape} needs ${needed}: as well`)
    for (const [key, fitting] of Object.entries(companions))
      if (keys.includes(key) && !fitting.includes(shape)) wrong([key], `${key} does not go with ${shape}`)
    return undefined
  })
  .meta({
    description: 'A control that the site wrote itself.',
    oneOf: Object.entries(shapes).map(([shape, needed]) => ({ required: [shape, ...needed] })),
  })
export type CustomControl = z.infer<typeof CustomControl>

/** The keys that a control may have at any depth, for suggestions. */
export const controlKeys: readonly string[] = [
  ...Object.keys(CustomControl.shape),
  ...Object.keys(Judge.shape),
  ...Object.keys(Esxcli.shape),
  ...Object.keys(Case.shape),
  'path',
]

/** More controls than this are not read by anybody; and each costs every audit its time. */
const MOST_CONTROLS = 1000

export const CustomControls = z
  .array(CustomControl)
  .max(MOST_CONTROLS, { error: `more than ${MOST_CONTROLS} controls of a site's own are too many` })
  .describe('Controls that the site wrote itself.')

/** A file of `controlsFrom`. */
export const ControlsFile = z.strictObject({ controls: CustomControls })
