import { fail, judgeFacts, notApplicable, oneOf, pass, type Control } from '../../control/index.ts'
import {
  asMoRef,
  isRecord,
  known,
  mapFact,
  readRaw,
  unknown,
  type Fact,
  type Inventory,
  type Subject,
} from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { lineOf } from '../../advisory/index.ts'
import { knowledgeOf, supportEnds } from '../patches.ts'
import { readFilled } from './setting-row.ts'

const said = {
  homeless: text('the VM has no host', '仮想マシンがホストに登録されていない'),
  supported: text(
    '{host} runs {line}, under general support until {ends} (data of {asOf})',
    '{host} の {line} は {ends} までジェネラル サポート期間内である ({asOf} 時点のデータ)',
  ),
  ended: text(
    'general support of {line}, which {host} runs, ended on {ends}',
    '{host} で稼働中の {line} は、{ends} にジェネラル サポートが終了している',
  ),
} as const

/** The version of the host that a VM is on. */
function readHostVersion(vm: Subject, inventory: Inventory): Fact<{ host: string; line: string } | undefined> {
  const home = readRaw(vm, 'runtime.host')
  if (!home.known) return home
  if (home.value === undefined) return known(undefined, home.from)
  const host = inventory.find(asMoRef(home.value))
  if (!host) return unknown('notCollected', home.from, 'its host is not in the snapshot')
  const product = readRaw(host, 'config.product')
  if (!product.known) return product
  const version = isRecord(product.value) ? product.value['version'] : undefined
  return typeof version === 'string'
    ? known({ host: host.name, line: lineOf(version) }, product.from)
    : unknown('fault', product.from, 'no version')
}

/** Only a running guest says which VMware Tools it runs; a template is never on. */
const isRunning = (subject: Subject) =>
  mapFact(readFilled(subject, 'runtime.powerState'), (state) => state === 'poweredOn')

/** What keeps a VM up to date: the release below it and VMware Tools inside it. */
export const vmUpkeep: readonly Control[] = [
  {
    kind: 'judgement',
    id: 'vm.supported-release',
    facts: ['vm-supported-version'],
    area: 'patches',
    severity: 'high',
    subject: 'VirtualMachine',
    // Published for these alone; newer hosts answer for themselves (esx.supported-release).
    span: '6.5..6.7',
    title: text(
      'The VM runs on a host whose release is under general support',
      '仮想マシンはジェネラル サポート期間内のリリースのホストで動作している',
    ),
    rationale: text(
      'Ways out of a guest are found every year; on a release that is no longer mended each of them stays open below this VM.',
      'ゲストからホストへ抜け出す脆弱性は毎年見つかる。修正が提供されないリリースでは、この仮想マシンの足元にそれが残り続ける。',
    ),
    impact: text(
      'The VM moves to a newer host; old guests may not be supported there.',
      '仮想マシンを新しいホストへ移す。古いゲスト OS はサポートされないことがある。',
    ),
    reads: [
      { type: 'VirtualMachine', path: 'runtime.host' },
      { type: 'HostSystem', path: 'config.product' },
    ],
    judge: (subject, inventory, context) => {
      const { asOf } = knowledgeOf(context)
      const fact = readHostVersion(subject, inventory)
      if (fact.known && fact.value && supportEnds(context, fact.value.line) === undefined)
        return {
          verdict: 'unknown',
          evidence: [fact, unknown('notSupported', fact.from, `not in the data of ${asOf}`)],
        }
      return judgeFacts([fact], (home) => {
        if (!home) return notApplicable(note(said.homeless, {}))
        const { host, line } = home
        const ends = supportEnds(context, line) ?? ''
        return context.now.toISOString().slice(0, 10) <= ends
          ? pass(note(said.supported, { host, line, ends, asOf }))
          : fail(note(said.ended, { host, line, ends }))
      })
    },
    repair: {
      kind: 'steps',
      disruption: 'maintenanceMode',
      steps: text(
        'Upgrade the host, or move the VM to a cluster of a supported release by vMotion or, powered off, by migration.',
        'ホストをアップグレードする。または vMotion かパワーオフ状態での移行で、サポート対象リリースのクラスタへ移す。',
      ),
    },
  },
  {
    kind: 'observation',
    id: 'vm.tools-current',
    facts: ['guest-tools-current'],
    area: 'patches',
    severity: 'medium',
    subject: 'VirtualMachine',
    title: text(
      'VMware Tools in the running guest are current, or the guest’s own package',
      '稼働中のゲストの VMware Tools が最新である、またはゲスト OS のパッケージとして管理されている',
    ),
    rationale: text(
      'VMware Tools run with full rights inside the guest; published flaws in old ones make a plain user its administrator.',
      'VMware Tools はゲスト内で最上位の権限で動く。古い版の公開済みの脆弱性により、一般ユーザーが管理者権限を得られる。',
    ),
    impact: text(
      'The guest may have to restart, and loses its network for a moment when the driver changes.',
      'ゲストの再起動が必要になることがある。ドライバ更新時に一時的に通信が途切れる。',
    ),
    reads: [
      { type: 'VirtualMachine', path: 'runtime.powerState' },
      { type: 'VirtualMachine', path: 'guest.toolsVersionStatus2' },
    ],
    applies: isRunning,
    observe: (subject) => readFilled(subject, 'guest.toolsVersionStatus2'),
    expect: {
      // Newer than what the host brings along is no worse.
      sakimori: oneOf(['guestToolsCurrent', 'guestToolsUnmanaged', 'guestToolsSupportedNew']),
      scg: oneOf(['guestToolsCurrent', 'guestToolsUnmanaged']),
      cis: oneOf(['guestToolsCurrent', 'guestToolsUnmanaged']),
    },
    repair: {
      kind: 'steps',
      disruption: 'powerCycle',
      steps: text(
        'Upgrade VMware Tools in the vSphere Client (Guest OS > Upgrade VMware Tools), or open-vm-tools with the package manager of the guest. Take a snapshot first.',
        'スナップショットを取得したうえで、vSphere Client の [ゲスト OS] > [VMware Tools のアップグレード] を実行する。open-vm-tools はゲスト OS のパッケージ管理で更新する。',
      ),
    },
  },
]
