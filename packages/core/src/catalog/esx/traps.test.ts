import { describe, expect, test } from 'vitest'
import { renderNote } from '../../text/index.ts'
import { first, setOption, snapshotOf, type Draft } from '../../testing/draft.ts'
import { goodEstate, sampleDay } from '../../testing/good-estate.ts'
import { esxSpoilers } from '../../testing/spoilers/esx.ts'
import { findingsOf, verdictOf, type Choices } from '../../testing/verdicts.ts'
import { defaultPolicy, idsIn, type HostOption } from '../../control/index.ts'
import { openInventory, type Release } from '../../model/index.ts'
import { esx } from './index.ts'

function controlOf(id: string) {
  const found = esx.find((control) => control.id === id)
  if (!found) throw new Error(`no control ${id}`)
  return found
}

/** The verdict on the first host of a good estate in which one option was changed. */
function withOption(release: Release, id: string, key: HostOption, value: unknown, choices: Choices = {}) {
  const draft = goodEstate(release)
  setOption(first(draft, 'HostSystem'), 'config.option', key, value)
  return verdictOf(draft, controlOf(id), choices)
}

function withValues(release: Release, id: string, values: Record<string, unknown>, choices: Choices = {}) {
  const draft = goodEstate(release)
  Object.assign(first(draft, 'HostSystem').values, values)
  return verdictOf(draft, controlOf(id), choices)
}

const service = (key: string, running: boolean, policy: string, label = key) => ({
  _typeName: 'HostService',
  key,
  label,
  running,
  policy,
})

const ruleset = (key: string, more: Record<string, unknown>) => ({
  _typeName: 'HostFirewallRuleset',
  key,
  enabled: true,
  ...more,
})

const inDomain = {
  _typeName: 'HostAuthenticationManagerInfo',
  authConfig: [{ _typeName: 'HostActiveDirectoryInfo', enabled: true, joinedDomain: 'CORP' }],
}

describe('values', () => {
  test('trap 6: what one baseline wants another one refuses', () => {
    const key = 'Config.HostAgent.vmacore.soap.sessionTimeout'
    expect(withOption('8.0', 'esx.api-session-timeout', key, 10, { baseline: 'scg' })).toBe('pass')
    expect(withOption('8.0', 'esx.api-session-timeout', key, 10, { baseline: 'stig' })).toBe('fail')
    expect(withOption('8.0', 'esx.api-session-timeout', key, 30, { baseline: 'scg' })).toBe('fail')
    expect(withOption('8.0', 'esx.api-session-timeout', key, 30, { baseline: 'stig' })).toBe('pass')
    expect(withOption('8.0', 'esx.password-lifetime', 'Security.PasswordMaxDays', 9999)).toBe('pass')
    expect(withOption('8.0', 'esx.password-lifetime', 'Security.PasswordMaxDays', 9999, { baseline: 'stig' })).toBe(
      'fail',
    )
    expect(withOption('7.0', 'esx.console-timeout', 'UserVars.DcuiTimeOut', 600, { baseline: 'stig' })).toBe('fail')
    expect(withOption('8.0', 'esx.console-timeout', 'UserVars.DcuiTimeOut', 600, { baseline: 'stig' })).toBe('pass')
  })

  test.each([
    ['esx.console-timeout', 'UserVars.DcuiTimeOut'],
    ['esx.shell-availability-timeout', 'UserVars.ESXiShellTimeOut'],
    ['esx.shell-idle-timeout', 'UserVars.ESXiShellInteractiveTimeOut'],
    ['esx.host-client-timeout', 'UserVars.HostClientSessionTimeout'],
    ['esx.api-session-timeout', 'Config.HostAgent.vmacore.soap.sessionTimeout'],
    ['esx.account-lock-failures', 'Security.AccountLockFailures'],
    ['esx.domain-revalidation', 'Config.HostAgent.plugins.vimsvc.authValidateInterval'],
  ] as const)('trap 8: %s does not take 0, which is never', (id, key) => {
    const draft = goodEstate('8.0')
    first(draft, 'HostSystem').values['config.authenticationManagerInfo'] = inDomain
    setOption(first(draft, 'HostSystem'), 'config.option', key, 0)
    expect(verdictOf(draft, controlOf(id))).toBe('fail')
  })

  test('trap 20: an option that the host does not list is unknown, not a failure and not a pass', () => {
    expect(withOption('8.0', 'esx.mob-off', 'Config.HostAgent.plugins.solo.enableMob', undefined)).toBe('unknown')
  })

  test.each([false, 0, 'false'])('trap 31: a boolean option may come as %j', (off) => {
    expect(withOption('6.5', 'esx.mob-off', 'Config.HostAgent.plugins.solo.enableMob', off)).toBe('pass')
  })

  test('a number may come as text or as a boolean, and nonsense is no value', () => {
    expect(withOption('7.0', 'esx.shell-warning', 'UserVars.SuppressShellWarning', '0')).toBe('pass')
    expect(withOption('7.0', 'esx.shell-warning', 'UserVars.SuppressShellWarning', false)).toBe('pass')
    expect(withOption('7.0', 'esx.shell-warning', 'UserVars.SuppressShellWarning', { odd: 0 })).toBe('unknown')
  })

  test('trap 22: the running rule and the rule of the next start are two controls, and 7.0 has one of them', () => {
    expect(withOption('8.0', 'esx.installed-programs-only', 'User.execInstalledOnly', 0)).toBe('fail')
    expect(withOption('8.0', 'esx.installed-programs-only-at-boot', 'User.execInstalledOnly', 0)).toBe('pass')
    expect(withOption('8.0', 'esx.installed-programs-only', 'VMkernel.Boot.execInstalledOnly', false)).toBe('pass')
    expect(verdictOf(goodEstate('7.0'), controlOf('esx.installed-programs-only'))).toBeUndefined()
  })

  test('trap 25: the disabled protocols are a set, and 9.x has no such option', () => {
    const key = 'UserVars.ESXiVPsDisabledProtocols'
    expect(withOption('8.0', 'esx.tls-old-versions', key, 'tlsv1, TLSv1.1 ,sslv3')).toBe('pass')
    expect(withOption('6.5', 'esx.tls-old-versions', key, 'sslv3')).toBe('fail')
    expect(verdictOf(goodEstate('9.0'), controlOf('esx.tls-old-versions'))).toBeUndefined()
  })
})

