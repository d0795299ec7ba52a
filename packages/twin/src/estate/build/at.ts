/** An element that is there by construction. Throws when it is not: a mistake of ours, never of the data. */
export function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new RangeError(`no element ${index} of ${list.length}`)
  return found
}
