import {
  absentOr,
  changeOf,
  fail,
  is,
  judgeFacts,
  notApplicable,
  pass,
  readVcenterOption,
  vcenterOption,
  type Control,
} from '../../control/index.ts'
import { mapFact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { isOff, readListed, SETTINGS, vcenterJudgement } from './judgement-row.ts'

const receivers = [
  'snmp.receiver.1.enabled',
  'snmp.receiver.2.enabled',
  'snmp.receiver.3.enabled',
  'snmp.receiver.4.enabled',
] as const

const readReceivers = (vcenter: Subject) =>
  receivers.map((key) => mapFact(readListed(vcenter, key), (value) => (isOff(value) ? [] : [key])))

/** Submission with STARTTLS, and SMTP over TLS. */
const SUBMISSION = new Set(['587', '465'])
const plain = (value: unknown) => (value === undefined ? '' : String(value))

const said = {
  traps: text('switched on: {receivers}', '有効: {receivers}'),
  noMail: text('no mail server is set', 'メール サーバーが設定されていない'),
  mail: text('{server}, port {port}, {user}', '{server}、ポート {port}、{user}'),
} as const

/** What vCenter Server sends to others, and how it is protected on the way. */
export const messages: readonly Control[] = [
  vcenterJudgement({
    id: 'vcenter.snmp-receivers-off',
    facts: ['vc-snmp-receivers'],
    area: 'access-restriction',
    severity: 'medium',
    title: text(
      'vCenter Server sends no SNMP v1/v2c traps',
      'vCenter Server の SNMP v1/v2c トラップ送信先がすべて無効になっている',
    ),
    rationale: text(
      'These traps carry names and states of the estate in clear text, and a community string that often opens other devices too.',
      'このトラップは環境内の名称や状態を平文で運ぶ。コミュニティ名が漏れると、ほかの機器にも使われるおそれがある。',
    ),
    impact: text(
      'A monitor that lives on these traps falls silent: move it to SNMP v3 of the appliance, or to the API.',
      'このトラップに頼る監視は届かなくなる。アプライアンスの SNMP v3 または API による監視に切り替える。',
    ),
    reads: [SETTINGS],
    judge: (vcenter) =>
      judgeFacts(readReceivers(vcenter), (...on) =>
        on.flat().length === 0 ? pass() : fail(note(said.traps, { receivers: on.flat().join(', ') })),
      ),
    repair: {
      kind: 'change',
      disruption: 'none',
      changes: (vcenter) =>
        receivers.flatMap((key) => {
          const now = readListed(vcenter, key)
          return now.known && !isOff(now.value) ? [changeOf(vcenter, 'vcenterOption', key, now.value, false)] : []
        }),
    },
  }),
  vcenterJudgement({
    id: 'vcenter.mail-protected',
    facts: ['vc-smtp'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'vCenter Server hands its mails in with a login and over TLS',
      'vCenter Server のメールは、認証と TLS を用いて送信される',
    ),
    rationale: text(
      'Alarm mails in clear text tell a listener what runs where and what is broken; without a login anyone can forge them.',
      '平文のアラーム メールからは、何がどこで動き何が壊れているかを盗み見られる。認証がなければ偽造もできる。',
    ),
    impact: text(
      'The mail server must take submissions on port 587.',
      'メール サーバーがポート 587 で受け付ける必要がある。',
    ),
    reads: [SETTINGS],
    judge: (vcenter) =>
      judgeFacts(
        [
          readVcenterOption(vcenter, 'mail.smtp.server'),
          readVcenterOption(vcenter, 'mail.smtp.port'),
          readVcenterOption(vcenter, 'mail.smtp.username'),
        ],
        (server, port, user) => {
          if (plain(server) === '') return notApplicable(note(said.noMail, {}))
          const how = note(said.mail, { server: plain(server), port: plain(port), user: plain(user) || '-' })
          return SUBMISSION.has(plain(port)) && plain(user) !== '' ? pass(how) : fail(how)
        },
      ),
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Under vCenter Server > Configure > General > Mail set a server that takes submissions, and in the advanced settings mail.smtp.port to 587 and mail.smtp.username.',
        'vCenter Server > 設定 > 全般 > メールで送信サーバーを設定し、詳細設定の mail.smtp.port を 587 に、mail.smtp.username を送信用アカウントにする。',
      ),
    },
  }),
  vcenterOption('config.nfc.useSSL', {
    id: 'vcenter.file-copy-encrypted',
    facts: ['vc-nfc-ssl'],
    area: 'access-restriction',
    severity: 'low',
    span: '6.5',
    title: text(
      'File copies between vCenter Server and hosts (NFC) are encrypted',
      'vCenter Server とホストの間のファイル コピー (NFC) が暗号化されている',
    ),
    rationale: text(
      'Cloning, cold migration and import carry whole disks; in clear text they can be read and changed on the way.',
      'クローン、コールド移行、インポートではディスク全体が流れる。平文であれば経路上で読み取りや改ざんができる。',
    ),
    impact: text('Copies cost some CPU.', 'コピーの CPU 負荷が少し増える。'),
    // The product's own value is true.
    expect: { sakimori: absentOr(is(true)) },
  }),
]
