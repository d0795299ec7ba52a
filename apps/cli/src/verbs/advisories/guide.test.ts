import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { curated, readUpdateNames } from '@sakimori/core/advisory'
import { findControl } from '@sakimori/core/catalog'
import { feeds, readFiles } from '@sakimori/feeds'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { configJsonSchema } from '../../config/schema.ts'
import { parseYaml } from '../../config/yaml-file.ts'

const page = (language: string) =>
  readFile(join(import.meta.dirname, `../../../../../docs/guide/${language}/advisories.md`), 'utf8')
const blocks = (said: string) =>
  [...said.matchAll(/```(\w*)\n(.*?)```/gs)].map(([, form = '', block = '']) => ({ form, block }))

test.each(['en', 'ja'])(
  'the guide of advisories in %s names every feed, and its examples are taken',
  async (language) => {
    const said = await page(language)
    for (const { id } of feeds) expect(said).toContain(`\`${id}\``)
    const [yaml] = blocks(said).filter(({ form }) => form === 'yaml')
    const { value } = parseYaml(yaml?.block ?? '', 'example')
    expect(new Ajv({ strict: false }).compile(configJsonSchema())(value)).toBe(true)
    const [asked] = (value as { attestations: { control: string }[] }).attestations
    expect(findControl(asked?.control ?? '')?.kind).toBe('procedure')

    const csv = blocks(said).find(({ block }) => block.startsWith('id,vendor'))
    const folder = await mkdtemp(join(tmpdir(), 'sakimori-guide-'))
    await writeFile(join(folder, 'list.csv'), csv?.block ?? '')
    const reader = { now: '2026-11-26', names: readUpdateNames(curated.releases), wanted: new Set<string>() }
    const readings = []
    for await (const one of readFiles([folder], reader)) readings.push(one)
    await rm(folder, { recursive: true })
    expect(readings.flatMap(({ contribution }) => contribution?.bulletins ?? [])).toMatchObject([
      { id: 'HPESBHF00001', targets: { length: 4 }, title: { en: 'iLO 5: mended in 2.41' } },
    ])
  },
)

test('the guide of advisories has the same commands and examples in both languages', async () => {
  const [en, ja] = await Promise.all([page('en'), page('ja')])
  const bare = (said: string) =>
    blocks(said).map(({ form, block }) => [form, block.replaceAll(/ +#.*$/gm, '').replace(/by: .*/, '')])
  expect(bare(ja)).toEqual(bare(en))
  expect((ja.match(/^\|/gm) ?? []).length).toBe((en.match(/^\|/gm) ?? []).length)
})
