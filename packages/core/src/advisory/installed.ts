import { isRecord, mapFact, readRaw, unknown, type Fact, type Inventory, type Subject } from '../model/index.ts'
import type { Installed } from './locate.ts'

/** Where the appliance says its full version, `8.0.3.00400`, and the number of its ISO image. */
export const APPLIANCE_VERSION = 'rest:/api/appliance/system/version'

/** What a host runs, by its own words: the loaded image, not one that waits for a restart. */
export const readHostInstalled = (host: Subject): Fact<Installed> =>
  readProduct(host, 'config.product', (branch, build) => ({ product: 'esx', branch, build, role: 'iso' }))

/**
 * What vCenter Server runs. The appliance's own answer says it best: the version, and the number that advisories name;
 * without it (rights, an old release) there is `about.build`, which is the client's.
 * A lone host has a `ServiceInstance` too.
 */
export function readVcenterInstalled(service: Subject): Fact<Installed> {
  const { version, build: iso } = readAppliance(service)
  return readProduct(service, 'content.about', (branch, build) => ({
    product: 'vcenter',
    branch,
    ...(iso === undefined ? { build, role: 'client' } : { build: iso, role: 'iso' }),
    ...(version?.startsWith(`${branch}.`) ? { version } : {}),
  }))
}

/** What a server of the inventory runs, whichever it is; `undefined` of an object that advisories do not speak of. */
export function readInstalled(subject: Subject, inventory: Inventory): Fact<Installed> | undefined {
  if (subject.type === 'HostSystem') return readHostInstalled(subject)
  if (subject.type === 'ServiceInstance' && inventory.estate.kind === 'vcenter') return readVcenterInstalled(subject)
  return undefined
}

function readProduct(
  subject: Subject,
  path: string,
  make: (branch: string, build: number) => Installed,
): Fact<Installed> {
  const raw = readRaw(subject, path)
  if (!raw.known) return raw
  const version = isRecord(raw.value) ? raw.value['version'] : undefined
  const build = isRecord(raw.value) ? raw.value['build'] : undefined
  const branch = typeof version === 'string' ? /^\d+\.\d+\.\d+/.exec(version)?.[0] : undefined
  if (branch === undefined || typeof build !== 'string' || !/^\d{1,12}$/.test(build))
    return unknown('fault', raw.from, 'no three-part version or no build number')
  return mapFact(raw, () => make(branch, Number(build)))
}

/** Not being able to ask is no fault: it decides only where two numbers of a release could be taken for each other. */
function readAppliance(service: Subject): { readonly version?: string; readonly build?: number } {
  const fact = readRaw(service, APPLIANCE_VERSION)
  if (!fact.known || !isRecord(fact.value)) return {}
  const { version, build } = fact.value
  return {
    ...(typeof version === 'string' && /^\d+(\.\d+){3,4}$/.test(version) ? { version } : {}),
    ...(typeof build === 'string' && /^\d{1,12}$/.test(build) ? { build: Number(build) } : {}),
  }
}
