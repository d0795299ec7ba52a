import { hostOptionTypes, vcenterOptionTypes, type Change, type ChangeKind } from '../control/index.ts'
import { isKeyed, isRecord } from '../model/index.ts'
import { mapEntries, put, type Projection, type Values } from './projection.ts'

const SERVICES = 'config.service.service'
const POLICY = 'config.firewall.defaultPolicy'

/** What the changes of a host and of vCenter Server make of what was read. */
export const hostProjections = {
  hostOption: (change, values) => projectOption(change, values, 'config.option', hostOptionTypes),
  vcenterOption: (change, values) => projectOption(change, values, 'OptionManager.setting', vcenterOptionTypes),
  serviceRunning: (change, values) => projectService(change, values, 'running'),
  servicePolicy: (change, values) => projectService(change, values, 'policy'),
  lockdownMode: ({ to }, values) => put(values, 'config.lockdownMode', to),
  lockdownExceptions: ({ to }, values) => put(values, 'HostAccessManager.QueryLockdownExceptions()', to),
  firewallDefaultPolicy: ({ field, to }, values) => {
    const policy = values[POLICY]
    return put(values, POLICY, { ...(isRecord(policy) ? policy : {}), [field]: to })
  },
} as const satisfies Partial<Record<ChangeKind, Projection>>

const projectService = ({ part, to }: Change, values: Values, field: 'running' | 'policy'): Values =>
  mapEntries(
    values,
    SERVICES,
    (service) => service['key'] === part,
    (service) => ({ ...service, [field]: to }),
  )

/** Sets, adds or, with `undefined`, takes away an entry of a list of `OptionValue`. */
function projectOption(
  { field, to }: Change,
  values: Values,
  path: string,
  types: Readonly<Record<string, string>>,
): Values {
  const list: readonly unknown[] = Array.isArray(values[path]) ? values[path] : []
  const isIt = (entry: unknown) => isKeyed(entry) && entry.key.toLowerCase() === field.toLowerCase()
  if (to === undefined)
    return put(
      values,
      path,
      list.filter((entry) => !isIt(entry)),
    )
  if (!list.some(isIt))
    return put(values, path, [
      ...list,
      { _typeName: 'OptionValue', key: field, value: boxLike(undefined, to, types[field]) },
    ])
  return mapEntries(values, path, isIt, (entry) => ({ ...entry, value: boxLike(entry['value'], to, types[field]) }))
}

/** A number goes back into the box that it came in; a new one gets the box that the wire asks for. */
function boxLike(old: unknown, to: Change['to'], type = 'int'): unknown {
  if (typeof to !== 'number') return to
  if (isRecord(old) && '_value' in old) return { ...old, _value: to }
  return typeof old === 'number' ? to : { _typeName: type, _value: to }
}
