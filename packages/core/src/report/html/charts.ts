import { verdicts, type Verdict } from '../../control/index.ts'
import { render, type Locale } from '../../text/index.ts'
import type { Counts } from '../summary.ts'
import { countWords, verdictWords } from '../words.ts'
import { html, type Markup } from './markup.ts'
import { say } from './words.ts'

const RADIUS = 52
const ROUND = 2 * Math.PI * RADIUS

/** A ring that is filled to the score, with the number in it. */
export function drawScore(score: number | undefined, locale: Locale): Markup {
  const label = score === undefined ? render(say.noScore, locale) : render(say.score, locale, { score })
  const filled = ((score ?? 0) / 100) * ROUND
  return html`<svg viewBox="0 0 120 120" role="img" aria-label="${label}">
    <circle class="track" cx="60" cy="60" r="${RADIUS}" stroke-width="11" />
    ${
      filled > 0 &&
      html`<circle
        class="arc"
        cx="60"
        cy="60"
        r="${RADIUS}"
        stroke-width="11"
        stroke-dasharray="${filled.toFixed(1)} ${ROUND.toFixed(1)}"
        transform="rotate(-90 60 60)"
      />`
    }
    <text x="60" y="66" text-anchor="middle" font-size="34" font-weight="700">${score ?? '—'}</text>
    <text x="60" y="84" text-anchor="middle" font-size="12">
      ${score === undefined ? '' : render(say.ofHundred, locale)}
    </text>
  </svg>`
}

/** Verdicts as lengths of one bar. The numbers stand beside it as text, so the picture itself is silent. */
export function drawBar(counts: Counts): Markup {
  const all = verdicts.reduce((sum, verdict) => sum + counts[verdict], 0)
  let at = 0
  const pieces = verdicts.map((verdict) => {
    const width = all === 0 ? 0 : (counts[verdict] / all) * 100
    const piece =
      width > 0 &&
      html`<rect class="s-${verdict}" x="${at.toFixed(2)}%" y="0" width="${width.toFixed(2)}%" height="100%" />`
    at += width
    return piece
  })
  return html`<svg class="bar" aria-hidden="true">${pieces}</svg>`
}

const swatch = (verdict: Verdict) =>
  html`<svg viewBox="0 0 10 10" aria-hidden="true"><rect class="s-${verdict}" width="10" height="10" rx="2" /></svg>`

/** What each colour of a bar means, with the counts. */
export function drawLegend(counts: Counts, locale: Locale): Markup {
  return html`<ul class="legend">
    ${verdicts.map(
      (verdict) =>
        html`<li>
          ${swatch(verdict)}${render(verdictWords[verdict], locale)} <strong>${countWords(counts[verdict])}</strong>
        </li>`,
    )}
  </ul>`
}
