import type { Area, Baseline, Disruption, Severity, Verdict } from '../control/index.ts'
import type { Missing, SubjectType, TlsTrust } from '../model/index.ts'
import { render, text, type Locale, type Text } from '../text/index.ts'

/** The words that every format shares. Each table is total: a new member of a union does not compile without its words. */
export const severityWords: Readonly<Record<Severity, Text>> = {
  critical: text('Critical', '緊急'),
  high: text('High', '高'),
  medium: text('Medium', '中'),
  low: text('Low', '低'),
}

export const verdictWords: Readonly<Record<Verdict, Text>> = {
  fail: text('Fail', '不適合'),
  unknown: text('Not assessed', '評価不能'),
  manual: text('Check by hand', '手動確認'),
  pass: text('Pass', '適合'),
  notApplicable: text('Not applicable', '対象外'),
}

export const areaWords: Readonly<Record<Area, Text>> = {
  patches: text('Patches', 'パッチ適用'),
  certificates: text('Certificates', '証明書'),
  authentication: text('Authentication', '認証'),
  firewall: text('ESXi firewall', 'ESXi ファイアウォール'),
  'access-restriction': text('Access restriction', 'アクセス制限'),
  'lockdown-mode': text('Lockdown mode', 'ロックダウン モード'),
  'page-sharing': text('Memory page sharing', 'メモリ ページ共有'),
  'portgroup-security': text('Switch and port group security', '仮想スイッチとポート グループのセキュリティ'),
  'vm-isolation': text('Virtual machine isolation', '仮想マシンの隔離'),
  'removable-media': text('Removable devices and media', 'リムーバブル デバイスとメディア'),
  'network-separation': text('Network separation', 'ネットワーク分離'),
  'micro-segmentation': text('Micro-segmentation', 'マイクロセグメンテーション'),
}

export const missingWords: Readonly<Record<Missing, Text>> = {
  notCollected: text('not collected', '未収集'),
  noPermission: text('no permission', '権限不足'),
  notSupported: text('not offered by this release', 'このリリースでは取得不可'),
  fault: text('the read failed', '読み取り失敗'),
}

/** What the reader can do about a missing value. */
export const missingAdvice: Readonly<Record<Missing, Text>> = {
  notCollected: text(
    'The snapshot does not hold the value. Collect it again with the current version of Sakimori; a host that was disconnected has to be reachable.',
    'スナップショットに値がありません。現在の版の Sakimori で採取し直してください。切断されていたホストは、接続できる状態にする必要があります。',
  ),
  noPermission: text(
    'The account may not read the value. “sakimori doctor” lists the privileges that are missing.',
    'アカウントに値を読み取る権限がありません。不足している権限は「sakimori doctor」で確認できます。',
  ),
  notSupported: text(
    'The server does not offer the value over its API. Check it by hand on the object itself.',
    'サーバーの API がこの値を提供していません。対象のオブジェクト上で手動で確認してください。',
  ),
  fault: text(
    'The server answered with a fault, or with something that is not understood. The detail stands beside each object.',
    'サーバーが障害を返したか、解釈できない応答を返しました。詳細は各オブジェクトの欄にあります。',
  ),
}

export const tlsWords: Readonly<Record<TlsTrust, Text>> = {
  verified: text('certificate verified by a public or system authority', 'システムの信頼する認証局で証明書を検証済み'),
  caFile: text('certificate verified by the given authority file', '指定された認証局ファイルで証明書を検証済み'),
  pinned: text('certificate pinned by its thumbprint', '証明書のサムプリントで照合済み'),
  insecure: text('certificate NOT verified', '証明書は未検証'),
  plain: text('no TLS: plain text', 'TLS なし (平文)'),
}

/** Whether the identity of the server was established. */
export const isTrusted = (tls: TlsTrust) => tls !== 'insecure' && tls !== 'plain'

export const baselineWords: Readonly<Record<Baseline, Text>> = {
  sakimori: text('Sakimori (recommended)', 'Sakimori (推奨)'),
  scg: text('Security Configuration Guide (Broadcom)', 'Security Configuration Guide (Broadcom のガイド)'),
  stig: text('DISA STIG', 'DISA STIG'),
  cis: text('CIS Benchmark', 'CIS Benchmark'),
}

export const subjectWords: Readonly<Record<SubjectType, Text>> = {
  ServiceInstance: text('vCenter Server', 'vCenter Server'),
  HostSystem: text('Host', 'ホスト'),
  VirtualMachine: text('Virtual machine', '仮想マシン'),
  ClusterComputeResource: text('Cluster', 'クラスタ'),
  Datastore: text('Datastore', 'データストア'),
  DistributedVirtualPortgroup: text('Distributed port group', '分散ポート グループ'),
  VmwareDistributedVirtualSwitch: text('Distributed switch', '分散スイッチ'),
  HostVirtualSwitch: text('Standard switch', '標準スイッチ'),
  HostPortGroup: text('Standard port group', '標準ポート グループ'),
}

export const disruptionWords: Readonly<Record<Disruption, Text>> = {
  none: text('Nothing is interrupted.', '稼働への影響はない。'),
  network: text('Network traffic may be interrupted.', 'ネットワーク通信が中断する可能性がある。'),
  access: text('Some ways to log in or manage close.', '一部のログインや管理の経路が使えなくなる。'),
  powerCycle: text(
    'Takes effect after the VM is powered off and on.',
    '仮想マシンのパワーオフとパワーオンの後に有効になる。',
  ),
  maintenanceMode: text('The host has to enter maintenance mode.', 'ホストをメンテナンス モードにする必要がある。'),
  reboot: text('The host has to be rebooted.', 'ホストの再起動が必要になる。'),
}

export const waiverWords = {
  active: text('Active', '有効'),
  expired: text('Expired', '期限切れ'),
  unused: text('Unused', '未使用'),
} as const

export const attestationWords = {
  active: text('In force', '有効'),
  expired: text('Expired', '期限切れ'),
  unused: text('Unused', '未使用'),
} as const

/** How a repair of one setting is put. */
export const repairWords = {
  set: text('Set {field} to {value}.', '{field} を {value} に設定する。'),
  unset: text('Remove {field}, so that the product’s default holds.', '{field} を削除し、製品の既定値に戻す。'),
  choose: text(
    'Set {field} to a value that your site chooses: {expected}.',
    '{field} を組織で定めた値に設定する ({expected})。',
  ),
  change: text('Change the setting that is shown under “Current”.', '「現在の値」に示した設定を変更する。'),
} as const

export const unset = text('not set', '未設定')

const objects = {
  one: text('1 object', '1 オブジェクト'),
  many: text('{count} objects', '{count} オブジェクト'),
}

/** A number of objects; English has a singular. */
export const objectWords = (count: number, locale: Locale): string =>
  count === 1 ? render(objects.one, locale) : render(objects.many, locale, { count: countWords(count) })

/** A whole number as people read it: `12,345`. */
export const countWords = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',')

/** A moment in UTC as people read it. What is not a date stays as it was said. */
export function momentWords(said: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2})?(?:\.\d+)?Z$/.exec(said)
  return match ? `${match[1]} ${match[2]} UTC` : said
}
