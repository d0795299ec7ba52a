/**
 * `npm run bench -- patches`: every server against every advisory, and the plan, on an estate that is made here: hosts and
 * vCenter Servers that run every release that is known, in turn. One process, no server; the least of the rounds counts.
 */
import { curated, indexOf, matchAll, planPatches, readInstalled, type Knowledge } from '@sakimori/core/advisory'
import { openInventory, SNAPSHOT_SCHEMA, type Snapshot } from '@sakimori/core/model'

const ROUNDS = 7
const DAY = '2026-11-26'

const releasesOf = (product: 'esx' | 'vcenter') =>
  curated.releases.flatMap((row) =>
    row.product === product && row.builds[0] ? [{ row, build: row.builds[0].build }] : [],
  )

/** A snapshot of one vCenter Server with its share of the hosts; every estate starts at another release. */
function snapshotOf(hosts: number, at: number): Snapshot {
  const esx = releasesOf('esx')
  const vcenter = releasesOf('vcenter')
  const about = (list: typeof esx, index: number) => {
    const { row, build } = list[index % list.length] ?? list[0] ?? { row: undefined, build: 0 }
    return { _typeName: 'AboutInfo', version: row?.branch, build: String(build), productLineId: 'embeddedEsx' }
  }
  const host = (index: number) => ({
    ref: { type: 'HostSystem', value: `host-${index}` },
    values: { name: `esx${index}`, 'config.product': about(esx, at * 37 + index) },
  })
  const server = {
    ref: { type: 'ServiceInstance', value: 'ServiceInstance' },
    values: { 'content.about': { ...about(vcenter, at), productLineId: 'vpx', apiType: 'VirtualCenter' } },
  }
  return {
    schema: SNAPSHOT_SCHEMA,
    estate: {
      name: `vc${at}`,
      endpoint: 'https://vc.example.test',
      instanceUuid: `vc-${at}`,
      apiType: 'VirtualCenter',
      collectedAt: `${DAY}T00:00:00Z`,
    },
    asked: {},
    objects: [server, ...Array.from({ length: hosts }, (_, index) => host(index))],
  } as unknown as Snapshot
}

interface Run {
  readonly plan: number
  readonly match: number
  readonly matches: number
  readonly open: number
}

/** New knowledge each round: nothing that an earlier round worked out is found again. */
function run(inventories: readonly ReturnType<typeof openInventory>[], knowledge: Knowledge): Run {
  const start = performance.now()
  let open = 0
  for (const inventory of inventories) open += planPatches(inventory, knowledge, DAY, () => false).items.length
  const plan = performance.now() - start
  const fresh: Knowledge = { ...knowledge }
  const again = performance.now()
  const index = indexOf(fresh)
  let matches = 0
  for (const inventory of inventories)
    for (const subject of [...inventory.all('ServiceInstance'), ...inventory.all('HostSystem')]) {
      const installed = readInstalled(subject, inventory)
      // Without the shortcut that servers with the same number share: the work that each one costs.
      if (installed?.known) matches += matchAll(index, index.locate(installed.value), DAY).length
    }
  return { plan, match: performance.now() - again, matches, open }
}

/** Prints how long it takes, by size, and by which power that grows. */
export function benchPatches(): void {
  const sizes = [
    { vcenters: 3, hosts: 100 },
    { vcenters: 30, hosts: 1000 },
    { vcenters: 300, hosts: 10_000 },
  ]
  const rows = sizes.map(({ vcenters, hosts }) => {
    const inventories = Array.from({ length: vcenters }, (_, at) =>
      openInventory(snapshotOf(Math.round(hosts / vcenters), at)),
    )
    const runs = Array.from({ length: ROUNDS }, () => run(inventories, { ...curated }))
    const least = (of: (one: Run) => number) => Math.min(...runs.map(of))
    const first = runs[0]
    return { vcenters, hosts, first, plan: least(({ plan }) => plan), match: least(({ match }) => match) }
  })
  const [small, large] = [rows[0], rows.at(-1)]
  const power = (of: (row: (typeof rows)[number]) => number) =>
    small && large ? Math.log(of(large) / of(small)) / Math.log(large.hosts / small.hosts) : Number.NaN
  console.log('| vCenter Servers | hosts | flaws judged | plan, first, ms | plan, ms | each server by itself, ms |')
  console.log('|---|---|---|---|---|---|')
  for (const { vcenters, hosts, first, plan, match } of rows)
    console.log(
      `| ${vcenters} | ${hosts} | ${first?.matches ?? 0} | ${(first?.plan ?? 0).toFixed(1)} | ${plan.toFixed(1)} | ${match.toFixed(1)} |`,
    )
  console.log(
    `| by power | | | | ${power(({ plan }) => plan).toFixed(2)} | ${power(({ match }) => match).toFixed(2)} |`,
  )
}
