import { catalog } from '@sakimori/core/catalog'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../exit.ts'
import { filterOf, type FilterFlags } from './filter.ts'

const mistake = (flags: FilterFlags) => {
  try {
    filterOf(flags, catalog)
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  return 'no mistake'
}

describe('the filter flags', () => {
  test('become a filter, and none of them is no filter', () => {
    expect(filterOf({}, catalog)).toEqual({})
    expect(
      filterOf({ area: ['firewall', 'patches'], severity: 'high', control: ['esx.*'], exclude: ['*.ssh-*'] }, catalog),
    ).toEqual({ areas: ['firewall', 'patches'], severity: 'high', controls: ['esx.*'], exclude: ['*.ssh-*'] })
  })

  test('name a framework, or items of it as anybody spells them', () => {
    expect(filterOf({ framework: ['PCIdss401', 'nist80053r5: AC-07', 'cci:CCI-000044'] }, catalog)).toEqual({
      frameworks: ['pciDss401', 'nist80053r5:AC-07', 'cci:CCI-000044'],
    })
  })

  test.each<[string, FilterFlags, RegExp]>([
    ['an area', { area: ['firewal'] }, /^--area firewal: did you mean firewall\? Write one of patches, /],
    ['an area like nothing else', { area: ['zzzzzzzzzz'] }, /^--area zzzzzzzzzz: Write one of patches, /],
    ['a severity', { severity: 'hihg' }, /^--severity hihg: did you mean high\?/],
    [
      'a control',
      { control: ['esx.lockdown-mod'] },
      /^--control esx\.lockdown-mod: .*did you mean esx\.lockdown-mode\?$/,
    ],
    ['a glob', { control: ['vmware.*'] }, /^--control vmware\.\*: no control has this id/],
    ['an exclusion', { exclude: ['esx.lockdown-mod'] }, /^--exclude esx\.lockdown-mod: .*esx\.lockdown-mode\?$/],
    ['a framework', { framework: ['nist80053'] }, /^--framework nist80053: did you mean nist80053r5\? Write one of /],
    [
      'an item',
      { framework: ['pciDss401:99.9'] },
      /^--framework pciDss401:99\.9: no control relates .* PCI DSS 4\.0\.1/,
    ],
    ['an item of nothing', { framework: ['cci:-'] }, /^--framework cci:-: no control relates/],
    ['nothing left', { area: ['firewall'], control: ['vm.*'] }, /leave no control to ask/],
  ])('%s that is not there is a mistake, with what was meant', (_what, flags, said) => {
    expect(mistake(flags)).toMatch(said)
  })
})
