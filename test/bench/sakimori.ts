/**
 * Contestant: Sakimori's collect, whole, and then assess, ASSESS_TURNS times (once where that is not set). Reads SERVER_URL,
 * USERNAME and PASSWORD; prints one JSON line. `assessMs` is the first turn, `warmMs` the median of the others.
 */
import { collect } from '@sakimori/collect'
import { assess } from '@sakimori/core/assess'
import { catalog } from '@sakimori/core/catalog'
import { defaultPolicy } from '@sakimori/core/control'
import { openInventory } from '@sakimori/core/model'
import { connect, Secret } from '@sakimori/vim25'
import { median } from './figures.ts'

const url = process.env['SERVER_URL'] ?? ''
const client = await connect({ url, tls: { mode: 'insecure' } })
await client.login({ userName: process.env['USERNAME'] ?? '', password: new Secret(process.env['PASSWORD'] ?? '') })
const started = performance.now()
let lastObject = started
const snapshot = await collect(client, {
  controls: catalog,
  now: new Date(),
  endpoint: new URL(url).origin,
  trust: 'insecure',
  probeHosts: false,
  onProgress: (progress) => {
    if (progress.step === 'objects') lastObject = performance.now()
  },
})
const collected = performance.now()
const collectRss = process.resourceUsage().maxRSS / 1024
await client.close()
const turns: number[] = []
let findings = 0
for (let turn = 0; turn < Number(process.env['ASSESS_TURNS'] ?? 1); turn += 1) {
  // The findings of the turn before are no part of this one; only `--expose-gc` lets us put them away.
  globalThis.gc?.()
  const before = performance.now()
  findings = assess(openInventory(snapshot), {
    context: { now: new Date(), policy: defaultPolicy, baseline: 'sakimori' },
    controls: catalog,
  }).findings.length
  turns.push(performance.now() - before)
}
const [first, ...later] = turns
console.log(
  JSON.stringify({
    ms: collected - started,
    traversalMs: lastObject - started,
    objects: snapshot.objects.length,
    maxRssMb: collectRss,
    assessMs: first,
    warmMs: median(later),
    controls: catalog.length,
    findings,
    maxRssAfterAssessMb: process.resourceUsage().maxRSS / 1024,
  }),
)
