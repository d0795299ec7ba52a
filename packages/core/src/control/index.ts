export { changeOf, esxOption, isVcenter, repairSetting, vcenterOption, vmOption } from './builders.ts'
export type { Row } from './builders.ts'
export { inverse } from './change.ts'
export type { Change, ChangeKind, ChangeValue, Disruption } from './change.ts'
export { areas, control, expectationFor, isDemanded, verdicts } from './control.ts'
export type {
  Area,
  Context,
  Control,
  Expectations,
  Judgement,
  Observation,
  Outcome,
  Procedure,
  Read,
  Repair,
  Spanned,
  Verdict,
} from './control.ts'
export { baselineName, demandsOf, demandTable, publishedByRelease, releaseRun } from './demands.ts'
export type { Demands } from './demands.ts'
export { describe } from './describe.ts'
export {
  absent,
  absentOr,
  atLeast,
  between,
  containsAll,
  holds,
  is,
  listOf,
  nonEmpty,
  not,
  oneOf,
  wanted,
  within,
} from './expectation.ts'
export type { Expectation, Scalar, Wanted } from './expectation.ts'
export {
  answersFramework,
  compareItems,
  frameworkNames,
  frameworks,
  frameworksOf,
  frameworksOfFacts,
  matchesItem,
  parseFramework,
} from './frameworks.ts'
export type { Framework, FrameworkItems, FrameworkQuery } from './frameworks.ts'
export { esxcliSwitch, esxcliValue, readEsxcli, readEsxcliCell, sinceVersion, sshSetting } from './esxcli.ts'
export type { EsxcliCell, EsxcliPath } from './esxcli.ts'
export { fail, judgeFacts, manual, notApplicable, pass } from './judge.ts'
export { procedure } from './procedures.ts'
export type { ProcedureRow } from './procedures.ts'
export { asWireType, readHostOption, readVcenterOption, readVmOption, readVmSwitch } from './options.ts'
export { defaultPolicy } from './policy.ts'
export type { Policy } from './policy.ts'
export {
  baselines,
  factIds,
  factObject,
  hostOptionTypes,
  idsIn,
  publishedIds,
  vcenterOptionTypes,
} from './published.ts'
export type {
  Baseline,
  FactId,
  FactObject,
  HostOption,
  OptionWireType,
  PublishedIds,
  StigRule,
  VcenterOption,
  VmOption,
} from './published.ts'
export { readRunning, readService, stoppedService } from './services.ts'
export { applianceSetting, serverField, ssoPolicy } from './server-settings.ts'
export { severities, type Severity } from '../model/index.ts'
