import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { govc } from '../peers/govc.ts'
import { peersFolder, peerVersions } from '../peers/table.ts'
import { startVcsim, type Server } from '../peers/vcsim.ts'

/** Records a server's inventory into a folder that does not exist yet, in the form that `vcsim -load` reads. */
export const saveInventory = async (server: Server, dir: string): Promise<void> => {
  await govc(server, ['object.save', '-d', dir])
}

/**
 * Writes the inventory that vcsim makes from these sizes. Making it takes half a second, so it is kept beside the peers,
 * per version and arguments, and copied from there.
 */
export const writeDefaultInventory = async (dir: string, args: readonly string[]): Promise<void> => {
  const hash = createHash('sha256').update(args.join('\0')).digest('hex').slice(0, 12)
  const kept = join(peersFolder, `inventory-${peerVersions.newest}-${hash}`)
  if (!existsSync(kept)) {
    await mkdir(peersFolder, { recursive: true })
    const folder = await mkdtemp(`${kept}.`)
    const made = join(folder, 'inventory')
    await using server = await startVcsim({ args })
    await saveInventory(server, made)
    try {
      await rename(made, kept)
    } catch (error) {
      // Another test made the same one in the meantime, which is as good.
      if (!existsSync(kept)) throw error
    }
    await rm(folder, { recursive: true, force: true })
  }
  await cp(kept, dir, { recursive: true })
}
