import { describe, expect, test } from 'vitest'
import type { HostOption } from '../../control/index.ts'
import type { Release } from '../../model/index.ts'
import { first, setOption } from '../../testing/draft.ts'
import { goodEstate } from '../../testing/good-estate.ts'
import { found } from '../../testing/found.ts'
import { findingsOf, verdictOf, type Choices } from '../../testing/verdicts.ts'
import { catalog } from '../index.ts'

const options = 'config.option'

/** The verdict on the first host after one advanced option was changed; `undefined` takes the option away. */
function withOption(release: Release, id: string, key: HostOption, value: unknown, choices: Choices = {}) {
  const draft = goodEstate(release)
  setOption(first(draft, 'HostSystem'), options, key, value)
  return verdictOf(draft, found(id), choices)
}

describe('bugs confessed by SCG 9.0 tools, 902-20260612-01', () => {
  const timeouts = [
    ['esx.console-timeout', 'UserVars.DcuiTimeOut'],
    ['esx.shell-availability-timeout', 'UserVars.ESXiShellTimeOut'],
    ['esx.shell-idle-timeout', 'UserVars.ESXiShellInteractiveTimeOut'],
    ['esx.host-client-timeout', 'UserVars.HostClientSessionTimeout'],
    ['esx.api-session-timeout', 'Config.HostAgent.vmacore.soap.sessionTimeout'],
  ] as const

  test.each(timeouts)('a time-out of 0, which is never, passed a “less or equal”: %s', (id, key) => {
    for (const baseline of ['sakimori', 'scg', 'stig'] as const) {
      expect(withOption('9.0', id, key, 0, { baseline }) ?? 'fail', baseline).toBe('fail')
      expect(withOption('9.0', id, key, -1, { baseline }) ?? 'fail', baseline).toBe('fail')
    }
    expect(withOption('9.0', id, key, 1)).toBe('pass')
  })

  test('the option Config.Etc.issue was asked for as Config.Etc.Issue and so never found', () => {
    for (const key of ['Config.Etc.issue', 'Config.Etc.Issue']) {
      const draft = goodEstate('9.0')
      const host = first(draft, 'HostSystem')
      setOption(host, options, 'Config.Etc.issue', undefined)
      expect(verdictOf(draft, found('esx.ssh-banner'))).toBe('unknown')
      setOption(host, options, key, 'Authorised use only')
      expect(verdictOf(draft, found('esx.ssh-banner'))).toBe('pass')
      setOption(host, options, key, '')
      expect(verdictOf(draft, found('esx.ssh-banner'))).toBe('fail')
    }
  })
})

describe('bugs confessed by SCG 8.0 tools, 803-20260107-01', () => {
  test('a variable that was never set stood for the local log directory, so the host did not matter', () => {
    const id = 'esx.logs-persistent'
    const draft = goodEstate('8.0')
    const path = found(id).reads[0]?.path ?? ''
    const rows = (persistent: string) => [{ LocalLogOutput: '/scratch/log', LocalLogOutputIsPersistent: persistent }]
    const verdicts = ['true', 'false'].map((persistent) => {
      first(draft, 'HostSystem').values[path] = rows(persistent)
      return verdictOf(draft, found(id))
    })
    expect(verdicts).toEqual(['pass', 'fail'])
  })

  test('the wanted number of minutes of a session was that of another guide', () => {
    const key = 'Config.HostAgent.vmacore.soap.sessionTimeout'
    const of = (release: Release, minutes: number) =>
      withOption(release, 'esx.api-session-timeout', key, minutes, { baseline: 'scg' })
    expect([of('8.0', 10), of('8.0', 11), of('8.0', 30)]).toEqual(['pass', 'fail', 'fail'])
    expect([of('9.1', 15), of('9.1', 16)]).toEqual(['pass', 'fail'])
  })

  test('a stricter number than the guide’s failed, because numbers were compared for equality', () => {
    const of = (failures: number) =>
      withOption('8.0', 'esx.account-lock-failures', 'Security.AccountLockFailures', failures, { baseline: 'scg' })
    expect([of(3), of(5), of(6)]).toEqual(['pass', 'pass', 'fail'])
    const unlock = (seconds: number) =>
      withOption('8.0', 'esx.account-unlock-time', 'Security.AccountUnlockTime', seconds, { baseline: 'scg' })
    expect([unlock(899), unlock(900), unlock(1800)]).toEqual(['fail', 'pass', 'pass'])
  })
})

