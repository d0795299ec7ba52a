import { isManagedType, isSubtype } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { demand, methodsOf, sessionOf, type Call } from '../../../kernel/call.ts'
import { invalidArgument, vimFault } from '../../../kernel/fault.ts'
import type { ManagedObject } from '../../../kernel/store.ts'
import { listOf } from '../../../kernel/values.ts'
import { customFields } from '../../../computed/custom-fields.ts'
import { notHonoured } from '../refuse.ts'

type Def = DataTypes['CustomFieldDef']
type Value = DataTypes['CustomFieldStringValue']

const setFields = ({ world, self }: Call, fields: readonly Def[]) => world.parts.local.set(self, 'field', fields)

function checkFieldName(call: Call, name: string, own?: number): void {
  const other = customFields(call.world).find((field) => field.name === name && field.key !== own)
  if (name.trim() === '') throw invalidArgument('name', 'is empty')
  if (other !== undefined) {
    throw vimFault('DuplicateName', { name, object: call.self.ref as never }, `The name '${name}' already exists.`)
  }
}

function fieldOf(call: Call, key: number): Def {
  const found = customFields(call.world).find((field) => field.key === key)
  if (found === undefined) throw invalidArgument('key', `is no custom field: ${key}`)
  return found
}

const post = (call: Call, type: string, fields: Readonly<Record<string, unknown>>) =>
  call.world.events.post(type, sessionOf(call).name, undefined, fields)

/** Sets what an entity says in a field, and tells who it was. */
function setValue(call: Call, entity: ManagedObject, { key, name, managedObjectType }: Def, value: string): void {
  const { world } = call
  if (managedObjectType !== undefined && !isSubtype(entity.ref.type, managedObjectType))
    throw invalidArgument('key', `is not for a ${entity.ref.type}`)
  const held = listOf(entity.get('customValue')) as readonly Value[]
  const made: Value = { _typeName: 'CustomFieldStringValue', key, value }
  const before = held.find((item) => item.key === key)
  const values = before === undefined ? [...held, made] : held.map((item) => (item.key === key ? made : item))
  world.store.set(entity, 'customValue', values)
  world.store.set(entity, 'value', values)
  world.store.touch(entity, 'summary')
  world.events.post('CustomFieldValueChangedEvent', sessionOf(call).name, entity, {
    entity: { _typeName: 'ManagedEntityEventArgument', name: world.nameOf(entity), entity: entity.ref },
    fieldKey: key,
    name,
    value,
    ...(before !== undefined && { prevState: before.value }),
  })
}

function forgetValues({ world }: Call, key: number): void {
  for (const entity of world.store.ofType('ManagedEntity')) {
    const held = listOf(entity.get('customValue')) as readonly Value[]
    if (!held.some((item) => item.key === key)) continue
    const kept = held.filter((item) => item.key !== key)
    world.store.set(entity, 'customValue', kept)
    world.store.set(entity, 'value', kept)
  }
}

export const customFieldMethods = methodsOf('CustomFieldsManager', {
  AddCustomFieldDef(call, { name, moType, fieldDefPolicy, fieldPolicy }) {
    if (fieldDefPolicy !== undefined || fieldPolicy !== undefined) throw notHonoured('fieldDefPolicy and fieldPolicy')
    if (moType !== undefined && !isManagedType(moType))
      throw invalidArgument('moType', `names no managed type: ${moType}`)
    checkFieldName(call, name)
    const fields = customFields(call.world)
    const key = Math.max(0, ...fields.map((field) => field.key)) + 1
    const made: Def = {
      _typeName: 'CustomFieldDef',
      key,
      name,
      type: 'string',
      ...(moType !== undefined && { managedObjectType: moType }),
    }
    setFields(call, [...fields, made])
    post(call, 'CustomFieldDefAddedEvent', { fieldKey: key, name })
    return made
  },
  RenameCustomFieldDef(call, { key, name: newName }) {
    const { name } = fieldOf(call, key)
    checkFieldName(call, newName, key)
    setFields(
      call,
      customFields(call.world).map((field) => (field.key === key ? { ...field, name: newName } : field)),
    )
    post(call, 'CustomFieldDefRenamedEvent', { fieldKey: key, name, newName })
    return undefined
  },
  RemoveCustomFieldDef(call, { key }) {
    const { name } = fieldOf(call, key)
    setFields(
      call,
      customFields(call.world).filter((field) => field.key !== key),
    )
    forgetValues(call, key)
    post(call, 'CustomFieldDefRemovedEvent', { fieldKey: key, name })
    return undefined
  },
  SetField(call, { entity: ref, key, value }) {
    const entity = call.world.find(ref)
    if (entity === undefined) throw invalidArgument('entity')
    setValue(call, entity, fieldOf(call, key), value)
    return undefined
  },
})

export const customValueMethods = methodsOf('ManagedEntity', {
  setCustomValue(call, { key: name, value }) {
    demand(call.world, sessionOf(call), call.self, 'Global.SetCustomField')
    const field = customFields(call.world).find((candidate) => candidate.name === name)
    if (field === undefined) throw invalidArgument('key', `names no custom field: ${name}`)
    setValue(call, call.self, field, value)
    return undefined
  },
})
