import type { ManagedObject } from '../kernel/store.ts'
import { isRecord, listOf, unboxed } from '../kernel/values.ts'

/** The value of an advanced option of a host as it is now; undefined when it has none of that name. */
export function hostOption(host: ManagedObject, key: string): unknown {
  const config = host.get('config')
  const list = listOf(isRecord(config) ? config['option'] : undefined)
  const found = list.find((item) => isRecord(item) && String(item['key']).toLowerCase() === key.toLowerCase())
  return isRecord(found) ? unboxed(found['value']) : undefined
}

/** The same as a number, or what holds without it. */
export function hostOptionNumber(host: ManagedObject, key: string, otherwise: number): number {
  const value = Number(hostOption(host, key) ?? otherwise)
  return Number.isFinite(value) ? value : otherwise
}
