import { fail, pass, type Control } from '../../control/index.ts'
import type { CertificateInfo } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { eitherOf } from '../certificate-identity.ts'
import { readCertificates } from '../certificate-reading.ts'
import { notForLoneHost } from '../vcenter-only.ts'

/** Every token brings it along, in every release; REST tells it from 7.0 Update 3 on. */
const paths = [
  'sso:signingCertificate#parsed',
  'rest:/api/vcenter/certificate-management/vcenter/signing-certificate#parsed',
] as const

const said = {
  holds: text('all hold; the first to end: {subject}, {day}', 'すべて有効。最初に切れるのは {subject} ({day})'),
  ends: text('{subject} ends on {day}: {days} days left', '{subject} は {day} に期限切れ (残り {days} 日)'),
  ended: text('{subject} expired on {day}', '{subject} は {day} に期限切れ'),
} as const

const DAY = 86_400_000

/** The one that ends first: the leaf and its authorities must all hold. */
const firstToEnd = (certificates: readonly CertificateInfo[]) =>
  certificates.reduce<CertificateInfo | undefined>(
    (first, one) => (first === undefined || Date.parse(one.validTo) < Date.parse(first.validTo) ? one : first),
    undefined,
  )

/** With what single sign-on seals its tokens. */
export const signing: readonly Control[] = [
  {
    id: 'sso.signing-certificate-dates',
    kind: 'judgement',
    facts: [],
    area: 'certificates',
    subject: 'ServiceInstance',
    severity: 'critical',
    title: text(
      'The certificate with which Single Sign-On signs tokens is valid and not about to expire',
      'Single Sign-On がトークンに署名する証明書 (STS 署名証明書) は有効期間内であり、期限切れが近くない',
    ),
    rationale: text(
      'Once it has expired nobody can log in to vCenter Server any more, services among them, and no alarm of older releases tells beforehand.',
      '期限が切れると、サービスを含む誰も vCenter Server にログインできなくなる。古いリリースでは事前に警告するアラームもない。',
    ),
    impact: text(
      'The services of vCenter Server must be restarted; tokens that were issued before are refused.',
      'vCenter Server のサービスの再起動が必要になる。それまでに発行されたトークンは無効になる。',
    ),
    reads: paths.map((path) => ({ type: 'ServiceInstance', path })),
    judge: (subject, inventory, { now, policy }) => {
      const elsewhere = notForLoneHost(subject, inventory)
      if (elsewhere) return elsewhere
      const [one, other] = [readCertificates(subject, paths[0]), readCertificates(subject, paths[1])]
      const all = eitherOf(one, other)
      const first = all.known ? firstToEnd(all.value) : undefined
      const end = first === undefined ? Number.NaN : Date.parse(first.validTo)
      if (first === undefined || Number.isNaN(end)) return { verdict: 'unknown', evidence: [one, other] }
      const slots = { subject: first.subject, day: first.validTo.slice(0, 10) }
      const evidence = [all]
      if (end <= now.getTime()) return { ...fail(note(said.ended, slots)), evidence }
      const days = Math.floor((end - now.getTime()) / DAY)
      if (days < policy.certificateDaysLeft) return { ...fail(note(said.ends, { ...slots, days })), evidence }
      return { ...pass(note(said.holds, slots)), evidence }
    },
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'From 8.0 on: vSphere Client > Administration > Certificates > Certificate Management > STS Signing Certificate > Actions > Refresh with vCenter certificate. Before: the script fixsts of the vendor on the appliance, with a snapshot of all linked appliances first.',
        '8.0 以降: vSphere Client > 管理 > 証明書 > 証明書の管理 > STS 署名証明書 > アクション > vCenter 証明書で更新。それより前: リンクされたすべてのアプライアンスのスナップショットを取得したうえで、ベンダーのスクリプト fixsts を実行する。',
      ),
    },
  },
]
