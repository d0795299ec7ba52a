import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { editInventory } from './edit.ts'
import { compileTemplate } from './template.ts'
import { parseTree, renderTree } from './tree.ts'
import { optionValue, ref, refs, toElements, toFields, typed } from './value.ts'

/** As govmomi writes it: the instance namespace under its own prefix, declared on each value, used below it. */
const saved = `<ObjectContent>
  <obj type="HostSystem">host-1</obj>
  <propSet>
    <name>config</name>
    <val xmlns:_XMLSchema-instance="http://www.w3.org/2001/XMLSchema-instance" _XMLSchema-instance:type="HostConfigInfo">
      <host type="HostSystem">host-1</host>
      <option _XMLSchema-instance:type="OptionValue">
        <key>a &lt; b</key>
        <value _XMLSchema-instance:type="xsd:string"></value>
      </option>
      <lockdownMode>lockdownDisabled</lockdownMode>
    </val>
  </propSet>
</ObjectContent>`

const host = { type: 'HostSystem', id: 'host-1' }
let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sakimori-edit-'))
  await writeFile(join(dir, '0001-HostSystem-host-1.xml'), saved)
})
afterEach(() => rm(dir, { recursive: true }))

test('a saved object keeps its types, references and texts through reading and writing', () => {
  const tree = parseTree(saved)
  const [, config] = tree.children
  expect(config?.children[1]).toMatchObject({
    name: 'val',
    xsi: 'HostConfigInfo',
    children: [{ ref: 'HostSystem' }, {}, {}],
  })
  expect(parseTree(renderTree(tree))).toEqual(tree)
})

test('any text survives being written and read', () => {
  // XML 1.0 cannot carry control characters other than tab and line ends, nor these two; a lone \r is written escaped.
  const isXml = (character: string): boolean => /[\t\n\r]|[^\p{Cc}\ufffe\uffff]/u.test(character)
  const text = fc.string({
    unit: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter(isXml),
    maxLength: 20,
  })
  fc.assert(
    fc.property(text, (value) => {
      const [element] = toElements('value', typed('xsd:string', value))
      expect(element === undefined ? undefined : parseTree(renderTree(element)).text).toBe(value)
    }),
  )
})

test('a value can be taken out of a tree and put back the same', () => {
  const fields = {
    $type: 'T',
    list: ['1', '2'],
    inner: [{ flag: 'true' }],
    at: [{ $ref: 'HostSystem', $text: 'host-1' }],
  }
  const [element] = toElements('val', fields)
  expect(element === undefined ? undefined : toElements('val', toFields(element))).toEqual([element])
})

test('setting a repeated element replaces all of them where they stood', async () => {
  const inventory = await editInventory(dir)
  inventory.setProperty(host, 'config.option', [optionValue('x', 'long', 5), optionValue('y', 'boolean', true)])
  inventory.setProperty('HostSystem', 'config.network.vswitch', { name: 'vSwitch0' })
  await inventory.save()
  const again = await editInventory(dir)
  expect(again.find(host, 'config')?.children.map(({ name }) => name)).toEqual([
    'host',
    'option',
    'option',
    'lockdownMode',
    'network',
  ])
  expect(again.read(host, 'config.option.value')).toBe('5')
  expect(again.find(host, 'config.option.value')?.xsi).toBe('xsd:long')
  expect(again.read(host, 'config.network.vswitch.name')).toBe('vSwitch0')
})

test('undefined unsets, an added object is found again, what is not changed is not written', async () => {
  const inventory = await editInventory(dir)
  const manager = inventory.addObject('HostAccessManager', 'access-1', {
    lockdownMode: typed('HostLockdownMode', 'lockdownNormal'),
  })
  await inventory.save()
  expect(await readFile(join(dir, '0001-HostSystem-host-1.xml'), 'utf8')).toBe(saved)
  inventory.setProperty(host, 'config.lockdownMode', undefined)
  inventory.setProperty(host, 'vm', refs([{ type: 'VirtualMachine', id: 'vm-1' }]))
  await inventory.save()
  const again = await editInventory(dir)
  expect(again.read(manager, 'lockdownMode')).toBe('lockdownNormal')
  expect(again.read(host, 'config.lockdownMode')).toBeUndefined()
  expect(again.readRefs(host, 'vm')).toEqual([{ type: 'VirtualMachine', id: 'vm-1' }])
  expect(again.list()).toHaveLength(2)
})

test('mistakes are errors, not edits of nothing', async () => {
  const inventory = await editInventory(dir)
  expect(() => inventory.setProperty('HostSytem', 'name', 'x')).toThrow(/no object of type HostSytem/)
  expect(() => inventory.setProperty(host, 'runtime.powerState', 'poweredOff')).toThrow(/has no runtime/)
  expect(() => inventory.setProperty(host, 'name', 'esx01')).toThrow(/needs a \$type or \$ref/)
  expect(() => inventory.addObject('HostSystem', 'host-1', {})).toThrow(/already there/)
  expect(() => inventory.setProperty(host, 'parent', ref('Folder', 'group-1'))).not.toThrow()
})

test('a template replaces tokens that contain one another', () => {
  const copy = compileTemplate('>vm-1< vm-1 [ds] vm-1/x', ['vm-1', '>vm-1<', '[ds] vm-1', ''])
  expect(copy(['B', 'A', 'C', 'never'])).toBe('A B C/x')
})
