import { containsAll, esxOption, type Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'
import { checkDates, checkIssuer, checkName, checkStrength } from '../certificate-checks.ts'
import { beliefPaths, judgeAnchor, judgeHostIdentity } from '../certificate-identity.ts'
import { hostCertificate } from '../certificates.ts'

const renew = text(
  'Renew the certificate in the vSphere Client (host > Configure > Certificate > Renew), or install one of your own authority.',
  'vSphere Client で証明書を更新する (ホスト > 設定 > 証明書 > 更新)。または自社の認証局が発行した証明書をインストールする。',
)

const replacing = text(
  'The host reconnects to vCenter Server; software that pinned the old certificate must learn the new one.',
  'ホストは vCenter Server に再接続する。旧証明書を固定しているソフトウェアには新しい証明書を登録する必要がある。',
)

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
      'The host shows the certificate that is recorded of it',
      'ホストが提示する証明書は、記録された証明書と一致する',
    ),
    rationale: text(
      'A different certificate on the wire means that something else answers for the host, or that a certificate was replaced half-way.',
      '通信時に別の証明書が提示されるなら、ホストになりすました何者かが応答しているか、証明書の差し替えが途中で終わっている。',
    ),
    impact: replacing,
    reads: ['tls:443', 'runtime.connectionState', 'config.network.vnic', ...beliefPaths].map((path) => ({
      type: 'HostSystem',
      path,
    })),
    judge: judgeHostIdentity,
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Do not log in to the host over the network. At its console (DCUI > View Support Information) compare the thumbprint. If it is the recorded one, something else answers: look at DNS, at load balancers and at devices in between. If it is the shown one, the certificate was replaced: find out by whom, then reconnect the host so that vCenter Server records it.',
        'ネットワーク経由でホストにログインしない。コンソール (DCUI > サポート情報の表示) でサムプリントを照合する。記録と一致すれば別の機器が応答しているので、DNS、ロード バランサ、経路上の機器を調べる。提示と一致すれば証明書が差し替えられている。誰が行ったかを確認したうえでホストを再接続し、vCenter Server に記録させる。',
      ),
    },
  },
  {
    id: 'esx.certificate-trusted',
    kind: 'judgement',
    facts: ['esxi-certificate'],
    area: 'certificates',
    subject: 'HostSystem',
    severity: 'high',
    title: text(
      'An authority that vCenter Server trusts vouches for the certificate that the host shows',
      'ホストが提示する証明書は、vCenter Server が信頼する認証局が保証している',
    ),
    rationale: text(
      'The name of an issuer can be written into any certificate; only the signature proves it. Without a chain to a trusted authority nobody can tell the host from an impostor.',
      '発行者の名前は誰でも証明書に書ける。証明になるのは署名だけである。信頼された認証局までのチェーンがなければ、ホストと偽物を区別できない。',
    ),
    impact: replacing,
    // The list of authorities has no interface before.
    span: '7.0..9.1',
    reads: ['tls:443', 'tls:443#anchor'].map((path) => ({ type: 'HostSystem', path })),
    judge: (subject, inventory, { now }) => judgeAnchor(subject, inventory, now),
    repair: { kind: 'steps', disruption: 'access', steps: renew },
  },
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
