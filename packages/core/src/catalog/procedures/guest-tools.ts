import { procedure, type FactId, type Procedure } from '../../control/index.ts'
import { fill, text, type Text } from '../../text/index.ts'

interface Row {
  readonly id: string
  readonly fact: FactId
  readonly section: string
  readonly key: string
  readonly value: string
  /** What holds where the key is not set. */
  readonly otherwise: string
  readonly severity?: 'medium' | 'low'
  readonly title: Text
  readonly rationale: Text
  readonly impact?: Text
}

const noImpact = text('The guest keeps running; no restart is needed.', 'ゲストは動作し続け、再起動も不要である。')

const look = text(
  '1. Look at each template, then at some VMs of each kind. In the guest, as root or administrator: vmware-toolbox-cmd config get {section} {key} (Windows: "C:\\Program Files\\VMware\\VMware Tools\\VMwareToolboxCmd.exe" config get {section} {key}).\nGood: {key} = {value}. Where it is not set, {otherwise} holds.',
  '1. まず各テンプレート、次に種類ごとに数台の仮想マシンで確認する。ゲスト内で root または管理者として vmware-toolbox-cmd config get {section} {key} を実行する (Windows: "C:\\Program Files\\VMware\\VMware Tools\\VMwareToolboxCmd.exe" config get {section} {key})。\n合格: {key} = {value} である。未設定の場合の値は {otherwise} となる。',
)
const set = text(
  'In the template, then in every guest (by your configuration management): vmware-toolbox-cmd config set {section} {key} {value}',
  'テンプレート、続いて全ゲストで (構成管理ツールなどにより) 実行する: vmware-toolbox-cmd config set {section} {key} {value}',
)

/** A key of `tools.conf`. It is inside the guest, where vCenter does not look: asked once, of the way guests are built. */
function toolsConf(row: Row): Procedure {
  const { id, fact, section, key, value, otherwise, severity = 'low', title, rationale, impact = noImpact } = row
  return procedure({
    id,
    facts: [fact],
    area: 'vm-isolation',
    severity,
    title,
    rationale,
    impact,
    steps: fill(look, { section, key, value, otherwise }),
    mend: fill(set, { section, key, value }),
  })
}

