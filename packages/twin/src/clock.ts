/** What time it is, in milliseconds; `advance` lets time pass, where that can be. */
export type Clock = (() => number) & { readonly advance?: (seconds: number) => void }

/** A clock that runs like the machine's, and can be put forward: a locked account unlocks, an idle session ends. */
export function adjustableClock(
  start: () => number = Date.now,
): Clock & { readonly advance: (seconds: number) => void } {
  let ahead = 0
  const advance = (seconds: number): void => {
    if (!(seconds >= 0)) throw new RangeError('time only goes forward')
    ahead += seconds * 1000
  }
  return Object.assign(() => start() + ahead, { advance })
}
