/** Contestant: Sakimori's collect, whole, and then assess. Reads SERVER_URL, USERNAME and PASSWORD; prints one JSON line. */
import { collect } from '@sakimori/collect'
import { assess } from '@sakimori/core/assess'
import { catalog } from '@sakimori/core/catalog'
import { defaultPolicy } from '@sakimori/core/control'
import { openInventory } from '@sakimori/core/model'
import { connect, Secret } from '@sakimori/vim25'

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
const before = performance.now()
const { findings } = assess(openInventory(snapshot), {
  context: { now: new Date(), policy: defaultPolicy, baseline: 'sakimori' },
  controls: catalog,
})
const judged = performance.now()
console.log(
  JSON.stringify({
    ms: collected - started,
    traversalMs: lastObject - started,
    objects: snapshot.objects.length,
    maxRssMb: collectRss,
    assessMs: judged - before,
    controls: catalog.length,
    findings: findings.length,
    maxRssAfterAssessMb: process.resourceUsage().maxRSS / 1024,
  }),
)
