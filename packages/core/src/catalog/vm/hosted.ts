import type { Control, FactId, VmOption } from '../../control/index.ts'
import { text, type Text } from '../../text/index.ts'
import { vmSwitch } from './option-row.ts'

const rationale = text(
  'The function belongs to desktop products (Workstation, Fusion) and has no use on ESX. A key that opens it only gives a guest one more way to speak to the process that runs it.',
  'この機能はデスクトップ製品 (Workstation、Fusion) のもので、ESX では用途がない。有効にするキーがあると、ゲストから仮想マシンのプロセスに働きかける経路が増えるだけである。',
)

const impact = text(
  'None. Without the key the function is off, so removing it is enough: the vendor no longer asks for the key to be set.',
  '影響はない。キーがなければ機能は無効なので、削除するだけでよい。ベンダーも現在はキーの明示的な設定を求めていない。',
)

/** The vendor withdrew these with 6.7 U1: since 6.5 U1 an absent key is the good state, and only an explicit FALSE is a finding. */
const hosted = (key: VmOption, id: string, fact: FactId, title: Text): Control =>
  vmSwitch(key, { id, fact, title, rationale, impact, must: true, severity: 'low', span: '6.5..7.0' })

/** Functions of desktop products that ESX does not need: none of them is forced open. */
export const hostedFunctions: readonly Control[] = [
  hosted(
    'isolation.tools.ghi.autologon.disable',
    'vm.hosted-autologon',
    'vm-unexposed-autologon',
    text(
      'Automatic logon to the guest from the host’s desktop is not opened',
      'ホストのデスクトップからゲストへの自動ログオンが有効化されていない',
    ),
  ),
  hosted(
    'isolation.tools.ghi.launchmenu.change',
    'vm.hosted-launch-menu',
    'vm-unexposed-launchmenu',
    text('Sharing of the guest’s launch menu is not opened', 'ゲストの起動メニューの共有が有効化されていない'),
  ),
  hosted(
    'isolation.tools.ghi.protocolhandler.info.disable',
    'vm.hosted-protocol-handler',
    'vm-unexposed-protocolhandler',
    text(
      'The guest is not told which protocols the host’s desktop handles',
      'ホストのデスクトップのプロトコル ハンドラ情報がゲストに公開されていない',
    ),
  ),
  hosted(
    'isolation.ghi.host.shellAction.disable',
    'vm.hosted-shell-action',
    'vm-unexposed-shellaction',
    text('The guest cannot start shell actions on the host', 'ゲストからホストのシェル アクションを実行できない'),
  ),
  hosted(
    'isolation.tools.ghi.trayicon.disable',
    'vm.hosted-tray-icon',
    'vm-unexposed-trayicon',
    text('Sharing of the guest’s tray icons is not opened', 'ゲストの通知領域アイコンの共有が有効化されていない'),
  ),
  hosted(
    'isolation.tools.unity.disable',
    'vm.hosted-unity',
    'vm-unexposed-unity',
    text('Unity mode is not opened', 'Unity モードが有効化されていない'),
  ),
  hosted(
    'isolation.tools.unityInterlockOperation.disable',
    'vm.hosted-unity-interlock',
    'vm-unexposed-unity-interlock',
    text('Interlock operations of Unity mode are not opened', 'Unity モードのインターロック操作が有効化されていない'),
  ),
  hosted(
    'isolation.tools.unity.push.update.disable',
    'vm.hosted-unity-push-update',
    'vm-unexposed-unity-push',
    text('Push updates of Unity mode are not opened', 'Unity モードのプッシュ更新が有効化されていない'),
  ),
  hosted(
    'isolation.tools.unity.taskbar.disable',
    'vm.hosted-unity-taskbar',
    'vm-unexposed-unity-taskbar',
    text('The task bar of Unity mode is not opened', 'Unity モードのタスクバー連携が有効化されていない'),
  ),
  hosted(
    'isolation.tools.unityActive.disable',
    'vm.hosted-unity-active',
    'vm-unexposed-unity-active',
    text('The state of Unity mode is not reported to the host', 'Unity モードの状態通知が有効化されていない'),
  ),
  hosted(
    'isolation.tools.unity.windowContents.disable',
    'vm.hosted-unity-window-contents',
    'vm-unexposed-unity-windowcontents',
    text(
      'Window contents of Unity mode are not passed out of the guest',
      'Unity モードのウィンドウ内容がゲスト外に渡されない',
    ),
  ),
  hosted(
    'isolation.tools.vmxDnDVersionGet.disable',
    'vm.hosted-drag-version-get',
    'vm-unexposed-dnd-version-get',
    text(
      'The guest cannot ask for the host’s drag-and-drop version',
      'ゲストからドラッグ アンド ドロップのバージョンを照会できない',
    ),
  ),
  hosted(
    'isolation.tools.guestDnDVersionSet.disable',
    'vm.hosted-drag-version-set',
    'vm-unexposed-dnd-version-set',
    text(
      'The guest cannot set the drag-and-drop version',
      'ゲストからドラッグ アンド ドロップのバージョンを設定できない',
    ),
  ),
  hosted(
    'isolation.tools.memSchedFakeSampleStats.disable',
    'vm.hosted-fake-memory-samples',
    'vm-unexposed-memsfss',
    text(
      'The guest cannot feed the memory scheduler false samples',
      'ゲストからメモリ スケジューラに偽の統計を渡せない',
    ),
  ),
  hosted(
    'isolation.bios.bbs.disable',
    'vm.hosted-bios-boot-specification',
    'vm-unexposed-bios-bbs',
    text(
      'The BIOS boot specification interface is not opened to the guest',
      'BIOS ブート仕様 (BBS) のインターフェイスがゲストに公開されていない',
    ),
  ),
  hosted(
    'isolation.tools.getCreds.disable',
    'vm.hosted-get-credentials',
    'vm-unexposed-getcreds',
    text(
      'The guest cannot ask for credentials of the host’s user',
      'ゲストからホスト側ユーザーの認証情報を要求できない',
    ),
  ),
  hosted(
    'isolation.tools.dispTopoRequest.disable',
    'vm.hosted-display-topology',
    'vm-unexposed-topo-request',
    text('The guest cannot ask for another layout of displays', 'ゲストからディスプレイ構成の変更を要求できない'),
  ),
  hosted(
    'isolation.tools.trashFolderState.disable',
    'vm.hosted-trash-folder',
    'vm-unexposed-trash-folder',
    text(
      'The guest cannot ask for the state of the host’s trash folder',
      'ゲストからホストのごみ箱の状態を照会できない',
    ),
  ),
]
