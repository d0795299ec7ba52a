import { mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { SNAPSHOT_SCHEMA, type Snapshot } from '@sakimori/core/model'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { readSnapshot, writeSnapshot } from './snapshot-file.ts'

const snapshot = (objects: Snapshot['objects']): Snapshot => ({
  schema: SNAPSHOT_SCHEMA,
  estate: {
    name: 'vc',
    endpoint: 'https://vc:443',
    kind: 'vcenter',
    product: 'p',
    version: '8.0.3',
    build: '1',
    apiVersion: '8.0.3.0',
    instanceUuid: 'u',
    collectedAt: '2026-11-24T00:00:00Z',
    tls: 'verified',
  },
  asked: { HostSystem: ['name'] },
  objects,
})
const host = (value: string, name: string) => ({ ref: { type: 'HostSystem', value }, values: { name } })

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sakimori-snapshot-'))
})

describe('the snapshot file', () => {
  test('gives back what was written, whatever the names', async () => {
    const file = join(dir, 'names.snapshot')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' })), async (names) => {
        const given = snapshot(names.map((name, index) => host(`host-${index}`, name)))
        await writeSnapshot(file, given)
        expect(await readSnapshot(file)).toEqual(JSON.parse(JSON.stringify(given)))
      }),
      { numRuns: 30 },
    )
  })

  test('is refused when any byte at its end is cut', async () => {
    const file = join(dir, 'whole.snapshot')
    await writeSnapshot(file, snapshot([host('host-1', 'a'), host('host-2', 'b')]))
    const whole = await readFile(file)
    for (let length = 0; length < whole.length; length += 1) {
      const cut = join(dir, 'cut.snapshot')
      await writeFile(cut, whole.subarray(0, length))
      await expect(readSnapshot(cut), `cut at ${length}`).rejects.toMatchObject({ code: 'snapshotUnreadable' })
    }
  })

  test('is refused when a value was altered, a line removed, or the schema is newer', async () => {
    const file = join(dir, 'altered.snapshot')
    await writeSnapshot(file, snapshot([host('host-1', 'lockdownDisabled'), host('host-2', 'b')]))
    const text = gunzipSync(await readFile(file)).toString()
    const alter = async (change: (content: string) => string) => {
      await writeFile(file, gzipSync(change(text)))
      return readSnapshot(file)
    }
    await expect(alter((content) => content.replace('lockdownDisabled', 'lockdownStrict'))).rejects.toThrow(/altered/)
    await expect(alter((content) => content.split('\n').toSpliced(1, 1).join('\n'))).rejects.toThrow(/altered/)
    await expect(alter((content) => content.split('\n').slice(0, -2).join('\n') + '\n')).rejects.toThrow(/cut/)
    await expect(alter((content) => content.replace('snapshot/1', 'snapshot/9'))).rejects.toThrow(
      /schema is sakimori\/snapshot\/9/,
    )
    await expect(alter(() => 'hello\n')).rejects.toMatchObject({ code: 'snapshotUnreadable' })
  })

  test('leaves nothing half-written behind', async () => {
    const nowhere = join(dir, 'missing', 'x.snapshot')
    await expect(readSnapshot(nowhere)).rejects.toThrow(/there is no file/)
    await expect(writeSnapshot(nowhere, snapshot([]))).rejects.toMatchObject({ code: 'snapshotNotWritten' })
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    await expect(
      writeSnapshot(join(dir, 'bad.snapshot'), snapshot([{ ref: { type: 'A', value: 'b' }, values: circular }])),
    ).rejects.toMatchObject({ code: 'snapshotNotWritten' })
    expect((await readdir(dir)).filter((name) => name.includes('partial') || name === 'bad.snapshot')).toEqual([])
  })
})
