import type { Release } from '../model/index.ts'

/** What a well-kept host answers. */
export function goodHostValues(_release: Release, _index: number): Record<string, unknown> {
  return {}
}

/** What a well-kept vCenter Server answers. */
export function goodVcenterValues(_release: Release): Record<string, unknown> {
  return {}
}
