/** A simulated vCenter Server and ESX host that behaves: to try, rehearse and test on. See docs/wire/twin.md. */
export { startTwin, type EstateMaker, type Twin, type TwinOptions } from './twin.ts'
export { adjustableClock, type Clock } from './clock.ts'
export type { DoorOptions, DoorsWanted, HostDoor } from './doors/doors.ts'
export { answerKey, vcenterName, type KeyRow } from './estate/demo/answer-key.ts'
export { demoEstate } from './estate/demo/demo.ts'
export { generateEstate, type GenerateOptions } from './estate/generate.ts'
export { hydrate, type HydrateOptions } from './estate/hydrate.ts'
export type * from './estate/estate.ts'
