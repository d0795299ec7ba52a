/**
 * A field that may be unset: on the wire that is an absent element, here an absent key. An empty list is unset, too.
 */
export function maybe<const K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return {}
  return { [key]: value } as { readonly [P in K]?: V }
}
