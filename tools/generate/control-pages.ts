/**
 * Writes `docs/controls/{en,ja}`: a page a control and an index by area, from the rows of the catalogue.
 * `node tools/generate/control-pages.ts [folder]`; with `--check` it only says whether they are fresh.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { catalog } from '@sakimori/core/catalog'
import { areas, severities } from '@sakimori/core/control'
import { controlPage, indexPage } from './control-pages/page.ts'
import { see } from './control-pages/seen.ts'

const given = process.argv.slice(2)
const home = given.find((one) => !one.startsWith('--')) ?? 'docs/controls'
const byArea = areas.map(
  (area) =>
    [
      area,
      catalog
        .filter((control) => control.area === area)
        .toSorted((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity)),
    ] as const,
)

const pages = new Map<string, string>()
for (const locale of ['en', 'ja'] as const) pages.set(`${locale}/README.md`, indexPage(byArea, locale))
for (const control of catalog) {
  const seen = see(control)
  for (const locale of ['en', 'ja'] as const)
    pages.set(`${locale}/${control.id}.md`, controlPage(control, seen, locale))
}

const there = existsSync(home) ? readdirSync(home, { recursive: true, encoding: 'utf8' }) : []
const held = there.map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith('.md'))

if (given.includes('--check')) {
  const stale = [
    ...Array.from(pages).flatMap(([name, page]) =>
      held.includes(name) && readFileSync(`${home}/${name}`, 'utf8') === page ? [] : [name],
    ),
    ...held.filter((name) => !pages.has(name)),
  ]
  if (stale.length > 0) {
    const more = stale.length > 5 ? ` and ${stale.length - 5} more` : ''
    console.error(`stale in ${home}: ${stale.slice(0, 5).join(', ')}${more}; run node tools/generate/control-pages.ts`)
    process.exitCode = 1
  }
} else {
  for (const name of held.filter((one) => !pages.has(one))) rmSync(`${home}/${name}`)
  for (const locale of ['en', 'ja']) mkdirSync(`${home}/${locale}`, { recursive: true })
  for (const [name, page] of pages) writeFileSync(`${home}/${name}`, page)
}
