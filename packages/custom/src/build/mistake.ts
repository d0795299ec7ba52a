/** What is wrong in a control, and where: the keys that lead there, and the place in its text for an expression. */
export interface Mistake {
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly offset?: number
}

/** Ends the building of one control. */
export class ControlMistake extends Error {
  override readonly name = 'ControlMistake'
  readonly mistakes: readonly Mistake[]

  constructor(...mistakes: readonly Mistake[]) {
    super(mistakes.map(({ message }) => message).join('; '))
    this.mistakes = mistakes
  }
}

/** @throws ControlMistake */
export function refuse(path: Mistake['path'], message: string): never {
  throw new ControlMistake({ path, message })
}
