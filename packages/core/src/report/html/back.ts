import type { Assessment, Waiver } from '../../assess/index.ts'
import type { Missing } from '../../model/index.ts'
import { render, type Locale } from '../../text/index.ts'
import { shorten } from '../escape.ts'
import { wordSelection } from '../selection.ts'
import type { Summary } from '../summary.ts'
import {
  areaWords,
  countWords,
  isTrusted,
  missingAdvice,
  missingWords,
  momentWords,
  tlsWords,
  waiverWords,
} from '../words.ts'
import { NAME_LENGTH } from './front.ts'
import { html, type Markup } from './markup.ts'
import { say } from './words.ts'

/** Every waiver that was given, in force or not. */
export function waiverSection({ waivers }: Assessment, locale: Locale): Markup {
  const columns = [
    say.waiver,
    say.state,
    say.control,
    say.scope,
    say.owner,
    say.approver,
    say.reasonGiven,
    say.expires,
    say.matched,
  ]
  const head = html`<h2 id="waivers">${render(say.waivers, locale)}</h2>`
  if (waivers.length === 0)
    return html`<section aria-labelledby="waivers">
      ${head}
      <p>${render(say.noWaivers, locale)}</p>
    </section>`
  return html`<section aria-labelledby="waivers">
    ${head}
    <div class="card">
      <div class="scroll" tabindex="0" role="group" aria-labelledby="waivers">
        <table class="objects">
          <caption>
            ${render(say.waiversCaption, locale)}
          </caption>
          <thead>
            <tr>
              ${columns.map((label) => html`<th scope="col">${render(label, locale)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${waivers.map(
              ({ waiver, state, matched }) =>
                html`<tr>
                  <th scope="row">${shorten(waiver.id, 80)}</th>
                  <td>${render(waiverWords[state], locale)}</td>
                  <td>${waiver.control}</td>
                  <td>${shorten(wordScope(waiver, locale), NAME_LENGTH)}</td>
                  <td>${shorten(waiver.owner, 80)}</td>
                  <td>${shorten(waiver.approver, 80)}</td>
                  <td>${shorten(waiver.reason, 600)}</td>
                  <td>${momentWords(shorten(waiver.expires, 80))}</td>
                  <td class="num">${countWords(matched)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </div>
  </section>`
}

/** Words which objects a waiver or an attestation is about. */
export function wordScope({ scope }: Pick<Waiver, 'scope'>, locale: Locale): string {
  if ('all' in scope) return render(say.scopeAll, locale)
  if ('instanceUuid' in scope) return scope.instanceUuid
  return [scope.ref, scope.part, scope.vcenter].filter((part) => part !== undefined).join(' / ')
}

/** What the reader must not conclude from this report. */
export function blindSpots(
  { estate, coverage, skipped, selection }: Assessment,
  { silent }: Summary,
  locale: Locale,
): Markup {
  const reasons = Object.entries(coverage.unknownByReason).filter(([, count]) => count > 0)
  const join = (words: readonly string[]) => words.join(locale === 'ja' ? '、' : ', ')
  const spots = [
    ...(isTrusted(estate.tls) ? [] : [render(say.insecure, locale, { tls: render(tlsWords[estate.tls], locale) })]),
    ...(selection ? [render(say.partial, locale, { what: wordSelection(selection, locale) })] : []),
    // Of a part, an area may be silent only because nobody asked.
    ...(silent.length > 0 && !selection
      ? [render(say.blindSilent, locale, { areas: join(silent.map((area) => render(areaWords[area], locale))) })]
      : []),
    ...(coverage.unsupportedObjects > 0
      ? [render(say.blindOld, locale, { count: countWords(coverage.unsupportedObjects) })]
      : []),
    ...skipped.map(({ control, reason }) => render(say.leftOut, locale, { control, reason: shorten(reason, 600) })),
    render(say.blindTime, locale, { when: momentWords(shorten(estate.collectedAt, 80)) }),
    render(say.blindRights, locale),
    render(say.blindInside, locale),
  ]
  return html`<section aria-labelledby="blind">
    <h2 id="blind">${render(say.blind, locale)}</h2>
    <div class="card">
      <ul class="reasons">
        ${reasons.map(
          ([reason, count]) =>
            html`<li>
              <strong
                >${render(say.reason, locale, { reason: render(missingWords[reason as Missing], locale), count: countWords(count) })}</strong
              >
              — ${render(missingAdvice[reason as Missing], locale)}
            </li>`,
        )}${spots.map((spot) => html`<li>${spot}</li>`)}
      </ul>
    </div>
  </section>`
}
