import type { Bulletin, PatchItem, PatchPlan, Priority, UpdateGroup } from '../../advisory/index.ts'
import { render, type Locale, type Text } from '../../text/index.ts'
import { visible } from '../escape.ts'
import { openPage, type Page, type PageOptions } from '../terminal/page.ts'
import type { Paint } from '../terminal/paint.ts'
import { displayWidth, fitColumns, padColumns, wrapColumns } from '../width.ts'
import { missingWords, severityWords } from '../words.ts'
import {
  countServers,
  releaseOf,
  serverStates,
  stateOfServer,
  titleIn,
  type PatchesShown,
  type ServerState,
} from './shown.ts'
import { whyOf } from './why.ts'
import { interruptionWords, say, serverWords, stateWords } from './words.ts'

const WIDTHS = [72, 140] as const
const ROWS = 15
const FIRST = 3

/** Words a plan for a terminal: how servers stand, what to update in which order, and why. */
export function renderPatches(shown: PatchesShown, options: PageOptions): string {
  const page = openPage(options, WIDTHS)
  const { locale, paint } = page
  const word = (message: Text) => render(message, locale)
  const { estate, plan } = shown
  const title = render(say.title, locale, { estate: visible(estate.name), asOf: plan.asOf })
  if (plan.servers.length + plan.unread.length === 0) return `${title}\n\n${word(say.none)}\n`
  return `${[
    paint.bold(title),
    '',
    ...serverLines(shown, page),
    '',
    word(say.updates),
    ...cut(plan.groups, page, groupLines, say.noUpdates),
    '',
    word(say.advisories),
    ...cut(plan.items, page, itemLines, say.noAdvisories),
    ...unknownLines(shown, page),
    ...bulletinLines(shown, page),
  ].join('\n')}\n`
}

/** The first updates, for a page that is about more than patches. */
export function firstUpdates(plan: PatchPlan, page: Page): readonly string[] {
  const { locale, paint, width } = page
  if (plan.groups.length === 0) return []
  const title = fitColumns(render(say.heading, locale, { asOf: plan.asOf }), width - 3)
  const more = plan.groups.length - FIRST
  return [
    '',
    `${paint.bold(title)} ${paint.faint('─'.repeat(Math.max(2, width - displayWidth(title) - 1)))}`,
    ...plan.groups.slice(0, FIRST).flatMap((group, at) => groupLines(group, at, page)),
    ...indented(
      more > 0 ? render(say.moreUpdates, locale, { count: more }) : render(say.allInVerb, locale),
      5,
      page.width,
      paint.faint,
    ),
  ]
}

function cut<T>(
  all: readonly T[],
  page: Page,
  lines: (one: T, at: number, page: Page) => readonly string[],
  none: Text,
): readonly string[] {
  const { locale, verbose } = page
  if (all.length === 0) return [`  ${render(none, locale)}`]
  const shown = verbose ? all : all.slice(0, ROWS)
  const more = all.length - shown.length
  return [
    ...shown.flatMap((one, at) => lines(one, at, page)),
    ...(more > 0 ? [`  ${render(say.more, locale, { count: more })}`] : []),
  ]
}

/** Lines that stand a little to the right, none longer than the page. */
const indented = (said: string, by: number, width: number, tone = (line: string) => line): readonly string[] =>
  wrapColumns(said, width - by).map((line) => `${' '.repeat(by)}${tone(line)}`)

function serverLines({ plan }: PatchesShown, { paint, locale, width }: Page): readonly string[] {
  const word = (message: Text) => render(message, locale)
  const tone: Readonly<Record<ServerState, (shown: string) => string>> = {
    lacking: paint.bad,
    withdrawn: paint.bad,
    person: paint.warn,
    beyond: paint.warn,
    unread: paint.faint,
    patched: paint.good,
  }
  const counts = countServers(plan)
  const labels = Math.max(...serverStates.map((state) => displayWidth(word(serverWords[state]))))
  const digits = Math.max(...serverStates.map((state) => String(counts[state]).length))
  const most = Math.max(...serverStates.map((state) => counts[state]))
  const room = Math.min(50, width - labels - digits - 6)
  return [
    word(say.servers),
    ...serverStates
      .filter((state) => counts[state] > 0)
      .map((state) => {
        const bar = '█'.repeat(Math.max(1, Math.round((counts[state] / most) * room)))
        return `  ${padColumns(word(serverWords[state]), labels)}  ${String(counts[state]).padStart(digits)} ${tone[state](bar)}`
      }),
  ]
}

