import type { Change, ChangeKind } from '../control/index.ts'
import { esxcliProjections } from './project-esxcli.ts'
import { hostProjections } from './project-host.ts'
import { networkProjections } from './project-network.ts'
import { serverProjections } from './project-server.ts'
import { vmProjections } from './project-vm.ts'
import type { Projection, Values } from './projection.ts'

const projections: Readonly<Record<ChangeKind, Projection>> = {
  ...hostProjections,
  ...esxcliProjections,
  ...vmProjections,
  ...networkProjections,
  ...serverProjections,
}

/**
 * What a snapshot would hold of an object after a change: the plan shows the posture after it, and the laws prove
 * that a repair makes its control pass. The driver of the same kind does the same to the live object.
 */
export const project = (change: Change, values: Values): Values => projections[change.kind](change, values)
