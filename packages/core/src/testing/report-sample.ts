import { assess, type Assessment, type Attestation, type Waiver } from '../assess/index.ts'
import {
  absentOr,
  between,
  control,
  defaultPolicy,
  fail,
  is,
  judgeFacts,
  pass,
  type Baseline,
  type Control,
} from '../control/index.ts'
import {
  known,
  mapFact,
  openInventory,
  readRaw,
  type MissingNote,
  type Snapshot,
  type TlsTrust,
} from '../model/index.ts'
import { note, text } from '../text/index.ts'

/** What a test may choose about an estate. Whatever the estate says (names, values, details) may be hostile. */
export interface Sample {
  readonly estateName: string
  readonly tls: TlsTrust
  readonly hosts: readonly {
    readonly name: string
    readonly lock: unknown
    readonly lockdown: unknown
    readonly switchName: string
    readonly gone?: MissingNote
  }[]
  readonly vms: readonly { readonly name: string; readonly copy: unknown }[]
  readonly attestations?: readonly Attestation[]
  readonly waivers: readonly Waiver[]
  readonly baseline: Baseline
}

export const plainSample: Sample = {
  estateName: 'vc.example.test',
  tls: 'verified',
  hosts: [
    { name: 'esx1.example.test', lock: 0, lockdown: 'lockdownDisabled', switchName: 'vSwitch0' },
    {
      name: 'esx2.example.test',
      lock: 5,
      lockdown: 'lockdownNormal',
      switchName: 'vSwitch0',
      gone: { why: 'noPermission', detail: 'Host.Config.Network' },
    },
  ],
  vms: [
    { name: 'web01', copy: true },
    { name: '基幹系 DB', copy: undefined },
  ],
  waivers: [],
  baseline: 'sakimori',
}

const told = text('The uplinks are named {names}', 'アップリンク名は {names} です')
const said = { rationale: text('Because.', '理由。'), impact: text('None to speak of.', '特になし。'), reads: [] }

/** One control of each kind and of each way to mend. */
const sampleControls: readonly Control[] = [
  control({
    ...said,
    kind: 'observation',
    id: 'esx.account-lock-failures',
    facts: ['esxi-account-lockout-failures'],
    area: 'authentication',
    subject: 'HostSystem',
    severity: 'medium',
    title: text(
      'A local account locks after at most five failed logins',
      'ローカル アカウントは 5 回以内の失敗でロックされる',
    ),
    observe: (subject) => readRaw(subject, 'lock'),
    expect: { sakimori: between(1, 5), stig: is(3) },
    repair: { kind: 'change', disruption: 'none', changes: () => [] },
  }),
  control({
    ...said,
    kind: 'observation',
    id: 'esx.lockdown',
    facts: ['esxi-lockdown-mode'],
    area: 'lockdown-mode',
    subject: 'HostSystem',
    severity: 'critical',
    title: text('The host is in lockdown mode', 'ホストはロックダウン モードになっている'),
    observe: (subject) => readRaw(subject, 'lockdown'),
    expect: { sakimori: is('lockdownNormal') },
    repair: { kind: 'steps', disruption: 'access', steps: text('1. Open it.\n2. Set it.', '1. 開く。\n2. 設定する。') },
  }),
  control({
    ...said,
    kind: 'judgement',
    id: 'switch.named-uplinks',
    facts: ['vswitch-promiscuous-mode'],
    area: 'portgroup-security',
    subject: 'HostVirtualSwitch',
    severity: 'high',
    title: text('The uplinks have good names', 'アップリンクに適切な名前が付いている'),
    judge: (subject) => {
      const names = known(subject.name, { ref: subject.ref, path: 'config.network.vswitch' })
      return judgeFacts([names, mapFact(readRaw(subject, 'lock'), (lock) => lock)], (name, lock) =>
        lock === 5 ? pass() : fail(note(told, { names: name })),
      )
    },
    repair: { kind: 'change', disruption: 'network', changes: () => [] },
  }),
  control({
    ...said,
    kind: 'observation',
    id: 'vm.console-copy',
    facts: ['vm-console-copy'],
    area: 'vm-isolation',
    subject: 'VirtualMachine',
    severity: 'low',
    title: text('Copying out of the console is off', 'コンソールからのコピーは無効'),
    observe: (subject) => readRaw(subject, 'copy'),
    expect: { sakimori: absentOr(is(true)) },
    repair: { kind: 'change', disruption: 'powerCycle', changes: () => [] },
  }),
  control({
    ...said,
    kind: 'procedure',
    id: 'nsx.reviewed',
    facts: ['vc-roles-reviewed'],
    area: 'micro-segmentation',
    subject: 'ClusterComputeResource',
    severity: 'medium',
    title: text('Somebody reviews the rules every year', 'ルールを毎年見直している'),
    steps: text('Ask for the minutes.', '議事録を確認する。'),
    repair: { kind: 'steps', disruption: 'none', steps: text('Hold the review.', '見直しを実施する。') },
  }),
]

/** Judges a sample by the sample controls, through the real `assess`. */
export function assessSample(sample: Sample): Assessment {
  return assess(openInventory(sampleSnapshot(sample)), {
    context: { now: new Date('2026-11-24T00:00:00Z'), policy: defaultPolicy, baseline: sample.baseline },
    controls: sampleControls,
    attestations: sample.attestations ?? [],
    waivers: sample.waivers,
  })
}

const folder = { type: 'Folder', value: 'group-v3' }

function sampleSnapshot({ estateName, tls, hosts, vms }: Sample): Snapshot {
  return {
    schema: 'sakimori/snapshot/1',
    estate: {
      name: estateName,
      endpoint: 'https://vc.example.test:443',
      kind: 'vcenter',
      product: 'VMware vCenter Server 8.0.3',
      version: '8.0.3',
      build: '24322831',
      apiVersion: '8.0.3.0',
      instanceUuid: '11111111-2222-4333-8444-555555555555',
      collectedAt: '2026-11-24T00:00:00Z',
      tls,
    },
    asked: { HostSystem: ['lock', 'lockdown', 'config.network.vswitch'], VirtualMachine: ['copy'] },
    objects: [
      { ref: folder, values: { name: 'vm' } },
      { ref: { type: 'ClusterComputeResource', value: 'domain-c8' }, values: { name: 'Production' } },
      ...hosts.map(({ name, lock, lockdown, switchName, gone }, index) => {
        const ref = { type: 'HostSystem', value: `host-${index}` }
        const values = { name, lock, lockdown, parent: { type: 'ClusterComputeResource', value: 'domain-c8' } }
        return gone
          ? { ref, values, missing: { 'config.network.vswitch': gone } }
          : { ref, values: { ...values, 'config.network.vswitch': [{ name: switchName }] } }
      }),
      ...vms.map(({ name, copy }, index) => ({
        ref: { type: 'VirtualMachine', value: `vm-${index}` },
        values: { name, copy, parent: folder, 'config.instanceUuid': `uuid-${index}` },
      })),
    ],
  }
}
