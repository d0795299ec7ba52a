import { readFileSync } from 'node:fs'
import { delimiter } from 'node:path'
import type { TlsTrust } from '@sakimori/core/model'
import { parseKnownHosts, parseThumbprint, Secret, type TlsPolicy } from '@sakimori/vim25'
import type { Config, Target } from './config/schema.ts'
import { UsageError } from './exit.ts'

/** Where to connect to, as whom, and whom to trust. */
export interface Connection {
  readonly name: string | undefined
  /** `https://host:port/path`, without credentials. */
  readonly url: URL
  readonly username: string | undefined
  readonly password: Secret | undefined
  readonly tls: TlsPolicy
  readonly trust: TlsTrust
  readonly ca: string | undefined
  /** Longest silence of the server. */
  readonly timeoutMs: number
  /** What the person should know: a password on the command line, an unverified certificate. */
  readonly warnings: readonly ('passwordOnCommandLine' | 'insecure')[]
}

/** What the flags say. */
export interface ConnectionFlags {
  readonly username?: string
  readonly passwordFile?: string
  readonly ca?: string
  readonly thumbprint?: string
  readonly insecure?: boolean
  readonly timeout?: string
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * Puts a connection together. First wins: flags, `SAKIMORI_*`, the target of that name in the configuration, `GOVC_*`.
 * @throws UsageError
 */
export function resolveConnection(
  asked: string | undefined,
  flags: ConnectionFlags,
  config: Config,
  env: Env,
): Connection {
  const target = (config.targets ?? []).find((one) => one.name === asked)
  const only = asked === undefined && config.targets?.length === 1 ? config.targets[0] : target
  const fromConfig: Partial<Target> = only ?? {}
  const given = (only ? only.url : asked) ?? env['SAKIMORI_URL'] ?? env['GOVC_URL']
  if (!given) {
    const names = config.targets?.map((one) => one.name).join(', ')
    throw new UsageError(
      names
        ? `say which target: ${names}`
        : 'no server was given: sakimori audit https://vcenter.example.com, or set SAKIMORI_URL or GOVC_URL',
    )
  }
  const { url, username: urlUser, password: urlPassword } = splitUrl(given)
  const caFile = flags.ca ?? env['SAKIMORI_CA_FILE'] ?? fromConfig.caFile
  const ca = caFile ? readText(caFile, 'the CA file') : readCaList(env['GOVC_TLS_CA_CERTS'])
  const pin =
    flags.thumbprint ??
    env['SAKIMORI_THUMBPRINT'] ??
    fromConfig.thumbprint ??
    knownHost(url, env['SAKIMORI_KNOWN_HOSTS'] ?? env['GOVC_TLS_KNOWN_HOSTS'])
  const insecure =
    flags.insecure ??
    parseBoolean(env['SAKIMORI_INSECURE']) ??
    fromConfig.insecure ??
    parseBoolean(env['GOVC_INSECURE']) ??
    false
  const { tls, trust } = chooseTrust(url, ca, pin, insecure)
  const passwordFile = flags.passwordFile ?? env['SAKIMORI_PASSWORD_FILE'] ?? fromConfig.passwordFile
  const password = passwordFile
    ? readText(passwordFile, 'the password file').split(/\r?\n/)[0]
    : (env['SAKIMORI_PASSWORD'] ?? urlPassword ?? env['GOVC_PASSWORD'])
  return {
    name: only?.name,
    url,
    username: flags.username ?? env['SAKIMORI_USERNAME'] ?? fromConfig.username ?? urlUser ?? env['GOVC_USERNAME'],
    password: password === undefined ? undefined : new Secret(password),
    tls,
    trust,
    ca,
    timeoutMs: seconds(flags.timeout ?? env['SAKIMORI_TIMEOUT']) * 1000,
    warnings: [
      ...(asked !== undefined && !only && urlPassword !== undefined ? (['passwordOnCommandLine'] as const) : []),
      ...(trust === 'insecure' || trust === 'plain' ? (['insecure'] as const) : []),
    ],
  }
}

/** A busy vCenter may think for a minute over a large page. */
const DEFAULT_TIMEOUT_S = 120

function seconds(given: string | undefined): number {
  if (given === undefined) return DEFAULT_TIMEOUT_S
  const value = Number(given)
  if (given.trim() === '' || !(value > 0 && value <= 3600))
    throw new UsageError(`--timeout ${given}: write seconds from 1 to 3600`)
  return value
}

/** A pin is the strongest statement, then a CA file; `--insecure` beside either of them is taken back. */
function chooseTrust(
  url: URL,
  ca: string | undefined,
  pin: string | undefined,
  insecure: boolean,
): { tls: TlsPolicy; trust: TlsTrust } {
  if (url.protocol === 'http:') return { tls: { mode: 'insecure' }, trust: 'plain' }
  if (pin !== undefined) return { tls: { mode: 'pin', thumbprint: checkedThumbprint(pin) }, trust: 'pinned' }
  if (insecure) return { tls: { mode: 'insecure' }, trust: 'insecure' }
  return ca === undefined
    ? { tls: { mode: 'verify' }, trust: 'verified' }
    : { tls: { mode: 'verify', ca }, trust: 'caFile' }
}

function checkedThumbprint(text: string): string {
  try {
    return parseThumbprint(text)
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause })
  }
}

/**
 * Takes `host`, `host:port`, `user:password@host` and full URLs apart. A password may hold any character, `@` and `/`
 * included, so the last `@` ends it; percent escapes are decoded where they are whole, as govc does.
 */
export function splitUrl(given: string): { url: URL; username?: string; password?: string } {
  const [, scheme = 'https', rest = ''] = /^(?:(https?):\/\/)?(.*)$/is.exec(given.trim()) ?? []
  const at = rest.lastIndexOf('@')
  const user = at < 0 ? undefined : rest.slice(0, at)
  const url = URL.parse(`${scheme.toLowerCase()}://${rest.slice(at + 1)}`)
  if (!url || url.hostname === '' || (rest.includes('://') && at < 0))
    throw new UsageError('the address of the server is not a URL or host name: write https://vcenter.example.com')
  url.hash = ''
  url.search = ''
  if (user === undefined) return { url }
  const colon = user.indexOf(':')
  if (colon < 0) return { url, username: decode(user) }
  return { url, username: decode(user.slice(0, colon)), password: decode(user.slice(colon + 1)) }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    // A lone percent sign is a character of the password like any other.
    if (error instanceof URIError) return text
    throw error
  }
}

/** The spellings of Go's `strconv.ParseBool`, which govc uses. */
function parseBoolean(text: string | undefined): boolean | undefined {
  if (text === undefined || text === '') return undefined
  if (/^(1|t|true)$/i.test(text)) return true
  if (/^(0|f|false)$/i.test(text)) return false
  throw new UsageError(`"${text}" is neither true nor false (SAKIMORI_INSECURE, GOVC_INSECURE)`)
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError(`could not read ${what} ${file}: ${(cause as NodeJS.ErrnoException).code ?? 'error'}`, {
      cause,
    })
  }
}

const readCaList = (list: string | undefined) =>
  list
    ? list
        .split(delimiter)
        .map((file) => readText(file, 'the CA file'))
        .join('\n')
    : undefined

function knownHost(url: URL, file: string | undefined): string | undefined {
  return file
    ? parseKnownHosts(readText(file, 'the known-hosts file')).get(`${url.hostname}:${url.port || '443'}`)
    : undefined
}
