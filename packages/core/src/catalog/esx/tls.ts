import type { Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'
import { tlsBrokenCiphers, tlsDatedCiphers, tlsVersion, type TlsService } from '../tls-offers.ts'

const service: TlsService = { subject: 'HostSystem', path: 'tls:443' }

const impact = text(
  'Clients that know only what is taken away can no longer connect.',
  '無効にした方式にしか対応しないクライアントは接続できなくなる。',
)

const choose = text(
  'On 8.0 Update 3 and later choose the TLS profile NIST_2024 (esx.tls-profile), on older releases set UserVars.ESXiVPsDisabledProtocols (esx.tls-old-versions). Then restart the host.',
  '8.0 Update 3 以降では TLS プロファイル NIST_2024 を選ぶ (esx.tls-profile)。それより前では UserVars.ESXiVPsDisabledProtocols を設定する (esx.tls-old-versions)。その後ホストを再起動する。',
)

/** What the host agrees to on the wire, whatever its settings say. */
export const tls: readonly Control[] = [
  tlsVersion(service, {
    id: 'esx.tls-version',
    facts: ['esxi-tls-protocols'],
    area: 'certificates',
    severity: 'high',
    title: text('The host accepts TLS 1.2 and newer only', 'ホストは TLS 1.2 以降だけを受け入れる'),
    rationale: text(
      'Older versions have known breaks: someone on the path can talk a client down to one of them, and read or change what administrators send.',
      '古いバージョンには既知の欠陥がある。経路上の攻撃者はそこまでバージョンを引き下げさせ、管理者の通信を盗み見たり書き換えたりできる。',
    ),
    impact,
    steps: choose,
  }),
  tlsBrokenCiphers(service, {
    id: 'esx.tls-broken-ciphers',
    facts: [],
    area: 'certificates',
    severity: 'high',
    title: text('The host agrees to no broken cipher', 'ホストは破られた暗号方式を受け入れない'),
    rationale: text(
      'Without encryption, without a certificate, with RC4, DES, 3DES or small Diffie-Hellman groups, a recorded connection can be read, or somebody else can answer for the host.',
      '暗号化なし、証明書なし、RC4、DES、3DES、鍵長の短い Diffie-Hellman を受け入れると、記録された通信が解読されたり、他者がホストになりすましたりできる。',
    ),
    impact,
    steps: choose,
  }),
  tlsDatedCiphers(service, {
    id: 'esx.tls-dated-ciphers',
    facts: [],
    area: 'certificates',
    severity: 'low',
    title: text(
      'The host agrees to ciphers with forward secrecy and without SHA-1 only',
      'ホストは前方秘匿性があり SHA-1 を使わない暗号方式だけを受け入れる',
    ),
    rationale: text(
      'Without forward secrecy, whoever gets the key of the host later can read every connection that was recorded before. SHA-1 is no longer a safe seal.',
      '前方秘匿性がなければ、後でホストの秘密鍵を手に入れた者が、過去に記録した通信をすべて解読できる。SHA-1 による改ざん検知はもはや安全ではない。',
    ),
    impact,
    steps: choose,
  }),
]
