import { execFileSync } from 'node:child_process'
import { findControl } from '@sakimori/core/catalog'
import type { Control } from '@sakimori/core/control'
import { describe, expect, test } from 'vitest'
import { byHand, worthSeeing } from './by-hand.ts'
import { controlPage, indexPage } from './page.ts'
import { see } from './seen.ts'

const found = (id: string): Control => {
  const control = findControl(id)
  if (!control) throw new Error(id)
  return control
}
const pageOf = (id: string, locale: 'en' | 'ja' = 'en') => controlPage(found(id), see(found(id)), locale)

describe('a value by hand', () => {
  test.each([
    ['HostSystem', 'config.option["UserVars.DcuiTimeOut"]', 'govc host.option.ls -host HOST UserVars.DcuiTimeOut'],
    ['VirtualMachine', 'config.extraConfig["a.b c"]', "govc vm.info -e VM | grep -iF 'a.b c'"],
    ['HostSystem', 'config.lockdownMode', 'govc object.collect -json HOST config.lockdownMode'],
    ['HostSystem', 'esxcli:a b get --on', 'govc host.esxcli -host HOST a b get --on=true'],
    ['ServiceInstance', 'sso:members/TrustedAdmins', 'govc sso.group.ls TrustedAdmins'],
  ])('%s %s', (type, path, govc) => {
    expect(byHand({ type, path }).govc).toBe(govc)
  })

  test('is written for PowerCLI and curl as well', () => {
    const esxcli = { type: 'HostSystem', path: 'esxcli:system ssh key list --user=root' }
    expect(byHand(esxcli).powercli).toBe("(Get-EsxCli -V2 -VMHost HOST).system.ssh.key.list.Invoke(@{ user = 'root' })")
    expect(byHand({ type: 'HostSystem', path: 'A.B()' }).powercli).toMatch(/ConfigManager\.A\)\.B\(\)$/)
    expect(byHand({ type: 'ServiceInstance', path: 'rest:/api/content/library/{library}' }).shell).toMatch(
      /https:\/\/VCENTER\/api\/content\/library\/LIBRARY$/,
    )
    expect(byHand({ type: 'Nothing', path: 'that is known' })).toEqual({})
  })

  test('leaves out what only says which object it is, unless there is nothing else', () => {
    const name = { type: 'HostSystem', path: 'config.product' }
    const main = { type: 'HostSystem', path: 'config.lockdownMode' }
    expect(worthSeeing([name, main])).toEqual([main])
    expect(worthSeeing([name])).toEqual([name])
  })
})

describe('a page', () => {
  test('says what each baseline asks, how to see it and what the repair writes', () => {
    const page = pageOf('esx.account-lock-failures')
    expect(page).toContain('| 6.5–8.0 | 1 to 5 | 1 to 5 | 3 | 1 to 5 |')
    expect(page).toContain('govc host.option.ls -host HOST Security.AccountLockFailures')
    expect(page).toContain('| `Security.AccountLockFailures` | `5` |')
    expect(page).toContain('| 8.0 | esxi-8.account-lockout | ESXI-80-000005 | ESXi 8.0 v1.2.0 3.12 |')
    expect(pageOf('esx.account-lock-failures', 'ja')).toContain('## なぜ重要か')
  })

  test('names the key that was looked for, where the whole list is read', () => {
    expect(pageOf('vm.console-copy')).toContain('config.extraConfig["isolation.tools.copy.disable"]')
    expect(pageOf('esx.ssh-stopped')).toContain('config.service.service["TSM-SSH"]')
  })

  test('swallows no angle bracket and breaks no table', () => {
    const odd = { ...found('esx.ssh-stopped'), title: { en: 'a <b> | c', ja: 'あ <い>' } }
    expect(controlPage(odd, see(odd), 'en')).toContain('# a &lt;b> | c')
    expect(indexPage([['firewall', [odd]]], 'en')).toContain(String.raw`a &lt;b> \| c`)
  })
})

test('a stale page is found', () => {
  const run = () =>
    execFileSync(process.execPath, ['tools/generate/control-pages.ts', '--check', 'test/none'], { stdio: 'pipe' })
  expect(run).toThrow(/stale in test\/none: en\/README\.md/)
})
