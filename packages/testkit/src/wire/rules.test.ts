import { expect, test } from 'vitest'

import { parseTree } from '../inventory/tree.ts'
import { entityBombReply, faultReply } from './reply.ts'
import { withholdProperties } from './rewrite.ts'
import { RuleBook, type Action } from './rules.ts'

const fault = { type: 'NoPermission', privilegeId: 'System.Read', message: 'no & never' }

const reply = `<?xml version="1.0"?>
<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><RetrievePropertiesExResponse xmlns="urn:vim25"><returnval><token>1</token><objects><obj type="HostSystem">host-1</obj><propSet><name>name</name><val xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:type="xsd:string">größe</val></propSet><propSet><name>config.option</name><val/></propSet></objects><objects><obj type="VirtualMachine">vm-1</obj><propSet><name>name</name><val>v</val></propSet></objects></returnval></RetrievePropertiesExResponse></e:Body></e:Envelope>`

test('a withheld property moves to missingSet, and nothing else changes', () => {
  const changed = withholdProperties(reply, (path) => path === 'config.option', fault)
  expect(changed).toBe(
    reply.replace(
      '<propSet><name>config.option</name><val/></propSet>',
      '<missingSet><path>config.option</path><fault><fault xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
        ' xsi:type="NoPermission"><object type="HostSystem">host-1</object><privilegeId>System.Read</privilegeId></fault>' +
        '<localizedMessage>no &amp; never</localizedMessage></fault></missingSet>',
    ),
  )
})

test('it goes by object as well as by path, and leaves a reply without properties alone', () => {
  const changed = withholdProperties(reply, (path, { type }) => path === 'name' && type === 'VirtualMachine', fault)
  expect(changed).toContain('<name>name</name><val xmlns:x=')
  expect(changed).toMatch(/<obj type="VirtualMachine">vm-1<\/obj><missingSet><path>name<\/path>/)
  expect(withholdProperties('<a><b/></a>', () => true, fault)).toBe('<a><b/></a>')
})

test('the order is kept when several are withheld', () => {
  const changed = withholdProperties(reply, () => true, fault)
  expect([...changed.matchAll(/<path>([^<]*)</g)].map(([, path]) => path)).toEqual(['name', 'config.option', 'name'])
  expect(changed).not.toContain('propSet')
})

test('a fault names the object and the privilege', () => {
  const { status, body } = faultReply(fault, { type: 'HostSystem', id: 'host-1' })
  const detail = parseTree(body.toString()).children[0]?.children[0]?.children.find(({ name }) => name === 'detail')
  expect(status).toBe(500)
  expect(detail?.children[0]).toMatchObject({
    name: 'NoPermissionFault',
    xsi: 'NoPermission',
    children: [{ ref: 'HostSystem', text: 'host-1' }, { text: 'System.Read' }],
  })
})

test('an entity bomb is small until it is expanded', () => {
  const xml = entityBombReply('Login').body.toString()
  expect(xml).toContain('<!ENTITY l9 "&l8;&l8;')
  expect(xml.length).toBeLessThan(2000)
})

const hang: Action = { kind: 'hang' }

test('a rule applies to its methods, from a call on, so many times', () => {
  const book = new RuleBook([{ on: ['A', 'B'], from: 2, times: 2, do: hang }])
  expect(['A', 'C', 'B', 'A', 'A'].map((method) => book.pick(method)?.do)).toEqual([
    undefined,
    undefined,
    hang,
    hang,
    undefined,
  ])
})

test('the first rule that applies wins, but all count', () => {
  const drop: Action = { kind: 'drop' }
  const book = new RuleBook([
    { times: 1, do: hang },
    { from: 3, do: drop },
  ])
  expect(['A', 'A', 'A'].map((method) => book.pick(method)?.do)).toEqual([hang, undefined, drop])
})

test('a login ends a rule only after it has struck', () => {
  const book = new RuleBook([{ on: 'A', untilLogin: true, from: 2, do: hang }])
  book.noteLogin()
  expect([book.pick('A')?.do, book.pick('A')?.do]).toEqual([undefined, hang])
  book.noteLogin()
  expect(book.pick('A')).toBeUndefined()
})
