import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Secret } from '@sakimori/vim25'
import { UsageError } from './exit.ts'

/** Asks for a password without showing it. @throws UsageError where nobody can be asked */
export async function askPassword(prompt: string): Promise<Secret> {
  if (process.stdin.isTTY !== true)
    throw new UsageError('no password was given: set SAKIMORI_PASSWORD or GOVC_PASSWORD, or use --password-file')
  process.stderr.write(prompt)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return new Secret(await reader.question(''))
  } finally {
    reader.close()
    process.stderr.write('\n')
  }
}
