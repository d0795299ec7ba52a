import { procedure, type Procedure, type ProcedureRow } from '../../control/index.ts'
import { isRecord, known, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { text } from '../../text/index.ts'

const RUNTIME = 'runtime.stateEncryption'

/** Whether the configuration of the host is sealed by its TPM; older builds do not show it. */
function isSealedByTpm(host: Subject): Fact<boolean> {
  const state = readRaw(host, RUNTIME)
  if (!state.known) return state
  const mode = isRecord(state.value) ? state.value['protectionMode'] : undefined
  return typeof mode === 'string'
    ? known(mode === 'tpm', state.from)
    : unknown('notSupported', state.from, 'protectionMode is not set')
}

const nothing = text('Looking changes nothing.', '確認による影響はない。')

type Row = Omit<ProcedureRow, 'subject' | 'impact'>

/** Files are asked host by host: one that differs is the one that matters. */
const ofHost = (row: Row): Procedure => procedure({ subject: 'HostSystem', impact: nothing, ...row })

/** What ESX keeps in files that no interface shows. */
export const hostFiles: readonly Procedure[] = [
  ofHost({
    id: 'esx.tpm-recovery-key-kept',
    facts: ['esxi-tpm-recovery-key'],
    area: 'access-restriction',
    severity: 'medium',
    span: '7.0..9.1',
    title: text(
      'The recovery key of the host’s sealed configuration is kept off the host',
      'TPM で保護された構成の回復キーは、ホストの外に保管されている',
    ),
    rationale: text(
      'After a new main board or a cleared TPM the host starts only with this key; without it, it has to be installed anew.',
      'マザーボードの交換や TPM の消去の後は、このキーがなければ起動できず、再インストールになる。',
    ),
    reads: [{ type: 'HostSystem', path: RUNTIME }],
    applies: isSealedByTpm,
    steps: text(
      '1. On the host: esxcli system settings encryption recovery list. It shows the key: do it where nobody looks over your shoulder, and paste it into no ticket.\n2. Compare recovery ID and key with the entry in the password safe.\nGood: the safe has the present ID of this host, and it stays reachable while vCenter is down.',
      '1. ホストで esxcli system settings encryption recovery list を実行する。キーが表示されるため、人目のない場所で行い、チケットなどに貼り付けないこと。\n2. 回復 ID とキーを、パスワード管理庫の記録と照合する。\n合格: このホストの現在の ID が保管されており、vCenter の停止中も参照できる。',
    ),
    mend: text(
      'Copy ID and key into a safe that does not run on this estate; again after each rotation of the key.',
      'ID とキーを、この環境の外で動作する管理庫に保管する。キーをローテーションするたびに保管し直す。',
    ),
  }),
  procedure({
    id: 'esx.cim-account-limited',
    facts: ['esxi-cim-access'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'Hardware monitoring over CIM uses an account with no more than the right to do so',
      'CIM によるハードウェア監視は、必要最小限の権限のアカウントを使用している',
    ),
    rationale: text(
      'A monitoring system that logs in as root holds root’s password for every host, often in a file.',
      'root でログインする監視システムは、全ホストの root パスワードを保持しており、ファイルに保存していることも多い。',
    ),
    impact: text('The monitoring system needs its new login.', '監視システムに新しいアカウントの設定が必要になる。'),
    steps: text(
      '1. Ask which systems read hardware state over CIM (port 5989), and with which account.\n2. On a host: esxcli system account list and esxcli system permission list; or Host Client > Manage > Security & users > Users and Roles.\nGood: the account is its own, its role holds Host > CIM > CIM interaction and nothing more; or nobody uses CIM (attest notApplicable).',
      '1. CIM (ポート 5989) でハードウェアの状態を取得しているシステムと、使用アカウントを確認する。\n2. ホストで esxcli system account list と esxcli system permission list を実行する。または、Host Client の 管理 > セキュリティとユーザー > ユーザー/ロール を開く。\n合格: 専用アカウントであり、ロールは「ホスト > CIM > CIM 操作」のみを持つ。CIM を使っていなければ notApplicable とする。',
    ),
    mend: text(
      'Make a role with CIM interaction only and an account for it, then take root out of the monitoring system.',
      '「CIM 操作」のみのロールと専用アカウントを作成し、監視システムから root の設定を外す。',
    ),
  }),
  ofHost({
    id: 'esx.exposed-files-unchanged',
    facts: ['esxi-exposed-config-files'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'The configuration files that the host shows over HTTPS are as they were approved',
      'ホストが HTTPS で公開する構成ファイルは、承認時から変更されていない',
    ),
    rationale: text(
      'Changes in these files go past the settings that vCenter shows, and past its events.',
      'これらのファイルの変更は、vCenter に表示される設定にもイベントにも現れない。',
    ),
    steps: text(
      '1. Log in as root at https://<host>/host (lockdown mode has to allow it) and save the files of the list.\n2. Compare them with those that were saved when the host was approved: diff -r approved/ today/.\nGood: no difference, or each has a change ticket. Files with keys are compared by checksum only.',
      '1. https://<ホスト>/host に root でログインし (ロックダウン モードで許可されている必要がある)、一覧のファイルを保存する。\n2. 承認時に保存したファイルと比較する: diff -r approved/ today/。\n合格: 差分がない、または各差分に変更記録がある。鍵を含むファイルはチェックサムのみを比べる。',
    ),
    mend: text(
      'Find out who changed the file and why; put the approved one back, or install the host anew if nobody knows.',
      '変更者と理由を調べる。承認済みのファイルに戻す。不明な場合はホストを再インストールする。',
    ),
  }),
  ofHost({
    id: 'esx.installed-from-verified-media',
    facts: ['esxi-install-media-integrity'],
    area: 'patches',
    severity: 'low',
    span: '6.5..6.7',
    title: text(
      'The host was installed from media whose checksum was verified',
      'ホストは、チェックサムを検証したメディアからインストールされている',
    ),
    rationale: text(
      'An image that was tampered with brings its back door along, and everything above it looks right.',
      '改ざんされたイメージにはバックドアが含まれ、その上のすべてが正常に見えてしまう。',
    ),
    steps: text(
      '1. Find the ISO image that the host was installed from.\n2. Windows: Get-FileHash <iso> -Algorithm SHA256; Linux: sha256sum <iso>. Compare with the value on the vendor’s download page.\nGood: both are the same, and the record of the installation says so.',
      '1. ホストのインストールに使用した ISO イメージを特定する。\n2. Windows では Get-FileHash <iso> -Algorithm SHA256、Linux では sha256sum <iso> を実行し、ベンダーのダウンロード ページの値と比べる。\n合格: 値が一致し、インストール記録に検証結果が残っている。',
    ),
    mend: text(
      'If it cannot be shown any more, install the host anew from a verified image.',
      '検証結果を示せない場合は、検証済みのイメージからホストを再インストールする。',
    ),
  }),
  ofHost({
    id: 'esx.password-hash-sha512',
    facts: ['esxi-password-hash'],
    area: 'authentication',
    severity: 'low',
    span: '6.5..6.7',
    title: text(
      'Passwords of local accounts are hashed with SHA-512',
      'ローカル アカウントのパスワードは SHA-512 でハッシュ化される',
    ),
    rationale: text(
      'Older hashes are guessed millions of times faster by whoever gets the file, or a backup of it.',
      '古いハッシュ方式では、ファイルやバックアップを入手した者が桁違いの速さでパスワードを推測できる。',
    ),
    steps: text(
      '1. Start SSH on the host for the time of the check and log in.\n2. grep sha512 /etc/pam.d/passwd\n3. Stop SSH again.\nGood: the line “password sufficient /lib/security/$ISA/pam_unix.so …” names sha512, which is how ESX ships.',
      '1. 確認の間だけホストの SSH を開始し、ログインする。\n2. grep sha512 /etc/pam.d/passwd を実行する。\n3. SSH を停止する。\n合格: 「password sufficient /lib/security/$ISA/pam_unix.so …」の行に sha512 がある (出荷時の状態)。',
    ),
    mend: text(
      'Put the shipped line back and change the passwords, so that they are hashed anew.',
      '出荷時の行に戻し、パスワードを変更して新しい方式でハッシュ化する。',
    ),
  }),
  ofHost({
    id: 'esx.no-host-wide-vm-settings',
    facts: ['esxi-vm-settings-override'],
    area: 'vm-isolation',
    severity: 'medium',
    span: '7.0..9.1',
    title: text(
      'The host has no settings of its own that override those of its VMs',
      'ホストには、仮想マシンの設定を上書きする独自の設定がない',
    ),
    rationale: text(
      'A line in this file wins over what each VM says: a VM looks hardened in every report and is not.',
      'このファイルの設定は各仮想マシンの設定より優先される。レポートでは要塞化されて見えても、実際はそうでなくなる。',
    ),
    steps: text(
      '1. Start SSH on the host for the time of the check and log in.\n2. cat /etc/vmware/settings\n3. Stop SSH again.\nGood: the file is empty or not there.',
      '1. 確認の間だけホストの SSH を開始し、ログインする。\n2. cat /etc/vmware/settings を実行する。\n3. SSH を停止する。\n合格: ファイルが空であるか、存在しない。',
    ),
    mend: text(
      'Find out who wrote the lines; empty the file (cp /dev/null /etc/vmware/settings) and power-cycle the VMs.',
      '記載者を調べ、ファイルを空にし (cp /dev/null /etc/vmware/settings)、仮想マシンの電源を入れ直す。',
    ),
  }),
  ofHost({
    id: 'esx.no-host-wide-vm-logging',
    facts: ['esxi-vm-logger-override'],
    area: 'vm-isolation',
    severity: 'low',
    span: '7.0..9.1',
    title: text(
      'The host does not override how its VMs keep their logs',
      'ホストは、仮想マシンのログ設定を上書きしていない',
    ),
    rationale: text(
      'With an override, VMs log to where nobody looks, or fill the datastore, whatever their own settings say.',
      '上書きがあると、仮想マシン側の設定にかかわらず、ログが見られない場所に出力されたり、データストアを圧迫したりする。',
    ),
    steps: text(
      '1. Start SSH on the host for the time of the check and log in.\n2. grep "^vmx\\.log" /etc/vmware/config\n3. Stop SSH again.\nGood: nothing is printed.',
      '1. 確認の間だけホストの SSH を開始し、ログインする。\n2. grep "^vmx\\.log" /etc/vmware/config を実行する。\n3. SSH を停止する。\n合格: 何も出力されない。',
    ),
    mend: text(
      'Take the lines that begin with vmx.log out of /etc/vmware/config; it counts when a VM is powered on next.',
      '/etc/vmware/config から vmx.log で始まる行を削除する。仮想マシンを次にパワーオンしたときに有効になる。',
    ),
  }),
]
