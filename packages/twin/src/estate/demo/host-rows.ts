import type { Release } from '@sakimori/core/model'
import type { HostSpec } from '../build/host.ts'
import { hardwareModels } from '../build/hardware-models.ts'
import type { HardwareModel } from '../build/hardware-models.ts'
import type { ClusterKey } from './clusters.ts'

/** A host of the demo: where it stands and what it is. */
export interface HostRow extends Pick<HostSpec, 'product' | 'bootTime'> {
  readonly number: number
  readonly name: string
  readonly cluster: ClusterKey
  readonly release: Release
  readonly model: HardwareModel
}

const { ha8000v, gen9, gen10, gen11 } = hardwareModels

/** The hosts by a short key, under which everything else speaks of them. */
export const hostRows = {
  p01: { number: 101, name: 'esx-tky-p01', cluster: 'prod', release: '8.0', model: ha8000v },
  p02: { number: 102, name: 'esx-tky-p02', cluster: 'prod', release: '8.0', model: ha8000v },
  p03: { number: 103, name: 'esx-tky-p03', cluster: 'prod', release: '8.0', model: ha8000v },
  p04: { number: 104, name: 'esx-tky-p04', cluster: 'prod', release: '8.0', model: gen11 },
  // Bought later, and left out of the last two rounds of updates: 8.0 U2 as it came.
  p05: {
    number: 105,
    name: 'esx-tky-p05',
    cluster: 'prod',
    release: '8.0',
    model: gen11,
    product: { version: '8.0.2', build: 22380479, apiVersion: '8.0.2.0' },
    bootTime: '2024-02-11T02:10:00Z',
  },
  v01: { number: 111, name: 'esx-tky-v01', cluster: 'vdi', release: '7.0', model: gen10 },
  // Its main board was replaced by a spare of 2021.
  v02: { number: 112, name: 'esx-tky-v02', cluster: 'vdi', release: '7.0', model: { ...gen10, bmc: '2.60' } },
  l01: { number: 121, name: 'esx-tky-l01', cluster: 'legacy', release: '6.5', model: gen9 },
  l02: { number: 122, name: 'esx-tky-l02', cluster: 'legacy', release: '6.5', model: gen9 },
  // 6.5 U1 of 2017, never touched since.
  l03: {
    number: 123,
    name: 'esx-tky-l03',
    cluster: 'legacy',
    release: '6.5',
    model: {
      ...gen9,
      microcode: 'asBought',
      bios: { version: 'P89', date: '2017-04-25T00:00:00Z', major: 2, minor: 42 },
      bmc: '2.50',
    },
    product: { build: 5969303 },
    bootTime: '2019-04-30T15:00:00Z',
  },
  d01: { number: 131, name: 'esx-osa-d01', cluster: 'dr', release: '8.0', model: gen10 },
  d02: { number: 132, name: 'esx-osa-d02', cluster: 'dr', release: '8.0', model: gen10 },
  d03: { number: 133, name: 'esx-osa-d03', cluster: 'dr', release: '8.0', model: gen10 },
  // Its upgrade stopped half-way: 7.0 U3n.
  d04: {
    number: 134,
    name: 'esx-osa-d04',
    cluster: 'dr',
    release: '7.0',
    model: gen10,
    product: { build: 21930508 },
    bootTime: '2023-07-20T01:00:00Z',
  },
} as const satisfies Readonly<Record<string, HostRow>>

export type HostKey = keyof typeof hostRows
export const hostKeys = Object.keys(hostRows) as readonly HostKey[]
