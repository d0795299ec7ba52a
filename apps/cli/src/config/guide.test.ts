import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anyDay, testControl } from '@sakimori/custom'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readControls } from './custom-files.ts'
import { buildControls } from './load.ts'
import { controlsJsonSchema } from './schema.ts'
import { parseYaml } from './yaml-file.ts'

const page = (language: string) =>
  readFileSync(join(import.meta.dirname, `../../../../docs/guide/${language}/custom-controls.md`), 'utf8')
const examples = (language: string) => [...page(language).matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml)

let dir = ''
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'sakimori-guide-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

describe('the guide of custom controls', () => {
  test('has the same examples in both languages', () => {
    expect(examples('en')).toHaveLength(3)
    expect(examples('ja')).toEqual(examples('en'))
  })

  test.each(examples('en').map((yaml, index) => [index + 1, yaml] as const))(
    'example %i is what it says: it loads, and it keeps the laws',
    async (_index, yaml) => {
      const file = join(dir, 'example.yaml')
      writeFileSync(file, yaml)
      const own = await buildControls(readControls(file))
      expect(own.length).toBeGreaterThan(0)
      for (const { definition, control } of own)
        expect(testControl(definition, control, anyDay(new Date('2026-11-24T00:00:00Z'))).broken).toEqual([])
      expect(new Ajv({ strict: false }).compile(controlsJsonSchema())(parseYaml(yaml, 'example').value)).toBe(true)
    },
  )
})
