/** The shape that `vim25.py` prints, and the same facts with wire names and wire API ids. */

type RawField = [name: string, type: string, since: string, flags: number, privilege?: string | null]

interface RawTables {
  package: string
  versions: Record<string, { ns: string; id: string }>
  parents: Record<string, string[]>
  data: { vmodl: string; name: string; base: string; since: string; fields: RawField[] }[]
  enums: { vmodl: string; name: string; since: string; values: string[] }[]
  managed: { vmodl: string; name: string; base: string; since: string; props: RawField[]; methods: RawMethod[] }[]
}

interface RawMethod {
  name: string
  since: string
  params: RawField[]
  flags: number
  returns: string
  result: string
  privilege: string | null
  faults: string[]
}

export interface Field {
  name: string
  type: string
  array: boolean
  since: number
  optional: boolean
  secret: boolean
  privilege: string
}
export interface DataType {
  name: string
  base: string
  since: number
  fields: Field[]
}
export interface EnumType {
  name: string
  since: number
  values: string[]
}
export interface Method {
  name: string
  since: number
  params: Field[]
  returns: string
  optional: boolean
  result: string
  privilege: string
  faults: string[]
}
export interface ManagedType {
  name: string
  base: string
  since: number
  props: Field[]
  methods: Method[]
}
export interface Model {
  source: string
  versions: string[]
  data: DataType[]
  enums: EnumType[]
  managed: ManagedType[]
}

/** On the wire stands the `key` of a data object, not the object (pyVmomi's F_LINK; `selectedVnic` is a list of keys). */
const LINK = 1
const OPTIONAL = 4
const SECRET = 8

/** Types that the tables use and pyVmomi defines in code. TypeName & Co. are plain strings on the wire. */
const builtIn: Record<string, string> = {
  string: 'string',
  boolean: 'boolean',
  byte: 'byte',
  short: 'short',
  int: 'int',
  long: 'long',
  float: 'float',
  double: 'double',
  anyType: 'anyType',
  void: '',
  'vmodl.DateTime': 'dateTime',
  'vmodl.Binary': 'binary',
  'vmodl.TypeName': 'string',
  'vmodl.PropertyPath': 'string',
  'vmodl.MethodName': 'string',
  'vmodl.ManagedObject': 'ManagedObject',
  'vmodl.DataObject': '',
  'vmodl.MethodFault': 'MethodFault',
  'vmodl.RuntimeFault': 'RuntimeFault',
}

/** Resolves names, gives every VMODL version the oldest wire API id that includes it, and adds the built-in bases. */
export function loadModel(raw: RawTables): Model {
  const versions = Object.entries(raw.versions)
    // 9.1.0.1 has an internal wire id (m5CA1EF4D): a name of no public release, used by no type.
    .filter(([, v]) => v.ns.startsWith('vim') && /^\d/.test(v.id))
    .map(([name, v]) => ({ name, id: v.id, ancestors: new Set(raw.parents[name]) }))
    .sort((a, b) => a.ancestors.size - b.ancestors.size)
  const since = (version: string): number => {
    const index = versions.findIndex((v) => v.name === version || v.ancestors.has(version))
    if (index < 0) throw new Error(`no API id includes ${version}`)
    return index
  }
  const wire = new Map([...raw.data, ...raw.enums, ...raw.managed].map((t) => [t.vmodl, t.name]))
  const faults = faultTypes(raw)
  const dataTypes = new Set(raw.data.map((t) => t.vmodl))
  const plain = (type: string): string => {
    const base = type.replace('[]', '')
    const name = wire.get(base) ?? builtIn[base]
    if (name === undefined) throw new Error(`unknown type ${type}`)
    return name
  }
  // A fault inside data travels as LocalizedMethodFault { fault, localizedMessage } (facts/vcsim.md §4 "SOAP fault").
  const inData = (type: string): string => (faults.has(type.replace('[]', '')) ? 'LocalizedMethodFault' : plain(type))
  const field = ([name, type, version, flags, privilege]: RawField): Field => ({
    name,
    type: (flags & LINK) !== 0 && dataTypes.has(type.replace('[]', '')) ? 'string' : inData(type),
    array: type.endsWith('[]'),
    since: since(version),
    optional: (flags & OPTIONAL) !== 0,
    secret: (flags & SECRET) !== 0,
    privilege: privilege ?? '',
  })
  const withSuffix = (type: string) => (type.endsWith('[]') ? `${inData(type)}[]` : inData(type))
  return {
    source: raw.package,
    versions: versions.map((v) => v.id),
    data: [
      ...faultBases(since('vim.version.version1'), since('vim.version.version5')),
      ...raw.data.map((t) => ({
        name: t.name,
        base: plain(t.base),
        since: since(t.since),
        // dynamicType and dynamicProperty are of the VMODL run time; no release sends or takes them.
        fields: t.name === 'DynamicData' ? [] : t.fields.map(field),
      })),
    ],
    enums: raw.enums.map((t) => ({ name: t.name, since: since(t.since), values: t.values })),
    managed: [
      { name: 'ManagedObject', base: '', since: 0, props: [], methods: [] },
      ...raw.managed.map((t) => ({
        name: t.name,
        base: plain(t.base),
        since: since(t.since),
        props: t.props.map(field),
        methods: t.methods.map((m) => ({
          name: m.name,
          since: since(m.since),
          params: m.params.map(field),
          returns: withSuffix(m.returns),
          optional: (m.flags & OPTIONAL) !== 0,
          result: m.result === m.returns ? '' : withSuffix(m.result),
          privilege: m.privilege ?? '',
          faults: m.faults.map(plain),
        })),
      })),
    ],
  }
}

function faultTypes(raw: RawTables): Set<string> {
  const faults = new Set(['vmodl.MethodFault', 'vmodl.RuntimeFault'])
  for (let before = 0; before !== faults.size;) {
    before = faults.size
    for (const type of raw.data) if (faults.has(type.base)) faults.add(type.vmodl)
  }
  return faults
}

/** MethodFault, RuntimeFault and LocalizedMethodFault as the WSDL has them; pyVmomi defines them in code. */
function faultBases(first: number, v40: number): DataType[] {
  const field = (name: string, type: string, more: Partial<Field>): Field => ({
    name,
    type,
    array: false,
    since: first,
    optional: true,
    secret: false,
    privilege: '',
    ...more,
  })
  return [
    {
      name: 'MethodFault',
      base: '',
      since: first,
      fields: [
        field('faultCause', 'LocalizedMethodFault', { since: v40 }),
        field('faultMessage', 'LocalizableMessage', { since: v40, array: true }),
      ],
    },
    { name: 'RuntimeFault', base: 'MethodFault', since: first, fields: [] },
    {
      name: 'LocalizedMethodFault',
      base: 'DynamicData',
      since: first,
      fields: [field('fault', 'MethodFault', { optional: false }), field('localizedMessage', 'string', {})],
    },
  ]
}
