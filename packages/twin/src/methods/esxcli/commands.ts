import { compareApi } from '@sakimori/vim25'
import type { ManagedObject } from '../../kernel/store.ts'
import { recordOf, type Command } from './command.ts'
import { firewallCommands } from './commands/firewall.ts'
import { networkCommands } from './commands/network.ts'
import { securityCommands } from './commands/security.ts'
import { settingsCommands } from './commands/settings.ts'
import { storageCommands } from './commands/storage.ts'
import { systemCommands } from './commands/system.ts'

/** Every command that the twin simulates. */
const all: readonly Command[] = [
  ...firewallCommands,
  ...networkCommands,
  ...systemCommands,
  ...settingsCommands,
  ...securityCommands,
  ...storageCommands,
]

/** The commands that a host's release has. */
export function commandsOf(host: ManagedObject): readonly Command[] {
  const api = recordOf(recordOf(host.get('config'))['product'])['apiVersion']
  return all.filter(({ since }) => since === undefined || compareApi(String(api), since) >= 0)
}

/** What a namespace is about, for the help of esxcli. */
export const helpOf = (namespace: string): string => `Commands of ${namespace.replaceAll('.', ' ')}.`