describe('lockdown mode', () => {
  const exceptions = 'HostAccessManager.QueryLockdownExceptions()'

  test('trap 26: an empty DCUI.Access locks everyone out', () => {
    expect(withOption('8.0', 'esx.console-access-list', 'DCUI.Access', '')).toBe('fail')
    expect(withOption('8.0', 'esx.console-access-list', 'DCUI.Access', ' , ')).toBe('fail')
    expect(withOption('8.0', 'esx.console-access-list', 'DCUI.Access', 'root')).toBe('pass')
    expect(
      withOption('8.0', 'esx.console-access-list', 'DCUI.Access', 'root,ops', {
        policy: { dcuiAccessUsers: ['root', 'OPS'] },
      }),
    ).toBe('pass')
  })

  test('trap 26: the mode is read from lockdownMode, whatever the deprecated adminDisabled says', () => {
    expect(
      withValues('8.0', 'esx.lockdown-mode', {
        'config.lockdownMode': 'lockdownDisabled',
        'config.adminDisabled': true,
      }),
    ).toBe('fail')
  })

  test('trap 26: exception users with a running shell are a side door', () => {
    const ssh = [service('TSM-SSH', true, 'off'), service('TSM', false, 'off')]
    expect(
      withValues('8.0', 'esx.lockdown-without-side-doors', { [exceptions]: ['svc'], 'config.service.service': ssh }),
    ).toBe('fail')
    expect(
      withValues('8.0', 'esx.lockdown-without-side-doors', { [exceptions]: [], 'config.service.service': ssh }),
    ).toBe('pass')
    expect(withValues('8.0', 'esx.lockdown-without-side-doors', { [exceptions]: ['svc'] })).toBe('pass')
  })

  test('a host whose console nobody may unlock is not locked down by the repair', () => {
    const { repair } = controlOf('esx.lockdown-mode')
    const draft = goodEstate('8.0')
    esxSpoilers['esx.lockdown-mode']?.(draft)
    setOption(first(draft, 'HostSystem'), 'config.option', 'DCUI.Access', '')
    const inventory = openInventory(snapshotOf(draft))
    const [host, other] = inventory.all('HostSystem')
    const context = { now: sampleDay, policy: defaultPolicy, baseline: 'sakimori' } as const
    const changes = (subject: typeof host) =>
      subject && repair.kind === 'change' ? repair.changes(subject, inventory, undefined, context) : undefined
    expect(changes(host)).toEqual([])
    expect(changes(other)).toHaveLength(1)
  })

  test('an exception user is compared by the whole name', () => {
    const policy = { lockdownExceptionUsers: ['NSX-user'] }
    expect(withValues('8.0', 'esx.lockdown-exceptions', { [exceptions]: ['nsx-user'] }, { policy })).toBe('pass')
    expect(withValues('8.0', 'esx.lockdown-exceptions', { [exceptions]: ['nsx'] }, { policy })).toBe('fail')
    expect(withValues('8.0', 'esx.lockdown-exceptions', { [exceptions]: undefined })).toBe('pass')
    expect(withValues('8.0', 'esx.lockdown-exceptions', { [exceptions]: 'root' })).toBe('unknown')
  })

  test.each([
    'esx.lockdown-mode',
    'esx.lockdown-exceptions',
    'esx.console-access-list',
    'esx.lockdown-without-side-doors',
  ])('%s does not apply to a lone host', (id) => {
    const draft = goodEstate('8.0')
    draft.estate = { ...draft.estate, kind: 'esx' }
    esxSpoilers[id]?.(draft)
    expect(verdictOf(draft, controlOf(id))).toBe('notApplicable')
  })

  test('strict mode is asked only where a baseline asks for it', () => {
    expect(verdictOf(goodEstate('8.0'), controlOf('esx.lockdown-strict'))).toBeUndefined()
    expect(verdictOf(goodEstate('8.0'), controlOf('esx.lockdown-strict'), { baseline: 'cis' })).toBe('fail')
  })
})

