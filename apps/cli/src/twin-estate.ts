import { readSnapshot } from '@sakimori/collect'
import { releases, type Release } from '@sakimori/core/model'
import { demoEstate, generateEstate, hydrate, loneHost, type Estate, type EstateMaker } from '@sakimori/twin'
import { UsageError } from './exit.ts'
import { knownWord } from './config/filter.ts'

export interface EstateFlags {
  readonly estate?: string
  readonly esx?: boolean
  readonly hosts?: string
  readonly vms?: string
  readonly seed?: string
  readonly release?: string
}

/** Who works on the twin of a snapshot, which holds no account. */
const operator = { name: 'administrator@vsphere.local', password: 'VMware1!' }

/** The estate that the flags ask for: generated when a size is given, else a snapshot's or the demo. */
export async function chooseEstate(flags: EstateFlags): Promise<Estate | EstateMaker> {
  if (flags.esx === true) return chooseHost(flags)
  const isGenerated = flags.hosts !== undefined || flags.vms !== undefined || flags.release !== undefined
  if (!isGenerated) {
    if (flags.estate === undefined || flags.estate === 'demo') return demoEstate
    return hydrate(await readSnapshot(flags.estate), { operator })
  }
  if (flags.estate !== undefined) {
    throw new UsageError(
      '--estate names an estate that is there; --hosts, --vms and --release generate one: give either',
    )
  }
  const options = {
    hosts: whole('--hosts', flags.hosts, 4, 1, 2000),
    vms: whole('--vms', flags.vms, 40, 0, 100_000),
    seed: whole('--seed', flags.seed, 1, 0, 2 ** 31 - 1),
    release: knownWord<Release>('--release', flags.release ?? '8.0', releases),
  }
  return (certificate) => generateEstate(options, certificate)
}

function chooseHost(flags: EstateFlags): EstateMaker {
  if (flags.estate !== undefined || flags.hosts !== undefined) {
    throw new UsageError('--esx is one host without a vCenter Server: leave out --estate and --hosts')
  }
  const options = {
    release: knownWord<Release>('--release', flags.release ?? '8.0', releases),
    vms: whole('--vms', flags.vms, 2, 0, 500),
  }
  return (certificate) => loneHost(options, certificate)
}

function whole(flag: string, given: string | undefined, otherwise: number, min: number, max: number): number {
  if (given === undefined) return otherwise
  const value = Number(given)
  if (!/^\d+$/.test(given) || value < min || value > max) {
    throw new UsageError(`${flag} ${given}: write a whole number from ${min} to ${max}`)
  }
  return value
}
