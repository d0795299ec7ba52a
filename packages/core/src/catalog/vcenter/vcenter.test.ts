import { describe, expect, test } from 'vitest'
import { asking } from '../../testing/asking.ts'
import { first, setOption, type Spoiler } from '../../testing/draft.ts'
import { vcenter } from './index.ts'

const { firstVerdict, firstNote } = asking(vcenter)

const setting =
  (key: string, value: unknown): Spoiler =>
  (draft) =>
    setOption(first(draft, 'ServiceInstance'), 'OptionManager.setting', key, value)

const value =
  (path: string, read: unknown): Spoiler =>
  (draft) => {
    first(draft, 'ServiceInstance').values[path] = read
  }

describe('settings of vCenter Server', () => {
  test('events that are kept for ever are not asked for their days', () => {
    const id = 'vcenter.event-retention'
    expect(firstVerdict('8.0', id, [setting('event.maxAge', 7)])).toBe('fail')
    for (const off of [false, 'false', 0])
      expect(firstVerdict('8.0', id, [setting('event.maxAge', 7), setting('event.maxAgeEnabled', off)])).toBe(
        'notApplicable',
      )
    expect(firstVerdict('8.0', id, [setting('event.maxAge', undefined)])).toBe('unknown')
  })

  test('the notice is there, and names neither product nor version', () => {
    const id = 'vcenter.console-notice'
    const verdict = (issue: unknown) => firstVerdict('8.0', id, [setting('etc.issue', issue)])
    expect(verdict(' ')).toBe('fail')
    expect(verdict('VMware vCenter Server 8.0.3')).toBe('fail')
    expect(verdict('許可のない使用を禁じる。')).toBe('pass')
    expect(verdict(undefined)).toBe('unknown')
  })

  test('a receiver that is not listed may be on', () => {
    const id = 'vcenter.snmp-receivers-off'
    expect(firstVerdict('8.0', id, [setting('snmp.receiver.3.enabled', undefined)])).toBe('unknown')
    expect(firstVerdict('8.0', id, [setting('snmp.receiver.3.enabled', 'true')])).toBe('fail')
    expect(firstVerdict('8.0', id, [setting('snmp.receiver.3.enabled', 'false')])).toBe('pass')
  })

  test('mail needs TLS and a login; without a mail server nothing is asked', () => {
    const id = 'vcenter.mail-protected'
    const mail = (port: unknown, user: unknown) => [
      setting('mail.smtp.server', 'mail.example.test'),
      setting('mail.smtp.port', port),
      setting('mail.smtp.username', user),
    ]
    expect(firstVerdict('9.0', id, [])).toBe('notApplicable')
    expect(firstVerdict('9.0', id, mail(587, 'vcsa'))).toBe('pass')
    expect(firstVerdict('9.0', id, mail(587, ''))).toBe('fail')
    expect(firstVerdict('9.0', id, mail(25, 'vcsa'))).toBe('fail')
    expect(firstVerdict('9.0', id, mail(undefined, 'vcsa'))).toBe('fail')
  })

  test('extensions are approved by key, or by how the key begins', () => {
    const id = 'vcenter.extensions-approved'
    const registered = value('ExtensionManager.extensionList', [{ key: 'com.example.backup', company: 'Example' }])
    expect(firstNote('8.0', id, [registered])).toMatch(/^not approved: com\.example\.backup \(Example\)\. /)
    for (const pattern of ['com.example.*', 'COM.EXAMPLE.BACKUP'])
      expect(firstVerdict('8.0', id, [registered], { policy: { extensions: [pattern] } })).toBe('pass')
    expect(firstVerdict('8.0', id, [registered], { policy: { extensions: ['com.example.back'] } })).toBe('fail')
    expect(firstVerdict('8.0', id, [value('ExtensionManager.extensionList', [{}])])).toBe('unknown')
  })
})

describe('the note on extensions', () => {
  const id = 'vcenter.extensions-approved'
  const registered = (...list: readonly object[]) => value('ExtensionManager.extensionList', list)
  const served = {
    key: 'com.example.backup',
    company: 'Example',
    version: '4.2',
    server: [{ url: 'https://backup.example.test:8443/sdk' }, { url: 'HTTPS://Backup.example.test/' }],
    client: [{ url: 'https://op:hunter2@[2001:db8::5]/plugin.zip?x=1' }, { url: 'no url' }, {}],
  }

  test('says who made each, and from where it is served, and no login', () => {
    const said = firstNote('8.0', id, [registered(served, { key: 'org.example.plain' })]) ?? ''
    expect(said).toContain('com.example.backup (Example 4.2, backup.example.test, [2001:db8::5]), org.example.plain. ')
    expect(said).not.toContain('hunter2')
  })

  test('gives the list that approves them, which does', () => {
    const extensions = [registered(served, { key: 'it"s' })]
    const said = firstNote('8.0', id, extensions) ?? ''
    const list: unknown = JSON.parse(/under policy: extensions: (\[.*\])$/.exec(said)?.[1] ?? 'null')
    expect(list).toEqual(expect.arrayContaining(['com.vmware.*', 'com.example.backup', 'it"s']))
    expect(firstVerdict('8.0', id, extensions, { policy: { extensions: list as readonly string[] } })).toBe('pass')
  })

  test('names twenty, and says that there are more', () => {
    const many = Array.from({ length: 21 }, (_, index) => ({ key: `x${index}` }))
    expect(firstNote('8.0', id, [registered(...many)])).toMatch(/x19, …\. .*"x19"\]$/)
  })
})

