import type { Control } from '../../control/index.ts'
import { render, text, type Text } from '../../text/index.ts'
import { tlsBrokenCiphers, tlsDatedCiphers, tlsVersion, type OffersRow, type TlsService } from '../tls-offers.ts'

const on = (path: TlsService['path']): TlsService => ({ subject: 'ServiceInstance', path })

/** The services of vCenter Server that are looked at, and what they are called. */
const services: readonly { readonly prefix: string; readonly service: TlsService; readonly name: Text }[] = [
  { prefix: 'vcenter', service: on('tls:443'), name: text('vCenter Server', 'vCenter Server') },
  {
    prefix: 'vcenter.appliance',
    service: on('tls:5480'),
    name: text('Appliance management (port 5480)', 'アプライアンス管理 (ポート 5480)'),
  },
  {
    prefix: 'vcenter.directory',
    service: on('tls:636'),
    name: text('The directory of Single Sign-On (port 636)', 'Single Sign-On のディレクトリ (ポート 636)'),
  },
]

const impact = text(
  'Clients and solutions that know only what is taken away can no longer connect.',
  '無効にした方式にしか対応しないクライアントやソリューションは接続できなくなる。',
)

const steps = text(
  'With the TLS reconfiguration utility up to 8.0 Update 2; from 8.0 Update 3 on choose a TLS profile (vcenter.tls-profile).',
  '8.0 Update 2 までは TLS 再構成ユーティリティを使う。8.0 Update 3 以降は TLS プロファイルを選ぶ (vcenter.tls-profile)。',
)

const idOf = (prefix: string, rest: string) => (prefix === 'vcenter' ? `vcenter.${rest}` : `${prefix}-${rest}`)

type Ask = (service: TlsService, row: OffersRow) => Control

interface Question {
  readonly id: string
  readonly ask: Ask
  readonly row: Pick<OffersRow, 'facts' | 'severity' | 'rationale'>
  readonly title: Text<'name'>
}

const questions: readonly Question[] = [
  {
    id: 'tls-version',
    ask: tlsVersion,
    title: text('{name} accepts TLS 1.2 and newer only', '{name} は TLS 1.2 以降だけを受け入れる'),
    row: {
      facts: ['vc-tls-versions'],
      severity: 'high',
      rationale: text(
        'Older versions have known breaks: someone on the path can talk a client down to one of them, and read or change what administrators send.',
        '古いバージョンには既知の欠陥がある。経路上の攻撃者はそこまでバージョンを引き下げさせ、管理者の通信を盗み見たり書き換えたりできる。',
      ),
    },
  },
  {
    id: 'tls-broken-ciphers',
    ask: tlsBrokenCiphers,
    title: text('{name} agrees to no broken cipher', '{name} は破られた暗号方式を受け入れない'),
    row: {
      facts: [],
      severity: 'high',
      rationale: text(
        'Without encryption, without a certificate, with RC4, DES, 3DES or small Diffie-Hellman groups, a recorded connection can be read, or somebody else can answer in its place.',
        '暗号化なし、証明書なし、RC4、DES、3DES、鍵長の短い Diffie-Hellman を受け入れると、記録された通信が解読されたり、他者がなりすましたりできる。',
      ),
    },
  },
  {
    id: 'tls-dated-ciphers',
    ask: tlsDatedCiphers,
    title: text(
      '{name} agrees to ciphers with forward secrecy and without SHA-1 only',
      '{name} は前方秘匿性があり SHA-1 を使わない暗号方式だけを受け入れる',
    ),
    row: {
      facts: [],
      severity: 'low',
      rationale: text(
        'Without forward secrecy, whoever gets the key of the server later can read every connection that was recorded before. SHA-1 is no longer a safe seal.',
        '前方秘匿性がなければ、後でサーバーの秘密鍵を手に入れた者が、過去に記録した通信をすべて解読できる。SHA-1 による改ざん検知はもはや安全ではない。',
      ),
    },
  },
]

/** What each service of vCenter Server agrees to on the wire. */
export const tls: readonly Control[] = services.flatMap(({ prefix, service, name }) =>
  questions.map(({ id, ask, title, row }) =>
    ask(service, {
      ...row,
      id: idOf(prefix, id),
      area: 'certificates',
      title: { en: render(title, 'en', { name: name.en }), ja: render(title, 'ja', { name: name.ja }) },
      impact,
      steps,
    }),
  ),
)
