import {
  between,
  esxOption,
  fail,
  is,
  judgeFacts,
  not,
  pass,
  type Control,
  type Observation,
} from '../../control/index.ts'
import { isRecord, mapFact, readRaw, unknown, within, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'

/** Where a host says which domain it is in. */
export const AUTHENTICATION = 'config.authenticationManagerInfo'

const isStore = (one: unknown): one is Readonly<Record<string, unknown>> =>
  isRecord(one) && typeof one['_typeName'] === 'string'

/** The domain that a host is joined to; `undefined` for a host that is in none. */
export function readDomain(subject: Subject): Fact<string | undefined> {
  const raw = readRaw(subject, AUTHENTICATION)
  if (!raw.known) return raw
  const stores = isRecord(raw.value) ? raw.value['authConfig'] : undefined
  const list: readonly unknown[] | undefined = Array.isArray(stores) ? stores : undefined
  // A store of no known class could be the directory.
  if (!list?.every(isStore)) return unknown('fault', raw.from, 'no list of authentication stores')
  const directory = list.find((store) => store['_typeName'] === 'HostActiveDirectoryInfo')
  const fact = within(raw, `${AUTHENTICATION}.authConfig[HostActiveDirectoryInfo]`)
  return mapFact(fact, () => {
    const domain = directory?.['joinedDomain']
    if (typeof domain === 'string' && domain !== '') return domain
    return directory?.['enabled'] === true ? '?' : undefined
  })
}

/** Names in a domain are compared without regard to case. */
const asDomainName = (value: unknown) =>
  typeof value === 'string' && value.trim().toLowerCase() === 'esx admins' ? 'ESX Admins' : value

/** A question that only a host in a domain is asked. */
const ofJoinedHosts = (declared: Observation): Observation => ({
  ...declared,
  observe: (subject, inventory) => mapFact(declared.observe(subject, inventory), asDomainName),
  applies: (subject) => mapFact(readDomain(subject), (domain) => domain !== undefined),
  reads: [...declared.reads, { type: 'HostSystem', path: AUTHENTICATION }],
})

const said = {
  joined: text('joined to {domain}', 'ドメイン {domain} に参加している'),
  alone: text('not joined to any domain', 'ドメインに参加していない'),
} as const

/**
 * What Active Directory may do to a host. CVE-2024-37085: whoever makes a group of the right name in the domain is
 * root on every joined host; three options decide, and 7.0 got no other mend.
 */
export const directory: readonly Control[] = [
  {
    id: 'esx.domain-membership',
    kind: 'judgement',
    facts: ['esxi-ad-auth'],
    area: 'authentication',
    subject: 'HostSystem',
    severity: 'low',
    title: text(
      'The host is in an Active Directory domain only where the baseline asks for it',
      'ベースラインが求める場合に限り、ホストは Active Directory ドメインに参加している',
    ),
    rationale: text(
      'Whoever takes over the domain takes over every host in it. The STIG asks for the domain all the same, so that people log in under their own names.',
      'ドメインが乗っ取られれば、参加しているホストもすべて乗っ取られる。一方 STIG は、個人の名前でログインさせるために参加を求めている。',
    ),
    impact: text(
      'Accounts of the domain can no longer log in to the host itself; access through vCenter Server stays.',
      'ドメインのアカウントではホストへ直接ログインできなくなる。vCenter Server 経由のアクセスには影響しない。',
    ),
    reads: [{ type: 'HostSystem', path: AUTHENTICATION }],
    judge: (subject, _inventory, { baseline }) =>
      judgeFacts([readDomain(subject)], (domain) => {
        const message = domain === undefined ? note(said.alone, {}) : note(said.joined, { domain })
        return (domain !== undefined) === (baseline === 'stig') ? pass(message) : fail(message)
      }),
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Check that nobody depends on domain accounts, then leave the domain: host > Configure > Authentication Services. Where the baseline asks for the domain, join it there.',
        'ドメインのアカウントを使う運用がないことを確認し、ドメインから脱退する: ホスト > 設定 > 認証サービス。ベースラインが参加を求める場合は、ここで参加する。',
      ),
    },
  },
  ofJoinedHosts(
    esxOption('Config.HostAgent.plugins.hostsvc.esxAdminsGroup', {
      id: 'esx.domain-admins-group',
      facts: ['esxi-ad-admin-group'],
      area: 'authentication',
      severity: 'high',
      title: text(
        'The domain group that administers the host does not have the well-known name',
        'ホストの管理者となるドメイン グループに、既定の名前が使われていない',
      ),
      rationale: text(
        'Anyone who may create a group in the domain can create "ESX Admins" and becomes root on the host. Ransomware crews do this.',
        'ドメインにグループを作成できる者なら誰でも「ESX Admins」を作り、ホストの root 権限を得られる。ランサムウェアの攻撃者が実際に使う手口である。',
      ),
      impact: text(
        'Members of the old group keep the permission that was already granted; remove it under the host’s permissions.',
        '旧グループに付与済みの権限は残るため、ホストの権限から削除する必要がある。',
      ),
      expect: { sakimori: not('ESX Admins') },
      repair: {
        kind: 'steps',
        disruption: 'access',
        steps: text(
          'Set the option to the name of a group that only the administrators of the hosts can change, and remove the permission of "ESX Admins" from the host.',
          'ホストの管理者だけが変更できるグループの名前をオプションに設定し、「ESX Admins」の権限をホストから削除する。',
        ),
      },
    }),
  ),
  ofJoinedHosts(
    esxOption('Config.HostAgent.plugins.hostsvc.esxAdminsGroupAutoAdd', {
      id: 'esx.domain-admins-group-not-added',
      facts: ['esxi-ad-admin-group-autoadd'],
      area: 'authentication',
      severity: 'high',
      title: text(
        'The domain group of administrators is not given root rights by itself',
        'ドメインの管理者グループに、自動で管理者権限が付与されない',
      ),
      rationale: text(
        'With the automatism on, control over one group of the domain is control over the host.',
        '自動付与が有効だと、ドメインの 1 グループを支配するだけでホストを支配できる。',
      ),
      impact: text(
        'Domain administrators lose their implicit rights; grant them a role on the host or in vCenter Server first.',
        'ドメインの管理者は暗黙の権限を失う。事前にホストまたは vCenter Server でロールを割り当てること。',
      ),
      expect: { sakimori: is(false) },
      disruption: 'access',
    }),
  ),
  ofJoinedHosts(
    esxOption('Config.HostAgent.plugins.vimsvc.authValidateInterval', {
      id: 'esx.domain-revalidation',
      facts: ['esxi-ad-validate-interval'],
      area: 'authentication',
      severity: 'medium',
      title: text(
        'The host checks the rights of domain users anew at least every 90 minutes',
        'ホストは、ドメイン ユーザーの権限を 90 分以内の間隔で再確認する',
      ),
      rationale: text(
        'An account that was locked or thrown out of the group goes on working on the host until the next check.',
        'ロックされたりグループから外されたりしたアカウントも、次の確認まではホストで使い続けられる。',
      ),
      impact: text(
        'The domain controllers get a few more queries.',
        'ドメイン コントローラへの問い合わせがわずかに増える。',
      ),
      // 0 switches the check off; the vendor's own script asks for "at least 90", the wrong way round.
      expect: { sakimori: between(1, 90) },
    }),
  ),
]
