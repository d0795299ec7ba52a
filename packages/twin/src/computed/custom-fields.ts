import { isSubtype } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { listOf } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import { fromWorld, type ComputedTable } from '../kernel/computed.ts'

/** The fields that somebody defined on the server. */
export const customFields = (world: World): readonly DataTypes['CustomFieldDef'][] =>
  listOf(world.manager('CustomFieldsManager')?.get('field')) as readonly DataTypes['CustomFieldDef'][]

/** Which fields an entity may have: those for all, and those for its type. */
export const customFieldProperties: ComputedTable = {
  ManagedEntity: {
    availableField: fromWorld(({ object, world }) =>
      customFields(world).filter(
        ({ managedObjectType: type }) => type === undefined || isSubtype(object.ref.type, type),
      ),
    ),
  },
  CustomFieldsManager: { field: fromWorld(({ world }) => customFields(world)) },
}
