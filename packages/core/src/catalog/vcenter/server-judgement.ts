import { judgeFacts, type Context, type Judgement, type Outcome, type Row } from '../../control/index.ts'
import { mapFact, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { notForLoneHost } from '../vcenter-only.ts'

/** A row about the server itself that needs logic of its own over one value of REST or of single sign-on. */
export interface ServerRow<T> extends Row, Pick<Judgement, 'repair'> {
  readonly path: string
  /** The value as the logic needs it; `undefined` when it is not what the interface promises: that gives `unknown`. */
  readonly decode: (value: unknown) => T | undefined
  readonly decide: (value: T, context: Context) => Pick<Outcome, 'verdict' | 'note'>
}

/** Reads a value and decodes it; what does not decode is not known. */
export function readServer<T>(subject: Subject, path: string, decode: (value: unknown) => T | undefined): Fact<T> {
  const raw = readRaw(subject, path)
  if (!raw.known) return raw
  const value = decode(raw.value)
  return value === undefined ? unknown('fault', raw.from, 'not the expected form') : mapFact(raw, () => value)
}

/** Judges one value of the server itself; a lone host has none of these. */
export function judgeServer<T>({ path, decode, decide, ...row }: ServerRow<T>): Judgement {
  return {
    ...row,
    kind: 'judgement',
    subject: 'ServiceInstance',
    reads: [{ type: 'ServiceInstance', path }],
    judge: (subject, inventory, context) =>
      notForLoneHost(subject, inventory) ??
      judgeFacts([readServer(subject, path, decode)], (value) => decide(value, context)),
  }
}
