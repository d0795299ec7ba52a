import type { DataTypes } from '@sakimori/vim25/types'
import { compareApi, type MoRef } from '@sakimori/vim25'

/** The managers of a server: field of ServiceContent, type, and the id that vCenter Server and hosts give it; '' = none. */
const managers: readonly (readonly [field: string, type: string, vcenter: string, esx: string, since?: string])[] = [
  ['propertyCollector', 'PropertyCollector', 'propertyCollector', 'ha-property-collector'],
  ['viewManager', 'ViewManager', 'ViewManager', 'ViewManager'],
  ['setting', 'OptionManager', 'VpxSettings', 'ha-adv-options'],
  ['userDirectory', 'UserDirectory', 'UserDirectory', 'ha-user-directory'],
  ['sessionManager', 'SessionManager', 'SessionManager', 'ha-sessionmgr'],
  ['authorizationManager', 'AuthorizationManager', 'AuthorizationManager', 'ha-authmgr'],
  ['serviceManager', 'ServiceManager', '', 'ha-servicemanager'],
  ['eventManager', 'EventManager', 'EventManager', 'ha-eventmgr'],
  ['taskManager', 'TaskManager', 'TaskManager', 'ha-taskmgr'],
  ['extensionManager', 'ExtensionManager', 'ExtensionManager', ''],
  ['customFieldsManager', 'CustomFieldsManager', 'CustomFieldsManager', ''],
  ['accountManager', 'HostLocalAccountManager', '', 'ha-localacctmgr'],
  ['licenseManager', 'LicenseManager', 'LicenseManager', 'ha-license-manager'],
  ['searchIndex', 'SearchIndex', 'SearchIndex', 'ha-searchindex'],
  ['fileManager', 'FileManager', 'FileManager', 'ha-nfc-file-manager'],
  ['virtualDiskManager', 'VirtualDiskManager', 'virtualDiskManager', 'ha-vdiskmanager'],
  ['alarmManager', 'AlarmManager', 'AlarmManager', ''],
  ['perfManager', 'PerformanceManager', 'PerfMgr', 'ha-perfmgr'],
  ['dvSwitchManager', 'DistributedVirtualSwitchManager', 'DVSManager', 'ha-dvsmanager'],
  ['guestOperationsManager', 'GuestOperationsManager', 'guestOperationsManager', 'ha-guest-operations-manager'],
  ['certificateManager', 'CertificateManager', 'certificateManager', '', '6.0'],
  ['ovfManager', 'OvfManager', 'OvfManager', 'ha-ovf-manager'],
  ['diagnosticManager', 'DiagnosticManager', 'DiagMgr', 'ha-diagnosticmgr'],
]

/** The server's own objects by kind and release: each with its field in ServiceContent. */
export function serverManagers(
  kind: 'vcenter' | 'esx',
  apiVersion: string,
): readonly { readonly field: string; readonly ref: MoRef }[] {
  return managers.flatMap(([field, type, vcenter, esx, since = '2.0']) => {
    const value = kind === 'vcenter' ? vcenter : esx
    return value === '' || compareApi(apiVersion, since) < 0 ? [] : [{ field, ref: { type, value } }]
  })
}

export function serviceContent(
  about: DataTypes['AboutInfo'],
  rootFolder: MoRef,
  refs: ReturnType<typeof serverManagers>,
): DataTypes['ServiceContent'] {
  const fields = Object.fromEntries(refs.map(({ field, ref }) => [field, ref]))
  return { _typeName: 'ServiceContent', rootFolder, about, ...fields } as unknown as DataTypes['ServiceContent']
}
