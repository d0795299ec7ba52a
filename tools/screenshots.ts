/**
 * Pictures of an HTML report, for those who change its look, and what axe-core says of it.
 *
 *     node tools/screenshots.ts report.html out/report [--open]
 *
 * writes out/report-{1280,390}-{light,dark}.png. `--open` unfolds every control first. CHROMIUM names the browser.
 */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const [page, picture, open] = process.argv.slice(2)
if (page === undefined || picture === undefined)
  throw new Error('usage: screenshots.ts <report.html> <picture> [--open]')

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [...flags, '--disable-component-update', '--disable-sync'],
})

for (const width of [1280, 390]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    // The report's policy forbids every script, axe too: it is let in here only.
    const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true })
    await tab.goto(pathToFileURL(page).href)
    if (open !== undefined)
      await tab.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
    await tab.screenshot({ path: `${picture}-${width}-${colorScheme}.png`, fullPage: true })
    await tab.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') })
    const violations = await tab.evaluate<string[]>(
      "axe.run().then(({ violations }) => violations.map((v) => `${v.impact} ${v.id} ×${v.nodes.length}: ${v.nodes[0]?.html.slice(0, 160)} ${v.nodes[0]?.failureSummary ?? ''}`))",
    )
    const overflow = await tab.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    console.log(`${width} ${colorScheme}: ${violations.length} violations, ${overflow} px too wide`)
    for (const violation of violations) console.log(`  ${violation}`)
    await tab.close()
  }
}
await browser.close()
