import { absent, between, is, vmOption, type Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'
import { expectByAbsence, vmSwitch } from './option-row.ts'
import { vmSetting } from './setting-row.ts'

/** The remote console and the channel between a guest and its host: nothing crosses that is not meant to. */
export const vmConsole: readonly Control[] = [
  vmSwitch('isolation.tools.copy.disable', {
    id: 'vm.console-copy',
    fact: 'vm-console-copy',
    severity: 'low',
    must: true,
    title: text(
      'Text cannot be copied out of the guest through the console',
      'コンソール経由でゲストからテキストをコピーできない',
    ),
    rationale: text(
      'With copying on, whatever is selected in the guest lands in the clipboard of whoever opened the console: data leaves the guest past every network control.',
      'コピーが有効だと、ゲスト側で選択した内容がコンソールを開いた人のクリップボードに渡る。ネットワークの制御を通らずにデータが持ち出される。',
    ),
    impact: text(
      'Operators can no longer copy from a guest in the remote console. SSH and RDP are not affected.',
      'リモート コンソールでゲストからのコピーができなくなる。SSH や RDP には影響しない。',
    ),
  }),
  vmSwitch('isolation.tools.paste.disable', {
    id: 'vm.console-paste',
    fact: 'vm-console-paste',
    severity: 'low',
    must: true,
    title: text(
      'Text cannot be pasted into the guest through the console',
      'コンソール経由でゲストにテキストを貼り付けられない',
    ),
    rationale: text(
      'With pasting on, the clipboard of whoever opens the console can be read by programs in the guest: often it holds a password.',
      '貼り付けが有効だと、コンソールを開いた人のクリップボードをゲスト内のプログラムが読み取れる。そこにはパスワードが残っていることが多い。',
    ),
    impact: text(
      'Operators type long commands, or use SSH or RDP instead of the console.',
      '長いコマンドは手で入力するか、コンソールの代わりに SSH や RDP を使うことになる。',
    ),
  }),
  vmSwitch('isolation.tools.dnd.disable', {
    id: 'vm.console-drag-and-drop',
    fact: 'vm-console-dnd',
    severity: 'low',
    must: true,
    // The 6.5 guide prints the default as 0.
    absentIsBad: '6.5..6.7',
    title: text(
      'Files cannot be dragged between the console and the guest',
      'コンソールとゲストの間でファイルをドラッグ アンド ドロップできない',
    ),
    rationale: text(
      'Dragging is one more way for files to leave or enter a guest without passing any network control.',
      'ドラッグ アンド ドロップは、ネットワークの制御を一切通らずにファイルを出し入れできる経路になる。',
    ),
    impact: text('None on ESX, where the function serves no one.', 'ESX では使われない機能のため、影響はない。'),
  }),
  vmSwitch('isolation.tools.setGUIOptions.enable', {
    id: 'vm.console-gui-options',
    fact: 'vm-console-gui-options',
    severity: 'low',
    span: '6.5..6.7',
    // The key ends in `.enable`, so it must be false; the 6.5 guide prints 1, which is an error of the guide.
    must: false,
    // What an absent key does is disputed between the guides: not knowing is not a pass.
    absentIsBad: '6.5..6.7',
    title: text(
      'The guest cannot switch console copy and paste back on',
      'ゲストからコンソールのコピーと貼り付けを有効に戻せない',
    ),
    rationale: text(
      'With this on, a program in the guest can change the console options and so undo the ban on copy and paste.',
      '有効だと、ゲスト内のプログラムがコンソールのオプションを変更し、コピーと貼り付けの禁止を解除できる。',
    ),
    impact: text('None known.', '既知の影響はない。'),
  }),
  vmSetting('config.maxMksConnections', 'vmConsoleConnections', 'maxMksConnections', {
    id: 'vm.console-connections',
    facts: ['vm-max-console-connections'],
    area: 'vm-isolation',
    severity: 'low',
    disruption: 'powerCycle',
    title: text('One person at a time can open the console', 'コンソールに同時に接続できるのは 1 人だけである'),
    rationale: text(
      'A second viewer sees what an administrator does and can take over a session that was left logged in.',
      '2 人目が接続すると、管理者の操作を盗み見たり、ログインしたままのセッションを乗っ取ったりできる。',
    ),
    impact: text(
      'A stale session blocks the next operator until it ends. VMware Cloud Director needs more than one connection.',
      '古いセッションが残っていると次の担当者が接続できない。VMware Cloud Director は複数の接続を必要とする。',
    ),
    // The product's default is 40, and -1 (no limit) from 8.0 on; neither may pass, nor may 0.
    expect: { sakimori: between(1, 1) },
  }),
  vmSetting('config.guestAutoLockEnabled', 'vmSetting', 'guestAutoLockEnabled', {
    id: 'vm.console-auto-lock',
    facts: ['vm-console-autolock'],
    area: 'vm-isolation',
    severity: 'low',
    disruption: 'powerCycle',
    onlyWindows: true,
    title: text(
      'A Windows guest locks its desktop when the last console closes',
      '最後のコンソールが閉じると Windows ゲストのデスクトップがロックされる',
    ),
    rationale: text(
      'Without the lock, whoever opens the console next works in the session, and with the rights, of the one before.',
      'ロックされないと、次にコンソールを開いた人が、前の人のセッションと権限のまま操作できる。',
    ),
    impact: text(
      'Screens that are meant to stay on, such as kiosks, lock when a console closes.',
      'キオスク端末など常時表示する画面も、コンソールを閉じるとロックされる。',
    ),
    expect: { sakimori: is(true) },
  }),
  vmSwitch('RemoteDisplay.vnc.enabled', {
    id: 'vm.vnc',
    fact: 'vm-vnc',
    severity: 'medium',
    // The VNC server went away with 7.0; a leftover key is still worth removing there.
    span: '6.5..7.0',
    must: false,
    title: text('The VNC server of the VM is off', '仮想マシンの VNC サーバが無効である'),
    rationale: text(
      'VNC shows the console to anyone who reaches a port of the host, without vCenter’s permissions and without encryption.',
      'VNC は、vCenter の権限も暗号化もなしに、ホストのポートに到達できる誰にでもコンソールを見せてしまう。',
    ),
    impact: text(
      'Tools that draw the console over VNC (Packer, some appliances) stop working.',
      'VNC でコンソールを表示するツール (Packer や一部のアプライアンス) は動作しなくなる。',
    ),
  }),
  vmSwitch('mks.enable3d', {
    id: 'vm.3d-acceleration',
    fact: 'vm-3d',
    severity: 'low',
    must: false,
    // The 7.0 guide alone prints the default as TRUE.
    absentIsBad: '7.0',
    title: text('3D acceleration is off', '3D アクセラレーションが無効である'),
    rationale: text(
      'The 3D renderer is large code that a guest can reach, and several escapes from a guest went through it.',
      '3D 描画処理はゲストから到達できる大きなコードであり、ゲストからホストへの脱出に何度も悪用されている。',
    ),
    impact: text(
      'Virtual desktops and graphics workloads need it.',
      '仮想デスクトップやグラフィックス系のワークロードでは必要になる。',
    ),
  }),
  vmSwitch('tools.guestlib.enableHostInfo', {
    id: 'vm.host-info',
    fact: 'vm-host-info',
    severity: 'medium',
    must: false,
    title: text('The guest cannot read facts about its host', 'ゲストからホストの情報を取得できない'),
    rationale: text(
      'Host performance data tells an intruder in one guest about the hardware and about what else runs there.',
      'ホストの性能情報から、ゲストに侵入した攻撃者はハードウェアや他のワークロードの様子を知ることができる。',
    ),
    impact: text(
      'Monitoring that must see the host from inside, such as SAP’s, needs it on.',
      'SAP の監視のように、ゲスト内からホストを見る必要がある製品では有効にしなければならない。',
    ),
  }),
  vmOption('tools.setInfo.sizeLimit', 'number', {
    id: 'vm.guest-info-size',
    facts: ['vm-setinfo-size'],
    area: 'vm-isolation',
    severity: 'low',
    title: text(
      'What a guest can write into its VMX file is limited to 1 MB',
      'ゲストが VMX ファイルに書き込める量が 1 MB に制限されている',
    ),
    rationale: text(
      'Without a limit a guest can fill the datastore through its own configuration file and stop its neighbours.',
      '制限がないと、ゲストは自分の構成ファイルを肥大させてデータストアをあふれさせ、他の仮想マシンを停止させられる。',
    ),
    impact: text('None: ordinary use needs a few kilobytes.', '通常の使用量は数 KB のため、影響はない。'),
    // 0 means no limit.
    expect: expectByAbsence('vm-setinfo-size', between(1, 1_048_576)),
  }),
  vmSwitch('isolation.tools.vixMessage.disable', {
    id: 'vm.vix-messages',
    fact: 'vm-vix-messages',
    severity: 'low',
    span: '6.5..6.7',
    must: true,
    title: text(
      'VIX messages to the guest are not switched on by hand',
      'ゲストへの VIX メッセージが明示的に有効化されていない',
    ),
    rationale: text(
      'The VIX channel lets the host side run commands in a guest; a key that forces it open is never needed.',
      'VIX はホスト側からゲスト内でコマンドを実行できる経路であり、明示的に開けておく必要はない。',
    ),
    impact: text(
      'Removing the key changes nothing for backup, SRM or VMware Tools. Setting it to TRUE would break them.',
      'キーを削除してもバックアップ、SRM、VMware Tools に影響はない。TRUE に設定するとそれらが動かなくなる。',
    ),
  }),
  vmSwitch('vmsafe.enable', {
    id: 'vm.vmsafe-agent',
    fact: 'vm-vmsafe-agent',
    severity: 'low',
    span: '6.5',
    must: false,
    title: text(
      'No VMsafe agent may look into the memory and CPU of the VM',
      'VMsafe エージェントが仮想マシンのメモリと CPU を参照できない',
    ),
    rationale: text(
      'The VMsafe interface opens a VM’s memory and CPU to another appliance. It was withdrawn long ago, so a key that is still there serves an attacker or no one.',
      'VMsafe は仮想マシンのメモリと CPU を別のアプライアンスに公開する。廃止されて久しく、残っている設定は攻撃者を利するだけである。',
    ),
    impact: text('None: no supported product uses it.', 'サポート中の製品では使われていないため、影響はない。'),
  }),
  vmOption('bios.bootDeviceClasses', 'text', {
    id: 'vm.boot-device-classes',
    facts: ['vm-boot-device-classes'],
    area: 'vm-isolation',
    severity: 'low',
    span: '8.0..9.1',
    title: text('The VM boots from its virtual disks only', '仮想マシンは仮想ディスクからのみ起動する'),
    rationale: text(
      'Whoever can attach an ISO image or answer PXE can otherwise start a system of their own and read the disks.',
      '制限がなければ、ISO イメージの接続や PXE 応答ができる者が別のシステムを起動し、ディスクの中身を読み取れる。',
    ),
    impact: text(
      'Rescue and installation by ISO or PXE need the key removed for that time.',
      'ISO や PXE による復旧やインストールでは、その間だけキーを外す必要がある。',
    ),
    expect: { sakimori: is('allow:hd') },
  }),
  vmSwitch('isolation.tools.hgfsServerSet.disable', {
    id: 'vm.shared-folders',
    fact: 'vm-hgfs',
    severity: 'medium',
    span: '6.5..7.0',
    must: true,
    // Disputed between the guides; the 6.5 guide even prints another key and value.
    absentIsBad: '6.5..7.0',
    title: text(
      'The shared folder service between host and guest is off',
      'ホストとゲスト間の共有フォルダ機能 (HGFS) が無効である',
    ),
    rationale: text(
      'The service moves files between guest and host behind the network’s back, and has been a way out of a guest before.',
      'この機能はネットワークを通らずにゲストとホストの間でファイルをやり取りする。過去にゲストからの脱出に悪用されたこともある。',
    ),
    impact: text(
      'An automatic upgrade of VMware Tools that copies files this way may fail.',
      'この経路でファイルをコピーする VMware Tools の自動アップグレードは失敗することがある。',
    ),
  }),
]

/** A guest must not shrink or wipe disks, nor change its own devices. */
export const vmResources: readonly Control[] = [
  vmSwitch('isolation.tools.diskShrink.disable', {
    id: 'vm.disk-shrink',
    fact: 'vm-disk-shrink',
    severity: 'medium',
    must: true,
    absentIsBad: '6.5..6.7',
    title: text('The guest cannot shrink its virtual disks', 'ゲストから仮想ディスクを縮小できない'),
    rationale: text(
      'An ordinary user of the guest can start shrinking again and again, until the disk is unusable and the VM stands still.',
      'ゲストの一般ユーザーでも縮小を繰り返し実行でき、ディスクが使えなくなって仮想マシンが停止するおそれがある。',
    ),
    impact: text('Thin disks cannot be shrunk from inside the guest.', 'ゲスト内からシン ディスクを縮小できなくなる。'),
  }),
  vmSwitch('isolation.tools.diskWiper.disable', {
    id: 'vm.disk-wiper',
    fact: 'vm-disk-wiper',
    severity: 'medium',
    must: true,
    absentIsBad: '6.5..6.7',
    title: text(
      'The guest cannot wipe the free space of its virtual disks',
      'ゲストから仮想ディスクの空き領域を消去 (ワイプ) できない',
    ),
    rationale: text(
      'Wiping writes over all free space: a user of the guest can fill a thin disk and the datastore with it.',
      'ワイプは空き領域全体に書き込むため、ゲストのユーザーがシン ディスクを膨らませ、データストアをあふれさせることができる。',
    ),
    impact: text('Free space cannot be wiped from inside the guest.', 'ゲスト内から空き領域を消去できなくなる。'),
  }),
  vmSwitch('isolation.device.connectable.disable', {
    id: 'vm.device-connection-by-guest',
    fact: 'vm-device-connectable',
    severity: 'medium',
    must: true,
    // No source says what 6.5 and 6.7 do without the key; the STIG asks for it there.
    absentIsBad: '6.5..6.7',
    title: text('The guest cannot connect or disconnect devices', 'ゲストからデバイスを接続または切断できない'),
    rationale: text(
      'Otherwise a user without special rights can plug in a CD image that was left there, or pull the network adapter.',
      '許可されていると、特別な権限のないユーザーでも、残っている CD イメージを接続したり、ネットワーク アダプタを切断したりできる。',
    ),
    impact: text(
      'A guest can no longer eject a CD or disconnect an adapter by itself.',
      'ゲスト自身で CD を取り出したり、アダプタを切断したりできなくなる。',
    ),
  }),
  vmSwitch('isolation.device.edit.disable', {
    id: 'vm.device-edit-by-guest',
    fact: 'vm-device-edit',
    severity: 'medium',
    must: true,
    title: text(
      'The guest is not allowed to change the settings of its devices',
      'ゲストにデバイス設定の変更が許可されていない',
    ),
    rationale: text(
      'A guest that may edit devices can point them at other files or ports of the host.',
      'デバイス設定を変更できるゲストは、デバイスの接続先をホストの別のファイルやポートに切り替えられる。',
    ),
    impact: text('None known.', '既知の影響はない。'),
  }),
  vmOption('sched.mem.pshare.salt', 'text', {
    id: 'vm.page-sharing-salt',
    facts: ['vm-tps-salt'],
    area: 'page-sharing',
    severity: 'low',
    title: text(
      'The VM has no page-sharing salt of its own making',
      '仮想マシンにページ共有のソルトが個別に設定されていない',
    ),
    rationale: text(
      'VMs that carry the same salt share memory pages, and sharing lets one guest learn what another holds by timing its writes.',
      '同じソルトを持つ仮想マシンはメモリ ページを共有する。共有されていると、書き込み時間の差から他のゲストのメモリの内容を推測される。',
    ),
    impact: text(
      'VMs that were made to share save less memory. The change counts after vMotion or a power cycle.',
      '意図して共有させていた場合、メモリの節約効果が減る。変更は vMotion または電源の入れ直し後に有効になる。',
    ),
    expect: { sakimori: absent() },
  }),
]
