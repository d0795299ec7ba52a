import { isVimError, VimError, type VimErrorCode } from '../errors.ts'
import { compareApi } from '../schema/versions.ts'
import type { Transport } from '../transport/http.ts'
import { labelOf, type Channel, type Protocol } from './channel.ts'
import { firstJsonRelease, JsonChannel } from './json-channel.ts'
import { readAll, type ServiceContent } from './session.ts'
import { SoapChannel } from './soap-channel.ts'

/** Silence longer than this says no more about JSON: SOAP is asked then. */
const probeTimeoutMs = 10_000

/** What keeps a server that speaks from speaking JSON; the others are about the way to it. */
const speaksOtherwise: readonly VimErrorCode[] = ['notVimServer', 'protocol', 'fault']

export interface ChannelOptions {
  readonly transport: Transport
  /** '/sdk' */
  readonly path: string
  readonly release: string
  readonly protocol: Protocol | 'auto'
  readonly signal?: AbortSignal | undefined
}

interface Choice {
  readonly channel: Channel
  readonly content: ServiceContent
}

/**
 * The channel to talk through, and the service content that was read through it. 'auto' takes JSON where a vCenter Server
 * answers in it, and SOAP everywhere else; whatever became of asking in JSON, SOAP's answer counts. Throws VimError, for
 * 'json' `notVimServer` when the server has none.
 */
export async function chooseChannel(options: ChannelOptions): Promise<Choice> {
  const { transport, path, release, protocol, signal } = options
  const hasJson = compareApi(release, firstJsonRelease) >= 0
  if (protocol === 'json') return requireJson(options, hasJson)
  const json = protocol === 'auto' && hasJson ? await tryJson(options) : undefined
  return json ?? open(new SoapChannel(transport, path, release), signal)
}

async function tryJson({ transport, path, release, signal }: ChannelOptions): Promise<Choice | undefined> {
  try {
    const choice = await open(new JsonChannel(transport, path, release), signal, probeTimeoutMs)
    // JSON is documented for vCenter Server only; a host that answers is none to rely on.
    return choice.content.about.apiType === 'VirtualCenter' ? choice : undefined
  } catch (error) {
    if (!isVimError(error) || error.code === 'aborted') throw error
    return undefined
  }
}

async function requireJson({ transport, path, release, signal }: ChannelOptions, hasJson: boolean): Promise<Choice> {
  const none = `${transport.origin} has no VI JSON API (vCenter Server 8.0 Update 1 brought it): use protocol 'soap' or 'auto'`
  if (!hasJson) throw new VimError('notVimServer', `${none}; it speaks API ${release}`)
  try {
    return await open(new JsonChannel(transport, path, release), signal)
  } catch (error) {
    if (!isVimError(error, ...speaksOtherwise)) throw error
    throw new VimError('notVimServer', `${none}; ${error.message}`, { cause: error })
  }
}

async function open(channel: Channel, signal?: AbortSignal, replyTimeoutMs?: number): Promise<Choice> {
  const ref = { type: 'ServiceInstance', value: 'ServiceInstance' }
  const call = { ref, method: 'RetrieveServiceContent', args: {}, signal, replyTimeoutMs }
  const content = (await readAll(await channel.send(call))) as Partial<ServiceContent> | undefined
  if (content?.about === undefined || content.propertyCollector === undefined) {
    throw new VimError('notVimServer', `${labelOf(call)} on ${channel.endpoint}: the reply holds no service content`)
  }
  return { channel, content: content as ServiceContent }
}
