import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anySample, HIDDEN_LEFT } from '../../testing/hostile.ts'
import { assessSample, plainSample } from '../../testing/report-sample.ts'
import { renderJson, renderJsonChunks, reportJson } from './render.ts'
import { reportSchema } from './schema.ts'

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, strictRequired: false })
const validate = ajv.compile(reportSchema)

describe('the JSON report', () => {
  it('satisfies its own schema, whatever an estate says', () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const written = renderJson(assessSample(sample))
        validate(JSON.parse(written))
        expect(validate.errors ?? []).toEqual([])
        expect(written).not.toMatch(HIDDEN_LEFT)
      }),
      { numRuns: 60 },
    )
  })

  it('is the same in pieces and as one object', () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const assessment = assessSample(sample)
        expect(JSON.parse([...renderJsonChunks(assessment)].join(''))).toEqual(
          JSON.parse(JSON.stringify(reportJson(assessment))),
        )
      }),
      { numRuns: 40 },
    )
  })

  it('lists every finding, passes too, and its counts are theirs', () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const assessment = assessSample(sample)
        const { findings, coverage, controls } = reportJson(assessment)
        expect(findings.length).toBe(assessment.findings.length)
        const byVerdict = Object.groupBy(findings, ({ verdict }) => verdict)
        for (const [verdict, count] of Object.entries(coverage.byVerdict)) {
          expect(byVerdict[verdict as 'fail']?.length ?? 0).toBe(count)
          expect(controls.reduce((sum, { counts }) => sum + counts[verdict as 'fail'], 0)).toBe(count)
        }
        const byReason = Object.groupBy(
          findings.filter(({ reason }) => reason),
          ({ reason }) => reason ?? 'fault',
        )
        for (const [reason, count] of Object.entries(coverage.unknownByReason))
          expect(byReason[reason as 'fault']?.length ?? 0).toBe(count)
      }),
      { numRuns: 40 },
    )
  })

  it('rejects a report with a field too many, so the test above can fail', () => {
    const report = JSON.parse(renderJson(assessSample(plainSample))) as { findings: object[] }
    report.findings.push({ ...report.findings[0], surprise: 1 })
    expect(validate(report)).toBe(false)
  })

  it('keeps fingerprints apart, and through a new name and a new value', () => {
    const prints = (sample: typeof plainSample) =>
      reportJson(assessSample(sample)).findings.map(({ fingerprint }) => fingerprint)
    const before = prints(plainSample)
    expect(new Set(before).size).toBe(before.length)
    const renamed = plainSample.hosts.map((host) => ({ ...host, name: `new-${host.name}`, lock: 7 }))
    expect(prints({ ...plainSample, hosts: renamed })).toEqual(before)
  })

  it('tells unset from null, and says how long a cut value was', () => {
    const hosts = plainSample.hosts.map((host) => ({ ...host, lock: 'x'.repeat(5000), lockdown: null }))
    const { findings } = reportJson(assessSample({ ...plainSample, hosts }))
    const evidence = (control: string) => findings.find((finding) => finding.control === control)?.evidence[0]
    expect(evidence('esx.account-lock-failures')).toMatchObject({
      length: 5000,
      value: expect.stringMatching(/… \(5000\)$/),
    })
    expect(evidence('esx.lockdown')).toMatchObject({ value: null })
    expect(evidence('esx.lockdown')).not.toHaveProperty('unset')
    expect(findings.find(({ object }) => object.name === '基幹系 DB')?.evidence[0]).toMatchObject({
      value: null,
      unset: true,
    })
  })

  it('has the related items of frameworks with each control, and the older fields still', () => {
    const { controls } = reportJson(assessSample(plainSample))
    expect(controls.find(({ id }) => id === 'esx.account-lock-failures')).toMatchObject({
      published: { nist: ['AC-7', 'AC-7 a'], cisControls: [], pci: ['8.3.4'] },
      frameworks: { nist80053r5: ['AC-7', 'AC-7 a'], pciDss401: ['8.3.4'], cci: ['CCI-000044'] },
    })
  })

  it('never holds more than a few hundred findings in one piece', () => {
    const vms = Array.from({ length: 5000 }, (_, index) => ({ name: `vm${index}`, copy: true }))
    const pieces = [...renderJsonChunks(assessSample({ ...plainSample, vms }))]
    expect(pieces.length).toBeGreaterThan(20)
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(500_000)
  })
})

it('docs/schema/report.schema.json is the schema of the code', () => {
  const published = readFileSync(new URL('../../../../../docs/schema/report.schema.json', import.meta.url), 'utf8')
  expect(published).toBe(`${JSON.stringify(reportSchema, null, 2)}\n`)
})
