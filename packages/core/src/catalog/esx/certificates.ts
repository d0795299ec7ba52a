import { containsAll, esxOption, fail, judgeFacts, pass, type Control } from '../../control/index.ts'
import { note, text } from '../../text/index.ts'
import { checkDates, checkIssuer, checkName, checkStrength } from '../certificate-checks.ts'
import { readCertificate, readShownCertificate } from '../certificate-reading.ts'
import { hostCertificate, tlsVersion } from '../certificates.ts'

const renew = text(
  'Renew the certificate in the vSphere Client (host > Configure > Certificate > Renew), or install one of your own authority.',
  'vSphere Client で証明書を更新する (ホスト > 設定 > 証明書 > 更新)。または自社の認証局が発行した証明書をインストールする。',
)

const replacing = text(
  'The host reconnects to vCenter Server; software that pinned the old certificate must learn the new one.',
  'ホストは vCenter Server に再接続する。旧証明書を固定しているソフトウェアには新しい証明書を登録する必要がある。',
)

const recordedSaid = text('recorded: {recorded}, shown: {shown}', '記録: {recorded}、提示: {shown}')

/** Nobody can pass for the host. */
export const certificates: readonly Control[] = [
  hostCertificate(checkDates, {
    id: 'esx.certificate-dates',
    facts: ['esxi-certificate'],
    area: 'certificates',
    severity: 'high',
    title: text(
      'The certificate of the host is valid and not about to expire',
      'ホストの証明書は有効期間内であり、期限切れが近くない',
    ),
    rationale: text(
      'An expired certificate teaches people to click warnings away, and then an impostor’s certificate passes too. The host may also drop out of vCenter Server.',
      '期限切れの証明書は、警告を無視する習慣を生む。そうなれば偽のサーバーの証明書も見過ごされる。ホストが vCenter Server から切断されることもある。',
    ),
    impact: replacing,
    steps: renew,
  }),
  hostCertificate(checkIssuer, {
    id: 'esx.certificate-issuer',
    facts: ['esxi-certificate'],
    area: 'certificates',
    severity: 'high',
    title: text(
      'The certificate of the host comes from a trusted authority',
      'ホストの証明書は信頼された認証局が発行している',
    ),
    rationale: text(
      'A self-signed certificate can be made by anyone. Someone between administrator and host can show another one and read the password.',
      '自己署名証明書は誰にでも作れる。管理者とホストの間に入った攻撃者が別の証明書を提示し、パスワードを盗み取れる。',
    ),
    impact: replacing,
    steps: renew,
  }),
  hostCertificate(checkName, {
    id: 'esx.certificate-name',
    facts: ['esxi-certificate'],
    area: 'certificates',
    severity: 'medium',
    title: text(
      'The certificate of the host is made out to the name it is managed by',
      'ホストの証明書には、インベントリ上の名前が記載されている',
    ),
    rationale: text(
      'If the name does not match, clients can only be used with the check switched off, and without the check an impostor is not noticed.',
      '名前が一致しなければ、クライアントは検証を無効にして使うしかない。検証がなければ、なりすましに気付けない。',
    ),
    impact: replacing,
    steps: text(
      'Add the host to the inventory by its full name, then renew the certificate so that it carries this name.',
      'ホストを完全修飾名でインベントリに登録し、その名前が入るように証明書を更新する。',
    ),
  }),
  hostCertificate(checkStrength, {
    id: 'esx.certificate-strength',
    facts: ['esxi-certificate'],
    area: 'certificates',
    severity: 'medium',
    title: text(
      'The certificate of the host has a strong key and signature',
      'ホストの証明書は十分な鍵長と署名アルゴリズムを使用している',
    ),
    rationale: text(
      'Keys below 2048 bits and signatures with SHA-1 or MD5 can be broken, and a false certificate then looks genuine.',
      '2048 ビット未満の RSA 鍵や SHA-1、MD5 の署名は破られるおそれがあり、偽の証明書が本物に見えてしまう。',
    ),
    impact: replacing,
    steps: renew,
  }),
  {
    id: 'esx.certificate-as-recorded',
    kind: 'judgement',
    facts: ['esxi-certificate'],
    area: 'certificates',
    subject: 'HostSystem',
    severity: 'critical',
    title: text(
      'The host shows the certificate that its configuration records',
      'ホストが提示する証明書は、構成に記録された証明書と一致する',
    ),
    rationale: text(
      'A different certificate on the wire means that something else answers for the host, or that a certificate was replaced half-way.',
      '通信時に別の証明書が提示されるなら、ホストになりすました何者かが応答しているか、証明書の差し替えが途中で終わっている。',
    ),
    impact: replacing,
    reads: [
      { type: 'HostSystem', path: 'config.certificate#parsed' },
      { type: 'HostSystem', path: 'tls:443' },
    ],
    judge: (subject) =>
      judgeFacts([readCertificate(subject), readShownCertificate(subject)], (recorded, shown) => {
        const message = note(recordedSaid, { recorded: recorded.fingerprint256, shown: shown.fingerprint256 })
        return recorded.fingerprint256 === shown.fingerprint256 ? pass(message) : fail(message)
      }),
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Do not log in to the host over the network. Compare the fingerprint at its console; if it is the recorded one, look for a device in between. If not, restart the management agents and renew the certificate.',
        'ネットワーク経由でホストにログインしない。コンソールでフィンガープリントを確認し、記録と一致すれば経路上の機器を調べる。一致しなければ管理エージェントを再起動し、証明書を更新する。',
      ),
    },
  },
  tlsVersion('HostSystem', {
    id: 'esx.tls-version',
    facts: ['esxi-tls-protocols'],
    area: 'certificates',
    severity: 'high',
    title: text('The host refuses connections with TLS 1.1 and older', 'ホストは TLS 1.1 以前の接続を拒否する'),
    rationale: text(
      'Older versions have known breaks: someone on the path can read or change what administrators send.',
      '古いバージョンには既知の欠陥がある。経路上の攻撃者が管理者の通信を盗み見たり書き換えたりできる。',
    ),
    impact: text(
      'Clients that know only old versions can no longer connect.',
      '古いバージョンにしか対応しないクライアントは接続できなくなる。',
    ),
    steps: text(
      'Switch the old versions off (see esx.tls-old-versions), or choose the TLS profile NIST_2024 on ESX 8.0 Update 3 and later, then restart the host.',
      '古いバージョンを無効にする (esx.tls-old-versions を参照)。8.0 Update 3 以降では TLS プロファイル NIST_2024 を選ぶ。その後ホストを再起動する。',
    ),
  }),
  esxOption('UserVars.ESXiVPsDisabledProtocols', {
    id: 'esx.tls-old-versions',
    facts: ['esxi-tls-protocols'],
    area: 'certificates',
    severity: 'high',
    // From 9.0 on the TLS profile decides alone.
    span: '6.5..8.0',
    title: text(
      'SSL 3.0, TLS 1.0 and TLS 1.1 are disabled on the host',
      'ホストで SSL 3.0、TLS 1.0、TLS 1.1 が無効になっている',
    ),
    rationale: text(
      'A host that still offers an old version can be talked down to it, and the encryption is then breakable.',
      '古いバージョンが残っていると、攻撃者はそこまでバージョンを引き下げさせ、暗号を破ることができる。',
    ),
    impact: text(
      'Old clients and agents fail. The setting counts after the host restarts.',
      '古いクライアントやエージェントは接続できなくなる。設定はホストの再起動後に有効になる。',
    ),
    expect: { sakimori: containsAll('sslv3', 'tlsv1', 'tlsv1.1') },
    disruption: 'reboot',
  }),
]
