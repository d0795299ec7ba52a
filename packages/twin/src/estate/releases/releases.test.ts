import { describe, expect, test } from 'vitest'
import { hostOptionTypes, vcenterOptionTypes } from '@sakimori/core/control'
import { releases, type Release } from '@sakimori/core/model'
import { complaintsAboutValue } from '../testing/conform.ts'
import { hostCapability, vmCapability } from './capability.ts'
import { featureCapabilities } from './features.ts'
import { hostRulesets } from './firewall.ts'
import { hardwareVersions } from './hardware-versions.ts'
import { hostOptionRows } from './host-options.ts'
import { kernelModules } from './kernel-modules.ts'
import { optionDef, optionValue, type OptionRow } from './option-row.ts'
import { softwarePackages } from './packages.ts'
import { esxAbout, esxProducts, vcenterAbout, vcenterProducts } from './release.ts'
import { hostServices } from './services.ts'
import { vcenterOptionRows } from './vcenter-options.ts'

const has = (release: Release, key: string) => hostOptionRows(release).some((row) => row.key === key)

describe.each(releases)('%s', (release) => {
  const product = esxProducts[release]
  const { apiVersion } = product

  test('all values are such as its servers send', () => {
    const values: readonly (readonly [string, unknown])[] = [
      ['AboutInfo', esxAbout(product)],
      ['AboutInfo', vcenterAbout(vcenterProducts[release], '00000000-0000-4000-8000-000000000000')],
      ['HostCapability', hostCapability(apiVersion, { tpm: true, secureBoot: true })],
      ['VirtualMachineCapability', vmCapability(apiVersion)],
      ['HostFeatureCapability', featureCapabilities('icelake')],
      ['HostFirewallRuleset', hostRulesets(release, product, { everywhere: ['192.0.2.0/24', '198.51.100.1'] })],
      ['HostService', hostServices(release)],
      ['KernelModuleInfo', kernelModules(release, product)],
      ['SoftwarePackage', softwarePackages(release, product)],
      ['OptionValue', hostOptionRows(release).map((row) => optionValue(row, row.default))],
      ['OptionDef', hostOptionRows(release).map(optionDef)],
      ['OptionDef', vcenterOptionRows(release).map(optionDef)],
    ]
    expect(values.flatMap(([type, value]) => complaintsAboutValue(value, type, apiVersion))).toEqual([])
  })

  test.each([
    ['hosts', hostOptionRows(release)],
    ['vCenter Server', vcenterOptionRows(release)],
  ] as const)('options of %s are named once, in order, and hold their own defaults', (_of, rows) => {
    const keys = rows.map(({ key }) => key)
    expect(keys).toEqual([...new Set(keys)].toSorted((a, b) => (a < b ? -1 : 1)))
    expect(rows.filter((row) => !isWithin(row))).toEqual([])
  })
})

function isWithin({ type, default: value, min, max, choices }: OptionRow): boolean {
  if (typeof value === 'number')
    return (type === 'int' || type === 'long') && min !== undefined && max !== undefined && min <= value && value <= max
  if (typeof value === 'boolean') return type === 'boolean'
  return type === 'string' && (choices === undefined || choices.includes(value))
}

test('every host option that a published control names is there, with the type that it has on the wire', () => {
  const rows = new Map(
    releases.flatMap((release) => hostOptionRows(release).map((row) => [row.key, row.type] as const)),
  )
  const wanted = Object.entries(hostOptionTypes).filter(([key]) => key !== 'User.execInstalledOnly' || rows.has(key))
  expect(Object.fromEntries(wanted.map(([key]) => [key, rows.get(key)]))).toEqual(Object.fromEntries(wanted))
})

test('every setting of vCenter Server that a published control names is there', () => {
  const keys = new Set(releases.flatMap((release) => vcenterOptionRows(release).map(({ key }) => key)))
  const named = Object.keys(vcenterOptionTypes).filter((key) => key !== 'snmp.receiver')
  expect(named.filter((key) => !keys.has(key))).toEqual([])
})

test('nothing is older or younger than it should be', () => {
  expect(releases.filter((release) => has(release, 'User.execInstalledOnly'))).toEqual(['8.0', '9.0', '9.1'])
  expect(has('6.5', 'Config.HostAgent.vmacore.soap.sessionTimeout')).toBe(false)
  expect(releases.filter((release) => hostServices(release).some(({ key }) => key === 'slpd'))).toEqual([
    '6.5',
    '6.7',
    '7.0',
    '8.0',
  ])
  expect(releases.map((release) => hardwareVersions(release).at(-1))).toEqual([
    'vmx-13',
    'vmx-15',
    'vmx-19',
    'vmx-21',
    'vmx-22',
    'vmx-22',
  ])
})

test('rule sets say who owns them from 8.0 U2 on', () => {
  const tells = (apiVersion: string) =>
    hostRulesets('8.0', { apiVersion }).every(
      (ruleset) => 'ipListUserConfigurable' in ruleset && 'userControllable' in ruleset,
    )
  expect([tells('8.0.1.0'), tells('8.0.2.0')]).toEqual([false, true])
  expect(hostRulesets('8.0', esxProducts['8.0']).length).toBeGreaterThanOrEqual(45)
})
