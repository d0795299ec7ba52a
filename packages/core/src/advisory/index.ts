export { curated } from './curated.ts'
export { compareVersions, lineOf, products } from './knowledge.ts'
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
  Fix,
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
