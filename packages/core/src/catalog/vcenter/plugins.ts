import { fail, judgeFacts, pass, type Control } from '../../control/index.ts'
import { isRecord, known, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { vcenterJudgement } from './judgement-row.ts'

const EXTENSIONS = 'ExtensionManager.extensionList'

interface Extension {
  readonly key: string
  readonly made: string
}

function readExtensions(vcenter: Subject): Fact<readonly Extension[]> {
  const fact = readRaw(vcenter, EXTENSIONS)
  if (!fact.known) return fact
  const list: readonly unknown[] | undefined = Array.isArray(fact.value) ? fact.value : undefined
  const found = list?.map((entry) =>
    isRecord(entry) && typeof entry['key'] === 'string'
      ? {
          key: entry['key'],
          made: [entry['company'], entry['version']].filter((one) => typeof one === 'string').join(' '),
        }
      : undefined,
  )
  return found?.every((entry) => entry !== undefined)
    ? known(found, fact.from)
    : unknown('fault', fact.from, 'not a list of extensions')
}

/** A name of the policy, or its beginning where the policy ends in `*`. Keys of extensions have no case in the policy. */
const covers = (pattern: string, key: string) =>
  pattern.endsWith('*')
    ? key.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase())
    : key.toLowerCase() === pattern.toLowerCase()

const unapproved = text('not approved: {names}', '未承認: {names}')

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
        const names = someOf(found.map(({ key, made }) => (made === '' ? key : `${key} (${made})`)))
        return fail(note(unapproved, { names }))
      }),
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Find the owner of each extension that is named. List what is wanted under policy.extensions, and unregister the rest through its product or, if that is gone, in the managed object browser (ExtensionManager).',
        '挙げられた拡張機能の管理者を確認する。必要なものは policy.extensions に記載し、不要なものは製品側から、製品がなければ MOB の ExtensionManager から登録を解除する。',
      ),
    },
  }),
]
