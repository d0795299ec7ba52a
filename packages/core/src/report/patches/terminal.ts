import { type Exploited, type PatchItem, type Priority, type UpdateGroup } from '../../advisory/index.ts'
import { render, type Locale, type Text } from '../../text/index.ts'
import { visible } from '../escape.ts'
import { openPaint, type Paint } from '../terminal/paint.ts'
import { displayWidth, padColumns, wrapColumns } from '../width.ts'
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
import { decisionWords, interruptionWords, markWords, say, serverWords, stateWords } from './words.ts'

export interface PatchesPage {
  readonly locale: Locale
  readonly colour: boolean
  readonly width: number
  /** Every advisory and every server. */
  readonly verbose?: boolean
}

const NARROWEST = 72
const WIDEST = 140
const ROWS = 15

interface Tools {
  readonly paint: Paint
  readonly word: (message: Text) => string
  readonly locale: Locale
  readonly width: number
  readonly rows: number
}

/** Words a plan for a terminal: how servers stand, what to update in which order, and why. */
export function renderPatches(shown: PatchesShown, page: PatchesPage): string {
  const { locale, colour, verbose = false } = page
  const width = Math.min(WIDEST, Math.max(NARROWEST, page.width))
  const word = (message: Text) => render(message, locale)
  const tools: Tools = { paint: openPaint(colour), word, locale, width, rows: verbose ? Infinity : ROWS }
  const { estate, plan } = shown
  const title = render(say.title, locale, { estate: visible(estate.name), asOf: plan.asOf })
  if (plan.servers.length + plan.unread.length === 0) return `${title}\n\n${word(say.none)}\n`
  return `${[
    tools.paint.bold(title),
    '',
    ...serverLines(shown, tools),
    '',
    word(say.updates),
    ...cut(plan.groups, tools, groupLines, say.noUpdates),
    '',
    word(say.advisories),
    ...cut(plan.items, tools, itemLines, say.noAdvisories),
    ...unknownLines(shown, tools),
    ...bulletinLines(shown, tools),
  ].join('\n')}\n`
}

function cut<T>(
  all: readonly T[],
  tools: Tools,
  lines: (one: T, at: number, tools: Tools) => readonly string[],
  none: Text,
): readonly string[] {
  const { locale, word, rows } = tools
  if (all.length === 0) return [`  ${word(none)}`]
  const more = all.length - rows
  return [
    ...all.slice(0, rows).flatMap((one, at) => lines(one, at, tools)),
    ...(more > 0 ? [`  ${render(say.more, locale, { count: more })}`] : []),
  ]
}

function serverLines({ plan }: PatchesShown, { paint, word, width }: Tools): readonly string[] {
  const tone: Readonly<Record<ServerState, (shown: string) => string>> = {
    lacking: paint.bad,
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

function groupLines(group: UpdateGroup, at: number, { paint, word, locale, width }: Tools): readonly string[] {
  const { place, product, servers, from, release, closes, leaves, isUpgrade, priority } = group
  const to = `${release.name}${release.builds[0] ? ` (${release.builds[0].build})` : ''}`
  const facts = [
    render(say.closes, locale, { closes, count: servers.length }),
    ...(leaves > 0 ? [render(say.leaves, locale, { leaves })] : []),
    ...(isUpgrade ? [word(say.upgrade)] : []),
    render(say.interrupts, locale, { what: word(interruptionWords[release.product]) }),
  ]
  return [
    `${String(at + 1).padStart(3)}. ${paint.bold(place.type === 'ServiceInstance' ? product : visible(place.path))}  ${render(say.toRelease, locale, { from: from.map(visible).join(', '), to })}`,
    ...wrapColumns(facts.join(' · '), width - 5).map((line) => `     ${line}`),
    ...wrapColumns(
      [word(severityWords[priority.severity]), whyOf(priority, locale)].filter(Boolean).join(' · '),
      width - 5,
    ).map((line) => `     ${toneOf(priority, paint)(line)}`),
  ]
}

const toneOf = ({ exploited }: Priority, paint: Paint) => (exploited ? paint.bad : paint.faint)

/** Why it comes where it comes. */
export function whyOf({ exploited, decision, cvss, epss }: Priority, locale: Locale): string {
  return [
    ...(exploited ? [wordMark(exploited, locale)] : []),
    ...(cvss ? [render(say.cvss, locale, { score: cvss.score.toFixed(1), by: visible(cvss.by) })] : []),
    ...(epss === undefined ? [] : [render(say.epss, locale, { percent: (epss * 100).toFixed(1) })]),
    ...(decision ? [render(say.decision, locale, { decision: render(decisionWords[decision], locale) })] : []),
  ].join(' · ')
}

function wordMark({ since, ransomware, source }: Exploited, locale: Locale): string {
  const named = Object.hasOwn(markWords, source) ? markWords[source] : undefined
  const who = named ? render(named, locale) : visible(source)
  if (since === undefined) return render(ransomware ? say.ransomware : say.exploited, locale, { source: who })
  return render(ransomware ? say.ransomwareSince : say.exploitedSince, locale, { since, source: who })
}

function itemLines(item: PatchItem, _at: number, { paint, word, locale, width }: Tools): readonly string[] {
  const { advisory, priority, state, cves, servers, settings } = item
  const severity = word(severityWords[priority.severity])
  return [
    `  ${paint.severity(priority.severity, severity)}  ${paint.bold(visible(advisory.id))}  ${visible(titleIn(advisory.title, locale))}`,
    ...wrapColumns(
      [
        render(say.onServers, locale, { count: servers.length }),
        word(stateWords[state]),
        whyOf(priority, locale),
        cves.map(visible).join(' '),
      ]
        .filter(Boolean)
        .join(' · '),
      width - 4,
    ).map((line) => `    ${toneOf(priority, paint)(line)}`),
    ...settings.flatMap(({ setting, inPlace, of }) => {
      const values = { inPlace, of, text: titleIn(setting.text, locale) }
      const message = setting.kind === 'workaround' ? say.inPlace : say.required
      return wrapColumns(render(message, locale, values), width - 4).map((line) => `    ${line}`)
    }),
  ]
}

function unknownLines({ plan }: PatchesShown, tools: Tools): readonly string[] {
  const { paint, word, locale } = tools
  const rows = [
    ...plan.unread.map(({ subject, fact }) => ({
      path: subject.path,
      why: fact.known ? '' : [word(missingWords[fact.missing]), fact.detail ?? ''].filter(Boolean).join(': '),
    })),
    ...plan.servers
      .filter((server) => stateOfServer(server) === 'beyond')
      .map((server) => ({
        path: server.subject.path,
        why: render(say.beyond, locale, { build: releaseOf(server) }),
      })),
  ]
  if (rows.length === 0) return []
  return [
    '',
    word(say.unread),
    ...cut(rows, tools, ({ path, why }) => [`  ${paint.bold(visible(path))}  ${visible(why)}`], say.none),
  ]
}

function bulletinLines({ plan }: PatchesShown, tools: Tools): readonly string[] {
  const { paint, word, locale } = tools
  if (plan.bulletins.length === 0) return []
  return [
    '',
    word(say.bulletins),
    ...cut(
      plan.bulletins,
      tools,
      ({ id, published, title, url = '' }) => [
        `  ${published}  ${paint.bold(visible(id))}  ${visible(titleIn(title, locale))}  ${paint.faint(visible(url))}`,
      ],
      say.none,
    ),
  ]
}