describe('bugs confessed by reading the SCG scripts', () => {
  test.each([undefined, null])('an option that is %s passed “-le 5”', (value) => {
    for (const baseline of ['sakimori', 'scg', 'stig', 'cis'] as const)
      expect(
        withOption('8.0', 'esx.account-lock-failures', 'Security.AccountLockFailures', value, { baseline }),
      ).not.toBe('pass')
  })

  test('0 failures, which is no lock at all, passed', () => {
    expect(withOption('8.0', 'esx.account-lock-failures', 'Security.AccountLockFailures', 0)).toBe('fail')
  })

  test('the test of the revalidation interval was inverted: 1440 passed “at least 90”', () => {
    const joined = { authConfig: [{ _typeName: 'HostActiveDirectoryInfo', enabled: true, joinedDomain: 'CORP' }] }
    const of = (minutes: number) => {
      const draft = goodEstate('8.0')
      const host = first(draft, 'HostSystem')
      host.values['config.authenticationManagerInfo'] = joined
      setOption(host, options, 'Config.HostAgent.plugins.vimsvc.authValidateInterval', minutes)
      return verdictOf(draft, found('esx.domain-revalidation'))
    }
    expect([of(0), of(30), of(90), of(91), of(1440)]).toEqual(['fail', 'pass', 'pass', 'fail', 'fail'])
  })

  test('the password rule was compared as one text, so the order of its words decided', () => {
    const of = (rule: string) =>
      withOption('8.0', 'esx.password-quality', 'Security.PasswordQualityControl', rule, { baseline: 'stig' })
    const words = ['similar=deny', 'retry=3', 'min=disabled,disabled,disabled,disabled,15']
    expect([of(words.join(' ')), of(words.toReversed().join('  '))]).toEqual(['pass', 'pass'])
  })

  test('the list of ciphers was compared as one text', () => {
    const id = 'esx.sshd-ciphers'
    const path = found(id).reads[0]?.path ?? ''
    const of = (Value: string) => {
      const draft = goodEstate('8.0')
      first(draft, 'HostSystem').values[path] = [{ Key: 'ciphers', Value }]
      return verdictOf(draft, found(id))
    }
    expect(of('aes128-ctr,aes256-gcm@openssh.com')).toBe('pass')
    expect(of('aes256-gcm@openssh.com,aes128-ctr')).toBe('pass')
    expect(of('aes256-gcm@openssh.com,aes128-cbc')).toBe('fail')
  })

  test('a finer log level than “info” failed', () => {
    const of = (level: string) => withOption('8.0', 'esx.log-level', 'Config.HostAgent.log.level', level)
    expect([of('verbose'), of('info'), of('warning')]).toEqual(['pass', 'pass', 'fail'])
  })

  test('the directory of audit records had to have the word “scratch” in its name', () => {
    const of = (directory: string, scratch: string) => {
      const draft = goodEstate('8.0')
      const host = first(draft, 'HostSystem')
      setOption(host, options, 'Syslog.global.auditRecord.storageDirectory', directory)
      setOption(host, options, 'ScratchConfig.CurrentScratchLocation', scratch)
      return verdictOf(draft, found('esx.audit-records-persistent'))
    }
    expect(of('[datastore1] audit/esx1', '/tmp/scratch')).toBe('pass')
    expect(of('/vmfs/volumes/datastore1/audit', '/tmp/scratch')).toBe('pass')
    expect(of('[] /scratch/auditLog', '/tmp/scratch')).toBe('fail')
  })

  test('a host that keeps its clock by PTP alone failed', () => {
    const service = (key: string, running: boolean) => ({ key, running, policy: running ? 'on' : 'off' })
    const of = (ptp: boolean) => {
      const draft = goodEstate('8.0')
      Object.assign(first(draft, 'HostSystem').values, {
        'config.service.service': [service('ntpd', false), service('ptpd', ptp)],
        'config.dateTimeInfo': {},
      })
      return verdictOf(draft, found('esx.time-synchronised'))
    }
    expect([of(true), of(false)]).toEqual(['pass', 'fail'])
  })
})

describe('bugs confessed by reading the DISA InSpec profiles', () => {
  test('an assertion about an empty answer passed', () => {
    const draft = goodEstate('8.0')
    for (const host of draft.objects.filter(({ ref }) => ref.type === 'HostSystem')) host.values[options] = []
    const asked = catalog.filter(
      ({ kind, reads }) =>
        kind !== 'procedure' && reads.length > 0 && reads.every(({ path }) => path.startsWith(options)),
    )
    expect(asked.length).toBeGreaterThan(30)
    for (const control of asked)
      expect(
        findingsOf(draft, control).map(({ verdict }) => verdict),
        control.id,
      ).not.toContain('pass')
  })

  test('an exception user passed because its name is part of an allowed one', () => {
    const draft = goodEstate('8.0')
    first(draft, 'HostSystem').values['HostAccessManager.QueryLockdownExceptions()'] = ['root']
    const policy = { lockdownExceptionUsers: ['rootless-backup', 'notroot'] }
    expect(verdictOf(draft, found('esx.lockdown-exceptions'), { policy })).toBe('fail')
  })

  test('a service was looked for by its label, which is another word on a Japanese server', () => {
    const draft = goodEstate('8.0')
    const state = { key: 'TSM-SSH', label: 'SSH シェル', running: true, policy: 'off' }
    first(draft, 'HostSystem').values['config.service.service'] = [state]
    expect(verdictOf(draft, found('esx.ssh-stopped'))).toBe('fail')
  })
})

describe('bugs confessed by mondoohq/mql issue 2547', () => {
  test('every asset showed the values of the first', () => {
    const draft = goodEstate('8.0')
    const [, second] = draft.objects.filter(({ ref }) => ref.type === 'HostSystem')
    if (second) setOption(second, options, 'Security.AccountLockFailures', 0)
    expect(findingsOf(draft, found('esx.account-lock-failures')).map(({ verdict }) => verdict)).toEqual([
      'pass',
      'fail',
    ])
  })
})
