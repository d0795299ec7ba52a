import { fail, manual, pass, type Control } from '../../control/index.ts'
import { isRecord, type CertificateInfo } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { judgeServer } from './server-judgement.ts'

type Root = Pick<CertificateInfo, 'subject' | 'validTo' | 'keyType' | 'keyBits'>

/** The authorities, parsed where they were read. */
function rootsOf(value: unknown): readonly Root[] | undefined {
  if (!Array.isArray(value)) return undefined
  const roots: Root[] = []
  for (const item of value) {
    const { subject, validTo, keyType, keyBits } = isRecord(item) ? item : {}
    if (typeof subject !== 'string' || typeof keyType !== 'string' || typeof keyBits !== 'number') return undefined
    if (typeof validTo !== 'string' || Number.isNaN(Date.parse(validTo))) return undefined
    roots.push({ subject, validTo, keyType, keyBits })
  }
  return roots
}

const isExpired = ({ validTo }: Root, now: Date) => Date.parse(validTo) <= now.getTime()
/** An RSA key that can be factored; how a root signed itself proves nothing either way. */
const isWeak = ({ keyType, keyBits }: Root) => /^rsa/i.test(keyType) && keyBits < 2048

const names = (roots: readonly Root[]) => someOf(roots.map(({ subject }) => subject))

const said = {
  bad: text('expired or with a weak key: {names}', '期限切れ、または鍵が弱い: {names}'),
  stranger: text('not among the trusted issuers of the site: {names}', 'サイトが信頼する発行者に含まれない: {names}'),
  trusted: text('all are trusted issuers of the site: {names}', 'すべてサイトが信頼する発行者: {names}'),
  ask: text('are these the authorities of the site: {names}', '次がサイトの認証局であることを確認する: {names}'),
} as const

/** Whose word vCenter Server takes. */
export const trust: readonly Control[] = [
  judgeServer({
    id: 'vcenter.trusted-roots',
    facts: ['vc-trust-anchors'],
    area: 'certificates',
    severity: 'medium',
    span: '7.0..9.1',
    title: text(
      'vCenter Server trusts only authorities that the site has approved',
      'vCenter Server が信頼する認証局は、サイトが承認したものだけである',
    ),
    rationale: text(
      'Each authority in this store can vouch for any host, directory or solution; a forgotten one is a key that nobody watches.',
      'このストアの認証局は、どのホスト、ディレクトリ、ソリューションの身元でも保証できる。忘れられた認証局は、誰も管理していない合鍵と同じである。',
    ),
    impact: text(
      'What was signed by a removed authority is no longer trusted: check hosts, LDAPS and solutions first.',
      '削除した認証局が署名したものは信頼されなくなる。先にホスト、LDAPS、ソリューションを確認する。',
    ),
    path: 'rest:/api/vcenter/certificate-management/vcenter/trusted-root-chains/{chain}#parsed',
    decode: rootsOf,
    decide: (roots, { now, policy }) => {
      const bad = roots.filter((root) => isExpired(root, now) || isWeak(root))
      if (bad.length > 0) return fail(note(said.bad, { names: names(bad) }))
      const wanted = policy.trustedIssuers.map((issuer) => issuer.toLowerCase())
      if (wanted.length === 0) return manual(note(said.ask, { names: names(roots) }))
      const strangers = roots.filter(({ subject }) => !wanted.some((one) => subject.toLowerCase().includes(one)))
      return strangers.length > 0
        ? fail(note(said.stranger, { names: names(strangers) }))
        : pass(note(said.trusted, { names: names(roots) }))
    },
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Administration > Certificates > Certificate Management > Trusted Root: compare with the site’s own list; delete what is not on it through the API (DELETE trusted-root-chains) or with dir-cli.',
        '管理 > 証明書 > 証明書の管理 > 信頼できるルート: サイトの一覧と照合し、載っていないものを API (DELETE trusted-root-chains) または dir-cli で削除する。',
      ),
    },
  }),
]
