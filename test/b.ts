import { startVcsim, writeRealisticInventory } from '@sakimori/testkit'
import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
const dir = mkdtempSync('/tmp/inv-')
await writeRealisticInventory(dir, {})
await using sim = await startVcsim({ load: dir })
const r = spawnSync('node', ['apps/cli/bin/sakimori.mjs', ...process.argv.slice(2)], { env: { ...process.env, ...sim.env }, encoding: 'utf8' })
console.log(r.stdout, r.stderr.slice(0, 3000), r.status)
