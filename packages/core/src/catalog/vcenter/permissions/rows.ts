import { fail, judgeFacts, pass, type Control } from '../../../control/index.ts'
import { note, text } from '../../../text/index.ts'
import { someOf } from '../../some-of.ts'
import { vcenterJudgement } from '../judgement-row.ts'
import { held } from './held.ts'
import { isAdministrator, isMoreThanReading, partsOf, readRoles, ROLES, type Grant, type Role } from './rights.ts'

const lessAccess = text(
  'Who relied on the permission loses it: agree with its owner first, and keep a second administrator logged in.',
  '該当のアクセス許可を使っている担当者やシステムが使えなくなる。事前に確認し、別の管理者のログインを保持しておく。',
)

const anyOf =
  (...privileges: readonly string[]) =>
  ({ role }: Grant): boolean =>
    privileges.some((privilege) => role.privileges.has(privilege))

/** Rights below an object come with the permission only where it goes down. */
const below =
  (...privileges: readonly string[]) =>
  (grant: Grant): boolean =>
    grant.propagate && anyOf(...privileges)(grant)

const isCrypto = ({ privileges }: Role) => [...privileges].some((privilege) => privilege.startsWith('Cryptographer.'))

/** Groups that operating systems and directories make for their own administrators. */
const OS_ADMINS = new Set([
  'administrators',
  'domain admins',
  'enterprise admins',
  'schema admins',
  'account operators',
  'server operators',
  'wheel',
  'root',
])

/** What only software has to do: speak for a user who has logged in elsewhere, and put itself into vCenter Server. */
const ofServices = anyOf('Sessions.ImpersonateUser', 'Extension.Register', 'Extension.Update', 'Extension.Unregister')

