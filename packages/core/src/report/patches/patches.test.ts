import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { curated, type Knowledge } from '../../advisory/index.ts'
import { assess } from '../../assess/index.ts'
import { catalog } from '../../catalog/index.ts'
import { defaultPolicy } from '../../control/index.ts'
import { openInventory } from '../../model/index.ts'
import { first, snapshotOf, type DraftObject } from '../../testing/draft.ts'
import { goodEstate } from '../../testing/good-estate.ts'
import { reportSchema } from '../json/schema.ts'
import type { PlanData } from './data.ts'
import {
  displayWidth,
  patchesCsv,
  patchesJson,
  planOf,
  renderJson,
  renderHtmlChunks,
  renderPatches,
  renderTerminal,
  type PatchesShown,
} from '../index.ts'

/** An escape sequence, and a change of direction. */
const HIDDEN = ['\u001b', '\u202e']

const now = new Date('2026-11-26T00:00:00Z')

/** Hosts of 8.0 U3c, one of a build that nobody knows, and a vCenter Server that is up to date. */
function shownBy(knowledge: Knowledge, change: (hosts: readonly DraftObject[]) => void = () => undefined) {
  const draft = goodEstate('8.0')
  const hosts = draft.objects.filter(({ ref }) => ref.type === 'HostSystem')
  hosts.forEach(({ values }, at) => {
    values['config.product'] = { _typeName: 'AboutInfo', version: '8.0.3', build: at === 0 ? '24414501' : '29999999' }
  })
  first(draft, 'HostSystem').values['name'] = '\u001b[31mesx<b>1'
  change(hosts)
  const inventory = openInventory(snapshotOf(draft))
  const assessment = assess(inventory, {
    context: { now, policy: defaultPolicy, baseline: 'sakimori', knowledge },
    controls: catalog.filter(({ area }) => area === 'patches'),
  })
  const plan = planOf(inventory, assessment)
  const shown: PatchesShown = { estate: inventory.estate, plan, now }
  return { shown, assessment, plan }
}

const hostile: Knowledge = {
  ...curated,
  advisories: curated.advisories.map((advisory) =>
    advisory.id === 'VMSA-2025-0004'
      ? { ...advisory, title: { en: '<script>alert(1)</script>\u001b[2J', ja: '\u202e題' } }
      : advisory,
  ),
  exploited: curated.exploited.map((mark) => ({ ...mark, source: 'constructor' })),
}

describe('the plan in each form', () => {
  test.each(['en', 'ja'] as const)('what servers and feeds say is harmless: %s', (locale) => {
    const { shown, assessment, plan } = shownBy(hostile)
    const page = renderPatches(shown, { locale, colour: false, width: 80, verbose: true })
    expect(HIDDEN.filter((one) => page.includes(one))).toEqual([])
    // A closing mark may hang over the edge by its own width.
    expect(page.split('\n').filter((line) => displayWidth(line) > 82)).toEqual([])
    const report = [...renderHtmlChunks(assessment, { locale, plan })].join('')
    expect(report).not.toContain('<script')
    const audit = renderTerminal(assessment, { locale, colour: false, width: 48, plan })
    expect(audit.split('\n').filter((line) => !line.startsWith('  $ ') && displayWidth(line) > 50)).toEqual([])
    for (const told of [report, audit, patchesCsv(shown, locale), patchesJson(shown), renderJson(assessment, plan)])
      expect(HIDDEN.filter((one) => told.includes(one))).toEqual([])
  })

  test('a build newer than the data is named with what to do, and counted apart', () => {
    const { shown } = shownBy(curated)
    expect(JSON.parse(patchesJson(shown))).toMatchObject({ counts: { lacking: 1, beyond: 1, patched: 1 } })
    const page = renderPatches(shown, { locale: 'en', colour: false, width: 100 })
    expect(page).toMatch(/Not known[\s\S]*8\.0\.3-29999999[\s\S]*sakimori advisories update/)
    expect(page).toMatch(/ESXi 8\.0 U3c → ESXi 8\.0 U3k/)
  })

  test('an audit says what to update first; its data satisfy their schema, and say the same as the plan', () => {
    const { assessment, plan, shown } = shownBy(curated)
    const audit = renderTerminal(assessment, { locale: 'en', colour: false, width: 100, plan })
    expect(audit).toMatch(/What to patch first[^]*1\. [^]*ESXi 8\.0 U3c → ESXi 8\.0 U3k[^]*sakimori patches/)
    const { patches } = JSON.parse(renderJson(assessment, plan)) as { patches: Record<string, unknown> }
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(reportSchema)
    validate(JSON.parse(renderJson(assessment, plan)))
    expect(validate.errors ?? []).toEqual([])
    const alone = JSON.parse(patchesJson(shown)) as Record<string, unknown>
    for (const part of ['counts', 'updates', 'advisories', 'unread']) expect(patches[part], part).toEqual(alone[part])
    expect(JSON.parse(renderJson(assessment))).toMatchObject({ patches: null })

    // Flaws that are mended nowhere, with a workaround, and a host that does not say what it runs.
    const more = shownBy(curated, (hosts) => {
      hosts.forEach(({ values }) => (values['config.product'] = { version: '7.0.3', build: '24784741' }))
      const [silent] = hosts
      if (silent) silent.values['config.product'] = undefined
    })
    const told = JSON.parse(renderJson(more.assessment, more.plan)) as { patches: PlanData }
    validate(told)
    expect(validate.errors ?? []).toEqual([])
    expect(told.patches.unread).toHaveLength(1)
    expect(told.patches.advisories.some(({ settings }) => settings.length > 0)).toBe(true)
  })

  test('servers on a release that the vendor took back go to the next one, though nothing is open', () => {
    const recalled: Knowledge = {
      ...curated,
      releases: curated.releases.map((row) => (row.name === 'ESXi 8.0 U3k' ? { ...row, kind: 'withdrawn' } : row)),
    }
    const { shown, assessment, plan } = shownBy(recalled, (hosts) =>
      hosts.forEach(({ values }) => (values['config.product'] = { version: '8.0.3', build: '25595708' })),
    )
    expect(plan.groups.map(({ closes, release, servers }) => [closes, release.name, servers.length])).toEqual([
      [0, 'ESX 9.0.2.0100', 2],
    ])
    expect(renderPatches(shown, { locale: 'en', colour: false, width: 100 })).toContain('the vendor withdrew')
    expect([...renderHtmlChunks(assessment, { locale: 'ja', plan })].join('')).toContain('取り下げられている')
    expect(renderTerminal(assessment, { locale: 'en', colour: false, width: 100, plan })).toContain('ESX 9.0.2.0100')
  })

  test('an estate that holds every fix has no section in the report, and says so in the terminal', () => {
    const inventory = openInventory(snapshotOf(goodEstate('8.0')))
    const controls = catalog.filter(({ area }) => area === 'patches')
    const assessment = assess(inventory, { context: { now, policy: defaultPolicy, baseline: 'sakimori' }, controls })
    const plan = planOf(inventory, assessment)
    expect([...renderHtmlChunks(assessment, { locale: 'en', plan })].join('')).not.toContain('id="patches"')
    expect(renderTerminal(assessment, { locale: 'en', colour: false, width: 80, plan })).not.toContain('patch first')
    const page = renderPatches({ estate: inventory.estate, plan, now }, { locale: 'en', colour: false, width: 80 })
    expect(page).toContain('no open advisory is known')
  })
})
