import { render, type Locale, type SlotValues, type Text } from '@sakimori/core/text'

/** Where the program talks to the person: results on stdout, everything else on stderr. */
export interface Terminal {
  readonly locale: Locale
  readonly colour: boolean
  readonly width: number
  readonly write: (chunk: string) => Promise<void>
  readonly say: <S extends string>(message: Text<S>, values: SlotValues<S>) => void
  /** A line that replaces itself on a terminal; elsewhere nothing, so that logs stay short. */
  readonly progress: <S extends string>(message: Text<S>, values: SlotValues<S>) => void
  readonly clearProgress: () => void
}

export function openTerminal(locale: Locale, env: Readonly<Record<string, string | undefined>>): Terminal {
  const { stdout, stderr } = process
  // The callback of each write has the error; without a listener the stream would end the process before it is heard.
  if (stdout.listenerCount('error') === 0) stdout.on('error', () => undefined)
  let shown = false
  let last = 0
  const clearProgress = () => {
    if (shown) stderr.write('\r\u001b[2K')
    shown = false
  }
  return {
    locale,
    // https://no-color.org, and FORCE_COLOR as Node reads it.
    colour: env['NO_COLOR'] ? false : stdout.isTTY === true || Boolean(env['FORCE_COLOR']),
    width: stdout.columns ?? 100,
    write: (chunk) =>
      new Promise((resolve, reject) => {
        stdout.write(chunk, (error) => (error ? reject(error) : resolve()))
      }),
    say: (message, values) => {
      clearProgress()
      stderr.write(`${render(message, locale, values)}\n`)
    },
    progress: (message, values) => {
      const now = performance.now()
      if (stderr.isTTY !== true || now - last < 80) return
      last = now
      shown = true
      stderr.write(`\r\u001b[2K${render(message, locale, values)}`)
    },
    clearProgress,
  }
}
