import { changeOf, fail, judgeFacts, pass, type Control } from '../../control/index.ts'
import { known, mapFact, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { flagOf, judgePair, pairReads, readPair, readPortSetting, type Pair, type Said } from './dv-setting.ts'
import { flags, type Flag } from './flags.ts'

const SETTING = 'config.defaultPortConfig'

/** A flag in the port defaults of one object; without it the answer is not known. */
function readFlag(subject: Subject, field: Flag['field']): Fact<Said> {
  const setting = readPortSetting(subject)
  if (!setting.known) return setting
  const said = flagOf(setting.value, field)
  return said
    ? known(said, { ref: subject.ref, path: `${SETTING}.${said.policy}.${field}` })
    : unknown('fault', setting.from, `no ${field}`)
}

/** What holds on a port group: its own word, or the switch’s where it inherits. */
function readEffective(portgroup: Subject, { dvsSubject }: Pair, field: Flag['field']): Fact<Said> {
  const own = readFlag(portgroup, field)
  // What cannot be understood may be a word of its own; only one that says nothing inherits.
  if (own.known ? own.value.own : !readPortSetting(portgroup).known) return own
  const above = readFlag(dvsSubject, field)
  if (above.known) return known({ ...above.value, own: false }, above.from)
  // The server resolves what is inherited, so the port group’s own copy will do.
  return own.known ? own : above
}

const ownSaid = text('set on the port group itself', 'ポート グループ自身の設定')
const inheritedSaid = text('inherited from the switch', '分散スイッチから継承')

/** Three flags in the port defaults of each distributed switch: new port groups begin with them. */
export const dvSwitchSecurity: readonly Control[] = flags.map((flag): Control => ({
  kind: 'judgement',
  id: `network.dvswitch-${flag.slug}`,
  facts: [flag.distributedFact],
  area: 'portgroup-security',
  severity: 'high',
  subject: 'VmwareDistributedVirtualSwitch',
  title: flag.titles.dvswitch,
  rationale: flag.rationale,
  impact: flag.impact,
  reads: [{ type: 'VmwareDistributedVirtualSwitch', path: 'config' }],
  judge: (subject) =>
    judgeFacts([mapFact(readFlag(subject, flag.field), ({ value }) => value)], (value) => (value ? fail() : pass())),
  repair: {
    kind: 'change',
    disruption: 'network',
    changes: (subject) => {
      const now = readFlag(subject, flag.field)
      return now.known && now.value.value ? [changeOf(subject, 'dvSwitchSecurity', flag.field, true, false)] : []
    },
  },
}))

/** Three flags on each distributed port group that carries VMs or VMkernel adapters. */
export const dvPortgroupSecurity: readonly Control[] = flags.map((flag): Control => ({
  kind: 'judgement',
  id: `network.dvportgroup-${flag.slug}`,
  facts: [flag.distributedFact],
  area: 'portgroup-security',
  severity: 'high',
  subject: 'DistributedVirtualPortgroup',
  title: flag.titles.dvportgroup,
  rationale: flag.rationale,
  impact: flag.impact,
  reads: pairReads,
  judge: (subject, inventory) =>
    judgePair(
      subject,
      inventory,
      (pair) => readEffective(subject, pair, flag.field),
      ({ value, own }) => {
        const said = note(own ? ownSaid : inheritedSaid, {})
        return value ? fail(said) : pass(said)
      },
      ({ value }) => value,
    ),
  repair: {
    kind: 'change',
    disruption: 'network',
    changes: (subject, inventory) => {
      const pair = readPair(subject, inventory)
      if (!pair.known) return []
      const now = readEffective(subject, pair.value, flag.field)
      if (!now.known || !now.value.value) return []
      return now.value.own
        ? [changeOf(subject, 'dvPortgroupSecurity', flag.field, true, false)]
        : [changeOf(pair.value.dvsSubject, 'dvSwitchSecurity', flag.field, true, false)]
    },
  },
}))
