import { open, rename, rm } from 'node:fs/promises'
import { UsageError } from './exit.ts'

/** Writes a report in chunks; the file appears under its name only when it is whole. */
export async function writeWhole(file: string, chunks: Iterable<string>): Promise<void> {
  const partial = `${file}.${process.pid}.partial`
  try {
    const handle = await open(partial, 'wx')
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
