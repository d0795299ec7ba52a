import type { Release } from '../model/index.ts'
import { add, emptyDraft, type Draft } from './draft.ts'
import { goodHostValues, goodVcenterValues } from './good-host.ts'
import { goodCluster, goodDatastores, goodHostGround } from './good-host-more.ts'
import { addGoodSwitches, goodHostNetwork, goodVcenterNetwork } from './good-network.ts'
import { goodServerValues } from './good-server.ts'
import { goodVmValues } from './good-vm.ts'

/** The day on which the samples are judged. */
export const sampleDay = new Date('2026-11-24T00:00:00Z')

/** No host of a line can be well kept after its general support: those are judged on a day of its last month. */
const lastGoodDay: Readonly<Partial<Record<Release, Date>>> = {
  '6.5': new Date('2022-10-10T00:00:00Z'),
  '6.7': new Date('2022-10-10T00:00:00Z'),
  '7.0': new Date('2025-10-01T00:00:00Z'),
}

/** The day on which the good estate of a release is good. */
export const sampleDayOf = (release: Release): Date => lastGoodDay[release] ?? sampleDay

/**
 * A small estate in which every control of the catalogue that applies to the release passes or does not apply:
 * one vCenter, one cluster with two hosts, two VMs, one standard and one distributed switch.
 */
export function goodEstate(release: Release): Draft {
  const draft = emptyDraft(release)
  add(draft, 'ServiceInstance', 'ServiceInstance', {
    ...goodVcenterValues(release),
    ...goodVcenterNetwork(),
    ...goodServerValues(),
  })
  add(draft, 'Folder', 'group-d1', { name: 'Datacenters', parent: undefined })
  add(draft, 'Datacenter', 'datacenter-2', { name: 'Tokyo', parent: { type: 'Folder', value: 'group-d1' } })
  add(draft, 'Folder', 'group-h4', { name: 'host', parent: { type: 'Datacenter', value: 'datacenter-2' } })
  add(draft, 'Folder', 'group-v3', { name: 'vm', parent: { type: 'Datacenter', value: 'datacenter-2' } })
  add(draft, 'Folder', 'group-s5', { name: 'datastore', parent: { type: 'Datacenter', value: 'datacenter-2' } })
  add(draft, 'Folder', 'group-n6', { name: 'network', parent: { type: 'Datacenter', value: 'datacenter-2' } })
  add(draft, 'ClusterComputeResource', 'domain-c8', {
    name: 'Production',
    parent: { type: 'Folder', value: 'group-h4' },
    ...goodCluster,
  })
  for (const [index, name] of ['esx1.example.test', 'esx2.example.test'].entries())
    add(draft, 'HostSystem', `host-${10 + index}`, {
      name,
      parent: { type: 'ClusterComputeResource', value: 'domain-c8' },
      ...goodHostValues(release, index),
      ...goodHostNetwork(release, index),
      ...goodHostGround(release),
    })
  for (const [index, name] of ['web01', '基幹系 DB'].entries())
    add(draft, 'VirtualMachine', `vm-${100 + index}`, {
      name,
      parent: { type: 'Folder', value: 'group-v3' },
      'runtime.host': { type: 'HostSystem', value: `host-${10 + index}` },
      ...goodVmValues(release, index),
    })
  for (const [value, name, type] of goodDatastores)
    add(draft, 'Datastore', value, {
      name,
      parent: { type: 'Folder', value: 'group-s5' },
      summary: { _typeName: 'DatastoreSummary', name, type },
    })
  addGoodSwitches(draft, release)
  return draft
}
