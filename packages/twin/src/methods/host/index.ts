import type { MethodTable } from '../../kernel/call.ts'
import { hostAccessManagerMethods } from './access-manager.ts'
import { hostActiveDirectoryMethods } from './active-directory.ts'
import { hostCertificateManagerMethods } from './certificate-manager.ts'
import { connectionMethods } from './connection.ts'
import { hostDateTimeSystemMethods } from './date-time-system.ts'
import { hostFirewallSystemMethods } from './firewall-system.ts'
import { hostPowerMethods } from './host-power.ts'
import { hostSystemMethods } from './host-system.ts'
import { hostImageConfigManagerMethods } from './image-config-manager.ts'
import { hostKernelModuleSystemMethods } from './kernel-module-system.ts'
import { hostLocalAccountManagerMethods } from './local-account-manager.ts'
import { maintenanceMethods } from './maintenance.ts'
import { optionManagerMethods } from './option-manager.ts'
import { hostPowerSystemMethods } from './power-system.ts'
import { hostServiceSystemMethods } from './service-system.ts'
import { hostSnmpSystemMethods } from './snmp-system.ts'
import { hostStorageSystemMethods } from './storage-system.ts'
import { userDirectoryMethods } from './user-directory.ts'
import { certificateManagerMethods } from './vcenter-certificates.ts'

/** Methods of hosts and of their managers, and those of a vCenter Server that are of the same kind. */
export const hostMethods: readonly MethodTable[] = [
  hostSystemMethods,
  maintenanceMethods,
  hostPowerMethods,
  connectionMethods,
  optionManagerMethods,
  hostAccessManagerMethods,
  hostServiceSystemMethods,
  hostFirewallSystemMethods,
  hostDateTimeSystemMethods,
  hostImageConfigManagerMethods,
  hostCertificateManagerMethods,
  certificateManagerMethods,
  hostLocalAccountManagerMethods,
  hostActiveDirectoryMethods,
  hostKernelModuleSystemMethods,
  hostSnmpSystemMethods,
  userDirectoryMethods,
  hostPowerSystemMethods,
  hostStorageSystemMethods,
]
