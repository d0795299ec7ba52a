import { shoppingList } from '@sakimori/collect'
import { catalog } from '@sakimori/core/catalog'
import { pathKnownTo } from '@sakimori/vim25'

/** The properties that the collector reads of each type, for contestants that read them in another way. */
export function propertySpecs(
  release: string,
): readonly { readonly type: string; readonly paths: readonly string[] }[] {
  return Object.entries(shoppingList(catalog))
    .filter(([type]) => type !== 'ServiceInstance')
    .map(([type, paths]) => ({
      type: type === 'VmwareDistributedVirtualSwitch' ? 'DistributedVirtualSwitch' : type,
      paths: paths.filter((path) => pathKnownTo(release, type, path)),
    }))
    .filter(({ paths }) => paths.length > 0)
}
