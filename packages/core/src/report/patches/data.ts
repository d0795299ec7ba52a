import type { PatchItem, PatchPlan, PatchServer, Priority, UpdateGroup } from '../../advisory/index.ts'
import { render, text, type Locale, type Text } from '../../text/index.ts'
import { writeCell } from '../csv/render.ts'
import { escapeJson, shorten } from '../escape.ts'
import { severityWords } from '../words.ts'
import { countServers, releaseOf, stateOfServer, titleIn, type PatchesShown } from './shown.ts'
import { stateWords } from './words.ts'
import { whyOf } from './why.ts'

/** The form of the JSON: fields may be added, none is renamed within a version. */
const schema = 'sakimori/patches/1'

const priorityOf = ({ severity, exploited, decision, cvss, epss }: Priority) => ({
  severity,
  exploited: exploited ?? null,
  ssvc: decision ?? null,
  cvss: cvss ?? null,
  epss: epss ?? null,
})

const serverOf = (server: PatchServer) => {
  const { subject, state } = server
  const { located, target } = state
  return {
    type: subject.type,
    path: subject.path,
    state: stateOfServer(server),
    product: located.product,
    version: located.version ?? located.branch,
    build: located.build,
    release: located.release?.name ?? null,
    target: target
      ? { release: target.release.name, builds: target.release.builds, isUpgrade: target.isUpgrade }
      : null,
  }
}

/** What is open on a server, flaw by flaw with the rule that decided. */
const openOf = ({ state: { open } }: PatchServer) =>
  open.map(({ advisory, state: worst, matches }) => ({
    advisory: advisory.id,
    state: worst,
    cves: matches.map(({ cve, state: one, because }) => ({ cve, state: one, because })),
  }))

const itemOf = ({ advisory, priority, state, cves, servers, settings }: PatchItem) => ({
  advisory: advisory.id,
  title: advisory.title,
  published: advisory.published,
  url: advisory.url ?? null,
  state,
  cves,
  priority: priorityOf(priority),
  servers: servers.map(({ subject, state: one }) => ({ type: subject.type, path: subject.path, state: one })),
  settings: settings.map(({ setting, inPlace, of }) => ({
    kind: setting.kind,
    controls: setting.controls,
    text: setting.text,
    inPlace,
    of,
  })),
})

const groupOf = ({ place, servers, from, release, isUpgrade, closes, leaves, priority }: UpdateGroup) => ({
  place: place.path,
  product: release.product,
  servers: servers.map(({ path }) => path),
  from,
  to: { release: release.name, version: release.version ?? release.branch, builds: release.builds },
  isUpgrade,
  closes,
  leaves,
  priority: priorityOf(priority),
})

/** The plan as data: what the report holds of it. */
export const planData = (plan: PatchPlan) => ({
  knownUntil: plan.asOf,
  counts: countServers(plan),
  updates: plan.groups.map(groupOf),
  advisories: plan.items.map(itemOf),
  servers: plan.servers.map(serverOf),
  unread: plan.unread.map(({ subject, fact }) => ({
    type: subject.type,
    path: subject.path,
    why: fact.known ? null : fact.missing,
    detail: fact.known ? null : (fact.detail ?? null),
  })),
})

export type PlanData = ReturnType<typeof planData>

/** The plan as JSON, with all that is open on each server. */
export function patchesJson({ estate, plan, now }: PatchesShown): string {
  const { name, endpoint, instanceUuid, collectedAt } = estate
  const told = {
    schema,
    estate: { name, endpoint, instanceUuid, collectedAt },
    asOf: now.toISOString(),
    ...planData(plan),
    servers: plan.servers.map((server) => ({ ...serverOf(server), open: openOf(server) })),
    bulletins: plan.bulletins,
  }
  return `${escapeJson(JSON.stringify(told, null, 2))}\n`
}

interface Line {
  readonly rank: number
  readonly server: PatchServer
  readonly item: PatchItem
  readonly state: PatchItem['state']
}

type Cell = (line: Line, locale: Locale) => string

const columns: readonly (readonly [Text, Cell])[] = [
  [text('Rank', '順位'), ({ rank }) => String(rank)],
  [text('Server', 'サーバー'), ({ server }) => server.subject.path],
  [text('Release', 'リリース'), ({ server }) => releaseOf(server)],
  [text('Advisory', 'アドバイザリ'), ({ item }) => item.advisory.id],
  [text('Title', 'タイトル'), ({ item }, locale) => titleIn(item.advisory.title, locale)],
  [text('Published', '公開日'), ({ item }) => item.advisory.published],
  [text('Severity', '重大度'), ({ item }, locale) => render(severityWords[item.priority.severity], locale)],
  [text('State', '状態'), ({ state }, locale) => render(stateWords[state], locale)],
  [text('CVE', 'CVE'), ({ item }) => item.cves.join(' ')],
  [text('Why', '優先する理由'), ({ item }, locale) => whyOf(item.priority, locale)],
  [text('Update to', '更新先'), ({ server }) => server.state.target?.release.name ?? ''],
  [text('Link', 'リンク'), ({ item }) => item.advisory.url ?? ''],
]

/** A row for each server and open advisory, most urgent first (RFC 4180, UTF-8 with a byte order mark). */
export function patchesCsv({ plan }: PatchesShown, locale: Locale): string {
  const byRef = new Map(plan.servers.map((server) => [server.subject, server]))
  const lines = plan.items.flatMap((item, index) =>
    item.servers.flatMap(({ subject, state }): readonly Line[] => {
      const server = byRef.get(subject)
      return server ? [{ rank: index + 1, server, item, state }] : []
    }),
  )
  const line = (cells: readonly string[]) => `${cells.map((cell) => writeCell(shorten(cell, 4000))).join(',')}\r\n`
  const head = line(columns.map(([title]) => render(title, locale)))
  return `\ufeff${head}${lines.map((one) => line(columns.map(([, cell]) => cell(one, locale)))).join('')}`
}
