import { isKeyed, mapFact, readRaw, unknown, type Fact, type Subject } from '../model/index.ts'
import { changeOf, type Row } from './builders.ts'
import type { Judgement } from './control.ts'
import { fail, judgeFacts, notApplicable, pass } from './judge.ts'
import { note, text } from '../text/index.ts'

/** A service of a host as the API names it; labels are localised, keys are not. */
export interface ServiceState {
  readonly running: boolean
  readonly policy: string
}

const SERVICES = 'config.service.service'

/** Reads one service; `undefined` is a host that does not have it. */
export function readService(subject: Subject, key: string): Fact<ServiceState | undefined> {
  const list = readRaw(subject, SERVICES)
  if (!list.known) return list
  const from = { ref: subject.ref, path: `${SERVICES}["${key}"]` }
  const services: readonly unknown[] | undefined = Array.isArray(list.value) ? list.value : undefined
  if (!services?.every(isKeyed)) return unknown('fault', from, 'not a list of services')
  const found = services.find((service) => service.key === key)
  if (!found) return { known: true, value: undefined, from }
  if (typeof found['running'] !== 'boolean' || typeof found['policy'] !== 'string')
    return unknown('fault', from, 'no running or policy')
  return { known: true, value: { running: found['running'], policy: found['policy'] }, from }
}

const stateSaid = text('running: {running}, start-up policy: {policy}', '実行中: {running}、起動ポリシー: {policy}')
const absentSaid = text('this host does not have the service', 'このホストにはこのサービスがない')

/** A service that must neither run nor start by itself: both are looked at. */
export function stoppedService(key: string, row: Row): Judgement {
  return {
    ...row,
    kind: 'judgement',
    subject: 'HostSystem',
    reads: [{ type: 'HostSystem', path: SERVICES }],
    judge: (subject) =>
      judgeFacts([readService(subject, key)], (state) => {
        if (!state) return notApplicable(note(absentSaid, {}))
        const said = note(stateSaid, { running: String(state.running), policy: state.policy })
        // `automatic` follows the firewall's ports: it starts the service when one of them opens.
        return !state.running && state.policy === 'off' ? pass(said) : fail(said)
      }),
    repair: {
      kind: 'change',
      disruption: 'access',
      changes: (subject) => {
        const state = readService(subject, key)
        if (!state.known || !state.value) return []
        const at = { ...subject, key }
        return [
          ...(state.value.policy === 'off' ? [] : [changeOf(at, 'servicePolicy', 'policy', state.value.policy, 'off')]),
          ...(state.value.running ? [changeOf(at, 'serviceRunning', 'running', true, false)] : []),
        ]
      },
    },
  }
}

/** Whether a service runs, for judgements that depend on it. */
export const readRunning = (subject: Subject, key: string): Fact<boolean> =>
  mapFact(readService(subject, key), (state) => state?.running === true)
