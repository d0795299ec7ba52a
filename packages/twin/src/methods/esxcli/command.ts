import { isSubtype } from '@sakimori/vim25'
import { needHost } from '../../behaviour/host-reach.ts'
import { hostReleaseOf } from '../../behaviour/option-defs.ts'
import { changeHostState, hostStateOf } from '../../behaviour/host-state.ts'
import { hostManagerRef, hostOf, type HostManagerField } from '../../computed/host-managers.ts'
import type { CommandLineState } from '../../estate/estate.ts'
import type { Arguments, Call } from '../../kernel/call.ts'
import { vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { isRecord, listOf } from '../../kernel/values.ts'
import { userOf } from '../host/host-call.ts'

/** What esxcli itself complains of: VimEsxCLICLIFault with its lines. */
export class CliFault extends Error {
  override readonly name = 'CliFault'
}

/** An option of a command. */
export interface Parameter {
  /** On the wire: the long form without its hyphens. */
  readonly name: string
  readonly display: string
  readonly aliases: readonly string[]
  readonly help: string
  readonly type: 'string' | 'boolean' | 'long' | 'string[]'
  readonly required: boolean
  /** Given without a value. */
  readonly flag: boolean
}

type Cell = string | number | boolean | readonly string[] | undefined
/** One line of output: the names are those of the columns, with their spaces. */
export type Row = Readonly<Record<string, Cell>>

/** What a command answers: one line, several, or a plain value. Every command that changes something answers true. */
export type Output =
  | { readonly kind: 'one'; readonly type: string; readonly fields: readonly string[] }
  | { readonly kind: 'table' | 'list'; readonly type: string; readonly fields: readonly string[] }
  | { readonly kind: 'string' | 'boolean' | 'long' | 'strings' }

/** One command of esxcli: a row of the tables in `commands/`. */
export interface Command {
  /** 'network.firewall.ruleset' */
  readonly namespace: string
  readonly name: string
  readonly help: string
  /** The first API id of a host that has it; all that the twin knows when absent. */
  readonly since?: string
  readonly parameters: readonly Parameter[]
  readonly output: Output
  /** What the caller needs on the host. vSphere names none for single commands: the privilege of the like API method. */
  readonly privilege: string
  readonly run: (cli: Cli) => Answer | Promise<Answer>
}

export type Answer = Row | readonly Row[] | readonly string[] | string | number | boolean

interface ParameterWanted {
  readonly type?: Parameter['type']
  readonly required?: boolean
  readonly flag?: boolean
}

/** `option('-r', 'ruleset-id', 'The rule set')` */
export const option = (short: string, display: string, help: string, more: ParameterWanted = {}): Parameter => ({
  name: display.replaceAll('-', ''),
  display,
  aliases: short === '' ? [`--${display}`] : [short, `--${display}`],
  help,
  type: more.type ?? 'string',
  required: more.required ?? false,
  flag: more.flag ?? false,
})

interface CommandWanted {
  readonly since?: string
  readonly parameters?: readonly Parameter[]
  readonly privilege?: string
}

/** `command('system.tls.server get', 'Show …', one('Profile', 'Cipher List'), …)` */
export function command(
  path: string,
  help: string,
  output: Output,
  run: Command['run'],
  more: CommandWanted = {},
): Command {
  const [namespace = '', name = ''] = path.split(' ')
  const { parameters = [], privilege = 'System.Read', since } = more
  return { namespace, name, help, parameters, output, privilege, run, ...(since !== undefined && { since }) }
}

/** A command that changes something. */
export const change = (
  path: string,
  help: string,
  privilege: string,
  parameters: readonly Parameter[],
  run: (cli: Cli) => unknown,
  since?: string,
): Command =>
  command(
    path,
    help,
    { kind: 'boolean' },
    async (cli) => {
      await run(cli)
      return true
    },
    { parameters, privilege, ...(since !== undefined && { since }) },
  )

export const one = (type: string, ...fields: readonly string[]): Output => ({ kind: 'one', type, fields })
export const table = (type: string, ...fields: readonly string[]): Output => ({ kind: 'table', type, fields })
/** Several lines, each shown by itself. */
export const list = (type: string, ...fields: readonly string[]): Output => ({ kind: 'list', type, fields })

export type Fields = Readonly<Record<string, unknown>>
export const recordOf = (value: unknown): Fields => (isRecord(value) ? value : {})
/** The data objects of a list. */
export const records = (value: unknown): readonly Fields[] => listOf(value).filter(isRecord)

/** A command as it runs: on which host, for whom, with which options. */
export class Cli {
  readonly call: Call
  readonly host: ManagedObject
  readonly #options: ReadonlyMap<string, readonly string[]>

  constructor(call: Call, host: ManagedObject, options: ReadonlyMap<string, readonly string[]>) {
    this.call = call
    this.host = host
    this.#options = options
  }

  get world() {
    return this.call.world
  }

  /** HostConfigInfo, or a part of it. */
  config(...path: readonly string[]): unknown {
    let value: unknown = this.host.get('config')
    for (const name of path) value = recordOf(value)[name]
    return value
  }

  /** What only the command line shows and sets. */
  get state(): CommandLineState {
    return hostStateOf(this.host).commandLine ?? {}
  }

  setState(fields: CommandLineState): void {
    changeHostState(this.world.store, this.host, { commandLine: { ...this.state, ...fields } })
  }

  get release() {
    return hostReleaseOf(this.host) ?? '6.5'
  }

  /** The value of an option by its name on the wire. */
  text(name: string): string | undefined {
    return this.#options.get(name)?.[0]
  }

  texts(name: string): readonly string[] {
    return this.#options.get(name) ?? []
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name)
    return value === undefined ? undefined : truth(value, name)
  }

  number(name: string): number | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    if (!/^-?\d+$/.test(value)) throw new CliFault(`Invalid data constraint for parameter '${name}'.`)
    return Number(value)
  }

  /** Posts what the host itself would report. */
  report(eventTypeId: string, message: string): void {
    this.world.events.postEx(eventTypeId, userOf(this.call), this.host, message)
  }

  /** Calls a method of the API on one of the host's managers: it checks, stores and reports as it does for everybody. */
  async api(manager: HostManagerField, method: string, args: Arguments): Promise<unknown> {
    return await this.call.further(hostManagerRef(this.host.ref, manager), method, args)
  }
}

const yes = ['true', 't', '1', 'yes', 'y', 'on']
const no = ['false', 'f', '0', 'no', 'n', 'off']

function truth(value: string, name: string): boolean {
  const word = value.trim().toLowerCase()
  if (!yes.includes(word) && !no.includes(word)) throw new CliFault(`Invalid data constraint for parameter '${name}'.`)
  return yes.includes(word)
}

/** The host that an executer belongs to, if it answers. */
export function executerHost({ self, world }: Call): ManagedObject {
  const host = isSubtype(self.ref.type, 'HostSystem') ? self : hostOf(world, self)
  if (host === undefined) throw vimFault('NotSupported', {}, 'The operation is supported on hosts only')
  needHost(world, host)
  return host
}
