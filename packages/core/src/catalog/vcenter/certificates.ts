import { oneOf, vcenterOption, type Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'
import { checkDates, checkIssuer, checkName, checkStrength } from '../certificate-checks.ts'
import { tlsVersion, vcenterCertificate } from '../certificates.ts'

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
  tlsVersion('ServiceInstance', {
    id: 'vcenter.tls-version',
    facts: ['vc-tls-versions'],
    area: 'certificates',
    severity: 'high',
    title: text(
      'vCenter Server refuses connections with TLS 1.1 and older',
      'vCenter Server は TLS 1.1 以前の接続を拒否する',
    ),
    rationale: text(
      'Older versions have known breaks: someone on the path can read or change what administrators send.',
      '古いバージョンには既知の欠陥がある。経路上の攻撃者が管理者の通信を盗み見たり書き換えたりできる。',
    ),
    impact: text(
      'Clients and solutions that know only old versions can no longer connect.',
      '古いバージョンにしか対応しないクライアントやソリューションは接続できなくなる。',
    ),
    steps: text(
      'Disable TLS 1.0 and 1.1: with the TLS reconfiguration utility up to 8.0 Update 2, with a TLS profile from 8.0 Update 3 on.',
      'TLS 1.0 と 1.1 を無効にする。8.0 Update 2 までは TLS 再構成ユーティリティ、8.0 Update 3 以降は TLS プロファイルを使う。',
    ),
  }),
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
