import type { Change, ChangeKind, ChangeValue } from '../control/index.ts'
import { isRecord } from '../model/index.ts'
import { mapEntries, put, type Projection, type Values } from './projection.ts'

const SWITCHES = 'config.network.vswitch'
const PORTGROUPS = 'config.network.portgroup'

type Fields = Readonly<Record<string, unknown>>

/** What the changes of switches and port groups make of what was read. */
export const networkProjections = {
  switchSecurity: (change, values) =>
    compute(mapEntries(values, SWITCHES, isNamed(change), (one) => setFlag(one, change))),
  portgroupSecurity: (change, values) =>
    compute(
      mapEntries(
        values,
        PORTGROUPS,
        (one) => isNamed(change)(inside(one, 'spec')),
        (one) => setFlag(one, change),
      ),
    ),
  dvSwitchSecurity: (change, values) => projectSetting(change, values),
  dvPortgroupSecurity: (change, values) => projectSetting(change, values),
  dvPortgroupOverride: ({ field, to }, values) => {
    const config = inside(values, 'config')
    return put(values, 'config', { ...config, policy: { ...inside(config, 'policy'), [field]: to } })
  },
} as const satisfies Partial<Record<ChangeKind, Projection>>

const isNamed =
  ({ part }: Change) =>
  (fields: Fields) =>
    fields['name'] === part

/** A field that is an object; an empty one where it is not. */
function inside(fields: Fields, name: string): Fields {
  const found = fields[name]
  return isRecord(found) ? found : {}
}

/** Sets a field, or takes it away. */
function withField(fields: Fields, name: string, value: unknown): Fields {
  if (value !== undefined) return { ...fields, [name]: value }
  const { [name]: _, ...rest } = fields
  return rest
}

/** Sets a flag in the policy of a standard switch or port group. */
function setFlag(part: Fields, { field, to }: Change): Fields {
  const spec = inside(part, 'spec')
  const policy = inside(spec, 'policy')
  const security = withField(inside(policy, 'security'), field, to)
  return { ...part, spec: { ...spec, policy: { ...policy, security } } }
}

const FLAGS = ['allowPromiscuous', 'macChanges', 'forgedTransmits'] as const

/** Works out again what holds on each standard port group: its own flags, else those of its switch. */
function compute(values: Values): Values {
  const switches = new Map<unknown, Fields>()
  const list = values[SWITCHES]
  if (Array.isArray(list)) for (const one of list.filter(isRecord)) switches.set(one['name'], securityOf(one))
  return mapEntries(
    values,
    PORTGROUPS,
    () => true,
    (portgroup) => {
      const own = securityOf(portgroup)
      const above = switches.get(inside(portgroup, 'spec')['vswitchName']) ?? {}
      const computed = inside(portgroup, 'computedPolicy')
      // Only what the server had worked out before is worked out again.
      const security = Object.entries(inside(computed, 'security')).map(([name, value]) =>
        FLAGS.some((flag) => flag === name) ? [name, own[name] ?? above[name] ?? value] : [name, value],
      )
      return isRecord(computed['security'])
        ? { ...portgroup, computedPolicy: { ...computed, security: Object.fromEntries(security) } }
        : portgroup
    },
  )
}

const securityOf = (part: Fields) => inside(inside(inside(part, 'spec'), 'policy'), 'security')

/** Sets a flag in the port defaults of a distributed switch or port group, in the policy that holds it. */
function projectSetting({ field, to }: Change, values: Values): Values {
  const config = inside(values, 'config')
  const setting = inside(config, 'defaultPortConfig')
  return put(values, 'config', { ...config, defaultPortConfig: { ...setting, ...policyWith(setting, field, to) } })
}

function policyWith(setting: Fields, field: string, to: ChangeValue): Fields {
  const management = inside(setting, 'macManagementPolicy')
  if (field === 'macLearning') {
    const macLearningPolicy = { ...inside(management, 'macLearningPolicy'), enabled: to }
    return { macManagementPolicy: { ...management, macLearningPolicy } }
  }
  if (typeof management[field] === 'boolean') return { macManagementPolicy: { ...management, [field]: to } }
  const security = inside(setting, 'securityPolicy')
  return { securityPolicy: { ...security, [field]: { ...inside(security, field), value: to } } }
}
