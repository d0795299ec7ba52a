import { refKey } from '@sakimori/vim25'
import { methodsOf, sessionOf, type Call } from '../kernel/call.ts'
import { invalidArgument } from '../kernel/fault.ts'
import { isManagedName } from '../kernel/property.ts'
import { isRef, ManagedObject } from '../kernel/store.ts'
import { listOf } from '../kernel/values.ts'

function addView<T extends 'ContainerView' | 'ListView'>(call: Call, type: T, properties: Record<string, unknown>) {
  const session = sessionOf(call)
  const { local } = call.world.parts
  const ref = local.newRef(type, `session[${session.key}]view-`)
  local.add(new ManagedObject(ref, properties, { sessionKey: session.key }))
  return ref
}

export const viewManagerMethods = methodsOf('ViewManager', {
  CreateContainerView(call, { container, type = [], recursive }) {
    for (const name of type) if (!isManagedName(name)) throw invalidArgument('type', `names no managed type: ${name}`)
    return addView(call, 'ContainerView', { container, type, recursive })
  },
  CreateListView(call, { obj = [] }) {
    return addView(call, 'ListView', { view: [...obj] })
  },
  CreateListViewFromView(call, { view }) {
    const source = call.world.find(view)
    return addView(call, 'ListView', {
      view: source === undefined ? [] : call.world.read(source, 'view', call.session),
    })
  },
})

export const viewMethods = methodsOf('View', {
  DestroyView(call) {
    call.world.parts.local.remove(call.self)
    return undefined
  },
})

export const listViewMethods = methodsOf('ListView', {
  ModifyListView(call, { add = [], remove = [] }) {
    const unresolved = add.filter((ref) => call.world.find(ref) === undefined)
    const gone = new Set(remove.map(refKey))
    const kept = listOf(call.self.get('view'))
      .filter(isRef)
      .filter((ref) => !gone.has(refKey(ref)))
    const known = new Map([...kept, ...add.filter((ref) => !unresolved.includes(ref))].map((ref) => [refKey(ref), ref]))
    call.world.parts.local.set(call.self, 'view', [...known.values()])
    return unresolved
  },
  ResetListView(call, { obj = [] }) {
    const unresolved = obj.filter((ref) => call.world.find(ref) === undefined)
    call.world.parts.local.set(
      call.self,
      'view',
      obj.filter((ref) => !unresolved.includes(ref)),
    )
    return unresolved
  },
  ResetListViewFromView(call, { view }) {
    const source = call.world.find(view)
    call.world.parts.local.set(
      call.self,
      'view',
      source === undefined ? [] : call.world.read(source, 'view', call.session),
    )
    return undefined
  },
})
