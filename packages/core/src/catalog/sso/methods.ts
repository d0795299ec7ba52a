import {
  fail,
  is,
  isVcenter,
  judgeFacts,
  manual,
  notApplicable,
  pass,
  type Control,
  type Observation,
} from '../../control/index.ts'
import { isRecord, mapFact } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { notForLoneHost } from '../vcenter-only.ts'
import { judgeServer, readServer } from '../vcenter/server-judgement.ts'
import { PROVIDERS, providersOf } from './providers.ts'

const POLICY = 'sso:authnPolicy'

interface Methods {
  readonly password: boolean
  readonly windows: boolean
  readonly smartCard: boolean
  /** Whether it is asked of a smart card if it was revoked. */
  readonly revocation: boolean
}

function methodsOf(value: unknown): Methods | undefined {
  const policy = isRecord(value) ? value : {}
  const { PasswordAuthnEnabled: password, WindowsAuthEnabled: windows, CertAuthEnabled: smartCard } = policy
  if (typeof password !== 'boolean' || typeof windows !== 'boolean' || typeof smartCard !== 'boolean') return undefined
  const cards = isRecord(policy['clientCertPolicy']) ? policy['clientCertPolicy'] : {}
  const { ocspEnabled, useInCertCRL, crlUrl } = cards
  const hasList = typeof crlUrl === 'string' && crlUrl !== ''
  return { password, windows, smartCard, revocation: ocspEnabled === true || useInCertCRL === true || hasList }
}

interface KerberosAccount {
  readonly name: string
  readonly disabled: boolean
}

/** Without any account in the answer nothing is known: the server may have hidden them. */
function kerberosOf(value: unknown): readonly KerberosAccount[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const accounts: KerberosAccount[] = []
  for (const item of value) {
    const { name, disabled } = isRecord(item) ? item : {}
    if (typeof name !== 'string' || typeof disabled !== 'boolean') return undefined
    accounts.push({ name, disabled })
  }
  return accounts
}

const said = {
  provider: text(
    'does {names} ask everybody for a second factor?',
    '{names} が全員に多要素認証を求めているかを確認する',
  ),
  other: text(
    'neither a password, nor a Windows session, nor a smart card is accepted: is RSA SecurID (sso-config.sh -get_authn_policy) what asks everybody?',
    'パスワード、Windows セッション、スマート カードのいずれも受け付けない: 全員に RSA SecurID を求めているかを sso-config.sh -get_authn_policy で確認する',
  ),
  card: text('smart cards only', 'スマート カードのみ'),
  password: text('a password alone is enough', 'パスワードだけでログインできる'),
  noCards: text('smart cards are not used', 'スマート カードは使用していない'),
  checked: text('revocation is checked', '失効を確認している'),
  unchecked: text('a revoked card still opens the door', '失効したカードでもログインできる'),
  enabled: text('still enabled: {names}', '有効なまま: {names}'),
  disabled: text('disabled: {names}', '無効化済み: {names}'),
} as const

/** Observes one thing: STIG alone asks for it. */
const passwordLogin: Observation = {
  id: 'sso.password-login-off',
  kind: 'observation',
  subject: 'ServiceInstance',
  facts: ['vc-password-auth-disabled'],
  area: 'authentication',
  severity: 'low',
  title: text(
    'Where smart cards are required, nobody can log in with a password or a Windows session',
    'スマート カードが必須の環境では、パスワードや Windows セッションでログインできない',
  ),
  rationale: text(
    'A door for cards is worth nothing while the door for passwords stands open beside it.',
    'パスワードでもログインできるなら、スマート カードを必須にした意味がない。',
  ),
  impact: text(
    'Scripts and products that log in with a password stop working; password logins can be re-enabled at the console only.',
    'パスワードでログインするスクリプトや製品は使えなくなる。パスワード認証はコンソールからしか再有効化できない。',
  ),
  applies: isVcenter,
  reads: [{ type: 'ServiceInstance', path: POLICY }],
  observe: (subject) => mapFact(readServer(subject, POLICY, methodsOf), ({ password, windows }) => password || windows),
  expect: { sakimori: [], stig: is(false) },
  repair: {
    kind: 'steps',
    disruption: 'access',
    steps: text(
      'First prove that smart cards work. Then Administration > Single Sign On > Configuration > Identity Provider > Smart Card Authentication: allow smart cards only.',
      '先にスマート カードでログインできることを確認する。その後、管理 > シングル サインオン > 設定 > ID プロバイダ > スマート カード認証 で、スマート カードのみを許可する。',
    ),
  },
}