/** What VMware Tools do inside the guest, and for whom. */
export const guestTools: readonly Procedure[] = [
  toolsConf({
    id: 'vm.tools-add-no-features',
    fact: 'guest-tools-add-feature',
    section: 'autoupgrade',
    key: 'allow-add-feature',
    value: 'false',
    otherwise: 'true',
    title: text('An upgrade of VMware Tools adds no components', 'VMware Tools の更新でコンポーネントは追加されない'),
    rationale: text(
      'Through an upgrade from outside somebody with rights in vCenter would install drivers that the guest’s owner left out.',
      'vCenter の権限を持つ者が、ゲストの管理者が除外したドライバーを更新によって追加できてしまう。',
    ),
  }),
  toolsConf({
    id: 'vm.tools-remove-no-features',
    fact: 'guest-tools-remove-feature',
    section: 'autoupgrade',
    key: 'allow-remove-feature',
    value: 'false',
    otherwise: 'true',
    title: text(
      'An upgrade of VMware Tools removes no components',
      'VMware Tools の更新でコンポーネントは削除されない',
    ),
    rationale: text(
      'Through an upgrade from outside somebody would take a protecting component (such as introspection) away.',
      '更新によって、保護用のコンポーネント (イントロスペクションなど) を外部から削除できてしまう。',
    ),
  }),
  toolsConf({
    id: 'vm.tools-no-msi-transforms',
    fact: 'guest-tools-msi-transforms',
    section: 'autoupgrade',
    key: 'allow-msi-transforms',
    value: 'false',
    otherwise: 'false',
    title: text(
      'An upgrade of VMware Tools applies no MSI transforms',
      'VMware Tools の更新では MSI 変換ファイルを適用しない',
    ),
    rationale: text(
      'A transform changes what the installer does, as the guest’s system account.',
      '変換ファイルは、ゲストの SYSTEM 権限で動作するインストーラーの処理を変更できる。',
    ),
  }),
  toolsConf({
    id: 'vm.tools-upgrades-allowed',
    fact: 'guest-tools-upgrade',
    section: 'autoupgrade',
    key: 'allow-upgrade',
    value: 'true',
    otherwise: 'true',
    title: text('VMware Tools accept upgrades from the host', 'VMware Tools はホストからの更新を受け入れる'),
    rationale: text(
      'Tools that refuse upgrades keep their holes; the drivers run in the guest’s kernel.',
      '更新を拒否すると脆弱性が残る。ドライバーはゲストのカーネルで動作している。',
    ),
    impact: text(
      'Upgrades come when vSphere Lifecycle Manager or an administrator starts them; some need a restart of the guest.',
      '更新は vSphere Lifecycle Manager または管理者の操作で行われ、ゲストの再起動が必要な場合がある。',
    ),
  }),
  toolsConf({
    id: 'vm.tools-no-application-list',
    fact: 'guest-tools-appinfo',
    section: 'appinfo',
    key: 'disabled',
    value: 'true',
    otherwise: 'false',
    title: text(
      'VMware Tools do not publish which applications run',
      'VMware Tools は動作中のアプリケーション情報を公開しない',
    ),
    rationale: text(
      'The list with versions is what an attacker looks for first; it is read with a right to view the VM.',
      'バージョン付きの一覧は、攻撃者が最初に求める情報である。仮想マシンの参照権限だけで読み取れる。',
    ),
    impact: text('Application discovery in vCenter no longer works.', 'vCenter のアプリケーション検出は使えなくなる。'),
  }),
  toolsConf({
    id: 'vm.tools-no-container-list',
    fact: 'guest-tools-containerinfo',
    section: 'containerinfo',
    key: 'poll-interval',
    value: '0',
    otherwise: '21600',
    title: text(
      'VMware Tools do not publish which containers run',
      'VMware Tools は動作中のコンテナー情報を公開しない',
    ),
    rationale: text(
      'Names and images of containers tell who views the VM what runs in it and how old it is.',
      'コンテナーの名前とイメージから、仮想マシンの参照者に内容やバージョンが知られてしまう。',
    ),
  }),
  toolsConf({
    id: 'vm.tools-no-guest-operations',
    fact: 'guest-tools-guestops',
    section: 'guestoperations',
    key: 'disabled',
    value: 'true',
    otherwise: 'false',
    severity: 'medium',
    title: text(
      'VMware Tools do not run programs for vCenter in the guest',
      'VMware Tools は、vCenter からのゲスト内プログラム実行を受け付けない',
    ),
    rationale: text(
      'Guest operations copy files and start programs past the guest’s network and firewall; with vCenter lost, every guest is within reach.',
      'ゲスト操作は、ゲストのネットワークやファイアウォールを経由せずにファイルのコピーやプログラムの実行ができる。vCenter が侵害されると全ゲストに到達される。',
    ),
    impact: text(
      'Backup that prepares applications, and automation through vCenter, may need guest operations: exempt those VMs.',
      'アプリケーション整合バックアップや vCenter 経由の自動化には、ゲスト操作が必要な場合がある。該当する仮想マシンは除外する。',
    ),
  }),
  toolsConf({
    id: 'vm.tools-no-gueststore-upgrade',
    fact: 'guest-tools-gueststoreupgrade',
    section: 'gueststoreupgrade',
    key: 'policy',
    value: 'off',
    otherwise: 'manual',
    title: text('VMware Tools do not upgrade from the GuestStore', 'VMware Tools は GuestStore からの更新を行わない'),
    rationale: text(
      'One way for upgrades can be watched; a second one, from a datastore, is a second one to abuse.',
      '更新経路が 1 つなら監視できる。データストア経由の第 2 の経路は悪用の余地を増やす。',
    ),
  }),
  toolsConf({
    id: 'vm.tools-no-service-discovery',
    fact: 'guest-tools-servicediscovery',
    section: 'servicediscovery',
    key: 'disabled',
    value: 'true',
    otherwise: 'false',
    title: text(
      'VMware Tools do not report processes and connections',
      'VMware Tools はプロセスや通信の情報を報告しない',
    ),
    rationale: text(
      'Who talks to whom inside the guests is a map for an attacker who reads vCenter.',
      'ゲスト間の通信関係は、vCenter を参照できる攻撃者にとって地図になる。',
    ),
    impact: text(
      'Service maps of operations products lose these guests.',
      '運用管理製品のサービス マップに表示されなくなる。',
    ),
  }),
  toolsConf({
    id: 'vm.tools-no-global-configuration',
    fact: 'guest-tools-globalconf',
    section: 'globalconf',
    key: 'enabled',
    value: 'false',
    otherwise: 'false',
    title: text(
      'VMware Tools take no configuration from the GuestStore',
      'VMware Tools は GuestStore から構成を取得しない',
    ),
    rationale: text(
      'Whoever writes to that store would undo the settings of every guest at once.',
      'そのストアに書き込める者は、全ゲストの設定を一度に変更できてしまう。',
    ),
  }),
  toolsConf({
    id: 'vm.tools-log',
    fact: 'guest-tools-logging',
    section: 'logging',
    key: 'log',
    value: 'true',
    otherwise: 'true',
    title: text('VMware Tools keep a log', 'VMware Tools はログを記録する'),
    rationale: text(
      'Without a log nobody can tell afterwards which guest operation was done.',
      'ログがなければ、どのゲスト操作が行われたかを後から確認できない。',
    ),
  }),
  toolsConf({
    id: 'vm.tools-log-to-syslog',
    fact: 'guest-tools-syslog',
    section: 'logging',
    key: 'vmsvc.handler',
    value: 'syslog',
    otherwise: 'file',
    title: text(
      'VMware Tools log to the guest’s system log, which is forwarded',
      'VMware Tools のログは、転送対象のシステム ログに出力される',
    ),
    rationale: text(
      'A file in the guest is deleted together with the other traces.',
      'ゲスト内のファイルは、ほかの痕跡とともに消去されるおそれがある。',
    ),
  }),
  toolsConf({
    id: 'vm.tools-no-recustomization',
    fact: 'guest-tools-recustomization',
    section: 'deployPkg',
    key: 'enable-customization',
    value: 'false',
    otherwise: 'true',
    title: text('A guest that is in service cannot be customized again', '運用中のゲストは再カスタマイズできない'),
    rationale: text(
      'Customization runs scripts as the guest’s system account and sets passwords and addresses.',
      'カスタマイズは、ゲストの SYSTEM/root 権限でスクリプトを実行し、パスワードやアドレスを設定する。',
    ),
    impact: text(
      'Templates need it on until the first start; set it in the new guest afterwards. Recovery products may need it too.',
      'テンプレートでは初回起動まで有効にし、展開後のゲストで設定する。災害対策製品が必要とする場合もある。',
    ),
  }),
]
