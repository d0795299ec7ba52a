import { fail, judgeFacts, manual, notApplicable, pass, type Control, type Outcome } from '../../control/index.ts'
import { isRecord, known, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import type { Fields } from '../network/dv-setting.ts'
import { readRecords } from '../network/wiring.ts'
import { someOf } from '../some-of.ts'
import { inSameNetwork, parseIpv4 } from './addresses.ts'

const ADAPTERS = 'config.storageDevice.hostBusAdapter'
const MOUNTS = 'config.fileSystemVolume.mountInfo'
const VNICS = 'config.network.vnic'
const SERVICES = 'config.virtualNicManagerInfo.netConfig'

const said = {
  noTarget: text('no iSCSI adapter has a target', 'ターゲットを持つ iSCSI アダプタはない'),
  chap: text('both sides prove who they are: {names}', '相互に認証している: {names}'),
  noChap: text('without mutual CHAP: {names}', '相互 CHAP なし: {names}'),
  noNfs: text('no NFS datastore is mounted', 'NFS データストアはマウントされていない'),
  guarded: text('{count} NFS datastores, each protected', 'NFS データストア {count} 個はいずれも保護されている'),
  open: text(
    'plain, and over the management adapter or a router: {names}',
    '保護がなく、管理アダプタまたはルーター経由: {names}',
  ),
  named: text(
    'look up by hand whether these servers, known by name, are on a network of their own: {names}',
    '名前で登録されたサーバーが専用ネットワーク上にあるかを確認すること: {names}',
  ),
} as const

const fieldsOf = (value: unknown): Fields => (isRecord(value) ? value : {})
const recordsOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isRecord) : [])

/** The two directions of CHAP as they count for a target: its own, or those of its adapter. */
function chapOf(target: Fields, adapter: Fields): readonly unknown[] {
  const [own, base] = [target['authenticationProperties'], fieldsOf(adapter['authenticationProperties'])]
  if (!isRecord(own)) return [base['chapAuthenticationType'], base['mutualChapAuthenticationType']]
  return [
    (own['chapInherited'] === true ? base : own)['chapAuthenticationType'],
    (own['mutualChapInherited'] === true ? base : own)['mutualChapAuthenticationType'],
  ]
}

const required = (types: readonly unknown[]) => types.every((type) => type === 'chapRequired')

interface Session {
  readonly name: string
  readonly mutual: boolean
}

/** Every target of every iSCSI adapter; the static ones that an adapter found by itself follow the address that it asked. */
function readTargets(subject: Subject): Fact<readonly Session[]> {
  const adapters = readRecords(subject, ADAPTERS)
  if (!adapters.known) return adapters
  const sessions = adapters.value
    .filter((adapter) => typeof adapter['iScsiName'] === 'string')
    .flatMap((adapter) =>
      [...recordsOf(adapter['configuredSendTarget']), ...recordsOf(adapter['configuredStaticTarget'])].map(
        (target) => ({
          name: `${String(adapter['device'])} → ${String(target['address'])}`,
          mutual: required(chapOf(target, adapter)),
        }),
      ),
    )
  return known(sessions, adapters.from)
}

interface Export {
  readonly name: string
  readonly servers: readonly string[]
  /** Integrity or encryption by Kerberos; plain Kerberos only says who asks. */
  readonly signed: boolean
}

function readExports(subject: Subject): Fact<readonly Export[]> {
  const mounts = readRecords(subject, MOUNTS)
  if (!mounts.known) return mounts
  const volumes = mounts.value.map(({ volume }) => fieldsOf(volume))
  const exports = volumes
    .filter((volume) => typeof volume['remoteHost'] === 'string')
    .map((volume) => {
      const { name, remoteHost, remoteHostNames, securityType } = volume
      const servers = Array.isArray(remoteHostNames) && remoteHostNames.length > 0 ? remoteHostNames : [remoteHost]
      const signed = securityType === 'SEC_KRB5I' || securityType === 'SEC_KRB5P'
      return { name: String(name), servers: servers.map(String), signed }
    })
  return known(exports, mounts.from)
}

interface Reach {
  readonly address: number
  readonly mask: number
}

/** The networks that the host stands in with an adapter other than that of management. */
function readOwnNetworks(subject: Subject): Fact<readonly Reach[]> {
  const adapters = readRecords(subject, VNICS)
  const services = readRecords(subject, SERVICES)
  if (!adapters.known) return adapters
  if (!services.known) return services
  const managing = services.value
    .filter(({ nicType }) => nicType === 'management')
    .flatMap(({ selectedVnic }) => (Array.isArray(selectedVnic) ? selectedVnic.map(String) : []))
  const others = adapters.value.filter(
    ({ key }) => !managing.some((one) => one === key || one.endsWith(`.${String(key)}`)),
  )
  const reaches = others.flatMap(({ spec }) => {
    const { ipAddress, subnetMask } = fieldsOf(fieldsOf(spec)['ip'])
    const [address, mask] = [parseIpv4(String(ipAddress)), parseIpv4(String(subnetMask))]
    return address === undefined || mask === undefined ? [] : [{ address, mask }]
  })
  return known(reaches, adapters.from)
}

