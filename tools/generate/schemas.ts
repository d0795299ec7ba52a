/** Writes the published JSON Schema of `sakimori.yaml`: `node tools/generate/schemas.ts [--check]`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { configJsonSchema } from '../../apps/cli/src/config/schema.ts'

const target = 'docs/schema/sakimori.schema.json'
const fresh = `${JSON.stringify(configJsonSchema(), null, 2)}\n`
if (!process.argv.includes('--check')) writeFileSync(target, fresh)
else if (readFileSync(target, 'utf8') !== fresh) {
  process.stderr.write(`${target} is stale: run node tools/generate/schemas.ts\n`)
  process.exitCode = 1
}
