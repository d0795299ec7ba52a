import { describe, expect, test } from 'vitest'
import type { Finding } from '../assess/index.ts'
import type { Fact } from '../model/index.ts'
import { renderNote } from '../text/index.ts'
import { situationsOf } from '../testing/situations.ts'
import { findingsOf } from '../testing/verdicts.ts'
import { whereDemanded } from '../testing/where-demanded.ts'
import { catalog } from './index.ts'

const reasons = ['notCollected', 'noPermission', 'notSupported', 'fault']

/** What is wrong with how a finding says where a fact was read, and why one is missing. */
const faultsOfFact = (fact: Fact<unknown>): readonly string[] => [
  ...(fact.from?.ref?.type && fact.from.ref.value && fact.from.path ? [] : ['a fact from nowhere']),
  ...(fact.known || reasons.includes(fact.missing) ? [] : ['missing for no reason']),
  ...(fact.known || fact.detail !== '' ? [] : ['an empty detail']),
]

/** What is wrong with what a finding tells its reader. */
function faultsOf({ verdict, evidence, note }: Finding): readonly string[] {
  const values = Object.entries(note?.values ?? {})
  return [
    ...evidence.flatMap(faultsOfFact),
    ...(verdict === 'unknown' && !note && evidence.every(({ known }) => known) ? ['unknown for no reason'] : []),
    ...((verdict === 'pass' || verdict === 'fail') && evidence.length === 0 ? ['judged on no evidence'] : []),
    ...values.flatMap(([name, value]) => (/^$|undefined/.test(String(value)) ? [`{${name}} is “${value}”`] : [])),
    ...(note === undefined
      ? []
      : (['en', 'ja'] as const).flatMap((locale) => {
          const slots = [...note.text[locale].matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
          const empty = slots.filter((name) => note.values?.[name] === undefined)
          return [...empty.map((name) => `no {${name}}`), ...(renderNote(note, locale) === '' ? ['an empty note'] : [])]
        })),
  ]
}

/** What looks like nonsense and is an answer: a name may be “x”, and a switch may have nothing of what is asked for. */
const answers: Readonly<Record<string, string>> = {
  'cluster.hosts-same-acceptance-level': 'HostSystem HostImageConfigManager.HostImageConfigGetAcceptance(): "x"',
  'cluster.vsan-datastore-named': 'Datastore name: "x"',
  'vcenter.inventory-named': 'ClusterComputeResource name: "x"',
  'network.dvswitch-netflow': 'VmwareDistributedVirtualSwitch config: {}',
  'network.dvswitch-port-mirroring': 'VmwareDistributedVirtualSwitch config: {}',
  'network.dvswitch-health-check': 'VmwareDistributedVirtualSwitch config: {}',
}

const idOf = ({ subject: { ref, key = '' } }: Finding) => `${ref.type} ${ref.value} ${key}`

describe('whatever the estate answers', () => {
  test.each(catalog.filter(({ kind }) => kind !== 'procedure').map((control) => [control.id, control] as const))(
    '%s says what it rests on, in whole sentences, and never passes what fails because of nonsense',
    (id, control) => {
      const { baseline } = whereDemanded(control)
      const judged = [...situationsOf(control)].map(({ about, how, draft }) => ({
        situation: `${about}: ${how}`,
        isUnset: how === 'unset',
        findings: findingsOf(draft, control, { baseline }),
      }))
      const wrong = judged.flatMap(({ situation, findings }) =>
        findings.flatMap((one) => faultsOf(one).map((fault) => `${situation}: ${one.verdict}: ${fault}`)),
      )
      expect([...new Set(wrong)]).toEqual([])

      const [, spoiled, ...odd] = judged
      const failing = new Set(spoiled?.findings.filter(({ verdict }) => verdict === 'fail').map(idOf))
      const passed = odd
        .filter(
          ({ isUnset, findings }) =>
            !isUnset && findings.some((one) => one.verdict === 'pass' && failing.has(idOf(one))),
        )
        .map(({ situation }) => situation)
      expect(failing.size).toBeGreaterThan(0)
      expect(passed).toEqual(id in answers ? [answers[id]] : [])
    },
  )
})
