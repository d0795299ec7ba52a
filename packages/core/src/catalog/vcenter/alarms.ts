import { fail, judgeFacts, pass, type Judgement, type Policy, type Row } from '../../control/index.ts'
import {
  asMoRef,
  isRecord,
  known,
  readRaw,
  unknown,
  type Fact,
  type Inventory,
  type Subject,
} from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { someOf } from '../some-of.ts'
import { vcenterJudgement } from './judgement-row.ts'
import { reachOf } from './permissions/rights.ts'

const ALARMS = 'AlarmManager.GetAlarm()'

/** Types that stand for several: an alarm on the base type sees each of them. */
const BASE_OF: Readonly<Record<string, string>> = {
  PermissionAddedEvent: 'PermissionEvent',
  PermissionRemovedEvent: 'PermissionEvent',
  PermissionUpdatedEvent: 'PermissionEvent',
}

const bare = (event: string) => event.replace(/^vim\.event\./, '')

/**
 * The events that raise an alarm, whatever else is true. An expression that turns the alarm green clears it, one with
 * comparisons sees some of the events only, and parts of an `And` must come together: none of these counts.
 */
function raisingEvents(expression: unknown): readonly string[] {
  if (!isRecord(expression)) return []
  const { _typeName: type, expression: parts, status, comparisons, eventType, eventTypeId } = expression
  if (type === 'OrAlarmExpression' || (type === 'AndAlarmExpression' && Array.isArray(parts) && parts.length === 1))
    return (Array.isArray(parts) ? parts : []).flatMap(raisingEvents)
  if (type !== 'EventAlarmExpression' || status === 'green') return []
  if (Array.isArray(comparisons) && comparisons.length > 0) return []
  return [eventTypeId, eventType].filter((event) => typeof event === 'string').map(bare)
}

/** The events that an enabled alarm watches on everything there is. */
function readWatched(vcenter: Subject, inventory: Inventory): Fact<ReadonlySet<string>> {
  const fact = readRaw(vcenter, ALARMS)
  if (!fact.known) return fact
  const list: readonly unknown[] | undefined = Array.isArray(fact.value) ? fact.value : undefined
  if (!list?.every(isRecord)) return unknown('fault', fact.from, 'not a list of alarms')
  const onAll = list.filter(({ enabled, entity }) => {
    const on = asMoRef(entity)
    return enabled === true && on !== undefined && reachOf(on, inventory) === 'root'
  })
  return known(new Set(onAll.flatMap(({ expression }) => raisingEvents(expression))), fact.from)
}

const missing = text('no alarm on: {events}', 'アラームのないイベント: {events}')

/** An enabled alarm at the root watches each of some events. */
export function watched(
  row: Omit<Row, 'area' | 'severity'> & { readonly events: (policy: Policy) => readonly string[] },
): Judgement {
  const { events, ...rest } = row
  return vcenterJudgement({
    ...rest,
    area: 'access-restriction',
    severity: 'low',
    reads: [ALARMS],
    judge: (vcenter, inventory, { policy }) =>
      judgeFacts([readWatched(vcenter, inventory)], (seen) => {
        const unseen = events(policy)
          .map(bare)
          .filter((event) => !seen.has(event) && !seen.has(BASE_OF[event] ?? event))
        return unseen.length === 0 ? pass() : fail(note(missing, { events: someOf(unseen) }))
      }),
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'On the vCenter Server object choose Configure > Alarm Definitions > Add, take the events that are named as triggers, and let the alarm mail, trap or log.',
        'vCenter Server オブジェクトの 設定 > アラーム定義 > 追加 で、挙げられたイベントをトリガーとするアラームを作成し、メールやトラップなどの通知を設定する。',
      ),
    },
  })
}
