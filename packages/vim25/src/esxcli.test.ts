import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runEsxcli } from './esxcli.ts'
import { ref } from './refs.ts'
import { Secret } from './secret.ts'
import type { VimClient } from './session/client.ts'
import { connect } from './session/connect.ts'
import { escapeText } from './soap/escape.ts'
import { returning, startFakeServer, type FakeServer } from './testing/fake-server.ts'

const host = ref('HostSystem', 'host-10')
const head =
  'versionId="5.0" xmlns="urn:vim25" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'

let server: FakeServer
let vim: VimClient
beforeEach(async () => {
  server = await startFakeServer()
  server.on('RetrieveManagedMethodExecuter', {
    body: '<returnval type="ReflectManagedMethodExecuter">exec-10</returnval>',
  })
  vim = await connect({ url: server.url, replyTimeoutMs: 500 })
  await vim.login({ userName: 'u', password: new Secret('p') })
})
afterEach(async () => {
  await vim.close()
  await server[Symbol.asyncDispose]()
})

const answering = (xml: string) => server.on('ExecuteSoap', returning(`<response>${escapeText(xml)}</response>`))
const refusing = (detail: string) =>
  server.on(
    'ExecuteSoap',
    returning(`<fault><faultMsg>said</faultMsg><faultDetail>${escapeText(detail)}</faultDetail></fault>`),
  )
const firewall = () => runEsxcli(vim, host, ['network', 'firewall', 'ruleset', 'list'], { 'ruleset-id': 'a<b' })

describe('esxcli through the executer of a host', () => {
  test('sends the command and its options as esxcli itself does', async () => {
    answering(`<obj ${head} xsi:type="xsd:boolean">true</obj>`)
    await firewall()
    await firewall()
    const { body, headers } = server.calls.at(-1) ?? {}
    expect(body).toContain('<_this type="ReflectManagedMethodExecuter">exec-10</_this>')
    expect(body).toContain('<moid>ha-cli-handler-network-firewall-ruleset</moid><version>urn:vim25/5.0</version>')
    expect(body).toContain('<method>vim.EsxCLI.network.firewall.ruleset.list</method>')
    expect(body).toContain(
      `<argument><name>rulesetid</name><val>${escapeText('<rulesetid>a&lt;b</rulesetid>')}</val></argument>`,
    )
    expect(headers?.cookie).toBe('vmware_soap_session="abc"')
    expect(server.methods().filter((name) => name === 'RetrieveManagedMethodExecuter')).toHaveLength(1)
  })

  test.each([
    ['one line', `<obj ${head} xsi:type="VimEsxCLIx"><Enabled>true</Enabled></obj>`, [{ Enabled: 'true' }]],
    [
      'a table, with a list in a cell',
      `<obj ${head} xsi:type="ArrayOfDataObject"><DataObject xsi:type="VimEsxCLIx"><N>a</N><IP>1</IP><IP>2</IP></DataObject><DataObject xsi:type="VimEsxCLIx"><N>b</N><IP></IP></DataObject></obj>`,
      [
        { N: 'a', IP: ['1', '2'] },
        { N: 'b', IP: '' },
      ],
    ],
    [
      'a table of one',
      `<obj ${head} xsi:type="ArrayOfDataObject"><DataObject><N>a</N></DataObject></obj>`,
      [{ N: 'a' }],
    ],
    ['an empty table', `<obj ${head} xsi:type="ArrayOfDataObject"></obj>`, []],
    ['a text', `<obj ${head} xsi:type="xsd:string">On</obj>`, [{ value: 'On' }]],
    ['a truth', `<obj ${head} xsi:type="xsd:boolean">true</obj>`, [{ value: 'true' }]],
    ['a number', `<obj ${head} xsi:type="xsd:long">42</obj>`, [{ value: '42' }]],
    ['texts', `<obj ${head} xsi:type="ArrayOfString"><string>a</string></obj>`, [{ value: 'a' }]],
  ])('reads %s', async (_what, xml, rows) => {
    answering(xml)
    expect(await firewall()).toEqual(rows)
  })

  test('gives the words of esxcli as a fault', async () => {
    refusing(
      `<obj ${head} xsi:type="LocalizedMethodFault"><fault xsi:type="VimEsxCLICLIFault"><errMsg>Unknown command</errMsg></fault><localizedMessage>x</localizedMessage></obj>`,
    )
    await expect(firewall()).rejects.toMatchObject({
      code: 'fault',
      message: expect.stringContaining('host-10: VimEsxCLICLIFault: Unknown command'),
      fault: { _typeName: 'VimEsxCLICLIFault', errMsg: 'Unknown command' },
    })
  })

  test('knows a refusal by its type, wherever it comes from', async () => {
    refusing(
      `<obj ${head} xsi:type="LocalizedMethodFault"><fault xsi:type="NoPermission"><privilegeId>Host.Config.X</privilegeId></fault></obj>`,
    )
    await expect(firewall()).rejects.toMatchObject({ code: 'noPermission', fault: { privilegeId: 'Host.Config.X' } })
  })

  test.each(['', '<obj', `<obj ${head}/><obj/>`, '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', '<obj y:type="z"/>'])(
    'refuses an answer that is no document: %j',
    async (xml) => {
      answering(xml)
      await expect(firewall()).rejects.toMatchObject({ code: 'protocol' })
    },
  )

  test('takes no answer for no empty list, where something was asked', async () => {
    server.on('ExecuteSoap', returning('<a>1</a>'))
    await expect(firewall()).rejects.toMatchObject({ code: 'protocol' })
    expect(await runEsxcli(vim, host, ['network', 'firewall', 'refresh'])).toEqual([])
  })

  test('a column cannot reach the prototype of a row', async () => {
    answering(`<obj ${head} xsi:type="X"><__proto__><a>1</a></__proto__><N>a</N></obj>`)
    const [row] = await firewall()
    expect([Object.getPrototypeOf(row), row]).toEqual([Object.prototype, { N: 'a' }])
  })
})
