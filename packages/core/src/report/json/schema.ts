import { areas, baselines, frameworks, severities, verdicts } from '../../control/index.ts'
import { releases } from '../../model/index.ts'
import { patches } from './patches-schema.ts'
import { count, describeField, exactly, string, strings } from './schema-parts.ts'

/** The version of the report's form: raised when an older reader would misread a newer report. */
export const REPORT_SCHEMA = 'sakimori/report/1'

const score = { type: ['integer', 'null'], minimum: 0, maximum: 100 } as const
const moment = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' } as const
const missing = { enum: ['notCollected', 'noPermission', 'notSupported', 'fault'] } as const
const release = { enum: [...releases, null] } as const
const scalar = { type: ['string', 'number', 'boolean'] } as const

const tally = (names: readonly string[]) => exactly(Object.fromEntries(names.map((name) => [name, count])))
const use = (name: string) => ({ $ref: `#/$defs/${name}` })

const expectation = {
  description: 'What the baseline asks, as data.',
  type: 'object',
  required: ['op'],
  properties: {
    op: {
      enum: ['is', 'oneOf', 'not', 'between', 'atLeast', 'nonEmpty', 'absent', 'absentOr', 'containsAll', 'within'],
    },
    value: scalar,
    values: { type: 'array', items: scalar },
    set: scalar,
    min: { type: 'number' },
    max: { type: 'number' },
    then: use('expectation'),
  },
  additionalProperties: false,
}

const evidence = exactly(
  {
    path: describeField(string, 'The property path or call that was read on `ref`.'),
    ref: use('ref'),
    value: describeField(
      {},
      'As JSON. Long texts (over 300 characters) and lists (over 20 items) are cut; `length` is then their whole length.',
    ),
    unset: { const: true, description: 'The value is known to be unset; `value` is null.' },
    length: count,
    missing: describeField(missing, 'There is no value, for this reason.'),
    detail: string,
  },
  ['value', 'unset', 'length', 'missing', 'detail'],
  { oneOf: [{ required: ['value'] }, { required: ['missing'] }] },
)

const word = { by: string, role: string, evidence: string, date: string, expires: string }

const finding = exactly(
  {
    fingerprint: describeField(
      string,
      'Stable from run to run: control / instance UUID / Type:moid / part, each percent-encoded. No name, no value.',
    ),
    control: string,
    facts: strings,
    ids: describeField(
      strings,
      'The ids under which the baseline publishes it for the release of the object; of a site’s own control, its references.',
    ),
    object: exactly({ type: string, ref: use('ref'), key: string, name: string, path: string, release }, ['key']),
    verdict: { enum: verdicts },
    severity: { enum: severities },
    baseline: { enum: baselines },
    reason: describeField(missing, 'Only with the verdict `unknown`.'),
    expected: use('expectation'),
    evidence: { type: 'array', items: use('evidence') },
    note: use('text'),
    attestation: describeField(exactly(word, ['role']), 'Whose word the verdict of a procedure rests on.'),
    waiver: describeField(
      { type: ['string', 'null'] },
      'The id of the waiver in force that covers it. It does not change the verdict.',
    ),
  },
  ['reason', 'expected', 'note', 'attestation'],
)

const scope = {
  anyOf: [
    exactly({ all: { const: true } }),
    exactly({ ref: string, part: string, vcenter: string }, ['part', 'vcenter']),
    exactly({ instanceUuid: string }),
  ],
}

const attestation = exactly(
  {
    control: string,
    scope,
    verdict: { enum: ['pass', 'fail', 'notApplicable'] },
    ...word,
    state: { enum: ['active', 'expired', 'unused'] },
    matched: count,
  },
  ['role'],
)

const waiver = exactly({
  id: string,
  control: string,
  scope,
  owner: string,
  approver: string,
  reason: string,
  expires: string,
  state: { enum: ['active', 'expired', 'unused'] },
  matched: count,
})

