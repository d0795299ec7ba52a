import { type Locale } from '@sakimori/core/text'
import { UsageError } from './exit.ts'

/** The reader's language: what was asked for, else the first of the POSIX locale variables, else English. */
export function chooseLocale(asked: string | undefined, env: Readonly<Record<string, string | undefined>>): Locale {
  const wanted = asked ?? env['SAKIMORI_LANG']
  if (wanted !== undefined) {
    if (wanted === 'en' || wanted === 'ja') return wanted
    throw new UsageError(`--lang ${wanted}: the languages are en and ja / 言語は en か ja です`)
  }
  const posix = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return posix.startsWith('ja') ? 'ja' : 'en'
}
