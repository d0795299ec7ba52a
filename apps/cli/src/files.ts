import { open, rename, rm } from 'node:fs/promises'
import { UsageError } from './exit.ts'

/** Writes a file in chunks; it appears under its name only when it is whole. @param mode as the umask leaves it */
export async function writeWhole(file: string, chunks: Iterable<string>, mode = 0o666): Promise<void> {
  const partial = `${file}.${process.pid}.partial`
  try {
    const handle = await open(partial, 'wx', mode)
    try {
      for (const chunk of chunks) await handle.write(chunk)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(partial, file)
  } catch (cause) {
    await rm(partial, { force: true })
    if (cause instanceof Error && 'code' in cause)
      throw new UsageError(`could not write ${file}: ${String(cause.code)}`, { cause })
    throw cause
  }
}
