import { fail, notApplicable, pass, type Control, type Outcome } from '../../control/index.ts'
import { isRecord, known, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { checkName } from '../certificate-checks.ts'
import { readCertificate, readTlsPeer } from '../certificate-reading.ts'
import { parseIpv4 } from './addresses.ts'

const said = {
  leads: text('{name} leads to {address}', '{name} は {address} に解決される'),
  stray: text(
    '{name} leads to {address}; the host itself has {own}',
    '{name} は {address} に解決されるが、ホスト自身のアドレスは {own}',
  ),
  told: text('reached at an address that the configuration gives', '設定ファイルで指定されたアドレスに接続している'),
  nameless: text('the host has no name of its own but {name}', 'ホスト自身の名前が {name} のままである'),
} as const

/** The name that the host gives itself. */
function readOwnName(host: Subject): Fact<string> {
  const raw = readRaw(host, 'config.network.dnsConfig')
  if (!raw.known) return raw
  const { hostName, domainName } = isRecord(raw.value) ? raw.value : {}
  if (typeof hostName !== 'string' || hostName === '') return unknown('fault', raw.from, 'no host name')
  return known(typeof domainName === 'string' && domainName !== '' ? `${hostName}.${domainName}` : hostName, raw.from)
}

/** Whether the certificate carries the name of the host's own DNS settings, besides the one in the inventory. */
const judgeOwnName: Extract<Control, { kind: 'judgement' }>['judge'] = (host, _inventory, { now, policy }) => {
  const certificate = readCertificate(host)
  const name = readOwnName(host)
  const evidence = [certificate, name]
  if (!certificate.known || !name.known) return { verdict: 'unknown', evidence }
  if (/^localhost(?:\.|$)/i.test(name.value)) return { ...fail(note(said.nameless, { name: name.value })), evidence }
  const answer = checkName(certificate.value, { now, policy, name: name.value })
  return answer ? { ...answer, evidence } : { verdict: 'unknown', evidence }
}

/** IPv4 addresses of VMkernel adapters. */
function adapterAddresses(adapters: unknown): readonly string[] {
  return (Array.isArray(adapters) ? adapters : []).flatMap((adapter: unknown) => {
    const spec = isRecord(adapter) ? adapter['spec'] : undefined
    const ip = isRecord(spec) ? spec['ip'] : undefined
    const address = isRecord(ip) ? ip['ipAddress'] : undefined
    return typeof address === 'string' && parseIpv4(address) !== undefined ? [address] : []
  })
}

/** Whether the name that vCenter Server and administrators use led to one of the host's own addresses. */
function judgeAddress(host: Subject): Outcome {
  const peer = readTlsPeer(host)
  const adapters = readRaw(host, 'config.network.vnic')
  const evidence = [peer, adapters]
  if (!peer.known || !adapters.known) return { verdict: 'unknown', evidence }
  const { host: asked, address = '' } = peer.value
  if (asked !== host.name) return { ...notApplicable(note(said.told, {})), evidence }
  const own = adapterAddresses(adapters.value)
  if (parseIpv4(address) === undefined || own.length === 0)
    return { verdict: 'unknown', evidence: [unknown('fault', peer.from, 'only IPv4 addresses are compared')] }
  return own.includes(address)
    ? { ...pass(note(said.leads, { name: asked, address })), evidence }
    : { ...fail(note(said.stray, { name: asked, address, own: own.join(', ') })), evidence }
}

/** Names, certificates and addresses of a host belong together. */
export const names: readonly Control[] = [
  {
    id: 'esx.certificate-own-name',
    kind: 'judgement',
    facts: [],
    area: 'certificates',
    subject: 'HostSystem',
    severity: 'low',
    title: text(
      'The certificate of the host carries the name that the host gives itself',
      'ホストの証明書には、ホスト自身の DNS 名が記載されている',
    ),
    rationale: text(
      'A certificate with another name belongs to another host, was copied from one, or dates from before the host was named; who connects by the host’s own name has to switch the check off.',
      '名前が異なる証明書は、別のホストのもの、複製されたもの、またはホスト名を設定する前のものである。ホスト自身の名前で接続するには、検証を無効にするしかない。',
    ),
    impact: text(
      'The host reconnects to vCenter Server when its certificate is renewed.',
      '証明書を更新すると、ホストは vCenter Server に再接続する。',
    ),
    reads: ['config.certificate#parsed', 'config.network.dnsConfig'].map((path) => ({ type: 'HostSystem', path })),
    judge: judgeOwnName,
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Set host name and domain under Configure > Networking > TCP/IP configuration, then renew the certificate.',
        '構成 > ネットワーク > TCP/IP 設定でホスト名とドメインを設定し、証明書を更新する。',
      ),
    },
  },
  {
    id: 'esx.name-address',
    kind: 'judgement',
    facts: [],
    area: 'certificates',
    subject: 'HostSystem',
    severity: 'medium',
    title: text(
      'The name of the host leads to an address of the host',
      'ホストの名前は、そのホスト自身のアドレスに解決される',
    ),
    rationale: text(
      'If the name leads elsewhere, passwords for the host go to another machine: through an old DNS record, a device in between, or one that somebody forged.',
      '名前が別のアドレスに解決されると、ホスト用のパスワードが他のマシンに送られる。古い DNS レコード、経路上の機器、あるいは偽造されたレコードが原因である。',
    ),
    impact: text('Connections to the old address end.', '以前のアドレスへの接続は切断される。'),
    reads: ['tls:443', 'config.network.vnic'].map((path) => ({ type: 'HostSystem', path })),
    judge: judgeAddress,
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Compare the DNS record with the address of vmk0 at the console of the host, and correct the record. An address that is translated on the way stands in hostAddresses of sakimori.yaml.',
        'DNS レコードを、ホストのコンソールで確認した vmk0 のアドレスと照合し、レコードを修正する。途中でアドレス変換される場合は、sakimori.yaml の hostAddresses に記載する。',
      ),
    },
  },
]