/** Who may do what, where that is more than it has to be. */
export const permissionRows: readonly Control[] = [
  held({
    id: 'vcenter.administrators-from-sso',
    facts: ['vc-admin-group-source'],
    area: 'access-restriction',
    severity: 'high',
    title: text(
      'Administrators of the whole vCenter Server come from groups of Single Sign-On, not from a directory',
      'vCenter Server 全体の管理者権限は、ディレクトリではなく Single Sign-On のグループで付与されている',
    ),
    rationale: text(
      'Whoever takes over the directory puts himself into its groups, and with them takes over every host and VM. Ransomware crews do just that.',
      'ディレクトリを掌握した攻撃者は自分をそのグループに加え、すべてのホストと仮想マシンを手に入れる。ランサムウェア攻撃で実際に使われる手口である。',
    ),
    impact: lessAccess,
    concerns: ({ role }) => isAdministrator(role),
    on: ['root'],
    mayHold: () => [],
    steps: text(
      'Add the persons to a group of the Single Sign-On domain, give that group the role, and remove the permission of the directory’s principal from the root.',
      'Single Sign-On ドメインのグループに担当者を登録してロールを付与し、ルートからディレクトリのユーザーやグループのアクセス許可を削除する。',
    ),
  }),
  held({
    id: 'vcenter.administrators-not-of-systems',
    facts: ['vc-admin-role-specific'],
    area: 'access-restriction',
    severity: 'medium',
    title: text(
      'No group of operating system or domain administrators administers vCenter Server',
      'OS やドメインの管理者グループに vCenter Server の管理者権限が付与されていない',
    ),
    rationale: text(
      'Those groups are filled for other reasons and by other people; each of their members would command the whole platform.',
      'これらのグループは別の目的で別の担当者が管理している。メンバー全員が仮想基盤全体を操作できてしまう。',
    ),
    impact: lessAccess,
    concerns: ({ role, principal }) => isAdministrator(role) && OS_ADMINS.has(partsOf(principal).account),
    on: ['root', 'site', 'part'],
    mayHold: () => [],
    steps: text(
      'Make a group for administrators of vSphere alone, give it the role, and remove the permission of the general group.',
      'vSphere 管理者専用のグループを作成してロールを付与し、汎用の管理者グループのアクセス許可を削除する。',
    ),
  }),
  held({
    id: 'vcenter.root-rights-approved',
    facts: ['vc-roles-reviewed'],
    area: 'access-restriction',
    severity: 'high',
    title: text(
      'Only approved principals may change anything at the root of the inventory',
      'インベントリのルートで変更操作ができるのは、承認されたユーザーとグループだけである',
    ),
    rationale: text(
      'A permission at the root holds for every object there is and will be. What was given for one task opens everything.',
      'ルートのアクセス許可は、現在と将来のすべてのオブジェクトに及ぶ。一つの作業のために与えた権限が、すべてを開いてしまう。',
    ),
    impact: lessAccess,
    concerns: ({ role }) => isMoreThanReading(role),
    on: ['root'],
    mayHold: ({ approvedPrincipals }) => approvedPrincipals,
    steps: text(
      'Give each principal a role with what it needs on the objects that it is about, then remove its permission at the root. List those that must stay under policy.approvedPrincipals.',
      '必要な権限だけのロールを対象オブジェクトに付与し、ルートのアクセス許可を削除する。残す必要があるものは policy.approvedPrincipals に記載する。',
    ),
  }),
  held({
    id: 'vcenter.guest-reach-narrow',
    facts: ['vc-roles-reviewed'],
    area: 'access-restriction',
    severity: 'high',
    title: text(
      'Nobody may reach into the guests or the disks of a whole site without approval',
      'サイト全体のゲストやディスクに入り込める権限が、承認なしに付与されていない',
    ),
    rationale: text(
      'With these rights a person runs programs in a domain controller, or carries its disk away and reads every password at leisure.',
      'この権限があれば、ドメイン コントローラでプログラムを実行したり、ディスクを持ち出して全パスワードを解析したりできる。',
    ),
    impact: lessAccess,
    concerns: below(
      'VirtualMachine.GuestOperations.Execute',
      'VirtualMachine.GuestOperations.Modify',
      'VirtualMachine.Provisioning.GetVmFiles',
      'VirtualMachine.Provisioning.DiskRandomRead',
      'VirtualMachine.Provisioning.DiskRandomAccess',
      'VirtualMachine.Config.AddExistingDisk',
      'VirtualMachine.Config.AdvancedConfig',
      'Datastore.FileManagement',
    ),
    on: ['root', 'site'],
    mayHold: ({ approvedPrincipals }) => approvedPrincipals,
    steps: text(
      'Split the role: leave power and console at the site, and give guest operations, files and disks on the folders that need them. Domain controllers and vCenter Server itself belong into a folder of their own.',
      'ロールを分割し、ゲスト操作やファイル、ディスクの権限は必要なフォルダだけに付与する。ドメイン コントローラと vCenter Server は専用のフォルダに分ける。',
    ),
  }),
  held({
    id: 'vcenter.network-assignment-narrow',
    facts: ['vc-roles-reviewed'],
    area: 'access-restriction',
    severity: 'medium',
    title: text(
      'Nobody may plug VMs into every network of a site without approval',
      'サイト内のあらゆるネットワークに仮想マシンを接続できる権限が、承認なしに付与されていない',
    ),
    rationale: text(
      'Separate networks separate nothing from a person who may move a VM from one to the other, the management network included.',
      '管理ネットワークを含めて仮想マシンの接続先を自由に変えられるなら、ネットワークを分離した意味がなくなる。',
    ),
    impact: lessAccess,
    concerns: below('Network.Assign'),
    on: ['root', 'site'],
    mayHold: ({ approvedPrincipals }) => approvedPrincipals,
    steps: text(
      'Give Network.Assign on the port groups, or on a folder of them, that the principal works with, and take it from the site.',
      'Network.Assign は業務で使うポート グループまたはそのフォルダに付与し、サイト全体からは外す。',
    ),
  }),
  held({
    id: 'vcenter.console-rights-narrow',
    facts: ['vm-console-use'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'Nobody may open the console of every VM of a site without approval',
      'サイト内の全仮想マシンのコンソールを開ける権限が、承認なしに付与されていない',
    ),
    rationale: text(
      'The console is the keyboard of the machine: it bypasses the network’s controls and the guest’s remote access logs, and shows what is left open.',
      'コンソールは実機のキーボードに等しい。ネットワークの制御やリモート接続のログを通らず、開いたままの画面も見られる。',
    ),
    impact: lessAccess,
    concerns: below('VirtualMachine.Interact.ConsoleInteract'),
    on: ['root', 'site'],
    mayHold: ({ approvedPrincipals }) => approvedPrincipals,
    steps: text(
      'Let people work over SSH or RDP. Give ConsoleInteract on the folders whose guests have no other way in, and take it from the site.',
      '通常は SSH や RDP を使う。ConsoleInteract はコンソールしか手段がないフォルダだけに付与し、サイト全体からは外す。',
    ),
  }),
  held({
    id: 'vcenter.permissions-to-groups',
    facts: ['vc-roles-reviewed'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'Permissions to change something go to groups and to known service accounts, not to single persons',
      '変更権限は個人ではなく、グループと登録済みのサービス アカウントに付与されている',
    ),
    rationale: text(
      'A person who changes jobs leaves the group and loses its rights; a permission in his own name stays until somebody finds it.',
      '異動や退職時にグループから外せば権限はなくなるが、個人に付与したアクセス許可は誰かが気付くまで残る。',
    ),
    impact: lessAccess,
    concerns: ({ group, role }) => !group && isMoreThanReading(role),
    on: ['root', 'site', 'part'],
    mayHold: ({ serviceAccounts }) => serviceAccounts,
    steps: text(
      'Give the role to a group and remove the permission of the single account. List accounts of software under policy.serviceAccounts.',
      'ロールをグループに付与し、個人のアクセス許可を削除する。ソフトウェア用のアカウントは policy.serviceAccounts に記載する。',
    ),
  }),
  held({
    id: 'vcenter.service-rights-with-services',
    facts: [],
    area: 'access-restriction',
    severity: 'high',
    title: text(
      'Only administrators and known service accounts may act for other users or register extensions',
      '他ユーザーとしての操作や拡張機能の登録ができるのは、管理者と登録済みのサービス アカウントだけである',
    ),
    rationale: text(
      'Who may speak for another user has all of that user’s rights without his password, and an extension runs in every administrator’s client.',
      '他ユーザーとして操作できれば、パスワードなしでその権限をすべて使える。拡張機能は全管理者のクライアントで動作する。',
    ),
    impact: lessAccess,
    concerns: (grant) => ofServices(grant) && !isAdministrator(grant.role),
    on: ['root', 'site', 'part'],
    mayHold: ({ serviceAccounts }) => serviceAccounts,
    steps: text(
      'Take the privileges of Sessions and Extension from the role. Where a product needs them, give it an account of its own and list it under policy.serviceAccounts.',
      'ロールからセッションと拡張機能の権限を外す。製品が必要とする場合は専用アカウントを用意し、policy.serviceAccounts に記載する。',
    ),
  }),
  held({
    id: 'vcenter.crypto-rights-approved',
    facts: ['vc-crypto-role'],
    area: 'access-restriction',
    severity: 'medium',
    title: text(
      'Only approved principals hold cryptographic rights',
      '暗号化操作の権限を持つのは、承認されたユーザーとグループだけである',
    ),
    rationale: text(
      'Encryption protects a VM from its administrators only as long as these cannot decrypt it. The role Administrator can.',
      '暗号化で仮想マシンを管理者から守れるのは、管理者が復号できない場合だけである。標準の管理者ロールは復号できる。',
    ),
    impact: lessAccess,
    concerns: ({ role }) => isCrypto(role),
    on: ['root', 'site', 'part'],
    mayHold: ({ cryptoPrincipals }) => cryptoPrincipals,
    steps: text(
      'Give these principals the role “No cryptography administrator” instead. List those that must encrypt under policy.cryptoPrincipals.',
      '代わりに「非暗号化管理者」ロールを付与する。暗号化操作が必要なものは policy.cryptoPrincipals に記載する。',
    ),
  }),
  vcenterJudgement({
    id: 'vcenter.crypto-roles',
    facts: ['vc-crypto-privileges'],
    area: 'access-restriction',
    severity: 'medium',
    title: text(
      'No role but those meant for it holds cryptographic privileges',
      '暗号化操作の権限は、そのためのロールにだけ含まれている',
    ),
    rationale: text(
      'A privilege that slipped into a role for other work turns each of its holders into a keeper of keys.',
      '別の用途のロールに暗号化の権限が紛れ込むと、そのロールを持つ全員が鍵を扱えてしまう。',
    ),
    impact: lessAccess,
    reads: [ROLES],
    judge: (vcenter, _inventory, { policy }) =>
      judgeFacts([readRoles(vcenter)], (roles) => {
        const found = roles.filter(
          (role) => isCrypto(role) && role.id !== -1 && !policy.cryptoRoles.includes(role.name),
        )
        if (found.length === 0) return pass()
        const names = someOf(found.map(({ label }) => label))
        return fail(note(text('roles: {names}', 'ロール: {names}'), { names }))
      }),
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Remove the privileges under “Cryptographic operations” from the roles that are named, or list a role that needs them under policy.cryptoRoles.',
        '挙げられたロールから「暗号化操作」の権限を外す。必要なロールは policy.cryptoRoles に記載する。',
      ),
    },
  }),
]
