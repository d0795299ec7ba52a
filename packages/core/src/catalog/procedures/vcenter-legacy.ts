import { isVcenter, procedure, type Procedure, type ProcedureRow } from '../../control/index.ts'
import { isRecord, known, readRaw, unknown, type Fact, type Inventory, type Subject } from '../../model/index.ts'
import { text } from '../../text/index.ts'

const ABOUT = 'content.about'

/** vCenter Server for Windows ended with 6.7; the appliance says `linux-x64`. */
function isOnWindows(subject: Subject, inventory: Inventory): Fact<boolean> {
  const vcenter = isVcenter(subject, inventory)
  if (vcenter.known && !vcenter.value) return vcenter
  const about = readRaw(subject, ABOUT)
  if (!about.known) return about
  const system = isRecord(about.value) ? about.value['osType'] : undefined
  return typeof system === 'string'
    ? known(system.startsWith('win'), about.from)
    : unknown('notSupported', about.from, 'osType is not set')
}

type Row = Omit<ProcedureRow, 'subject' | 'area' | 'span' | 'severity'>

const ofOldVcenter = (row: Row): Procedure =>
  procedure({ area: 'access-restriction', severity: 'low', span: '6.5..6.7', applies: isVcenter, ...row })

const ofWindows = (row: Row): Procedure =>
  ofOldVcenter({ reads: [{ type: 'ServiceInstance', path: ABOUT }], applies: isOnWindows, ...row })

const noImpact = text('Daily work is not affected.', '日常業務への影響はない。')

