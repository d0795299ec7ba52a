import { text, type Text } from '../../text/index.ts'
import { severityWords } from '../words.ts'
import type { CertificateChangeKind } from './changes.ts'
import type { CertificateRole, CertificateState, IssuerClass } from './entries.ts'

export const roleWords: Readonly<Record<CertificateRole, Text>> = {
  server: text('Server', 'サーバー'),
  chain: text('Link of a chain', '中間証明書'),
  signing: text('Token signing (STS)', 'トークン署名 (STS)'),
  root: text('Trusted root', '信頼されたルート'),
}

export const issuerWords: Readonly<Record<IssuerClass, Text>> = {
  selfSigned: text('self-signed', '自己署名'),
  vmca: text('VMCA', 'VMCA'),
  custom: text('custom CA', '外部 CA'),
}

export const stateWords: Readonly<Record<CertificateState, Text>> = {
  ...severityWords,
  unknown: text('Not known', '不明'),
  partly: text('Partly known', '一部不明'),
  ok: text('Good', '良好'),
}

export const changeWords: Readonly<Record<CertificateChangeKind, Text>> = {
  changed: text('changed', '変更'),
  new: text('new', '追加'),
  gone: text('gone', '削除'),
  notSeen: text('not seen this time', '今回は確認できず'),
}

export const say = {
  title: text('Certificates of {estate}, as of {moment}', '{estate} の証明書 ({moment} 時点)'),
  mode: text('Certificates of hosts: mode {mode}', 'ホスト証明書のモード: {mode}'),
  none: text('The snapshot holds no certificate.', 'スナップショットに証明書がありません。'),
  timeline: text('When they end', '有効期限'),
  state: text('State', '状態'),
  left: text('Days left', '残り日数'),
  where: text('Where', '場所'),
  role: text('Use', '用途'),
  issuer: text('Issuer', '発行者'),
  key: text('Key', '鍵'),
  tls: text('TLS', 'TLS'),
  untrusted: text('no trusted signature', '信頼できる署名なし'),
  recorded: text('as recorded', '記録による'),
  ended: text('ended', '期限切れ'),
  upTo: text('up to {days} days', '{days} 日以内'),
  upToYears: text('up to {years} years', '{years} 年以内'),
  later: text('later', 'それ以降'),
  undated: text('not known', '不明'),
  more: text('… and {count} more: --verbose shows them all', '… ほか {count} 件 (--verbose ですべて表示)'),
  wrong: text('What is wrong', '問題点'),
  changes: text('Since {moment}', '{moment} からの変化'),
  noChanges: text('no certificate changed', '証明書の変化なし'),
  sideWords: text('{thumbprint}, {issuer}, until {day}', '{thumbprint}、{issuer}、{day} まで'),
} as const
