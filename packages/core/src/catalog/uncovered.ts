import type { FactId, FactObject } from '../control/index.ts'
import { text, type Text } from '../text/index.ts'

/** Facts that no control of this catalogue is about, by what they are about. */
export const outside: readonly { readonly objects: readonly FactObject[]; readonly reason: Text }[] = [
  {
    objects: ['nsx'],
    reason: text(
      'NSX Manager has an interface and accounts of its own; its controls come with the rows of NSX.',
      'NSX Manager には専用の API とアカウントがあり、NSX のコントロールとして別に追加する予定のため。',
    ),
  },
  {
    objects: [
      'vcf',
      'vcf-automation',
      'vcf-fleet',
      'vcf-hcx',
      'vcf-installer',
      'vcf-logs',
      'vcf-networks',
      'vcf-operations',
      'vcf-protection',
      'sddc-manager',
    ],
    reason: text(
      'The other appliances of VMware Cloud Foundation are products beside vSphere, each with an interface of its own.',
      'VMware Cloud Foundation のほかのアプライアンスは vSphere とは別の製品で、それぞれ専用の API を持つため。',
    ),
  },
]

/** Facts of vSphere proper that no control implements, by the reason. A fact leaves this list when its control comes. */
const gaps: readonly { readonly reason: Text; readonly facts: readonly FactId[] }[] = []

/** Why no control implements a fact of vSphere proper. */
export const uncovered: ReadonlyMap<FactId, Text> = new Map(
  gaps.flatMap(({ reason, facts }) => facts.map((fact) => [fact, reason] as const)),
)

/** Releases for which a row is published, although the control that implements its fact does not judge them. */
export const elsewhere: ReadonlyMap<FactId, Text> = new Map<FactId, Text>([
  [
    'vm-console-gui-options',
    text(
      'After 6.7 neither the vendor nor DISA names this key; the benchmark of 7.0 carries it on.',
      '6.7 より後は、ベンダーも DISA もこのキーを挙げておらず、7.0 のベンチマークだけに残っているため。',
    ),
  ],
  [
    'esxi-log-level-global',
    text(
      'The benchmark leaves the level to the site, so there is no value to judge by.',
      'ベンチマークがレベルの選択を組織に委ねており、判定の基準になる値がないため。',
    ),
  ],
])