/** What only vCenter Server 6.5 and 6.7 have: Windows, external databases, the client with its settings in files. */
export const vcenterLegacy: readonly Procedure[] = [
  ofOldVcenter({
    id: 'vcenter.privileges-checked-after-restart',
    facts: ['vc-privilege-reassign'],
    title: text(
      'After each restart of vCenter Server somebody checks that permissions are as they were',
      'vCenter Server の再起動後は、権限が変わっていないことを確認している',
    ),
    rationale: text(
      'When an old vCenter Server cannot find an administrator’s account at start, it may give the role to somebody else.',
      '旧版の vCenter Server は、起動時に管理者アカウントを見つけられないと、ロールを別のアカウントに割り当てることがある。',
    ),
    impact: noImpact,
    steps: text(
      '1. Read the restart instruction: does it name this check?\n2. vSphere Client > Administration > Access Control > Global Permissions, and the Permissions tab of the root folder; or Get-VIPermission.\n3. Compare with the list from before the restart (sakimori diff of two snapshots does it too).\nGood: the list is the same, and a record of the last restart says so.',
      '1. 再起動手順書に、この確認が含まれているかを読む。\n2. vSphere Client > 管理 > アクセス コントロール > グローバル権限 と、ルート フォルダの 権限 タブを開く。または Get-VIPermission を実行する。\n3. 再起動前の一覧と比べる (2 つのスナップショットの sakimori diff でも確認できる)。\n合格: 一覧が一致し、直近の再起動の記録が残っている。',
    ),
    mend: text(
      'Remove what is new, give the role back to its group, and add the check to the instruction.',
      '増えた権限を削除し、ロールを元のグループに戻す。確認を手順書に加える。',
    ),
  }),
  ofOldVcenter({
    id: 'vcenter.system-logins-limited',
    facts: ['vc-os-access'],
    title: text(
      'Only the administrators of vCenter Server can log in to its operating system',
      'vCenter Server の OS には、その管理者だけがログインできる',
    ),
    rationale: text(
      'Who is administrator of the system under vCenter reads its keys and database and needs no permission of vSphere.',
      'vCenter の OS の管理者は、鍵やデータベースを直接読み取れ、vSphere の権限を必要としない。',
    ),
    impact: noImpact,
    steps: text(
      '1. Windows: net localgroup administrators, and the policy “Allow log on through Remote Desktop Services”. Appliance: cat /etc/passwd | grep bash, and the groups SystemConfiguration.* in Single Sign-On.\n2. Compare with the people who run vCenter.\nGood: nobody else, no shared account but the sealed root or Administrator.',
      '1. Windows では net localgroup administrators と、ポリシー「リモート デスクトップ サービスを使ったログオンを許可」を確認する。アプライアンスでは grep bash /etc/passwd と、シングル サインオンの SystemConfiguration.* グループを確認する。\n2. vCenter の運用担当者と照合する。\n合格: 担当者以外がおらず、封印された root/Administrator のほかに共有アカウントがない。',
    ),
    mend: text('Take everybody else out of these groups.', '担当者以外をこれらのグループから外す。'),
  }),
  ofWindows({
    id: 'vcenter.install-logs-removed',
    facts: ['vc-install-logs'],
    title: text(
      'Logs of failed installations are gone from the server',
      '失敗したインストールのログは、サーバーから削除されている',
    ),
    rationale: text(
      'They may hold passwords in the clear that were typed into the installer.',
      'インストーラーに入力したパスワードが、平文で残っていることがある。',
    ),
    impact: text('Hand logs that support still needs over first.', 'サポートに必要なログは、先に提出しておく。'),
    steps: text(
      '1. On the Windows server look in %TEMP% of the installing account and in C:\\Windows\\Temp for vminst.log, vim-*.log, *msi*.log and the like.\n2. findstr /s /i /m password *.log\nGood: no such file is left.',
      '1. Windows サーバーで、インストールしたアカウントの %TEMP% と C:\\Windows\\Temp に、vminst.log、vim-*.log、*msi*.log などがないか確認する。\n2. findstr /s /i /m password *.log を実行する。\n合格: 該当するファイルが残っていない。',
    ),
    mend: text(
      'Delete the files and change every password that was in them.',
      'ファイルを削除し、含まれていたパスワードをすべて変更する。',
    ),
  }),
  ofWindows({
    id: 'vcenter.windows-service-account',
    facts: ['vc-windows-service-account'],
    title: text(
      'vCenter Server on Windows runs under a service account of its own',
      'Windows 上の vCenter Server は、専用のサービス アカウントで動作している',
    ),
    rationale: text(
      'Under a person’s or a domain administrator’s account, a hole in vCenter gives away that account too.',
      '個人やドメイン管理者のアカウントで動作していれば、vCenter の侵害がそのアカウントの侵害につながる。',
    ),
    impact: text(
      'The services restart when the account changes.',
      'アカウントの変更時にサービスの再起動が必要になる。',
    ),
    steps: text(
      '1. On the Windows server: services.msc > VMware vCenter Server > Log On (or: sc qc vpxd).\nGood: a dedicated local or domain account (or the built-in one of the installer), a member of no administrators’ group beyond this server, denied interactive logon.',
      '1. Windows サーバーで services.msc > VMware vCenter Server > ログオン を開く (または sc qc vpxd)。\n合格: 専用のローカルまたはドメイン アカウント (またはインストーラー既定のアカウント) であり、このサーバー以外の管理者グループに属さず、対話ログオンが拒否されている。',
    ),
    mend: text(
      'Make the account, give it “Log on as a service”, enter it at the service and restart it.',
      'アカウントを作成して「サービスとしてログオン」を許可し、サービスに設定して再起動する。',
    ),
  }),
  ofWindows({
    id: 'vcenter.database-account-limited',
    facts: ['vc-db-least-privilege'],
    title: text(
      'The database accounts of vCenter Server hold only the rights that it needs',
      'vCenter Server のデータベース アカウントは、必要な権限のみを持つ',
    ),
    rationale: text(
      'A database owner’s rights are needed for an upgrade and not in between; left in place they are an intruder’s.',
      'db_owner 相当の権限が必要なのは更新時だけである。残しておけば侵入者に利用される。',
    ),
    impact: text('Upgrades need the wider rights for their time.', '更新時には、一時的に広い権限が必要になる。'),
    steps: text(
      '1. SQL Server Management Studio > Security > Logins > the account > User Mapping; Oracle: select * from dba_role_privs where grantee = the account.\nGood: the documented role of the product and nothing like sysadmin, db_owner or DBA; with the embedded database attest notApplicable.',
      '1. SQL Server Management Studio > セキュリティ > ログイン > 対象アカウント > ユーザー マッピング を開く。Oracle では dba_role_privs を対象アカウントで検索する。\n合格: 製品が指定するロールのみで、sysadmin、db_owner、DBA などを持たない。組み込みデータベースの場合は notApplicable とする。',
    ),
    mend: text(
      'Take the wide roles away after the upgrade and keep the documented one.',
      '更新後に広い権限のロールを外し、製品が指定するロールだけを残す。',
    ),
  }),
  ofOldVcenter({
    id: 'vcenter.client-no-auto-refresh',
    facts: ['vc-client-refresh'],
    title: text(
      'The web client does not refresh by itself, so that idle sessions end',
      'Web Client は自動更新されず、操作のないセッションは終了する',
    ),
    rationale: text(
      'A page that refreshes by itself looks busy for ever, and the idle time-out never comes.',
      '自動更新される画面は常に操作中とみなされ、アイドル タイムアウトが働かない。',
    ),
    impact: text('People press Refresh.', '手動で更新する必要がある。'),
    steps: text(
      '1. On the appliance: grep refresh.rate /etc/vmware/vsphere-client/webclient.properties /etc/vmware/vsphere-ui/webclient.properties (Windows: C:\\ProgramData\\VMware\\vCenterServer\\cfg\\vsphere-client).\nGood: refresh.rate = -1, without a # before it.',
      '1. アプライアンスで grep refresh.rate /etc/vmware/vsphere-client/webclient.properties /etc/vmware/vsphere-ui/webclient.properties を実行する (Windows: C:\\ProgramData\\VMware\\vCenterServer\\cfg\\vsphere-client)。\n合格: refresh.rate = -1 であり、行頭に # がない。',
    ),
    mend: text(
      'Write refresh.rate = -1 into the file and restart the client’s service.',
      'ファイルに refresh.rate = -1 を記載し、クライアントのサービスを再起動する。',
    ),
  }),
  ofOldVcenter({
    id: 'vcenter.all-tasks-visible',
    facts: ['vc-show-all-tasks'],
    title: text(
      'Administrators see the tasks of everybody in the web client',
      '管理者は Web Client で全員のタスクを確認できる',
    ),
    rationale: text(
      'If each sees only what he did himself, nobody notices what a stolen account does.',
      '自分のタスクしか見えなければ、盗まれたアカウントの操作に誰も気付けない。',
    ),
    impact: noImpact,
    steps: text(
      '1. On the appliance: grep show.allusers.tasks /etc/vmware/vsphere-client/webclient.properties /etc/vmware/vsphere-ui/webclient.properties (Windows: C:\\ProgramData\\VMware\\vCenterServer\\cfg\\vsphere-client).\nGood: show.allusers.tasks = true, without a # before it.',
      '1. アプライアンスで grep show.allusers.tasks /etc/vmware/vsphere-client/webclient.properties /etc/vmware/vsphere-ui/webclient.properties を実行する (Windows: C:\\ProgramData\\VMware\\vCenterServer\\cfg\\vsphere-client)。\n合格: show.allusers.tasks = true であり、行頭に # がない。',
    ),
    mend: text(
      'Write show.allusers.tasks = true into the file and restart the client’s service.',
      'ファイルに show.allusers.tasks = true を記載し、クライアントのサービスを再起動する。',
    ),
  }),
]
