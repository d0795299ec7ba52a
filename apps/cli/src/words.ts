import { text } from '@sakimori/core/text'

/** What the command line says around the reports. */
export const words = {
  passwordOnCommandLine: text(
    'Warning: the password is on the command line, where other users and the shell’s history can see it. Use SAKIMORI_PASSWORD or --password-file.',
    '警告: パスワードがコマンド ラインに書かれており、他のユーザーやシェルの履歴から見えます。SAKIMORI_PASSWORD か --password-file を使ってください。',
  ),
  insecure: text(
    'Warning: the certificate of {server} is not verified. Anybody between here and there can read the password. Use --thumbprint or --ca.',
    '警告: {server} の証明書を検証していません。経路上の誰でもパスワードを読み取れます。--thumbprint か --ca を使ってください。',
  ),
  askPassword: text('Password of {user} at {server}: ', '{server} の {user} のパスワード: '),
  connecting: text('Connecting to {server}…', '{server} に接続中…'),
  objects: text('Reading the inventory: {count} objects', 'インベントリを読み取り中: {count} オブジェクト'),
  hosts: text('Asking the hosts: {count} of {of}', 'ホストに問い合わせ中: {count} / {of}'),
  certificates: text('Looking at TLS servers: {count} of {of}', 'TLS サーバーを確認中: {count} / {of}'),
  assessing: text('Judging…', '判定中…'),
  wrote: text('Wrote {file}', '{file} に書き込みました'),
  connected: text('Connected to {server}: {product}, API {api}', '{server} に接続しました: {product}、API {api}'),
  everythingReadable: text(
    'This account can assess every control that applies.',
    'このアカウントは、該当するコントロールをすべて評価できます。',
  ),
  cannotAssess: text(
    'This account cannot assess these controls on some objects, for want of a privilege:',
    '権限が足りないため、このアカウントでは次のコントロールを一部のオブジェクトで評価できません:',
  ),
  otherwiseUnknown: text(
    'Not known for other reasons (a better role does not help, or would allow too much):',
    'そのほか分からないもの (ロールを変えても変わらないか、必要な権限が強すぎます):',
  ),
  smallestRole: text(
    'The smallest role that reads what the audit asks of the vSphere API has these privileges:',
    '監査が vSphere API から読み取る情報に必要な、最小のロールの権限:',
  ),
  grantHow: text(
    'Grant it on the root folder of the vCenter Server, with propagation. The policies of Single Sign-On and the appliance are guarded by groups of Single Sign-On instead.',
    'vCenter Server のルート フォルダで、子へ伝達する権限として付与してください。Single Sign-On のポリシーとアプライアンスの設定の読み取りは、Single Sign-On のグループで許可されます。',
  ),
  onObjects: text('{count} objects', '{count} オブジェクト'),
  nothingChanged: text('No difference.', '差分はありません。'),
  certificate: text('certificate', '証明書'),
  appeared: text('appeared', '追加'),
  vanished: text('vanished', '削除'),
  twinListens: text(
    'The twin of “{name}” ({product}) listens at {url}',
    '「{name}」({product}) の twin (模擬環境) を {url} で起動しました',
  ),
  twinUser: text('  {user}, password {password}', '  {user}、パスワード {password}'),
  twinThumbprint: text('  Its certificate: {thumbprint}', '  証明書: {thumbprint}'),
  twinDoor: text('  Host {name}: {url}, SSH {ssh}', '  ホスト {name}: {url}、SSH {ssh}'),
  twinNext: text('In another terminal, try:', '別のターミナルで試せます:'),
  twinStop: text('Ctrl-C ends it; nothing is kept.', 'Ctrl-C で終了します。変更内容は残りません。'),
  twinOpen: text(
    'Warning: {address} is not this machine alone, and the passwords of a twin are known to everybody.',
    '警告: {address} は他のマシンからも到達できます。twin のパスワードは公開されています。',
  ),
  twinEnded: text('The twin has ended.', 'twin を終了しました。'),
  demoStarts: text(
    'No server was named: this is the demo. A simulated vCenter Server is started on this machine and audited.',
    'サーバーの指定がないため、デモを実行します。このマシン上に模擬 vCenter Server を起動して監査します。',
  ),
  demoHtml: text(
    'The whole report, to look at in a browser: {file}',
    'レポート全体 (ブラウザーで開いてください): {file}',
  ),
  demoNext: text('What next:', '次にできること:'),
  demoTwin: text('keep the demo running, for govc and others', 'デモ環境を起動したままにし、govc などで操作する'),
  demoControl: text('what a control asks for, and why', 'コントロールの内容と理由を見る'),
  demoReal: text('audit your own vCenter Server (reads only)', '自分の vCenter Server を監査する (読み取りのみ)'),
  noControl: text('there is no control {id}', 'コントロール {id} はありません'),
  why: text('Why', '理由'),
  impact: text('Impact', '影響'),
  reads: text('Reads', '読み取り'),
  asked: text('Asked for', '要求'),
  published: text('Published', '公開 ID'),
  howToCheck: text('How to check', '確認方法'),
  repair: text('Repair', '対処'),
  repairedByChange: text(
    'A change of the setting. The value that it had can be put back.',
    '設定の変更。変更前の値に戻せる。',
  ),
  coverageTitle: text(
    'Published rows that concern vSphere proper, and how the catalogue answers them',
    'vSphere に関する公開項目への対応状況',
  ),
  coverageBaseline: text('Baseline', '公開元'),
  coverageRows: text('Rows', '項目数'),
  automated: text('Automated', '自動'),
  byHand: text('By hand', '手動'),
  notCovered: text('Not covered', '未対応'),
  legend: text(
    '█ automated: read and judged   ▒ by hand: a procedure for a person   · not covered',
    '█ 自動: 読み取って判定   ▒ 手動: 人による確認の手順   · 未対応',
  ),
  outsideTitle: text('Outside of this count:', 'この集計の対象外:'),
  outsideOne: text('{objects} ({count} rows of the fact base): {reason}', '{objects} ({count} 項目): {reason}'),
  coverageNone: text(
    'None is known: this publisher has no guide for the release yet.',
    '該当なし: このリリース向けのガイドは、まだ公開されていません。',
  ),
  coverageMore: text(
    'Ids and reasons: sakimori controls coverage --baseline stig --release 8.0',
    'ID と理由: sakimori controls coverage --baseline stig --release 8.0',
  ),
  rowsOf: text('{kind}: {count}', '{kind}: {count} 項目'),
} as const
