/** Writes docs/wire/twin-methods.md, what the twin simulates: `node tools/generate/twin-methods.ts`; `--check` only compares. */
import { readFileSync, writeFileSync } from 'node:fs'
import { simulatedMethods } from '@sakimori/twin'

const target = 'docs/wire/twin-methods.md'

const byType = new Map<string, string[]>()
for (const name of simulatedMethods()) {
  const [type = '', method = ''] = name.split('.')
  byType.set(type, [...(byType.get(type) ?? []), method])
}
const rows = [...byType].map(([type, methods]) => `| ${type} | ${methods.join(', ')} |`)
const fresh = `# Methods that the twin simulates

Made from its tables by \`node tools/generate/twin-methods.ts\`. Every other method of the API answers MethodNotFound.

${[...byType.values()].flat().length} methods of ${byType.size} types. A type has those of its bases, too.

| Type | Methods |
|---|---|
${rows.join('\n')}
`

if (!process.argv.includes('--check')) writeFileSync(target, fresh)
else if (readFileSync(target, 'utf8') !== fresh) {
  console.error(`${target} is stale: run node tools/generate/twin-methods.ts`)
  process.exitCode = 1
}
