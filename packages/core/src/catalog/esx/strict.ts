import { is, readService, stoppedService, within, type Control, type Row } from '../../control/index.ts'
import { isRecord, known, mapFact, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { text } from '../../text/index.ts'
import { readRecords } from '../network/wiring.ts'

const AUTHENTICATION = 'config.authenticationManagerInfo'

/** Whether the host asks for a smart card; a host that says nothing of Active Directory does not tell. */
function readSmartCard(subject: Subject): Fact<boolean> {
  const raw = readRaw(subject, AUTHENTICATION)
  if (!raw.known) return raw
  const from = { ref: subject.ref, path: `${AUTHENTICATION}.authConfig.smartCardAuthenticationEnabled` }
  const list = isRecord(raw.value) && Array.isArray(raw.value['authConfig']) ? raw.value['authConfig'] : []
  const told = list.filter(isRecord).find((one) => typeof one['smartCardAuthenticationEnabled'] === 'boolean')
  return told ? known(told['smartCardAuthenticationEnabled'] === true, from) : unknown('notCollected', from)
}

/** The TCP/IP stacks of the adapters that carry vMotion. */
function readVmotionStacks(subject: Subject): Fact<readonly string[]> {
  const services = readRecords(subject, 'config.virtualNicManagerInfo.netConfig')
  const adapters = readRecords(subject, 'config.network.vnic')
  if (!services.known) return services
  if (!adapters.known) return adapters
  const selected = services.value
    .filter(({ nicType }) => nicType === 'vmotion')
    .flatMap(({ selectedVnic }) => (Array.isArray(selectedVnic) ? selectedVnic.map(String) : []))
  const carrying = adapters.value.filter(({ key }) =>
    selected.some((one) => one === key || one.endsWith(`.${String(key)}`)),
  )
  const stacks = carrying.map(({ spec }) => (isRecord(spec) ? String(spec['netStackInstanceKey']) : ''))
  return known(stacks, { ref: subject.ref, path: 'config.network.vnic[].spec.netStackInstanceKey' })
}

const consoleRow: Row = {
  id: 'esx.console-service-stopped',
  facts: ['esxi-dcui-service'],
  area: 'access-restriction',
  severity: 'low',
  span: '6.5..6.7',
  title: text('The console service (DCUI) of the host is stopped', 'ホストのコンソール サービス (DCUI) が停止している'),
  rationale: text(
    'Who stands at the server, or at its management controller, reaches the login of the host by it.',
    'サーバーの前や BMC のリモート コンソールから、ホストのログイン画面に到達できる。',
  ),
  impact: text(
    'If vCenter Server and the network are lost, nothing but a reinstallation brings the host back. We do not advise it.',
    'vCenter Server とネットワークを失うと、再インストール以外に復旧手段がない。当プロジェクトとしては推奨しない。',
  ),
}

/** Every host of these releases has the service: a list without it has not been read whole. */
function readConsoleStopped(subject: Subject): Fact<boolean> {
  const state = readService(subject, 'DCUI')
  if (!state.known) return state
  if (!state.value) return unknown('notCollected', state.from, 'not in the list of services')
  return known(!state.value.running && state.value.policy === 'off', state.from)
}

const stopConsole = stoppedService('DCUI', consoleRow)

/** What only a stricter baseline asks: each of these shuts a way back in, or needs hardware that few sites have. */
export const strict: readonly Control[] = [
  {
    ...consoleRow,
    kind: 'observation',
    subject: 'HostSystem',
    reads: stopConsole.reads,
    observe: readConsoleStopped,
    // CIS asked for it at level 2, and dropped it with 7.0.
    expect: { sakimori: [], cis: is(true) },
    repair: stopConsole.repair,
  },
  {
    id: 'esx.smart-card-login',
    kind: 'observation',
    facts: ['esxi-smartcard-local'],
    area: 'authentication',
    subject: 'HostSystem',
    severity: 'low',
    span: '6.5..6.7',
    title: text(
      'The console of the host asks for a smart card',
      'ホストのコンソール ログインにスマート カードが必要である',
    ),
    rationale: text(
      'A password that was seen or guessed is enough for the console otherwise.',
      'スマート カードがなければ、盗み見や推測で得たパスワードだけでコンソールに入れる。',
    ),
    impact: text(
      'The server needs a card reader, and the domain must be reachable to log in.',
      'サーバーにカード リーダーが必要で、ログインにはドメインへの接続も必要になる。',
    ),
    reads: [{ type: 'HostSystem', path: AUTHENTICATION }],
    observe: readSmartCard,
    expect: { sakimori: [], stig: is(true) },
    repair: {
      kind: 'steps',
      disruption: 'access',
      steps: text(
        'Join the host to the domain, then host > Configure > Authentication Services > Import Certificate, and enable smart card authentication.',
        'ホストをドメインに参加させ、ホスト > 設定 > 認証サービス > 証明書のインポート の後、スマート カード認証を有効にする。',
      ),
    },
  },
  {
    id: 'esx.vmotion-own-stack',
    kind: 'observation',
    facts: ['esxi-tcpip-stacks'],
    area: 'network-separation',
    subject: 'HostSystem',
    severity: 'low',
    span: '6.5..6.7',
    title: text('vMotion uses a TCP/IP stack of its own', 'vMotion は専用の TCP/IP スタックを使用する'),
    rationale: text(
      'With a stack of its own vMotion has its own gateway, and cannot leave by the route of the management network.',
      '専用スタックなら専用のゲートウェイを持ち、管理ネットワークの経路に流れ出ることがない。',
    ),
    impact: text(
      'An adapter cannot change its stack: it is made anew, and vMotion stops while that lasts.',
      'アダプタのスタックは変更できず、作り直しになる。その間 vMotion は使えない。',
    ),
    reads: ['config.virtualNicManagerInfo.netConfig', 'config.network.vnic'].map((path) => ({
      type: 'HostSystem',
      path,
    })),
    applies: (subject) => mapFact(readVmotionStacks(subject), (stacks) => stacks.length > 0),
    observe: readVmotionStacks,
    expect: { sakimori: [], stig: within('vmotion') },
    repair: {
      kind: 'steps',
      disruption: 'network',
      steps: text(
        'Make a VMkernel adapter on the vMotion stack, test it, and then remove the old one.',
        'vMotion スタック上に VMkernel アダプタを作成し、疎通を確認してから古いアダプタを削除する。',
      ),
    },
  },
]
