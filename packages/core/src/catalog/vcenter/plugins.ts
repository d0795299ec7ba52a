import { fail, judgeFacts, pass, type Control } from '../../control/index.ts'
import { isKeyed, isRecord, known, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { vcenterJudgement } from './judgement-row.ts'

const EXTENSIONS = 'ExtensionManager.extensionList'

interface Extension {
  readonly key: string
  /** Who made it, which version, and from which hosts it is served. */
  readonly about: string
}

/** The host of a URL, without its port and without a login that it may carry. */
const hostOf = (url: unknown) =>
  typeof url === 'string'
    ? /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?(\[[^\]/]+\]|[^/:?#@]+)/i.exec(url)?.[1]?.toLowerCase()
    : undefined

/** The hosts of `Extension.server` and `Extension.client`, once each. */
function hostsOf(extension: Readonly<Record<string, unknown>>): readonly string[] {
  const parts = [extension['server'], extension['client']].flatMap((list): readonly unknown[] =>
    Array.isArray(list) ? list : [],
  )
  return [...new Set(parts.flatMap((part) => (isRecord(part) ? (hostOf(part['url']) ?? []) : [])))]
}

function aboutOf(extension: Readonly<Record<string, unknown>>): string {
  const made = [extension['company'], extension['version']].filter((one) => typeof one === 'string' && one !== '')
  return [made.join(' '), ...hostsOf(extension)].filter((one) => one !== '').join(', ')
}

function readExtensions(vcenter: Subject): Fact<readonly Extension[]> {
  const fact = readRaw(vcenter, EXTENSIONS)
  if (!fact.known) return fact
  const list: readonly unknown[] | undefined = Array.isArray(fact.value) ? fact.value : undefined
  const found = list?.map((entry) => (isKeyed(entry) ? { key: entry.key, about: aboutOf(entry) } : undefined))
  return found?.every((entry) => entry !== undefined)
    ? known(found, fact.from)
    : unknown('fault', fact.from, 'not a list of extensions')
}

/** A name of the policy, or its beginning where the policy ends in `*`. Keys of extensions have no case in the policy. */
const covers = (pattern: string, key: string) =>
  pattern.endsWith('*')
    ? key.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase())
    : key.toLowerCase() === pattern.toLowerCase()

const unapproved = text(
  'not approved: {names}. To approve all of these, sakimori.yaml needs the whole list, under policy: extensions: [{approved}]',
  '未承認: {names}。すべて承認する場合は、sakimori.yaml の policy に一覧全体を記載する: extensions: [{approved}]',
)

/** Each of them matters to whoever approves; beyond these a note is no place to read. */
const NAMED = 20

/** What others have put into vCenter Server. */
export const plugins: readonly Control[] = [
  vcenterJudgement({
    id: 'vcenter.extensions-approved',
    facts: ['vc-client-plugins'],
    area: 'access-restriction',
    severity: 'medium',
    title: text(
      'Only approved extensions and client plug-ins are registered with vCenter Server',
      'vCenter Server に登録されている拡張機能とプラグインは、承認されたものだけである',
    ),
    rationale: text(
      'A plug-in runs in the client of every administrator with his rights; one that is forgotten or forged is a door that no login guards.',
      'プラグインは管理者のクライアント内で、その管理者の権限で動作する。忘れられたものや偽造されたものは、認証のない入口になる。',
    ),
    impact: text(
      'The product that registered the extension loses its place in the client, and may have to be registered anew.',
      '登録元の製品がクライアントから使えなくなり、再登録が必要になることがある。',
    ),
    reads: [EXTENSIONS],
    judge: (vcenter, _inventory, { policy }) =>
      judgeFacts([readExtensions(vcenter)], (extensions) => {
        const found = extensions.filter(({ key }) => !policy.extensions.some((pattern) => covers(pattern, key)))
        if (found.length === 0) return pass()
        const names = someOf(
          found.map(({ key, about }) => (about === '' ? key : `${key} (${about})`)),
          NAMED,
        )
        // The list of the site takes the place of ours, so the whole of it is written: what holds now, and what is new.
        const approved = [...policy.extensions, ...found.slice(0, NAMED).map(({ key }) => key)]
        return fail(note(unapproved, { names, approved: approved.map((key) => JSON.stringify(key)).join(', ') }))
      }),
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Find the owner of each extension that is named. List what is wanted under policy.extensions, together with the names of the vendor (the finding shows the list), and unregister the rest through its product or, if that is gone, in the managed object browser (ExtensionManager).',
        '挙げられた拡張機能の管理者を確認する。必要なものは、ベンダーの名前とともに policy.extensions に記載し (一覧は検出結果に示す)、不要なものは製品側から、製品がなければ MOB の ExtensionManager から登録を解除する。',
      ),
    },
  }),
]