describe('alarms', () => {
  const id = 'vcenter.alarm-permission-changes'
  const event = (eventTypeId: string, more: object = {}) => ({
    _typeName: 'EventAlarmExpression',
    eventType: 'EventEx',
    eventTypeId,
    status: 'red',
    ...more,
  })
  const all = ['Added', 'Removed', 'Updated'].map((what) => event(`vim.event.Permission${what}Event`))
  const alarm = (expression: unknown, more: object = {}) =>
    value('AlarmManager.GetAlarm()', [
      { name: 'x', enabled: true, entity: { type: 'Folder', value: 'group-d1' }, expression, ...more },
    ])
  const any = (...expression: unknown[]) => ({ _typeName: 'OrAlarmExpression', expression })

  test('on each of the events, or on their base type', () => {
    expect(firstVerdict('8.0', id, [alarm(any(...all))])).toBe('pass')
    expect(firstVerdict('8.0', id, [alarm(any({ ...event('x'), eventType: 'PermissionEvent' }))])).toBe('pass')
    expect(firstNote('8.0', id, [alarm(any(...all.slice(1)))])).toBe('no alarm on: PermissionAddedEvent')
  })

  test.each([
    ['is off', any(...all), { enabled: false }],
    ['watches a part of the inventory', any(...all), { entity: { type: 'Datacenter', value: 'datacenter-2' } }],
    ['is cleared by the event', any(...all.map((one) => ({ ...one, status: 'green' }))), {}],
    ['sees some of the events only', any(...all.map((one) => ({ ...one, comparisons: [{}] }))), {}],
    ['needs several events together', { _typeName: 'AndAlarmExpression', expression: all }, {}],
    ['watches a value', any({ _typeName: 'MetricAlarmExpression' }), {}],
  ])('one that %s does not count', (_why, expression, more) => {
    expect(firstVerdict('8.0', id, [alarm(expression, more)])).toBe('fail')
  })

  test('the site says which events it wants to hear of', () => {
    const mine = { policy: { alarmEvents: ['vim.event.PermissionAddedEvent'] } }
    expect(firstVerdict('8.0', 'vcenter.alarm-site-events', [alarm(any(...all))], mine)).toBe('pass')
    expect(firstVerdict('8.0', 'vcenter.alarm-site-events', [alarm(any(...all))])).toBe('fail')
  })
})

describe('the use of accounts', () => {
  const id = 'vcenter.built-in-administrator-rests'
  const LOGINS = 'EventManager.QueryEvents()#administratorLogins'
  const logins = (count: number, complete = true) =>
    value(LOGINS, {
      accounts: ['Administrator@vsphere.local'],
      complete,
      days: Array.from({ length: count }, (_, day) => ({
        day: `2026-11-${String(day + 1).padStart(2, '0')}`,
        logins: 9,
      })),
    })

  test('a few days are emergencies, more are daily work', () => {
    expect(firstVerdict('8.0', id, [logins(3)])).toBe('pass')
    expect(firstVerdict('8.0', id, [logins(4)])).toBe('fail')
    expect(firstVerdict('8.0', id, [logins(4)], { policy: { emergencyLoginDays: 5 } })).toBe('pass')
  })

  test('few logins in a part of the month prove nothing; many prove enough', () => {
    expect(firstVerdict('8.0', id, [logins(1, false)])).toBe('unknown')
    expect(firstVerdict('8.0', id, [logins(9, false)])).toBe('fail')
    expect(firstVerdict('8.0', id, [logins(1), setting('event.maxAge', 7)])).toBe('unknown')
    expect(firstVerdict('8.0', id, [logins(1), setting('event.maxAge', undefined)])).toBe('unknown')
    const forEver = [logins(1), setting('event.maxAge', 7), setting('event.maxAgeEnabled', false)]
    expect(firstVerdict('8.0', id, forEver)).toBe('pass')
    expect(firstVerdict('8.0', id, [value(LOGINS, { days: [] })])).toBe('unknown')
  })

  test('an account is shared when two programs use it from two places; otherwise a person is asked', () => {
    const shared = 'vcenter.service-account-per-application'
    type Use = readonly [userAgent: string, ipAddress: string]
    const sessions = (uses: readonly Use[]) =>
      value(
        'SessionManager.sessionList',
        uses.map(([userAgent, ipAddress]) => ({ userName: 'CORP\\svc', userAgent, ipAddress })),
      )
    const verdict = (...uses: readonly Use[]) => firstVerdict('8.0', shared, [sessions(uses)])
    expect(verdict(['backup/12', '192.0.2.1'], ['monitor/3', '192.0.2.2'])).toBe('fail')
    expect(verdict(['backup/12', '192.0.2.1'], ['backup/13', '192.0.2.2'])).toBe('manual')
    expect(verdict(['backup/12', '192.0.2.1'], ['monitor/3', '192.0.2.1'])).toBe('manual')
    expect(verdict(['Mozilla/5.0', '192.0.2.1'], ['PowerCLI', '192.0.2.2'])).toBe('manual')
    expect(firstVerdict('8.0', shared, [value('SessionManager.sessionList', ['x'])])).toBe('unknown')
  })
})