describe('trap 27: the domain', () => {
  const joined = (release: Release, spoil: (draft: Draft) => void = () => {}) => {
    const draft = goodEstate(release)
    first(draft, 'HostSystem').values['config.authenticationManagerInfo'] = inDomain
    spoil(draft)
    return draft
  }
  const set = (key: HostOption, value: unknown) => (draft: Draft) =>
    setOption(first(draft, 'HostSystem'), 'config.option', key, value)

  test.each([
    ['esx.domain-admins-group', set('Config.HostAgent.plugins.hostsvc.esxAdminsGroup', 'esx admins')],
    ['esx.domain-admins-group-not-added', set('Config.HostAgent.plugins.hostsvc.esxAdminsGroupAutoAdd', true)],
    ['esx.domain-revalidation', set('Config.HostAgent.plugins.vimsvc.authValidateInterval', 1440)],
  ])('%s fails on a joined host only', (id, spoil) => {
    const alone = goodEstate('7.0')
    spoil(alone)
    expect(verdictOf(joined('7.0'), controlOf(id))).toBe('pass')
    expect(verdictOf(joined('7.0', spoil), controlOf(id))).toBe('fail')
    expect(verdictOf(alone, controlOf(id))).toBe('notApplicable')
  })

  test('the interval is not judged the wrong way round', () => {
    const id = 'esx.domain-revalidation'
    const key = 'Config.HostAgent.plugins.vimsvc.authValidateInterval'
    expect(verdictOf(joined('8.0', set(key, 30)), controlOf(id))).toBe('pass')
  })

  test('a host of 7.0, which got no fix, is judged by the options as well', () => {
    expect(
      verdictOf(
        joined('7.0', set('Config.HostAgent.plugins.hostsvc.esxAdminsGroup', 'ESX Admins')),
        controlOf('esx.domain-admins-group'),
      ),
    ).toBe('fail')
  })

  test('membership itself is what the baseline asks', () => {
    expect(verdictOf(joined('8.0'), controlOf('esx.domain-membership'))).toBe('fail')
    expect(verdictOf(joined('8.0'), controlOf('esx.domain-membership'), { baseline: 'stig' })).toBe('pass')
    expect(verdictOf(goodEstate('8.0'), controlOf('esx.domain-membership'), { baseline: 'stig' })).toBe('fail')
  })
})

