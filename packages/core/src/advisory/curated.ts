import type { Knowledge } from './knowledge.ts'
// Written by tools/generate/knowledge.ts, which the type holds to the shape.
import data from './data/curated.json' with { type: 'json' }

/** The knowledge that Sakimori ships; `sakimori advisories update` and `import` lay newer publications over it. */
export const curated = data as Knowledge
