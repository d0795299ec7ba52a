import type { DataTypes } from '@sakimori/vim25/types'
import { portgroupConfig, portgroupsOf, portIndex, type SwitchConfig } from '../../behaviour/dvs-ports.ts'
import { invalidArgument, notFound, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import type { World } from '../../kernel/world.ts'
import { dvsFault } from './dvs-common.ts'
import { checkOneOf, checkRange } from './fields.ts'

type Entry = DataTypes['VMwareDVSPvlanMapEntry']

/**
 * Applies changes to the private VLANs of a switch. A primary one is an entry whose two ids are equal; secondary ones need
 * theirs, at most one of them isolated (vSphere API, VMwareDVSConfigSpec.pvlanConfigSpec). Throws InvalidArgument, NotFound,
 * AlreadyExists, ResourceInUse, DvsFault.
 */
export function applyPvlans(
  world: World,
  dvs: ManagedObject,
  config: SwitchConfig,
  specs: readonly DataTypes['VMwareDVSPvlanConfigSpec'][],
): SwitchConfig {
  let entries = [...(config.pvlanConfig ?? [])]
  for (const { operation, pvlanEntry } of specs) {
    checkEntry(pvlanEntry)
    const same = entries.find((held) => isSame(held, pvlanEntry))
    switch (operation) {
      case 'add':
        if (entries.some(({ secondaryVlanId }) => secondaryVlanId === pvlanEntry.secondaryVlanId)) {
          throw vimFault(
            'AlreadyExists',
            { name: String(pvlanEntry.secondaryVlanId) },
            `Private VLAN ${pvlanEntry.secondaryVlanId} exists`,
          )
        }
        entries.push(pvlanEntry)
        break
      case 'edit':
      case 'remove':
        if (same === undefined) throw notFound(`private VLAN ${pvlanEntry.primaryVlanId}/${pvlanEntry.secondaryVlanId}`)
        if (operation === 'remove') checkUnused(world, dvs, same)
        entries =
          operation === 'remove'
            ? entries.filter((held) => held !== same)
            : entries.map((held) => (held === same ? pvlanEntry : held))
        break
      default:
        throw invalidArgument('pvlanConfigSpec.operation', 'is none of add, edit, remove')
    }
  }
  checkMap(entries)
  const { pvlanConfig: _old, ...rest } = config
  return { ...rest, ...(entries.length > 0 && { pvlanConfig: entries }) }
}

const isSame = (a: Entry, b: Entry) => a.primaryVlanId === b.primaryVlanId && a.secondaryVlanId === b.secondaryVlanId
const isPrimary = ({ primaryVlanId, secondaryVlanId }: Entry) => primaryVlanId === secondaryVlanId

function checkEntry(entry: Entry): void {
  const path = 'pvlanConfigSpec.pvlanEntry'
  checkRange(`${path}.primaryVlanId`, entry.primaryVlanId, 1, 4094)
  checkRange(`${path}.secondaryVlanId`, entry.secondaryVlanId, 1, 4094)
  checkOneOf(`${path}.pvlanType`, entry.pvlanType, isPrimary(entry) ? ['promiscuous'] : ['isolated', 'community'])
}

function checkMap(entries: readonly Entry[]): void {
  const primaries = new Set(entries.filter(isPrimary).map(({ primaryVlanId }) => primaryVlanId))
  for (const { primaryVlanId } of entries) {
    if (!primaries.has(primaryVlanId)) throw dvsFault(`There is no primary private VLAN ${primaryVlanId}`)
    const isolated = entries.filter((held) => held.primaryVlanId === primaryVlanId && held.pvlanType === 'isolated')
    if (isolated.length > 1) throw dvsFault(`Primary private VLAN ${primaryVlanId} would have two isolated ones`)
  }
}

function checkUnused(world: World, dvs: ManagedObject, { secondaryVlanId }: Entry): void {
  const settings = [
    ...portgroupsOf(world, dvs).map((group) => portgroupConfig(group).defaultPortConfig),
    ...portIndex(dvs).all.map(({ config }) => config.setting),
  ] as readonly (DataTypes['VMwareDVSPortSetting'] | undefined)[]
  const isUsed = settings.some(
    (held) =>
      held?.vlan?._typeName === 'VmwareDistributedVirtualSwitchPvlanSpec' && held.vlan.pvlanId === secondaryVlanId,
  )
  const name = String(secondaryVlanId)
  if (isUsed) throw vimFault('ResourceInUse', { type: 'PrivateVlan', name }, `Private VLAN ${name} is in use`)
}