/** How people prove who they are. */
export const methods: readonly Control[] = [
  {
    id: 'sso.multifactor',
    kind: 'judgement',
    subject: 'ServiceInstance',
    facts: ['vc-mfa'],
    area: 'authentication',
    severity: 'high',
    title: text(
      'Logging in to vCenter Server takes more than a password',
      'vCenter Server へのログインには、パスワード以外の要素も必要である',
    ),
    rationale: text(
      'Passwords of administrators are fished, guessed and found in scripts; with one of them an intruder encrypts every VM in a night.',
      '管理者のパスワードは、フィッシング、推測、スクリプトへの埋め込みなどから漏れる。1 つあれば、侵入者は一晩で全仮想マシンを暗号化できる。',
    ),
    impact: text(
      'If the identity provider fails, nobody logs in: keep a local administrator with a sealed password.',
      'ID プロバイダが停止すると誰もログインできない。封印したパスワードを持つローカル管理者を残しておく。',
    ),
    reads: [
      { type: 'ServiceInstance', path: POLICY },
      { type: 'ServiceInstance', path: PROVIDERS },
    ],
    judge: (subject, inventory) => {
      const elsewhere = notForLoneHost(subject, inventory)
      if (elsewhere) return elsewhere
      const policy = readServer(subject, POLICY, methodsOf)
      const decide = ({ password, windows, smartCard }: Methods, providers: readonly string[]) => {
        // What the provider asks for, only the provider shows.
        if (providers.length > 0) return manual(note(said.provider, { names: someOf(providers) }))
        // The interface has no field for RSA SecurID (type AuthnPolicy in the published bindings, vmware-config-modules); it
        // is what is left when all others are off.
        if (!password && !windows && !smartCard) return manual(note(said.other, {}))
        return smartCard && !password && !windows ? pass(note(said.card, {})) : fail(note(said.password, {}))
      }
      // Federation came with 7.0.
      const isOld = subject.release === '6.5' || subject.release === '6.7'
      if (isOld) return judgeFacts([policy], (ways) => decide(ways, []))
      return judgeFacts([policy, readServer(subject, PROVIDERS, providersOf)], decide)
    },
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Federate vCenter Server (7.0 and later) with an identity provider that asks for a second factor, or require smart cards. Try it in a second browser before you log out.',
        '多要素認証を求める ID プロバイダと vCenter Server (7.0 以降) を連携するか、スマート カードを必須にする。ログアウトする前に別のブラウザーで確認する。',
      ),
    },
  },
  passwordLogin,
  judgeServer({
    id: 'sso.certificate-revocation',
    facts: ['vc-cert-revocation'],
    area: 'authentication',
    severity: 'medium',
    title: text(
      'Single sign-on asks whether a smart card was revoked',
      'シングル サインオンは、スマート カードが失効していないかを確認する',
    ),
    rationale: text(
      'Otherwise a card that was reported lost opens vCenter Server until its certificate runs out.',
      '確認しなければ、紛失届の出たカードでも証明書の期限まで vCenter Server にログインできる。',
    ),
    impact: text(
      'vCenter Server must reach the OCSP responder or the revocation list; if it cannot, cards are refused.',
      'vCenter Server から OCSP レスポンダまたは失効リストに到達できる必要がある。到達できなければカードは拒否される。',
    ),
    path: POLICY,
    decode: methodsOf,
    decide: ({ smartCard, revocation }) => {
      if (!smartCard) return notApplicable(note(said.noCards, {}))
      return revocation ? pass(note(said.checked, {})) : fail(note(said.unchecked, {}))
    },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Administration > Single Sign On > Configuration > Identity Provider > Smart Card Authentication > Certificate Revocation: enable OCSP, or the list that the certificate names.',
        '管理 > シングル サインオン > 設定 > ID プロバイダ > スマート カード認証 > 証明書失効: OCSP、または証明書に記載された失効リストを有効にする。',
      ),
    },
  }),
  judgeServer({
    id: 'sso.kerberos-accounts-off',
    facts: ['vc-iwa-accounts'],
    area: 'authentication',
    severity: 'low',
    span: '8.0..9.1',
    title: text(
      'The Kerberos accounts of single sign-on (K/M, krbtgt) are disabled',
      'シングル サインオンの Kerberos アカウント (K/M、krbtgt) は無効化されている',
    ),
    rationale: text(
      'They serve Integrated Windows Authentication only, which is on its way out; an account without an owner is one to attack.',
      '廃止予定の統合 Windows 認証でしか使われない。管理者のいないアカウントは攻撃の足がかりになる。',
    ),
    impact: text(
      'Integrated Windows Authentication stops working where it is still in use.',
      '統合 Windows 認証を使っている場合は、利用できなくなる。',
    ),
    path: 'sso:kerberosAccounts',
    decode: kerberosOf,
    decide: (accounts) => {
      const enabled = accounts.filter(({ disabled }) => !disabled).map(({ name }) => name)
      return enabled.length > 0
        ? fail(note(said.enabled, { names: someOf(enabled) }))
        : pass(note(said.disabled, { names: someOf(accounts.map(({ name }) => name)) }))
    },
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Administration > Single Sign On > Users and Groups, domain of single sign-on: disable K/M and krbtgt, after the directory has moved to LDAPS or to an identity provider.',
        'ディレクトリを LDAPS または ID プロバイダへ移行した後、管理 > シングル サインオン > ユーザーおよびグループ で、シングル サインオンのドメインの K/M と krbtgt を無効にする。',
      ),
    },
  }),
]
