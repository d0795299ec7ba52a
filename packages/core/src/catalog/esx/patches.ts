import { esxOption, fail, is, judgeFacts, pass, type Control } from '../../control/index.ts'
import { readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { host, patchLevel, supportedRelease } from '../patches.ts'

const ACCEPTANCE = 'HostImageConfigManager.HostImageConfigGetAcceptance()'

/** Levels whose packages carry a signature of the vendor or of a partner. */
const SIGNED = ['vmware_certified', 'vmware_accepted', 'partner']

const acceptanceSaid = text('acceptance level: {level}', '許容レベル: {level}')

function readAcceptance(subject: Subject): Fact<string> {
  const raw = readRaw(subject, ACCEPTANCE)
  if (!raw.known) return raw
  return typeof raw.value === 'string' ? { ...raw, value: raw.value } : unknown('fault', raw.from, 'not a level')
}

/** A host runs what its vendor signed and still mends. */
export const patches: readonly Control[] = [
  patchLevel(host, {
    id: 'esx.patch-level',
    facts: ['esxi-patch-level'],
    area: 'patches',
    severity: 'critical',
    title: text(
      'The host holds the fixes of all published security advisories',
      '公開済みのセキュリティ アドバイザリの修正がすべてホストに適用されている',
    ),
    rationale: text(
      'Published flaws come with public exploits. Some let a guest break out into the host, and ransomware crews use them.',
      '公開された脆弱性には攻撃コードが出回る。ゲストからホストへ抜け出せるものもあり、ランサムウェアの攻撃者が実際に悪用している。',
    ),
    impact: text(
      'The host enters maintenance mode and restarts; its VMs must move away or stop.',
      'ホストはメンテナンス モードに入り再起動する。仮想マシンは移動するか停止する必要がある。',
    ),
    steps: text(
      'Update the host with vSphere Lifecycle Manager to the fixed build that the note names, vCenter Server first. If the branch has no fix, upgrade to the newest one.',
      '先に vCenter Server を更新し、vSphere Lifecycle Manager で注記の修正ビルドへホストを更新する。そのブランチに修正がなければ最新のブランチへアップグレードする。',
    ),
  }),
  supportedRelease(host, {
    id: 'esx.supported-release',
    facts: ['esxi-supported-version'],
    area: 'patches',
    severity: 'high',
    title: text(
      'The release of the host is under general support',
      'ホストのリリースはジェネラル サポート期間内である',
    ),
    rationale: text(
      'After the end of general support flaws stay open for good: the vendor no longer even says which of them apply.',
      'ジェネラル サポートが終了すると、脆弱性は放置される。どの脆弱性が該当するかさえ公表されなくなる。',
    ),
    impact: text(
      'An upgrade needs hardware, drivers and a vCenter Server that the new release supports.',
      'アップグレードには、新しいリリースが対応するハードウェア、ドライバ、vCenter Server が必要になる。',
    ),
    steps: text(
      'Upgrade the host to a supported release. Check the hardware and the order of upgrades against the vendor’s compatibility lists first.',
      'サポート期間内のリリースへホストをアップグレードする。事前にハードウェアの互換性とアップグレードの順序を確認する。',
    ),
  }),
  {
    id: 'esx.acceptance-level',
    kind: 'judgement',
    facts: ['esxi-vib-acceptance-level'],
    area: 'patches',
    subject: 'HostSystem',
    severity: 'high',
    title: text(
      'Only packages signed by the vendor or its partners may be installed',
      'VMware またはパートナーが署名した VIB だけをインストールできる',
    ),
    rationale: text(
      'At the level CommunitySupported anyone with root can install an unsigned package, a back door that survives restarts.',
      'CommunitySupported では、root 権限を得た者が署名のない VIB を入れ、再起動後も残るバックドアを仕掛けられる。',
    ),
    impact: text(
      'The level cannot be raised while a package below it is installed; community drivers have to be removed.',
      '下位レベルの VIB が入っている間は引き上げられない。コミュニティ製のドライバは削除が必要になる。',
    ),
    reads: [{ type: 'HostSystem', path: ACCEPTANCE }],
    judge: (subject) =>
      judgeFacts([readAcceptance(subject)], (level) => {
        const message = note(acceptanceSaid, { level })
        return SIGNED.includes(level) ? pass(message) : fail(message)
      }),
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Remove the packages of the level CommunitySupported, then set the acceptance level to PartnerSupported: host > Configure > Security Profile > Host Image Profile Acceptance Level.',
        'CommunitySupported の VIB を削除し、許容レベルを PartnerSupported に設定する: ホスト > 設定 > セキュリティ プロファイル > ホスト イメージ プロファイル許容レベル。',
      ),
    },
  },
  esxOption('UserVars.SuppressHyperthreadWarning', {
    id: 'esx.hyperthread-warning',
    facts: ['esxi-hyperthread-warning'],
    area: 'patches',
    severity: 'low',
    span: '6.7..9.1',
    title: text(
      'The host warns when hyper-threading leaves it open to CPU flaws',
      'ハイパースレッディングによる CPU の脆弱性が残るとき、ホストは警告を表示する',
    ),
    rationale: text(
      'With the warning hidden, nobody sees that a VM may read data of another one through a shared core.',
      '警告を消すと、共有コアを通じて他の仮想マシンのデータが読まれうる状態に誰も気付けない。',
    ),
    impact: text(
      'The warning comes back until the mitigation is switched on.',
      '緩和策を有効にするまで警告が再び表示される。',
    ),
    expect: { sakimori: is(0) },
  }),
]