describe('trap 28: services', () => {
  test.each([
    ['runs', service('TSM-SSH', true, 'off'), 'fail'],
    ['starts with the host', service('TSM-SSH', false, 'on'), 'fail'],
    ['starts with its port', service('TSM-SSH', false, 'automatic'), 'fail'],
    ['is off, under a Japanese label', service('TSM-SSH', false, 'off', 'SSH シェル'), 'pass'],
    ['has no policy', { _typeName: 'HostService', key: 'TSM-SSH', running: false }, 'unknown'],
  ])('SSH that %s', (_what, state, verdict) => {
    expect(withValues('8.0', 'esx.ssh-stopped', { 'config.service.service': [state] })).toBe(verdict)
  })

  test('slpd that is not there does not apply, and 9.x is not asked', () => {
    expect(withValues('8.0', 'esx.slp-stopped', { 'config.service.service': [] })).toBe('notApplicable')
    expect(verdictOf(goodEstate('9.0'), controlOf('esx.slp-stopped'))).toBeUndefined()
  })

  test('a host that keeps time by PTP is fine', () => {
    const values = {
      'config.service.service': [service('ntpd', false, 'off'), service('ptpd', true, 'on')],
      'config.dateTimeInfo': {},
    }
    expect(withValues('8.0', 'esx.time-synchronised', values)).toBe('pass')
    expect(withValues('8.0', 'esx.time-synchronised', { 'config.dateTimeInfo': { ntpConfig: { server: [] } } })).toBe(
      'fail',
    )
  })
})

describe('trap 29: the firewall', () => {
  const verdict = (rulesets: unknown, choices: Choices = {}) =>
    withValues('8.0', 'esx.firewall-allowed-addresses', { 'config.firewall.ruleset': rulesets }, choices)
  const open = { allowedHosts: { allIp: true } }

  test('an enabled rule set open to every address fails', () => {
    expect(verdict([ruleset('sshServer', open)])).toBe('fail')
    expect(verdict([ruleset('sshServer', { ...open, enabled: false })])).toBe('pass')
    expect(verdict([ruleset('sshServer', { allowedHosts: { allIp: false, ipAddress: ['192.0.2.1'] } })])).toBe('pass')
  })

  test('one that belongs to the system, or that the policy opens, does not', () => {
    expect(verdict([ruleset('vSAN', { ...open, ipListUserConfigurable: false })])).toBe('pass')
    expect(verdict([ruleset('trusted-infrastructure-kmxd', open)])).toBe('pass')
    expect(verdict([ruleset('webAccess', open)], { policy: { openRulesets: ['webAccess'] } })).toBe('pass')
  })

  test('one whose list is missing is unknown', () => {
    expect(verdict([ruleset('sshServer', {})])).toBe('unknown')
    expect(verdict('none')).toBe('unknown')
  })

  test.each([
    [{ incomingBlocked: false, outgoingBlocked: true }, 'fail'],
    [{ incomingBlocked: true, outgoingBlocked: false }, 'fail'],
    [{ incomingBlocked: true }, 'unknown'],
  ])('the default policy %j', (policy, expected) => {
    expect(withValues('8.0', 'esx.firewall-default-policy', { 'config.firewall.defaultPolicy': policy })).toBe(expected)
  })
})

test('trap 35: the number of one demand changes with the release', () => {
  expect(idsIn('stig', ['esxi-account-unlock-time'], '7.0')).toEqual(['ESXI-70-000006'])
  expect(idsIn('stig', ['esxi-account-unlock-time'], '8.0')).toEqual(['ESXI-80-000111'])
})

test('a failure says in both languages what was seen', () => {
  const draft = goodEstate('8.0')
  esxSpoilers['esx.lockdown-exceptions']?.(draft)
  const [finding] = findingsOf(draft, controlOf('esx.lockdown-exceptions'))
  expect(finding?.note && renderNote(finding.note, 'en')).toBe('not in the policy: svc-backup')
  expect(finding?.note && renderNote(finding.note, 'ja')).toBe('ポリシーにないユーザー: svc-backup')
})
