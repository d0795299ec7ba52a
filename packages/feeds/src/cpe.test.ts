import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCpe } from './cpe.ts'
import { distinct, productOfWords, targetOfCpe, targetOfWords, targetsOfHeadline } from './targets.ts'

const target = (said: string) => {
  const cpe = readCpe(said)
  return cpe && targetOfCpe(cpe)
}

describe('readCpe', () => {
  it.each([
    ['cpe:/o:vmware:esxi', { part: 'o', vendor: 'vmware', product: 'esxi', version: '*', update: '*' }],
    [' cpe:/o:vmware:esxi:8.0:a ', { part: 'o', vendor: 'vmware', product: 'esxi', version: '8.0', update: 'a' }],
    ['cpe:/:sun', { part: '*', vendor: 'sun', product: '*', version: '*', update: '*' }],
    ['CPE:/A:Maker:A%2bB%01', { part: 'a', vendor: 'maker', product: 'a+b?', version: '*', update: '*' }],
    [
      'cpe:2.3:o:vmware:esxi:8.0:update_3c:*:*:*:*:*:*',
      { part: 'o', vendor: 'vmware', product: 'esxi', version: '8.0', update: 'update_3c' },
    ],
    [
      'cpe:2.3:a:maker:a\\+b\\:c:7.0:-:*:*:*:*:*:*',
      { part: 'a', vendor: 'maker', product: 'a+b:c', version: '7.0', update: '-' },
    ],
  ])('reads %s', (said, cpe) => {
    expect(readCpe(said)).toEqual(cpe)
  })

  it.each([
    undefined,
    '',
    'esxi',
    'cpe:/x:vmware:esxi',
    'cpe:/o:vmware:esxi:1:2:3:4:5',
    'cpe:/o:vmware:%zz',
    'cpe:/o:vmware:%0a',
    'cpe:2.3:o:vmware:esxi',
    'cpe:2.3:o:vmware::8.0:*:*:*:*:*:*:*',
    `cpe:/o:vmware:${'x'.repeat(1000)}`,
  ])('refuses %s', (said) => {
    expect(readCpe(said)).toBeUndefined()
  })

  it('reads one name alike in both bindings', () => {
    const word = fc.stringMatching(/^[a-z0-9][a-z0-9_.+-]{0,12}$/)
    fc.assert(
      fc.property(fc.constantFrom('a', 'o', 'h'), word, word, word, word, (part, ...words) => {
        const uri = `cpe:/${part}:${words.map((said) => encodeURIComponent(said)).join(':')}`
        const formatted = `cpe:2.3:${part}:${words.map((said) => said.replaceAll(/[^a-z0-9_]/g, '\\$&')).join(':')}:*:*:*:*:*:*`
        expect(readCpe(uri)).toEqual(readCpe(formatted))
        expect(readCpe(uri)?.product).toBe(words[1])
      }),
    )
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (said) => void readCpe(`cpe:/o:${said}`)))
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (said) => void readCpe(`cpe:2.3:o:${said}`)))
  })
})

describe('targets', () => {
  it('knows our products and hardware by CPE, and no other software', () => {
    expect(target('cpe:/o:vmware:esxi:8.0')).toEqual({ product: 'esx' })
    expect(target('cpe:/a:vmware:vcenter_server')).toEqual({ product: 'vcenter' })
    expect(target('cpe:/a:vmware:tools')).toEqual({ product: 'tools' })
    expect(target('cpe:/a:vmware:cloud_foundation')).toEqual({ vendor: 'VMware', model: 'Cloud Foundation' })
    expect(target('cpe:/a:vmware:workstation')).toBeUndefined()
    expect(target('cpe:/a:other:esxi')).toBeUndefined()
    expect(target('cpe:/a:vmware:constructor')).toBeUndefined()
    expect(target('cpe:/o:hp:integrated_lights-out_4_firmware')).toEqual({
      vendor: 'HPE',
      model: 'integrated lights-out 4',
    })
    expect(target('cpe:/h:hitachi:virtual_storage_platform')).toEqual({
      vendor: 'Hitachi',
      model: 'virtual storage platform',
    })
    expect(target('cpe:/a:hitachi:job_management')).toBeUndefined()
    expect(target('cpe:/h:maker_of_toasters:toaster')).toBeUndefined()
  })

  it('knows them by words, and does not take a list for one of them', () => {
    expect(productOfWords('VMware vSphere ESXi')).toBe('esx')
    expect(productOfWords('ESX')).toBe('esx')
    expect(productOfWords('vCenter Server')).toBe('vcenter')
    expect(productOfWords('VMware vCenter Server and VMware Cloud Foundation')).toBeUndefined()
    expect(productOfWords('VMware Cloud Foundation (ESXi)')).toBeUndefined()
    expect(targetOfWords('n/a', 'ESXi')).toEqual({ product: 'esx' })
    expect(targetOfWords('VMware', 'Tools')).toEqual({ product: 'tools' })
    expect(targetOfWords('Another', 'Tools')).toBeUndefined()
    expect(targetOfWords('n/a', 'VMware Cloud Foundation')).toEqual({ vendor: 'VMware', model: 'Cloud Foundation' })
    expect(targetOfWords('Hewlett Packard Enterprise (HPE)', 'HPE iLO 5')).toEqual({
      vendor: 'HPE',
      model: 'HPE iLO 5',
    })
    expect(targetOfWords('Dell', '')).toEqual({ vendor: 'Dell' })
    expect(targetOfWords('日立', 'Virtual Storage Platform')?.vendor).toBe('Hitachi')
    expect(targetOfWords('Adobe', 'Reader')).toBeUndefined()
  })

  it('knows them in a headline of either language', () => {
    expect(targetsOfHeadline('VMware ESXi等の脆弱性')).toEqual([{ product: 'esx' }])
    expect(targetsOfHeadline('VMware製品の脆弱性')).toEqual([{ vendor: 'VMware' }])
    expect(targetsOfHeadline('日立製品とHPE iLOの脆弱性')).toEqual([{ vendor: 'HPE' }, { vendor: 'Hitachi' }])
    expect(targetsOfHeadline('An article on necessity')).toEqual([])
    expect(distinct([{ product: 'esx' }, undefined, { product: 'esx' }, { vendor: 'HPE' }])).toHaveLength(2)
  })
})
