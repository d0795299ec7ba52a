export { assess, findingIds, judge } from './assess.ts'
export type { Assessment, AssessOptions, Coverage, Finding, Tailoring } from './assess.ts'
export { matchWaivers, waiverEnd } from './waiver.ts'
export type { Waiver, WaiverScope, WaiverUse } from './waiver.ts'
