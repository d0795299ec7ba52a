/** What each advisory is about, for people. The vendor's own sentences are not carried over. */
export const titles: Readonly<Record<string, readonly [en: string, ja: string]>> = {
  'VMSA-2017-0004': [
    'Apache Struts 2 lets strangers run code on vCenter Server',
    'Apache Struts 2 の脆弱性により vCenter Server 上で任意のコードが実行される',
  ],
  'VMSA-2017-0006': [
    'The virtual graphics and USB 3 devices let a guest break out',
    '仮想グラフィックス/USB 3 デバイスの脆弱性によりゲストからホストへ抜け出せる',
  ],
  'VMSA-2017-0007': [
    'BlazeDS in vCenter Server runs code from untrusted data',
    'vCenter Server の BlazeDS で信頼できないデータからコードが実行される',
  ],
  'VMSA-2017-0013': [
    'vCenter Server loads libraries unsafely and writes a password to a log',
    'vCenter Server の安全でないライブラリ読み込みとログへのパスワード出力',
  ],
  'VMSA-2017-0015': [
    'The virtual graphics device lets a guest break out; flaws in guest calls and the web client',
    '仮想グラフィックス デバイスによるゲストからの脱出と、RPC・Web クライアントの脆弱性',
  ],
  'VMSA-2017-0021': [
    'VNC overflows in hosts, stored scripts in the host client, wider rights on the appliance',
    'ホストの VNC オーバーフロー、ホスト クライアントの格納型 XSS、アプライアンスの権限昇格',
  ],
  'VMSA-2018-0004': [
    'Branch target injection (Spectre v2): help of the hypervisor for guests',
    '分岐ターゲット インジェクション (Spectre v2): ゲスト向けの緩和策',
  ],
  'VMSA-2018-0012': [
    'Speculative store bypass: help of the hypervisor for guests',
    'Speculative Store Bypass: ゲスト向けの緩和策',
  ],
  'VMSA-2018-0020': [
    'L1 terminal fault: a guest reads memory of its neighbours on the core',
    'L1 Terminal Fault: 同じコアを使う他の仮想マシンのメモリを読み取られる',
  ],
  'VMSA-2018-0026': ['The virtual graphics device reads out of bounds', '仮想グラフィックス デバイスの境界外読み取り'],
  'VMSA-2018-0027': [
    'The vmxnet3 adapter uses memory that was never set, and lets a guest break out',
    'vmxnet3 の未初期化メモリ使用によりゲストからホストへ抜け出せる',
  ],
  'VMSA-2019-0005': [
    'The virtual USB 1 controller lets a guest break out',
    '仮想 USB 1 コントローラの脆弱性によりゲストからホストへ抜け出せる',
  ],
  'VMSA-2019-0011': [
    'The management service of the host can be brought down',
    'ホストの管理サービスがサービス拒否に陥る',
  ],
  'VMSA-2019-0012': ['Shaders of a guest read and write out of bounds', 'ゲストのシェーダーによる境界外の読み書き'],
  'VMSA-2019-0013': [
    'File names run commands in the host’s shell; sessions and credentials of vCenter Server',
    'ホストのシェルでファイル名からコマンドが実行される。vCenter Server のセッションと資格情報の脆弱性',
  ],
  'VMSA-2019-0014': [
    'The virtual sound device lets a guest break out',
    '仮想サウンド デバイスの脆弱性によりゲストからホストへ抜け出せる',
  ],
  'VMSA-2019-0018': [
    'Backup and restore of the appliance do not check certificates',
    'アプライアンスのバックアップとリストアで証明書が検証されない',
  ],
  'VMSA-2019-0019': ['Shaders of a guest stop its VM or the host’s service', 'ゲストのシェーダーによるサービス拒否'],
  'VMSA-2019-0022': [
    'OpenSLP lets anyone on the network run code on the host',
    'OpenSLP の脆弱性によりネットワークからホスト上でコードが実行される',
  ],
  'VMSA-2020-0006': [
    'The directory of vCenter Server answers without proper access control',
    'vCenter Server のディレクトリ サービス (vmdir) のアクセス制御の不備',
  ],
  'VMSA-2020-0012': ['The virtual NVMe controller reads out of bounds', '仮想 NVMe コントローラの境界外読み取り'],
  'VMSA-2020-0015': [
    'The virtual graphics and USB devices let a guest break out',
    '仮想グラフィックス/USB デバイスの脆弱性によりゲストからホストへ抜け出せる',
  ],
  'VMSA-2020-0018': [
    'Management services can be slowed down or stopped from the network',
    '管理サービスが部分的なサービス拒否に陥る',
  ],
  'VMSA-2020-0023': [
    'OpenSLP lets anyone on the network run code on the host; updates are not fully checked',
    'OpenSLP の脆弱性によるホスト上でのコード実行と、更新パッケージの検証不備',
  ],
  'VMSA-2020-0026': [
    'The virtual USB 3 controller lets a guest break out, and the VM process gain rights',
    '仮想 USB 3 コントローラによるゲストからの脱出と VMX プロセスの権限昇格',
  ],
  'VMSA-2020-0029': [
    'A guest fills the variables that it shares with the host',
    'ゲストの GuestInfo によるサービス拒否',
  ],
  'VMSA-2021-0002': [
    'A plug-in lets strangers run code on vCenter Server; OpenSLP overflow on hosts',
    'プラグインの脆弱性による vCenter Server 上でのコード実行と、ホストの OpenSLP ヒープ オーバーフロー',
  ],
  'VMSA-2021-0010': [
    'The vSAN plug-in lets strangers run code on vCenter Server',
    'vSAN プラグインの脆弱性により vCenter Server 上でコードが実行される',
  ],
  'VMSA-2021-0014': [
    'The hardware service of the host skips its login; OpenSLP can be brought down',
    'ホストの SFCB の認証回避と OpenSLP のサービス拒否',
  ],
  'VMSA-2021-0020': [
    'The analytics service takes files from strangers and runs them; 18 other flaws of vCenter Server',
    '分析サービスへの任意のファイル アップロードなど vCenter Server の 19 件の脆弱性',
  ],
  'VMSA-2021-0025': [
    'Integrated Windows authentication of vCenter Server gives wider rights',
    'vCenter Server の統合 Windows 認証による権限昇格',
  ],
  'VMSA-2021-0027': [
    'The old web client reads any file of vCenter Server',
    '旧 Web クライアントから vCenter Server の任意のファイルを読み取られる',
  ],
  'VMSA-2021-0028': [
    'Log4j lets strangers run code on vCenter Server',
    'Log4j の脆弱性により vCenter Server 上で任意のコードが実行される',
  ],
  'VMSA-2022-0001': [
    'The virtual CD-ROM drive lets a guest break out',
    '仮想 CD-ROM デバイスの脆弱性によりゲストからホストへ抜け出せる',
  ],
  'VMSA-2022-0004': [
    'The virtual USB controllers let a guest break out; flaws in host services',
    '仮想 USB コントローラによるゲストからの脱出と、ホストの各種サービスの脆弱性',
  ],
  'VMSA-2022-0009': [
    'Files of vCenter Server are readable for users without rights',
    'vCenter Server のファイル権限の不備による情報漏えい',
  ],
  'VMSA-2022-0016': [
    'Stale data of Intel processors (MMIO) leaks between guests',
    'Intel プロセッサの MMIO Stale Data 脆弱性によりゲスト間で情報が漏れる',
  ],
  'VMSA-2022-0018': [
    'vCenter Server calls addresses that a stranger names',
    'vCenter Server のサーバーサイド リクエスト フォージェリ',
  ],
  'VMSA-2022-0020': [
    'Branch prediction of processors (Retbleed) leaks memory of the host',
    'プロセッサの分岐予測 (Retbleed) によりホストのメモリが漏れる',
  ],
  'VMSA-2022-0025': [
    'The platform services run code from untrusted data; hosts can be brought down',
    'Platform Services Controller の安全でないデシリアライズとホストのサービス拒否',
  ],
  'VMSA-2022-0030': [
    'A guest damages memory of the host; a credential is written to a log',
    'ホストのメモリ破壊と、ログへの資格情報の出力',
  ],
  'VMSA-2022-0033': [
    'The virtual USB 2 controller lets a guest break out',
    '仮想 USB 2 コントローラの脆弱性によりゲストからホストへ抜け出せる',
  ],
  'VMSA-2023-0013': [
    'VMware Tools take orders from a compromised host without a login',
    '侵害されたホストから VMware Tools の認証が回避される',
  ],
  'VMSA-2023-0014': [
    'The remote call service of vCenter Server has memory flaws',
    'vCenter Server の DCERPC 実装のメモリ破壊の脆弱性',
  ],
  'VMSA-2023-0019': [
    'VMware Tools take forged tokens for the sign-in of a more powerful user',
    'VMware Tools の SAML トークン署名回避によりゲスト内の権限が昇格される',
  ],
  'VMSA-2023-0023': [
    'The remote call service lets strangers run code on vCenter Server',
    'DCERPC の境界外書き込みにより vCenter Server 上でコードが実行される',
  ],
  'VMSA-2023-0024': [
    'VMware Tools take forged tokens after the first mend as well',
    'VMware Tools の SAML トークン署名回避 (修正後に再び見つかったもの)',
  ],
  'VMSA-2024-0006': [
    'The virtual USB controllers let a guest break out of its sandbox',
    '仮想 USB コントローラの脆弱性によりゲストがサンドボックスから抜け出せる',
  ],
  'VMSA-2024-0011': [
    'Storage controllers of guests overflow; vCenter Server runs commands and gives out files',
    '仮想ストレージ コントローラの境界外アクセスと、vCenter Server のコード実行・ファイル読み取り',
  ],
  'VMSA-2024-0012': [
    'The remote call service lets strangers run code on vCenter Server; local users gain root',
    'DCERPC のヒープ オーバーフローによる vCenter Server 上でのコード実行と、sudo 設定不備による権限昇格',
  ],
  'VMSA-2024-0013': [
    'Whoever creates a domain group becomes root on hosts of the domain',
    'ドメインにグループを作成するだけでホストの管理者になれる認証回避',
  ],
  'VMSA-2024-0019': [
    'The remote call service lets strangers run code on vCenter Server, and gain root',
    'DCERPC のヒープ オーバーフローによる vCenter Server 上でのコード実行と権限昇格',
  ],
  'VMSA-2025-0004': [
    'A chain of flaws, used by attackers, leads from a guest to the host',
    'ゲストからホストへ抜け出す、悪用が確認された一連の脆弱性',
  ],
  'VMSA-2025-0005': [
    'VMware Tools for Windows let any user of the guest act with high rights',
    'Windows 版 VMware Tools の認証回避によりゲストの一般ユーザーが特権操作を行える',
  ],
  'VMSA-2025-0007': [
    'VMware Tools handle files in a way that a user of the guest can turn against it',
    'VMware Tools の安全でないファイル処理によりゲスト内のファイルが書き換えられる',
  ],
  'VMSA-2025-0010': [
    'Users who may edit alarms run commands on vCenter Server; guests stop hosts',
    'アラーム編集権限による vCenter Server でのコマンド実行と、ゲスト操作によるサービス拒否',
  ],
  'VMSA-2025-0013': [
    'The vmxnet3, VMCI and PVSCSI devices let a guest break out',
    'VMXNET3/VMCI/PVSCSI の脆弱性によりゲストからホストへ抜け出せる',
  ],
  'VMSA-2025-0014': [
    'Users with a login can stop services of vCenter Server',
    'ログインできるユーザーによる vCenter Server のサービス拒否',
  ],
  'VMSA-2025-0015': [
    'VMware Tools let a local user of the guest become its administrator',
    'VMware Tools によりゲストのローカル ユーザーが管理者権限を得る',
  ],
  'VMSA-2025-0016': [
    'Users who may create tasks change the mail that vCenter Server sends',
    'スケジュール タスクの作成権限による vCenter Server の SMTP ヘッダー インジェクション',
  ],
  'VMSA-2026-0006': ['Critical flaws of vCenter Server and of hosts', 'vCenter Server とホストの緊急の脆弱性'],
}
