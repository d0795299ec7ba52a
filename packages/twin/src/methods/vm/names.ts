import { vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import type { World } from '../../kernel/world.ts'

const longest = 80

/** The name of an entity as vCenter Server keeps it: what an inventory path is made with is escaped. */
const entityName = (name: string): string =>
  name
    .replaceAll(/%(?!2f|5c|25)/gi, '%25')
    .replaceAll('/', '%2f')
    .replaceAll('\\', '%5c')

/**
 * A name that a child of `parent` may have, escaped. Throws InvalidName, and DuplicateName where a sibling of the same
 * folder has it (`self` aside).
 */
export function checkName(world: World, parent: ManagedObject, name: string, self?: ManagedObject): string {
  const made = entityName(name)
  if (name.trim() === '' || name.length > longest) {
    throw vimFault('InvalidName', { name }, `The name '${name}' is not valid.`)
  }
  const other = world
    .referrers('parent', parent.ref)
    .find((child) => child !== self && world.nameOf(child).toLowerCase() === made.toLowerCase())
  if (other !== undefined) {
    throw vimFault('DuplicateName', { name, object: other.ref as never }, `The name '${name}' already exists.`)
  }
  return made
}
