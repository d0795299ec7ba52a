import type { ShoppingList } from '@sakimori/collect'

/** Where a pseudo-path of the shopping list is really read: the managed type and its property or method. */
const CALLS: Readonly<Record<string, readonly [type: string, member: string]>> = {
  'HostAccessManager.QueryLockdownExceptions()': ['HostAccessManager', 'QueryLockdownExceptions'],
  'HostImageConfigManager.HostImageConfigGetAcceptance()': ['HostImageConfigManager', 'HostImageConfigGetAcceptance'],
  'FetchDVPorts()': ['DistributedVirtualSwitch', 'FetchDVPorts'],
  'OptionManager.setting': ['OptionManager', 'setting'],
  'ExtensionManager.extensionList': ['ExtensionManager', 'extensionList'],
  'AlarmManager.GetAlarm()': ['AlarmManager', 'GetAlarm'],
  'EventManager.QueryEvents()#administratorLogins': ['EventManager', 'QueryEvents'],
  'AuthorizationManager.roleList': ['AuthorizationManager', 'roleList'],
  'AuthorizationManager.RetrieveAllPermissions()': ['AuthorizationManager', 'RetrieveAllPermissions'],
}

/**
 * Reads that ask for a right that no reader should have: the list of sessions wants the one to end them, the list of
 * packages the one to change the image (esxcli tells the same without it).
 */
export const notForReaders: ReadonlySet<string> = new Set([
  'SessionManager.sessionList',
  'HostImageConfigManager.fetchSoftwarePackages()',
])

/** Every role has these three. */
const ALWAYS = ['System.Anonymous', 'System.Read', 'System.View']

/** The privileges that reading the whole list asks for, as the API's own tables state them. */
export function privilegesFor(
  list: ShoppingList,
  privilegesOf: (type: never, member: string) => readonly string[],
): readonly string[] {
  const asked = Object.entries(list).flatMap(([type, paths]) =>
    paths.flatMap((path) => {
      const [on, member] = CALLS[path] ?? [type, path]
      return /[:#]/.test(member) ? [] : privilegesOf(on as never, member)
    }),
  )
  return [...new Set([...ALWAYS, ...asked])].filter((privilege) => privilege !== '').sort()
}
