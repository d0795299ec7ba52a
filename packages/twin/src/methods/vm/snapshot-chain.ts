import { isA } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { chainOf, flatBacking, type FlatBacking } from './files/layout.ts'
import { disksOf } from './files/layout.ts'
import type { Config, Device } from './vm-record.ts'

type Disk = DataTypes['VirtualDisk']

/** A disk that snapshots do not touch. */
const isIndependent = (backing: FlatBacking) => backing.diskMode.startsWith('independent')

/** Every file that the disks of some configurations stand on. */
function filesOf(configs: readonly Config[]): string[] {
  const chains = configs.flatMap((config) => disksOf(config).flatMap((disk) => chainOf(flatBacking(disk))))
  return [...new Set(chains.map(({ fileName }) => fileName))]
}

/** 'disk.vmdk' → 'disk-000001.vmdk', with the smallest number that no other file has. */
function deltaName(fileName: string, taken: readonly string[]): string {
  const stem = fileName.replace(/(-\d{6})?\.vmdk$/, '')
  for (let number = 1; ; number += 1) {
    const name = `${stem}-${String(number).padStart(6, '0')}.vmdk`
    if (!taken.includes(name)) return name
  }
}

/** The disks that go on after a snapshot: each on a new file that holds what changes from now on. */
export function branchDisks(frozen: Config, all: readonly Config[]): readonly Device[] {
  const taken = filesOf(all)
  return (frozen.hardware.device ?? []).map((device) => {
    const backing = isA(device, 'VirtualDisk') ? flatBacking(device) : undefined
    if (backing === undefined || isIndependent(backing)) return device
    const fileName = deltaName(backing.fileName, taken)
    taken.push(fileName)
    return { ...device, backing: { ...backing, fileName, parent: backing } }
  })
}

/** Whether a chain has `child` directly on `parent`. */
const stepsOn = (chain: readonly FlatBacking[], parent: string) =>
  chain.find((backing) => backing.parent?.fileName === parent)

/**
 * Merges what stands on files of snapshots that are gone into them, where exactly one other file does: that is how a chain
 * gets shorter. Two branches on one file leave it as it is, until one of them goes. Returns the files that stay for that.
 */
export function mergeInto(
  files: readonly string[],
  configs: readonly Config[],
): { readonly configs: readonly Config[]; readonly left: readonly string[] } {
  const merged = files.reduce((held, file) => mergeFile(file, held), configs)
  const still = new Set(filesOf(merged))
  const ends = new Set(merged.flatMap((config) => endsOf(config)))
  return { configs: merged, left: [...new Set(files)].filter((file) => still.has(file) && !ends.has(file)) }
}

/** The files that the disks of a configuration are written to. */
export const endsOf = (config: Config): string[] => disksOf(config).flatMap((disk) => flatBacking(disk)?.fileName ?? [])

function mergeFile(file: string, configs: readonly Config[]): readonly Config[] {
  const chains = configs.flatMap((config) => disksOf(config).map((disk) => chainOf(flatBacking(disk))))
  const isEnd = chains.some((chain) => chain.at(-1)?.fileName === file)
  const children = new Set(chains.flatMap((chain) => stepsOn(chain, file)?.fileName ?? []))
  const [child] = children
  if (isEnd || children.size !== 1 || child === undefined) return configs
  return configs.map((config) => withBackings(config, (backing) => merged(backing, child, file)))
}

/** The backing with the file `child` taken out: what was in it is in `into`. */
function merged(backing: FlatBacking, child: string, into: string): FlatBacking {
  const { parent } = backing
  if (backing.fileName === child && parent?.fileName === into) {
    const { parent: _merged, ...rest } = backing
    return { ...rest, fileName: into, ...(parent.parent !== undefined && { parent: parent.parent }) }
  }
  return parent === undefined ? backing : { ...backing, parent: merged(parent, child, into) }
}

function withBackings(config: Config, change: (backing: FlatBacking) => FlatBacking): Config {
  const device = (config.hardware.device ?? []).map((one) => {
    const backing = isA(one, 'VirtualDisk') ? flatBacking(one) : undefined
    return backing === undefined ? one : { ...(one as Disk), backing: change(backing) }
  })
  return { ...config, hardware: { ...config.hardware, device } }
}
