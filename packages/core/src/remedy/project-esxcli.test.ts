import { expect, test } from 'vitest'
import type { Change } from '../control/index.ts'
import { esxcliProjections } from './project-esxcli.ts'

const ref = { type: 'HostSystem', value: 'host-10' }

test('a switch is written in the words of esxcli, and the other columns stay', () => {
  const change: Change = {
    kind: 'esxcliSwitch',
    ref,
    part: 'system security fips140 ssh',
    field: 'Enabled',
    from: false,
    to: true,
  }
  const shown = (enabled: string) => ({ 'esxcli:system security fips140 ssh get': [{ enabled, Other: 'x' }] })
  expect(esxcliProjections.esxcliSwitch(change, shown('false'))).toEqual(shown('true'))
})

test('a keyword of the SSH server is written in its own row', () => {
  const change: Change = { kind: 'sshServerSetting', ref, field: 'banner', from: 'none', to: '/etc/issue' }
  const shown = (banner: string) => ({
    'esxcli:system ssh server config list': [
      { Key: 'banner', Value: banner },
      { Key: 'ciphers', Value: 'aes256-ctr' },
    ],
  })
  expect(esxcliProjections.sshServerSetting(change, shown('none'))).toEqual(shown('/etc/issue'))
})
