export { adopt } from './adopt.ts'
export { agesOf, daysBetween, OLD_AFTER_DAYS } from './ages.ts'
export type { FeedAge, KnowledgeOrigin } from './ages.ts'
export { HARDWARE, readHardware, readingOf, readSince, speaksOfHardware } from './bulletins.ts'
export type { Concern, Reading } from './bulletins.ts'
export { conflictsIn } from './conflicts.ts'
export type { Claim, Conflict } from './conflicts.ts'
export { curated } from './curated.ts'
export {
  canonicalJson,
  checkContribution,
  decodeKnowledge,
  decodeKnowledgeFile,
  knowledgeFileSchema,
} from './decode.ts'
export { BIOS, firmwareStateOf, readFirmware, SENSORS, SYSTEM } from './firmware.ts'
export type { Firmware, FirmwareState, InstalledFirmware } from './firmware.ts'
export { baseBuild, imageState, PACKAGES, readInstalledBase } from './image.ts'
export type { ImageState } from './image.ts'
export { APPLIANCE_VERSION, readHostInstalled, readInstalled, readVcenterInstalled } from './installed.ts'
export { buildRoles, compareVersions, lineOf, products } from './knowledge.ts'
export type {
  Advisory,
  AdvisoryRow,
  BuildRole,
  Bulletin,
  BulletinTarget,
  Contribution,
  CveNote,
  CvssScore,
  Day,
  Exploited,
  FeedState,
  FirmwarePart,
  FirmwareRow,
  Fix,
  GuestFamily,
  Knowledge,
  LifeCycleRow,
  Product,
  ReleaseKind,
  ReleaseRow,
  SettingRow,
  Titles,
} from './knowledge.ts'
export { openKnowledge } from './locate.ts'
export type { Installed, KnowledgeIndex, Located } from './locate.ts'
export { matchAll, matchCve, states } from './match.ts'
export type { Match, MatchState, Reason } from './match.ts'
export type { News, Unplaced } from './news.ts'
export { noteRead, noteTrouble, overlay } from './overlay.ts'
export type { Overlay } from './overlay.ts'
export { ShapeError } from './shape.ts'
export { compareFixes, readUpdateNames } from './update-name.ts'
export type { Named, UpdateNames } from './update-name.ts'
export { checkSoundness } from './soundness.ts'
export type { Flaw } from './soundness.ts'
export type { KnowledgeFile } from './decode.ts'
export { indexOf, isOpen, isWithdrawn, patchStateOf, productNames } from './patch-state.ts'
export type { OpenAdvisory, PatchState, UpdateTarget } from './patch-state.ts'
export { planPatches } from './plan.ts'
export type { Holds, PatchItem, PatchPlan, PatchServer, UnreadServer, UpdateGroup } from './plan.ts'
export { comparePriority, compareUrgency, decisions, priorityOf } from './priority.ts'
export type { Decision, Priority, Ranked } from './priority.ts'
export {
  GUEST_FAMILY,
  readTools,
  TOOLS_STATUS,
  TOOLS_TYPE,
  TOOLS_VERSION,
  toolsStateOf,
  toolsVersionOf,
} from './tools.ts'
export type { NumberedTools, Tools, ToolsState } from './tools.ts'
export { FEATURES, PROCESSORS, readProcessors } from './processor.ts'
export type { Processors, Signature } from './processor.ts'
export { flawOf } from './processor-flaws.ts'
export type { FlawState, ProcessorFlaw } from './processor-flaws.ts'
