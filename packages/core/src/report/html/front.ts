import type { Assessment } from '../../assess/index.ts'
import { verdicts } from '../../control/index.ts'
import { releaseOf, type Missing, type SubjectType } from '../../model/index.ts'
import { render, type Locale } from '../../text/index.ts'
import { shorten } from '../escape.ts'
import { wordSelection } from '../selection.ts'
import { judgedOf, type Summary } from '../summary.ts'
import {
  areaWords,
  baselineWords,
  countWords,
  isTrusted,
  missingWords,
  momentWords,
  objectWords,
  severityWords,
  subjectWords,
  tlsWords,
  verdictWords,
} from '../words.ts'
import { drawBar, drawLegend, drawScore } from './charts.ts'
import { html, type Markup } from './markup.ts'
import { say } from './words.ts'

/** Names on the page are for people: identity is in the JSON report. */
export const NAME_LENGTH = 240

const FIRST_SHOWN = 10

/** Name of the estate, and what has to be said before anything else. */
export function headerOf({ estate, score, selection }: Assessment, locale: Locale): Markup {
  const tls = render(tlsWords[estate.tls], locale)
  return html`<header>
    <p class="brand">${render(say.brand, locale)}</p>
    <h1>${shorten(estate.name, NAME_LENGTH)}</h1>
    ${!isTrusted(estate.tls) && html`<p class="warning">⚠ ${render(say.insecure, locale, { tls })}</p>`}${
      selection &&
      html`<p class="warning">⚠ ${render(say.partial, locale, { what: wordSelection(selection, locale) })}</p>`
    }${score === undefined && html`<p class="warning">⚠ ${render(say.nothingJudged, locale)}</p>`}
  </header>`
}

/** The estate, and the score beside what was not seen. */
export function cards(assessment: Assessment, locale: Locale): Markup {
  return html`<div class="cards">${estateCard(assessment, locale)}${scoreCard(assessment, locale)}</div>`
}

function estateCard({ estate, context, coverage, selection }: Assessment, locale: Locale): Markup {
  const baseline = render(baselineWords[context.baseline], locale)
  const release = releaseOf(estate.version) ?? render(say.tooOld, locale)
  const byType = Object.entries(coverage.objectsByType).map(
    ([type, count]) => `${render(subjectWords[type as SubjectType], locale)} ${countWords(count)}`,
  )
  const rows = [
    [say.endpoint, estate.endpoint],
    [say.product, estate.product],
    [
      say.version,
      render(say.versionOf, locale, { version: estate.version, build: estate.build, api: estate.apiVersion }),
    ],
    [say.rules, render(say.rulesOf, locale, { baseline, release })],
    ...(selection ? [[say.selection, wordSelection(selection, locale)] as const] : []),
    [say.instance, estate.instanceUuid],
    [say.collected, momentWords(estate.collectedAt)],
    [say.assessed, momentWords(context.now.toISOString())],
    [say.connection, render(tlsWords[estate.tls], locale)],
    [say.seen, `${countWords(coverage.objects)} (${byType.join(', ')})`],
  ] as const
  return html`<section class="card" aria-labelledby="estate">
    <h2 id="estate">${render(say.estate, locale)}</h2>
    <dl>
      ${rows.map(
        ([label, said]) =>
          html`<dt>${render(label, locale)}</dt>
            <dd>${shorten(said, NAME_LENGTH)}</dd>`,
      )}
    </dl>
  </section>`
}

function scoreCard(assessment: Assessment, locale: Locale): Markup {
  const { score, scoreAfterWaivers, coverage } = assessment
  const { checks, answered, unknown, manual, percent } = judgedOf(assessment)
  const reasons = Object.entries(coverage.unknownByReason).filter(([, count]) => count > 0)
  const numbers = { answered: countWords(answered), checks: countWords(checks), percent: percent ?? 0 }
  return html`<section class="card" aria-labelledby="score">
    <h2 id="score">${render(say.scoreAndCoverage, locale)}</h2>
    <div class="gauges">
      <div class="gauge">${drawScore(score, locale)}</div>
      <div>
        <p><strong>${render(say.coverage, locale, numbers)}</strong></p>
        ${drawBar(coverage.byVerdict)}${
          unknown > 0 &&
          html`<p><strong>${render(say.notAssessed, locale, { count: countWords(unknown) })}</strong></p>
            <ul class="reasons">
              ${reasons.map(
                ([reason, count]) =>
                  html`<li>
                    ${render(say.reason, locale, { reason: render(missingWords[reason as Missing], locale), count: countWords(count) })}
                  </li>`,
              )}
            </ul>`
        }${manual > 0 && html`<p>${render(say.manual, locale, { count: countWords(manual) })}</p>`}${
          unknown + manual === 0 && checks > 0 && html`<p>${render(say.allAnswered, locale)}</p>`
        }
      </div>
    </div>
    <p class="soft">
      ${render(say.scoreMeans, locale)}${
        scoreAfterWaivers !== undefined &&
        scoreAfterWaivers !== score &&
        render(say.afterWaivers, locale, { score: scoreAfterWaivers })
      }
    </p>
    ${drawLegend(coverage.byVerdict, locale)}
  </section>`
}

/** The failing controls that weigh most. */
export function firstThings({ top }: Summary, locale: Locale): Markup {
  const items = top
    .slice(0, FIRST_SHOWN)
    .map(
      ({ control, severity, open }) =>
        html`<li>
          <span class="badge ${severity}">${render(severityWords[severity], locale)}</span
          ><a href="#${control.id}">${render(control.title, locale)}</a
          ><span class="num">${objectWords(open.length, locale)}</span>
        </li>`,
    )
  const more = top.length - items.length
  return html`<section aria-labelledby="first">
    <h2 id="first">${render(say.first, locale)}</h2>
    <div class="card">
      ${
        items.length === 0
          ? html`<p>${render(say.firstNone, locale)}</p>`
          : html`<p class="soft">${render(say.firstWhy, locale)}</p>
              <ol class="first">
                ${items}
              </ol>
              ${more > 0 && html`<p class="soft">${render(say.firstMore, locale, { count: more })}</p>`}`
      }
    </div>
  </section>`
}

/** One row an area: the bar, and its numbers as text. */
export function areaTable({ areas }: Summary, locale: Locale): Markup {
  return html`<section aria-labelledby="by-area">
    <h2 id="by-area">${render(say.byArea, locale)}</h2>
    <div class="card">
      <div class="scroll" tabindex="0" role="group" aria-labelledby="by-area">
        <table class="areas">
          <caption>
            ${render(say.byAreaCaption, locale)}
          </caption>
          <thead>
            <tr>
              <th scope="col">${render(say.area, locale)}</th>
              <th scope="col" class="chart">${render(say.distribution, locale)}</th>
              ${verdicts.map(
                (verdict) => html`<th scope="col" class="num">${render(verdictWords[verdict], locale)}</th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${areas.map(
              ({ area, counts }) =>
                html`<tr>
                  <th scope="row"><a href="#area-${area}">${render(areaWords[area], locale)}</a></th>
                  <td class="chart">${drawBar(counts)}</td>
                  ${verdicts.map((verdict) => html`<td class="num">${countWords(counts[verdict])}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </div>
  </section>`
}
