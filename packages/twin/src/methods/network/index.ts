import type { MethodTable } from '../../kernel/call.ts'
import { dvPortgroupMethods, dvsMethods, networkEntityMethods, networkFolderMethods } from './dvs.ts'
import { dvsManagerMethods } from './dvs-manager.ts'
import { hostNetworkSystemMethods } from './host-network-system.ts'
import { virtualNicManagerMethods, vmotionSystemMethods } from './virtual-nic-manager.ts'
import { withWholeArguments } from '../whole-arguments.ts'

/** Networking: standard switches and VMkernel adapters of hosts, distributed switches with their port groups and ports. */
export const networkMethods: readonly MethodTable[] = [
  hostNetworkSystemMethods,
  virtualNicManagerMethods,
  vmotionSystemMethods,
  dvsMethods,
  dvPortgroupMethods,
  networkEntityMethods,
  networkFolderMethods,
  dvsManagerMethods,
].map(withWholeArguments)