/** The JSON Schema of the report; `docs/schema/report.schema.json` is this, and a test keeps them equal. */
export const reportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:sakimori:report:1',
  title: 'Sakimori report',
  description:
    'One assessment of one vSphere estate. Later versions of the same schema may add fields: readers ignore those they do not know.',
  ...exactly({
    schema: { const: REPORT_SCHEMA },
    estate: exactly({
      name: string,
      endpoint: string,
      kind: { enum: ['vcenter', 'esx'] },
      release: describeField(release, 'The release line whose rules apply; null when it is older than any.'),
      product: string,
      version: string,
      build: string,
      apiVersion: string,
      instanceUuid: string,
      collectedAt: string,
      tls: { enum: ['verified', 'caFile', 'pinned', 'insecure', 'plain'] },
    }),
    assessedAt: moment,
    baseline: { enum: baselines },
    coverage: exactly({
      objects: count,
      objectsByType: { type: 'object', additionalProperties: count },
      checks: count,
      byVerdict: tally(verdicts),
      unknownByReason: tally(missing.enum),
      unsupportedObjects: count,
    }),
    knowledge: describeField(
      exactly(
        {
          kind: { enum: ['shipped', 'file'] },
          sha256: { type: ['string', 'null'] },
          renewed: { type: 'boolean' },
          trouble: describeField(string, 'Why the kept knowledge could not be used: the shipped one stands in for it.'),
          asOf: string,
          days: count,
          old: { type: 'boolean' },
          feeds: {
            type: 'array',
            items: exactly(
              {
                feed: string,
                asOf: describeField(
                  { type: ['string', 'null'] },
                  'The day up to which it speaks; null where it was never read.',
                ),
                days: { type: ['integer', 'null'], minimum: 0 },
                records: count,
                old: { type: 'boolean' },
                trouble: exactly({ at: string, why: string }),
              },
              ['trouble'],
            ),
          },
        },
        ['trouble'],
      ),
      'The releases and advisories that patches were judged by. `old`: not renewed for more than 30 days.',
    ),
    patches,
    selection: describeField(
      {
        anyOf: [
          { type: 'null' },
          exactly(
            {
              areas: { type: 'array', items: { enum: areas } },
              severity: { enum: severities },
              controls: strings,
              frameworks: describeField(strings, 'A framework, or one of its items or a glob: `nist80053r5:AC-7`.'),
              exclude: strings,
              asked: count,
              of: count,
            },
            ['areas', 'severity', 'controls', 'frameworks', 'exclude'],
          ),
        ],
      },
      'Null when the whole catalogue was asked. Otherwise what was asked for, and how many of its controls that is: a part, whose coverage and score say nothing of the rest.',
    ),
    score: describeField(
      score,
      'Passes weighed by severity in percent of passes and failures; null when nothing was judged. Read it beside `coverage`.',
    ),
    scoreAfterWaivers: score,
    controls: {
      type: 'array',
      items: exactly(
        {
          id: string,
          kind: { enum: ['observation', 'judgement', 'procedure'] },
          custom: describeField(
            exactly({ references: strings }),
            'Of a control that the site wrote itself: the ids or addresses that it answers to.',
          ),
          facts: strings,
          area: { enum: areas },
          severity: { enum: severities },
          title: use('text'),
          rationale: use('text'),
          impact: use('text'),
          steps: describeField(use('text'), 'Of a procedure: how a person finds the answer.'),
          published: describeField(
            exactly({
              scg: strings,
              stig: strings,
              cis: strings,
              nist: strings,
              cisControls: strings,
              pci: strings,
            }),
            'For the releases of the objects that it looked at. `nist`, `cisControls` and `pci` repeat what is in `frameworks`, which readers should prefer.',
          ),
          frameworks: describeField(
            exactly(Object.fromEntries(frameworks.map((name) => [name, strings])), frameworks),
            'Items of security frameworks that the control relates to. That it passes does not mean that an item is met.',
          ),
          counts: tally(verdicts),
        },
        ['steps', 'custom'],
      ),
    },
    skipped: { type: 'array', items: exactly({ control: string, reason: string }) },
    attestations: { type: 'array', items: attestation },
    waivers: { type: 'array', items: waiver },
    findings: { type: 'array', items: use('finding') },
  }),
  $defs: {
    ref: exactly({ type: string, value: string }),
    text: exactly({ en: string, ja: string }),
    expectation,
    evidence,
    finding,
  },
} as const
