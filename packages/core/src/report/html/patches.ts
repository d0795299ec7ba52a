import { productNames, type PatchItem, type PatchPlan, type UpdateGroup } from '../../advisory/index.ts'
import { render, type Locale } from '../../text/index.ts'
import { shorten } from '../escape.ts'
import { countServers, serverStates, titleIn } from '../patches/shown.ts'
import { whyOf } from '../patches/why.ts'
import { interruptionWords, say, serverWords, stateWords } from '../patches/words.ts'
import { countWords, severityWords } from '../words.ts'
import { NAME_LENGTH } from './front.ts'
import { html, type Markup } from './markup.ts'
import { objectsTable } from './table.ts'

const ADVISORIES = 25

/** What to patch first and why, and the updates that close it; nothing where every server holds every known fix. */
export function patchSection(plan: PatchPlan, locale: Locale): Markup | undefined {
  if (plan.groups.length + plan.items.length === 0) return undefined
  const counts = countServers(plan)
  const told = serverStates.flatMap((state) =>
    counts[state] > 0 ? [`${render(serverWords[state], locale)}: ${countWords(counts[state])}`] : [],
  )
  return html`<section aria-labelledby="patches">
    <h2 id="patches">${render(say.heading, locale, { asOf: plan.asOf })}</h2>
    <div class="card">
      <p>${render(say.servers, locale)} · ${told.join(' · ')}</p>
      ${updates(plan.groups, locale)}${advisories(plan.items, locale)}
    </div>
  </section>`
}

function updates(groups: readonly UpdateGroup[], locale: Locale): Markup {
  if (groups.length === 0) return html`<p>${render(say.noUpdates, locale)}</p>`
  return table(
    'patch-updates',
    render(say.updates, locale),
    [say.where, say.update, say.effect, say.why].map((label) => render(label, locale)),
    groups.map(({ place, servers, from, release, closes, leaves, isUpgrade, priority }) => [
      html`<strong
          >${place.type === 'ServiceInstance' ? productNames[release.product] : shorten(place.path, NAME_LENGTH)}</strong
        >
        <br />${render(say.onServers, locale, { count: countWords(servers.length) })}`,
      html`${from.map((one) => shorten(one, NAME_LENGTH)).join(', ')} →
        <strong>${shorten(release.name, NAME_LENGTH)}</strong>
        ${release.builds[0] ? `(${release.builds[0].build})` : ''}`,
      [
        closes > 0
          ? render(say.closes, locale, { closes: countWords(closes), count: countWords(servers.length) })
          : render(say.recalled, locale),
        ...(leaves > 0 ? [render(say.leaves, locale, { leaves: countWords(leaves) })] : []),
        ...(isUpgrade ? [render(say.upgrade, locale)] : []),
        render(interruptionWords[release.product], locale),
      ].join(' · '),
      html`${badge(priority.severity, locale)} ${whyOf(priority, locale)}`,
    ]),
  )
}

function advisories(items: readonly PatchItem[], locale: Locale): Markup {
  const more = items.length - ADVISORIES
  return html`${table(
    'patch-advisories',
    render(say.advisories, locale),
    [say.advisory, say.state, say.why].map((label) => render(label, locale)),
    items.slice(0, ADVISORIES).map(({ advisory, priority, state, cves, servers, settings }) => [
      html`${badge(priority.severity, locale)}
        <strong>${advisory.url ? html`<a href="${advisory.url}">${advisory.id}</a>` : advisory.id}</strong>
        <br />${shorten(titleIn(advisory.title, locale), NAME_LENGTH)} <br /><small
          >${shorten(cves.join(' '), NAME_LENGTH)}</small
        >`,
      `${render(stateWords[state], locale)} · ${render(say.onServers, locale, { count: countWords(servers.length) })}`,
      [
        whyOf(priority, locale),
        ...settings.map(({ setting, inPlace, of }) =>
          render(setting.kind === 'workaround' ? say.inPlace : say.required, locale, {
            inPlace: countWords(inPlace),
            of: countWords(of),
            text: titleIn(setting.text, locale),
          }),
        ),
      ]
        .filter(Boolean)
        .join(' · '),
    ]),
  )}${more > 0 && html`<p>${render(say.moreInVerb, locale, { count: countWords(more) })}</p>`}`
}

const badge = (severity: PatchItem['priority']['severity'], locale: Locale) =>
  html`<span class="badge ${severity}">${render(severityWords[severity], locale)}</span>`

const table = (
  id: string,
  title: string,
  columns: readonly string[],
  rows: readonly (readonly (Markup | string)[])[],
): Markup =>
  html`<h3 id="${id}">${title}</h3>
    ${objectsTable(
      id,
      columns,
      rows.map(
        (cells) =>
          html`<tr>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      ),
    )}`
