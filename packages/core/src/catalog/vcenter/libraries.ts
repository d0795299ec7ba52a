import { fail, notApplicable, pass, type Control } from '../../control/index.ts'
import { isRecord } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { judgeServer } from './server-judgement.ts'

interface Library {
  readonly name: string
  readonly published: boolean
  readonly authentication: string
  readonly policy: string
}

function librariesOf(value: unknown): readonly Library[] | undefined {
  if (!Array.isArray(value)) return undefined
  const libraries: Library[] = []
  for (const item of value) {
    const { name, publish_info: info, security_policy_id: policy } = isRecord(item) ? item : {}
    if (typeof name !== 'string') return undefined
    const { published, authentication_method: method } = isRecord(info) ? info : {}
    libraries.push({
      name,
      published: published === true,
      authentication: typeof method === 'string' ? method : '',
      policy: typeof policy === 'string' ? policy : '',
    })
  }
  return libraries
}

const names = (libraries: readonly Library[]) => someOf(libraries.map(({ name }) => name))

const said = {
  unpublished: text('no library is published', '公開されているライブラリはない'),
  none: text('there is no library', 'ライブラリはない'),
  open: text('open to everybody: {names}', '認証なしで公開: {names}'),
  guarded: text('published with a password: {names}', 'パスワード付きで公開: {names}'),
  unchecked: text('takes unsigned templates: {names}', '署名のないテンプレートを受け入れる: {names}'),
  checked: text('with a security policy: {names}', 'セキュリティ ポリシー適用済み: {names}'),
} as const

/** Templates come from where they should, unchanged. */
export const libraries: readonly Control[] = [
  judgeServer({
    id: 'vcenter.content-library-authentication',
    facts: ['vc-content-library-auth'],
    area: 'access-restriction',
    severity: 'medium',
    span: '8.0..9.1',
    title: text(
      'Published content libraries ask subscribers for a password',
      '公開コンテンツ ライブラリは、購読にパスワードを求める',
    ),
    rationale: text(
      'Otherwise anybody who reaches vCenter Server can fetch the templates, with whatever passwords and keys are in them.',
      '求めなければ、vCenter Server に到達できる誰もがテンプレートを取得でき、中に残るパスワードや鍵も読み取れる。',
    ),
    impact: text(
      'Subscribed libraries elsewhere need the password, or they stop to synchronise.',
      '他の場所の購読ライブラリにもパスワードの設定が必要で、設定しなければ同期が止まる。',
    ),
    path: 'rest:/api/content/local-library/{library}',
    decode: librariesOf,
    decide: (all) => {
      const published = all.filter((library) => library.published)
      const open = published.filter(({ authentication }) => authentication !== 'BASIC')
      if (published.length === 0) return notApplicable(note(said.unpublished, {}))
      return open.length > 0
        ? fail(note(said.open, { names: names(open) }))
        : pass(note(said.guarded, { names: names(published) }))
    },
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Content Libraries > the library > Edit Settings: enable user authentication for access and set a password.',
        'コンテンツ ライブラリ > 対象のライブラリ > 設定の編集: アクセス時のユーザー認証を有効にし、パスワードを設定する。',
      ),
    },
  }),
  judgeServer({
    id: 'vcenter.content-library-ovf-policy',
    facts: ['vc-content-library-ovf'],
    area: 'access-restriction',
    severity: 'medium',
    span: '8.0..9.1',
    title: text(
      'Content libraries take only OVF templates whose signature holds',
      'コンテンツ ライブラリは、署名を検証できた OVF テンプレートだけを受け入れる',
    ),
    rationale: text(
      'A template that somebody changed on its way gives every VM that is made of it the same back door.',
      '途中で改ざんされたテンプレートを使うと、作成した仮想マシンすべてに同じバックドアが仕込まれる。',
    ),
    impact: text(
      'Unsigned templates, among them many that a site made itself, can no longer be imported.',
      '署名のないテンプレートは、自作のものも含めてインポートできなくなる。',
    ),
    path: 'rest:/api/content/library/{library}',
    decode: librariesOf,
    decide: (all) => {
      const unchecked = all.filter(({ policy }) => policy === '')
      if (all.length === 0) return notApplicable(note(said.none, {}))
      return unchecked.length > 0
        ? fail(note(said.unchecked, { names: names(unchecked) }))
        : pass(note(said.checked, { names: names(all) }))
    },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Content Libraries > the library > Edit Settings: apply the OVF default policy. Import the certificates of the publishers first.',
        'コンテンツ ライブラリ > 対象のライブラリ > 設定の編集: OVF のデフォルト ポリシーを適用する。事前に発行元の証明書をインポートする。',
      ),
    },
  }),
]
