import { oneOf, vcenterOption, type Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'
import { checkDates, checkIssuer, checkName, checkStrength } from '../certificate-checks.ts'
import { judgeAnchor, judgeServerIdentity, ownCertificatePath } from '../certificate-identity.ts'
import { vcenterCertificate } from '../certificates.ts'

const replace = text(
  'Replace the machine SSL certificate in the vSphere Client: Administration > Certificates > Certificate Management.',
  'vSphere Client でマシン SSL 証明書を置き換える: 管理 > 証明書 > 証明書の管理。',
)

const replacing = text(
  'The services of vCenter Server restart; connected solutions (NSX, backup, recovery) must trust it anew.',
  'vCenter Server のサービスが再起動する。連携ソリューション (NSX、バックアップ、災害対策) では証明書の再登録が必要になる。',
)

/** Nobody can pass for vCenter Server. */
export const certificates: readonly Control[] = [
  vcenterCertificate(checkDates, {
    id: 'vcenter.certificate-dates',
    facts: ['vc-machine-cert'],
    area: 'certificates',
    severity: 'high',
    title: text(
      'The certificate of vCenter Server is valid and not about to expire',
      'vCenter Server の証明書は有効期間内であり、期限切れが近くない',
    ),
    rationale: text(
      'When it expires, logins and connected solutions fail, and people get used to clicking warnings away.',
      '期限が切れるとログインや連携ソリューションが失敗する。また、警告を無視する習慣がつく。',
    ),
    impact: replacing,
    steps: replace,
  }),
  vcenterCertificate(checkIssuer, {
    id: 'vcenter.certificate-issuer',
    facts: ['vc-machine-cert'],
    area: 'certificates',
    severity: 'high',
    title: text(
      'The certificate of vCenter Server comes from a trusted authority',
      'vCenter Server の証明書は信頼された認証局が発行している',
    ),
    rationale: text(
      'If administrators cannot tell the real vCenter Server from an impostor, they type their passwords into either.',
      '本物と偽物の vCenter Server を見分けられなければ、管理者は偽物にもパスワードを入力してしまう。',
    ),
    impact: replacing,
    steps: replace,
  }),
  vcenterCertificate(checkName, {
    id: 'vcenter.certificate-name',
    facts: ['vc-machine-cert'],
    area: 'certificates',
    severity: 'medium',
    title: text(
      'The certificate of vCenter Server is made out to the name that it is reached by',
      'vCenter Server の証明書には、接続に使う名前が記載されている',
    ),
    rationale: text(
      'If the name does not match, clients run with the check switched off, and without it an impostor is not noticed.',
      '名前が一致しなければ、クライアントは検証を無効にして使うことになり、なりすましに気付けない。',
    ),
    impact: replacing,
    steps: text(
      'Connect by the full name that the certificate carries, or replace the certificate by one that carries the name in use.',
      '証明書に記載された完全修飾名で接続する。または、使用中の名前を含む証明書に置き換える。',
    ),
  }),
  vcenterCertificate(checkStrength, {
    id: 'vcenter.certificate-strength',
    facts: ['vc-machine-cert'],
    area: 'certificates',
    severity: 'medium',
    title: text(
      'The certificate of vCenter Server has a strong key and signature',
      'vCenter Server の証明書は十分な鍵長と署名アルゴリズムを使用している',
    ),
    rationale: text(
      'Keys below 2048 bits and signatures with SHA-1 or MD5 can be broken, and a false certificate then looks genuine.',
      '2048 ビット未満の RSA 鍵や SHA-1、MD5 の署名は破られるおそれがあり、偽の証明書が本物に見えてしまう。',
    ),
    impact: replacing,
    steps: replace,
  }),
  {
    id: 'vcenter.certificate-as-recorded',
    kind: 'judgement',
    facts: ['vc-machine-cert'],
    area: 'certificates',
    subject: 'ServiceInstance',
    severity: 'critical',
    // The certificate has no interface before.
    span: '7.0..9.1',
    title: text(
      'vCenter Server shows the certificate that it has itself',
      'vCenter Server が提示する証明書は、自身が保持する証明書と一致する',
    ),
    rationale: text(
      'If another certificate arrives than the one that vCenter Server holds, something stands in between and reads every password: an attacker, or a load balancer that nobody told you of.',
      'vCenter Server が保持する証明書と別の証明書が届くなら、経路の途中で何者かがパスワードを読んでいる。攻撃者か、知らされていないロード バランサである。',
    ),
    impact: replacing,
    reads: ['tls:443', ownCertificatePath].map((path) => ({ type: 'ServiceInstance', path })),
    judge: judgeServerIdentity,
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Do not log in from here. Compare the thumbprint at the console of the appliance; look for a proxy, a load balancer or a forged DNS record on the way, and change the passwords that were typed meanwhile.',
        'ここからログインしない。アプライアンスのコンソールでサムプリントを照合する。経路上のプロキシ、ロード バランサ、偽の DNS レコードを調べ、その間に入力したパスワードを変更する。',
      ),
    },
  },
  {
    id: 'vcenter.certificate-trusted',
    kind: 'judgement',
    facts: ['vc-machine-cert'],
    area: 'certificates',
    subject: 'ServiceInstance',
    severity: 'high',
    span: '7.0..9.1',
    title: text(
      'A trusted authority vouches for the certificate that vCenter Server shows',
      'vCenter Server が提示する証明書は、信頼された認証局が保証している',
    ),
    rationale: text(
      'The name of an issuer can be written into any certificate; only the signature proves it. A chain with a missing link makes clients switch the check off.',
      '発行者の名前は誰でも証明書に書ける。証明になるのは署名だけである。途切れたチェーンは、検証を無効にしたクライアントを生む。',
    ),
    impact: replacing,
    reads: ['tls:443', 'tls:443#anchor'].map((path) => ({ type: 'ServiceInstance', path })),
    judge: (subject, inventory, { now }) => judgeAnchor(subject, inventory, now),
    repair: { kind: 'steps', disruption: 'access', steps: replace },
  },
  vcenterOption('vpxd.certmgmt.mode', {
    id: 'vcenter.host-certificate-mode',
    facts: ['vc-cert-mode'],
    area: 'certificates',
    severity: 'high',
    title: text(
      'vCenter Server verifies the certificates of hosts against an authority',
      'vCenter Server は、ホストの証明書を認証局に基づいて検証する',
    ),
    rationale: text(
      'In thumbprint mode any certificate is accepted once; who is on the path when a host is added stays in between for good.',
      'サムプリント モードでは、初回に提示された証明書がそのまま受け入れられる。ホスト追加時に経路上にいた攻撃者が居座り続けられる。',
    ),
    impact: text(
      'Hosts whose certificate no known authority signed are disconnected until it is renewed.',
      '既知の認証局が署名していない証明書を持つホストは、更新するまで切断される。',
    ),
    expect: { sakimori: oneOf(['vmca', 'custom']) },
    absence: 'unknown',
    disruption: 'access',
  }),
]
