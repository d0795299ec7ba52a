import type { Procedure } from '../../control/index.ts'
import { bulletinsRead } from '../bulletins.ts'
import { guestTools } from './guest-tools.ts'
import { hardware } from './hardware.ts'
import { hostFiles } from './host-files.ts'
import { olderHosts } from './older-hosts.ts'
import { sshd } from './sshd.ts'
import { storageAndNetwork } from './storage-and-network.ts'
import { vcenterByHand } from './vcenter.ts'
import { vcenterLegacy } from './vcenter-legacy.ts'
import { vsanIntegrity } from './vsan-integrity.ts'
import { vsanProtection } from './vsan-protection.ts'

/** What no interface that Sakimori speaks can tell: a person looks and attests. */
export const procedures: readonly Procedure[] = [
  ...bulletinsRead,
  ...vcenterByHand,
  ...vcenterLegacy,
  ...hardware,
  ...hostFiles,
  ...sshd,
  ...olderHosts,
  ...storageAndNetwork,
  ...guestTools,
  ...vsanProtection,
  ...vsanIntegrity,
]
