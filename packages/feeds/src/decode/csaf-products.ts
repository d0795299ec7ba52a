import type { BulletinTarget } from '@sakimori/core/advisory'
import { readCpe } from '../cpe.ts'
import { FeedError } from '../feed-error.ts'
import { limits } from '../limits.ts'
import { at, listAt, textAt } from '../read/json.ts'
import { targetOfCpe, targetOfWords } from '../targets.ts'

/** A product of a CSAF product tree with the branches that lead to it. */
interface TreeProduct {
  readonly id: string
  readonly vendor: string
  /** The name of the nearest branch that names a product or a family of them, else its full name. */
  readonly name: string
  readonly cpe: string | undefined
}

interface Place {
  readonly vendor: string
  readonly name?: string
}

/** Every product of the tree, those that only the relations between others make not among them. */
function productsOf(feed: string, document: unknown): readonly TreeProduct[] {
  const found: TreeProduct[] = []
  const take = (product: unknown, { vendor, name }: Place) => {
    const id = textAt(product, 'product_id')
    if (id === undefined) return
    if (found.length >= limits.records / 10) throw new FeedError('tooLarge', feed, 'its product tree has no end')
    found.push({
      id,
      vendor,
      name: name ?? textAt(product, 'name') ?? '',
      cpe: textAt(product, 'product_identification_helper', 'cpe'),
    })
  }
  // No deeper than `readJson` allows.
  const walk = (branches: readonly unknown[], place: Place): void => {
    for (const branch of branches) {
      const inner = placeIn(branch, place)
      take(at(branch, 'product'), inner)
      walk(listAt(branch, 'branches'), inner)
    }
  }
  walk(listAt(document, 'product_tree', 'branches'), { vendor: '' })
  for (const product of listAt(document, 'product_tree', 'full_product_names')) take(product, { vendor: '' })
  return found
}

function placeIn(branch: unknown, place: Place): Place {
  const name = textAt(branch, 'name')
  if (name === undefined) return place
  switch (textAt(branch, 'category')) {
    case 'vendor':
      return { vendor: name }
    case 'product_family':
    case 'product_name':
      return { ...place, name }
    default:
      return place
  }
}

/** The CPE names of a document's products. */
export const cpesOfTree = (feed: string, document: unknown): readonly string[] =>
  productsOf(feed, document).flatMap(({ cpe }) => cpe ?? [])

/** What each product of the document is for an estate, by the id that the rest of it uses. */
export function targetsOfTree(
  feed: string,
  document: unknown,
  publisher: string,
): ReadonlyMap<string, BulletinTarget | undefined> {
  const targets = new Map<string, BulletinTarget | undefined>()
  for (const { id, vendor, name, cpe } of productsOf(feed, document)) {
    const named = readCpe(cpe)
    // Words of a maker say which of its products it is; a CPE name, that it is hardware at all.
    targets.set(id, targetOfWords(vendor || publisher, name) ?? (named && targetOfCpe(named)))
  }
  // `A on B` is a product of its own: it stands for what it was made of.
  for (const relation of listAt(document, 'product_tree', 'relationships')) {
    const id = textAt(relation, 'full_product_name', 'product_id')
    const parts = [textAt(relation, 'product_reference'), textAt(relation, 'relates_to_product_reference')]
    if (id !== undefined && !targets.has(id))
      targets.set(
        id,
        parts.map((part) => targets.get(part ?? '')).find((target) => target !== undefined),
      )
  }
  return targets
}
