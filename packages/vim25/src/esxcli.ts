import { VimError } from './errors.ts'
import { unlistedMethods } from './schema/unlisted.ts'
import type { CallOptions, VimClient } from './session/client.ts'
import { faultError } from './session/fault-error.ts'
import { ValueDecoder } from './soap/decoder.ts'
import { escapeText } from './soap/escape.ts'
import { readerOf } from './soap/readers.ts'
import type { AnyObject, MoRef } from './values.ts'
import { XmlScanner, type XmlHandler } from './xml/scanner.ts'
import { XmlError } from './xml/xml-error.ts'

/** One line of what a command answers: texts by column, without the spaces of its heading ('SignedStatus'). */
export type EsxcliRow = Readonly<Record<string, string | readonly string[]>>

/** The version that esxcli itself speaks, whatever the host's (facts/vcsim.md §5.2). */
const version = 'urn:vim25/5.0'

/** The executer of each host, found once for each connection. */
const executers = new WeakMap<VimClient, Map<string, Promise<MoRef>>>()

/**
 * Runs an esxcli command on a host, through vCenter Server or on the host itself, without SSH:
 * `runEsxcli(client, host, ['network', 'firewall', 'get'])`. `args` are options by their long names ('ruleset-id'). A
 * command with one plain answer gives one row, with the column `value`. Throws VimError; what esxcli complains of is a
 * `fault` of the type VimEsxCLICLIFault, whose `errMsg` has its words.
 */
export async function runEsxcli(
  client: VimClient,
  host: MoRef<'HostSystem'>,
  command: readonly string[],
  args: Readonly<Record<string, string>> = {},
  options: CallOptions = {},
): Promise<readonly EsxcliRow[]> {
  const line = `esxcli ${command.join(' ')}`
  const executer = await executerOf(client, host, options)
  const call = {
    moid: `ha-cli-handler-${command.slice(0, -1).join('-')}`,
    version,
    method: `vim.EsxCLI.${command.join('.')}`,
    argument: Object.entries(args).map(([option, value]) => argumentOf(option.replaceAll('-', ''), value)),
  }
  const safe = /^(?:get|list)$/.test(command.at(-1) ?? '')
  const result = (await client.callUnlisted(executer, unlistedMethods.ExecuteSoap, call, { ...options, safe })) as
    | { readonly response?: string; readonly fault?: SoapFault }
    | undefined
  if (result?.fault !== undefined) throw errorOf(`${line} on ${host.value}`, result.fault)
  if (result?.response !== undefined) return rowsOf(decode(line, result.response))
  // Nothing at all is no empty list: who asked would take it for one.
  if (safe) throw new VimError('protocol', `${line} on ${host.value}: the host sent no answer`)
  return []
}

interface SoapFault {
  readonly faultMsg?: string
  readonly faultDetail?: string
}

const argumentOf = (name: string, value: string) => ({
  _typeName: 'ReflectManagedMethodExecuterSoapArgument',
  name,
  val: `<${name}>${escapeText(value)}</${name}>`,
})

/** A host that answers no more, and one that was added again, are asked again. */
async function executerOf(client: VimClient, host: MoRef, options: CallOptions): Promise<MoRef> {
  const known = executers.get(client) ?? new Map<string, Promise<MoRef>>()
  executers.set(client, known)
  const asked = known.get(host.value) ?? askExecuter(client, host, options)
  known.set(host.value, asked)
  try {
    return await asked
  } catch (error) {
    known.delete(host.value)
    throw error
  }
}

async function askExecuter(client: VimClient, host: MoRef, options: CallOptions): Promise<MoRef> {
  const method = unlistedMethods.RetrieveManagedMethodExecuter
  const found = await client.callUnlisted(host, method, {}, { ...options, safe: true })
  if (found !== undefined) return found as MoRef
  throw new VimError('fault', `HostSystem ${host.value} has no executer of methods`, {
    fault: { _typeName: 'NotSupported' },
  })
}

/** The complaint of esxcli, or of the machinery behind it, as an error like any other fault of the server. */
function errorOf(label: string, { faultMsg = '', faultDetail }: SoapFault): VimError {
  const detail = faultDetail === undefined ? undefined : decode(label, faultDetail)
  const fault = isRecord(detail) && isRecord(detail['fault']) ? (detail['fault'] as AnyObject) : undefined
  const said = [fault?.['errMsg'] ?? faultMsg].flat().join(' ')
  return faultError(label, { code: 'ReflectManagedMethodExecuterSoapFault', text: said, fault })
}

/** Reads the document that esxcli answers with: a DataObject, a list of them, or a plain value. */
function decode(label: string, xml: string): unknown {
  const reader = new DocumentReader(label)
  try {
    return reader.read(Buffer.from(xml))
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw new VimError('protocol', `${label}: the answer is not usable XML: ${error.message}`, { cause: error })
  }
}

/** A document with one value in it. */
class DocumentReader implements XmlHandler {
  readonly #label: string
  readonly #scanner = new XmlScanner(this)
  // No type of esxcli is in the tables: the release changes nothing.
  readonly #values = new ValueDecoder(this.#scanner, 0)
  #value: unknown

  constructor(label: string) {
    this.#label = label
  }

  read(bytes: Uint8Array): unknown {
    this.#scanner.write(bytes)
    this.#scanner.end()
    return this.#value
  }

  open(...[name, attributes]: Parameters<XmlHandler['open']>): void {
    if (this.#values.active) this.#values.open(name, attributes)
    else this.#values.begin(this.#label, readerOf('anyType'), attributes)
  }

  text(text: string): void {
    this.#values.text(text)
  }

  close(): void {
    const closed = this.#values.close()
    if (closed.done) this.#value = closed.value
  }
}

function rowsOf(value: unknown): readonly EsxcliRow[] {
  if (Array.isArray(value)) return value.flatMap(rowsOf)
  if (!isRecord(value)) return [{ value: String(value ?? '') }]
  if ('_value' in value) return rowsOf(value['_value'])
  if (value['_typeName'] === 'ArrayOfDataObject') return [value['DataObject'] ?? []].flat().flatMap(rowsOf)
  const columns = Object.entries(value).filter(([column]) => column !== '_typeName')
  return [Object.fromEntries(columns.map(([column, held]) => [column, cell(held)]))]
}

function cell(held: unknown): string | readonly string[] {
  if (Array.isArray(held)) return held.map(String)
  if (!isRecord(held)) return String(held ?? '')
  return Object.entries(held).flatMap(([name, inner]) => (name === '_typeName' ? [] : cell(inner)))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
