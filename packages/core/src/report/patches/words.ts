import type { Decision, MatchState, Product } from '../../advisory/index.ts'
import { text, type Text } from '../../text/index.ts'
import type { ServerState } from './shown.ts'

export const stateWords: Readonly<Record<MatchState, Text>> = {
  affected: text('affected', '影響あり'),
  presumedAffected: text('presumed affected (out of support)', '影響ありと推定 (サポート終了)'),
  noFix: text('no fix for this line', 'この系列に修正なし'),
  unknown: text('affected; fix not public', '影響あり (修正版は非公開)'),
  review: text('check the release notes', 'リリース ノートで要確認'),
  fixedInferred: text('fixed (inferred)', '修正済み (推定)'),
  fixed: text('fixed', '修正済み'),
  notListed: text('not concerned', '対象外'),
}

export const serverWords: Readonly<Record<ServerState, Text>> = {
  lacking: text('lack fixes', '修正が不足'),
  withdrawn: text('run a release that the vendor withdrew', '取り下げられたリリース'),
  person: text('need a person to look', '人による確認が必要'),
  beyond: text('newer than the data', 'データより新しい'),
  unread: text('could not be read', '読み取れない'),
  patched: text('hold every known fix', '既知の修正をすべて適用済み'),
}

export const decisionWords: Readonly<Record<Decision, Text>> = {
  act: text('act now', '即時対応'),
  attend: text('attend soon', '早急に対応'),
  trackClosely: text('track closely', '注視'),
  track: text('track', '経過観察'),
}

/** What an update interrupts. */
export const interruptionWords: Readonly<Record<Product, Text>> = {
  esx: text('maintenance mode and a restart of each host', '各ホストをメンテナンス モードにして再起動'),
  vcenter: text(
    'vCenter Server cannot be used meanwhile; VMs run on',
    '更新中は vCenter Server を利用できない (仮想マシンは稼働を継続)',
  ),
  tools: text('a restart of the guest, if its installer asks for one', 'インストーラが求める場合はゲストの再起動'),
}

/** Who says that attackers use a flaw; another source goes by its own name. */
export const markWords: Readonly<Record<string, Text>> = {
  'cisa-kev': text('CISA KEV', 'CISA KEV'),
  'kev-secondary': text('CISA KEV, by a second hand', 'CISA KEV (二次情報)'),
  'own-mark': text('public reports', '公開報告'),
  memory: text('not confirmed', '未確認'),
}

export const say = {
  heading: text('What to patch first (data of {asOf})', 'パッチ適用の優先順位 ({asOf} 時点のデータ)'),
  where: text('Where', '場所'),
  update: text('Update', '更新'),
  effect: text('Effect', '効果と影響'),
  why: text('Why', '優先する理由'),
  advisory: text('Advisory', 'アドバイザリ'),
  state: text('State', '状態'),
  moreInVerb: text(
    '… and {count} more: “sakimori patches --verbose” shows them all',
    '… ほか {count} 件 (「sakimori patches --verbose」ですべて表示)',
  ),
  moreUpdates: text(
    '… and {count} more updates: “sakimori patches” has them all, with each advisory',
    '… ほか {count} 件の更新とアドバイザリごとの詳細は「sakimori patches」で表示',
  ),
  allInVerb: text('“sakimori patches” has each advisory', 'アドバイザリごとの詳細は「sakimori patches」で表示'),
  title: text('What to patch first: {estate}, data of {asOf}', 'パッチ適用の優先順位: {estate} ({asOf} 時点のデータ)'),
  none: text('The snapshot holds no server.', 'スナップショットにサーバーがありません。'),
  servers: text('Servers', 'サーバー'),
  updates: text('Updates, in this order', '更新の順序'),
  noUpdates: text('no update is due', '必要な更新はありません'),
  toRelease: text('{from} → {to}', '{from} → {to}'),
  upgrade: text('upgrade to another line', '別系列へのアップグレード'),
  closes: text('closes advisories: {closes}, on servers: {count}', '{count} 台で {closes} 件のアドバイザリを解消'),
  leaves: text('flaws that stay open: {leaves}', '{leaves} 件の脆弱性が残る'),
  recalled: text('the vendor withdrew the release', 'リリースの公開が取り下げられている'),
  interrupts: text('Takes: {what}', '影響: {what}'),
  advisories: text('Advisories, most urgent first', 'アドバイザリ (優先順)'),
  noAdvisories: text('no open advisory is known', '未解消のアドバイザリはありません'),
  onServers: text('servers: {count}', '{count} 台'),
  exploited: text('used by attackers ({source})', '悪用を確認 ({source})'),
  exploitedSince: text('used by attackers since {since} ({source})', '悪用を確認 ({since}、{source})'),
  ransomware: text('used by ransomware ({source})', 'ランサムウェアによる悪用を確認 ({source})'),
  ransomwareSince: text(
    'used by ransomware since {since} ({source})',
    'ランサムウェアによる悪用を確認 ({since}、{source})',
  ),
  cvss: text('CVSS {score} ({by})', 'CVSS {score} ({by})'),
  epss: text('EPSS {percent} %', 'EPSS {percent} %'),
  decision: text('SSVC: {decision}', 'SSVC: {decision}'),
  inPlace: text(
    'workaround in place on {inPlace} of {of}: {text}',
    '回避策を {of} 台中 {inPlace} 台で適用済み: {text}',
  ),
  required: text(
    'needs a setting besides the fix, in place on {inPlace} of {of}: {text}',
    '修正に加えて設定が必要 ({of} 台中 {inPlace} 台で適用済み): {text}',
  ),
  unread: text('Not known', '不明'),
  beyond: text(
    '{build} is newer than the data; `sakimori advisories update` renews them',
    '{build} はデータより新しい。`sakimori advisories update` でデータを更新する',
  ),
  bulletins: text('Also published, to be read', 'その他の公開情報 (要確認)'),
  more: text('… and {count} more: --verbose shows them all', '… ほか {count} 件 (--verbose ですべて表示)'),
} as const
