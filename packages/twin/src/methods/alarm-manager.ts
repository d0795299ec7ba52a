import type { MoRef } from '@sakimori/vim25'
import { methodsOf } from '../kernel/call.ts'
import { isRecord } from '../kernel/values.ts'

export const alarmManagerMethods = methodsOf('AlarmManager', {
  /** Those defined on an entity itself; all that there are when none is named. */
  GetAlarm({ world }, { entity }) {
    return [...world.parts.local.ofType('Alarm')]
      .filter((alarm) => {
        const info = alarm.get('info')
        const on = isRecord(info) && isRecord(info['entity']) ? info['entity'] : undefined
        return entity === undefined || (on?.['type'] === entity.type && on['value'] === entity.value)
      })
      .map(({ ref }) => ref as MoRef<'Alarm'>)
  },
})
