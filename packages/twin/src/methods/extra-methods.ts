import type { FieldInfo, MethodInfo } from '@sakimori/vim25'
import { unlistedMethods } from '@sakimori/vim25/wire'

/**
 * Methods that clients call and no published table names: pyVmomi reads a property with Fetch, govc runs esxcli through the
 * host's method executer (facts/vcsim.md §5.1, §5.2).
 */
const parameter = (name: string, type: string, optional = false, array = false): FieldInfo => ({
  name,
  type,
  array,
  optional,
  secret: false,
  since: 0,
  privilege: '',
})

const method = (
  name: string,
  privilege: string,
  params: readonly FieldInfo[],
  returns: MethodInfo['returns'],
): MethodInfo => ({ name, since: 0, params, returns, result: undefined, privilege, faults: [] })

const one = (type: string, optional = false) => ({ type, array: false, optional })

const extra: Readonly<Record<string, MethodInfo>> = {
  Fetch: method('Fetch', 'System.Anonymous', [parameter('prop', 'string')], one('anyType', true)),
  ...unlistedMethods,
  // Their types are in no table either: they are read and written by what their elements are.
  DynamicTypeMgrQueryTypeInfo: method(
    'DynamicTypeMgrQueryTypeInfo',
    'System.Read',
    [parameter('filterSpec', 'anyType', true)],
    one('anyType'),
  ),
  DynamicTypeMgrQueryMoInstances: method(
    'DynamicTypeMgrQueryMoInstances',
    'System.Read',
    [parameter('filterSpec', 'anyType', true)],
    { type: 'anyType', array: true, optional: true },
  ),
}

/** A method that every managed object may be asked for; its handlers decide who has it. */
export function extraMethod(name: string): MethodInfo | undefined {
  return Object.hasOwn(extra, name) ? extra[name] : undefined
}
