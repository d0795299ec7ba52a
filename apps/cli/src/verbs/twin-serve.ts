import { once } from 'node:events'
import { isIP } from 'node:net'
import { adjustableClock, startTwin, type Twin } from '@sakimori/twin'
import { exitCodes, UsageError } from '../exit.ts'
import { writeWhole } from '../files.ts'
import type { Terminal } from '../terminal.ts'
import { chooseEstate, type EstateFlags } from '../twin-estate.ts'
import type { Verb } from '../verb.ts'
import { words } from '../words.ts'

export interface TwinServeFlags extends EstateFlags {
  readonly listen?: string
  readonly caOut?: string
  readonly doors?: boolean
}

/** Runs a twin until it is interrupted. */
export const twinServe: Verb<[TwinServeFlags]> = async ({ terminal }, flags) => {
  const { address, port } = parseListen(flags.listen ?? '127.0.0.1:8989')
  const estate = await chooseEstate(flags)
  await using twin = await listening(
    startTwin({ estate, address, port, doors: flags.doors === true ? 'all' : 'none', now: adjustableClock() }),
    address,
    port,
  )
  if (flags.caOut !== undefined) await writeWhole(flags.caOut, [twin.ca])
  if (!/^(127\.|::1$)/.test(address)) terminal.say(words.twinOpen, { address })
  sayHow(terminal, twin, flags.caOut)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  terminal.say(words.twinEnded, {})
  return exitCodes.clean
}

/** A demo has dozens of accounts; the first are the ones to try. */
const mostLogins = 3

function sayHow(terminal: Terminal, twin: Twin, ca: string | undefined): void {
  const { name, about } = twin.world.parts
  terminal.say(words.twinListens, { name, product: about.fullName, url: twin.url })
  for (const { user, password } of twin.logins.slice(0, mostLogins)) terminal.say(words.twinUser, { user, password })
  terminal.say(words.twinThumbprint, { thumbprint: twin.thumbprint })
  for (const door of twin.doors)
    terminal.say(words.twinDoor, { name: door.name, url: door.url, ssh: `${door.address}:${door.sshPort}` })
  terminal.say(words.twinNext, {})
  const [login] = twin.logins
  const trust = ca === undefined ? 'GOVC_INSECURE=1' : `GOVC_TLS_CA_CERTS=${ca}`
  const lines = [
    `export GOVC_URL=${twin.url} GOVC_USERNAME='${login?.user ?? ''}' GOVC_PASSWORD='${login?.password ?? ''}' ${trust}`,
    'govc find / -type h',
    `sakimori audit ${twin.url} --thumbprint ${twin.thumbprint} --no-probe-hosts`,
  ]
  for (const line of lines) process.stderr.write(`  ${line}\n`)
  terminal.say(words.twinStop, {})
}

/** A port that is taken is the caller's to choose anew. */
async function listening(starting: Promise<Twin>, address: string, port: number): Promise<Twin> {
  try {
    return await starting
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw cause
    throw new UsageError(`could not listen on ${address}:${port} (${code}): choose another with --listen`, { cause })
  }
}

function parseListen(given: string): { readonly address: string; readonly port: number } {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(given) ?? []
  const address = bracketed ?? (plain === '' ? '127.0.0.1' : plain)
  const port = Number(digits)
  if (
    address === undefined ||
    digits === undefined ||
    port > 65_535 ||
    (isIP(address) === 0 && address !== 'localhost')
  ) {
    throw new UsageError(`--listen ${given}: write an address and a port, such as 127.0.0.1:8989`)
  }
  return { address, port }
}
