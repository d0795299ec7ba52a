import { changeHostState, hostStateOf } from '../../behaviour/host-state.ts'
import { commandKey } from '../../estate/command-line.ts'
import type { CommandAnswer } from '../../estate/estate.ts'
import type { ManagedObject, ObjectStore } from '../../kernel/store.ts'

/** What the host of a snapshot answered to a command when it was recorded; `path` is 'network.firewall.get'. */
export function recordedAnswer(
  host: ManagedObject,
  path: string,
  options: ReadonlyMap<string, readonly string[]>,
): CommandAnswer | undefined {
  const { answers } = hostStateOf(host).commandLine ?? {}
  if (answers === undefined) return undefined
  const given = [...options].map(([name, values]) => [name, values.join(',')] as const)
  return answers[commandKey(path.replaceAll('.', ' '), given)]
}

/** After a change the recorded answers of its namespace are history: the command itself answers from then on. */
export function forgetAnswers(store: ObjectStore, host: ManagedObject, namespace: string): void {
  const { answers, ...state } = hostStateOf(host).commandLine ?? {}
  if (answers === undefined) return
  const words = `${namespace.replaceAll('.', ' ')} `
  const kept = Object.entries(answers).filter(([key]) => !key.startsWith(words))
  changeHostState(store, host, { commandLine: { ...state, answers: Object.fromEntries(kept) } })
}
