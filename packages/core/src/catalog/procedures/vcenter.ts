import { isVcenter, procedure, type Procedure, type ProcedureRow } from '../../control/index.ts'
import { text } from '../../text/index.ts'

type Row = Omit<ProcedureRow, 'subject' | 'area'> & Partial<Pick<ProcedureRow, 'area'>>

const ofVcenter = (row: Row): Procedure => procedure({ area: 'access-restriction', applies: isVcenter, ...row })

const noImpact = text('Daily work is not affected.', '日常業務への影響はない。')

/** Settings of vCenter Server that have no public interface. */
export const vcenterByHand: readonly Procedure[] = [
  ofVcenter({
    id: 'vcenter.client-session-timeout',
    facts: ['vc-session-timeout'],
    severity: 'medium',
    title: text(
      'The vSphere Client logs out after at most 15 idle minutes',
      'vSphere Client は、操作がなければ 15 分以内にログアウトする',
    ),
    rationale: text(
      'A browser that is left open gives its administrator’s rights to whoever sits down next; the product waits two hours.',
      '開いたままのブラウザーは、次に席に着いた者に管理者権限を与える。製品の既定値は 2 時間である。',
    ),
    impact: text('Administrators log in again after a pause.', '管理者は休憩後に再ログインが必要になる。'),
    steps: text(
      '1. From 7.0 on: vSphere Client > Administration > Deployment > Client Configuration > Session timeout.\n2. Up to 6.7, or to see the file, on the appliance: grep session.timeout /etc/vmware/vsphere-ui/webclient.properties (and /etc/vmware/vsphere-client/ up to 6.7).\nGood: between 1 and 15 minutes. 0 or a line that is commented out is not good.',
      '1. 7.0 以降: vSphere Client > 管理 > デプロイ > クライアント設定 > セッション タイムアウト を開く。\n2. 6.7 以前、またはファイルで確認する場合: アプライアンスで grep session.timeout /etc/vmware/vsphere-ui/webclient.properties を実行する (6.7 以前は /etc/vmware/vsphere-client/ も)。\n合格: 1～15 分である。0 や、コメントアウトされている場合は不合格とする。',
    ),
    mend: text(
      'Set 15 minutes there; after a change of the file: service-control --restart vsphere-ui.',
      '同じ画面で 15 分に設定する。ファイルを変更した場合は service-control --restart vsphere-ui を実行する。',
    ),
  }),
  ofVcenter({
    id: 'vcenter.login-message',
    facts: ['vc-login-banner'],
    severity: 'low',
    title: text(
      'The login page shows the site’s notice and asks for consent',
      'ログイン画面に利用条件が表示され、同意が求められる',
    ),
    rationale: text(
      'Without a notice an intruder may say that nobody told him; many rules of conduct and contracts ask for it.',
      '警告がなければ、不正利用者に「知らなかった」と主張されるおそれがある。多くの規程や契約でも求められる。',
    ),
    impact: text('Everybody ticks a box at login.', 'ログイン時に同意のチェックが必要になる。'),
    steps: text(
      '1. vSphere Client > Administration > Single Sign On > Configuration > Login Message. On the appliance: /opt/vmware/bin/sso-config.sh -print_logon_banner.\n2. Open the login page in a private window.\nGood: the approved text is there, and login is possible only after the box is ticked.',
      '1. vSphere Client > 管理 > シングル サインオン > 設定 > ログイン メッセージ を開く。アプライアンスでは /opt/vmware/bin/sso-config.sh -print_logon_banner でも確認できる。\n2. シークレット ウィンドウでログイン画面を開く。\n合格: 承認された文面が表示され、チェックしなければログインできない。',
    ),
    mend: text(
      'Enter title and text at the same place, and switch the consent checkbox on.',
      '同じ画面でタイトルと本文を入力し、同意チェックボックスを有効にする。',
    ),
  }),
  ofVcenter({
    id: 'vcenter.snmp-v3-only',
    facts: ['vc-snmp-v3'],
    severity: 'medium',
    title: text(
      'The SNMP agent of vCenter Server is off, or answers to version 3 only',
      'vCenter Server の SNMP エージェントは無効であるか、バージョン 3 のみに応答する',
    ),
    rationale: text(
      'Versions 1 and 2 send the community string in the clear: whoever hears it reads on.',
      'バージョン 1 と 2 はコミュニティ名を平文で送る。盗聴した者は情報を読み取り続けられる。',
    ),
    impact: text(
      'Monitoring systems need a version 3 user.',
      '監視システム側にバージョン 3 のユーザー設定が必要になる。',
    ),
    steps: text(
      '1. Log in to the appliance shell (console or SSH): snmp.get\nGood: Enable is False; or Communities is empty, Authentication is SHA1 or better, Privacy is AES128 or better, and v3 users and targets are those of the site.',
      '1. アプライアンスのシェルにログインし (コンソールまたは SSH)、snmp.get を実行する。\n合格: Enable が False である。または、Communities が空で、Authentication が SHA1 以上、Privacy が AES128 以上、v3 のユーザーとターゲットが組織のものである。',
    ),
    mend: text(
      'snmp.disable, or: snmp.set --communities reset, snmp.set --authentication SHA1 --privacy AES128, then users with snmp.hash and snmp.set --users.',
      'snmp.disable を実行する。使用する場合は snmp.set --communities reset、snmp.set --authentication SHA1 --privacy AES128 の後、snmp.hash と snmp.set --users でユーザーを登録する。',
    ),
  }),
  ofVcenter({
    id: 'vcenter.experience-program-off',
    facts: ['vc-ceip'],
    severity: 'low',
    title: text(
      'vCenter Server takes no part in the customer experience program',
      'vCenter Server はカスタマ エクスペリエンス向上プログラムに参加していない',
    ),
    rationale: text(
      'It sends data about the estate to the vendor; whether that may be is for the site to decide, not for a default.',
      '環境の情報がベンダーに送信される。送信の可否は既定値ではなく、組織が判断すべきである。',
    ),
    impact: text(
      'Advice that the vendor builds on this data (such as online health checks of vSAN) is missing.',
      'このデータに基づくベンダーの助言 (vSAN のオンライン健全性チェックなど) は利用できない。',
    ),
    steps: text(
      '1. vSphere Client > Administration > Deployment > Customer Experience Improvement Program.\nGood: the status is “Not joined”.',
      '1. vSphere Client > 管理 > デプロイ > カスタマ エクスペリエンス向上プログラム を開く。\n合格: 状態が「不参加」である。',
    ),
    mend: text('Choose “Leave the program” there.', '同じ画面でプログラムから脱退する。'),
  }),
  ofVcenter({
    id: 'vcenter.client-feedback-off',
    facts: ['vc-client-feedback'],
    severity: 'low',
    span: '9.1',
    title: text('The vSphere Client does not ask for feedback', 'vSphere Client の製品内フィードバックは無効である'),
    rationale: text(
      'A form inside the client is a way out for what an administrator sees on his screen.',
      'クライアント内のフォームは、管理者の画面の情報が外部に出る経路になる。',
    ),
    impact: noImpact,
    steps: text(
      '1. vSphere Client > Administration > Deployment > Client Configuration > In-product feedback.\nGood: disabled.',
      '1. vSphere Client > 管理 > デプロイ > クライアント設定 > 製品内フィードバック を開く。\n合格: 無効である。',
    ),
    mend: text('Disable it there.', '同じ画面で無効にする。'),
  }),
  ofVcenter({
    id: 'vcenter.client-telemetry-off',
    facts: ['vc-client-telemetry'],
    severity: 'low',
    span: '9.1',
    title: text('The vSphere Client sends no telemetry', 'vSphere Client はテレメトリを送信しない'),
    rationale: text(
      'How administrators click says which parts the estate has and how it is run.',
      '管理者の操作履歴からは、環境の構成や運用方法が読み取れる。',
    ),
    impact: noImpact,
    steps: text(
      '1. vSphere Client > Administration > Deployment > Client Configuration > UI telemetry.\nGood: disabled.',
      '1. vSphere Client > 管理 > デプロイ > クライアント設定 > UI テレメトリ を開く。\n合格: 無効である。',
    ),
    mend: text('Disable it there.', '同じ画面で無効にする。'),
  }),
  ofVcenter({
    id: 'vcenter.no-direct-internet',
    facts: ['vc-internet-isolation'],
    severity: 'low',
    title: text(
      'vCenter Server reaches the internet through a proxy or a local depot only, and is not reached from it',
      'vCenter Server はプロキシまたはローカル デポを介してのみ外部に接続し、外部からは到達できない',
    ),
    rationale: text(
      'From the internet a single hole in vCenter is the end of the estate; and an intruder inside needs a way to call home.',
      '外部から到達できれば、vCenter の脆弱性 1 つで環境全体を失う。また、侵入者には外部へ通信する経路が必要である。',
    ),
    impact: text('Updates come through the proxy or the depot.', '更新はプロキシまたはデポ経由になる。'),
    steps: text(
      '1. On the appliance: curl -sI --max-time 10 https://www.example.com. Without a proxy it should time out.\n2. Look at https://<vcenter>:5480 > Networking > Proxy settings, and vSphere Client > Lifecycle Manager > Settings > Patch Setup.\n3. Ask the firewall team for rules with the address of vCenter on either side.\nGood: outgoing only to proxy or depot, incoming only from administration networks and from parts that need it.',
      '1. アプライアンスで curl -sI --max-time 10 https://www.example.com を実行する。プロキシなしではタイムアウトするべきである。\n2. https://<vCenter>:5480 > ネットワーク > プロキシ設定 と、vSphere Client > Lifecycle Manager > 設定 > パッチのセットアップ を確認する。\n3. ファイアウォール担当者に、vCenter のアドレスを含むルールを確認する。\n合格: 外向きはプロキシかデポのみ、内向きは管理用ネットワークと必要な連携先からのみである。',
    ),
    mend: text(
      'Close the direct way at the firewall and enter a proxy, or set up the Update Manager Download Service as a depot.',
      'ファイアウォールで直接の通信を遮断し、プロキシを設定する。または Update Manager Download Service をデポとして用意する。',
    ),
  }),
]
