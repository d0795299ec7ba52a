import type { Spoiler } from '../draft.ts'
import { esxSpoilers } from './esx.ts'
import { groundSpoilers } from './hosts.ts'
import { esxcliSpoilers } from './esxcli.ts'
import { networkSpoilers } from './network.ts'
import { serverSpoilers } from './server.ts'
import { vcenterSpoilers } from './vcenter.ts'
import { vmSpoilers } from './vm.ts'

/** For each control, one change that turns it from pass to fail. */
export const spoilers: Readonly<Record<string, Spoiler>> = {
  ...esxSpoilers,
  ...esxcliSpoilers,
  ...groundSpoilers,
  ...vcenterSpoilers,
  ...serverSpoilers,
  ...vmSpoilers,
  ...networkSpoilers,
}
