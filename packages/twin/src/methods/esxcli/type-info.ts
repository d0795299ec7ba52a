import { isRecord } from '../../kernel/values.ts'
import type { Command, Parameter } from './command.ts'
import { fieldName, typeName, wsdlName } from './response.ts'

/** All of this came with the version that brought esxcli over the API. */
const version = 'vim.version.version5'
const managed = (namespace: string) => `vim.EsxCLI.${namespace}`
const optional = { _typeName: 'DynamicTypeMgrAnnotation', name: 'optional' }

function parameterInfo({ name, type, required }: Parameter) {
  return { _typeName: 'DynamicTypeMgrParamTypeInfo', name, version, type, ...(!required && { annotation: [optional] }) }
}

/** The type that a command returns: a structure of its own, several of them, or a plain one. */
function returnType(command: Command): string {
  const { output } = command
  switch (output.kind) {
    case 'string':
    case 'boolean':
    case 'long':
      return output.kind
    case 'strings':
      return 'string[]'
    case 'one':
      return typeName(command, output.type)
    case 'table':
    case 'list':
      return `${typeName(command, output.type)}[]`
  }
}

function methodInfo(command: Command) {
  const wsdl = wsdlName(`${managed(command.namespace)}.${command.name}`)
  return {
    _typeName: 'DynamicTypeMgrMethodTypeInfo',
    name: command.name,
    wsdlName: wsdl,
    version,
    paramTypeInfo: command.parameters.map(parameterInfo),
    returnTypeInfo: { _typeName: 'DynamicTypeMgrParamTypeInfo', name: 'result', version, type: returnType(command) },
    fault: ['vim.EsxCLI.CLIFault'],
  }
}

function dataInfo(command: Command): readonly unknown[] {
  const { output } = command
  if (!('fields' in output)) return []
  const name = typeName(command, output.type)
  return [
    {
      _typeName: 'DynamicTypeMgrDataTypeInfo',
      name,
      wsdlName: wsdlName(name),
      version,
      base: ['vmodl.DynamicData'],
      property: output.fields.map((field) => ({
        _typeName: 'DynamicTypeMgrPropertyTypeInfo',
        name: fieldName(field),
        version,
        type: 'string',
        annotation: [optional],
      })),
    },
  ]
}

const textOf = (spec: unknown, field: string) => (isRecord(spec) && typeof spec[field] === 'string' ? spec[field] : '')

function byNamespace(commands: readonly Command[]): Map<string, Command[]> {
  return Map.groupBy(commands, ({ namespace }) => namespace)
}

/** DynamicTypeMgrAllTypeInfo of those types whose name holds what the filter says. */
export function typeInfo(commands: readonly Command[], filter: unknown): unknown {
  const part = textOf(filter, 'typeSubstr')
  const namespaces = [...byNamespace(commands)].filter(([namespace]) => managed(namespace).includes(part))
  return {
    _typeName: 'DynamicTypeMgrAllTypeInfo',
    managedTypeInfo: namespaces.map(([namespace, own]) => ({
      _typeName: 'DynamicTypeMgrManagedTypeInfo',
      name: managed(namespace),
      wsdlName: wsdlName(managed(namespace)),
      version,
      base: ['vmodl.ManagedObject'],
      method: own.map(methodInfo),
    })),
    dataTypeInfo: commands
      .filter((command) => `${managed(command.namespace)}.${command.name}`.includes(part))
      .flatMap(dataInfo),
  }
}

/** The objects that have the commands, each under the id that ExecuteSoap takes. */
export function moInstances(commands: readonly Command[], filter: unknown): readonly unknown[] {
  const [id, part] = [textOf(filter, 'id'), textOf(filter, 'typeSubstr')]
  return [...byNamespace(commands).keys()]
    .map((namespace) => ({
      _typeName: 'DynamicTypeMgrMoInstance',
      id: `ha-cli-handler-${namespace.replaceAll('.', '-')}`,
      moType: managed(namespace),
    }))
    .filter((one) => (id === '' || one.id === id) && one.moType.includes(part))
}
