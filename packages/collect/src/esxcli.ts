import { baselines, isDemanded, type Control } from '@sakimori/core/control'
import { isRecord, releaseOf, releases, type MissingNote, type Release } from '@sakimori/core/model'
import { isSubtype, isVimError, runEsxcli, type VimClient } from '@sakimori/vim25'
import { CALL_WIDTH, mapBounded } from './bounded.ts'
import type { DraftObject } from './draft.ts'
import { missingOfError } from './missing.ts'

const PREFIX = 'esxcli:'

/** What is asked of a host by esxcli: 'esxcli:system ssh key list --user=root', as controls read it. */
interface Question {
  readonly path: string
  readonly command: readonly string[]
  readonly args: Readonly<Record<string, string>>
  /** The releases of a control that wants the answer. */
  readonly wanted: ReadonlySet<Release>
}

/** The commands that controls read, each once. */
function questionsOf(controls: readonly Control[]): readonly Question[] {
  const wanted = new Map<string, Set<Release>>()
  for (const control of controls)
    for (const { path } of control.reads) {
      if (!path.startsWith(PREFIX)) continue
      const known = wanted.get(path) ?? new Set<Release>()
      for (const release of releases)
        if (baselines.some((baseline) => isDemanded(control, baseline, release))) known.add(release)
      wanted.set(path, known)
    }
  return [...wanted].map(([path, known]) => ({ path, wanted: known, ...parse(path) }))
}

/** An option without a value is a switch that is on. */
function parse(path: string): Pick<Question, 'command' | 'args'> {
  const words = path.slice(PREFIX.length).split(' ')
  const isOption = (word: string) => word.startsWith('--')
  const options = words.filter(isOption).map((word) => word.slice(2).split(/=(.*)/, 2))
  return {
    command: words.filter((word) => !isOption(word)),
    args: Object.fromEntries(options.map(([name = '', value = 'true']) => [name, value])),
  }
}

/**
 * Asks hosts what only their command line shows, one command at a time on each. What a host refuses, or does not know, is
 * missing; when the way to esxcli is closed as a whole, nobody is asked any further.
 */
export async function callEsxcli(
  client: VimClient,
  hosts: readonly DraftObject[],
  controls: readonly Control[],
): Promise<void> {
  const questions = questionsOf(controls)
  let closed: MissingNote | undefined
  await mapBounded(hosts, CALL_WIDTH, async (host) => {
    let silent: MissingNote | undefined
    const release = releaseOfHost(host) ?? releaseOf(client.content.about.version)
    for (const { path, command, args, wanted } of questions) {
      if (release === undefined || !wanted.has(release)) {
        host.missing[path] = { why: 'notCollected', detail: 'not asked of this release' }
        continue
      }
      const known = closed ?? silent
      if (known) {
        host.missing[path] = known
        continue
      }
      try {
        host.values[path] = await runEsxcli(client, { type: 'HostSystem', value: host.ref.value }, command, args)
      } catch (error) {
        const why = missingOfCommand(error)
        if (!why) throw error
        host.missing[path] = why
        if (isClosed(error)) closed = why
        else if (isSilent(error)) silent = why
      }
    }
  })
}

function releaseOfHost({ values }: DraftObject): Release | undefined {
  const product = values['config.product'] ?? values['summary.config.product']
  const version = isRecord(product) ? product['version'] : undefined
  return typeof version === 'string' ? releaseOf(version) : undefined
}

/** Words of esxcli, and faults behind it, for a command that the host's release does not have. */
const unknownCommand = /^unknown (?:command|namespace)/i
const noHandler = new Set(['NotFound', 'ManagedObjectNotFound', 'MethodNotFound'])

/** Why a command gave no answer: esxcli's own words where it had some. */
function missingOfCommand(error: unknown): MissingNote | undefined {
  if (!isVimError(error)) return undefined
  if (isClosed(error) || error.code === 'protocol') return { why: 'fault', detail: error.code }
  const { fault } = error
  const said = fault?._typeName === 'VimEsxCLICLIFault' ? [fault['errMsg'] ?? []].flat().join(' ').trim() : ''
  if (said !== '') return { why: unknownCommand.test(said) ? 'notSupported' : 'fault', detail: said }
  if (fault && noHandler.has(fault._typeName)) return { why: 'notSupported', detail: fault._typeName }
  return missingOfError(error)
}

/** Not even SOAP's way to unpublished methods is open: not with this server's session, or not through this gateway. */
const isClosed = (error: unknown): boolean => isVimError(error, 'notAuthenticated', 'notVimServer')

/** The host itself gives no answer, so that it need not be asked for the next command. */
const isSilent = (error: unknown): boolean =>
  isVimError(error, 'timeout') ||
  (isVimError(error, 'fault') &&
    ['HostCommunication', 'NotSupported', 'NotImplemented'].some((type) =>
      isSubtype(error.fault?._typeName ?? '', type),
    ))
