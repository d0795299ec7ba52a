import { changeOf, fail, judgeFacts, pass, type Change, type Control } from '../../control/index.ts'
import {
  isRecord,
  known,
  mapFact,
  readPart,
  readRaw,
  unknown,
  within,
  type Fact,
  type Subject,
} from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { flags, type Flag } from './flags.ts'

const SWITCHES = 'config.network.vswitch'
const PORTGROUPS = 'config.network.portgroup'

type Field = Flag['field']

/** A security flag inside `{ security: { … } }`; `undefined` where the policy leaves it to the one above. */
function flagIn(policy: unknown, field: Field): unknown {
  const security = isRecord(policy) ? policy['security'] : undefined
  return isRecord(security) ? security[field] : undefined
}

const specOf = (part: Record<string, unknown> | undefined) => (isRecord(part?.['spec']) ? part['spec'] : undefined)

/** A switch has the last word, so it must say something; defaults differ between releases and are never filled in. */
function readSwitchFlag(part: Fact<Record<string, unknown>>, field: Field): Fact<boolean> {
  if (!part.known) return part
  const value = flagIn(specOf(part.value)?.['policy'], field)
  return typeof value === 'boolean'
    ? known(value, { ...part.from, path: `${part.from.path}.spec.policy.security.${field}` })
    : unknown('fault', part.from, `no ${field} in the policy of the switch`)
}

/** The switch that a port group is on. */
function switchOf(portgroup: Subject, name: unknown): Fact<Record<string, unknown>> {
  return readPart({ ...portgroup, type: 'HostVirtualSwitch', key: String(name) }, 'HostVirtualSwitch')
}

/** What holds on a port group, and whether it is its own or the switch’s. */
interface Effective {
  readonly value: boolean
  readonly own: boolean
  readonly switchName: string
}

function readEffective(portgroup: Subject, field: Field): Fact<Effective> {
  const part = readPart(portgroup, 'HostPortGroup')
  if (!part.known) return part
  const switches = readRaw(portgroup, SWITCHES)
  if (!switches.known) return switches
  if (!Array.isArray(switches.value) || !switches.value.every(isRecord))
    return unknown('fault', switches.from, 'not a list of switches')
  const spec = specOf(part.value)
  const own = flagIn(spec?.['policy'], field)
  const switchName = String(spec?.['vswitchName'])
  const found = (value: boolean) =>
    within(
      known({ value, own: typeof own === 'boolean', switchName }, part.from),
      `${part.from.path}.computedPolicy.security.${field}`,
    )
  const computed = flagIn(part.value['computedPolicy'], field)
  if (typeof computed === 'boolean') return found(computed)
  if (typeof own === 'boolean') return found(own)
  const inherited = readSwitchFlag(switchOf(portgroup, switchName), field)
  return inherited.known ? found(inherited.value) : inherited
}

const ownSaid = text('set on the port group itself', 'ポート グループ自身の設定')
const inheritedSaid = text('inherited from the switch {name}', 'スイッチ {name} から継承')

/** The change of a flag on a standard switch. */
const switchChange = (host: Subject, name: string, field: Field): Change =>
  changeOf({ ...host, key: name }, 'switchSecurity', field, true, false)

/** Three flags on each standard switch. */
export const switchSecurity: readonly Control[] = flags.map((flag): Control => ({
  kind: 'judgement',
  id: `network.switch-${flag.slug}`,
  facts: [flag.standardFact],
  area: 'portgroup-security',
  severity: 'high',
  subject: 'HostVirtualSwitch',
  title: flag.titles.switch,
  rationale: flag.rationale,
  impact: flag.impact,
  reads: [{ type: 'HostSystem', path: SWITCHES }],
  judge: (subject) =>
    judgeFacts([readSwitchFlag(readPart(subject, 'HostVirtualSwitch'), flag.field)], (value) =>
      value ? fail() : pass(),
    ),
  repair: {
    kind: 'change',
    disruption: 'network',
    changes: (subject) => {
      const now = readSwitchFlag(readPart(subject, 'HostVirtualSwitch'), flag.field)
      return now.known && now.value ? [switchChange(subject, subject.key ?? '', flag.field)] : []
    },
  },
}))

/** Three flags on each standard port group, as they hold there. A fault is mended where it comes from. */
export const portgroupSecurity: readonly Control[] = flags.map((flag): Control => ({
  kind: 'judgement',
  id: `network.portgroup-${flag.slug}`,
  facts: [flag.standardFact],
  area: 'portgroup-security',
  severity: 'high',
  subject: 'HostPortGroup',
  title: flag.titles.portgroup,
  rationale: flag.rationale,
  impact: flag.impact,
  reads: [
    { type: 'HostSystem', path: PORTGROUPS },
    { type: 'HostSystem', path: SWITCHES },
  ],
  judge: (subject) => {
    const effective = readEffective(subject, flag.field)
    const outcome = judgeFacts([effective], ({ value, own, switchName }) => {
      const said = own ? note(ownSaid, {}) : note(inheritedSaid, { name: switchName })
      return value ? fail(said) : pass(said)
    })
    return { ...outcome, evidence: [mapFact(effective, ({ value }) => value)] }
  },
  repair: {
    kind: 'change',
    disruption: 'network',
    changes: (subject) => {
      const now = readEffective(subject, flag.field)
      if (!now.known || !now.value.value) return []
      return now.value.own
        ? [changeOf(subject, 'portgroupSecurity', flag.field, true, false)]
        : [switchChange(subject, now.value.switchName, flag.field)]
    },
  },
}))
