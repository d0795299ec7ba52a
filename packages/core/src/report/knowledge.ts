import { agesOf, curated, daysBetween, OLD_AFTER_DAYS } from '../advisory/index.ts'
import type { Context } from '../control/index.ts'
import { render, text, type Locale } from '../text/index.ts'
import { shorten } from './escape.ts'

/** What the report says of the knowledge that patches were judged by. */
export interface ReportKnowledge {
  readonly kind: 'shipped' | 'file'
  readonly sha256: string | null
  readonly renewed: boolean
  readonly trouble?: string
  readonly asOf: string
  readonly days: number
  readonly old: boolean
  readonly feeds: readonly ReportFeed[]
}

interface ReportFeed {
  readonly feed: string
  /** Null where it was never read, only tried. */
  readonly asOf: string | null
  readonly days: number | null
  readonly records: number
  readonly old: boolean
  readonly trouble?: { readonly at: string; readonly why: string }
}

/** The knowledge of an assessment with the age of each feed, on the day of the assessment. */
export function reportKnowledge({ knowledge = curated, knowledgeOrigin: origin, now }: Context): ReportKnowledge {
  const today = now.toISOString().slice(0, 10)
  const days = daysBetween(knowledge.asOf, today)
  return {
    kind: origin?.kind ?? 'shipped',
    sha256: origin?.sha256 ?? null,
    renewed: origin?.renewed ?? false,
    ...(origin?.trouble === undefined ? {} : { trouble: shorten(origin.trouble, 600) }),
    asOf: knowledge.asOf,
    days,
    old: days > OLD_AFTER_DAYS,
    feeds: agesOf(knowledge, today).map(({ state, days: age, isOld }) => ({
      feed: state.feed,
      asOf: age === undefined ? null : state.asOf,
      days: age ?? null,
      records: state.records,
      old: isOld,
      ...(state.trouble ? { trouble: { at: state.trouble.at, why: shorten(state.trouble.why, 400) } } : {}),
    })),
  }
}

export const knowledgeWords = {
  title: text('Knowledge of advisories', 'アドバイザリの情報'),
  label: text('Knowledge', '脆弱性情報'),
  shipped: text('shipped with Sakimori, as of {asOf} ({days} days)', 'Sakimori に同梱、{asOf} 時点 ({days} 日前)'),
  file: text('kept by this site, table as of {asOf} ({days} days)', '自組織で保存した情報、{asOf} 時点 ({days} 日前)'),
  hash: text('SHA-256 {sha256}', 'SHA-256 {sha256}'),
  instead: text(
    'The knowledge that this site keeps could not be used, and the shipped one stands in: {why}',
    '保存済みの情報を使用できないため、同梱の情報で判定しました: {why}',
  ),
  feedLine: text(
    '{feed}: up to {asOf} ({days} days), {records} records',
    '{feed}: {asOf} まで ({days} 日前)、{records} 件',
  ),
  never: text('{feed}: never read', '{feed}: 未取得'),
  neverRead: text('never read', '未取得'),
  old: text('older than {days} days', '{days} 日より古い'),
  renew: text(
    'Older than {days} days: {feeds}. Renew with `sakimori advisories update`; without the Internet, `sakimori advisories import`.',
    '{days} 日より古い情報: {feeds}。`sakimori advisories update` で更新してください (インターネットに接続できない場合は `sakimori advisories import`)。',
  ),
  failed: text('failed on {at}: {why}', '{at} に失敗: {why}'),
  feed: text('Feed', 'フィード'),
  asOf: text('Up to', '対象日'),
  age: text('Age in days', '経過日数'),
  records: text('Records', '件数'),
  state: text('State', '状態'),
  fresh: text('current', '最新'),
} as const

/** Which knowledge it was, in one line. */
export function wordOrigin({ kind, asOf, days, sha256 }: ReportKnowledge, locale: Locale): string {
  const said = render(knowledgeWords[kind], locale, { asOf, days })
  return sha256 === null ? said : `${said}, ${render(knowledgeWords.hash, locale, { sha256: sha256.slice(0, 16) })}…`
}

/** What of it is old and how to renew it; `undefined` where nothing is. */
export function wordRenewal({ feeds, old, asOf }: ReportKnowledge, locale: Locale): string | undefined {
  const stale = [...(old ? [asOf] : []), ...feeds.filter((one) => one.old).map(({ feed }) => shorten(feed, 60))]
  return stale.length === 0
    ? undefined
    : render(knowledgeWords.renew, locale, {
        days: OLD_AFTER_DAYS,
        feeds: stale.join(locale === 'ja' ? '、' : ', '),
      })
}
