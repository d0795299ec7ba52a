/** Controls that a site writes in YAML: see docs/guide/en/custom-controls.md and docs/decisions/0006. */
export { buildControl, createEngine } from './build/build.ts'
export type { Mistake } from './build/mistake.ts'
export type { Engine } from './judgement.ts'
export { anyDay } from './laws/cases.ts'
export { states, type Broken, type LawReport } from './laws/report.ts'
export { testControl } from './laws/test-control.ts'
