import { isRecord, type MoRef } from '@sakimori/core/model'
import type { VimClient } from '@sakimori/vim25'
import type { DraftObject } from './draft.ts'
import { missingOfError, missingOfFault } from './missing.ts'

export const SESSIONS = 'SessionManager.sessionList'
export const LOGINS = 'EventManager.QueryEvents()#administratorLogins'
export const ALARMS = 'AlarmManager.GetAlarm()'

const DAY_MS = 86_400_000
/** How far back logins are looked for; vCenter Server keeps events for 30 days unless told otherwise. */
const LOGIN_DAYS = 30
/** The most events that one QueryEvents gives. */
const MOST_EVENTS = 1000

/** Who uses vCenter Server, and what it watches for itself: of each only what controls ask, and only where one does. */
export async function collectActivity(
  client: VimClient,
  draft: DraftObject,
  asked: readonly string[],
  now: Date,
): Promise<void> {
  if (asked.includes(SESSIONS)) await collectSessions(client, draft)
  if (asked.includes(LOGINS)) await collectLogins(client, draft, now)
  if (asked.includes(ALARMS)) await collectAlarms(client, draft)
}

/** Files an answer, or why there is none. A failure of the whole connection ends the collection. */
async function file(draft: DraftObject, path: string, read: () => Promise<unknown>): Promise<void> {
  try {
    const value = await read()
    if (value !== undefined) draft.values[path] = value
  } catch (error) {
    const why = missingOfError(error)
    if (!why) throw error
    draft.missing[path] = why
  }
}

const noManager = (draft: DraftObject, path: string, name: string) => {
  draft.missing[path] = { why: 'notSupported', detail: `the server has no ${name}` }
}

/** The sessions of others, without their keys: those are half a credential. */
async function collectSessions(client: VimClient, draft: DraftObject): Promise<void> {
  const { sessionManager } = client.content
  if (!sessionManager) return noManager(draft, SESSIONS, 'SessionManager')
  await file(draft, SESSIONS, async () => {
    const paths = ['sessionList', 'currentSession']
    for await (const { values, missing } of client.retrieve([
      { type: 'SessionManager', objects: [sessionManager], paths },
    ])) {
      const gone = missing.find(({ path }) => path === 'sessionList')
      if (gone) draft.missing[SESSIONS] = missingOfFault(gone.fault)
      else return othersThan(values['currentSession'], values['sessionList'])
    }
    return undefined
  })
}

function othersThan(own: unknown, list: unknown): unknown[] {
  const key = isRecord(own) ? own['key'] : undefined
  return (Array.isArray(list) ? list : [])
    .filter(isRecord)
    .filter((session) => session['key'] !== key)
    .map(({ userName, userAgent, ipAddress }) => ({ userName, userAgent, ipAddress }))
}

/** The first administrator of single sign-on, in both spellings that events use. */
function administratorNames(draft: DraftObject): readonly string[] {
  const settings: unknown = draft.values['OptionManager.setting']
  const admin: unknown = (Array.isArray(settings) ? settings : [])
    .filter(isRecord)
    .find(({ key }) => key === 'config.vpxd.sso.default.admin')?.['value']
  const [account = '', domain = ''] = (typeof admin === 'string' ? admin : 'Administrator@vsphere.local').split('@')
  return [`${account}@${domain}`, `${domain.toUpperCase()}\\${account}`]
}

/** On how many days the built-in administrator logged in, and how often. Not from where: that is nobody's business here. */
async function collectLogins(client: VimClient, draft: DraftObject, now: Date): Promise<void> {
  const { eventManager } = client.content
  if (client.isHost) {
    draft.missing[LOGINS] = { why: 'notSupported', detail: 'a host has no single sign-on' }
    return
  }
  if (!eventManager) return noManager(draft, LOGINS, 'EventManager')
  const accounts = administratorNames(draft)
  await file(draft, LOGINS, async () => {
    const found =
      (await client.call(eventManager, 'QueryEvents', {
        filter: {
          _typeName: 'EventFilterSpec',
          eventTypeId: ['UserLoginSessionEvent'],
          time: {
            _typeName: 'EventFilterSpecByTime',
            beginTime: new Date(now.getTime() - LOGIN_DAYS * DAY_MS).toISOString(),
          },
          userName: { _typeName: 'EventFilterSpecByUsername', systemUser: false, userList: accounts },
        },
      })) ?? []
    const days = new Map<string, number>()
    for (const { createdTime } of found) {
      const day = createdTime.slice(0, 10)
      days.set(day, (days.get(day) ?? 0) + 1)
    }
    return { accounts, complete: found.length < MOST_EVENTS, days: [...days].map(([day, logins]) => ({ day, logins })) }
  })
}

/** The alarms that are defined, without their actions: those name people and scripts. */
async function collectAlarms(client: VimClient, draft: DraftObject): Promise<void> {
  const { alarmManager } = client.content
  if (!alarmManager) return noManager(draft, ALARMS, 'AlarmManager')
  await file(draft, ALARMS, async () => {
    const objects: readonly MoRef[] = (await client.call(alarmManager, 'GetAlarm', {})) ?? []
    const alarms: unknown[] = []
    if (objects.length === 0) return alarms
    for await (const { values, missing } of client.retrieve([{ type: 'Alarm', objects, paths: ['info'] }])) {
      const info = values['info']
      // Any alarm could be the one that is looked for.
      if (!isRecord(info)) {
        draft.missing[ALARMS] = missingOfFault(missing[0]?.fault)
        return undefined
      }
      const { name, enabled, entity, expression } = info
      alarms.push({ name, enabled, entity, expression })
    }
    return alarms
  })
}
