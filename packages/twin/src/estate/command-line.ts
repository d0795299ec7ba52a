import type { MissingNote, SnapshotObject } from '@sakimori/core/model'
import { isRecord, listOf } from '../kernel/values.ts'
import type { CommandAnswer, CommandLineState } from './estate.ts'

const PREFIX = 'esxcli:'

/** How an answer of esxcli is found again: the words of the command, then its options by their names on the wire. */
export function commandKey(command: string, options: Iterable<readonly [name: string, value: string]>): string {
  const given = [...options].map(([name, value]) => `--${name.replaceAll('-', '')}=${value}`)
  return [command, ...given.toSorted()].join(' ')
}

/** 'esxcli:system ssh key list --user=root', as a snapshot calls it. */
function keyOfPath(path: string): string {
  const words = path.slice(PREFIX.length).split(' ')
  const options = words.filter((word) => word.startsWith('--')).map((word) => word.slice(2).split(/=(.*)/, 2))
  return commandKey(
    words.filter((word) => !word.startsWith('--')).join(' '),
    options.map(([name = '', value = 'true']) => [name, value] as const),
  )
}

type Rows = readonly Readonly<Record<string, string>>[]

/** What a recorded answer says of the state behind it, so that a change starts from what the host really had. */
const behind: Readonly<Record<string, (rows: Rows) => CommandLineState>> = {
  'network firewall get': ([row]) => ({ firewallEnabled: row?.['Enabled'] === 'true' }),
  'system security fips140 rhttpproxy get': ([row]) => ({ proxyFips: row?.['Enabled'] === 'true' }),
  'system security fips140 ssh get': ([row]) => ({ sshFips: row?.['Enabled'] === 'true' }),
  'system security keypersistence get': ([row]) => ({ keyPersistence: row?.['Enabled'] === 'true' }),
  'system ssh key list --user=root': (rows) => ({ rootKeys: rows.map((row) => row['Key'] ?? '') }),
  'system ssh server config list': (rows) => ({
    sshServer: Object.fromEntries(rows.map((row) => [row['Key'] ?? '', row['Value'] ?? ''])),
  }),
  'system tls server get --showcurrentbootprofile=true': ([row]) =>
    row?.['Profile'] === undefined ? {} : { tlsProfile: row['Profile'], bootTlsProfile: row['Profile'] },
}

/** What a snapshot holds of a host's command line; undefined where it was not asked. */
export function commandLineOf({ values, missing = {} }: SnapshotObject): CommandLineState | undefined {
  const answers: Record<string, CommandAnswer> = {}
  let state: CommandLineState = {}
  for (const [path, rows] of Object.entries(values)) {
    if (!path.startsWith(PREFIX)) continue
    const key = keyOfPath(path)
    const known = listOf(rows).filter(isRecord) as unknown as Rows
    answers[key] = { rows: known }
    state = { ...state, ...behind[key]?.(known) }
  }
  for (const [path, note] of Object.entries(missing)) {
    const fault = path.startsWith(PREFIX) ? faultOf(note) : undefined
    if (fault !== undefined) answers[keyOfPath(path)] = { fault }
  }
  return Object.keys(answers).length === 0 ? undefined : { ...state, answers }
}

/** A note is a privilege, the name of a fault, or words of esxcli. */
function faultOf({ why, detail = '' }: MissingNote) {
  if (why === 'notCollected') return undefined
  if (why === 'noPermission') return { _typeName: 'NoPermission', privilegeId: detail }
  return /^[A-Z]\w+$/.test(detail) ? { _typeName: detail } : { _typeName: 'VimEsxCLICLIFault', errMsg: [detail] }
}
