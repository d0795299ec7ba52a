import type { Row } from './commands.ts'

/** How many lines of a difference are printed; the page says how many more there are. */
const most = 6

/** docs/wire/govc.md. */
export function govcPage(rows: readonly Row[], found: readonly (readonly string[])[], version: string): string {
  const same = found.filter((differs) => differs.length === 0).length
  return [
    '# govc on vcsim and on the twin',
    '',
    `govc and vcsim ${version}. Each command runs on vcsim and on a twin with an inventory of the same names; both are asked`,
    'in this order. Compared are the exit status and, where the command succeeds, the paths of the keys of its JSON (`-json`)',
    'or the lines of its text without ids, times and UUIDs. Commands that fail on both are the same, whatever they say.',
    '',
    `${rows.length} commands: ${same} the same, ${rows.length - same} different for a reason.`,
    '',
    'Written by `test/govc/compare.test.ts`; do not edit.',
    '',
    '| Command | Same? | What differs | Why |',
    '| --- | --- | --- | --- |',
    ...rows.map((row, index) => line(row, found[index] ?? [])),
    '',
  ].join('\n')
}

function line({ run, on, json, difference }: Row, differs: readonly string[]): string {
  const command = `${on === 'host' ? 'host: ' : ''}\`${run.map(quoted).join(' ')}${json ? ' -json' : ''}\``
  const shown = differs.slice(0, most).map((text) => `\`${text.replaceAll('`', "'")}\``)
  const more = differs.length > most ? [`… ${differs.length - most} more`] : []
  return `| ${[command, differs.length === 0 ? 'yes' : 'no', [...shown, ...more].join('<br>'), difference ?? ''].map(cell).join(' | ')} |`
}

const quoted = (word: string) => (/^[\w./:=*-]+$/.test(word) ? word : `'${word}'`)
const cell = (text: string) => text.replaceAll('|', String.raw`\|`)
