/** Writes the published JSON Schemas: `node tools/generate/schemas.ts`; with `--check` it only says whether they are fresh. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { knowledgeFileSchema } from '@sakimori/core/advisory'
import { reportSchema } from '@sakimori/core/report'
import { configJsonSchema, controlsJsonSchema } from '../../apps/cli/src/config/schema.ts'

const schemas: Readonly<Record<string, unknown>> = {
  'docs/schema/sakimori.schema.json': configJsonSchema(),
  'docs/schema/controls.schema.json': controlsJsonSchema(),
  'docs/schema/report.schema.json': reportSchema,
  'docs/schema/knowledge.schema.json': knowledgeFileSchema,
}

for (const [target, schema] of Object.entries(schemas)) {
  const fresh = `${JSON.stringify(schema, null, 2)}\n`
  if (!process.argv.includes('--check')) writeFileSync(target, fresh)
  else if (!existsSync(target) || readFileSync(target, 'utf8') !== fresh) {
    console.error(`${target} is stale: run node tools/generate/schemas.ts`)
    process.exitCode = 1
  }
}
