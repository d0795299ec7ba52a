import { applianceSetting, fail, judgeFacts, nonEmpty, notApplicable, pass, type Control } from '../../control/index.ts'
import { isRecord } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { notForLoneHost } from '../vcenter-only.ts'
import { judgeServer, readServer } from './server-judgement.ts'

const MODE = 'rest:/api/appliance/timesync'
const SERVERS = 'rest:/api/appliance/ntp'

const day = 86_400_000
/** Days before expiry at which the password of root becomes a finding: an expired one blocks updates. */
const daysLeft = 14

interface Schedule {
  readonly id: string
  readonly enable: boolean
  readonly location: string
}

/** The schedules by id; a release that writes maps as lists answers an empty list for none. */
function schedulesOf(value: unknown): readonly Schedule[] | undefined {
  if (Array.isArray(value) && value.length === 0) return []
  if (!isRecord(value)) return undefined
  const schedules: Schedule[] = []
  for (const [id, held] of Object.entries(value)) {
    const { enable, location } = isRecord(held) ? held : {}
    if (typeof location !== 'string') return undefined
    // Left out, it counts as on (VMware vSphere Automation API, Backup Schedules "enable").
    schedules.push({ id, location, enable: enable !== false })
  }
  return schedules
}

/** FTP and HTTP show the files, and the password that they are fetched with, to whoever is on the path. */
const isClear = ({ location }: Schedule) => /^(?:ftp|http):/i.test(location)

