import { fail, judgeFacts, manual, notApplicable, pass, type Control } from '../../control/index.ts'
import { isRecord, mapFact } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { notForLoneHost } from '../vcenter-only.ts'
import { judgeServer, readServer } from '../vcenter/server-judgement.ts'
import { PROVIDERS, providersOf } from './providers.ts'

const SOURCES = 'sso:identitySources'

interface Source {
  readonly name: string
  readonly isLdap: boolean
  readonly urls: readonly string[]
  readonly userName: string
}

const isWordOrUnset = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string'

function sourcesOf(value: unknown): readonly Source[] | undefined {
  if (!Array.isArray(value)) return undefined
  const sources: Source[] = []
  for (const item of value) {
    const { name, kind, primaryUrl, failoverUrl, userName } = isRecord(item) ? item : {}
    if (typeof name !== 'string') return undefined
    const isLdap = kind === 'ldap'
    if (isLdap && typeof primaryUrl !== 'string') return undefined
    if (!isWordOrUnset(primaryUrl) || !isWordOrUnset(failoverUrl) || !isWordOrUnset(userName)) return undefined
    const urls = [primaryUrl, failoverUrl].filter((url) => url !== undefined)
    sources.push({ name, isLdap, urls, userName: userName ?? '' })
  }
  return sources
}

const ldapOf = (sources: readonly Source[]) => sources.filter(({ isLdap }) => isLdap)
const isClear = (url: string) => !/^ldaps:\/\//i.test(url)

/** An account that is an administrator by its very name: a DN, a user principal name, or DOMAIN\name. */
const isAdministrator = (userName: string) => /(?:^|[=\\])(?:administrator|admin|root)(?:[,@]|$)/i.test(userName)

const said = {
  none: text('no directory is asked over LDAP', 'LDAP で接続するディレクトリはない'),
  clear: text('without encryption: {urls}', '暗号化なし: {urls}'),
  secure: text('{count} directories, all over ldaps://', 'ディレクトリ {count} 個、すべて ldaps:// で接続'),
  administrator: text('asks as an administrator: {users}', '管理者アカウントで接続: {users}'),
  ask: text(
    'are these accounts allowed no more than to read: {users}',
    '次のアカウントが読み取り権限しか持たないことを確認する: {users}',
  ),
  directory: text('users come from {names}', 'ユーザーの参照元: {names}'),
  alone: text('only local users of single sign-on', 'シングル サインオンのローカル ユーザーのみ'),
} as const

/** People log in with accounts of their own, from a directory that is asked safely. */
export const sources: readonly Control[] = [
  judgeServer({
    id: 'sso.ldaps',
    facts: ['vc-ldaps'],
    area: 'authentication',
    severity: 'high',
    title: text('Directories are asked over LDAPS only', 'ディレクトリへの接続には LDAPS のみを使用する'),
    rationale: text(
      'Over plain LDAP every password of an administrator who logs in crosses the network readable, and answers can be forged.',
      '平文の LDAP では、ログインする管理者のパスワードがそのままネットワークを流れ、応答の改ざんもできる。',
    ),
    impact: text(
      'The certificate of the directory’s authority must be uploaded; with a wrong one nobody of the directory can log in.',
      'ディレクトリの認証局の証明書を登録する必要がある。誤った証明書では、ディレクトリのユーザーが誰もログインできない。',
    ),
    path: SOURCES,
    decode: sourcesOf,
    decide: (all) => {
      const ldap = ldapOf(all)
      const clear = ldap.flatMap(({ urls }) => urls.filter(isClear))
      if (ldap.length === 0) return notApplicable(note(said.none, {}))
      return clear.length > 0
        ? fail(note(said.clear, { urls: someOf(clear) }))
        : pass(note(said.secure, { count: ldap.length }))
    },
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Administration > Single Sign On > Configuration > Identity Sources: edit the source, enter ldaps:// addresses and upload the certificate of the authority that signed those of the domain controllers.',
        '管理 > シングル サインオン > 設定 > ID ソース: ソースを編集し、ldaps:// のアドレスと、ドメイン コントローラの証明書を発行した認証局の証明書を登録する。',
      ),
    },
  }),
  judgeServer({
    id: 'sso.ldap-bind-account',
    facts: ['vc-ldap-bind-account'],
    area: 'authentication',
    severity: 'low',
    title: text(
      'The account that asks the directory may only read',
      'ディレクトリへの接続アカウントは読み取り権限だけを持つ',
    ),
    rationale: text(
      'Its password is kept on vCenter Server; if it is an administrator of the domain, who takes vCenter Server takes the domain.',
      'このパスワードは vCenter Server に保存される。ドメイン管理者のものであれば、vCenter Server の侵害がドメイン全体の侵害につながる。',
    ),
    impact: text(
      'None, if the new account can read users and groups.',
      '新しいアカウントがユーザーとグループを参照できれば影響はない。',
    ),
    path: SOURCES,
    decode: sourcesOf,
    decide: (all) => {
      const users = ldapOf(all).map(({ userName }) => userName)
      const bad = users.filter(isAdministrator)
      if (users.length === 0) return notApplicable(note(said.none, {}))
      return bad.length > 0
        ? fail(note(said.administrator, { users: someOf(bad) }))
        : manual(note(said.ask, { users: someOf(users) }))
    },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Make an account in the directory that may read users and groups and nothing else, and enter it in the identity source.',
        'ユーザーとグループの参照だけができるアカウントをディレクトリに作成し、ID ソースに設定する。',
      ),
    },
  }),
  {
    id: 'sso.identity-source',
    kind: 'judgement',
    subject: 'ServiceInstance',
    facts: ['vc-identity-source'],
    area: 'authentication',
    severity: 'medium',
    title: text(
      'Users of vCenter Server come from a directory or an identity provider',
      'vCenter Server のユーザーは、ディレクトリまたは ID プロバイダから参照される',
    ),
    rationale: text(
      'Local accounts are shared and forgotten: nobody locks them when a colleague leaves, and the log does not tell who acted.',
      'ローカル アカウントは共有されたり忘れられたりする。退職時に無効化されず、ログからも操作した人が分からない。',
    ),
    impact: text(
      'Keep one local administrator for the day on which the directory cannot be reached.',
      'ディレクトリに到達できない場合に備え、ローカルの管理者アカウントを 1 つ残しておく。',
    ),
    reads: [
      { type: 'ServiceInstance', path: SOURCES },
      { type: 'ServiceInstance', path: PROVIDERS },
    ],
    judge: (subject, inventory) => {
      const elsewhere = notForLoneHost(subject, inventory)
      if (elsewhere) return elsewhere
      const found = readServer(subject, SOURCES, sourcesOf)
      const directories = mapFact(found, (all) => all.map(({ name }) => name))
      const decide = (...lists: readonly (readonly string[])[]) => {
        const names = lists.flat()
        return names.length > 0 ? pass(note(said.directory, { names: someOf(names) })) : fail(note(said.alone, {}))
      }
      // Federation came with 7.0: before it there is nothing else to ask, and where a directory is found nothing else matters.
      const isOld = subject.release === '6.5' || subject.release === '6.7'
      if (isOld || (directories.known && directories.value.length > 0)) return judgeFacts([directories], decide)
      return judgeFacts([directories, readServer(subject, PROVIDERS, providersOf)], decide)
    },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Add the directory as an identity source over LDAPS, or federate vCenter Server with an identity provider, and give permissions to its groups.',
        'ディレクトリを LDAPS の ID ソースとして追加するか、vCenter Server を ID プロバイダと連携し、そのグループに権限を付与する。',
      ),
    },
  },
]
