import { collect } from '@sakimori/collect'
import { assess } from '@sakimori/core/assess'
import { catalog } from '@sakimori/core/catalog'
import { defaultPolicy, type Control } from '@sakimori/core/control'
import { openInventory, type Snapshot } from '@sakimori/core/model'
import {
  govc,
  startFaultProxy,
  startVcsim,
  writeRealisticInventory,
  type FaultProxy,
  type Vcsim,
} from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { connect, Secret } from '@sakimori/vim25'
import fc from 'fast-check'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const now = new Date('2026-11-24T00:00:00Z')
const judge = (snapshot: Snapshot) =>
  assess(openInventory(snapshot), { context: { now, policy: defaultPolicy, baseline: 'sakimori' }, controls: catalog })

/** Every property and call that controls read over the wire; `content.about` is given to anybody, before any login. */
const withholdable = [
  ...new Set(catalog.flatMap(({ reads }) => reads.map(({ path }) => path.replace(/\[".*"\]$/, '')))),
].filter((path) => !/[#:]/.test(path) && path !== 'content.about')
/** What a control says of which nothing can be read. */
const mayBe = (control: Control): RegExp => {
  if (control.kind !== 'procedure') return / (unknown|notApplicable)$/
  return control.asks ? / (manual|unknown|notApplicable)$/ : / (manual|notApplicable)$/
}
const METHODS: Readonly<Record<string, string>> = {
  'HostAccessManager.QueryLockdownExceptions()': 'QueryLockdownExceptions',
  'HostImageConfigManager.HostImageConfigGetAcceptance()': 'HostImageConfigGetAcceptance',
  'HostImageConfigManager.fetchSoftwarePackages()': 'fetchSoftwarePackages',
  'AlarmManager.GetAlarm()': 'GetAlarm',
  'AuthorizationManager.RetrieveAllPermissions()': 'RetrieveAllPermissions',
  'FetchDVPorts()': 'FetchDVPorts',
}

describePeer(['vcsim', 'govc'], 'what a vCenter withholds', () => {
  let dir = ''
  let vcsim: Vcsim
  let proxy: FaultProxy

  const read = async () => {
    await using client = await connect({ url: proxy.url, tls: { mode: 'insecure' } })
    await client.login({ userName: vcsim.username, password: new Secret(vcsim.password) })
    return await collect(client, {
      controls: catalog,
      now,
      endpoint: new URL(proxy.url).origin,
      trust: 'insecure',
      probeHosts: false,
    })
  }

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sakimori-withheld-'))
    await writeRealisticInventory(dir, {})
    vcsim = await startVcsim({ load: dir })
    proxy = await startFaultProxy({ target: vcsim })
  })
  afterAll(async () => {
    await proxy.stop()
    await vcsim.stop()
    await rm(dir, { recursive: true })
  })

  test('every call that controls read can be withheld here', () => {
    expect(withholdable.filter((path) => path.endsWith('()') && !METHODS[path])).toEqual([])
  })

  test('is unknown and never a pass, and every object of the inventory is still counted', async () => {
    const count = async (type: string) =>
      (await govc(vcsim, ['find', '/', '-type', type])).trim().split('\n').filter(Boolean).length
    const inventory = { HostSystem: await count('h'), VirtualMachine: await count('m') }
    expect(inventory.HostSystem).toBeGreaterThan(0)
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...withholdable), { minLength: 1, maxLength: 8 }),
        async (hidden) => {
          const methods = hidden.flatMap((path) => METHODS[path] ?? [])
          const paths = hidden.filter((path) => !METHODS[path]).map((path) => path.replace(/^[A-Z]\w*\./, ''))
          proxy.setRules([
            ...(methods.length > 0
              ? [{ on: methods, do: { kind: 'fault', type: 'NoPermission', privilegeId: 'Global.Settings' } } as const]
              : []),
            ...(paths.length > 0
              ? [
                  {
                    on: ['RetrievePropertiesEx', 'ContinueRetrievePropertiesEx'],
                    do: { kind: 'withhold', paths },
                  } as const,
                ]
              : []),
          ])
          const { findings, coverage } = judge(await read())
          for (const { control, verdict, subject } of findings) {
            const reads = control.reads.map(({ path }) => path.replace(/\[".*"\]$/, ''))
            if (reads.every((path) => hidden.includes(path)) && reads.length > 0)
              // A procedure of which nobody can say whether it applies is asked of a person; one that asks about what the object
              // is, and cannot know that, is unknown.
              expect(`${control.id} ${subject.path} ${verdict}`).toMatch(mayBe(control))
          }
          // The counts reconcile: with the inventory, with the findings, and with themselves.
          for (const [type, objects] of Object.entries(inventory))
            expect(coverage.objectsByType[type], type).toBe(objects)
          expect(Object.values(coverage.byVerdict).reduce((sum, one) => sum + one, 0)).toBe(findings.length)
          expect(Object.values(coverage.unknownByReason).reduce((sum, one) => sum + one, 0)).toBe(
            coverage.byVerdict.unknown,
          )
        },
      ),
      { numRuns: 15 },
    )
  })

  test('does not turn anything that failed into a pass', async () => {
    proxy.setRules([])
    const failed = judge(await read()).findings.filter(({ verdict }) => verdict === 'fail')
    expect(failed.length).toBeGreaterThan(0)
    for (const path of withholdable.filter((one) => !METHODS[one])) {
      proxy.setRules([
        {
          on: ['RetrievePropertiesEx', 'ContinueRetrievePropertiesEx'],
          do: { kind: 'withhold', paths: [path.replace(/^[A-Z]\w*\./, '')] },
        },
      ])
      const after = judge(await read()).findings
      for (const { control, subject } of failed) {
        const same = after.find(
          (finding) =>
            finding.control === control &&
            finding.subject.ref.value === subject.ref.value &&
            finding.subject.key === subject.key,
        )
        expect(`${control.id} ${subject.path} ${same?.verdict ?? 'gone'} without ${path}`).not.toMatch(/ pass /)
      }
    }
  })
})
