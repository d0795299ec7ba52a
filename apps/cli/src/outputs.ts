import { UsageError } from './exit.ts'
import { writeWhole } from './files.ts'
import type { Terminal } from './terminal.ts'
import { words } from './words.ts'

/** A report that was asked for: the file that it goes to, `-` for standard output, and its text in parts. */
export type Output = readonly [file: string | undefined, chunks: () => Iterable<string>]

/** To be asked before anybody logs in. @throws UsageError where two reports want standard output */
export function checkOutputs(files: readonly (string | undefined)[]): void {
  if (files.filter((file) => file === '-').length > 1)
    throw new UsageError('only one report can go to standard output ("-")')
}

/** Writes the reports that were asked for, and what a person reads unless one of them takes its place. */
export async function writeOutputs(
  terminal: Terminal,
  outputs: readonly Output[],
  forPeople: () => string,
): Promise<void> {
  if (!outputs.some(([file]) => file === '-')) await terminal.write(forPeople())
  for (const [file, chunks] of outputs) {
    if (file === undefined) continue
    if (file === '-') for (const chunk of chunks()) await terminal.write(chunk)
    else {
      await writeWhole(file, chunks())
      terminal.say(words.wrote, { file })
    }
  }
}
