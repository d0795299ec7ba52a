import type { Area } from '@sakimori/core/control'
import type { Text } from '@sakimori/core/text'
import { company } from '../company.ts'
import { hostRows, type HostKey } from '../host-rows.ts'

/** One mistake in the demo estate. */
export interface KeyRow {
  readonly topic: Area
  /** What is wrong, and why it matters here. */
  readonly what: Text
  /** Names in the inventory; of a part of a host, `host/part`; `vcenterName` for vCenter Server itself. */
  readonly objects: readonly string[]
  /**
   * The controls that each of the objects fails; none where no control can see the mistake. Over all rows together a
   * control that is named here fails on its objects, and on no others.
   */
  readonly controls: readonly string[]
}

/** How the key calls vCenter Server, which has no name of its own in the inventory. */
export const vcenterName = 'vCenter Server'

/** Hosts by their short keys. */
export const hosts = (...keys: readonly HostKey[]): readonly string[] =>
  keys.map((key) => `${hostRows[key].name}.${company.domain}`)

/** Parts of a host: standard switches or port groups. */
export const parts = (key: HostKey, ...names: readonly string[]): readonly string[] =>
  names.map((name) => `${hosts(key).join('')}/${name}`)

/** A row, in the order in which one tells it. */
export const mistake = (topic: Area, objects: readonly string[], controls: readonly string[], what: Text): KeyRow => ({
  topic,
  objects,
  controls,
  what,
})