/** When the password of root expires, in milliseconds; null when it never does. */
function expiryOf(value: unknown): number | null | undefined {
  if (!isRecord(value) || typeof value['has_password'] !== 'boolean') return undefined
  const text = value['password_expires_at']
  if (text === undefined || text === null) return null
  const at = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

interface KeyProvider {
  readonly name: string
  readonly isNative: boolean
  readonly mustExport: boolean
}

function providersOf(value: unknown): readonly KeyProvider[] | undefined {
  if (!Array.isArray(value)) return undefined
  const providers: KeyProvider[] = []
  for (const item of value) {
    const { provider, type, export_required: mustExport } = isRecord(item) ? item : {}
    if (typeof provider !== 'string' || typeof type !== 'string' || typeof mustExport !== 'boolean') return undefined
    providers.push({ name: provider, isNative: type === 'NATIVE', mustExport })
  }
  return providers
}

const textsOf = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined

const said = {
  ntp: text('by NTP from {servers}', 'NTP で同期: {servers}'),
  noNtp: text('mode {mode}, {count} time servers', 'モード {mode}、時刻サーバー {count} 台'),
  noBackup: text('no schedule is enabled', '有効なスケジュールがない'),
  clear: text('goes out unencrypted: {locations}', '暗号化されない転送: {locations}'),
  backup: text('goes to {locations}', '保存先: {locations}'),
  expired: text('expires or expired on {date}', '有効期限: {date}'),
  never: text('never expires', '無期限'),
  noKeys: text('there is no native key provider', 'ネイティブ キー プロバイダはない'),
  lost: text('never backed up: {names}', 'バックアップされていない: {names}'),
  kept: text('all are backed up: {names}', 'すべてバックアップ済み: {names}'),
} as const

/** What keeps the server itself in order: time, logs, backups, its own account. */
export const keeping: readonly Control[] = [
  {
    id: 'vcenter.time-synchronised',
    kind: 'judgement',
    subject: 'ServiceInstance',
    facts: ['vc-time'],
    area: 'authentication',
    severity: 'medium',
    span: '6.7..9.1',
    title: text('vCenter Server takes its time from NTP servers', 'vCenter Server の時刻は NTP サーバーと同期している'),
    rationale: text(
      'With a wrong clock tokens and certificates are refused, and the logs of an incident cannot be put in order.',
      '時刻がずれるとトークンや証明書が拒否され、インシデント時にログの前後関係も追えなくなる。',
    ),
    impact: text('A large jump of the clock ends sessions.', '時刻が大きく補正されると、セッションが切断される。'),
    reads: [
      { type: 'ServiceInstance', path: MODE },
      { type: 'ServiceInstance', path: SERVERS },
    ],
    judge: (subject, inventory) => {
      const elsewhere = notForLoneHost(subject, inventory)
      if (elsewhere) return elsewhere
      const mode = readServer(subject, MODE, (value) => (typeof value === 'string' ? value : undefined))
      return judgeFacts([mode, readServer(subject, SERVERS, textsOf)], (how, servers) =>
        how === 'NTP' && servers.length > 0
          ? pass(note(said.ntp, { servers: someOf(servers) }))
          : fail(note(said.noNtp, { mode: how, count: servers.length })),
      )
    },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'In the management interface (port 5480) under Time: choose NTP and enter the time servers of the site, the same ones as for the hosts.',
        '管理インターフェイス (ポート 5480) の「時刻」: NTP を選び、ホストと同じサイトの時刻サーバーを設定する。',
      ),
    },
  },
  applianceSetting('appliance/logging/forwarding', {
    id: 'vcenter.syslog-remote',
    facts: ['vc-syslog'],
    area: 'access-restriction',
    severity: 'high',
    span: '6.7..9.1',
    title: text(
      'vCenter Server sends its logs to a remote server',
      'vCenter Server のログは外部のサーバーに転送されている',
    ),
    rationale: text(
      'Whoever takes vCenter Server deletes its logs; only a copy elsewhere tells what happened.',
      'vCenter Server を掌握した攻撃者はログを消す。外部に控えがなければ、何が起きたか分からない。',
    ),
    impact: text(
      'The log server receives more messages. Prefer TLS: UDP can be read and forged on the way.',
      'ログ サーバーの受信量が増える。UDP は経路上で盗聴や改ざんができるため、TLS を推奨する。',
    ),
    expect: { sakimori: nonEmpty() },
    isWhole: (value) =>
      Array.isArray(value) && value.every((one) => isRecord(one) && typeof one['hostname'] === 'string'),
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'In the management interface (port 5480) under Syslog: enter the log servers of the site with the protocol TLS, and send a test message.',
        '管理インターフェイス (ポート 5480) の「Syslog」: サイトのログ サーバーをプロトコル TLS で設定し、テスト メッセージを送る。',
      ),
    },
  }),
  judgeServer({
    id: 'vcenter.backup-scheduled',
    facts: ['vc-backup'],
    area: 'access-restriction',
    severity: 'medium',
    span: '6.7..9.1',
    title: text(
      'vCenter Server is backed up by a schedule, over an encrypted connection',
      'vCenter Server は、暗号化された接続でスケジュール バックアップされている',
    ),
    rationale: text(
      'After ransomware or a failed update a backup is the way back; one sent in the clear hands over the server’s passwords and keys.',
      'ランサムウェアや更新の失敗から復旧する手段はバックアップである。平文で送れば、サーバーのパスワードや鍵まで渡してしまう。',
    ),
    impact: text(
      'The target needs room. Set a password for the backup, too: the API does not show whether there is one.',
      '保存先の容量が必要である。バックアップ自体にもパスワードを設定する (設定の有無は API では確認できない)。',
    ),
    path: 'rest:/api/appliance/recovery/backup/schedules',
    decode: schedulesOf,
    decide: (all) => {
      const active = all.filter(({ enable }) => enable)
      const clear = active.filter(isClear)
      if (active.length === 0) return fail(note(said.noBackup, {}))
      const locations = (which: readonly Schedule[]) => someOf(which.map(({ location }) => location))
      return clear.length > 0
        ? fail(note(said.clear, { locations: locations(clear) }))
        : pass(note(said.backup, { locations: locations(active) }))
    },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'In the management interface (port 5480) under Backup: make a daily schedule to an SFTP, FTPS, HTTPS, NFS or SMB target outside the estate, with an encryption password that is kept elsewhere.',
        '管理インターフェイス (ポート 5480) の「バックアップ」: 基盤の外にある SFTP、FTPS、HTTPS、NFS、SMB のいずれかへ毎日のスケジュールを作成し、暗号化パスワードを別の場所に保管する。',
      ),
    },
  }),
  judgeServer({
    id: 'vcenter.root-password-expiry',
    facts: ['vc-root-password-expiry'],
    area: 'authentication',
    severity: 'low',
    span: '6.7..9.1',
    title: text(
      'The root password of the appliance has not expired and is not about to',
      'アプライアンスの root のパスワードは期限切れでなく、期限も近くない',
    ),
    rationale: text(
      'With an expired root password updates fail, and it shows on the day on which a fix is urgent.',
      'root のパスワードが期限切れだと更新が失敗する。しかも、修正を急ぐ当日に発覚する。',
    ),
    impact: text(
      'None, if the new password is kept where the administrators find it.',
      '新しいパスワードを管理者が参照できる場所に保管すれば影響はない。',
    ),
    path: 'rest:/api/appliance/local-accounts/root',
    decode: expiryOf,
    decide: (expiry, { now }) => {
      if (expiry === null) return pass(note(said.never, {}))
      const message = note(said.expired, { date: new Date(expiry).toISOString().slice(0, 10) })
      return expiry - now.getTime() > daysLeft * day ? pass(message) : fail(message)
    },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'In the management interface (port 5480) under Administration: change the password of root, and decide whether it expires at all.',
        '管理インターフェイス (ポート 5480) の「管理」: root のパスワードを変更し、有効期限を設けるかどうかを決める。',
      ),
    },
  }),
  judgeServer({
    id: 'vcenter.key-provider-backup',
    facts: ['vc-nkp-backup'],
    area: 'access-restriction',
    severity: 'medium',
    // From 7.0 Update 2 on; an earlier 7.0 does not answer.
    span: '7.0..9.1',
    title: text('Every native key provider is backed up', 'すべてのネイティブ キー プロバイダがバックアップされている'),
    rationale: text(
      'If vCenter Server is lost without that backup, encrypted VMs and virtual TPMs can never be opened again.',
      'このバックアップなしに vCenter Server を失うと、暗号化された仮想マシンと仮想 TPM は二度と開けない。',
    ),
    impact: text(
      'Whoever has the file and its password can open the VMs: keep them apart, outside the estate.',
      'ファイルとそのパスワードがあれば仮想マシンを復号できる。両者は別々に、基盤の外で保管する。',
    ),
    path: 'rest:/api/vcenter/crypto-manager/kms/providers/{provider}',
    decode: providersOf,
    decide: (all) => {
      const native = all.filter(({ isNative }) => isNative)
      const lost = native.filter(({ mustExport }) => mustExport).map(({ name }) => name)
      if (native.length === 0) return notApplicable(note(said.noKeys, {}))
      return lost.length > 0
        ? fail(note(said.lost, { names: someOf(lost) }))
        : pass(note(said.kept, { names: someOf(native.map(({ name }) => name)) }))
    },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'vCenter Server > Configure > Key Providers: choose the provider, Back Up, with a password; store the file and the password apart.',
        'vCenter Server > 設定 > キー プロバイダ: プロバイダを選び、パスワードを付けてバックアップする。ファイルとパスワードは別々に保管する。',
      ),
    },
  }),
]
