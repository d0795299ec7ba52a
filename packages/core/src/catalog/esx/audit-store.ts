import { atLeast, esxOption, fail, is, judgeFacts, pass, readHostOption, type Control } from '../../control/index.ts'
import { mapFact, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'

const DIRECTORY = 'Syslog.global.auditRecord.storageDirectory'
const SCRATCH = 'ScratchConfig.CurrentScratchLocation'

const said = {
  kept: text('{directory} lies on persistent storage', '{directory} は永続ストレージ上にある'),
  lost: text(
    '{directory} lies in memory and is gone after a restart (scratch: {scratch})',
    '{directory} はメモリ上にあり、再起動で失われる (スクラッチ領域: {scratch})',
  ),
} as const

const readText = (subject: Subject, key: string): Fact<string> =>
  mapFact(readHostOption(subject, key), (value) => String(value).trim())

/**
 * Whether a directory survives a restart: on a named datastore it does; a path does below a volume, and below /scratch if
 * the scratch location of the running host is on a volume (without a disk for it, that is /tmp/scratch in memory).
 */
function survives(directory: string, scratch: string): boolean {
  const [, datastore = '', path = ''] = /^\[([^\]]*)\]\s*(.*)$/.exec(directory) ?? [undefined, '', directory]
  if (datastore.trim() !== '') return true
  const real = path.replace(/^\/scratch(?=\/|$)/, scratch)
  return real.startsWith('/vmfs/volumes/')
}

/** Audit records have room, outlast a restart, and go to a log server that is who it says. */
export const auditStore: readonly Control[] = [
  esxOption('Syslog.global.auditRecord.storageCapacity', {
    id: 'esx.audit-record-capacity',
    facts: ['esxi-audit-record-capacity'],
    area: 'access-restriction',
    severity: 'low',
    span: '7.0..9.1',
    title: text('The host has 100 MiB for audit records', 'ホストは監査記録用に 100 MiB を確保している'),
    rationale: text(
      'The default of 4 MiB is overwritten within hours on a busy host, and with it the traces of an intrusion.',
      '既定の 4 MiB では、忙しいホストの記録は数時間で上書きされ、侵入の痕跡も消える。',
    ),
    impact: text(
      'Takes up to 100 MiB of the storage that holds the records; more is not possible.',
      '記録先のストレージを最大 100 MiB 使用する。これより大きくはできない。',
    ),
    expect: { sakimori: atLeast(100), stig: is(100) },
  }),
  {
    id: 'esx.audit-records-persistent',
    kind: 'judgement',
    facts: ['esxi-audit-record-persistent'],
    area: 'access-restriction',
    subject: 'HostSystem',
    severity: 'medium',
    span: '7.0..9.1',
    title: text(
      'The audit records of the host lie on persistent storage',
      'ホストの監査記録は永続ストレージに保存されている',
    ),
    rationale: text(
      'Records in memory are gone after a restart, and a restart is the first thing that an intruder or a helpless administrator does.',
      'メモリ上の記録は再起動で失われる。再起動は、侵入者も対応に困った管理者も真っ先に行う操作である。',
    ),
    impact: text(
      'The directory must exist before it is set; a shared datastore needs a directory for each host.',
      'ディレクトリは設定前に作成しておく。共有データストアではホストごとに分ける必要がある。',
    ),
    reads: [DIRECTORY, SCRATCH].map((key) => ({ type: 'HostSystem', path: `config.option["${key}"]` })),
    judge: (subject) =>
      judgeFacts([readText(subject, DIRECTORY), readText(subject, SCRATCH)], (directory, scratch) =>
        survives(directory, scratch)
          ? pass(note(said.kept, { directory }))
          : fail(note(said.lost, { directory, scratch })),
      ),
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Make a directory on a datastore and set Syslog.global.auditRecord.storageDirectory to it, as in “[datastore] /audit/host”; or give the host a persistent scratch location.',
        'データストアにディレクトリを作成し、Syslog.global.auditRecord.storageDirectory に「[データストア] /audit/ホスト名」の形で設定する。または、永続的なスクラッチ領域をホストに割り当てる。',
      ),
    },
  },
  esxOption('Syslog.global.certificate.strictX509Compliance', {
    id: 'esx.syslog-certificate-strict',
    facts: ['esxi-syslog-x509-strict'],
    area: 'certificates',
    severity: 'low',
    span: '7.0..9.1',
    title: text(
      'The host checks the log server’s certificate to the letter of X.509',
      'ホストはログ サーバーの証明書を X.509 の規定どおり厳密に検証する',
    ),
    rationale: text(
      'A lax check takes a certificate that was not issued for a server, and so also one that an intruder got for something else.',
      '検証が緩いと、サーバー用に発行されていない証明書も通る。侵入者が別の用途で得た証明書も使えてしまう。',
    ),
    impact: text(
      'Sending stops if the certificate of the log server breaks a rule. Test with one host first.',
      'ログ サーバーの証明書に規定違反があると転送が止まる。まず 1 台で試すこと。',
    ),
    expect: { sakimori: is(true) },
  }),
  esxOption('Syslog.global.logLevel', {
    id: 'esx.syslog-daemon-level',
    facts: ['esxi-log-level-global'],
    area: 'access-restriction',
    severity: 'low',
    span: '7.0..9.1',
    title: text(
      'The syslog daemon of the host logs at the level that the baseline asks',
      'ホストの syslog デーモンのログ レベルは、ベースラインの要求どおりである',
    ),
    rationale: text(
      'The setting concerns the daemon’s own messages; the guides contradict each other, and no attack hinges on it.',
      'デーモン自身のメッセージだけに関わる設定である。ガイド間で要求が食い違い、攻撃の成否を左右するものでもない。',
    ),
    impact: text('Level info writes more messages.', 'info にするとメッセージが増える。'),
    // We have no opinion of our own: guide 7.0 and DISA want info, the guides from 8.0 on the default.
    expect: {
      sakimori: [],
      scg: [
        ['7.0', is('info')],
        ['8.0..9.0', is('error')],
      ],
      stig: [['8.0', is('info')]],
    },
  }),
  esxOption('UserVars.HostClientCEIPOptIn', {
    id: 'esx.host-client-telemetry-off',
    facts: ['esxi-ceip-host-client'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'The Host Client sends no usage data to the vendor',
      'Host Client から使用状況データがベンダーに送信されない',
    ),
    rationale: text(
      'Usage data say much about an estate, and each browser that opens the client would send them; an open question may be answered by anyone.',
      '使用状況データからは環境の多くが分かる。未回答のままだと、Host Client を開いた誰もが送信に同意できてしまう。',
    ),
    impact: text('The vendor learns nothing of your use.', 'ベンダーに利用状況が伝わらなくなる。'),
    expect: { sakimori: is(2) },
  }),
  esxOption('Migrate.VMotionEncryptionOffload', {
    id: 'esx.vmotion-encryption-offload',
    facts: ['esxi-vmotion-encryption-offload'],
    area: 'network-separation',
    severity: 'low',
    span: '9.0..9.1',
    title: text('Hardware that can encrypt vMotion may do so', 'vMotion の暗号化を、対応するハードウェアに任せられる'),
    rationale: text(
      'Where encryption costs processor time, someone switches it off; with the accelerator it costs nothing.',
      '暗号化の CPU 負荷は、暗号化を無効にする口実になる。アクセラレータを使えばその負荷がない。',
    ),
    impact: text('None that is known.', '知られている影響はない。'),
    expect: { sakimori: is(1) },
  }),
]
