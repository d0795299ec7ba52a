import type { Assessment } from '../../assess/index.ts'
import { severities } from '../../control/index.ts'
import { render, type Locale } from '../../text/index.ts'
import type { PatchPlan } from '../../advisory/index.ts'
import { shorten } from '../escape.ts'
import { isOpenProcedure, summarize, type AreaSummary, type ControlSummary } from '../summary.ts'
import { areaWords, countWords, momentWords, severityWords, verdictWords } from '../words.ts'
import { attestationSection } from './attestations.ts'
import { blindSpots, waiverSection } from './back.ts'
import { controlSection } from './control.ts'
import { areaTable, cards, firstThings, headerOf, NAME_LENGTH } from './front.ts'
import { knowledgeSection } from './knowledge.ts'
import { html, type Markup } from './markup.ts'
import { patchSection } from './patches.ts'
import { STYLE, STYLE_HASH } from './style.ts'
import { say } from './words.ts'

export interface HtmlOptions {
  readonly locale: Locale
  /** What to patch first, where patches were asked for. */
  readonly plan?: PatchPlan | undefined
}

/**
 * One file that opens from a disk. It has no script at all: filters and folds are CSS and `<details>`, so its policy
 * forbids everything but its own style. Its size grows with the controls, not with the objects.
 */
export function* renderHtmlChunks(assessment: Assessment, { locale, plan }: HtmlOptions): Generator<string> {
  const summary = summarize(assessment)
  const { estate } = assessment
  const when = momentWords(shorten(estate.collectedAt, 80))
  yield headOf(shorten(estate.name, NAME_LENGTH), locale)
  yield `${headerOf(assessment, locale)}<main>${cards(assessment, locale)}${firstThings(summary, locale)}${plan ? (patchSection(plan, locale) ?? '') : ''}${areaTable(summary, locale)}`
  yield `${html`<section aria-labelledby="controls">
    <h2 id="controls">${render(say.controls, locale)}</h2>
    ${filters(locale)}
   `}`
  for (const area of summary.areas) yield* areaChunks(area, locale)
  yield `</section>${attestationSection(assessment, locale)}${waiverSection(assessment, locale)}${knowledgeSection(assessment, locale)}${blindSpots(assessment, summary, locale)}</main>`
  yield `${html`<footer><p>${render(say.colophon, locale, { when })}</p></footer>
    </body>
    </html> `}`
}

function headOf(name: string, locale: Locale): string {
  const policy = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`
  const start = html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="`
  const rest = html`<meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="referrer" content="no-referrer" /><meta name="robots" content="noindex" />
    <title>${render(say.title, locale, { name })}</title>`
  // Not through `html`: the policy's quotes and the style are ours, and must stay as they are.
  return `${start}${policy}">${rest}<style>${STYLE}</style></head><body>${html`<a class="skip" href="#first">${render(say.skip, locale)}</a>`}`
}

function filters(locale: Locale): Markup {
  return html`<fieldset>
    <legend>${render(say.show, locale)}</legend>
    ${severities.map(
      (severity) =>
        html`<label
          ><input type="checkbox" id="show-${severity}" checked /> ${render(severityWords[severity], locale)}</label
        >`,
    )}<label><input type="checkbox" id="only-fail" /> ${render(say.onlyFailing, locale)}</label>
  </fieldset>`
}

function* areaChunks({ area, counts, controls }: AreaSummary, locale: Locale): Generator<string> {
  const { fail, unknown, manual, pass } = counts
  const tally = render(say.areaCounts, locale, {
    fail: countWords(fail),
    unknown: countWords(unknown),
    manual: countWords(manual),
    pass: countWords(pass),
  })
  yield `${html`<section class="area" aria-labelledby="area-${area}">
    <div class="area-head">
      <h3 id="area-${area}">${render(areaWords[area], locale)}</h3>
      <span class="soft">${tally}</span>
    </div>
   `}`
  const calls = ({ open, waived, unknown: gone, manual: asked }: ControlSummary) =>
    open.length + waived.length + gone.length + asked.length > 0
  for (const control of controls.filter((one) => calls(one) && !isOpenProcedure(one)))
    yield String(controlSection(control, locale))
  const asked = controls.filter(isOpenProcedure)
  if (asked.length > 0) yield String(procedures(asked, locale))
  const quiet = controls.filter((control) => !calls(control))
  if (quiet.length > 0) yield String(quietControls(quiet, locale))
  yield '</section>\n'
}

/** What waits for a person, folded away: it must not drown what was found. */
function procedures(asked: readonly ControlSummary[], locale: Locale): Markup {
  return html`<details class="asked">
    <summary>
      <span class="badge manual">${render(verdictWords.manual, locale)}</span>
      <span>${render(say.procedures, locale, { count: asked.length })}</span>
    </summary>
    ${asked.map((control) => controlSection(control, locale))}
  </details>`
}

function quietControls(quiet: readonly ControlSummary[], locale: Locale): Markup {
  return html`<details class="holds">
    <summary>
      <span><span class="badge pass">✓</span> ${render(say.holds, locale, { count: quiet.length })}</span>
    </summary>
    <ul>
      ${quiet.map(
        ({ control, counts }) =>
          html`<li id="${control.id}">
            ${render(say.holdsOne, locale, {
              title: render(control.title, locale),
              pass: countWords(counts.pass),
              notApplicable: countWords(counts.notApplicable),
            })} <code class="id">${control.id}</code>
          </li>`,
      )}
    </ul>
  </details>`
}
