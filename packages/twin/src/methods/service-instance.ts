import type { DataTypes } from '@sakimori/vim25/types'
import { TypedValue } from '@sakimori/vim25/wire'
import { methodsOf, sessionOf, type Call, type MethodTable } from '../kernel/call.ts'
import { VimFault } from '../kernel/fault.ts'
import { readPath } from '../kernel/property.ts'
import { listOf } from '../kernel/values.ts'

export const serviceInstanceMethods = methodsOf('ServiceInstance', {
  RetrieveServiceContent: ({ self }) => self.get('content') as DataTypes['ServiceContent'],
  CurrentTime: ({ world }) => world.now().toISOString(),
  RetrieveProductComponents: () => [],
})

/** pyVmomi's way to read one property: the value itself, or nothing where it is unset. */
function fetchProperty(call: Call, { prop }: { readonly prop?: unknown }): unknown {
  const found = readPath(call.world, call.self, String(prop), call.session)
  if (found instanceof VimFault) throw found
  return found.value === undefined ? undefined : new TypedValue(found.value, found.type, found.array)
}

export const fetchMethods: MethodTable = { ManagedObject: { Fetch: fetchProperty } }

export const extensionManagerMethods = methodsOf('ExtensionManager', {
  FindExtension: ({ self }, { extensionKey }) =>
    (listOf(self.get('extensionList')) as DataTypes['Extension'][]).find(({ key }) => key === extensionKey),
  QueryManagedBy: () => [],
  GetPublicKey: () => '',
  UnregisterExtension(call, { extensionKey }) {
    sessionOf(call)
    const kept = (listOf(call.self.get('extensionList')) as DataTypes['Extension'][]).filter(
      ({ key }) => key !== extensionKey,
    )
    call.world.parts.local.set(call.self, 'extensionList', kept)
    return undefined
  },
  RegisterExtension(call, { extension }) {
    const list = listOf(call.self.get('extensionList'))
    call.world.parts.local.set(call.self, 'extensionList', [...list, extension])
    return undefined
  },
})
