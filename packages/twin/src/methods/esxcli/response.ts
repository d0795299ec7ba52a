import { escapeText } from '@sakimori/vim25/wire'
import type { Answer, Command, Row } from './command.ts'

const head =
  '<obj xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="urn:vim25" versionId="5.0"'

const element = (name: string, value: unknown) => `<${name}>${escapeText(String(value))}</${name}>`

/** 'World ID' → 'WorldID': how a column is called on the wire. */
export const fieldName = (column: string) => column.replaceAll(/[^\w]/g, '')

/** The VMODL name of what a command answers: 'vim.EsxCLI.network.vm.list.VM'. */
export const typeName = ({ namespace, name }: Pick<Command, 'namespace' | 'name'>, type: string) =>
  `vim.EsxCLI.${namespace}.${name}.${type}`

/** The same as an XML type: 'VimEsxCLInetworkvmlistVM'. */
export const wsdlName = (vmodl: string) => vmodl.replace(/^vim\./, 'Vim').replaceAll('.', '')

function fields(row: Row, columns: readonly string[]): string {
  return columns
    .map((column) => {
      const value = row[column]
      const name = fieldName(column)
      if (value === undefined) return ''
      return typeof value === 'object' ? value.map((item) => element(name, item)).join('') : element(name, value)
    })
    .join('')
}

/** What ExecuteSoap hands back: the answer as XML. */
export function responseXml(command: Command, answer: Answer): string {
  const { output } = command
  switch (output.kind) {
    case 'string':
    case 'boolean':
    case 'long':
      return `${head} xsi:type="xsd:${output.kind}">${escapeText(String(answer))}</obj>`
    case 'strings': {
      const items = [answer].flat().map((item) => element('string', item))
      return `${head} xsi:type="ArrayOfString">${items.join('')}</obj>`
    }
    case 'one':
    case 'table':
    case 'list': {
      const type = wsdlName(typeName(command, output.type))
      const rows = [answer].flat() as readonly Row[]
      if (output.kind === 'one') return `${head} xsi:type="${type}">${fields(rows[0] ?? {}, output.fields)}</obj>`
      const items = rows.map((row) => `<DataObject xsi:type="${type}">${fields(row, output.fields)}</DataObject>`)
      return `${head} xsi:type="ArrayOfDataObject">${items.join('')}</obj>`
    }
  }
}

/** Rows that a host once answered with, in the form of the command where it is known. */
export function recordedXml(
  command: Command | undefined,
  rows: readonly Readonly<Record<string, string | readonly string[]>>[],
): string {
  const [first] = rows
  // A plain answer is recorded as one row with the column `value`; columns of esxcli begin with a capital.
  if (rows.length === 1 && first?.['value'] !== undefined)
    return `${head} xsi:type="xsd:string">${escapeText(String(first['value']))}</obj>`
  const type = wsdlName(
    command !== undefined && 'type' in command.output ? typeName(command, command.output.type) : 'vim.EsxCLI.Row',
  )
  if (command?.output.kind === 'one' && rows.length === 1)
    return `${head} xsi:type="${type}">${fields(first ?? {}, Object.keys(first ?? {}))}</obj>`
  const items = rows.map((row) => `<DataObject xsi:type="${type}">${fields(row, Object.keys(row))}</DataObject>`)
  return `${head} xsi:type="ArrayOfDataObject">${items.join('')}</obj>`
}

/** FetchCLIInfo: the commands of a namespace, with their options and how their answers are shown. */
export function infoXml(namespace: string, help: string, commands: readonly Command[]): string {
  const item = (name: string, display: string, text: string) =>
    element('displayName', display) + element('help', text) + element('name', name)
  const methods = commands.map((command) => {
    const { name, parameters, output } = command
    const params = parameters.map(
      (one) =>
        `<param>${one.aliases.map((alias) => element('aliases', alias)).join('')}${item(one.name, one.display, one.help)}${element('flag', one.flag)}</param>`,
    )
    const hint = (key: string, value: string) => `<hints>${element('key', key)}${element('value', value)}</hints>`
    const shown = 'fields' in output ? hint(`fields:${output.type}`, output.fields.join(',')) : ''
    const formatter = hint('formatter', output.kind === 'table' ? 'table' : 'simple')
    return `<method>${item(name, name, command.help)}${shown}${formatter}${params.join('')}</method>`
  })
  const display = namespace.split('.').at(-1) ?? namespace
  return `${head}>${item(namespace, display, help)}${methods.join('')}</obj>`
}

/** The detail of a fault of esxcli, or of the machinery behind it. */
export function faultXml(type: string, message: string, lines: readonly string[]): string {
  const detail = lines.map((line) => element('errMsg', line)).join('')
  return `${head} xsi:type="LocalizedMethodFault"><fault xsi:type="${type}">${detail}</fault>${element('localizedMessage', message)}</obj>`
}