/** Judges the ways to NFS servers: signed, or straight over an adapter that management does not use. */
function judgeExports(exports: readonly Export[], networks: readonly Reach[]): Pick<Outcome, 'verdict' | 'note'> {
  const plain = exports.filter(({ signed }) => !signed)
  const straight = (server: string) => {
    const address = parseIpv4(server)
    return address !== undefined && networks.some((own) => inSameNetwork(address, own.address, own.mask))
  }
  const spell = (list: readonly Export[]) => someOf(list.map(({ name, servers }) => `${name} (${servers.join(', ')})`))
  const open = plain.filter(({ servers }) => servers.some((one) => parseIpv4(one) !== undefined && !straight(one)))
  if (open.length > 0) return fail(note(said.open, { names: spell(open) }))
  const named = plain.filter(({ servers }) => !servers.every(straight))
  if (named.length > 0) return manual(note(said.named, { names: spell(named) }))
  return pass(note(said.guarded, { count: exports.length }))
}

/** Storage that is reached over a network knows its hosts, and is out of everybody else’s reach. */
export const storage: readonly Control[] = [
  {
    id: 'esx.iscsi-mutual-chap',
    kind: 'judgement',
    facts: ['esxi-iscsi-chap'],
    area: 'authentication',
    subject: 'HostSystem',
    severity: 'medium',
    title: text(
      'Host and iSCSI targets authenticate each other with CHAP',
      'ホストと iSCSI ターゲットは CHAP で相互に認証する',
    ),
    rationale: text(
      'Without it, whoever reaches the storage network mounts the LUNs as a host, or poses as the array and serves changed disks.',
      '認証がなければ、ストレージ ネットワークに到達した者がホストとして LUN をマウントしたり、ストレージになりすまして改ざんしたディスクを渡したりできる。',
    ),
    impact: text(
      'If the secrets of host and array differ, the datastores go away and their VMs with them.',
      'ホストとストレージのシークレットが一致しないと、データストアが切断され、仮想マシンも停止する。',
    ),
    reads: [{ type: 'HostSystem', path: ADAPTERS }],
    judge: (subject) =>
      judgeFacts([readTargets(subject)], (targets) => {
        if (targets.length === 0) return notApplicable(note(said.noTarget, {}))
        const open = targets.filter(({ mutual }) => !mutual)
        const names = (list: typeof targets) => someOf(list.map(({ name }) => name))
        return open.length > 0
          ? fail(note(said.noChap, { names: names(open) }))
          : pass(note(said.chap, { names: names(targets) }))
      }),
    repair: {
      kind: 'steps',
      disruption: 'maintenanceMode',
      steps: text(
        'Set a secret for each direction at the array first, different for each host; then, in maintenance mode, host > Configure > Storage Adapters > Properties > Authentication: use bidirectional CHAP, and let the targets inherit it.',
        '先にストレージ側で、ホストごとに異なるシークレットを双方向に設定する。次にメンテナンス モードで、ホスト > 設定 > ストレージ アダプタ > プロパティ > 認証 を双方向 CHAP にし、ターゲットに継承させる。',
      ),
    },
  },
  {
    id: 'esx.nfs-protected',
    kind: 'judgement',
    facts: ['esxi-nfs-protection'],
    area: 'network-separation',
    subject: 'HostSystem',
    severity: 'low',
    title: text(
      'NFS traffic is signed by Kerberos, or has a network of its own',
      'NFS の通信は Kerberos で署名されるか、専用のネットワークを通る',
    ),
    rationale: text(
      'Plain NFS trusts addresses: who is on the way reads every disk and can change it under a running VM.',
      '通常の NFS は IP アドレスだけを信頼する。経路上にいる者は全ディスクを読め、稼働中の仮想マシンのデータも改ざんできる。',
    ),
    impact: text(
      'The datastore has to be mounted anew, so its VMs move away or stop first.',
      'データストアの再マウントが必要なため、先に仮想マシンを退避または停止する。',
    ),
    reads: [MOUNTS, VNICS, SERVICES].map((path) => ({ type: 'HostSystem', path })),
    judge: (subject) =>
      judgeFacts([readExports(subject), readOwnNetworks(subject)], (exports, networks) =>
        exports.length === 0 ? notApplicable(note(said.noNfs, {})) : judgeExports(exports, networks),
      ),
    repair: {
      kind: 'steps',
      disruption: 'maintenanceMode',
      steps: text(
        'Give the host a VMkernel adapter in the network of the NFS server, on a VLAN without VMs; or join the host to the domain and mount the datastore by NFS 4.1 with krb5i or krb5p.',
        'NFS サーバーと同じネットワークに、仮想マシンのいない VLAN の VMkernel アダプタを追加する。または、ホストをドメインに参加させ、NFS 4.1 の krb5i か krb5p でマウントし直す。',
      ),
    },
  },
]
