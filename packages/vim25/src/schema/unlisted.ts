import type { DataTypeInfo, FieldInfo, MethodInfo } from './tables.ts'

const field = (name: string, type: string, more: Partial<FieldInfo> = {}): FieldInfo => ({
  name,
  type,
  array: false,
  optional: false,
  secret: false,
  since: 0,
  privilege: '',
  ...more,
})

const data = (name: string, ...fields: readonly FieldInfo[]): DataTypeInfo => ({
  kind: 'data',
  name,
  base: 'DynamicData',
  since: 0,
  fields,
})

const method = (
  name: string,
  privilege: string,
  params: readonly FieldInfo[],
  returns: MethodInfo['returns'],
): MethodInfo => ({ name, since: 0, params, returns, result: undefined, privilege, faults: [] })

const argument = 'ReflectManagedMethodExecuterSoapArgument'
const result = 'ReflectManagedMethodExecuterSoapResult'
const fault = 'ReflectManagedMethodExecuterSoapFault'

/**
 * Types and methods of the API that no published table names: those with which esxcli is run through a host's method
 * executer. They are as old as the API itself: what they carry is what differs between releases. As govmomi's
 * `internal/types.go` and the wire show them (facts/vcsim.md §5.2).
 */
export const unlistedTypes: readonly DataTypeInfo[] = [
  data(argument, field('name', 'string'), field('val', 'string')),
  data(fault, field('faultMsg', 'string', { optional: true }), field('faultDetail', 'string', { optional: true })),
  data(result, field('response', 'string', { optional: true }), field('fault', fault, { optional: true })),
]

const reference = { type: 'ManagedObject', array: false, optional: true } as const

export const unlistedMethods = {
  RetrieveManagedMethodExecuter: method('RetrieveManagedMethodExecuter', 'System.Read', [], reference),
  RetrieveDynamicTypeManager: method('RetrieveDynamicTypeManager', 'System.Read', [], reference),
  ExecuteSoap: method(
    'ExecuteSoap',
    '',
    [
      field('moid', 'string'),
      field('version', 'string'),
      field('method', 'string'),
      field('argument', argument, { optional: true, array: true }),
    ],
    { type: result, array: false, optional: false },
  ),
} as const satisfies Readonly<Record<string, MethodInfo>>
