import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryRoot } from '@sakimori/testkit'
import { expect, test } from 'vitest'

/** A table of the documentation that names tests is worth as much as its names: each begins the name of a test. */
test.each(['docs/advisory-traps.md', 'docs/confessed-bugs.md'])('%s names tests that exist', async (page) => {
  const named = (await readFile(join(repositoryRoot, page), 'utf8')).split('\n').flatMap(namesIn)
  expect(named.length).toBeGreaterThan(50)
  const lost = []
  for (const { file, name } of named) {
    const titles = await titlesOf(file)
    if (!titles.some((title) => title.startsWith(name))) lost.push(`${file}: ${name}`)
  }
  expect(lost).toEqual([])
})

/** The page of confessed bugs calls the files of its folder by short names. */
const short: Readonly<Record<string, string>> = { laws: 'packages/core/src/catalog/laws.test.ts' }
const fileOf = (name: string): string =>
  name.includes('/') ? name : (short[name] ?? `packages/core/src/catalog/confessed/${name}.test.ts`)

interface Named {
  readonly file: string
  readonly name: string
}

/** What a row names: `file`: a name; another name; `file`: … */
function namesIn(line: string): readonly Named[] {
  const cell = line.startsWith('| ') ? (line.split(' | ').at(-1) ?? '').replace(/ \|$/, '') : ''
  const [, ...parts] = cell.split(/`(laws|hosts|network|repairs|vcenter|vms|[^`]+\.test\.ts)`:? /)
  return parts.flatMap((part, at) =>
    at % 2 === 0
      ? []
      : part
          .split('; ')
          // A bracket says which case is meant; an ellipsis, that the name goes on.
          .map((name) =>
            name
              .replace(/ \([^()]*\)$/, '')
              .replace(/ ?…?;?$/, '')
              .trim(),
          )
          .filter((name) => name !== '')
          .map((name) => ({ file: fileOf(parts[at - 1] ?? ''), name })),
  )
}

/** The names in a file of tests, as they are written there: what a call begins with. */
async function titlesOf(file: string): Promise<readonly string[]> {
  const source = await readFile(join(repositoryRoot, file), 'utf8')
  return [...source.matchAll(/\(\s*(['"`])((?:(?!\1)[^\\\n]|\\.)+)\1/g)].map(([, , title = '']) =>
    title.replaceAll('\\', ''),
  )
}
