import type { MoRef } from '@sakimori/vim25'
import { VimFault } from '../../kernel/fault.ts'
import type { CommandAnswer } from '../../estate/estate.ts'
import { demand, sessionOf, type Arguments, type Call, type MethodTable } from '../../kernel/call.ts'
import { ManagedObject } from '../../kernel/store.ts'
import { isRecord, listOf } from '../../kernel/values.ts'
import { readElement, type Element } from '../../xml/element.ts'
import { Cli, CliFault, executerHost, type Command } from './command.ts'
import { commandsOf, helpOf } from './commands.ts'
import { forgetAnswers, recordedAnswer } from './recorded.ts'
import { faultXml, infoXml, recordedXml, responseXml } from './response.ts'
import { moInstances, typeInfo } from './type-info.ts'

/** The object of a host that knows its commands, and the one method that it has. */
const cliInfo = { moid: 'ha-dynamic-type-manager-local-cli-cliinfo', method: 'vim.CLIInfo.FetchCLIInfo' } as const

/** A helper object of a host, made when somebody first asks for it. */
function helper(call: Call, type: string, prefix: string): MoRef {
  const { local } = call.world.parts
  const ref = { type, value: `${prefix}-${call.self.ref.value.replace(/^host-/, '')}` }
  if (local.get(ref) === undefined) local.add(new ManagedObject(ref, {}, { owner: call.self.ref }))
  return ref
}

interface SoapResult {
  readonly _typeName: 'ReflectManagedMethodExecuterSoapResult'
  readonly response?: string
  readonly fault?: {
    readonly _typeName: 'ReflectManagedMethodExecuterSoapFault'
    readonly faultMsg: string
    readonly faultDetail: string
  }
}

const answered = (response: string): SoapResult => ({ _typeName: 'ReflectManagedMethodExecuterSoapResult', response })

function failed(type: string, message: string, lines: readonly string[]): SoapResult {
  return {
    _typeName: 'ReflectManagedMethodExecuterSoapResult',
    fault: {
      _typeName: 'ReflectManagedMethodExecuterSoapFault',
      faultMsg: message,
      faultDetail: faultXml(type, message, lines),
    },
  }
}

const cliFailed = (...lines: readonly string[]) => failed('VimEsxCLICLIFault', 'EsxCLI.CLIFault.summary', lines)

/** The arguments of ExecuteSoap: each is a name, and as many elements of that name as it has values. */
function readOptions(given: unknown): ReadonlyMap<string, readonly string[]> {
  const options = new Map<string, readonly string[]>()
  for (const argument of listOf(given).filter(isRecord)) {
    const values = readElement(Buffer.from(`<values>${String(argument['val'] ?? '')}</values>`)).children.map(textOf)
    options.set(String(argument['name'] ?? ''), values)
  }
  return options
}

const textOf = ({ text }: Element) => text

/** What esxcli says of options that a command does not have, or does not get. */
function complaint({ parameters }: Command, options: ReadonlyMap<string, readonly string[]>): string | undefined {
  const unknown = [...options.keys()].find((name) => !parameters.some((one) => one.name === name))
  if (unknown !== undefined) return `Invalid parameter '${unknown}'.`
  const missing = parameters.find(({ name, required }) => required && (options.get(name) ?? []).length === 0)
  return missing === undefined ? undefined : `Missing required parameter ${missing.aliases.join('|')}`
}

/** What the host of a snapshot answered, or was refused with: no right is the call's own fault, the rest is esxcli's. */
function sayAgain(found: Command | undefined, recorded: CommandAnswer): SoapResult {
  if ('rows' in recorded) return answered(recordedXml(found, recorded.rows))
  const { _typeName: type, errMsg } = recorded.fault
  if (type === 'NoPermission') throw new VimFault(recorded.fault, 'Permission to perform this operation was denied.')
  return failed(type, 'EsxCLI.CLIFault.summary', listOf(errMsg).map(String))
}

/** Runs a command; its faults are part of the answer, those of the machinery (no right, no host) are the call's own. */
async function execute(call: Call, { method, argument }: Arguments): Promise<SoapResult> {
  const host = executerHost(call)
  const options = readOptions(argument)
  const commands = commandsOf(host)
  if (method === cliInfo.method) return describe(commands, options.get('typeName')?.[0] ?? '')
  const path = String(method).replace(/^vim\.EsxCLI\./, '')
  const found = commands.find(({ namespace, name }) => `${namespace}.${name}` === path)
  const recorded = recordedAnswer(host, path, options)
  if (recorded !== undefined) {
    demand(call.world, sessionOf(call), host, found?.privilege ?? 'System.Read')
    return sayAgain(found, recorded)
  }
  if (found === undefined) {
    const said = path.replaceAll('.', ' ')
    return cliFailed(`Unknown command or namespace ${said}: this release lacks it, or the twin does not simulate it.`)
  }
  demand(call.world, sessionOf(call), host, found.privilege)
  const wrong = complaint(found, options)
  if (wrong !== undefined) return cliFailed(wrong)
  try {
    const answer = await found.run(new Cli(call, host, options))
    if (!/^(?:get|list)$/.test(found.name)) forgetAnswers(call.world.store, host, found.namespace)
    return answered(responseXml(found, answer))
  } catch (error) {
    if (error instanceof CliFault) return cliFailed(error.message)
    if (error instanceof VimFault && error.fault._typeName !== 'NoPermission') return cliFailed(error.message)
    throw error
  }
}

/** FetchCLIInfo of a namespace: 'vim.EsxCLI.network.firewall'. */
function describe(commands: readonly Command[], typeName: string): SoapResult {
  const namespace = typeName.replace(/^vim\.EsxCLI\./, '')
  const own = commands.filter((one) => one.namespace === namespace)
  if (own.length > 0) return answered(infoXml(namespace, helpOf(namespace), own))
  const said = namespace.replaceAll('.', ' ')
  const message = `The object or item referred to could not be found: the host has no esxcli namespace ${said}, or the twin does not simulate it.`
  return failed('NotFound', message, [])
}

/** esxcli over the API: a host's executer of methods, and its catalogue of them. */
export const esxcliMethods: readonly MethodTable[] = [
  {
    HostSystem: {
      RetrieveManagedMethodExecuter: (call) => {
        executerHost(call)
        return helper(call, 'ReflectManagedMethodExecuter', 'ManagedMethodExecuter')
      },
      RetrieveDynamicTypeManager: (call) => {
        executerHost(call)
        return helper(call, 'InternalDynamicTypeManager', 'DynamicTypeManager')
      },
    },
    ReflectManagedMethodExecuter: { ExecuteSoap: execute },
    InternalDynamicTypeManager: {
      DynamicTypeMgrQueryTypeInfo: (call, { filterSpec }) => typeInfo(commandsOf(executerHost(call)), filterSpec),
      DynamicTypeMgrQueryMoInstances: (call, { filterSpec }) => [
        ...moInstances(commandsOf(executerHost(call)), filterSpec),
        { _typeName: 'DynamicTypeMgrMoInstance', id: cliInfo.moid, moType: 'vim.CLIInfo' },
      ],
    },
  },
]