function groupLines(group: UpdateGroup, at: number, { paint, locale, width }: Page): readonly string[] {
  const { place, product, servers, from, release, closes, leaves, isUpgrade, priority } = group
  const word = (message: Text) => render(message, locale)
  const to = `${release.name}${release.builds[0] ? ` (${release.builds[0].build})` : ''}`
  const facts = [
    closes > 0 ? render(say.closes, locale, { closes, count: servers.length }) : word(say.recalled),
    ...(leaves > 0 ? [render(say.leaves, locale, { leaves })] : []),
    ...(isUpgrade ? [word(say.upgrade)] : []),
    render(say.interrupts, locale, { what: word(interruptionWords[release.product]) }),
  ]
  const number = `${String(at + 1).padStart(3)}. `
  const [first = '', ...rest] = wrapColumns(
    place.type === 'ServiceInstance' ? product : visible(place.path),
    width - number.length,
  )
  return [
    `${number}${paint.bold(first)}`,
    ...rest.map((line) => `${' '.repeat(number.length)}${paint.bold(line)}`),
    ...indented(visible(render(say.toRelease, locale, { from: from.join(', '), to })), 5, width),
    ...indented(facts.join(' · '), 5, width),
    ...indented(
      reasonsOf(priority, [word(severityWords[priority.severity])], locale),
      5,
      width,
      toneOf(priority, paint),
    ),
  ]
}

const reasonsOf = (priority: Priority, before: readonly string[], locale: Locale): string =>
  [...before, whyOf(priority, locale)].filter(Boolean).join(' · ')

const toneOf = ({ exploited }: Priority, paint: Paint) => (exploited ? paint.bad : paint.faint)

function itemLines(item: PatchItem, _at: number, { paint, locale, width }: Page): readonly string[] {
  const { advisory, priority, state, cves, servers, settings } = item
  const word = (message: Text) => render(message, locale)
  const severity = word(severityWords[priority.severity])
  const standing = [word(stateWords[state]), render(say.onServers, locale, { count: servers.length })]
  return [
    `  ${paint.severity(priority.severity, severity)}  ${paint.bold(fitColumns(visible(advisory.id), 40))}`,
    ...indented(visible(titleIn(advisory.title, locale)), 4, width),
    ...indented(reasonsOf(priority, standing, locale), 4, width, toneOf(priority, paint)),
    ...indented(cves.map(visible).join(' '), 4, width, paint.faint),
    ...settings.flatMap(({ setting, inPlace, of }) => {
      const values = { inPlace, of, text: visible(titleIn(setting.text, locale)) }
      const message = setting.kind === 'workaround' ? say.inPlace : say.required
      return indented(render(message, locale, values), 4, width)
    }),
  ]
}

function unknownLines({ plan }: PatchesShown, page: Page): readonly string[] {
  const { paint, locale, width } = page
  const rows = [
    ...plan.unread.map(({ subject, fact }) => ({
      path: subject.path,
      why: fact.known ? '' : [render(missingWords[fact.missing], locale), fact.detail ?? ''].filter(Boolean).join(': '),
    })),
    ...plan.servers
      .filter((server) => stateOfServer(server) === 'beyond')
      .map((server) => ({
        path: server.subject.path,
        why: render(say.beyond, locale, { build: releaseOf(server) }),
      })),
  ]
  if (rows.length === 0) return []
  const lines = ({ path, why }: (typeof rows)[number]) => [
    ...indented(visible(path), 2, width, paint.bold),
    ...indented(visible(why), 4, width),
  ]
  return ['', render(say.unread, locale), ...cut(rows, page, lines, say.none)]
}

function bulletinLines({ plan }: PatchesShown, page: Page): readonly string[] {
  const { paint, locale, width } = page
  if (plan.bulletins.length === 0) return []
  const lines = ({ id, published, title, url = '' }: Bulletin) => [
    ...indented(`${published}  ${visible(id)}`, 2, width, paint.bold),
    ...indented(visible(titleIn(title, locale)), 4, width),
    ...indented(visible(url), 4, width, paint.faint),
  ]
  return ['', render(say.bulletins, locale), ...cut(plan.bulletins, page, lines, say.none)]
}
